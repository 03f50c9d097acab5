//! The examples of the article, one file each.

#![allow(missing_debug_implementations, reason = "an example shows what it is about")]

pub mod call_dotnet_example_1;
pub mod call_dotnet_example_2;
pub mod call_dotnet_example_3;
pub mod call_dotnet_example_4;
pub mod call_dotnet_example_5;
pub mod call_dotnet_example_6;
pub mod call_dotnet_example_7;
pub mod call_dotnet_example_8;
pub mod call_dotnet_example_one_helper;
pub mod circular_reference;
pub mod disconnection;
pub mod disposal;
pub mod generic_type;
pub mod generics_example;
pub mod hello_helper;
pub mod javascript_isolation;
pub mod js_interop_classes_3;
pub mod js_object_reference;
pub mod list_item_1;
pub mod list_item_2;
pub mod message_update_invoke_helper;
pub mod output;
pub mod panics;
pub mod size_limit;
pub mod stream_from_javascript;
pub mod stream_to_javascript;

use interop_core::Circuit;

use crate::render::{mount, ready};

/// Creates the components of one page, like rendering its markup in Blazor.
pub fn create_components(circuit: &Circuit) {
    let js = &circuit.js();
    mount(js, "call-dotnet-example-2", call_dotnet_example_2::CallDotNetExample2::default());
    mount(js, "call-dotnet-example-3", call_dotnet_example_3::CallDotNetExample3::default());
    mount(js, "call-dotnet-example-4", call_dotnet_example_4::CallDotNetExample4::new(js.clone()));
    mount(js, "call-dotnet-example-5", call_dotnet_example_5::CallDotNetExample5::default());
    call_dotnet_example_6::create(js);
    call_dotnet_example_7::create(js);
    call_dotnet_example_one_helper::CallDotNetExampleOneHelper::create(js);
    mount(js, "generics-example", generics_example::GenericsExample::new(js));
    mount(js, "stream-from-javascript", stream_from_javascript::StreamFromJavaScript::new(circuit));
    mount(js, "stream-to-javascript", stream_to_javascript::StreamToJavaScript);
    mount(js, "javascript-isolation", javascript_isolation::JavaScriptIsolation::default());
    mount(js, "disposal", disposal::Disposal);
    ready(js);
}
