use crate::descriptor::MethodDescriptor;

/// The method of a call that outlives its message, and the id by which it was called.
#[derive(Clone)]
pub(crate) struct Callee {
    pub(crate) method: &'static MethodDescriptor,
    /// The id, if it is not the name of the method: one method of a [`Callback`](crate::Callback) serves all ids.
    other_name: Option<Box<str>>,
}

impl Callee {
    #[inline]
    pub(crate) fn new(method: &'static MethodDescriptor, name: &str) -> Self {
        Self { method, other_name: (name != method.name).then(|| name.into()) }
    }

    /// Moves it out of a call that has ended.
    #[inline]
    pub(crate) fn take(&mut self) -> Self {
        Self { method: self.method, other_name: self.other_name.take() }
    }

    /// The id by which the method was called.
    #[inline]
    pub(crate) fn name(&self) -> &str {
        self.other_name.as_deref().unwrap_or(self.method.name)
    }
}
