//! Files out of what was dropped: folders are walked to their last file.

use crate::browser::{Given, message_of};
use insight::reading::is_left_out;
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, DataTransfer, File, FileList, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry};

/// What was dropped, taken while the drop event is handled: afterwards the browser hides it.
pub(crate) struct Dropped {
    entries: Vec<FileSystemEntry>,
    files: Vec<File>,
}

impl Dropped {
    /// Everything a drop carries.
    pub(crate) fn of(transfer: &DataTransfer) -> Self {
        let items = transfer.items();
        let mut dropped = Self { entries: Vec::new(), files: Vec::new() };
        for item in (0..items.length()).filter_map(|index| items.get(index)).filter(|item| item.kind() == "file") {
            match item.webkit_get_as_entry() {
                Ok(Some(entry)) => dropped.entries.push(entry),
                Ok(None) | Err(_) => dropped.files.extend(item.get_as_file().ok().flatten()),
            }
        }
        dropped
    }

    /// Every file in it, folders walked; what cannot be opened is kept with its reason.
    pub(crate) async fn walk(self) -> Vec<Given> {
        let mut given: Vec<Given> = self.files.into_iter().map(of_file).collect();
        let mut folders = self.entries;
        while let Some(entry) = folders.pop() {
            let path = entry.full_path().trim_start_matches('/').to_owned();
            // Not `instanceof`: browsers give these objects other names.
            if entry.is_directory() {
                match children(entry.unchecked_ref()).await {
                    Ok(children) => folders.extend(children.into_iter().filter(|child| !is_unwanted(child))),
                    Err(error) => given.push(Given { path, blob: Err(message_of(&error)) }),
                }
            } else {
                let blob = file_of(entry.unchecked_ref()).await.map_err(|error| message_of(&error));
                given.push(Given { path, blob });
            }
        }
        given
    }
}

/// Files that were chosen with a file input; in a folder, some are left out.
pub(crate) fn chosen(files: &FileList) -> Vec<Given> {
    let files = (0..files.length()).filter_map(|index| files.get(index));
    files.map(of_file).filter(|file| !is_left_out(&file.path, false)).collect()
}

fn is_unwanted(entry: &FileSystemEntry) -> bool {
    is_left_out(entry.full_path().trim_start_matches('/'), entry.is_directory())
}

fn of_file(file: File) -> Given {
    let relative = js_sys::Reflect::get(&file, &"webkitRelativePath".into()).ok().and_then(|path| path.as_string());
    let path = relative.filter(|path| !path.is_empty()).unwrap_or_else(|| file.name());
    Given { path, blob: Ok(file.into()) }
}

async fn file_of(entry: &FileSystemFileEntry) -> Result<Blob, JsValue> {
    let promise = Promise::new(&mut |resolve, reject| entry.file_with_callback_and_callback(&resolve, &reject));
    JsFuture::from(promise).await?.dyn_into()
}

/// All children: the browser gives at most a hundred at a time and ends with an empty list.
async fn children(folder: &FileSystemDirectoryEntry) -> Result<Vec<FileSystemEntry>, JsValue> {
    let reader = folder.create_reader();
    let mut all = Vec::new();
    loop {
        let promise = Promise::new(&mut |resolve, reject| {
            if let Err(error) = reader.read_entries_with_callback_and_callback(&resolve, &reject) {
                let _ = reject.call1(&JsValue::UNDEFINED, &error);
            }
        });
        let batch = Array::from(&JsFuture::from(promise).await?);
        if batch.length() == 0 {
            return Ok(all);
        }
        all.extend(batch.iter().map(JsCast::unchecked_into::<FileSystemEntry>));
    }
}
