//! A proxy that makes a connection as long as one across a network.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio::time::{Instant, sleep_until};

/// The number of bytes of one direction that can be in flight, as with the usual maximum of a TCP window.
const MAX_IN_FLIGHT: u32 = 4 * 1024 * 1024;

/// The number of bytes that are read at once.
const READ_BYTES: usize = 64 * 1024;

/// Listens on a free port, and delays what is sent to the server and back by half of the round trip each.
pub(super) async fn listen(server: SocketAddr, round_trip: Duration) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            tokio::spawn(async move {
                if let Ok(server) = TcpStream::connect(server).await {
                    forward(client, server, round_trip);
                }
            });
        }
    });
    Ok(address)
}

fn forward(client: TcpStream, server: TcpStream, round_trip: Duration) {
    for connection in [&client, &server] {
        // If this fails, messages are delayed more.
        let _ = connection.set_nodelay(true);
    }
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    tokio::spawn(delay(from_client, to_server, round_trip));
    tokio::spawn(delay(from_server, to_client, round_trip));
}

/// Forwards one direction until it ends. A byte is in flight until its acknowledgement has come back, which takes the whole
/// round trip.
async fn delay(mut from: impl AsyncRead + Unpin, to: impl AsyncWrite + Unpin + Send + 'static, round_trip: Duration) {
    let window = Arc::new(Semaphore::new(MAX_IN_FLIGHT as usize));
    let (sender, receiver) = mpsc::unbounded_channel();
    tokio::spawn(deliver(receiver, to, Arc::clone(&window), round_trip));
    loop {
        let mut piece = vec![0; READ_BYTES];
        let Ok(count @ 1..) = from.read(&mut piece).await else { return };
        piece.truncate(count);
        let Ok(in_flight) = window.acquire_many(u32::try_from(count).unwrap_or(MAX_IN_FLIGHT)).await else { return };
        in_flight.forget();
        if sender.send((Instant::now() + round_trip / 2, piece)).is_err() {
            return;
        }
    }
}

async fn deliver(
    mut pieces: mpsc::UnboundedReceiver<(Instant, Vec<u8>)>,
    mut to: impl AsyncWrite + Unpin,
    window: Arc<Semaphore>,
    round_trip: Duration,
) {
    while let Some((arrival, piece)) = pieces.recv().await {
        sleep_until(arrival).await;
        if to.write_all(&piece).await.is_err() {
            window.close();
            return;
        }
        let window = Arc::clone(&window);
        let acknowledged = Instant::now() + round_trip / 2;
        tokio::spawn(async move {
            sleep_until(acknowledged).await;
            window.add_permits(piece.len());
        });
    }
    let _ = to.shutdown().await;
}
