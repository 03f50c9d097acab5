use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserialize, DeserializeOwned, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::{JsCall, JsError, JsObjectReference, handle};
use crate::codec::JsReference;

/// A JavaScript function that was passed to Rust, and that Rust calls.
///
/// JavaScript passes the function itself, as an argument or anywhere inside of one, or in the result of a call from Rust.
/// `A` is the tuple of its arguments, `()` for none, and `R` its result; both may contain references, byte arrays and
/// streams. If the function returns a promise, its value is the result. Inside the function, `this` is undefined.
///
/// ```
/// use interop_core::testing::{PageFunction, Script};
/// use interop_core::{InProcess, JsError, JsFunction, js_invokable};
///
/// #[js_invokable(assembly = "Reports")]
/// pub async fn create(lines: u32, on_progress: JsFunction<(u32, u32), ()>) -> Result<String, JsError> {
///     for line in 1..=lines {
///         on_progress.call((line, lines)).await?;
///     }
///     Ok("done".to_owned())
/// }
///
/// // DotNet.invokeMethodAsync('Reports', 'create', 3, (line, lines) => console.log(`${line} of ${lines}`))
/// let script = Script::new().page_function(1, |call| {
///     let (_line, _lines): (u32, u32) = call.args()?;
///     call.returns(())
/// });
/// let app = InProcess::builder().javascript(script).build();
/// let report: String = futures_executor::block_on(app.call_async("Reports", "create", (3, PageFunction(1))))?;
/// assert_eq!(report, "done");
/// # Ok::<(), interop_core::CallFailure>(())
/// ```
///
/// A clone is cheap and calls the same function. JavaScript releases the function when the last clone is dropped, when one of
/// them is [disposed](Self::dispose), or when the circuit ends. After that, calls fail with [`JsError::Disposed`] or
/// [`JsError::Disconnected`]. Each time that JavaScript passes a function, Rust receives a `JsFunction` of its own.
///
/// A reference that was created with `DotNet.createJSObjectReference(function)` is accepted too, and then belongs to Rust as
/// well. When a `JsFunction` is passed back, JavaScript receives the function itself.
pub struct JsFunction<A, R = ()> {
    object: JsObjectReference,
    types: PhantomData<fn(A) -> R>,
}

impl<A: Serialize, R: DeserializeOwned> JsFunction<A, R> {
    /// Calls the function. The call is sent now, and the future waits for the result. It has the timeout and the
    /// cancellation of every [`JsCall`].
    pub fn call(&self, args: A) -> JsCall<R> {
        self.object.invoke(ITSELF, args)
    }

    /// Calls the function synchronously. Only hosts that run in the page support this. A promise is not awaited.
    ///
    /// # Errors
    ///
    /// [`JsError::NotSynchronous`] on all other hosts, and otherwise if the call fails, for any reason.
    pub fn call_sync(&self, args: A) -> Result<R, JsError> {
        self.object.invoke_sync(ITSELF, args)
    }

    /// Calls the function without requesting an answer. Its result and its errors are not reported.
    ///
    /// # Errors
    ///
    /// If the call cannot be sent.
    pub fn send(&self, args: A) -> Result<(), JsError> {
        self.object.live()?.send(ITSELF, args)
    }
}

/// The identifier of the object itself.
const ITSELF: &str = "";

impl<A, R> JsFunction<A, R> {
    /// Makes JavaScript forget the function. Later calls through this value and its clones fail. Calling it again, or after
    /// the client has disconnected, has no effect.
    pub fn dispose(&self) {
        self.object.dispose();
    }

    /// Whether the function was disposed through this or another clone.
    pub fn is_disposed(&self) -> bool {
        self.object.is_disposed()
    }
}

// Without bounds on the types, which a derived implementation would have.
impl<A, R> Clone for JsFunction<A, R> {
    fn clone(&self) -> Self {
        Self { object: self.object.clone(), types: PhantomData }
    }
}

impl<A, R> fmt::Debug for JsFunction<A, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JsFunction({})", self.object.id())
    }
}

impl<A, R> Serialize for JsFunction<A, R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.object.serialize(serializer)
    }
}

impl<'de, A, R> Deserialize<'de> for JsFunction<A, R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let reference = JsReference::read(deserializer, "a JavaScript function")?;
        if reference.stream_length.is_some() {
            return Err(de::Error::custom("expected a JavaScript function, got a stream"));
        }
        let handle = handle(reference.id)?;
        // The page holds the function for Rust alone.
        handle.take_ownership();
        Ok(Self { object: JsObjectReference::from_handle(handle), types: PhantomData })
    }
}
