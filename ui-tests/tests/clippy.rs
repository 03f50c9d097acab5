//! Nothing that the attributes generate sets off a lint of clippy. This is an ordinary test, so that clippy sees it.

use futures_executor::block_on;
use interop_core::{InProcess, ObjectReference};

mod shop {
    #![deny(clippy::all, clippy::nursery, clippy::pedantic)]
    // Lints that are off by default, and look at what generated code is made of.
    #![deny(
        clippy::absolute_paths,
        clippy::allow_attributes,
        clippy::allow_attributes_without_reason,
        clippy::as_conversions,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::missing_docs_in_private_items,
        clippy::multiple_inherent_impl,
        clippy::panic,
        clippy::shadow_reuse,
        clippy::shadow_same,
        clippy::shadow_unrelated,
        clippy::undocumented_unsafe_blocks,
        clippy::unwrap_used
    )]
    #![expect(clippy::redundant_pub_crate, reason = "the compiler's own lint `unreachable_pub` wants the opposite")]

    use std::future::ready;

    use interop_core::{CallError, Circuit, IntoReply, ObjectReference, State, This, interop_object, js_invokable};
    use serde::{Deserialize, Serialize};

    /// An order.
    #[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
    pub(super) struct Order {
        /// How many.
        pub(super) count: u32,
    }

    /// Adds.
    #[js_invokable(assembly = "Clippy")]
    pub(super) fn add(left: i32, right: Option<i32>) -> Result<i32, CallError> {
        left.checked_add(right.unwrap_or(0)).ok_or_else(|| CallError::new("overflow", "too large"))
    }

    /// Does nothing, under two ids.
    #[js_invokable(name = "nothing", assembly = "Clippy")]
    #[js_invokable(name = "Nothing", assembly = "Clippy")]
    pub(super) async fn nothing() {
        ready(()).await;
    }

    /// Adds what is lent.
    #[js_invokable(assembly = "Clippy")]
    pub(super) async fn total(orders: &[Order], order: &Order, name: &str, _: Option<bool>) -> u32 {
        let empty = ready(name.is_empty()).await;
        orders.iter().map(|one| one.count).sum::<u32>() + order.count + u32::from(empty)
    }

    /// Adds on another thread.
    #[js_invokable(blocking, assembly = "Clippy")]
    pub(super) fn total_of_some(mut order: Order, #[cfg(not(test))] absent: u32, #[cfg(test)] more: u32) -> Order {
        order.count = order.count.max(more);
        order
    }

    /// A basket.
    #[derive(Debug)]
    pub(super) struct Basket {
        /// How many things are in it.
        count: u32,
    }

    #[interop_object(assembly = "Clippy", rename_all = "camelCase")]
    impl Basket {
        /// Makes one.
        #[js_invokable]
        pub(super) fn new_basket(count: u32) -> ObjectReference<Self> {
            ObjectReference::new(Self { count })
        }

        /// Counts.
        #[js_invokable]
        pub(super) fn count_with(&self, this: &This<Self>, circuit: &Circuit, more: &State<u32>) -> u32 {
            if circuit.is_closed() { this.count } else { self.count + **more }
        }

        /// Counts later.
        #[js_invokable]
        pub(super) async fn count_later(&self) -> Result<u32, String> {
            Ok(ready(self.count).await)
        }

        /// Not for this machine.
        #[cfg(not(test))]
        #[js_invokable]
        pub(super) fn absent(&self) {}
    }

    /// Holds anything.
    #[derive(Debug)]
    pub(super) struct Holder<T> {
        /// What it holds.
        pub(super) held: T,
    }

    #[interop_object]
    impl<T: Clone + IntoReply + Send + Sync + 'static> Holder<T> {
        /// What it holds.
        #[js_invokable]
        pub(super) fn held(&self) -> T {
            self.held.clone()
        }
    }
}

#[test]
fn the_items_are_callable() {
    let app = InProcess::builder().state(2_u32).build();
    assert_eq!(app.invoke("Clippy", "add", "[40,2]").unwrap(), "42");
    assert_eq!(block_on(app.invoke_async("Clippy", "Nothing", "[]")).unwrap(), "null");
    let total = app.invoke_async("Clippy", "total", r#"[[{"count":1}],{"count":2},""]"#);
    assert_eq!(block_on(total).unwrap(), "4");
    let order = app.invoke_async("Clippy", "total_of_some", r#"[{"count":1},2]"#);
    assert_eq!(block_on(order).unwrap(), r#"{"count":2}"#);
    let basket: ObjectReference<shop::Basket> = app.call("Clippy", "newBasket", (40,)).unwrap();
    assert_eq!(app.object(&basket).invoke("countWith", "[]").unwrap(), "42");
    assert_eq!(block_on(app.object(&basket).invoke_async("countLater", "[]")).unwrap(), "40");
    let holder = ObjectReference::new(shop::Holder { held: 'x' });
    assert_eq!(app.object(&holder).invoke("held", "[]").unwrap(), r#""x""#);
}
