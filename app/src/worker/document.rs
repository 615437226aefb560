//! A document read once more, to be shown as it stands there.

use super::Handed;
use super::slices::Slices;
use insight::document::{Text, TextReader};
use insight::wire::FromWorker;
use web_sys::Blob;

/// The answer to a reader who opens a document.
pub(super) async fn read((path, file): Handed) -> FromWorker {
    let text = match file {
        Ok(blob) => text(blob).await,
        Err(why) => Err(why),
    };
    FromWorker::Document { path, text }
}

async fn text(blob: Blob) -> Result<Text, String> {
    let (mut slices, mut buffer) = (Slices::of(blob), Vec::new());
    let mut reader = TextReader::default();
    while let Some(chunk) = slices.next(&mut buffer).await? {
        reader.push(chunk);
    }
    Ok(reader.finish())
}
