//! Functions, parameters, constants and types with names that generated code has too.
#![deny(warnings)]
#![allow(non_upper_case_globals, non_camel_case_types, dead_code)]

use interop_core::{InProcess, ObjectReference, interop_object, js_invokable};

interop_core::assembly!("Names");

pub const arg0: u8 = 0;
pub const borrowed: u8 = 0;
pub const this: u8 = 0;
pub static reader: u8 = 0;
pub struct Call;
pub struct Reply;
pub struct Thunk;
pub struct Kind;
pub struct MethodDescriptor;
pub mod kind {}
pub mod __private {}

#[js_invokable]
pub fn call(call: i32) -> i32 {
    call
}

#[js_invokable]
pub fn reply(reply: i32, call: i32, result: i32, __this: i32, __arg0: i32, __arg1: i32) -> i32 {
    reply + call + result + __this + __arg0 + __arg1
}

#[js_invokable]
pub async fn result(result: i32, __borrowed: i32) -> i32 {
    result + __borrowed
}

#[js_invokable(blocking)]
pub fn self_(self_: i32, owned: i32) -> i32 {
    self_ + owned
}

#[js_invokable]
pub fn args_1(__call: i32, #[cfg(any())] absent: NotThere, __reader: i32) -> i32 {
    __call + __reader
}

#[js_invokable]
pub fn kind_of(kind: &str) -> &str {
    kind
}

#[js_invokable]
pub fn outcome() {}

#[js_invokable]
pub fn submit(outcome: i32) -> Result<i32, String> {
    Ok(outcome)
}

#[js_invokable]
pub fn main_(main: i32) -> i32 {
    main
}

pub struct Object;

#[interop_object]
impl Object {
    #[js_invokable]
    pub fn new() -> ObjectReference<Self> {
        ObjectReference::new(Object)
    }

    #[js_invokable]
    pub fn resolve(&self, name: &str) -> usize {
        name.len()
    }

    #[js_invokable]
    pub fn kind(&self, me: i32, call: &str) -> usize {
        call.len() + me.unsigned_abs() as usize
    }

    #[js_invokable]
    pub async fn outcome(&self, __this: i32, __arg1: i32) -> i32 {
        __this + __arg1
    }

    #[js_invokable]
    pub fn target(&self) {}
}

/// The names of the implemented trait's constants.
impl Object {
    pub const METHODS: u8 = 0;
    pub const STATICS: u8 = 0;
    pub const NAME: u8 = 0;
    pub const ASSEMBLY: u8 = 0;
}

fn main() {
    let app = InProcess::new();
    let call = |id, args| app.invoke("Names", id, args).unwrap();
    assert_eq!(call("call", "[1]"), "1");
    assert_eq!(call("reply", "[1,2,3,4,5,6]"), "21");
    assert_eq!(call("args_1", "[1,2]"), "3");
    assert_eq!(call("kind_of", r#"["a"]"#), r#""a""#);
    assert_eq!(call("outcome", "[]"), "null");
    assert_eq!(call("submit", "[1]"), "1");
    assert_eq!(call("main_", "[1]"), "1");
    assert_eq!(futures_executor::block_on(app.invoke_async("Names", "result", "[1,2]")).unwrap(), "3");
    assert_eq!(futures_executor::block_on(app.invoke_async("Names", "self_", "[1,2]")).unwrap(), "3");
    let object: ObjectReference<Object> = app.call("Names", "new", ()).unwrap();
    let object = app.object(&object);
    assert_eq!(object.invoke("resolve", r#"["ab"]"#).unwrap(), "2");
    assert_eq!(object.invoke("kind", r#"[1,"ab"]"#).unwrap(), "3");
    assert_eq!(futures_executor::block_on(object.invoke_async("outcome", "[1,2]")).unwrap(), "3");
    assert_eq!(object.invoke("target", "[]").unwrap(), "null");
    let methods: &[&[interop_core::registry::MethodDescriptor]] = interop_core::methods![call, reply];
    assert_eq!(methods.len(), 2);
}
