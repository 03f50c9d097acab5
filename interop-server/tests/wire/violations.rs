//! What no correct client sends: the connection is closed with the documented code, and other connections are
//! unaffected.

use futures_util::{SinkExt as _, StreamExt as _};
use interop_core::CircuitOptions;
use interop_server::ServerOptions;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;

use crate::client::{Client, Host, Received, within};

/// Makes one client violate the protocol next to another one that does not, and asserts the close code and the reason.
async fn assert_closes(code: u16, reason: &str, wrong: impl AsyncFnOnce(&mut Client)) {
    let host = Host::start(ServerOptions::new()).await;
    let (mut client, mut bystander) = (host.connect().await, host.connect().await);
    wrong(&mut client).await;
    assert_eq!(client.closed().await, (code, reason.to_owned()));
    bystander.assert_works().await;
    host.until_connected(1).await;
}

#[tokio::test]
async fn text_that_is_not_a_frame() {
    for text in ["", "hello", "{\"kind\":\"call\"}", "[", "null", "\n[]"] {
        assert_closes(4000, "The frame does not begin with a header.", async |client| client.text(text).await).await;
    }
}

#[tokio::test]
async fn an_unknown_kind() {
    assert_closes(4000, "The frame is of an unknown kind.", async |client| client.text(r#"["jump",1]"#).await).await;
    let reason = "The binary frame is of an unknown kind.";
    assert_closes(4000, reason, async |client| client.binary(7, &[0], b"abc").await).await;
}

#[tokio::test]
async fn a_header_that_is_not_what_its_kind_says() {
    for text in [
        r#"["call",1,"Wire","add"]"#,
        r#"["call",-1,"Wire","add",0]"#,
        r#"["call",9007199254740992,"Wire","add",0]"#,
        r#"["cancel","1"]"#,
        r#"["release",1]"#,
        r#"["pong",1]"#,
    ] {
        let reason = "The header of the frame does not fit its kind.";
        assert_closes(4000, reason, async |client| client.text(text).await).await;
    }
}

#[tokio::test]
async fn a_binary_frame_that_is_cut_off() {
    for bytes in [&b""[..], b"\x01", b"\x01\0\0\0", b"\x02\0\0\0\0\0\0\0\0\0"] {
        assert_closes(4000, "The binary frame is incomplete.", async |client| {
            client.socket.send(Message::Binary(bytes.into())).await.unwrap();
        })
        .await;
    }
}

#[tokio::test]
async fn text_that_is_not_utf_8() {
    use tokio_tungstenite::tungstenite::protocol::frame::Frame;
    use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
    assert_closes(4000, "The text frame is not UTF-8.", async |client| {
        let frame = Frame::message(&b"[\"\xff\"]"[..], OpCode::Data(Data::Text), true);
        client.socket.send(Message::Frame(frame)).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn byte_arrays_out_of_order() {
    let reason = "Element id '1' cannot be added to the byte arrays to be revived with length '0'.";
    assert_closes(4000, reason, async |client| client.binary(1, &[1], b"abc").await).await;
    let reason = "Element id '3' cannot be added to the byte arrays to be revived with length '1'.";
    assert_closes(4000, reason, async |client| {
        client.binary(1, &[0], b"abc").await;
        client.binary(1, &[3], b"abc").await;
    })
    .await;
}

#[tokio::test]
async fn byte_arrays_without_their_message() {
    let reason = "Byte arrays were sent without a message that uses them.";
    for frame in [json!(["cancel", 1]), json!(["release", 1, 1]), json!(["claim", 1, 1]), json!(["pong"])] {
        assert_closes(4000, reason, async |client| {
            client.binary(1, &[0], b"abc").await;
            client.text(frame.to_string()).await;
        })
        .await;
    }
    assert_closes(4000, reason, async |client| {
        client.binary(1, &[0], b"abc").await;
        client.binary(1, &[0], b"abc").await;
    })
    .await;
    assert_closes(4000, reason, async |client| {
        client.binary(1, &[0], b"abc").await;
        client.binary(2, &[0, 0], b"abc").await;
    })
    .await;
}

#[tokio::test]
async fn an_id_of_a_call_that_is_in_use() {
    assert_closes(4000, "There is already a pending call with ID 7.", async |client| {
        for _ in 0..2 {
            client.text("[\"call\",7,\"Wire\",\"ask\",0]\n[\"Name?\"]").await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_malformed_answer() {
    for body in ["", "null", "[]", "[2]", "[2,true]", "[2,true,1,1]", "[2,1,1]", "[2,true,{]", "[\"2\",true,1]"] {
        assert_closes(4000, "Invalid interop arguments.", async |client| {
            client.begin("ask", &json!(["Name?"])).await;
            assert_eq!(client.receive().await.header()[0], "invoke");
            client.text(format!("[\"result\"]\n{body}")).await;
        })
        .await;
    }
}

#[tokio::test]
async fn a_chunk_of_a_stream_that_was_not_asked_for() {
    let reason = "There is no stream 5.";
    assert_closes(4000, reason, async |client| client.binary(2, &[5, 0], b"abc").await).await;
    let reason = "Invalid chunk supplied to stream: it is out of sequence.";
    assert_closes(4000, reason, async |client| {
        let reference = json!({"__jsStreamReferenceLength": 1000, "__jsObjectId": 1});
        client.begin("sum_of", &json!([reference])).await;
        assert_eq!(client.receive().await.header()[0], "open");
        client.binary(2, &[0, 1], b"abc").await;
    })
    .await;
}

#[tokio::test]
async fn a_second_hello() {
    let reason = "The client sent `hello` twice.";
    assert_closes(4000, reason, async |client| client.text(r#"["hello",{"version":1}]"#).await).await;
}

#[tokio::test]
async fn a_body_where_none_belongs() {
    let reason = "The frame has a body, which frames of its kind do not have.";
    assert_closes(4000, reason, async |client| client.text("[\"cancel\",1]\n[]").await).await;
}

#[tokio::test]
async fn a_frame_over_the_limit() {
    let host = Host::start(ServerOptions::new().max_frame_bytes(100_000)).await;
    let mut bystander = host.connect().await;
    // A frame of the maximum length: the call fails, and the connection continues.
    let mut client = host.connect().await;
    let call = r#"["call",1,"Wire","text_of",0]"#;
    client.text(format!("{call}\n{}", " ".repeat(100_000 - call.len() - 1))).await;
    assert_eq!(client.receive().await.header(), json!(["fail", 1]));
    client.assert_works().await;
    // One byte more, and much more than is read at once.
    for length in [100_001, 20_000_000] {
        for message in [Message::Text("x".repeat(length).into()), Message::Binary(vec![1; length].into())] {
            let client = host.connect().await;
            let (mut sink, mut stream) = client.socket.split();
            // The server does not accept it, so writing may fail.
            let sending = tokio::spawn(async move { sink.send(message).await });
            let code = loop {
                match within(stream.next()).await {
                    Some(Ok(Message::Close(Some(frame)))) => break u16::from(frame.code),
                    Some(Ok(_)) => {}
                    other => panic!("no close code for {length} bytes: {other:?}"),
                }
            };
            assert_eq!(code, 1009);
            sending.abort();
            bystander.assert_works().await;
        }
    }
}

/// If the connection were ended at the first bytes of the frame, the remaining bytes would cause a reset, which
/// overtakes the close code.
#[tokio::test]
async fn a_client_that_reads_only_when_it_has_written_everything_learns_why_too() {
    const LENGTH: usize = 20_000_000;
    let host = Host::start(ServerOptions::new()).await;
    let connection = TcpStream::connect(host.address).await.unwrap();
    let (socket, _) = tokio_tungstenite::client_async(host.request(), connection).await.unwrap();
    let mut connection = socket.into_inner();
    // Frames as raw bytes: a masked text whose mask is zero.
    let hello = br#"["hello",{"version":1}]"#;
    let mut bytes = vec![0x81, 0x80 | u8::try_from(hello.len()).unwrap(), 0, 0, 0, 0];
    bytes.extend(hello);
    bytes.extend([0x81, 0x80 | 127]);
    bytes.extend((LENGTH as u64).to_be_bytes());
    bytes.extend([0; 4]);
    bytes.resize(bytes.len() + LENGTH, b' ');
    within(connection.write_all(&bytes)).await.unwrap();
    let mut answer = Vec::new();
    within(connection.read_to_end(&mut answer)).await.unwrap();
    let reason = b"The frame is longer than 1048576 bytes.";
    let close = [&[0x88, 2 + u8::try_from(reason.len()).unwrap()][..], &1009_u16.to_be_bytes(), reason].concat();
    assert!(answer.ends_with(&close), "{}", String::from_utf8_lossy(&answer));
}

#[tokio::test]
async fn a_frame_over_the_limit_in_small_fragments() {
    use tokio_tungstenite::tungstenite::protocol::frame::Frame;
    use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
    let host = Host::start(ServerOptions::new().max_frame_bytes(50_000)).await;
    let mut client = host.connect().await;
    for fragment in 0..60 {
        let data = if fragment == 0 { Data::Text } else { Data::Continue };
        let frame = Frame::message(vec![b' '; 1000], OpCode::Data(data), false);
        if client.socket.send(Message::Frame(frame)).await.is_err() {
            break;
        }
    }
    assert_eq!(client.closed().await.0, 1009);
}

#[tokio::test]
async fn the_limit_of_a_frame_has_room_for_the_limit_of_arguments() {
    let circuit = CircuitOptions::new().max_argument_bytes(200_000);
    let host = Host::start(ServerOptions::new().circuit(circuit).max_frame_bytes(10)).await;
    let mut client = host.connect().await;
    client.binary(1, &[0], &vec![5; 200_000]).await;
    client.begin("reverse", &json!([{"__byte[]": 0}])).await;
    assert_eq!(client.receive().await.bytes().len(), 200_009);
}

#[tokio::test]
async fn a_hello_whose_options_are_not_an_object_is_refused_with_what_it_needs() {
    let host = Host::start(ServerOptions::new()).await;
    for text in [r#"["hello",[1]]"#, r#"["hello",[1,5000]]"#, r#"["hello",1]"#, r#"["hello"]"#, r#"["hello",{}]"#] {
        let mut client = host.open().await;
        client.text(text).await;
        let reason = "`hello` needs one JSON object with a `version`, such as {\"version\":1}.".to_owned();
        assert_eq!(client.receive().await, Received::Closed(4001, reason), "{text}");
    }
}

#[tokio::test]
async fn the_first_frame_is_hello_or_the_last() {
    let host = Host::start(ServerOptions::new()).await;
    for text in ["[\"call\",1,\"Wire\",\"add\",0]\n[2,40]", "nonsense", r#"["pong"]"#] {
        let mut client = host.open().await;
        client.text(text).await;
        assert_eq!(client.receive().await, Received::Closed(4001, "The first frame is not `hello`.".to_owned()));
    }
    let mut client = host.open().await;
    client.binary(1, &[0], b"abc").await;
    assert_eq!(client.receive().await, Received::Closed(4001, "The first frame is not `hello`.".to_owned()));
    let mut client = host.open().await;
    client.text(r#"["hello",{"version":2}]"#).await;
    let reason = "The client requested an unsupported version of the protocol.".to_owned();
    assert_eq!(client.receive().await, Received::Closed(4001, reason));
}

#[tokio::test]
async fn parts_that_make_no_frame() {
    let reason = "A part of a frame does not continue the previous part.";
    for (kind, missing, data) in [(3, 6, &b"abc"[..]), (4, 7, b"abc"), (3, 10, b"")] {
        assert_closes(4000, reason, async |client| {
            client.binary(3, &[10], b"abc").await;
            client.binary(kind, &[missing], data).await;
        })
        .await;
    }
    let reason = "Another frame was sent between the parts of a frame.";
    assert_closes(4000, reason, async |client| {
        client.binary(3, &[10], b"abc").await;
        client.text(r#"["cancel",1]"#).await;
    })
    .await;
    assert_closes(4000, reason, async |client| {
        client.binary(4, &[10], b"abc").await;
        client.binary(1, &[0], b"abc").await;
    })
    .await;
    assert_closes(4000, "A part of a frame was itself sent in parts.", async |client| {
        client.binary(4, &[0], b"\x03\0\0\0\0\0\0\0\0abc").await;
    })
    .await;
    assert_closes(4000, "The text frame is not UTF-8.", async |client| client.binary(3, &[0], b"[\"\xff\"]").await)
        .await;
    let too_long = "The frame is longer than 1048576 bytes.";
    assert_closes(1009, too_long, async |client| client.binary(3, &[1 << 20], b"abc").await).await;
}
