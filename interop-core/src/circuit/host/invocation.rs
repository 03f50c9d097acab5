use std::borrow::Cow;

/// One call as it comes from the client.
#[derive(Clone, Debug)]
pub struct Invocation<'a> {
    /// The assembly, for a static method; none for a call on an object.
    pub assembly: Option<&'a str>,
    /// The id of the method.
    pub method: &'a str,
    /// The object; 0 for a static method.
    pub object_id: u64,
    /// The JSON array of arguments; `null` and nothing stand for an empty one.
    pub args: Cow<'a, str>,
}

impl<'a> Invocation<'a> {
    /// A call of a static method.
    pub fn on_assembly(assembly: &'a str, method: &'a str, args: impl Into<Cow<'a, str>>) -> Self {
        Self { assembly: Some(assembly), method, object_id: 0, args: args.into() }
    }

    /// A call of a method of an object.
    pub fn on_object(object_id: u64, method: &'a str, args: impl Into<Cow<'a, str>>) -> Self {
        Self { assembly: None, method, object_id, args: args.into() }
    }
}
