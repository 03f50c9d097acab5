//! Rows 1 to 3: one small synchronous call, `add(2, 40)`.

use std::hint::black_box;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use interop_core::host::{Invocation, Reply};
use jsonrpsee_core::RpcResult;
use jsonrpsee_core::server::{Extensions, MethodCallback, RpcModule};
use jsonrpsee_types::{Id, Params};

use super::methods::{ASSEMBLY, circuit};
use super::{Comparison, baseline};
use crate::table::Target;
use crate::timing::{Batch, repeat};

const ARGS: &str = "[2,40]";

pub(super) fn comparisons() -> Vec<Comparison> {
    vec![
        Comparison {
            id: "1",
            what: "add(2, 40) by name / hand-written match",
            ours: by_name,
            peer: hand_written,
            target: Target::AtMost(1.5),
        },
        Comparison {
            id: "2",
            what: "add(2, 40) by resolved handle / hand-written match",
            ours: by_handle,
            peer: hand_written,
            target: Target::AtMost(1.15),
        },
        Comparison {
            id: "3",
            what: "add(2, 40) by name / jsonrpsee raw_json_request",
            ours: by_name,
            peer: jsonrpsee_request,
            target: Target::TimesFaster(15.0),
        },
        Comparison {
            id: "3b",
            what: "add(2, 40) by name / jsonrpsee call",
            ours: by_name,
            peer: jsonrpsee_call,
            target: Target::None,
        },
        Comparison {
            id: "3c",
            what: "add(2, 40) by name / jsonrpsee callback without the request around it",
            ours: by_name,
            peer: jsonrpsee_callback,
            target: Target::None,
        },
    ]
}

/// Row 1, with which other rows are compared too.
pub(super) fn by_name() -> Batch {
    let host = circuit();
    let mut reply = Reply::new();
    host.invoke(&Invocation::on_assembly(ASSEMBLY, "add", ARGS), &mut reply).expect("the method exists");
    assert_eq!(reply.json(), "42");
    repeat(move || {
        let invocation = Invocation::on_assembly(black_box(ASSEMBLY), black_box("add"), black_box(ARGS));
        black_box(host.invoke(&invocation, &mut reply).is_ok());
        black_box(reply.json_bytes());
    })
}

fn by_handle() -> Batch {
    let host = circuit();
    let method = host.resolve_method(ASSEMBLY, "add").expect("the method exists");
    let mut reply = Reply::new();
    host.invoke_method(method, ARGS, &mut reply).expect("the arguments fit");
    assert_eq!(reply.json(), "42");
    repeat(move || {
        black_box(host.invoke_method(black_box(method), black_box(ARGS), &mut reply).is_ok());
        black_box(reply.json_bytes());
    })
}

fn hand_written() -> Batch {
    let mut reply = Vec::new();
    baseline::dispatch("add", ARGS, &mut reply).expect("the method exists");
    assert_eq!(reply, b"42");
    repeat(move || {
        black_box(baseline::dispatch(black_box("add"), black_box(ARGS), &mut reply).is_ok());
        black_box(reply.as_slice());
    })
}

/// As many methods as our registry contains.
pub(crate) fn jsonrpsee_module() -> RpcModule<()> {
    let mut module = RpcModule::new(());
    let ours = circuit();
    let names = ours.registry().methods().map(|method| format!("{}.{}", method.assembly, method.name));
    for name in names {
        let register = module.register_method::<RpcResult<i32>, _>(name.leak(), |params, (), _| {
            let (a, b): (i32, i32) = params.parse()?;
            Ok(a + b)
        });
        register.expect("the names differ");
    }
    module
}

/// The response to a call of [`jsonrpsee_module`].
const RESPONSE: &str = r#"{"jsonrpc":"2.0","id":1,"result":42}"#;

/// The call with the whole request as text, which is what the server of the library does with a message.
fn jsonrpsee_request() -> Batch {
    const REQUEST: &str = r#"{"jsonrpc":"2.0","id":1,"method":"BlazorSample.add","params":[2,40]}"#;
    let module = jsonrpsee_module();
    let (response, _) = now(module.raw_json_request(REQUEST, 1)).expect("it is JSON");
    assert_eq!(response.get(), RESPONSE);
    repeat(move || {
        let _ = black_box(now(module.raw_json_request(black_box(REQUEST), 1)));
    })
}

/// The call with typed arguments and a typed result.
fn jsonrpsee_call() -> Batch {
    let module = jsonrpsee_module();
    let sum: i32 = now(module.call("BlazorSample.add", (2, 40))).expect("the method exists");
    assert_eq!(sum, 42);
    repeat(move || {
        let _ = black_box(now(module.call::<_, i32>(black_box("BlazorSample.add"), black_box((2, 40)))));
    })
}

/// The registered callback alone: the request around the arguments is not read, but the whole response is written.
fn jsonrpsee_callback() -> Batch {
    let module = jsonrpsee_module();
    let call = move || {
        let Some(MethodCallback::Sync(callback)) = module.method(black_box("BlazorSample.add")) else {
            unreachable!("the method exists");
        };
        let params = Params::new(Some(black_box(ARGS)));
        callback(Id::Number(1), params, usize::MAX, Extensions::new()).to_json()
    };
    assert_eq!(call().get(), RESPONSE);
    repeat(move || drop(black_box(call())))
}

/// The result of a future that does not wait, at minimal cost.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => unreachable!("synchronous methods are ready at once"),
    }
}
