use std::fmt;
use std::time::Duration;

use crate::stream::CreditUnit;

/// The limits of a circuit, and the detail of its errors.
///
/// ```
/// use interop_core::CircuitOptions;
///
/// let options = CircuitOptions::new().max_argument_bytes(1 << 20).js_call_timeout(None);
/// assert_eq!(options.get_max_argument_bytes(), 1_048_576);
/// assert_eq!(options.get_max_json_depth(), 32);
/// ```
///
/// # Sizes on a server and in a page
///
/// | limit | server, tests in the same process | WebAssembly module |
/// |---|---|---|
/// | [`max_argument_bytes`](Self::max_argument_bytes) | 32 KiB | 256 MiB |
/// | [`max_reply_bytes`](Self::max_reply_bytes) | 16 MiB | 256 MiB |
/// | [`max_outgoing_bytes`](Self::max_outgoing_bytes) | 32 MiB | 512 MiB |
/// | [`max_held_bytes`](Self::max_held_bytes) | 64 MiB | 1 GiB |
///
/// On a server, the arguments of a call arrive in one piece: all other calls of the client wait behind them, they are held in memory
/// as a whole, and they are decoded on a thread that other clients need. 32 KiB, which is also the limit of Blazor,
/// takes a few milliseconds to transfer even over slow links. The client refuses larger arguments before it sends them, and its
/// error names this option. An application whose calls have larger arguments raises the limit, and one that transfers
/// files uses a [`JsStreamReference`](crate::JsStreamReference), which delays no other calls.
///
/// In a page, there is no network, and the memory belongs to the page that makes the calls. These limits only prevent
/// that a single message exhausts the 4 GiB that a module can address, which would end the module instead of failing the
/// call.
///
/// A limit on a number of things can be 0, which allows none. Times and sizes with which no call could succeed are an
/// error when a host receives the options; see [`check`](Self::check). Times longer than 30 years never end.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct CircuitOptions {
    pub(crate) detailed_errors: bool,
    pub(crate) max_argument_bytes: usize,
    pub(crate) max_reply_bytes: usize,
    pub(crate) max_json_depth: u32,
    pub(crate) max_calls_in_flight: usize,
    pub(crate) max_blocking_calls: usize,
    pub(crate) max_objects: usize,
    pub(crate) max_js_objects: usize,
    pub(crate) max_streams: usize,
    pub(crate) call_timeout: Option<Duration>,
    pub(crate) max_groups: usize,
    pub(crate) js_call_timeout: Option<Duration>,
    pub(crate) stream_claim_timeout: Duration,
    pub(crate) stream_read_timeout: Duration,
    pub(crate) max_outgoing_bytes: usize,
    pub(crate) max_held_bytes: usize,
    pub(crate) max_stream_window: u32,
    /// How the client counts the credit of streams, which the host knows.
    pub(crate) credit: CreditUnit,
    pub(crate) round_large_integers: bool,
}

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

/// Limits of sizes whose defaults differ between a server and a module in a page.
const DEFAULT_SIZES: Sizes = if cfg!(target_arch = "wasm32") {
    Sizes { argument: 256 * MIB, reply: 256 * MIB, outgoing: 512 * MIB, held: 1024 * MIB }
} else {
    Sizes { argument: 32 * KIB, reply: 16 * MIB, outgoing: 32 * MIB, held: 64 * MIB }
};

struct Sizes {
    argument: usize,
    reply: usize,
    outgoing: usize,
    held: usize,
}

impl Default for CircuitOptions {
    fn default() -> Self {
        Self {
            detailed_errors: cfg!(debug_assertions),
            max_argument_bytes: DEFAULT_SIZES.argument,
            max_reply_bytes: DEFAULT_SIZES.reply,
            max_json_depth: 32,
            max_calls_in_flight: 1024,
            max_blocking_calls: 4,
            max_objects: 16 * 1024,
            max_js_objects: 16 * 1024,
            max_streams: 128,
            call_timeout: None,
            max_groups: 1024,
            js_call_timeout: Some(Duration::from_secs(60)),
            stream_claim_timeout: Duration::from_secs(60),
            stream_read_timeout: Duration::from_secs(300),
            max_outgoing_bytes: DEFAULT_SIZES.outgoing,
            max_held_bytes: DEFAULT_SIZES.held,
            max_stream_window: 8 * 1024 * 1024,
            credit: CreditUnit::Chunks,
            round_large_integers: false,
        }
    }
}

/// Each option has a setter.
impl CircuitOptions {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether clients see the full text of errors that are not meant for them. Intended for development. Default: on
    /// in builds with debug assertions, off otherwise.
    pub fn detailed_errors(mut self, detailed: bool) -> Self {
        self.detailed_errors = detailed;
        self
    }

    /// Maximum size of the JSON arguments of one call, in bytes, and separately of all byte arrays of one call, where
    /// each counts as at least 4 bytes. Default: 32 KiB, and 256 MiB in WebAssembly modules; for the reasons, see
    /// [sizes](Self#sizes-on-a-server-and-in-a-page).
    pub fn max_argument_bytes(mut self, bytes: usize) -> Self {
        self.max_argument_bytes = bytes;
        self
    }

    /// Maximum size of the result of one call, in bytes, JSON and byte arrays together, and of the arguments of one
    /// call to JavaScript. Default: 16 MiB, and 256 MiB in WebAssembly modules.
    pub fn max_reply_bytes(mut self, bytes: usize) -> Self {
        self.max_reply_bytes = bytes;
        self
    }

    /// Maximum nesting depth of arguments and results. The array of arguments is the first level. Values above 120 are
    /// reduced to 120. Default: 32.
    pub fn max_json_depth(mut self, levels: u32) -> Self {
        self.max_json_depth = levels;
        self
    }

    /// Maximum number of running asynchronous and `blocking` calls. A cancelled call counts until its work has ended.
    /// Default: 1 024.
    pub fn max_calls_in_flight(mut self, calls: usize) -> Self {
        self.max_calls_in_flight = calls;
        self
    }

    /// Maximum number of `blocking` calls that run at the same time; at least 1. Further ones wait, and count as calls
    /// in flight meanwhile. Default: 4.
    pub fn max_blocking_calls(mut self, calls: usize) -> Self {
        self.max_blocking_calls = calls;
        self
    }

    /// Maximum number of Rust objects that JavaScript holds. Default: 16 384.
    pub fn max_objects(mut self, objects: usize) -> Self {
        self.max_objects = objects;
        self
    }

    /// Maximum number of JavaScript objects that Rust holds. Default: 16 384.
    pub fn max_js_objects(mut self, objects: usize) -> Self {
        self.max_js_objects = objects;
        self
    }

    /// Maximum number of open streams in each direction. A stream from Rust counts from the moment when it is sent
    /// until its end, whether it is read or not. Default: 128.
    pub fn max_streams(mut self, streams: usize) -> Self {
        self.max_streams = streams;
        self
    }

    /// How long a call of an asynchronous or `blocking` method may take. A call that has not ended by then fails with the
    /// code `deadline_exceeded`: the future of an asynchronous method is dropped, and a `blocking` method runs to its end
    /// without a caller. The shortest of this time, the `timeout` of the method and the caller's timeout applies. Methods
    /// that are neither asynchronous nor `blocking` run to their end. Zero is an error. Default: `None`, no limit.
    pub fn call_timeout(mut self, time: impl Into<Option<Duration>>) -> Self {
        self.call_timeout = time.into();
        self
    }

    /// Maximum number of [`Groups`](crate::Groups) that the circuit is a member of at the same time. Default: 1 024.
    pub fn max_groups(mut self, groups: usize) -> Self {
        self.max_groups = groups;
        self
    }

    /// How long a call to JavaScript waits for its result after its arguments were sent, and how long the reader of a
    /// stream waits for the next chunk. `None` waits indefinitely. The time-out does not expire while a message is
    /// partly received or sent. Zero is an error. Default: 60 seconds.
    pub fn js_call_timeout(mut self, time: impl Into<Option<Duration>>) -> Self {
        self.js_call_timeout = time.into();
        self
    }

    /// How long a stream from Rust waits for JavaScript to start reading, counted from when the message that contains
    /// the stream was sent. Then the source of the stream is dropped, and reading it fails. The time-out does not
    /// expire while a message is partly received or sent. Zero is an error. Default: 60 seconds.
    pub fn stream_claim_timeout(mut self, time: Duration) -> Self {
        self.stream_claim_timeout = time;
        self
    }

    /// How long a stream from Rust waits for JavaScript to continue reading. Then its source is dropped, and the reader
    /// gets an error. The effective time-out is between this time and twice this time. Zero is an error. Default: 5
    /// minutes.
    pub fn stream_read_timeout(mut self, time: Duration) -> Self {
        self.stream_read_timeout = time;
        self
    }

    /// Maximum number of bytes of a stream from JavaScript that are on their way or wait to be read. A stream starts with up
    /// to 4 MiB. Its window doubles while the reader takes a whole window within half a second, and shrinks when the reader
    /// is slow or when little room is left of [`max_held_bytes`](Self::max_held_bytes), which the window is charged to. Zero
    /// is an error. Default: 8 MiB. WebAssembly modules use a window of 128 KiB, because there is no latency in the page.
    pub fn max_stream_window(mut self, bytes: u32) -> Self {
        self.max_stream_window = bytes;
        self
    }

    /// Maximum number of bytes that wait to be sent. Each message is charged its payload plus 64 bytes. Calls to
    /// JavaScript and events beyond the limit fail, an event of a group disconnects the client, and a host should not read further messages from its client, see
    /// [`CircuitHost::is_congested`](crate::host::CircuitHost::is_congested). Default: 32 MiB, and 512 MiB in WebAssembly
    /// modules.
    pub fn max_outgoing_bytes(mut self, bytes: usize) -> Self {
        self.max_outgoing_bytes = bytes;
        self
    }

    /// Maximum number of bytes that the circuit holds for its client: running calls with their arguments, messages that
    /// wait to be sent, chunks of streams that wait to be read, and the objects of both sides. Sizes are estimates, and
    /// rather too large than too small; arguments include the values that are decoded from them. Calls, results,
    /// streams and objects beyond the limit fail with [`ErrorCode::LimitExceeded`](crate::ErrorCode::LimitExceeded);
    /// everything that is already held is unaffected. Memory that user code allocates itself is not counted. Default:
    /// 64 MiB, and 1 GiB in WebAssembly modules.
    pub fn max_held_bytes(mut self, bytes: usize) -> Self {
        self.max_held_bytes = bytes;
        self
    }

    /// Whether integers beyond ±(2⁵³ − 1) in results and in arguments to JavaScript are sent as JSON numbers, which
    /// JavaScript rounds. Otherwise they are an error, and [`BigInt`](crate::BigInt) transfers them exactly. Default:
    /// off.
    pub fn round_large_integers(mut self, round: bool) -> Self {
        self.round_large_integers = round;
        self
    }
}

/// Maximum length of the assembly and the method id of one call together, in bytes. A call with longer names fails with
/// the code `limit_exceeded`.
pub const MAX_NAME_BYTES: usize = 4096;

/// Beyond this depth, the fixed limit of `serde_json` applies first.
const MAX_DEPTH: u32 = 120;

impl CircuitOptions {
    /// Checks that calls can succeed with these options. Hosts check what they are given: the builder of a circuit and
    /// the options of a server panic with the text of the error, and `connect` of a WebAssembly module throws it.
    ///
    /// # Errors
    ///
    /// If [`call_timeout`](Self::call_timeout), [`js_call_timeout`](Self::js_call_timeout), [`stream_claim_timeout`](Self::stream_claim_timeout) or
    /// [`stream_read_timeout`](Self::stream_read_timeout) is zero, if
    /// [`max_argument_bytes`](Self::max_argument_bytes) is less than the 2 bytes of an empty list,
    /// [`max_reply_bytes`](Self::max_reply_bytes) less than the 4 bytes of `null`, or if
    /// [`max_json_depth`](Self::max_json_depth), [`max_stream_window`](Self::max_stream_window) or
    /// [`max_outgoing_bytes`](Self::max_outgoing_bytes) is 0.
    pub fn check(&self) -> Result<(), InvalidOption> {
        let wrong = if self.call_timeout == Some(Duration::ZERO) {
            "call_timeout` is zero; `None` sets no limit"
        } else if self.js_call_timeout == Some(Duration::ZERO) {
            "js_call_timeout` is zero; `None` sets no limit"
        } else if self.stream_claim_timeout.is_zero() {
            "stream_claim_timeout` is zero, so that no stream could be read"
        } else if self.stream_read_timeout.is_zero() {
            "stream_read_timeout` is zero, so that no stream could be read"
        } else if self.max_argument_bytes < "[]".len() {
            "max_argument_bytes` is less than 2, so that no call could be made"
        } else if self.max_reply_bytes < "null".len() {
            "max_reply_bytes` is less than 4, so that no call could be made"
        } else if self.max_json_depth == 0 {
            "max_json_depth` is 0, so that no call could be made"
        } else if self.max_stream_window == 0 {
            "max_stream_window` is 0, so that no stream could be read"
        } else if self.max_outgoing_bytes == 0 {
            "max_outgoing_bytes` is 0, so that no call could be made"
        } else {
            return Ok(());
        };
        Err(InvalidOption(format!("`CircuitOptions::{wrong}")))
    }

    pub(super) fn within_bounds(mut self) -> Self {
        self.max_json_depth = self.max_json_depth.min(MAX_DEPTH);
        self
    }
}

/// An option has a value with which no call could succeed. The text names the option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidOption(String);

impl fmt::Display for InvalidOption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for InvalidOption {}
