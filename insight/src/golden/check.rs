//! What was found beside what a case expects.

use serde_json::Value;

/// The first field that differs, with both sides; `None` when every field agrees.
pub(super) fn first_difference(case: &Value, found: &Value) -> Option<String> {
    let expected = case["expect"].as_object()?;
    let informative = case["informative"].as_array().map_or(&[][..], Vec::as_slice);
    let mut fields = expected.iter().filter(|(field, _)| !is_informative(field, informative));
    fields.find_map(|(field, expected)| {
        let rule = Rule::of(case, field);
        rule.differs(field, found.get(field.trim_end_matches("_bracket")), expected)
    })
}

/// Fields that tell something about the case and are no result of ours.
fn is_informative(field: &str, listed: &[Value]) -> bool {
    listed.iter().any(|name| name == field)
        || field.starts_with("scipy_")
        || field.ends_with("_approx")
        || field.ends_with("_is_wrong")
}

/// How near is near enough.
struct Rule {
    rel: f64,
    abs: f64,
    is_null_fine: bool,
}

impl Rule {
    fn of(case: &Value, field: &str) -> Self {
        let tolerance = case["tol_fields"].get(field).unwrap_or(&case["tol"]);
        let bound = |name: &str| tolerance[name].as_f64().unwrap_or(0.0);
        Self { rel: bound("rel"), abs: bound("abs"), is_null_fine: case["null_ok"] == true }
    }

    /// `None` when both agree, else the path of the field and both sides.
    fn differs(&self, path: &str, found: Option<&Value>, expected: &Value) -> Option<String> {
        let Some(found) = found else { return Some(format!("{path}: nothing found, expected {expected}")) };
        if found.is_null() && (expected.is_null() || self.is_null_fine) {
            return None;
        }
        if let Some(ends) = found.get("between").and_then(Value::as_array) {
            return (!self.is_inside(expected, ends)).then(|| format!("{path}: {expected} is not inside {found}"));
        }
        if path.ends_with("_bracket") {
            let ends = expected.as_array().map_or(&[][..], Vec::as_slice);
            return (!self.is_inside(found, ends))
                .then(|| format!("{path}: found {found}, expected inside {expected}"));
        }
        match expected {
            Value::Object(fields) => fields.iter().find_map(|(name, value)| {
                self.differs(&format!("{path}.{name}"), Some(found.get(name).unwrap_or(&Value::Null)), value)
            }),
            Value::Array(values) => {
                let others = found.as_array().map_or(&[][..], Vec::as_slice);
                if others.len() != values.len() {
                    return Some(format!("{path}: found {found}, expected {expected}"));
                }
                let mut pairs = values.iter().zip(others).enumerate();
                pairs.find_map(|(at, (value, other))| self.differs(&format!("{path}[{at}]"), Some(other), value))
            }
            _ => (!self.is_near(found, expected)).then(|| format!("{path}: found {found}, expected {expected}")),
        }
    }

    fn is_near(&self, found: &Value, expected: &Value) -> bool {
        match (found.as_f64(), expected.as_f64()) {
            (Some(found), Some(expected)) => (found - expected).abs() <= self.reach(expected),
            _ => found == expected,
        }
    }

    fn is_inside(&self, value: &Value, ends: &[Value]) -> bool {
        let number = |at: usize| ends.get(at).and_then(Value::as_f64);
        let (Some(value), Some(low), Some(high)) = (value.as_f64(), number(0), number(1)) else { return false };
        low - self.reach(low) <= value && value <= high + self.reach(high)
    }

    fn reach(&self, expected: f64) -> f64 {
        self.abs.max(self.rel * expected.abs())
    }
}
