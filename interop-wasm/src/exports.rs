//! The functions that the module exports to JavaScript, as an object `interop`.
//!
//! They take numbers; texts and bytes are passed by their lengths in the area (`area.rs`). Whatever JavaScript passes,
//! the worst result is an error. The names are those of the frames in `docs/protocol.md`. `docs/wasm.md` describes the
//! functions.

use std::time::Duration;

use interop_core::host::{CallOptions, CloseReason, Invocation, MAX_NAME_BYTES};
use wasm_bindgen::prelude::*;

use crate::area::{self, Written};
use crate::client::Client;
use crate::entered::Entered;
use crate::error::{DISCONNECTED, LIMIT_EXCEEDED, PROTOCOL_VIOLATION, error, failed, violated};
use crate::page;
use crate::panic;
use crate::welcome::Welcome;

/// The length that represents null.
const NULL: i32 = -1;

// Life

/// Creates a circuit for a client, which is an object with the functions in `client.rs`, and returns its number.
#[wasm_bindgen(js_namespace = interop)]
pub fn connect(client: JsValue) -> Result<u32, JsValue> {
    panic::check()?;
    if !client.is_object() {
        return Err(error(PROTOCOL_VIOLATION, "a client is an object with functions"));
    }
    page::connect(client.unchecked_into::<Client>()).map_err(|text| error(DISCONNECTED, &text))
}

/// Describes a circuit as JSON.
#[wasm_bindgen(js_namespace = interop)]
pub fn welcome(circuit: u32) -> Result<String, JsValue> {
    let entered = Entered::new(circuit)?;
    Ok(Welcome::new(&entered.name, &entered.host).to_json(&entered.contract))
}

/// Closes a circuit: its calls end, its objects are dropped, and the client is notified.
#[wasm_bindgen(js_namespace = interop)]
pub fn close(circuit: u32) -> Result<(), JsValue> {
    Entered::new(circuit)?.host.close_for(CloseReason::Client);
    Ok(())
}

/// Continues running calls. The client's `schedule` requests this.
#[wasm_bindgen(js_namespace = interop)]
pub fn run(circuit: u32) -> Result<(), JsValue> {
    let entered = Entered::new(circuit)?;
    area::free_unused();
    entered.run();
    Ok(())
}

/// Notes that the time of a timer is over. The client's `sleep` requests this.
#[wasm_bindgen(js_namespace = interop)]
pub fn wake(circuit: u32, timer_id: f64) -> Result<(), JsValue> {
    let entered = Entered::new(circuit)?;
    entered.timers.wake(id(timer_id)?);
    Ok(())
}

// Memory

/// The memory that contains the area and the reply. Its buffer is replaced when it grows.
#[wasm_bindgen(js_namespace = interop)]
pub fn memory() -> JsValue {
    wasm_bindgen::memory()
}

/// The address of an area of at least this many bytes, for the next message only.
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

// Calls to Rust

/// Calls a method synchronously and returns the length of its result, which is JSON in UTF-8.
///
/// The area contains the assembly, the method and the arguments, one after the other.
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
            // This is the last step, so that nothing comes between the byte arrays and the result.
            page.send_byte_arrays(reply.byte_arrays()).map_err(|thrown| page::report(&thrown))?;
            if reply.held() > area::MAX_RETAINED_BYTES {
                page.schedule();
            }
            Ok(area::keep_reply(reply))
        }
        Err(failure) => Err(failed(&failure)),
    }
}

/// Starts a call. Its answer is passed to the client's `reply` or `fail`. The id 0 requests no answer.
///
/// The area contains the assembly, the method and the arguments, one after the other. `timeout` is how long the call
/// may take, in milliseconds. JavaScript may omit it, which makes it NaN.
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

/// Releases `count` of the references received for an object.
#[wasm_bindgen(js_namespace = interop)]
pub fn release(circuit: u32, object_id: f64, count: f64) -> Result<(), JsValue> {
    Entered::new(circuit)?.host.release(id(object_id)?, id(count)?);
    Ok(())
}

/// Receives a byte array of the next message from the area. The ids count from 0 for each message.
#[wasm_bindgen(js_namespace = interop)]
pub fn bytes(circuit: u32, array_id: f64, length: u32) -> Result<(), JsValue> {
    // Nothing is entered here, because nothing is sent before the message itself has arrived.
    let page = page::reach(circuit)?;
    let data = Written::take(length as usize)?.into_bytes();
    page.host.receive_byte_array(id(array_id)?, data).map_err(|violation| violated(&violation))
}

// Calls of JavaScript

/// Receives the answer to a call to JavaScript. The area contains the JSON array of its id, whether it succeeded, and
/// the result or the text of the error.
#[wasm_bindgen(js_namespace = interop)]
pub fn result(circuit: u32, answer: u32) -> Result<(), JsValue> {
    let entered = Entered::new(circuit)?;
    let written = Written::take(answer as usize)?;
    entered.host.end_invoke_js(written.as_str()?).map_err(|violation| violated(&violation))
}

// Streams from JavaScript

/// Receives a chunk of a stream from the area. The chunks are numbered from 0.
#[wasm_bindgen(js_namespace = interop)]
pub fn chunk(circuit: u32, stream_id: f64, sequence: f64, length: u32) -> Result<(), JsValue> {
    let entered = Entered::new(circuit)?;
    let data = Written::take(length as usize)?.into_bytes();
    let received = entered.host.receive_stream_chunk(id(stream_id)?, id(sequence)?, data);
    received.map_err(|violation| violated(&violation))
}

/// Ends a stream before its declared length was received, with an error if there is one.
#[wasm_bindgen(js_namespace = interop)]
pub fn end(circuit: u32, stream_id: f64, error: &JsValue) -> Result<(), JsValue> {
    Entered::new(circuit)?.host.end_js_stream(id(stream_id)?, error.as_string().as_deref());
    Ok(())
}

// Streams from Rust

/// JavaScript starts to read a stream and has room for this number of chunks.
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

/// JavaScript stops reading a stream.
#[wasm_bindgen(js_namespace = interop)]
pub fn stop(circuit: u32, stream_id: f64) -> Result<(), JsValue> {
    Entered::new(circuit)?.host.cancel_stream(id(stream_id)?);
    Ok(())
}

// Reading

/// The length of the texts of a call together. If it is not a number, it is larger than any area.
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

/// A time-out in milliseconds. NaN and times that no clock can represent mean that there is none. A negative time is
/// already over.
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
