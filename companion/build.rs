//! Makes cargo notice a page that was built after the companion.

fn main() {
    // Cargo rescans a folder it watches, and rebuilds every time when the folder is missing.
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../dist");
    let _ = std::fs::create_dir_all(page);
    println!("cargo:rerun-if-changed={page}");
    println!("cargo:rerun-if-changed=build.rs");
}
