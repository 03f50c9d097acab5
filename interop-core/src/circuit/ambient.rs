//! The context in which application code runs, such as a span of `tracing`.
//!
//! A host sets it up while it starts a call. What continues later, or on another thread, keeps the context and enters it
//! again each time.

#[cfg(not(target_arch = "wasm32"))]
use super::host::AmbientContext;
use super::host::HostServices;

/// The context in which a call or a stream was started.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Default)]
pub(crate) struct Ambient(Option<Box<dyn AmbientContext>>);

/// Leaves the context when it is dropped.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) struct EnteredAmbient<'a>(Option<&'a dyn AmbientContext>);

#[cfg(not(target_arch = "wasm32"))]
impl Ambient {
    /// The context of the code that runs now.
    #[inline]
    pub(crate) fn current(services: &dyn HostServices) -> Self {
        Self(services.ambient())
    }

    /// Enters the context until the guard is dropped.
    #[inline]
    pub(crate) fn enter(&self) -> EnteredAmbient<'_> {
        let context = self.0.as_deref();
        if let Some(context) = context {
            context.enter();
        }
        EnteredAmbient(context)
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Drop for EnteredAmbient<'_> {
    #[inline]
    fn drop(&mut self) {
        if let Some(context) = self.0 {
            context.leave();
        }
    }
}

/// Nothing: modules do not contain the code for contexts, which a page does not have.
#[cfg(target_arch = "wasm32")]
#[derive(Default)]
pub(crate) struct Ambient;

#[cfg(target_arch = "wasm32")]
pub(crate) struct EnteredAmbient;

#[cfg(target_arch = "wasm32")]
impl Ambient {
    pub(crate) fn current(_: &dyn HostServices) -> Self {
        Self
    }

    #[allow(clippy::unused_self, reason = "as on other targets")]
    pub(crate) fn enter(&self) -> EnteredAmbient {
        EnteredAmbient
    }
}
