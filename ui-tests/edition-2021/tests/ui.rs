//! Runs the passing cases of `ui-tests` in this crate's edition.

#[test]
fn ui() {
    let cases = trybuild::TestCases::new();
    cases.pass("../tests/ui/pass/*.rs");
}
