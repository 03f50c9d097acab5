//! Reads text frames of every kind, in any form that JSON allows.

use std::fmt;

use interop_core::host::LossyStr;
use serde::de::{Error as _, IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::frame_error::{FrameError, INVALID_HELLO};
use super::json_object::JsonObject;
use super::text::{Header, Text};
use super::{MAX_NUMBER, call_header};

impl<'a> Text<'a> {
    pub(crate) fn parse(text: &'a str) -> Result<Self, FrameError> {
        match call_header::read(text) {
            Some(call) => Ok(call),
            None => Self::parse_any(text),
        }
    }

    /// Reads a frame of any kind and in any form that JSON allows.
    pub(super) fn parse_any(text: &'a str) -> Result<Self, FrameError> {
        let (header, body) = text.split_once('\n').map_or((text, None), |(header, body)| (header, Some(body)));
        let header = Header::parse(header)?;
        if body.is_some() && !matches!(header, Header::Call { .. } | Header::Result) {
            return Err(FrameError("The frame has a body, which frames of its kind do not have."));
        }
        Ok(Self { header, body: body.unwrap_or_default() })
    }
}

impl<'a> Header<'a> {
    fn parse(text: &'a str) -> Result<Self, FrameError> {
        let mut known = None;
        let mut json = serde_json::Deserializer::from_str(text);
        let header = json.deserialize_seq(HeaderVisitor { kind: &mut known }).ok();
        match (header, known) {
            (Some(header), _) if json.end().is_ok() => Ok(header),
            (_, Some(HeaderKind::Hello)) => Err(FrameError(INVALID_HELLO)),
            (_, Some(HeaderKind::Unknown)) => Err(FrameError("The frame is of an unknown kind.")),
            (_, Some(_)) => Err(FrameError("The header of the frame does not fit its kind.")),
            (_, None) => Err(FrameError("The frame does not begin with a header.")),
        }
    }
}

#[derive(Clone, Copy)]
enum HeaderKind {
    Hello,
    Call,
    Cancel,
    Release,
    Result,
    Offer,
    Claim,
    Grant,
    Stop,
    End,
    Ping,
    Pong,
    Unknown,
}

impl HeaderKind {
    /// Not with serde's implementation for enums, which also accepts `{"call":null}` for `"call"`.
    fn named(name: &str) -> Self {
        match name {
            "hello" => Self::Hello,
            "call" => Self::Call,
            "cancel" => Self::Cancel,
            "release" => Self::Release,
            "result" => Self::Result,
            "offer" => Self::Offer,
            "claim" => Self::Claim,
            "grant" => Self::Grant,
            "stop" => Self::Stop,
            "end" => Self::End,
            "ping" => Self::Ping,
            "pong" => Self::Pong,
            _ => Self::Unknown,
        }
    }
}

/// An id or a number.
#[derive(Deserialize)]
#[serde(try_from = "u64")]
struct Number(u64);

impl TryFrom<u64> for Number {
    type Error = &'static str;

    fn try_from(number: u64) -> Result<Self, Self::Error> {
        if number <= MAX_NUMBER { Ok(Self(number)) } else { Err("not a safe integer") }
    }
}

#[derive(Deserialize)]
struct Hello {
    version: u64,
    #[serde(rename = "partBytes")]
    part_bytes: Option<Number>,
    #[serde(rename = "streamBytes")]
    stream_bytes: Option<Number>,
}

/// Reads the elements in order, and notes the kind, so that the error can state what is wrong.
struct HeaderVisitor<'k> {
    kind: &'k mut Option<HeaderKind>,
}

impl<'de> Visitor<'de> for HeaderVisitor<'_> {
    type Value = Header<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the header of a frame")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Header<'de>, A::Error> {
        let kind = HeaderKind::named(&next::<LossyStr<'de>, A>(&mut seq)?.0);
        *self.kind = Some(kind);
        let header = match kind {
            HeaderKind::Hello => {
                let JsonObject(Hello { version, part_bytes, stream_bytes }) = next(&mut seq)?;
                let [part_bytes, stream_bytes] = [part_bytes, stream_bytes].map(|bytes| bytes.map(|bytes| bytes.0));
                Header::Hello { version, part_bytes, stream_bytes }
            }
            HeaderKind::Call => Header::Call {
                call_id: next::<Option<Number>, A>(&mut seq)?.map(|id| id.0),
                assembly: next::<Option<LossyStr<'de>>, A>(&mut seq)?.map(|name| name.0),
                method: next::<LossyStr<'de>, A>(&mut seq)?.0,
                object_id: number(&mut seq)?,
                options: seq.next_element()?,
            },
            HeaderKind::Cancel => Header::Cancel { call_id: number(&mut seq)? },
            HeaderKind::Release => Header::Release { object_id: number(&mut seq)?, count: number(&mut seq)? },
            HeaderKind::Result => Header::Result,
            HeaderKind::Offer => Header::Offer { object_id: number(&mut seq)?, length: number(&mut seq)? },
            HeaderKind::Claim => Header::Claim { stream_id: number(&mut seq)?, chunks: number(&mut seq)? },
            HeaderKind::Grant => Header::Grant { stream_id: number(&mut seq)?, chunks: number(&mut seq)? },
            HeaderKind::Stop => Header::Stop { stream_id: number(&mut seq)? },
            HeaderKind::End => Header::End {
                stream_id: number(&mut seq)?,
                error: next::<Option<LossyStr<'de>>, A>(&mut seq)?.map(|error| error.0),
            },
            HeaderKind::Ping => Header::Ping,
            HeaderKind::Pong => Header::Pong,
            HeaderKind::Unknown => return Err(A::Error::custom("unknown kind")),
        };
        if seq.next_element::<IgnoredAny>()?.is_some() {
            return Err(A::Error::custom("surplus elements"));
        }
        Ok(header)
    }
}

fn next<'de, T: Deserialize<'de>, A: SeqAccess<'de>>(seq: &mut A) -> Result<T, A::Error> {
    seq.next_element()?.ok_or_else(|| A::Error::custom("too few elements"))
}

fn number<'de, A: SeqAccess<'de>>(seq: &mut A) -> Result<u64, A::Error> {
    next::<Number, A>(seq).map(|number| number.0)
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;

    fn header(text: &str) -> Header<'_> {
        Text::parse(text).unwrap().header
    }

    fn error(text: &str) -> &'static str {
        Text::parse(text).unwrap_err().0
    }

    #[test]
    fn the_body_is_the_text_behind_the_first_line_feed() {
        let text = Text::parse("[\"call\",1,\"BlazorSample\",\"Add\",0]\n[2,\n40]").unwrap();
        assert_eq!(text.body, "[2,\n40]");
        let (assembly, method) = (Some("BlazorSample".into()), "Add".into());
        assert_eq!(text.header, Header::Call { call_id: Some(1), assembly, method, object_id: 0, options: None });
    }

    #[test]
    fn names_without_escapes_are_borrowed() {
        let Header::Call { assembly: Some(assembly), method, .. } = header(r#"["call",1,"A","\u004d",0]"#) else {
            panic!("not a call");
        };
        assert!(matches!(assembly, Cow::Borrowed("A")));
        assert!(matches!(method, Cow::Owned(method) if method == "M"));
    }

    #[test]
    fn half_a_character_in_a_text_is_replaced() {
        let Header::Call { assembly, method, .. } = header(r#"["call",1,"A\ud83d","\ude00\ud83d\ude00",0]"#) else {
            panic!("not a call");
        };
        assert_eq!((assembly.as_deref(), &*method), (Some("A\u{fffd}"), "\u{fffd}\u{1f600}"));
        let end = Header::End { stream_id: 1, error: Some("\u{fffd}".into()) };
        assert_eq!(header(r#"["end",1,"\ud83d"]"#), end);
    }

    #[test]
    fn every_kind_is_read() {
        let hello = Header::Hello { version: 1, part_bytes: None, stream_bytes: None };
        assert_eq!(header(r#"["hello",{"more":[1],"version":1}]"#), hello);
        let hello = Header::Hello { version: 1, part_bytes: Some(5000), stream_bytes: None };
        assert_eq!(header(r#"["hello",{"version":1,"partBytes":5000}]"#), hello);
        assert_eq!(
            header(r#" [ "call" , null , null , "M" , 7 ] "#),
            Header::Call { call_id: None, assembly: None, method: "M".into(), object_id: 7, options: None }
        );
        assert_eq!(header(r#"["cancel",3]"#), Header::Cancel { call_id: 3 });
        assert_eq!(header(r#"["release",4,2]"#), Header::Release { object_id: 4, count: 2 });
        assert_eq!(header("[\"result\"]\n[2,true,null]"), Header::Result);
        assert_eq!(header(r#"["offer",6,100]"#), Header::Offer { object_id: 6, length: 100 });
        assert_eq!(header(r#"["claim",5,4]"#), Header::Claim { stream_id: 5, chunks: 4 });
        assert_eq!(header(r#"["grant",5,1]"#), Header::Grant { stream_id: 5, chunks: 1 });
        assert_eq!(header(r#"["stop",5]"#), Header::Stop { stream_id: 5 });
        assert_eq!(header(r#"["end",0,"gone"]"#), Header::End { stream_id: 0, error: Some("gone".into()) });
        assert_eq!(header(r#"["end",0,null]"#), Header::End { stream_id: 0, error: None });
        assert_eq!(header(r#"["ping"]"#), Header::Ping);
        assert_eq!(header(r#"["pong"]"#), Header::Pong);
    }

    #[test]
    fn the_options_of_a_call_are_its_last_element() {
        let Header::Call { options: Some(options), .. } = header(r#"["call",1,"A","M",0,{"timeout":5}]"#) else {
            panic!("not a call with options");
        };
        assert_eq!(options.timeout, Some(std::time::Duration::from_millis(5)));
    }

    #[test]
    fn what_is_not_a_frame_is_refused() {
        for text in ["", "hello", "{}", "[]", "[1]", "[null]", "[\n\"pong\"]", "null", r#"[{"pong":null}]"#] {
            assert_eq!(error(text), "The frame does not begin with a header.", "{text}");
        }
        for text in [r#"["reply",1]"#, r#"["welcome",{}]"#, r#"["Call",1,"A","M",0]"#, r#"["",secret"#] {
            assert_eq!(error(text), "The frame is of an unknown kind.", "{text}");
        }
        for text in [
            r#"["call",1,"A","M"]"#,
            r#"["call",1,"A","M",0,0]"#,
            r#"["call",1,"A","M",0,null]"#,
            r#"["call",1,"A","M",0,[1500]]"#,
            r#"["call",1,"A","M",0,{},{}]"#,
            r#"["call",1,"A","M",0,{"timeout"}]"#,
            r#"["call",1.5,"A","M",0]"#,
            r#"["call",-1,"A","M",0]"#,
            r#"["call","1","A","M",0]"#,
            r#"["call",9007199254740992,"A","M",0]"#,
            r#"["call",1,"A",null,0]"#,
            r#"["call",1,"A","M",null]"#,
            r#"["cancel",null]"#,
            r#"["end",1]"#,
            r#"["pong",1]"#,
            r#"["pong"]]"#,
            r#"["pong"] x"#,
            r#"["pong""#,
        ] {
            assert_eq!(error(text), "The header of the frame does not fit its kind.", "{text}");
        }
        for text in [
            r#"["hello"]"#,
            r#"["hello",1]"#,
            r#"["hello",[1]]"#,
            r#"["hello",[1,5000]]"#,
            r#"["hello",{}]"#,
            r#"["hello",{"version":"1"}]"#,
            r#"["hello",{"version":1,"partBytes":-1}]"#,
            r#"["hello",{"version":1,"version":1}]"#,
            r#"["hello",{"version":1},0]"#,
        ] {
            assert_eq!(error(text), INVALID_HELLO, "{text}");
        }
        assert_eq!(error("[\"pong\"]\n"), "The frame has a body, which frames of its kind do not have.");
    }
}
