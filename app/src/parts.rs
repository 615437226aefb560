//! Which section of the page is made of what: each gets what is known in a task of its own, and only when its part is another.
//!
//! A large drop is told twice, sweeps a moment after the rest; what a reader has opened meanwhile stays open.

use crate::browser::sleep;
use crate::desk::{Desk, Known};
use insight::session::Data;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// Whether a section would show the same of both.
pub(crate) type IsSame = fn(&Data, &Data) -> bool;

/// What each section shows, nothing before its turn; they take turns in this order.
pub(crate) fn parts<const N: usize>(desk: Desk, sections: [IsSame; N]) -> [RwSignal<Option<Known>>; N] {
    let parts = sections.map(|_| RwSignal::new(None::<Known>));
    Effect::new(move || {
        let Some(known) = desk.known.get() else { return };
        spawn_local(async move {
            for (at, (part, is_same)) in parts.into_iter().zip(sections).enumerate() {
                if at > 0 {
                    sleep(0).await;
                }
                // What came later has turns of its own; the page may show nothing by now.
                if desk.known.try_get_untracked().flatten().as_ref() != Some(&known) {
                    return;
                }
                let is_shown =
                    part.try_with_untracked(|shown| shown.as_ref().is_some_and(|shown| is_same(shown, &known)));
                if is_shown == Some(false) {
                    part.set(Some(known.clone()));
                }
            }
        });
    });
    parts
}
