//! `cargo interop new`: each variant of a project is complete, builds and runs, and bad input leaves nothing behind.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use expect_test::expect_file;

use crate::place::{Place, Said};

const CHECKOUT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Creates a project that depends on this checkout, with the versions of its lock file.
fn create(place: &Place, name: &str, options: &[&str]) -> Said {
    let said = place.run(&[&["new", name, "--path", CHECKOUT], options].concat());
    if said.success {
        fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.lock"), place.path(&format!("{name}/Cargo.lock")))
            .unwrap();
    }
    said
}

/// The options that the project's README gives for `cargo interop ts`.
fn client_options(place: &Place, name: &str) -> Vec<String> {
    let readme = place.read(&format!("{name}/README.md"));
    let line = readme.lines().find_map(|line| line.strip_prefix("cargo interop ts ")).unwrap();
    line.split(' ').map(str::to_owned).collect()
}

/// Runs a command in a project, with the options of its client.
fn run_with_options(place: &Place, name: &str, command: &str) -> Said {
    let options = client_options(place, name);
    let arguments: Vec<&str> = [command].into_iter().chain(options.iter().map(String::as_str)).collect();
    Said::of(&place.command(&arguments).current_dir(place.path(name)).output().unwrap())
}

/// A program that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_client_of_each_variant_is_that_of_its_methods() {
    let place = Place::new();
    let variants: [(&str, &[&str]); 4] = [
        ("new-plain", &[]),
        ("new-plain-wasm", &["--plain", "--wasm"]),
        ("new-vite", &["--vite"]),
        ("new-vite-wasm", &["--vite", "--wasm"]),
    ];
    for (name, options) in variants {
        let said = create(&place, name, options);
        assert!(said.success, "{name}: {said:#?}");
        let said = run_with_options(&place, name, "check");
        assert!(said.success && said.out.ends_with("is up to date\n"), "{name}: {said:#?}");
    }
    let said = Said::of(&place.command(&["contract"]).current_dir(place.path("new-plain")).output().unwrap());
    let template = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/contract.json");
    expect_file![template].assert_eq(&said.out.replace("NewPlain", "{{assembly}}"));
}

#[test]
fn a_new_project_runs_and_serves_its_page_and_client() {
    let place = Place::new();
    let said = create(&place, "new-server", &[]);
    assert!(said.out.contains("cd new-server\ncargo run"), "{said:#?}");
    let mut cargo = place.cargo(&["run", "--quiet"]);
    cargo.current_dir(place.path("new-server")).env("PORT", "0").stdout(Stdio::piped());
    let mut running = Running(cargo.spawn().unwrap());
    let mut lines = BufReader::new(running.0.stdout.take().unwrap()).lines();
    let line = lines.next().expect("it listens").unwrap();
    let address = line.strip_prefix("listening on http://").unwrap();
    for (path, part) in [
        ("/", "<script type=\"module\" src=\"main.js\">"),
        ("/main.js", "import { newServer, isError } from './interop/new-server.js';"),
        ("/interop/new-server.js", "greet"),
        ("/_interop/interop.js", "DotNet"),
    ] {
        let text = get(address, path);
        assert!(text.starts_with("HTTP/1.1 200") && text.contains(part), "{path}: {text}");
    }
}

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n").unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn bad_input_is_refused_and_leaves_nothing_behind() {
    let place = Place::new();
    place.write("shop/mine.txt", "mine");
    create(&place, "shop", &[]).expect_failure("shop exists already: choose another name, or remove it");
    create(&place, "struct", &[])
        .expect_failure("`struct` cannot be the name of a crate: it is a reserved word of Rust");
    create(&place, "My Shop", &[]).expect_failure("use lower-case letters, digits, `-` and `_`");
    create(&place, "absent/store", &[]).expect_failure("cannot create absent/store: ");
    place.run(&["new", "store", "--path", "shop"]).expect_failure("shop is not a checkout of the repository");
    place.run(&["new", "store", "--vite", "--plain"]).expect_failure("cannot be used with");
    assert_eq!(place.names(""), ["shop"]);
    assert_eq!(place.names("shop"), ["mine.txt"]);
}

#[test]
fn a_project_in_the_folder_of_a_workspace_is_not_a_member_of_it() {
    let place = Place::new();
    place.write("Cargo.toml", "[workspace]\nmembers = []\nresolver = \"3\"\n");
    assert!(place.run(&["new", "shop"]).success);
    let mut project = place.cargo(&["locate-project", "--workspace", "--message-format=plain"]);
    let said = Said::of(&project.current_dir(place.path("shop")).output().unwrap());
    assert!(said.out.trim().ends_with("shop/Cargo.toml"), "{said:#?}");
}

#[test]
fn a_new_project_has_only_its_own_files() {
    let place = Place::new();
    assert!(place.run(&["new", "shop"]).success);
    assert_eq!(place.names(""), ["shop"]);
    assert_eq!(place.names("shop"), [".gitignore", "Cargo.toml", "README.md", "src", "web"]);
    assert_eq!(place.names("shop/web"), ["index.html", "interop", "jsconfig.json", "main.js", "style.css"]);
}
