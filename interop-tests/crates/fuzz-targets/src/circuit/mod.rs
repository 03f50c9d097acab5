//! Whatever a client sends, in any order: each of its calls is answered once, no call runs twice, and nothing remains
//! after it has disconnected.
//!
//! The input is a session: messages separated by empty lines. A message is a text frame, or one of these directives:
//!
//! | directive | meaning |
//! |---|---|
//! | `!bytes <id> <text>` | a byte array of the message that follows |
//! | `!chunk <stream> <sequence> <text>` | a chunk of a stream |
//! | `!poll` | the host takes one message from the circuit |
//! | `!run` | the host takes all messages that there are |
//! | `!open` | calls that wait for their gate continue |
//! | `!close` | the host closes the circuit |

pub mod methods;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll, Waker};

use interop_core::host::{CallOptions, CircuitHost, Invocation, Outgoing, ProtocolViolation};
use interop_tests::detailed;

use self::methods::Shared;
use crate::frame::{Header, Text};

/// Maximum length of a session, which limits its duration.
const MAX_MESSAGES: usize = 64;

/// Runs one session.
///
/// # Panics
///
/// If an answer is missing or repeated, if a call runs twice, or if parts of the circuit remain.
pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let shared = Shared::default();
    let mut session = Session::new(&shared);
    for message in text.split("\n\n").take(MAX_MESSAGES) {
        if session.receive(message).is_err() {
            assert!(session.host.close_reason().is_some(), "a violation closes the circuit");
        }
    }
    session.end();
    assert_eq!(Arc::strong_count(&shared.alive), 1, "something of the circuit is left");
}

/// The client's side of a circuit, and the answers that it expects.
struct Session<'a> {
    host: CircuitHost,
    shared: &'a Shared,
    /// The number of expected answers for each id.
    due: HashMap<u64, usize>,
    /// The number of calls that were started.
    begun: usize,
    /// The number of allowed runs. A call that creates many objects counts once for each of them.
    runs_allowed: usize,
}

impl<'a> Session<'a> {
    fn new(shared: &'a Shared) -> Self {
        let host = CircuitHost::builder().options(detailed().round_large_integers(true)).state(shared.clone()).build();
        Self { host, shared, due: HashMap::new(), begun: 0, runs_allowed: 0 }
    }

    fn is_open(&self) -> bool {
        self.host.close_reason().is_none()
    }

    fn receive(&mut self, message: &str) -> Result<(), ProtocolViolation> {
        match message.strip_prefix('!') {
            Some(directive) => self.direct(directive),
            None => match Text::parse(message) {
                Ok(Text { header, body }) => self.frame(header, body),
                Err(_) => Ok(()),
            },
        }
    }

    fn direct(&mut self, directive: &str) -> Result<(), ProtocolViolation> {
        let mut words = directive.splitn(4, ' ');
        let name = words.next().unwrap_or_default();
        let mut number = || words.next().and_then(|word| word.parse().ok()).unwrap_or(0);
        match name {
            "bytes" => {
                let id = number();
                self.host.receive_byte_array(id, rest(words))
            }
            "chunk" => {
                let (stream, sequence) = (number(), number());
                self.host.receive_stream_chunk(stream, sequence, rest(words))
            }
            "poll" => {
                self.take_one();
                Ok(())
            }
            "run" => {
                self.take_all();
                Ok(())
            }
            "open" => {
                self.shared.gate.open();
                Ok(())
            }
            "close" => {
                self.host.close();
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn frame(&mut self, header: Header<'_>, body: &str) -> Result<(), ProtocolViolation> {
        match header {
            Header::Call { call_id, assembly, method, object_id, options } => {
                // Without a clock, only a deadline that is over already can be tried.
                let options = CallOptions::new().timeout(options.and_then(|options| options.timeout));
                let invocation = Invocation::new(assembly.as_deref(), &method, object_id, body).with_options(&options);
                self.call(call_id, invocation)
            }
            Header::Cancel { call_id } => {
                self.host.cancel(call_id);
                Ok(())
            }
            Header::Release { object_id, count } => {
                self.host.release(object_id, count);
                Ok(())
            }
            Header::Result => self.host.end_invoke_js(body),
            Header::Offer { object_id, length } => self.host.receive_offer(object_id, length),
            Header::Claim { stream_id, chunks } => {
                self.host.claim_stream(stream_id, chunks);
                Ok(())
            }
            Header::Grant { stream_id, chunks } => {
                self.host.grant_stream(stream_id, chunks);
                Ok(())
            }
            Header::Stop { stream_id } => {
                self.host.cancel_stream(stream_id);
                Ok(())
            }
            Header::End { stream_id, error } => {
                self.host.end_js_stream(stream_id, error.as_deref());
                Ok(())
            }
            Header::Hello { .. } | Header::Ping | Header::Pong => Ok(()),
        }
    }

    fn call(&mut self, call_id: Option<u64>, invocation: Invocation<'_>) -> Result<(), ProtocolViolation> {
        let was_open = self.is_open();
        // `new_items` counts each object that it makes.
        let runs = if invocation.method == "new_items" { usize::from(u8::MAX) } else { 1 };
        self.host.begin_invoke(call_id, invocation)?;
        if was_open {
            self.begun += 1;
            self.runs_allowed += runs;
            if let Some(call_id) = call_id {
                *self.due.entry(call_id).or_default() += 1;
            }
        }
        let runs = self.shared.runs.load(Ordering::Relaxed);
        assert!(runs <= self.runs_allowed, "{runs} runs of {} calls", self.begun);
        Ok(())
    }

    /// Processes one message, and returns whether there was one.
    fn take_one(&mut self) -> bool {
        let Poll::Ready(Some(message)) = self.host.poll_outgoing(&mut Context::from_waker(Waker::noop())) else {
            return false;
        };
        if let Outgoing::EndInvoke { call_id, .. } = message {
            let due = self.due.get_mut(&call_id).filter(|due| **due > 0);
            *due.unwrap_or_else(|| panic!("call {call_id} is answered once too often")) -= 1;
        }
        true
    }

    fn take_all(&mut self) {
        while self.take_one() {}
    }

    /// Ends all calls and closes the circuit.
    fn end(mut self) {
        self.shared.gate.open();
        self.take_all();
        if self.is_open() {
            // The remaining calls wait for JavaScript.
            let waiting: Vec<u64> = self.due.iter().filter(|(_, due)| **due > 0).map(|(id, _)| *id).collect();
            for call_id in waiting {
                self.host.cancel(call_id);
            }
            self.take_all();
        }
        if self.is_open() {
            let unanswered: Vec<_> = self.due.iter().filter(|(_, due)| **due > 0).collect();
            assert!(unanswered.is_empty(), "never answered: {unanswered:?}");
        }
        let runs = self.shared.runs.load(Ordering::Relaxed);
        assert!(runs <= self.runs_allowed, "{runs} runs of {} calls", self.begun);
        let circuit = self.host.circuit();
        self.host.close();
        self.take_all();
        assert_eq!(circuit.object_count(), 0);
    }
}

fn rest<'a>(words: impl Iterator<Item = &'a str>) -> bytes::Bytes {
    words.collect::<Vec<_>>().join(" ").into()
}
