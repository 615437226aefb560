//! What a format states of a column goes before what its words and values let guess.

use super::{Field, direction, slug};
use crate::header::Header;
use crate::metric;
use crate::role::Role;
use crate::role::profile::Profile;
use crate::summary::Better;
use crate::table::Stated;
use crate::unit::Unit;

/// Puts what is stated over what was guessed; what is not stated stays.
pub(super) fn state(field: &mut Field, stated: &Stated, profile: &Profile) {
    if *stated == Stated::default() {
        return;
    }
    if let Some(role) = stated.role {
        field.role = role;
    }
    let tells = matches!(field.role, Role::Measurement | Role::Aggregate | Role::Derived);
    if let Some(key) = &stated.metric {
        let known = metric::known(key);
        field.metric.clone_from(key);
        field.name = known.map_or_else(|| key.replace('_', " "), |known| known.name.to_owned());
        field.definition = known.map_or_else(String::new, |known| known.definition.to_owned());
        field.better = known.map_or_else(|| direction(&field.unit.symbol), |known| known.better);
    }
    if !tells && stated.metric.is_none() {
        let words = Header::of(&field.written).words;
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        field.metric = slug(&words).unwrap_or_default();
        field.name = field.metric.replace('_', " ");
        field.definition = String::new();
    }
    if let Some(name) = &stated.name {
        field.name.clone_from(name);
    }
    if let Some(definition) = &stated.definition {
        field.definition.clone_from(definition);
    }
    if let Some(better) = stated.better {
        field.better = better;
    }
    if !tells {
        field.better = Better::None;
    }
    if stated.statistic.is_some() || stated.role.is_some() {
        field.statistic.clone_from(&stated.statistic);
    }
    if stated.statistic.as_deref() == Some("cv") && field.unit.symbol != "%" {
        // A deviation divided by its mean has no unit, whatever was measured.
        field.unit = Unit::default();
    }
    if stated.role.is_some() {
        let observed = matches!(field.role, Role::Measurement | Role::Aggregate) && profile.numbers > 0;
        field.measured = observed && field.statistic.as_deref() != Some("n") && field.unit.symbol != "requests";
    }
}

#[cfg(test)]
mod tests {
    use crate::dataset::tests::{sheet, table};
    use crate::role::Role;
    use crate::summary::Better;
    use crate::table::Stated;

    #[test]
    fn what_is_stated_goes_before_what_is_guessed() {
        let check = |stated: Stated, expected: &str| {
            let mut table = table("speed,mean_b_ms,mean_c_ms,mean_d_ms\n3,1,1,1\n4,2,2,2");
            table.columns[0].stated = stated;
            let sheet = sheet(&table);
            let field = &sheet.fields[0];
            let shown = format!(
                "{} | {} | {:?} | {:?} | {:?} | {} | {}",
                field.metric,
                field.name,
                field.role,
                field.better,
                field.statistic,
                field.definition,
                if field.measured { "measured" } else { "beside" }
            );
            assert_eq!(shown, expected);
        };
        check(
            Stated::default(),
            "token_rate | tokens per second | Aggregate | Higher | None | tokens divided by a time; which tokens and which time is not stated | measured",
        );
        let own = |text: &str| Some(text.to_owned());
        check(
            Stated { role: Some(Role::Aggregate), metric: own("tpot"), statistic: own("p99"), ..Stated::default() },
            "tpot | time per output token | Aggregate | Lower | Some(\"p99\") | time of the answer after its first token, divided by the tokens after the first | measured",
        );
        check(
            Stated {
                role: Some(Role::Measurement),
                metric: own("walk"),
                name: own("the walk"),
                better: Some(Better::Lower),
                definition: own("from here to there"),
                ..Stated::default()
            },
            "walk | the walk | Measurement | Lower | None | from here to there | measured",
        );
        check(
            Stated { role: Some(Role::Parameter), ..Stated::default() },
            "speed | speed | Parameter | None | None |  | beside",
        );
    }
}
