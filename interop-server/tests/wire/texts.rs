//! Texts that a client has cut within a character, and data that looks like references.

use interop_core::CircuitOptions;
use interop_server::ServerOptions;
use serde_json::json;

use crate::client::{Host, Received, text};

async fn detailed() -> Host {
    let options = CircuitOptions::new().detailed_errors(true);
    Host::start(ServerOptions::new().circuit(options)).await
}

#[tokio::test]
async fn half_a_character_in_a_name_fails_the_call_and_no_other() {
    let host = detailed().await;
    let mut client = host.connect().await;
    for header in [
        r#"["call",101,"Wire","add\ud83d",0]"#,
        r#"["call",102,"\ude00Wire","add",0]"#,
        r#"["call",103,null,"\ud83d",7]"#,
    ] {
        client.text(format!("{header}\n[1,2]")).await;
        let Received::Text(answer, Some(failure)) = client.receive().await else { panic!("not answered") };
        assert_eq!(answer[0], "fail", "{header}");
        let code = failure["code"].as_str().unwrap();
        assert!(["not_found", "object_disposed"].contains(&code), "{failure}");
    }
    client.text(r#"["end",0,"cut \ud83d"]"#).await;
    client.assert_works().await;
}

#[tokio::test]
async fn half_a_character_in_an_argument_fails_the_call_with_a_text_that_names_it() {
    let host = detailed().await;
    let mut client = host.connect().await;
    client.text("[\"call\",101,\"Wire\",\"echo\",0]\n[[\"a\\ud83d\"]]").await;
    let Received::Text(header, Some(failure)) = client.receive().await else { panic!("not answered") };
    assert_eq!(header, json!(["fail", 101]));
    assert_eq!(
        failure["message"],
        "argument 1 `value` of `Wire.echo`: a string has an unpaired surrogate, which is not a character"
    );
    client.assert_works().await;
}

#[tokio::test]
async fn half_a_character_in_an_answer_fails_what_awaits_it() {
    let host = detailed().await;
    let mut client = host.connect().await;
    for answer in ["[2,true,\"\\ud83d\"]", "[3,false,\"\\ud83d\"]"] {
        let call = client.begin("ask", &json!(["Name?"])).await;
        client.receive().await;
        client.text(format!("[\"result\"]\n{answer}")).await;
        assert_eq!(client.receive().await.header(), json!(["fail", call]));
    }
    client.assert_works().await;
}

#[tokio::test]
async fn data_that_looks_like_a_reference_goes_out_escaped() {
    let host = detailed().await;
    let mut client = host.connect().await;
    let call = client.begin("echo", &json!([{"__dotNetStream": "x", "a": [{"!__dotNetObject": 1}]}])).await;
    let reply = json!({"!__dotNetStream": "x", "a": [{"!__dotNetObject": 1}]});
    assert_eq!(client.receive().await, text(json!(["reply", call]), reply));

    let call = client.begin("refuse", &json!([{"!__byte[]": 0}])).await;
    let Received::Text(header, Some(failure)) = client.receive().await else { panic!("not answered") };
    assert_eq!((header, &failure["data"]), (json!(["fail", call]), &json!({"!__byte[]": 0})));
}

#[tokio::test]
async fn blanks_that_are_not_those_of_json_are_refused() {
    let host = detailed().await;
    let mut client = host.connect().await;
    client.text("[\"call\",101,\"Wire\",\"add\",0]\n\u{c}[1,2]").await;
    let Received::Text(header, Some(failure)) = client.receive().await else { panic!("not answered") };
    assert_eq!((header, &failure["code"]), (json!(["fail", 101]), &json!("invalid_arguments")));
}
