//! Two methods of one assembly with the same id are an error that names both locations. All of them are reported
//! together.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use interop_core::registry::{Location, MethodDescriptor, RegistryError, Source};
use interop_core::{InProcess, Registry, methods};

// Without `assembly!()`, because with it the compiler would find duplicates in this crate.

pub mod shop {
    use interop_core::js_invokable;

    #[js_invokable(name = "add", assembly = "Shop")]
    #[js_invokable(name = "sum", assembly = "Shop")]
    pub fn add(a: i32, b: i32) -> i32 {
        a + b
    }

    #[js_invokable(name = "order", assembly = "Shop")]
    pub fn order() {}

    #[js_invokable(name = "order", assembly = "Office")]
    pub fn order_paper() {}
}

/// A copy of a method under another id, as in another crate or another version.
fn copy_of(method: &MethodDescriptor, name: &'static str, location: Location) -> &'static [MethodDescriptor] {
    let mut copy = *method;
    copy.name = name;
    copy.location = location;
    Box::leak(Box::new([copy]))
}

fn original(id: &str) -> &'static MethodDescriptor {
    let all = methods![shop::add, shop::order].iter().copied().flatten();
    all.into_iter().find(|method| method.name == id).expect("there is one")
}

fn build(copies: &[&'static [MethodDescriptor]]) -> Result<Registry, RegistryError> {
    Registry::builder().methods(methods![shop::add, shop::order, shop::order_paper]).methods(copies).build()
}

fn elsewhere() -> Location {
    let source = &Source { package: "warehouse", version: "2.1.0", module: "warehouse", file: "src/stock.rs" };
    Location { source, line: 7, column: 8 }
}

const FIX: &str = "All #[js_invokable] methods within the same assembly must have different identifiers. You can pass a \
                   custom identifier: #[js_invokable(name = \"...\")].";

#[test]
fn a_duplicate_across_crates_names_both_places() {
    let here = original("order").location;

    let error = build(&[copy_of(original("order"), "order", elsewhere())]).unwrap_err().to_string();

    assert_eq!(
        error,
        format!(
            "The assembly 'Shop' contains more than one #[js_invokable] method with identifier 'order'. {FIX}\n  \
             {}:{}:{} (interop-tests {})\n  src/stock.rs:7:8 (warehouse 2.1.0)",
            here.source.file, here.line, here.column, here.source.version
        )
    );
    assert!(here.source.file.ends_with("duplicates.rs"));
}

#[test]
fn all_duplicates_are_listed_at_once() {
    let copies = ["add", "order", "sum"].map(|id| copy_of(original(id), id, elsewhere()));

    let error = build(&copies).unwrap_err().to_string();

    for id in ["add", "order", "sum"] {
        assert!(error.contains(&format!("with identifier '{id}'. ")), "{error}");
    }
    assert_eq!(error.matches("src/stock.rs:7:8").count(), 3, "{error}");
}

#[test]
fn two_versions_of_one_package_are_named() {
    let original_place = original("add").location;
    let source = Box::leak(Box::new(Source { version: "9.0.0", ..*original_place.source }));
    let newer = Location { source, ..original_place };

    let error = build(&[copy_of(original("add"), "add", newer)]).unwrap_err().to_string();

    assert!(error.contains("(interop-tests 9.0.0)"), "{error}");
    assert!(error.ends_with("\n  two versions of the package 'interop-tests' are linked: use one"), "{error}");
}

#[test]
fn a_declaration_that_comes_twice_is_no_duplicate() {
    let again = copy_of(original("add"), "add", original("add").location);

    let registry = build(&[again]).expect("it is one declaration");

    assert_eq!(registry.methods().filter(|method| method.name == "add").count(), 1);
    let registry = Registry::builder().methods(methods![shop::add, shop::add]).build().unwrap();
    let app = InProcess::builder().registry(registry).build();
    assert_eq!(app.invoke("Shop", "add", "[2,40]").unwrap(), "42");
}

#[test]
fn one_id_in_two_assemblies_is_no_duplicate() {
    let registry = build(&[]).unwrap();

    assert!(registry.get("Shop", "order").is_some() && registry.get("Office", "order").is_some());
}

#[test]
fn a_host_with_duplicates_does_not_start() {
    let copies = [copy_of(original("order"), "order", elsewhere())];
    let error = build(&copies).unwrap_err();
    assert_eq!(format!("{error:?}"), error.to_string(), "`unwrap` shows the same text");
}

/// For the compiler, both functions are located where the macro is invoked.
macro_rules! pair {
    () => {
        #[js_invokable(name = "from-macro", assembly = "Macros")]
        pub(crate) fn one() -> u8 {
            1
        }

        #[js_invokable(name = "from-macro", assembly = "Macros")]
        pub(crate) fn two() -> u8 {
            2
        }
    };
}

mod made_by_macro {
    use interop_core::js_invokable;

    pair!();

    pub(super) fn both() -> (u8, u8) {
        (one(), two())
    }
}

#[test]
fn two_functions_of_one_macro_call_are_two_declarations() {
    assert_eq!(made_by_macro::both(), (1, 2));

    let result = Registry::builder().methods(methods![made_by_macro::one, made_by_macro::two]).build();

    assert!(result.is_err(), "one of the two functions has silently lost: {result:?}");
}
