//! What the browser remembers of a reader: corrections of columns, the target of a server, how a model is spoken to; nothing of the files.

use insight::dataset::Correction;
use insight::prompt::Voice;
use web_sys::Storage;

const CORRECTIONS: &str = "chimera-insight.corrections";

const VOICE: &str = "chimera-insight.voice";

const TARGET: &str = "chimera-insight.target";

/// Corrections of earlier visits; none where the browser keeps nothing.
pub(crate) fn corrections() -> Vec<Correction> {
    let kept = storage().and_then(|storage| storage.get_item(CORRECTIONS).ok().flatten());
    kept.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
}

/// Keeps corrections for the next visit, where the browser allows it.
pub(crate) fn keep(corrections: &[Correction]) {
    let Some(storage) = storage() else { return };
    let _ = match serde_json::to_string(corrections) {
        Ok(json) if !corrections.is_empty() => storage.set_item(CORRECTIONS, &json),
        _ => storage.remove_item(CORRECTIONS),
    };
}

/// What was asked of a server before, as it was typed.
pub(crate) fn target() -> String {
    storage().and_then(|storage| storage.get_item(TARGET).ok().flatten()).unwrap_or_default()
}

/// Keeps the target for the next visit, where the browser allows it.
pub(crate) fn keep_target(text: &str) {
    let Some(storage) = storage() else { return };
    let _ = if text.trim().is_empty() { storage.remove_item(TARGET) } else { storage.set_item(TARGET, text) };
}

/// How a model was spoken to before.
pub(crate) fn voice() -> Voice {
    let kept = storage().and_then(|storage| storage.get_item(VOICE).ok().flatten());
    kept.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
}

/// Keeps how a model is spoken to for the next visit, where the browser allows it.
pub(crate) fn keep_voice(voice: &Voice) {
    let Some(storage) = storage() else { return };
    let _ = match serde_json::to_string(voice) {
        Ok(json) if *voice != Voice::default() => storage.set_item(VOICE, &json),
        _ => storage.remove_item(VOICE),
    };
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}
