//! Calls to JavaScript.

use std::time::Duration;

use interop_core::CircuitOptions;
use interop_server::ServerOptions;
use serde_json::{Value, json};

use crate::client::{Host, Received, text};

#[tokio::test]
async fn rust_awaits_what_javascript_answers() {
    let host = Host::start(ServerOptions::new()).await;
    let mut client = host.connect().await;
    let call = client.begin("ask", &json!(["Name?"])).await;
    assert_eq!(client.receive().await, text(json!(["invoke", 2, "prompt", 0, 0, 1]), json!(["Name?"])));
    client.text("[\"result\"]\n[2,true,\"Amy\"]").await;
    assert_eq!(client.receive().await, text(json!(["reply", call]), json!("Amy")));
}

#[tokio::test]
async fn an_error_of_javascript_fails_the_call_that_awaits_it() {
    let options = CircuitOptions::new().detailed_errors(true);
    let host = Host::start(ServerOptions::new().circuit(options)).await;
    let mut client = host.connect().await;
    let call = client.begin("ask", &json!(["Name?"])).await;
    client.receive().await;
    client.text("[\"result\"]\n[2,false,\"no such function\"]").await;
    let Received::Text(header, Some(body)) = client.receive().await else { panic!("not answered") };
    assert_eq!(header, json!(["fail", call]));
    assert!(body["message"].as_str().unwrap().contains("no such function"), "{body}");
}

#[tokio::test]
async fn javascript_calls_rust_while_rust_awaits_javascript() {
    const DEPTH: u64 = 5;
    let host = Host::start(ServerOptions::new()).await;
    let mut client = host.connect().await;
    let mut waiting = Vec::new();
    let outermost = client.begin("sum_by_javascript", &json!([DEPTH])).await;
    for below in (0..DEPTH).rev() {
        let Received::Text(header, Some(args)) = client.receive().await else { panic!("no call") };
        assert_eq!((&header[0], args), (&json!("invoke"), json!([below])));
        waiting.push((header[1].clone(), client.begin("sum_by_javascript", &json!([below])).await));
    }
    while let Some((task, call)) = waiting.pop() {
        let Received::Text(header, Some(sum)) = client.receive().await else { panic!("no reply") };
        assert_eq!(header, json!(["reply", call]));
        client.text(format!("[\"result\"]\n{}", json!([task, true, sum]))).await;
    }
    assert_eq!(client.receive().await, text(json!(["reply", outermost]), json!(15)));
}

#[tokio::test]
async fn a_call_on_an_object_of_javascript_names_it() {
    let host = Host::start(ServerOptions::new()).await;
    let mut client = host.connect().await;
    let call = client.begin("title_of", &json!([{"__jsObjectId": 7}])).await;
    assert_eq!(client.receive().await, text(json!(["invoke", 2, "title", 0, 7, 3]), json!([])));
    client.text("[\"result\"]\n[2,true,\"A page\"]").await;
    assert_eq!(client.receive().await, text(json!(["reply", call]), json!("A page")));
}

#[tokio::test]
async fn byte_arrays_go_before_the_call_of_javascript_that_names_them() {
    let host = Host::start(ServerOptions::new()).await;
    let mut client = host.connect().await;
    client.begin("send_bytes_to_javascript", &json!([])).await;
    assert_eq!(client.receive().await.bytes(), b"\x01\x01\0\0\0\0\0\0\0abc");
    let args = json!(["bytes", {"__byte[]": 1}]);
    assert_eq!(client.receive().await, text(json!(["invoke", 0, "console.log", 3, 0, 1]), args));
    assert_eq!(client.receive().await, text(json!(["reply", 1]), Value::Null));
}

#[tokio::test]
async fn a_call_that_javascript_does_not_answer_times_out_by_the_servers_clock() {
    let js_call_timeout = Some(Duration::from_millis(20));
    let options = CircuitOptions::new().js_call_timeout(js_call_timeout).detailed_errors(true);
    let host = Host::start(ServerOptions::new().circuit(options)).await;
    let mut client = host.connect().await;
    let call = client.begin("ask", &json!(["Name?"])).await;
    client.receive().await;
    let Received::Text(header, Some(body)) = client.receive().await else { panic!("not answered") };
    assert_eq!(header, json!(["fail", call]));
    assert!(body["message"].as_str().unwrap().contains("timed out after 20ms"), "{body}");
    // The answer is late and has no effect.
    client.text("[\"result\"]\n[2,true,\"Amy\"]").await;
    client.assert_works().await;
}
