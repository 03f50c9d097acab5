//! The steps of `cargo xtask test`, and the selection of steps to run.
//!
//! To add a step, add an entry to [`STEPS`].

use crate::instructions;
use crate::invocation::Invocation;
use crate::javascript::{NpmScript, TestModule, WASM_BENCH};
use crate::missing::Missing;
use crate::wasm::{self, Profile};

/// A check that must pass before a change is merged.
#[derive(Debug)]
pub(crate) struct Step {
    /// The name in `cargo xtask test <step>`.
    pub(crate) name: &'static str,
    /// The description in `cargo xtask help`.
    pub(crate) about: &'static str,
    /// Whether `--quick` includes the step.
    pub(crate) quick: bool,
    /// The action of the step.
    pub(crate) action: Action,
}

/// The action of a step.
#[derive(Debug)]
pub(crate) enum Action {
    /// Cargo with these arguments (none contains a space), in this environment.
    Cargo { args: &'static str, env: &'static [(&'static str, &'static str)] },
    /// A build of these packages for WebAssembly.
    Wasm { packages: &'static [&'static str] },
    /// An npm script of a folder.
    Npm(NpmScript),
    /// A comparison of the instructions of fixed calls with the recorded figures.
    Instructions,
    /// Several actions in sequence.
    All(&'static [Action]),
}

/// Every step, in the order in which they run. The steps that fail fastest come first.
pub(crate) const STEPS: &[Step] = &[
    Step {
        name: "fmt",
        about: "formatting",
        quick: true,
        action: Action::Cargo { args: "fmt --all --check", env: &[] },
    },
    Step {
        name: "clippy",
        about: "lints, with every feature",
        quick: true,
        action: Action::Cargo { args: "clippy --workspace --all-targets --all-features -- -D warnings", env: &[] },
    },
    Step {
        name: "test",
        about: "all tests, including documentation tests",
        quick: true,
        action: Action::Cargo { args: "test --workspace --no-fail-fast", env: &[] },
    },
    Step {
        name: "js",
        about: "types and tests of the JavaScript client",
        quick: false,
        action: Action::Npm(NpmScript {
            folder: "interop-js",
            script: &["test"],
            browser: false,
            programs: &[],
            modules: &[],
        }),
    },
    Step {
        name: "typed",
        about: "generated clients: their types, their size, and every method on both hosts",
        quick: false,
        action: Action::Npm(NpmScript {
            folder: "interop-contract/tests/client",
            script: &["test"],
            browser: false,
            programs: &["typed-shop"],
            modules: &[TestModule { variable: "TYPED_SHOP_WASM", package: "typed-shop", profile: Profile::Dev }],
        }),
    },
    // The optimizer and the linker could remove registrations.
    Step {
        name: "release",
        about: "the tests across crates, optimized",
        quick: false,
        action: Action::Cargo { args: "test --release -p interop-tests", env: &[] },
    },
    Step {
        name: "instructions",
        about: "the instructions that calls execute, compared with the recorded figures",
        quick: false,
        action: Action::Instructions,
    },
    Step {
        name: "doc",
        about: "documentation without broken links",
        quick: false,
        action: Action::Cargo {
            args: "doc --workspace --no-deps --all-features",
            env: &[("RUSTDOCFLAGS", "-D warnings")],
        },
    },
    // A published package must build from its own files only.
    Step {
        name: "package",
        about: "the published packages, each built from its own files",
        quick: false,
        action: Action::Cargo {
            args: "package --allow-dirty -p interop-macros -p interop-core -p interop-server -p interop-wasm \
                   -p interop-contract -p cargo-interop",
            env: &[],
        },
    },
    Step {
        name: "wasm",
        about: "the WebAssembly host, tested in modules built for it",
        quick: false,
        action: Action::All(&[
            Action::Wasm { packages: &["interop-core"] },
            Action::Npm(NpmScript {
                folder: "interop-wasm",
                script: &["test"],
                browser: false,
                programs: &[],
                modules: &[
                    TestModule { variable: "WASM_APP", package: "wasm-tests-app", profile: Profile::Dev },
                    TestModule { variable: "WASM_APP_RELEASE", package: "wasm-tests-app", profile: Profile::Release },
                    TestModule { variable: "WASM_BENCH", package: "interop-bench-wasm", profile: Profile::Release },
                    TestModule { variable: "WASM_BENCH_SMALL", package: "interop-bench-wasm", profile: Profile::Small },
                ],
            }),
        ]),
    },
    Step {
        name: "e2e",
        about: "browser tests: the gallery and generated clients on both hosts, the life of a connection, the WebAssembly benchmarks, \
                the example pages and application",
        quick: false,
        action: Action::All(&[
            Action::Npm(NpmScript {
                folder: "e2e",
                script: &["test"],
                browser: true,
                programs: &["gallery", "lifecycle-server", "cargo-interop"],
                modules: &[
                    TestModule { variable: "GALLERY_WASM", package: "gallery", profile: Profile::Release },
                    // Tests build modules of new projects, whose dependencies are those of this module.
                    TestModule { variable: "WASM_EXAMPLE", package: "wasm-example-app", profile: Profile::Dev },
                ],
            }),
            // These use the npm packages of the first action to control the browser.
            Action::Npm(NpmScript { script: &["run", "bench", "--", "--check"], ..WASM_BENCH }),
            Action::Npm(NpmScript {
                folder: "interop-wasm/examples",
                script: &["test"],
                browser: true,
                programs: &[],
                modules: &[TestModule { variable: "WASM_EXAMPLE", package: "wasm-example-app", profile: Profile::Dev }],
            }),
            Action::Npm(NpmScript {
                folder: "interop-contract/tests/client",
                script: &["run", "browser"],
                browser: true,
                programs: &["typed-shop"],
                modules: &[TestModule { variable: "TYPED_SHOP_WASM", package: "typed-shop", profile: Profile::Dev }],
            }),
            Action::Npm(NpmScript {
                folder: "examples/orders/page",
                script: &["test"],
                browser: true,
                programs: &["orders", "cargo-interop"],
                modules: &[TestModule { variable: "ORDERS_WASM", package: "orders-domain", profile: Profile::Dev }],
            }),
        ]),
    },
];

impl Action {
    /// The command as it can be typed in a shell.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Cargo { args, env } => cargo(args, env).to_string(),
            Self::Wasm { packages } => wasm::build(packages).to_string(),
            Self::Instructions => instructions::shown().to_string(),
            Self::Npm(script) => joined(script.shown().iter().map(ToString::to_string)),
            Self::All(actions) => joined(actions.iter().map(Self::shown)),
        }
    }

    /// The step's missing prerequisites.
    pub(crate) fn missing(&self) -> Vec<Missing> {
        match self {
            Self::Cargo { .. } => Vec::new(),
            Self::Wasm { .. } => wasm::missing().into_iter().collect(),
            Self::Instructions => instructions::missing().into_iter().collect(),
            Self::Npm(script) => script.missing(),
            Self::All(actions) => actions.iter().flat_map(Self::missing).collect(),
        }
    }

    /// Runs the step. An error contains the failed command and the reason.
    pub(crate) fn run(&self) -> Result<(), String> {
        match self {
            Self::Cargo { args, env } => cargo(args, env).run(),
            Self::Wasm { packages } => wasm::run(packages),
            Self::Instructions => instructions::check(),
            Self::Npm(script) => script.run(&[]),
            Self::All(actions) => actions.iter().try_for_each(Self::run),
        }
    }
}

fn cargo(args: &str, env: &[(&str, &str)]) -> Invocation {
    let args: Vec<&str> = args.split(' ').collect();
    Invocation::cargo(&args).env(env)
}

/// All steps with their descriptions, for `--help`.
pub(crate) fn step_list() -> String {
    let line = |step: &Step| format!("{} {:12} {}", if step.quick { '*' } else { ' ' }, step.name, step.about);
    let lines: Vec<String> = STEPS.iter().map(line).collect();
    format!("Steps (* with --quick too):\n{}", lines.join("\n"))
}

fn joined(commands: impl Iterator<Item = String>) -> String {
    commands.collect::<Vec<_>>().join(" && ")
}

/// Which steps to run.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Selection {
    /// All steps.
    All,
    /// The quick steps.
    Quick,
    /// The steps with these names.
    Named(Vec<String>),
}

impl Selection {
    /// The selected steps in the order of [`STEPS`], without duplicates.
    pub(crate) fn steps(&self) -> Vec<&'static Step> {
        STEPS.iter().filter(|step| self.contains(step)).collect()
    }

    fn contains(&self, step: &Step) -> bool {
        match self {
            Self::All => true,
            Self::Quick => step.quick,
            Self::Named(names) => names.iter().any(|name| name == step.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(selection: &Selection) -> Vec<&'static str> {
        selection.steps().iter().map(|step| step.name).collect()
    }

    fn named(names: &[&str]) -> Selection {
        Selection::Named(names.iter().copied().map(str::to_owned).collect())
    }

    #[test]
    fn all_runs_every_step_in_order() {
        assert_eq!(
            names(&Selection::All),
            ["fmt", "clippy", "test", "js", "typed", "release", "instructions", "doc", "package", "wasm", "e2e"]
        );
    }

    #[test]
    fn quick_leaves_out_what_is_slow_or_needs_more_than_rust() {
        assert_eq!(names(&Selection::Quick), ["fmt", "clippy", "test"]);
    }

    #[test]
    fn named_steps_run_once_and_in_the_usual_order() {
        assert_eq!(names(&named(&["wasm", "fmt", "wasm"])), ["fmt", "wasm"]);
    }

    #[test]
    fn step_names_are_unique_and_are_not_options() {
        for (index, step) in STEPS.iter().enumerate() {
            assert!(!step.name.starts_with('-'), "{}", step.name);
            assert!(STEPS[..index].iter().all(|other| other.name != step.name), "{}", step.name);
        }
    }

    #[test]
    fn a_step_is_shown_as_it_would_be_typed() {
        let shown = |name: &str| STEPS.iter().find(|step| step.name == name).unwrap().action.shown();
        assert_eq!(shown("doc"), "RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps --all-features");
        assert_eq!(shown("js"), "(cd interop-js && npm ci --no-audit --no-fund) && (cd interop-js && npm test)");
        let wasm = "cargo build --target wasm32-unknown-unknown -p interop-core && cargo xtask wasm wasm-tests-app && ";
        assert!(shown("wasm").starts_with(wasm), "{}", shown("wasm"));
    }

    #[test]
    fn the_hosted_workflow_runs_every_step_and_no_other() {
        let workflow =
            std::fs::read_to_string(crate::invocation::workspace().join(".github/workflows/ci.yml")).unwrap();
        let commands = workflow.lines().filter_map(|line| line.trim().strip_prefix("- run: cargo xtask test "));
        let mut run: Vec<&str> = commands.flat_map(str::split_whitespace).collect();
        let mut all: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
        run.sort_unstable();
        all.sort_unstable();
        assert_eq!(run, all);
    }
}
