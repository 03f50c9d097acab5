//! A scripted JavaScript side for [`InProcess`](crate::InProcess), to test calls from Rust to JavaScript.
//!
//! A [`Script`] defines the functions of the page. They receive a [`ScriptCall`], may call Rust through
//! [`ScriptCall::app`], and answer as JavaScript would: with a value, a reference, a stream or an error.
//!
//! ```
//! use interop_core::testing::Script;
//! use interop_core::{InProcess, JsError, JsRuntime, ObjectReference, interop_object, js_invokable};
//!
//! pub struct HelloHelper { name: String }
//!
//! #[interop_object]
//! impl HelloHelper {
//!     #[js_invokable(name = "GetHelloMessage")]
//!     pub fn hello_message(&self) -> String { format!("Hello, {}!", self.name) }
//! }
//!
//! #[js_invokable(assembly = "Greetings")]
//! pub async fn say_hello(js: JsRuntime, name: String) -> Result<String, JsError> {
//!     let helper = ObjectReference::new(HelloHelper { name });
//!     js.invoke("sayHello1", (helper,)).await
//! }
//!
//! // window.sayHello1 = (dotNetHelper) => dotNetHelper.invokeMethodAsync('GetHelloMessage');
//! let script = Script::new().async_function("sayHello1", |call| async move {
//!     let (helper,): (ObjectReference<HelloHelper>,) = call.args()?;
//!     let message: String = call.app().object(&helper).call_async("GetHelloMessage", ()).await?;
//!     call.returns(message)
//! });
//! let app = InProcess::builder().javascript(script).build();
//! let message: String = futures_executor::block_on(app.call_async("Greetings", "say_hello", ("Amy",)))?;
//! assert_eq!(message, "Hello, Amy!");
//! # Ok::<(), interop_core::CallFailure>(())
//! ```

mod items;
mod page;
mod script;
mod streams;

pub use self::items::{RustItemReader, RustItems};
pub(crate) use self::page::Page;
pub use self::script::{Answer, PageFunction, Script, ScriptCall, ScriptError, ScriptEvent};
pub use self::streams::{RustStream, RustStreamReader};
pub use crate::in_process::{InProcessBuilder, InProcessObject, ObjectId, PendingCall};
