//! What the module exports to JavaScript, as an object `interop`.
//!
//! They take numbers, and texts and bytes by their lengths in the area (`area.rs`). Whatever JavaScript passes, the worst that
//! happens is that it gets an error. Names are those of the frames in `docs/protocol.md`; `docs/wasm.md` describes them.

use std::time::Duration;

use interop_core::host::{CallOptions, Invocation, MAX_NAME_BYTES};
use wasm_bindgen::prelude::*;

use crate::area::{self, Written};
use crate::client::Client;
use crate::entered::Entered;
use crate::error::{DISCONNECTED, LIMIT_EXCEEDED, PROTOCOL_VIOLATION, error, failed, violated};
use crate::page;
use crate::panic;
use crate::welcome::Welcome;

/// A length that stands for null.
const NULL: i32 = -1;

// Life

/// Makes a circuit for a client, an object with the functions in `client.rs`, and returns its number.
#[wasm_bindgen(js_namespace = interop)]
pub fn connect(client: JsValue) -> Result<u32, JsValue> {
    panic::check()?;
    if !client.is_object() {
        return Err(error(PROTOCOL_VIOLATION, "a client is an object with functions"));
    }
    page::connect(client.unchecked_into::<Client>()).map_err(|text| error(DISCONNECTED, &text))
}

/// What there is to know about a circuit, as JSON.
#[wasm_bindgen(js_namespace = interop)]
pub fn welcome(circuit: u32) -> Result<String, JsValue> {
    let entered = Entered::new(circuit)?;
    Ok(Welcome::new(&entered.name, &entered.host).to_json())
}

/// Closes a circuit: its calls end, its objects are freed, and the client is told.
#[wasm_bindgen(js_namespace = interop)]
pub fn close(circuit: u32) -> Result<(), JsValue> {
    Entered::new(circuit)?.host.close();
    Ok(())
}

/// Lets running calls go on: the client's `schedule` asks for it.
#[wasm_bindgen(js_namespace = interop)]
pub fn run(circuit: u32) -> Result<(), JsValue> {
    let entered = Entered::new(circuit)?;
    area::free_unused();
    entered.run();
    Ok(())
}

/// The time of a timer has come: the client's `sleep` asks for it.
#[wasm_bindgen(js_namespace = interop)]
pub fn wake(circuit: u32, timer_id: f64) -> Result<(), JsValue> {
    let entered = Entered::new(circuit)?;
    entered.timers.wake(id(timer_id)?);
    Ok(())
}

// Memory

/// The memory, in which the area and the reply are. Its buffer is another one after it has grown.
#[wasm_bindgen(js_namespace = interop)]
pub fn memory() -> JsValue {
    wasm_bindgen::memory()
}

/// The address of an area of at least so many bytes, for the next message and no other.
#[wasm_bindgen(js_namespace = interop)]
pub fn area(bytes: u32) -> Result<usize, JsValue> {
    panic::check()?;
    let address = area::reserve(bytes as usize)?;
    if bytes as usize > area::MAX_RETAINED_BYTES {
        page::free_unused_soon()?;
    }
    Ok(address)
}

/// The address of the result of the last synchronous call.
#[wasm_bindgen(js_namespace = interop)]
pub fn reply() -> usize {
    area::reply_address()
}

// Calls of Rust

/// Calls a method at once and returns the length of its result, JSON in UTF-8.
///
/// The area holds the assembly, the method and the arguments, one after the other.
#[wasm_bindgen(js_namespace = interop)]
pub fn invoke(circuit: u32, assembly: i32, method: u32, args: u32, object_id: f64) -> Result<usize, JsValue> {
    let entered = Entered::new(circuit)?;
    let written = Written::take(call_length(assembly, method, args)?)?;
    let mut reply = area::take_reply();
    let result = entered.host.invoke(&invocation(&written, assembly, method, object_id)?, &mut reply);
    drop(written);
    let page = entered.leave();
    match result {
        Ok(()) => {
            // Last of all, so that nothing comes between them and the result.
            page.send_byte_arrays(reply.byte_arrays()).map_err(|thrown| page::report(&thrown))?;
            if reply.held() > area::MAX_RETAINED_BYTES {
                page.schedule();
            }
            Ok(area::keep_reply(reply))
        }
        Err(failure) => Err(failed(&failure)),
    }
}

/// Begins a call; its answer comes to the client's `reply` or `fail`. The id 0 asks for no answer.
///
/// The area holds the assembly, the method and the arguments, one after the other. The call may take so many milliseconds;
/// JavaScript may leave this argument out, which makes it NaN.
#[wasm_bindgen(js_namespace = interop)]
pub fn call(
    circuit: u32,
    call_id: f64,
    assembly: i32,
    method: u32,
    args: u32,
    object_id: f64,
    timeout: f64,
) -> Result<(), JsValue> {
    let entered = Entered::new(circuit)?;
    let written = Written::take(call_length(assembly, method, args)?)?;
    let call_id = Some(id(call_id)?).filter(|id| *id != 0);
    let options = CallOptions::new().timeout(time(timeout));
    let mut invocation = invocation(&written, assembly, method, object_id)?;
    if options.timeout.is_some() {
        invocation = invocation.with_options(&options);
    }
    entered.host.begin_invoke(call_id, invocation).map_err(|violation| violated(&violation))
}

/// Cancels a call.
#[wasm_bindgen(js_namespace = interop)]
pub fn cancel(circuit: u32, call_id: f64) -> Result<(), JsValue> {
    Entered::new(circuit)?.host.cancel(id(call_id)?);
    Ok(())
}

/// Gives back an object, so many of the times that it was received.
#[wasm_bindgen(js_namespace = interop)]
pub fn release(circuit: u32, object_id: f64, count: f64) -> Result<(), JsValue> {
    Entered::new(circuit)?.host.release(id(object_id)?, id(count)?);
    Ok(())
}

/// A byte array of the message that follows, which the area holds; ids count from 0 for each message.
#[wasm_bindgen(js_namespace = interop)]
pub fn bytes(circuit: u32, array_id: f64, length: u32) -> Result<(), JsValue> {
    // Not entered: nothing is sent before the message itself has come.
    let page = page::reach(circuit)?;
    let data = Written::take(length as usize)?.into_bytes();
    page.host.receive_byte_array(id(array_id)?, data).map_err(|violation| violated(&violation))
}

// Calls of JavaScript

/// The answer to a call of JavaScript. The area holds the JSON array of its id, whether it succeeded, and the result or the
/// text of the error.
#[wasm_bindgen(js_namespace = interop)]
pub fn result(circuit: u32, answer: u32) -> Result<(), JsValue> {
    let entered = Entered::new(circuit)?;
    let written = Written::take(answer as usize)?;
    entered.host.end_invoke_js(written.as_str()?).map_err(|violation| violated(&violation))
}

// Streams from JavaScript

/// A chunk of a stream, which the area holds; they are numbered from 0.
#[wasm_bindgen(js_namespace = interop)]
pub fn chunk(circuit: u32, stream_id: f64, sequence: f64, length: u32) -> Result<(), JsValue> {
    let entered = Entered::new(circuit)?;
    let data = Written::take(length as usize)?.into_bytes();
    let received = entered.host.receive_stream_chunk(id(stream_id)?, id(sequence)?, data);
    received.map_err(|violation| violated(&violation))
}

/// A stream breaks off, perhaps for a reason.
#[wasm_bindgen(js_namespace = interop)]
pub fn end(circuit: u32, stream_id: f64, error: &JsValue) -> Result<(), JsValue> {
    Entered::new(circuit)?.host.end_js_stream(id(stream_id)?, error.as_string().as_deref());
    Ok(())
}

// Streams from Rust

/// JavaScript begins to read a stream and has room for so many chunks.
#[wasm_bindgen(js_namespace = interop)]
pub fn claim(circuit: u32, stream_id: f64, chunks: f64) -> Result<(), JsValue> {
    Entered::new(circuit)?.host.claim_stream(id(stream_id)?, id(chunks)?);
    Ok(())
}

/// JavaScript has room for more chunks.
#[wasm_bindgen(js_namespace = interop)]
pub fn grant(circuit: u32, stream_id: f64, chunks: f64) -> Result<(), JsValue> {
    Entered::new(circuit)?.host.grant_stream(id(stream_id)?, id(chunks)?);
    Ok(())
}

/// JavaScript reads a stream no further.
#[wasm_bindgen(js_namespace = interop)]
pub fn stop(circuit: u32, stream_id: f64) -> Result<(), JsValue> {
    Entered::new(circuit)?.host.cancel_stream(id(stream_id)?);
    Ok(())
}

// Reading

/// How long the texts of a call are together; more than any area if that is no number.
#[inline]
fn call_length(assembly: i32, method: u32, args: u32) -> Result<usize, JsValue> {
    let names = name_length(assembly).saturating_add(method as usize);
    if names > MAX_NAME_BYTES { Err(long_names()) } else { Ok(names.saturating_add(args as usize)) }
}

#[inline]
fn name_length(assembly: i32) -> usize {
    usize::try_from(assembly.max(0)).unwrap_or(0)
}

#[cold]
fn long_names() -> JsValue {
    error(
        LIMIT_EXCEEDED,
        &format!("the assembly and method names of a call are longer than {MAX_NAME_BYTES} bytes together"),
    )
}

#[inline]
fn invocation(written: &Written, assembly: i32, method: u32, object_id: f64) -> Result<Invocation<'_>, JsValue> {
    let text = written.as_str()?;
    let parts = text.split_at_checked(name_length(assembly)).and_then(|(assembly, rest)| {
        let (method, args) = rest.split_at_checked(method as usize)?;
        Some((assembly, method, args))
    });
    let Some((name, method, args)) = parts else {
        return Err(error(PROTOCOL_VIOLATION, "a text ends within a character"));
    };
    let assembly = (assembly > NULL).then_some(name);
    Ok(Invocation::new(assembly, method, id(object_id)?, args))
}

/// An id or a count.
#[inline]
fn id(number: f64) -> Result<u64, JsValue> {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "what does not fit saturates and is refused"
    )]
    let id = number as u64;
    #[allow(clippy::cast_precision_loss, clippy::float_cmp, reason = "a safe integer is the same in both types")]
    if id as f64 == number && id < 1 << 53 { Ok(id) } else { Err(no_id()) }
}

/// A timeout in milliseconds. NaN stands for none, and so does a time that is longer than any clock counts. A negative one is
/// over already.
fn time(milliseconds: f64) -> Option<Duration> {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a negative time saturates at zero, and the largest time is never over"
    )]
    if milliseconds.is_nan() { None } else { Some(Duration::from_millis(milliseconds.ceil() as u64)) }
}

#[cold]
fn no_id() -> JsValue {
    error(PROTOCOL_VIOLATION, "an id or a count is not a safe integer from 0")
}
