//! Messages that take longer than every time-out, over a slow link: received bytes count as activity.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use interop_core::CircuitOptions;
use interop_server::ServerOptions;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket, TcpStream};

use crate::client::{Client, Host, Received, within};

/// The number of bytes that the link transmits in each [`TICK`], in each direction.
const BYTES: usize = 8 * 1024;
const TICK: Duration = Duration::from_millis(20);

/// Transmitting this takes more than a second, which is more than three times the time-out.
const LARGE: usize = 500_000;

const TIMEOUT: Duration = Duration::from_millis(300);

fn impatient() -> ServerOptions {
    let circuit = CircuitOptions::new()
        .max_argument_bytes(1 << 20)
        .js_call_timeout(TIMEOUT)
        .stream_claim_timeout(TIMEOUT)
        .detailed_errors(true);
    ServerOptions::new().circuit(circuit).keep_alive(Duration::from_millis(50)).timeout(TIMEOUT)
}

/// The same server behind a slow link.
pub(crate) async fn slow(options: ServerOptions) -> (Host, Host) {
    let host = Host::start(options).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let link = Host { server: host.server.clone(), address: listener.local_addr().unwrap() };
    let server = host.address;
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            tokio::spawn(carry(client, server));
        }
    });
    (host, link)
}

async fn carry(client: TcpStream, server: SocketAddr) {
    // Only little data is in transit, as with a modem.
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(16 * 1024).unwrap();
    let server = socket.connect(server).await.unwrap();
    let ((from_client, to_client), (from_server, to_server)) = (client.into_split(), server.into_split());
    let up = tokio::spawn(relay(from_client, to_server));
    relay(from_server, to_client).await;
    up.abort();
}

async fn relay(mut from: impl tokio::io::AsyncRead + Unpin, mut to: impl tokio::io::AsyncWrite + Unpin) {
    let mut bytes = vec![0; BYTES];
    let mut clock = tokio::time::interval(TICK);
    while let Ok(count @ 1..) = from.read(&mut bytes).await {
        clock.tick().await;
        if to.write_all(&bytes[..count]).await.is_err() {
            break;
        }
    }
    // The end of one direction is passed on.
    let _ = to.shutdown().await;
}

/// A frame that was received in parts, and the number of parts.
struct Whole {
    bytes: Vec<u8>,
    parts: usize,
    /// The longest time in which nothing was received.
    silence: Duration,
}

impl Whole {
    fn text(&self) -> (Value, Value) {
        let text = std::str::from_utf8(&self.bytes).unwrap();
        let (header, body) = text.split_once('\n').unwrap();
        (serde_json::from_str(header).unwrap(), serde_json::from_str(body).unwrap())
    }
}

/// The next frame in parts of this kind, as specified in the protocol. Pings are answered.
async fn receive_parts(client: &mut Client, kind: u8) -> Whole {
    let mut whole = Whole { bytes: Vec::new(), parts: 0, silence: Duration::ZERO };
    let mut expected = None;
    loop {
        let begun = Instant::now();
        let received = client.receive().await;
        if whole.parts > 0 {
            whole.silence = whole.silence.max(begun.elapsed());
        }
        let part = match received {
            Received::Bytes(part) => part,
            Received::Text(header, _) if header == json!(["ping"]) => {
                client.text(r#"["pong"]"#).await;
                continue;
            }
            other => panic!("not a part: {other:?}"),
        };
        assert_eq!(part[0], kind);
        let missing = u64::from_le_bytes(part[1..9].try_into().unwrap());
        let piece = &part[9..];
        assert!((1..=32 * 1024).contains(&piece.len()));
        assert!(expected.is_none_or(|expected| missing + piece.len() as u64 == expected));
        expected = Some(missing);
        whole.bytes.extend_from_slice(piece);
        whole.parts += 1;
        if missing == 0 {
            return whole;
        }
    }
}

async fn connect_for_parts(host: &Host) -> Client {
    let mut client = host.open().await;
    client.text(r#"["hello",{"version":1,"partBytes":32768}]"#).await;
    let welcome = client.receive().await.header();
    assert_eq!(welcome[1]["limits"]["partBytes"], 32768);
    client
}

/// Sends a frame in parts.
async fn send_parts(client: &mut Client, kind: u8, frame: &[u8], size: usize) {
    let mut rest = frame;
    while !rest.is_empty() {
        let (piece, later) = rest.split_at(size.min(rest.len()));
        rest = later;
        client.binary(kind, &[rest.len() as u64], piece).await;
    }
}

#[tokio::test]
async fn a_large_result_arrives_in_parts_and_is_never_silent_for_long() {
    let (_host, link) = slow(impatient()).await;
    let mut client = connect_for_parts(&link).await;
    let begun = Instant::now();
    let call = client.begin("text_of", &json!([LARGE])).await;
    let whole = receive_parts(&mut client, 3).await;
    assert!(begun.elapsed() > 2 * TIMEOUT, "the link is slow");
    let (header, body) = whole.text();
    assert_eq!(header, json!(["reply", call]));
    assert_eq!(body.as_str().unwrap().len(), LARGE);
    assert!(whole.parts > 10);
    assert!(whole.silence < TIMEOUT, "{:?}", whole.silence);
    client.assert_works_between_pings().await;
}

#[tokio::test]
async fn a_large_call_arrives_though_it_takes_longer_than_the_time_out() {
    let (_host, link) = slow(impatient()).await;
    for in_parts in [false, true] {
        let mut client = connect_for_parts(&link).await;
        let begun = Instant::now();
        let frame = format!("[\"call\",1,\"Wire\",\"echo\",0]\n[[\"{}\"]]", "ä".repeat(LARGE / 2));
        if in_parts {
            send_parts(&mut client, 3, frame.as_bytes(), 10_001).await;
        } else {
            client.text(frame).await;
        }
        let whole = receive_parts(&mut client, 3).await;
        assert!(begun.elapsed() > 2 * TIMEOUT, "the link is slow");
        assert_eq!(whole.text(), (json!(["reply", 1]), json!(["ä".repeat(LARGE / 2)])));
    }
}

#[tokio::test]
async fn byte_arrays_go_both_ways_in_parts_before_their_message() {
    let (_host, link) = slow(impatient()).await;
    let mut client = connect_for_parts(&link).await;
    let bytes: Vec<u8> = (0..300_000_u32).map(|number| number.to_le_bytes()[1]).collect();
    let mut frame = vec![1];
    frame.extend(0_u64.to_le_bytes());
    frame.extend(&bytes);
    send_parts(&mut client, 4, &frame, 32 * 1024).await;
    client.text("[\"call\",1,\"Wire\",\"reverse\",0]\n[{\"__byte[]\":0}]").await;
    let whole = receive_parts(&mut client, 4).await;
    let reversed: Vec<u8> = bytes.into_iter().rev().collect();
    assert_eq!(whole.bytes[..9], [1, 1, 0, 0, 0, 0, 0, 0, 0]);
    assert!(whole.bytes[9..] == reversed);
    assert_eq!(client.receive().await, crate::client::text(json!(["reply", 1]), json!({ "__byte[]": 1 })));
}

#[tokio::test]
async fn a_call_of_javascript_does_not_time_out_while_its_arguments_are_sent() {
    let (_host, link) = slow(impatient()).await;
    let mut client = connect_for_parts(&link).await;
    // The arguments are sent in one direction, and returned in the other.
    let question = "?".repeat(LARGE / 2);
    let call = client.begin("ask", &json!([question])).await;
    let (header, args) = receive_parts(&mut client, 3).await.text();
    assert_eq!((header, args), (json!(["invoke", 2, "prompt", 0, 0, 1]), json!([question])));
    client.text("[\"result\"]\n[2,true,\"Amy\"]").await;
    assert_eq!(client.receive_after_pings().await, crate::client::text(json!(["reply", call]), json!("Amy")));
}

#[tokio::test]
async fn a_call_of_javascript_does_not_time_out_while_its_answer_arrives() {
    let (_host, link) = slow(impatient()).await;
    let mut client = connect_for_parts(&link).await;
    let call = client.begin("ask", &json!(["?"])).await;
    assert_eq!(client.receive_after_pings().await.header()[0], "invoke");
    client.text(format!("[\"result\"]\n[2,true,\"{}\"]", "x".repeat(LARGE))).await;
    let (header, body) = receive_parts(&mut client, 3).await.text();
    assert_eq!((header, body.as_str().unwrap().len()), (json!(["reply", call]), LARGE));
}

#[tokio::test]
async fn a_stream_can_be_claimed_behind_a_large_message() {
    let (_host, link) = slow(impatient()).await;
    let mut client = connect_for_parts(&link).await;
    client.begin("stream_of", &json!([3])).await;
    let Received::Text(_, Some(body)) = client.receive_after_pings().await else { panic!("not a reply") };
    // What the client was already sending is before the claim.
    let large = client.begin("echo", &json!(["x".repeat(LARGE)])).await;
    client.text(json!(["claim", body["__dotNetStream"], 4]).to_string()).await;
    let (header, _) = receive_parts(&mut client, 3).await.text();
    assert_eq!(header, json!(["reply", large]));
    let chunk = within(async {
        loop {
            match client.receive_after_pings().await {
                Received::Bytes(chunk) => return chunk,
                Received::Text(header, _) => assert_ne!(header[0], "end", "{header}"),
                other => panic!("not a chunk: {other:?}"),
            }
        }
    });
    assert_eq!(chunk.await[0], 2);
}

#[tokio::test]
async fn a_client_that_asks_for_no_parts_gets_whole_frames() {
    let host = Host::start(ServerOptions::new()).await;
    let mut client = host.connect().await;
    assert_eq!(client.call("text_of", json!([LARGE])).await.as_str().unwrap().len(), LARGE);
}

#[tokio::test]
async fn a_client_that_stops_in_the_midst_of_a_message_is_disconnected() {
    let host = Host::start(impatient()).await;
    let mut client = connect_for_parts(&host).await;
    client.binary(3, &[1000], b"[\"call\"").await;
    assert_eq!(client.closed().await.0, 4002);
}
