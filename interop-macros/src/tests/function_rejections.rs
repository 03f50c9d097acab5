//! Functions that `#[js_invokable]` rejects, with the error texts.

use expect_test::expect;

use super::snapshot::{errors, expect_errors, function, method};

#[test]
fn qualifiers() {
    expect_errors(
        function("", "pub const unsafe extern \"C\" fn f(a: u8, ...) {}"),
        &expect![[r#"
            const: an invokable function cannot be `const`, because JavaScript calls it at run time; remove `const`
            unsafe: an invokable function cannot be `unsafe`, because JavaScript cannot uphold safety requirements; check them in a safe function that calls the unsafe one
            extern "C": an invokable function cannot be `extern`, because JavaScript calls it by its id; remove `extern`
            ...: an invokable function cannot be variadic; take a `Vec`
        "#]],
    );
}

#[test]
fn generics() {
    expect_errors(
        function("", "pub fn f<'a: 'a, T: Into<u8>, const N: usize>(a: T) where T: Copy, 'a: 'a {}"),
        &expect![[r#"
            T: Into<u8>: JavaScript cannot choose type parameters of a function; write one function for each type
            const N: usize: JavaScript cannot choose const parameters of a function; write one function for each type
            where T: Copy, 'a: 'a: an invokable function cannot have its own bounds; remove the clause
        "#]],
    );
    expect_errors(
        method("pub fn f<T: Copy>(&self, a: T) where Self: Sized {}"),
        &expect![[r#"
            T: Copy: JavaScript cannot choose type parameters of a function; move them to the `impl` block
            where Self: Sized: an invokable function cannot have its own bounds; move the clause to the `impl` block
        "#]],
    );
    assert_eq!(errors(function("", "pub fn f<'a: 'a>(a: &'a str) where 'a: 'a {}")), "");
}

#[test]
fn private_functions() {
    expect_errors(
        function("", "async fn f() {}"),
        &expect![[r#"
            fn f: JavaScript can only call public functions that do not belong to a trait; write `pub async fn f`
        "#]],
    );
    expect_errors(
        method("fn f() {}"),
        &expect![[r#"
        fn f: JavaScript can only call public functions; write `pub fn f`
    "#]],
    );
    expect_errors(
        method("async fn f(&self) {}"),
        &expect![[r#"
        fn f: JavaScript can only call public methods; write `pub async fn f`
    "#]],
    );
    expect_errors(
        method("pub(self) fn f(&self) {}"),
        &expect![[r#"
        pub(self): JavaScript can only call public methods; write `pub fn f`
    "#]],
    );
    for visibility in ["pub", "pub(crate)", "pub(super)", "pub(in crate::shop)"] {
        assert_eq!(errors(function("", &format!("{visibility} fn f() {{}}"))), "", "{visibility}");
        assert_eq!(errors(method(&format!("{visibility} fn f(&self) {{}}"))), "", "{visibility}");
    }
}

#[test]
fn receivers() {
    for receiver in [
        "&mut self",
        "self: &mut Self",
        "self",
        "mut self",
        "self: Self",
        "self: Rc<Self>",
        "self: std::sync::Arc<Self>",
        "self: Box<Self>",
        "self: Pin<&mut Self>",
        "self: Pin<&Self>",
        "self: &Rc<Self>",
    ] {
        assert_ne!(errors(method(&format!("pub fn f({receiver}) {{}}"))), "", "{receiver}");
    }
    expect_errors(
        method("pub fn f(&mut self) {}"),
        &expect![[r#"
        &mut self: the object is shared by everything that holds a reference to it; take `&self`, and keep mutable state in a lock or an atomic
    "#]],
    );
    expect_errors(
        method("pub fn f(mut self) {}"),
        &expect![[r#"
        mut self: JavaScript keeps its reference to the object and may call it again; take `&self`
    "#]],
    );
    expect_errors(
        method("pub fn f(self: Arc<Self>) {}"),
        &expect![[r#"
        self: Arc<Self>: a method takes `&self`; for a reference that outlives the call, add a parameter of type `This<Self>`
    "#]],
    );
    expect_errors(
        method("pub fn f(self: Box<Self>) {}"),
        &expect![[r#"
        self: Box<Self>: a method takes `&self`
    "#]],
    );
}

#[test]
fn methods_outside_of_an_interop_object() {
    expect_errors(
        function("", "fn f(&self, (a, b): (u8, u8)) {}"),
        &expect![[r#"
            &self: methods are only invokable in an inherent `impl` block with `#[interop_object]`; add it to the block, and use the attribute under the name `js_invokable` there
        "#]],
    );
    expect_errors(
        function("", "pub fn f(a: Vec<Self>) -> Self {}"),
        &expect![[r#"
            Self: methods are only invokable in an inherent `impl` block with `#[interop_object]`; add it to the block, and use the attribute under the name `js_invokable` there
        "#]],
    );
    expect_errors(
        function("", "pub fn new() -> Option<Self> {}"),
        &expect![[r#"
            Self: methods are only invokable in an inherent `impl` block with `#[interop_object]`; add it to the block, and use the attribute under the name `js_invokable` there
        "#]],
    );
}

#[test]
fn parameters() {
    expect_errors(
        function(
            "",
            "pub fn f((a, b): (u8, u8), ref c: u8, d @ e: u8, f: &mut u8, g: Option<&'static str>, h: Vec<impl Copy>, \
             i: This<Shop>, j: &This<Shop>) {}",
        ),
        &expect![[r#"
            (a, b): a parameter needs a name, which errors and generated code use; destructure the value in the body
            ref c: a parameter needs a name, which errors and generated code use; destructure the value in the body
            d @ e: a parameter needs a name, which errors and generated code use; destructure the value in the body
            &mut u8: changes to an argument would be lost, because it only lives as long as the call; take an owned value
            &'static str: arguments only live as long as the call; take an owned value
            impl Copy: JavaScript cannot choose the type behind `impl Trait`; use a concrete type
            This<Shop>: `This` is the reference through which a method was called, which a function without receiver does not have; add `&self`, or take an `ObjectReference`
            This<Shop>: `This` is the reference through which a method was called, which a function without receiver does not have; add `&self`, or take an `ObjectReference`
        "#]],
    );
    assert_eq!(errors(method("pub fn f(&self, a: This<Self>, _: u8, mut b: u8) {}")), "");
    let many = vec!["_: u8"; 17].join(", ");
    expect_errors(
        function("", &format!("pub fn f({many}, last: u16) {{}}")),
        &expect![[r#"
            _: u8: an invokable function can have at most 16 parameters; combine some of them in a struct
        "#]],
    );
}

#[test]
fn functions_that_never_return() {
    for function in [function("", "pub fn f() -> ! {}"), function("", "pub async fn f() -> ! {}")] {
        expect_errors(
            function,
            &expect![[r#"
            !: JavaScript would wait forever; return a value or nothing
        "#]],
        );
    }
}

#[test]
fn blocking_futures() {
    expect_errors(
        function("blocking", "pub async fn f() {}"),
        &expect![[r#"
        blocking: `blocking` requires a function that is not `async`; remove one of the two
    "#]],
    );
    expect_errors(
        function("blocking", "pub fn f() -> BoxFuture<'static, u8> {}"),
        &expect![[r#"
            blocking: `blocking` requires a function that is not `async`; remove one of the two
        "#]],
    );
    expect_errors(
        function("blocking", "#[js_invokable(name = \"g\", blocking)] pub fn f() {}"),
        &expect![[r#"
            blocking: `blocking` applies to all ids of the function; write it only once
        "#]],
    );
}

#[test]
fn ids() {
    expect_errors(
        function("name = \"\", assembly = \" \"", "pub fn f() {}"),
        &expect![[r#"
            "": an id cannot be empty; omit `name` to use the name of the function
            " ": the name of an assembly cannot be empty; omit `assembly` to use that of the crate
        "#]],
    );
    expect_errors(
        function("", "#[js_invokable(name = \"f\")] #[js_invokable(name = \"g\")] pub fn f() {}"),
        &expect![[r#"
            f: duplicate id `f`; give each `#[js_invokable]` another `name`
            "f": duplicate id `f`; give each `#[js_invokable]` another `name`
        "#]],
    );
    assert_eq!(errors(function("", "#[js_invokable(assembly = \"Other\")] pub fn f() {}")), "");
    expect_errors(
        method("pub fn __Dispose(&self) {}"),
        &expect![[r#"
        __Dispose: `__Dispose` is reserved: JavaScript's `dispose()` calls it; give the method another `name`
    "#]],
    );
    assert_eq!(errors(method("pub fn __Dispose() {}")), "");
}
