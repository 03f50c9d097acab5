//! The circuits of the module, each with its client in the page.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use interop_core::host::{BoxFuture, ByteArray, CircuitHost, JsInvocation, Outgoing};
use interop_core::{Circuits, Groups, Registry};
use wasm_bindgen::JsValue;

use crate::area;
use crate::client::{Client, number, random_values};
use crate::error::{DISCONNECTED, INTERNAL, describe, error};
use crate::options::WasmOptions;
use crate::panic;
use crate::services::{self, PageServices};
use crate::timers::Timers;

/// Maximum number of messages that are sent in one call of `run`, so that the page gets its turn.
const TURN: u32 = 64;

/// Maximum number of messages that are sent at the end of an export, because the two sides may answer each other
/// indefinitely.
const MAX_AT_ONCE: u32 = 10_000;

thread_local! {
    static PAGES: RefCell<Vec<Rc<Page>>> = const { RefCell::new(Vec::new()) };
    /// Those of all circuits of the instance.
    static CIRCUITS: Circuits = Circuits::default();
    static GROUPS: Groups = Groups::new();
    static LAST_ID: Cell<u32> = const { Cell::new(0) };
}

/// A circuit and its client.
pub(crate) struct Page {
    id: u32,
    /// The name of the circuit for the client and for logs. It is random, while the ids count up.
    pub(crate) name: String,
    /// The hashes of contracts, for the client.
    pub(crate) contract: String,
    pub(crate) host: CircuitHost,
    pub(crate) client: Client,
    pub(crate) timers: Timers,
    waker: Waker,
    /// The number of exports that JavaScript has entered and not left.
    nested: Cell<u32>,
    pub(crate) max_nested_calls: u32,
    /// Whether the circuit was woken while JavaScript was inside an export.
    woken: Cell<bool>,
    /// Whether a call of `run` was requested.
    scheduled: Cell<bool>,
    /// The task of the application that runs once JavaScript has connected.
    hook: RefCell<Option<BoxFuture<'static, ()>>>,
}

/// The circuit with this id.
pub(crate) fn find(id: u32) -> Option<Rc<Page>> {
    PAGES.with_borrow(|pages| pages.iter().find(|page| page.id == id).cloned())
}

/// The circuit with this id, for an export.
#[inline(never)]
pub(crate) fn reach(id: u32) -> Result<Rc<Page>, JsValue> {
    panic::check()?;
    find(id).ok_or_else(|| error(DISCONNECTED, "The circuit is closed."))
}

/// Makes some client call `run`, which frees a large area that was not used by then.
pub(crate) fn free_unused_soon() -> Result<(), JsValue> {
    let first = PAGES.with_borrow(|pages| pages.first().cloned());
    let Some(page) = first else {
        area::free_unused();
        return Err(error(DISCONNECTED, "The circuit is closed."));
    };
    page.schedule();
    Ok(())
}

/// All circuits that can be reached during a panic.
pub(crate) fn all() -> Vec<Rc<Page>> {
    PAGES.with(|pages| pages.try_borrow().map(|pages| pages.clone()).unwrap_or_default())
}

/// Creates a circuit for a client and returns its id.
pub(crate) fn connect(client: Client) -> Result<u32, String> {
    panic::watch();
    // The registry is read first, because this runs the constructors, which also register the options.
    let linked = Registry::linked();
    let options = WasmOptions::exported()?;
    let registry = match options.registry {
        Some(registry) => registry,
        None => linked.map_err(|error| error.to_string())?,
    };
    options.states.check(&registry).map_err(|error| error.to_string())?;
    let name = random_name()?;
    let id = LAST_ID.get() + 1;
    LAST_ID.set(id);
    let mut builder = CircuitHost::builder()
        .name(&*name)
        .options(options.circuit)
        .registry(registry)
        .services(PageServices { id, on_error: options.on_error })
        .circuits(&CIRCUITS.with(Circuits::clone))
        .groups(&GROUPS.with(Groups::clone))
        .shared_states(&options.states);
    if let Some(add_layers) = options.add_layers {
        builder = add_layers(builder, &options.layers);
    }
    let host = builder.try_build().map_err(|error| error.to_string())?;
    area::allow(area::largest(host.options()));
    let hook = options.on_connected.map(|hook| hook(host.circuit()));
    let page = Rc::new(Page {
        id,
        name,
        contract: options.contract,
        host,
        client,
        timers: Timers::default(),
        waker: services::waker(id),
        nested: Cell::new(0),
        max_nested_calls: options.max_nested_calls,
        woken: Cell::new(false),
        scheduled: Cell::new(false),
        hook: RefCell::new(hook),
    });
    PAGES.with_borrow_mut(|pages| pages.push(Rc::clone(&page)));
    // Scheduled, so that the client knows the id before the hook starts and the circuit gets its waker.
    page.schedule();
    Ok(id)
}

/// 128 random bits in hexadecimal.
fn random_name() -> Result<String, String> {
    let mut bits = [0; 16];
    random_values(&mut bits).map_err(|thrown| format!("the page provides no random numbers: {}", describe(&thrown)))?;
    let digits = bits.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
    Ok(digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect())
}

impl Page {
    /// Notes that JavaScript enters an export, unless calls are nested too deeply.
    pub(crate) fn enter(&self) -> bool {
        let nested = self.nested.get();
        let may_enter = nested <= self.max_nested_calls;
        if may_enter {
            self.nested.set(nested + 1);
        }
        may_enter
    }

    /// Notes that JavaScript leaves an export.
    #[inline(never)]
    pub(crate) fn leave(&self) {
        let nested = self.nested.get();
        if nested == 1 {
            // Sent before the count is decreased, because what the client does now is nested too.
            self.send_waiting();
            self.schedule_if_needed();
        }
        self.nested.set(nested - 1);
    }

    /// Continues running calls and sends their messages.
    pub(crate) fn run(&self) {
        self.scheduled.set(false);
        let mut cx = Context::from_waker(&self.waker);
        self.poll_hook(&mut cx);
        for _ in 0..TURN {
            match self.host.poll_outgoing(&mut cx) {
                Poll::Ready(Some(message)) => self.send(message),
                Poll::Ready(None) => return self.end(),
                Poll::Pending => return,
            }
        }
        self.schedule();
    }

    fn poll_hook(&self, cx: &mut Context<'_>) {
        // Taken out while it runs, because it may close the circuit, or be run again by what it calls.
        let Some(mut hook) = self.hook.take() else { return };
        if hook.as_mut().poll(cx).is_pending() {
            self.hook.replace(Some(hook));
        }
    }

    /// Sends the messages that wait, so that JavaScript receives them in the order in which Rust sent them.
    pub(crate) fn send_waiting(&self) {
        let mut cx = Context::from_waker(&self.waker);
        for _ in 0..MAX_AT_ONCE {
            match self.host.poll_waiting(&mut cx) {
                Poll::Ready(Some(message)) => self.send(message),
                Poll::Ready(None) => return self.end(),
                Poll::Pending => return,
            }
        }
        self.schedule();
    }

    /// Calls JavaScript and returns its result as JSON.
    pub(crate) fn invoke_js(&self, call: &JsInvocation) -> Result<String, JsValue> {
        self.send_byte_arrays(&call.byte_arrays)?;
        let (result_type, call_type) = (call.result_type as u8, call.call_type as u8);
        let target_id = number(call.target_id);
        let result = self.client.invoke_sync(&call.identifier, &call.args, result_type, target_id, call_type);
        panic::stop_if_gone();
        let result = result?;
        if result.is_null() || result.is_undefined() {
            return Ok("null".to_owned());
        }
        result.as_string().ok_or_else(|| JsValue::from("the client returned no JSON text"))
    }

    fn send(&self, message: Outgoing) {
        // A client that throws is defective, but Rust continues. The message is not sent again.
        let sent = self.try_send(message);
        panic::stop_if_gone();
        if let Err(thrown) = sent {
            report(&thrown);
        }
    }

    fn try_send(&self, message: Outgoing) -> Result<(), JsValue> {
        let client = &self.client;
        match message {
            Outgoing::EndInvoke { call_id, result: Ok(reply) } => {
                self.send_byte_arrays(reply.byte_arrays())?;
                let json = reply.json_bytes();
                client.reply(number(call_id), json.as_ptr() as usize, json.len())
            }
            Outgoing::EndInvoke { call_id, result: Err(failure) } => {
                let failure = serde_json::to_string(&failure).unwrap_or_default();
                client.fail(number(call_id), &failure)
            }
            Outgoing::BeginInvokeJs(call) => {
                self.send_byte_arrays(&call.byte_arrays)?;
                let (result_type, call_type) = (call.result_type as u8, call.call_type as u8);
                let (task_id, target_id) = (number(call.task_id), number(call.target_id));
                client.invoke(task_id, &call.identifier, &call.args, result_type, target_id, call_type)
            }
            Outgoing::Event(event) => {
                event.byte_arrays().try_for_each(|array| self.send_byte_array(&array))?;
                client.event(event.name(), event.args())
            }
            Outgoing::OpenStream { stream_id, object_id, chunk_bytes, window } => {
                client.open(number(stream_id), number(object_id), number(chunk_bytes as u64), window)
            }
            Outgoing::StreamCredit { stream_id, chunks } => client.grant(number(stream_id), chunks),
            Outgoing::CancelStream { stream_id } => client.stop(number(stream_id)),
            Outgoing::StreamChunk { stream_id, sequence, data } => {
                client.chunk(number(stream_id), number(sequence), data.as_ptr() as usize, data.len())
            }
            Outgoing::EndStream { stream_id, error } => client.end(number(stream_id), error),
            // The message is not printed, because the code for this would be in every module.
            _ => unreachable!("the client has a function for every message"),
        }
    }

    /// Sends the byte arrays of the next message.
    pub(crate) fn send_byte_arrays(&self, arrays: &[ByteArray]) -> Result<(), JsValue> {
        arrays.iter().try_for_each(|array| self.send_byte_array(array))
    }

    fn send_byte_array(&self, array: &ByteArray) -> Result<(), JsValue> {
        let data = &array.data;
        self.client.bytes(number(array.id), data.as_ptr() as usize, data.len())
    }

    /// Ends the circuit, which is closed and has sent all messages.
    fn end(&self) {
        let known = PAGES.with_borrow_mut(|pages| {
            let known = pages.len();
            pages.retain(|page| page.id != self.id);
            pages.len() < known
        });
        drop(self.hook.take());
        // Its client calls `run` no more.
        area::free_unused();
        if known {
            let reason = self.host.close_reason().map(|reason| reason.to_string()).unwrap_or_default();
            if let Err(thrown) = self.client.closed(&reason) {
                report(&thrown);
            }
        }
    }

    /// Notes that a call may be able to continue.
    pub(crate) fn wake(&self) {
        if self.nested.get() > 0 {
            // Waiting messages are sent when the export ends. Usually, nothing else remains to be done.
            self.woken.set(true);
        } else {
            self.schedule();
        }
    }

    fn schedule_if_needed(&self) {
        if self.woken.replace(false) && !(self.host.is_idle() && self.hook.borrow().is_none()) {
            self.schedule();
        }
    }

    /// Asks the client to call `run`.
    pub(crate) fn schedule(&self) {
        if !self.scheduled.replace(true)
            && let Err(thrown) = self.client.schedule()
        {
            report(&thrown);
        }
    }
}

/// Logs that a client threw. The error tells JavaScript.
#[cold]
pub(crate) fn report(thrown: &JsValue) -> JsValue {
    let text = format!("the client of a circuit threw: {}", describe(thrown));
    let _ = crate::client::log_error(&text);
    error(INTERNAL, &text)
}
