//! Answers of JavaScript to calls from Rust.

use super::budget::Charge;
use super::cost;
use super::js_disposal::dispose_entrusted;
use super::js_invocation::JsCallResultType;
use super::link::Link;
use crate::codec::{self, LossyStr};
use crate::error::CallError;
use crate::js::JsError;

/// An answer of JavaScript that has not been read. Its type is known where it is awaited.
pub(crate) struct JsAnswer {
    outcome: AnswerKind,
    /// The result, or the text of the error.
    pub(crate) json: String,
    pub(crate) byte_arrays: Vec<bytes::Bytes>,
    result_type: JsCallResultType,
    /// The charge while it waits to be read.
    charge: Option<Charge>,
}

enum AnswerKind {
    Succeeded,
    Failed,
    /// The answer exceeded a limit of this side. The text names the limit.
    Refused(String),
}

impl JsAnswer {
    pub(crate) fn new(
        succeeded: bool,
        json: String,
        byte_arrays: Result<Vec<bytes::Bytes>, CallError>,
        result_type: JsCallResultType,
    ) -> Self {
        let (outcome, byte_arrays) = match byte_arrays {
            Ok(byte_arrays) if succeeded => (AnswerKind::Succeeded, byte_arrays),
            Ok(_) => (AnswerKind::Failed, Vec::new()),
            Err(error) => (AnswerKind::Refused(error.message().to_owned()), Vec::new()),
        };
        Self { outcome, json, byte_arrays, result_type, charge: None }
    }

    /// Charges the memory that the answer holds while it waits to be read. If there is no room for it, its call fails.
    pub(super) fn charge(&mut self, link: &Link) {
        match link.budget.charge(self.json.len() + cost::buffers(&self.byte_arrays)) {
            Ok(charge) => self.charge = Some(charge),
            Err(error) => {
                self.outcome = AnswerKind::Refused(error.message().to_owned());
                self.byte_arrays = Vec::new();
            }
        }
    }

    /// Disposes the references in an answer that is not read.
    pub(crate) fn discard(&self, link: &Link) {
        if matches!(self.outcome, AnswerKind::Failed) {
            return;
        }
        dispose_entrusted(link, &codec::entrusted_ids(&self.json, self.result_type.is_reference()));
    }

    /// Returns the JSON of the result, or the error.
    pub(crate) fn into_result(mut self, link: &Link) -> Result<Self, JsError> {
        match self.outcome {
            AnswerKind::Succeeded => {}
            AnswerKind::Failed => {
                let message = match serde_json::from_str::<Option<LossyStr<'_>>>(&self.json) {
                    Ok(message) => message.map(|LossyStr(text)| text.into_owned()).unwrap_or_default(),
                    Err(_) => self.json,
                };
                return Err(JsError::JavaScript { message });
            }
            AnswerKind::Refused(ref limit) => {
                let limit = limit.clone();
                self.discard(link);
                return Err(JsError::Limit(limit));
            }
        }
        let is_null = match self.result_type {
            // No result was requested, so whatever JavaScript sends is accepted.
            JsCallResultType::JsVoidResult => true,
            JsCallResultType::JsObjectReference => is_null_reference(&self.json),
            _ => false,
        };
        if is_null {
            "null".clone_into(&mut self.json);
        }
        Ok(self)
    }
}

/// Whether JavaScript sent the reference that stands for null.
fn is_null_reference(json: &str) -> bool {
    codec::js_reference(json).is_some_and(|reference| reference.id == -1)
}
