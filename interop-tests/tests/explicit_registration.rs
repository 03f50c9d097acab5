//! Registries that are listed explicitly, for programs in which linking cannot register methods, or that offer only
//! some of them.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use interop_core::{InProcess, ObjectReference, Registry, interop_object, js_invokable, methods};
use interop_tests::{detailed, failure};

interop_core::assembly!("Tests");

#[js_invokable]
pub fn offered() -> u8 {
    1
}

#[js_invokable(name = "alias")]
#[js_invokable]
pub fn with_alias() -> u8 {
    2
}

#[js_invokable]
pub fn withheld() -> u8 {
    3
}

pub mod inner {
    use interop_core::js_invokable;

    #[js_invokable]
    pub async fn nested() -> u8 {
        4
    }
}

pub struct Item;

#[interop_object]
impl Item {
    #[js_invokable]
    pub fn make() -> ObjectReference<Self> {
        ObjectReference::new(Self)
    }

    #[js_invokable]
    pub fn touch(&self) -> u8 {
        5
    }
}

pub struct Other;

#[interop_object]
impl Other {
    #[js_invokable]
    pub fn make_other() -> ObjectReference<Self> {
        ObjectReference::new(Self)
    }
}

fn app(registry: Registry) -> InProcess {
    InProcess::builder().options(detailed()).registry(registry).build()
}

#[test]
fn a_registry_has_what_was_named_and_nothing_else() {
    let registry = Registry::builder().methods(methods![offered, with_alias, inner::nested]).build().unwrap();
    let ids: Vec<_> = registry.methods().map(|method| method.name).collect();
    assert_eq!(ids, ["alias", "nested", "offered", "with_alias"]);

    let app = app(registry);
    assert_eq!(app.invoke("Tests", "offered", "[]").unwrap(), "1");
    assert_eq!(app.invoke("Tests", "alias", "[]").unwrap(), "2");
    assert_eq!(app.invoke("Tests", "nested", "[]").unwrap(), "4");
    assert_eq!(failure(app.invoke("Tests", "withheld", "[]")).0, "not_found");
}

#[test]
fn a_type_brings_the_static_methods_of_its_block() {
    let app = app(Registry::builder().object::<Item>().build().unwrap());

    assert_eq!(app.invoke("Tests", "make", "[]").unwrap(), r#"{"__dotNetObject":1}"#);
    assert_eq!(app.object(1).invoke("touch", "[]").unwrap(), "5");
    assert_eq!(failure(app.invoke("Tests", "make_other", "[]")).0, "not_found");
}

#[test]
fn instance_methods_need_no_registration() {
    let app = app(Registry::builder().build().unwrap());
    let item = ObjectReference::new(Item);

    assert_eq!(app.object(&item).invoke("touch", "[]").unwrap(), "5");
}

#[test]
fn an_empty_registry_says_that_nothing_is_linked() {
    let (code, text) = failure(app(Registry::builder().build().unwrap()).invoke("Tests", "offered", "[]"));

    assert_eq!(code, "not_found");
    assert!(
        text.starts_with("There is no loaded assembly with the name 'Tests'. No assembly is linked at all."),
        "{text}"
    );
}

#[test]
fn named_and_linked_methods_go_together() {
    let registry = Registry::builder().linked().methods(methods![offered]).object::<Item>().build().unwrap();

    assert_eq!(registry.methods().count(), Registry::linked().unwrap().methods().count());
    assert_eq!(registry.objects().len(), 2);
}

#[test]
fn elements_of_the_list_may_depend_on_the_configuration() {
    let registry = Registry::builder()
        .methods(methods![
            offered,
            #[cfg(any())]
            does_not_exist,
            #[cfg(all())]
            withheld,
        ])
        .build()
        .unwrap();

    assert_eq!(registry.methods().count(), 2);
}

#[test]
fn a_resolved_method_can_be_called_without_its_name() {
    let app = app(Registry::builder().methods(methods![offered]).build().unwrap());
    let method = app.host().resolve_method("Tests", "offered").unwrap();
    let mut reply = interop_core::host::Reply::new();

    for _ in 0..2 {
        app.host().invoke_method(method, "[]", &mut reply).unwrap();
        assert_eq!(reply.json(), "1");
    }

    let failed = app.host().invoke_method(method, "[1]", &mut reply);
    assert_eq!(failure(failed).0, "invalid_arguments");
    assert_eq!(reply.json(), "", "a failed call leaves no reply");
    assert_eq!(failure(app.host().resolve_method("Tests", "offer")).0, "not_found");
}

#[test]
fn a_failed_call_leaves_nothing_of_the_reply_before() {
    use interop_core::host::Invocation;
    let app = app(Registry::builder().methods(methods![offered]).build().unwrap());
    let mut reply = interop_core::host::Reply::new();
    for (assembly, method, args) in
        [("Tests", "offered", "[1]"), ("Tests", "unknown", "[]"), ("Unknown", "offered", "[]")]
    {
        app.host().invoke(&Invocation::on_assembly("Tests", "offered", "[]"), &mut reply).unwrap();
        assert_eq!(reply.json(), "1");

        app.host().invoke(&Invocation::on_assembly(assembly, method, args), &mut reply).unwrap_err();

        assert_eq!(reply.json(), "", "{assembly} {method} {args}");
    }
}
