//! An object reference passed to a JavaScript class with several functions.

use interop_core::{JsRuntime, ObjectReference, interop_object, js_invokable};

use crate::binding::Bound;
use crate::render;

/// The component.
#[derive(Default)]
pub struct CallDotNetExampleOneHelper {
    name: Bound<Option<String>>,
}

impl CallDotNetExampleOneHelper {
    /// Creates the component and passes it to the JavaScript class.
    pub fn create(js: &JsRuntime) {
        let helper = ObjectReference::new(Self::default());
        render::mount(js, "call-dotnet-example-one-helper", helper.clone());
        // If the page has been closed, no greeting is needed.
        let _ = js.send("GreetingHelpers.setDotNetHelper", (helper,));
    }
}

#[interop_object]
impl CallDotNetExampleOneHelper {
    /// `@bind="name"`
    #[js_invokable(name = "SetName")]
    pub fn set_name(&self, name: Option<String>) {
        self.name.set(name);
    }

    /// Called by `GreetingHelpers.sayHello`.
    #[js_invokable(name = "GetHelloMessage")]
    pub fn hello_message(&self) -> String {
        format!("Hello, {}!", self.name.get().unwrap_or_default())
    }

    /// Called by `GreetingHelpers.welcomeVisitor`.
    #[js_invokable(name = "GetWelcomeMessage")]
    pub fn welcome_message(&self) -> String {
        format!("Welcome, {}!", self.name.get().unwrap_or_default())
    }
}
