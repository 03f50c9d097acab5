//! Nothing that the attributes generate sets off a lint of the compiler, also those that are allowed by default.
#![deny(
    elided_lifetimes_in_paths,
    explicit_outlives_requirements,
    future_incompatible,
    keyword_idents,
    let_underscore_drop,
    macro_use_extern_crate,
    meta_variable_misuse,
    missing_debug_implementations,
    missing_docs,
    non_ascii_idents,
    nonstandard_style,
    redundant_lifetimes,
    rust_2018_idioms,
    rust_2021_compatibility,
    rust_2024_compatibility,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unreachable_pub,
    unused,
    unused_extern_crates,
    unused_import_braces,
    unused_lifetimes,
    unused_qualifications,
    unused_results,
    variant_size_differences,
    warnings
)]

use futures_executor::block_on;
use interop_core::{CallError, InProcess, ObjectReference, State, This, interop_object, js_invokable};

interop_core::assembly!("Shop");

mod prices {
    /// In a private module: reachable from the outside for JavaScript only.
    #[interop_core::js_invokable]
    pub(crate) fn price(name: &str) -> usize {
        name.len()
    }
}

/// Adds.
#[js_invokable]
pub fn add(a: i32, b: Option<i32>) -> Result<i32, CallError> {
    a.checked_add(b.unwrap_or(0)).ok_or_else(|| CallError::new("overflow", "too large"))
}

/// Adds.
#[js_invokable(name = "add_slowly")]
#[js_invokable(name = "addSlowly")]
pub async fn add_slowly(numbers: &[i32], _: Option<bool>) -> i32 {
    numbers.iter().sum()
}

/// Adds.
#[js_invokable(blocking)]
pub fn add_thoroughly(a: i32, #[cfg(any())] b: i32) -> i32 {
    a
}

/// Holds numbers.
#[derive(Debug)]
pub struct Basket(u32);

/// Methods of the basket.
#[interop_object(rename_all = "camelCase")]
impl Basket {
    /// Makes one.
    #[js_invokable]
    pub fn open(count: u32) -> ObjectReference<Self> {
        ObjectReference::new(Basket(count))
    }

    /// Counts.
    #[js_invokable]
    pub fn count_with(&self, this: This<Self>, more: State<u32>) -> u32 {
        self.0.max(this.0) + *more
    }

    /// Never there.
    #[cfg(any())]
    #[js_invokable]
    pub fn absent(&self) {}
}

/// Holds anything.
#[derive(Debug)]
pub struct Holder<T>(T);

/// Methods of the holder.
#[interop_object]
impl<T: Clone + interop_core::IntoReply + Send + Sync + 'static> Holder<T> {
    /// What it holds.
    #[js_invokable]
    pub fn held(&self) -> T {
        self.0.clone()
    }
}

fn main() {
    let app = InProcess::builder().state(2_u32).build();
    assert_eq!(app.invoke("Shop", "add", "[40,2]").unwrap(), "42");
    assert_eq!(app.invoke("Shop", "price", r#"["book"]"#).unwrap(), "4");
    assert_eq!(block_on(app.invoke_async("Shop", "addSlowly", "[[40,2]]")).unwrap(), "42");
    assert_eq!(block_on(app.invoke_async("Shop", "add_thoroughly", "[40]")).unwrap(), "40");
    let basket: ObjectReference<Basket> = app.call("Shop", "open", (40,)).unwrap();
    assert_eq!(app.object(&basket).invoke("countWith", "[]").unwrap(), "42");
    let holder = ObjectReference::new(Holder('x'));
    assert_eq!(app.object(&holder).invoke("held", "[]").unwrap(), r#""x""#);
}
