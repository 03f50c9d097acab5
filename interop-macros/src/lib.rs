//! The attributes of `interop-core`. Use them through that crate, which re-exports them: their expansions name its
//! hidden module, and the two versions belong together.
//!
//! Every macro goes through the same phases, one module each: the grammar of the brackets (`options`), a `model` that
//! borrows the user's tokens, every rule at once (`check`), and the expansion (`expand`), which cannot fail. After an
//! error `fallback` keeps the user's item alive, so that one mistake is one error.

mod check;
mod errors;
mod expand;
mod fallback;
mod invokable;
mod methods;
mod model;
mod object;
mod options;
mod runtime;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

/// Lets JavaScript call a function, or a method of an [`#[interop_object]`](macro@interop_object) block.
///
/// A public function becomes a static method of its crate's assembly. The function itself stays as it is.
///
/// ```ignore
/// #[js_invokable]
/// pub fn add(a: i32, b: i32) -> i32 {
///     a + b
/// }
/// // JavaScript: await DotNet.invokeMethodAsync('my-crate', 'add', 2, 40)
/// ```
///
/// # Options
///
/// | option | example | meaning |
/// |---|---|---|
/// | `name` | `#[js_invokable(name = "Add")]` | the id JavaScript calls; without it, the name in Rust |
/// | `assembly` | `#[js_invokable(assembly = "Shop")]` | the assembly of this function, if not that of the crate |
/// | `blocking` | `#[js_invokable(blocking)]` | the function may block: hosts with threads run it on one of its own |
/// | `crate` | `#[js_invokable(crate = my::interop_core)]` | where `interop-core` is, if it goes by another name |
///
/// The attribute may be repeated, each time with another `name`: the function has several ids then.
///
/// # Functions
///
/// They are `pub`, not generic, and safe. They may be `async`, or return `impl Future`, `Pin<Box<dyn Future>>` or a
/// `BoxFuture`. The result may be nothing, a value that implements `Serialize`, or a `Result` of one. Parameters are
/// named or `_` (`mut` is fine), at most 16, and of these forms:
///
/// | parameter | the function gets |
/// |---|---|
/// | `T` | the argument, decoded (`Deserialize`), or context: `Circuit`, `State<T>` |
/// | `&str`, `&[u8]` | a view of the argument, without a copy where possible |
/// | `&T`, `&[T]` | a loan of a decoded `T`, of a decoded `Vec<T>` |
#[proc_macro_attribute]
pub fn js_invokable(args: TokenStream, item: TokenStream) -> TokenStream {
    invokable::js_invokable(args.into(), &item.into()).into()
}

/// Makes a type callable by reference: on an inherent `impl` block whose invokable methods have
/// [`#[js_invokable]`](macro@js_invokable).
///
/// ```ignore
/// #[interop_object]
/// impl Greeter {
///     /// JavaScript, with a reference to a `Greeter`: await greeter.invokeMethodAsync('greet', 'Ada')
///     #[js_invokable]
///     pub fn greet(&self, name: &str) -> String {
///         format!("{}, {name}!", self.greeting)
///     }
/// }
/// ```
///
/// Methods take `&self`: all who hold a reference share the object. Functions without a receiver are static methods of
/// the assembly. The block may be generic (`impl<T: Serialize> Page<T>`), then without such functions. A type has one
/// annotated block; methods without `#[js_invokable]` are left alone.
///
/// # Options
///
/// | option | example | meaning |
/// |---|---|---|
/// | `rename_all` | `#[interop_object(rename_all = "PascalCase")]` | the style of ids without `name`, as in serde |
/// | `assembly` | `#[interop_object(assembly = "Shop")]` | the assembly of functions without receiver |
/// | `crate` | `#[interop_object(crate = my::interop_core)]` | where `interop-core` is, if it goes by another name |
///
/// On the methods `#[js_invokable]` takes the options `name` and `blocking`, on functions without a receiver `assembly`
/// too. It must be imported, as anywhere else.
#[proc_macro_attribute]
pub fn interop_object(args: TokenStream, item: TokenStream) -> TokenStream {
    object::interop_object(args.into(), &item.into()).into()
}

/// Lists annotated functions, to register them explicitly where registration at link time is not available.
///
/// ```ignore
/// methods![add, orders::place]
/// ```
///
/// The value is a `&'static [&'static [MethodDescriptor]]`. An element is the path of a function with
/// [`#[js_invokable]`](macro@js_invokable), if need be under a `#[cfg]`. Types are registered one by one instead, with
/// the functions of their [`#[interop_object]`](macro@interop_object) blocks.
#[proc_macro]
pub fn methods(input: TokenStream) -> TokenStream {
    methods::methods(input.into()).into()
}
