//! A program that links two libraries and only mentions one of them. It prints what linking has registered, and calls
//! some of it. `tests/registration.rs` reads the output.

use interop_core::InProcess;
use linked_by_use as _;

fn main() {
    println!("rust {}", linked_by_call::greeting());
    let app = InProcess::new();
    for method in app.host().registry().methods() {
        println!("method {} {}", method.assembly, method.name);
    }
    for object in app.host().registry().objects() {
        println!("object {}", object.name);
    }
    for (assembly, method, args) in [
        ("linked-by-use", "whisper", r#"["HUSH"]"#),
        ("linked-by-use", "hidden", "[]"),
        ("linked-by-use", "StartValue", "[]"),
        ("LinkedByCall", "whisper", "[]"),
    ] {
        println!("call {assembly} {method} {:?}", app.invoke(assembly, method, args));
    }
    let elsewhere = futures_executor::block_on(app.invoke_async("Chosen.By.Item", "Elsewhere", "[]"));
    println!("call Chosen.By.Item Elsewhere {elsewhere:?}");
    if let Err(failure) = app.invoke("only-listed", "absent", "[]") {
        println!("missing {}", failure.code);
    }
}
