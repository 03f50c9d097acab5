//! Runs each fuzz target with any toolchain: on its corpus, on inputs that failed before, and on altered copies for
//! some seconds.

mod altered;

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::time::Duration;

use arbitrary::Arbitrary as _;
use arbtest::arbtest;
use fuzz_targets::{TARGETS, Target};

use self::altered::Altered;

/// How long each target runs, in seconds, unless the environment variable is set.
const SECONDS: u64 = 10;
const SECONDS_VARIABLE: &str = "FUZZ_SECONDS";

/// The files of a target in a folder of `fuzz`, sorted by name.
fn files(folder: &str, target: &Target) -> Vec<PathBuf> {
    let Ok(folder) = fs::read_dir(fuzz_folder().join(folder).join(target.name)) else { return Vec::new() };
    let mut files: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect();
    files.sort();
    files
}

fn fuzz_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().join("fuzz")
}

/// Runs an input. An input that fails is written to a file, which every later run repeats.
fn try_input(target: &Target, input: &[u8]) {
    if let Err(panic) = panic::catch_unwind(AssertUnwindSafe(|| (target.run)(input))) {
        let folder = fuzz_folder().join("artifacts").join(target.name);
        let mut hasher = DefaultHasher::new();
        input.hash(&mut hasher);
        let file = folder.join(format!("failed-{:016x}", hasher.finish()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(&file, input).unwrap();
        println!("`{}` fails for {}: {}", target.name, file.display(), input.escape_ascii());
        panic::resume_unwind(panic);
    }
}

fn run(name: &str) {
    let target = TARGETS.iter().find(|target| target.name == name).unwrap();
    let seconds = std::env::var(SECONDS_VARIABLE).map_or(SECONDS, |seconds| seconds.parse().unwrap());
    let corpus = files("corpus", target);
    assert!(!corpus.is_empty(), "`{name}` has a corpus");
    for path in files("artifacts", target).iter().chain(&corpus) {
        println!("{}", path.display());
        (target.run)(&fs::read(path).unwrap());
    }
    let seeds: Vec<Vec<u8>> = corpus.iter().map(|path| fs::read(path).unwrap()).collect();
    let mut count = 0_u64;
    arbtest(|random| {
        let input = Altered::arbitrary(random)?.bytes(&seeds);
        count += 1;
        try_input(target, &input);
        Ok(())
    })
    .size_min(16)
    .size_max(256)
    .budget(Duration::from_secs(seconds))
    .run();
    println!("{count} inputs of `{name}` in {seconds} s");
}

#[test]
fn frames_are_read_as_the_protocol_says_or_refused() {
    run("frames");
}

#[test]
fn arguments_mean_what_serde_json_says() {
    run("codec");
}

#[test]
fn a_circuit_answers_each_call_once_and_leaves_nothing() {
    run("circuit");
}
