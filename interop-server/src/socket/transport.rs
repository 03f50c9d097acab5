//! The bare connection below the WebSocket.

use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use hyper_util::server::conn::auto::upgrade::{Parts, downcast};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

/// The number of unsent bytes that the kernel buffers.
#[cfg(any(target_os = "linux", target_os = "android"))]
const UNSENT_BYTES: u32 = 32 * 1024;

/// A bare connection.
pub(super) trait ByteStream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<C: AsyncRead + AsyncWrite + Send + Unpin> ByteStream for C {}

/// Returns the connection and what was already read from it. A TCP connection sends without delay from now on. By
/// default, it waits for further data until the client has acknowledged the previous data, which holds back messages
/// that need no answer.
pub(super) fn without_delay(connection: Upgraded) -> (Box<dyn ByteStream>, Vec<u8>) {
    match downcast::<TokioIo<TcpStream>>(connection) {
        Ok(Parts { io, read_buf, .. }) => {
            let connection = io.into_inner();
            // If this fails, messages are only delayed.
            let _ = connection.set_nodelay(true);
            limit_unsent(&connection);
            // Copied, because it is usually empty but refers to the large buffer of the request.
            (Box::new(connection), read_buf.to_vec())
        }
        // The application listens on something other than TCP.
        Err(connection) => (Box::new(TokioIo::new(connection)), Vec::new()),
    }
}

/// Limits how much the kernel accepts before it is sent. By default it accepts megabytes, which a slow client reads for
/// minutes. Until then, nothing shows that the client is reading, and all other messages wait.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn limit_unsent(connection: &TcpStream) {
    // If this fails, the kernel only accepts more.
    let _ = socket2::SockRef::from(connection).set_tcp_notsent_lowat(UNSENT_BYTES);
}

/// Other systems have no such limit, or none that can be set here.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn limit_unsent(_: &TcpStream) {}
