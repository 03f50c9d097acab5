//! Two instantiations of a generic class, called from one JavaScript function.

use interop_core::{JsError, JsRuntime, ObjectReference, interop_object, js_invokable};

use super::generic_type::GenericType;
use crate::render::Element;

/// The component.
pub struct GenericsExample {
    generic_type_1: ObjectReference<GenericType<String>>,
    generic_type_2: ObjectReference<GenericType<i32>>,
    items: [Element; 2],
}

impl GenericsExample {
    /// The component of one page, as it is first rendered.
    pub fn new(js: &JsRuntime) -> Self {
        let this = Self {
            generic_type_1: ObjectReference::new(GenericType::new("string 0".to_owned())),
            generic_type_2: ObjectReference::new(GenericType::new(0)),
            items: [Element::new(js, "generic-type-1"), Element::new(js, "generic-type-2")],
        };
        this.render();
        this
    }

    fn render(&self) {
        self.items[0].set_text(&format!("genericType1: {}", self.generic_type_1.value()));
        self.items[1].set_text(&format!("genericType2: {}", self.generic_type_2.value()));
    }
}

#[interop_object]
impl GenericsExample {
    /// `@onclick="InvokeInterop"`
    #[js_invokable(name = "InvokeInterop")]
    pub async fn invoke_interop(&self, js: JsRuntime) -> Result<(), JsError> {
        // JavaScript can only make synchronous calls if Rust runs in the page.
        let sync_interop = cfg!(target_arch = "wasm32");
        let args = (sync_interop, &self.generic_type_1, &self.generic_type_2);
        js.invoke_void("invokeMethodsAsync", args).await?;
        self.render();
        Ok(())
    }
}
