//! The files of a page, as one list for this server and for exporting to other file servers.

use std::fs;
use std::io;
use std::path::Path;

use axum::body::Bytes;
use gallery::host::Host;
use gallery::page::{self, Client};

/// A file of a page.
#[derive(Debug)]
pub(crate) struct SiteFile {
    /// Its path, relative to the page.
    pub(crate) path: String,
    pub(crate) media_type: &'static str,
    pub(crate) content: Bytes,
}

impl SiteFile {
    /// The path at which it is served. The page itself is served at the path of its folder.
    pub(crate) fn served_path(&self) -> &str {
        if self.path == PAGE { "" } else { &self.path }
    }
}

const PAGE: &str = "index.html";

/// The files that `wasm-bindgen` generates from the library.
const MODULE: &[(&str, &str)] = &[("gallery.js", page::SCRIPT), ("gallery_bg.wasm", "application/wasm")];

/// The page with Rust on the server, which serves the client itself.
pub(crate) fn server_site() -> Vec<SiteFile> {
    site(Host::Server, Some("wasm/"))
}

/// All files of the WebAssembly page, including the client and the module from this folder. The page links to the
/// server page if there is one.
pub(crate) fn wasm_site(module: &Path, server_page: Option<&str>) -> Result<Vec<SiteFile>, String> {
    let mut files = site(Host::Wasm, server_page);
    files.extend(interop_server::client_files().map(|(name, text)| text_file("_interop", name, page::SCRIPT, text)));
    for (name, media_type) in MODULE {
        let path = module.join(name);
        let content = fs::read(&path).map_err(|error| {
            let advice = "`cargo xtask gallery --host wasm` builds the module and gives its folder to this program";
            format!("cannot read {}: {error}; {advice}", path.display())
        })?;
        files.push(SiteFile { path: format!("pkg/{name}"), media_type, content: content.into() });
    }
    Ok(files)
}

/// The pages of a host and their own files.
fn site(host: Host, other: Option<&str>) -> Vec<SiteFile> {
    let pages = [(PAGE, Client::Article), (page::TYPED_PAGE, Client::Typed)];
    let page = |(path, client): (&str, Client)| SiteFile {
        path: path.to_owned(),
        media_type: page::HTML,
        content: page::html(host, other, client).into(),
    };
    let mut files: Vec<SiteFile> = pages.into_iter().map(page).collect();
    files.extend(page::files(host).into_iter().map(|file| text_file("", file.path, file.media_type, file.text)));
    files
}

fn text_file(folder: &str, name: &str, media_type: &'static str, text: &'static str) -> SiteFile {
    let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    SiteFile { path, media_type, content: Bytes::from_static(text.as_bytes()) }
}

/// Writes the files to a folder, which is created if it does not exist.
pub(crate) fn export(files: &[SiteFile], folder: &Path) -> Result<(), String> {
    files.iter().try_for_each(|file| {
        let path = folder.join(&file.path);
        write(&path, &file.content).map_err(|error| format!("cannot write {}: {error}", path.display()))
    })
}

fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, content)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use tempfile::TempDir;

    use super::*;

    fn folder_with_module() -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("gallery.js"), "export default () => {};").unwrap();
        fs::write(folder.path().join("gallery_bg.wasm"), b"\0asm").unwrap();
        folder
    }

    #[test]
    fn the_webassembly_page_is_complete_in_itself() {
        let module = folder_with_module();
        let files = wasm_site(module.path(), None).unwrap();
        let find =
            |path: &str| files.iter().find(|file| file.path == path).unwrap_or_else(|| panic!("{path} is missing"));
        assert_eq!(find("pkg/gallery_bg.wasm").media_type, "application/wasm");
        assert_eq!(&*find("pkg/gallery_bg.wasm").content, b"\0asm");
        assert_eq!(find("pkg/gallery.js").media_type, page::SCRIPT);
        for path in ["style.css", "gallery.js", "connect-wasm.js", "_interop/index.js", "modules/greeting.js"] {
            find(path);
        }
        assert_eq!(find("index.html").served_path(), "");
        let paths: BTreeSet<&str> = files.iter().map(|file| &*file.path).collect();
        assert_eq!(paths.len(), files.len(), "a path is there twice");
        assert!(files.iter().all(|file| file.path == "index.html" || file.served_path() == file.path));
    }

    #[test]
    fn what_is_exported_is_what_is_served() {
        let (module, folder) = (folder_with_module(), tempfile::tempdir().unwrap());
        let files = wasm_site(module.path(), None).unwrap();
        let target = folder.path().join("not/there/yet");
        export(&files, &target).unwrap();
        for file in &files {
            assert!(fs::read(target.join(&file.path)).unwrap() == file.content, "{}", file.path);
        }
    }

    #[test]
    fn without_a_module_the_error_says_how_to_get_it() {
        let folder = tempfile::tempdir().unwrap();
        let error = wasm_site(folder.path(), None).unwrap_err();
        assert!(error.starts_with(&format!("cannot read {}", folder.path().join("gallery.js").display())), "{error}");
        assert!(error.contains("`cargo xtask gallery --host wasm`"), "{error}");
    }
}
