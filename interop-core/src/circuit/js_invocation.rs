use std::fmt;

use crate::codec::ByteArray;

/// What JavaScript is asked to do with an identifier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum JsCallType {
    /// Call the function.
    #[default]
    FunctionCall = 1,
    /// Call it with `new`.
    ConstructorCall = 2,
    /// Read the property.
    GetValue = 3,
    /// Write the property.
    SetValue = 4,
}

/// What JavaScript is asked to send back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum JsCallResultType {
    /// The value as JSON.
    #[default]
    Default = 0,
    /// A reference to the value, an object.
    JsObjectReference = 1,
    /// A stream of the value's bytes.
    JsStreamReference = 2,
    /// Nothing.
    JsVoidResult = 3,
}

impl JsCallResultType {
    /// Whether the answer brings a reference, which has to be disposed.
    pub(crate) fn is_reference(self) -> bool {
        matches!(self, Self::JsObjectReference | Self::JsStreamReference)
    }
}

/// A call of JavaScript, as the host sends it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct JsInvocation {
    /// Names the call in its answer, from 2; 0 asks for no answer.
    pub task_id: u64,
    /// A dotted path from the target, or `import`.
    pub identifier: String,
    /// The JSON array of arguments.
    pub args: String,
    /// The byte arrays that the arguments name. They go to the client before the call.
    pub byte_arrays: Vec<ByteArray>,
    /// What to send back.
    pub result_type: JsCallResultType,
    /// The JavaScript object that the identifier starts from; 0 is the global object.
    pub target_id: u64,
    /// What to do.
    pub call_type: JsCallType,
}

impl JsInvocation {
    /// A call of a function of the page with a JSON array of arguments; the fields say more. A circuit makes its calls itself: this
    /// is for tests of hosts.
    pub fn new(task_id: u64, identifier: impl Into<String>, args: impl Into<String>) -> Self {
        Self {
            task_id,
            identifier: identifier.into(),
            args: args.into(),
            byte_arrays: Vec::new(),
            result_type: JsCallResultType::default(),
            target_id: 0,
            call_type: JsCallType::default(),
        }
    }

    pub(crate) fn size(&self) -> usize {
        let arrays: usize = self.byte_arrays.iter().map(|array| array.data.len()).sum();
        self.identifier.len() + self.args.len() + arrays
    }
}

impl fmt::Debug for JsInvocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // No values: messages may be logged by hosts.
        f.debug_struct("JsInvocation")
            .field("task_id", &self.task_id)
            .field("identifier", &self.identifier)
            .field("target_id", &self.target_id)
            .field("call_type", &self.call_type)
            .field("result_type", &self.result_type)
            .finish_non_exhaustive()
    }
}
