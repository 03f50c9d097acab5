//! The next patch release: macros and core of it build together, and what uses them needs no change.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const APPLICATION: &str = r#"
interop_core::assembly!("Next");

#[interop_core::js_invokable]
pub fn add(a: i32, b: i32) -> i32 {
    a + b
}

pub struct Shop;

#[interop_core::interop_object]
impl Shop {
    #[interop_core::js_invokable]
    pub async fn name(&self) -> Result<&'static str, String> {
        Ok("next")
    }
}
"#;

#[test]
fn the_crates_of_the_next_patch_release_build() {
    let workspace = Path::new(env!("CARGO_TARGET_TMPDIR")).join("next-release");
    let original = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for member in ["interop-core", "interop-macros"] {
        let _ = fs::remove_dir_all(workspace.join(member));
        copy(&original.join(member).join("src"), &workspace.join(member).join("src"));
        copy_file(&original.join(member).join("Cargo.toml"), &workspace.join(member).join("Cargo.toml"));
    }
    copy_file(&original.join("Cargo.lock"), &workspace.join("Cargo.lock"));
    let manifest = fs::read_to_string(original.join("Cargo.toml")).unwrap();
    fs::write(workspace.join("Cargo.toml"), next_release(&manifest)).unwrap();
    let application = workspace.join("application");
    fs::create_dir_all(application.join("src")).unwrap();
    fs::write(application.join("src/lib.rs"), APPLICATION).unwrap();
    let manifest = "[package]\nname = \"application\"\nversion.workspace = true\nedition.workspace = true\n\n\
                    [dependencies]\ninterop-core.workspace = true\n";
    fs::write(application.join("Cargo.toml"), manifest).unwrap();

    let cargo = env::var_os("CARGO").map_or_else(|| "cargo".into(), PathBuf::from);
    let output = Command::new(cargo)
        .args(["check", "--offline", "--package", "application", "--target-dir"])
        .arg(workspace.join("target"))
        .current_dir(&workspace)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The manifest of the workspace with a higher patch version, and with the copied members only.
fn next_release(manifest: &str) -> String {
    let current = env!("CARGO_PKG_VERSION");
    let (start, patch) = current.rsplit_once('.').unwrap();
    let next = format!("{start}.{}", patch.parse::<u32>().unwrap() + 1);
    let bumped = manifest.replace(&format!("\"{current}\""), &format!("\"{next}\""));
    let bumped = bumped.replace(&format!("\"={current}\""), &format!("\"={next}\""));
    assert_ne!(bumped, manifest);
    let package = bumped.find("[workspace.package]").unwrap();
    let members = r#"["interop-core", "interop-macros", "application"]"#;
    format!("[workspace]\nresolver = \"3\"\nmembers = {members}\n\n{}", &bumped[package..])
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            copy_file(&entry.path(), &to);
        }
    }
}

fn copy_file(from: &Path, to: &Path) {
    fs::create_dir_all(to.parent().unwrap()).unwrap();
    fs::copy(from, to).unwrap();
}
