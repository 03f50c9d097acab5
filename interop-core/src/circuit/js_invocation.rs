use std::fmt;

use crate::codec::ByteArray;

/// What JavaScript does with an identifier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum JsCallType {
    /// Calls the function.
    #[default]
    FunctionCall = 1,
    /// Calls it with `new`.
    ConstructorCall = 2,
    /// Reads the property.
    GetValue = 3,
    /// Writes the property.
    SetValue = 4,
}

/// The form in which JavaScript returns a result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum JsCallResultType {
    /// The value as JSON.
    #[default]
    Default = 0,
    /// A reference to the value, which is an object.
    JsObjectReference = 1,
    /// A stream of the bytes of the value.
    JsStreamReference = 2,
    /// No result.
    JsVoidResult = 3,
}

impl JsCallResultType {
    /// Whether the answer contains a reference, which must be disposed.
    pub(crate) fn is_reference(self) -> bool {
        matches!(self, Self::JsObjectReference | Self::JsStreamReference)
    }
}

/// A call to JavaScript, as the host sends it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct JsInvocation {
    /// The id of the call, which its answer repeats. Ids start at 2; 0 requests no answer.
    pub task_id: u64,
    /// A path with dots, relative to the target, or `import`.
    pub identifier: String,
    /// The JSON array of arguments.
    pub args: String,
    /// The byte arrays that the arguments refer to. They are sent before the call.
    pub byte_arrays: Vec<ByteArray>,
    /// The form of the result.
    pub result_type: JsCallResultType,
    /// The id of the JavaScript object at which the path starts; 0 is the global object.
    pub target_id: u64,
    /// What to do with the identifier.
    pub call_type: JsCallType,
}

impl JsInvocation {
    /// Creates a call to a function of the page with a JSON array of arguments. The other fields have their defaults.
    /// Circuits create their calls themselves; this is for tests of hosts.
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
        // No values, because hosts may log messages.
        f.debug_struct("JsInvocation")
            .field("task_id", &self.task_id)
            .field("identifier", &self.identifier)
            .field("target_id", &self.target_id)
            .field("call_type", &self.call_type)
            .field("result_type", &self.result_type)
            .finish_non_exhaustive()
    }
}
