//! The handshake: `hello` and `welcome`.

use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use interop_core::host::{
    CircuitHost, FIRST_PORTION_BYTES, LARGE_STREAM_CHUNK_BYTES, MAX_NAME_BYTES, STREAM_CHUNK_BYTES, STREAM_WINDOW,
};

use crate::close::End;
use crate::frame::parts::{MIN_PART_BYTES, PART_BYTES};
use crate::frame::{Announced, CHUNK_HEAD_BYTES, Frame, Header, Limits, Text, VERSION, Welcome};
use crate::options::ServerOptions;
use crate::shared::ServerShared;
use crate::socket::{Received, Socket};

/// Maximum length of a frame before `welcome`.
const MAX_HELLO_BYTES: usize = 16 * 1024;

const NOT_HELLO: End = End::NoHello("The first frame is not `hello`.");

/// What a client has announced.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ClientHello {
    /// The number of bytes of each stream that the client accepts before it claims the stream, if it counts the credit of
    /// streams in bytes.
    pub(crate) stream_bytes: Option<u64>,
}

/// Waits for `hello` from the client, unless the server shuts down.
///
/// Its length is limited, because nothing is charged for a client before it has a circuit.
pub(crate) async fn hello(socket: &mut Socket, server: &ServerShared) -> Result<ClientHello, End> {
    let first = tokio::time::timeout(server.options.handshake_timeout, async {
        loop {
            let received = poll_fn(|cx| match socket.poll_receive(cx) {
                _ if server.is_draining() => Poll::Ready(Err(End::Shutdown)),
                Poll::Pending if socket.held().reading > MAX_HELLO_BYTES => Poll::Ready(Err(NOT_HELLO)),
                received => received,
            });
            match received.await? {
                Received::Control => {}
                message => return Ok::<_, End>(message),
            }
        }
    });
    let Ok(first) = first.await else { return Err(End::NoHello("The client did not send `hello` in time.")) };
    let Received::Text(text) = first? else { return Err(NOT_HELLO) };
    match Text::parse(&text) {
        Ok(Text { header: Header::Hello { version: VERSION, part_bytes, stream_bytes }, .. }) => {
            if let Some(part_bytes) = part_bytes {
                socket.set_part_bytes(usize::try_from(part_bytes).unwrap_or(usize::MAX).max(MIN_PART_BYTES));
            }
            // Its chunks are longer.
            let has_room = socket.max_frame_bytes() >= CHUNK_HEAD_BYTES + LARGE_STREAM_CHUNK_BYTES;
            let stream_bytes = stream_bytes.filter(|_| has_room);
            if stream_bytes.is_some() {
                socket.send_whole_chunks();
            }
            Ok(ClientHello { stream_bytes })
        }
        Ok(Text { header: Header::Hello { .. }, .. }) => {
            Err(End::NoHello("The client requested an unsupported version of the protocol."))
        }
        Err(error) if error.is_about_hello() => Err(End::NoHello(error.text())),
        _ => Err(NOT_HELLO),
    }
}

/// Announces the limits to the client.
pub(crate) fn welcome(name: String, circuit: &CircuitHost, options: &ServerOptions, hello: ClientHello) -> Frame {
    let milliseconds = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    let limits = circuit.options();
    let announced = Announced {
        keep_alive: milliseconds(options.keep_alive),
        timeout: milliseconds(options.timeout),
        limits: Limits {
            max_argument_bytes: limits.get_max_argument_bytes(),
            max_frame_bytes: options.frame_limit(),
            max_name_bytes: MAX_NAME_BYTES,
            max_calls_in_flight: limits.get_max_calls_in_flight(),
            max_json_depth: limits.get_max_json_depth(),
            chunk_bytes: STREAM_CHUNK_BYTES,
            window: STREAM_WINDOW,
            part_bytes: PART_BYTES,
            stream_bytes: hello.stream_bytes.map(|_| FIRST_PORTION_BYTES),
        },
        detailed_errors: limits.get_detailed_errors(),
        contract: options.contract.clone(),
    };
    Frame::welcome(&Welcome::new(name, announced))
}
