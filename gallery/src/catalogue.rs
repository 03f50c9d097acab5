//! The sections of the page.

/// One section of the page.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// The id of the section.
    pub id: &'static str,
    /// The heading.
    pub title: &'static str,
    /// What the example does, as HTML.
    pub about: &'static str,
    /// Buttons, inputs and result, as HTML.
    pub body: &'static str,
    /// The Rust side.
    pub rust: &'static [Source],
    /// The JavaScript side.
    pub javascript: &'static [Source],
}

/// One file that the page shows.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// The name of the file.
    pub name: &'static str,
    /// Its path in the repository.
    pub path: &'static str,
    /// The contents of the file.
    pub text: &'static str,
    /// Its path, relative to the page, if it is loaded from there.
    pub url: Option<&'static str>,
    /// Whether it is loaded by an import and not with the page.
    pub is_module: bool,
}

macro_rules! rust {
    ($($name:literal),*) => {
        &[$(Source {
            name: $name,
            path: concat!("gallery/src/examples/", $name),
            text: include_str!(concat!("examples/", $name)),
            url: None,
            is_module: false,
        }),*]
    };
}

/// JavaScript: `scripts` are loaded with the page, `modules` when they are imported, `snippets` are attributes of
/// buttons, and `shown` files are loaded by another section.
macro_rules! javascript {
    ($kind:ident: $($name:literal),*) => {
        &[$(javascript!(@ $kind, $name)),*]
    };
    (@ scripts, $name:literal) => { javascript!(@ "scripts/", $name, Some(concat!("scripts/", $name)), false) };
    (@ modules, $name:literal) => { javascript!(@ "modules/", $name, Some(concat!("modules/", $name)), true) };
    (@ snippets, $name:literal) => { javascript!(@ "snippets/", $name, None, false) };
    (@ shown, $name:literal) => { javascript!(@ "scripts/", $name, None, false) };
    (@ $folder:literal, $name:literal, $url:expr, $is_module:literal) => {
        Source {
            name: $name,
            path: concat!("gallery/page/", $folder, $name),
            text: include_str!(concat!("../page/", $folder, $name)),
            url: $url,
            is_module: $is_module,
        }
    };
}

macro_rules! body {
    ($id:literal) => {
        include_str!(concat!("../page/sections/", $id, ".html"))
    };
}

/// All sections, in the order of the page.
pub const EXAMPLES: &[Example] = &[
    Example {
        id: "call-dotnet-example-1",
        title: "Call a Rust function",
        about: "JavaScript calls a Rust function by assembly and method id, and logs the result.",
        body: body!("call-dotnet-example-1"),
        rust: rust!("call_dotnet_example_1.rs"),
        javascript: javascript!(scripts: "return-array-async.js"),
    },
    Example {
        id: "call-dotnet-example-2",
        title: "Call a method of a Rust object",
        about: "Rust passes an object by reference. JavaScript calls its method and returns the result to Rust.",
        body: body!("call-dotnet-example-2"),
        rust: rust!("call_dotnet_example_2.rs"),
        javascript: javascript!(scripts: "say-hello-1.js"),
    },
    Example {
        id: "call-dotnet-example-3",
        title: "Pass arguments to a method",
        about: "Rust passes a name to JavaScript, which passes it back to the object as an argument.",
        body: body!("call-dotnet-example-3"),
        rust: rust!("call_dotnet_example_3.rs"),
        javascript: javascript!(scripts: "say-hello-2.js"),
    },
    Example {
        id: "call-dotnet-example-one-helper",
        title: "Pass a Rust object to a JavaScript class",
        about: "A class with several functions stores the reference and calls two methods of the object.",
        body: body!("call-dotnet-example-one-helper"),
        rust: rust!("call_dotnet_example_one_helper.rs"),
        javascript: javascript!(scripts: "greeting-helpers.js"),
    },
    Example {
        id: "generics-example",
        title: "Call methods of a generic type",
        about: "One function calls <code>GenericType&lt;String&gt;</code> and <code>GenericType&lt;i32&gt;</code>. Rust \
                prints to the console of the server or of the browser.",
        body: body!("generics-example"),
        rust: rust!("generics_example.rs", "generic_type.rs"),
        javascript: javascript!(scripts: "invoke-methods-async.js"),
    },
    Example {
        id: "call-dotnet-example-4",
        title: "Pass a new object for one call",
        about: "The reference is created for one call and disposed of afterwards.",
        body: body!("call-dotnet-example-4"),
        rust: rust!("call_dotnet_example_4.rs", "js_interop_classes_3.rs", "hello_helper.rs"),
        javascript: javascript!(shown: "say-hello-1.js"),
    },
    Example {
        id: "call-dotnet-example-5",
        title: "Pass a new object from a component",
        about: "The component creates the object and disposes of its reference itself.",
        body: body!("call-dotnet-example-5"),
        rust: rust!("call_dotnet_example_5.rs", "hello_helper.rs"),
        javascript: javascript!(shown: "say-hello-1.js"),
    },
    Example {
        id: "call-dotnet-example-6",
        title: "Pass a helper object that calls a closure",
        about: "Each of four components passes a helper object to JavaScript, which calls it and disposes of it.",
        body: body!("call-dotnet-example-6"),
        rust: rust!("list_item_1.rs", "message_update_invoke_helper.rs", "call_dotnet_example_6.rs"),
        javascript: javascript!(scripts: "update-message-caller.js"),
    },
    Example {
        id: "call-dotnet-example-7",
        title: "Assign a Rust object to an element",
        about: "Each component is assigned to a property of its element. Selecting the element calls the component.",
        body: body!("call-dotnet-example-7"),
        rust: rust!("list_item_2.rs", "call_dotnet_example_7.rs"),
        javascript: javascript!(scripts: "assign-dotnet-helper.js", "interop-call.js"),
    },
    Example {
        id: "call-dotnet-example-8",
        title: "Send and receive byte arrays",
        about: "A <code>Uint8Array</code> is sent as binary data next to the JSON, without Base64.",
        body: body!("call-dotnet-example-8"),
        rust: rust!("call_dotnet_example_8.rs"),
        javascript: javascript!(scripts: "send-byte-array.js", "receive-byte-array.js"),
    },
    Example {
        id: "js-object-reference",
        title: "Pass a JavaScript object by reference",
        about: "Rust receives the <code>window</code> object and reads its properties. If JavaScript disposes of the \
                reference immediately, the call in Rust fails.",
        body: body!("js-object-reference"),
        rust: rust!("js_object_reference.rs"),
        javascript: javascript!(snippets: "receive-window-object.js", "receive-and-dispose.js"),
    },
    Example {
        id: "stream-from-javascript",
        title: "Stream from JavaScript",
        about: "The page sends 10,000,000 bytes, a few chunks at a time. Rust writes them to a file on the server, or to memory \
                in the page.",
        body: body!("stream-from-javascript"),
        rust: rust!("stream_from_javascript.rs", "output.rs"),
        javascript: javascript!(scripts: "stream-to-dotnet.js"),
    },
    Example {
        id: "stream-to-javascript",
        title: "Stream to JavaScript",
        about: "Rust sends 10,000,000 bytes. JavaScript reads them all at once, or chunk by chunk.",
        body: body!("stream-to-javascript"),
        rust: rust!("stream_to_javascript.rs"),
        javascript: javascript!(scripts: "stream-to-javascript.js"),
    },
    Example {
        id: "javascript-isolation",
        title: "Isolate JavaScript in a module",
        about: "Rust imports a module, calls its export and releases it. No global names are added to the page.",
        body: body!("javascript-isolation"),
        rust: rust!("javascript_isolation.rs"),
        javascript: javascript!(modules: "greeting.js"),
    },
    Example {
        id: "disposal",
        title: "Dispose of references",
        about: "A Rust object is disposed of from JavaScript or from Rust, and a JavaScript object from Rust. Disposed objects \
                cannot be called.",
        body: body!("disposal"),
        rust: rust!("disposal.rs"),
        javascript: javascript!(scripts: "call-and-dispose.js", "disposal.js"),
    },
    Example {
        id: "circular-reference",
        title: "Circular object references",
        about: "Objects that contain themselves cannot be serialized in either direction. The caller gets an error with the \
                reason.",
        body: body!("circular-reference"),
        rust: rust!("circular_reference.rs"),
        javascript: javascript!(scripts: "circular-reference.js"),
    },
    Example {
        id: "size-limit",
        title: "Size limits",
        about: "Arguments are limited to 32 KiB. Larger arguments are refused before they are sent, and the connection stays \
                open.",
        body: body!("size-limit"),
        rust: rust!("size_limit.rs"),
        javascript: javascript!(scripts: "size-limit.js"),
    },
    Example {
        id: "disconnection",
        title: "Lose the connection",
        about: "The pending call is rejected. The page reconnects and creates new components.",
        body: body!("disconnection"),
        rust: rust!("disconnection.rs"),
        javascript: javascript!(scripts: "disconnection.js"),
    },
    Example {
        id: "panic",
        title: "A Rust method panics",
        about: "On the server, only the call itself is rejected. In the page, the panic ends the WebAssembly instance: all calls \
                are rejected until the page has started a fresh instance with new components.",
        body: body!("panic"),
        rust: rust!("panics.rs"),
        javascript: javascript!(scripts: "panic.js"),
    },
];
