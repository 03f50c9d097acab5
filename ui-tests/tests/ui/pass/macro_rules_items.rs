//! Items from `macro_rules!`, whose fragments are names, types, patterns, options and whole items.
#![deny(warnings)]

use futures_executor::block_on;
use interop_core::{InProcess, ObjectReference, This, interop_object, js_invokable};

interop_core::assembly!("Shop");

macro_rules! function {
    ($(#[$meta:meta])* $visibility:vis $name:ident = $id:literal in $assembly:expr, ($($parameter:ident: $ty:ty),*) -> $result:ty $body:block) => {
        $(#[$meta])*
        #[js_invokable(name = $id, assembly = $assembly)]
        $visibility fn $name($($parameter: $ty),*) -> $result $body
    };
}

function! {
    /// Documented.
    pub length = "lengthOf" in "Texts", (text: &str, numbers: &[i32], more: Option<&str>) -> usize {
        text.len() + numbers.len() + more.map_or(0, str::len)
    }
}

macro_rules! lent {
    ($name:ident, $ty:ty, $lent:ty) => {
        #[js_invokable]
        pub async fn $name(value: $lent, again: &$ty, all: &[$ty]) -> usize {
            value.len() + again.len() + all.len()
        }
    };
}

lent!(lengths, String, &String);

macro_rules! with_lifetime {
    ($lifetime:lifetime, $pattern:pat) => {
        #[js_invokable]
        pub fn same<$lifetime>($pattern: &$lifetime str) -> &$lifetime str {
            "same"
        }
    };
}

with_lifetime!('a, _text);

macro_rules! any_item {
    ($item:item) => {
        #[js_invokable(blocking)]
        $item
    };
}

any_item! {
    pub fn slow(a: i32) -> i32 {
        a
    }
}

macro_rules! object {
    ($name:ident<$parameter:ident>, $field:ty, $method:ident, $path:path) => {
        pub struct $name<$parameter>($field, std::marker::PhantomData<$parameter>);

        #[interop_object]
        impl<$parameter: Send + Sync + 'static> $name<$parameter> {
            #[js_invokable]
            pub fn $method(&self, this: This<$name<$parameter>>, other: $path) -> $field {
                drop(this);
                self.0.clone() + &other
            }
        }
    };
}

object!(Texts<T>, String, join, std::string::String);

macro_rules! objects {
    ($($name:ty => $method:ident -> $value:literal;)*) => {
        $(
            #[interop_object(rename_all = "camelCase")]
            impl $name {
                #[js_invokable]
                pub fn $method(&self) -> i32 {
                    $value
                }
            }
        )*
    };
}

pub struct First;
pub struct Second<T>(T);

objects! {
    First => get_value -> 1;
    Second<i32> => get_value -> 2;
    Second<String> => get_other_value -> 3;
}

macro_rules! methods_of_a_block {
    ($name:ident { $($method:item)* }) => {
        #[interop_object]
        impl $name {
            $(#[js_invokable] $method)*
        }
    };
}

pub struct Third(i32);

methods_of_a_block! {
    Third {
        pub fn third(value: i32) -> ObjectReference<Self> { ObjectReference::new(Third(value)) }
        pub fn value(&self) -> i32 { self.0 }
    }
}

macro_rules! own_names {
    () => {
        #[js_invokable]
        pub fn hygienic(call: i32, reply: i32) -> i32 {
            let result = call + reply;
            result
        }
    };
}

own_names!();

fn main() {
    let app = InProcess::new();
    assert_eq!(app.invoke("Texts", "lengthOf", r#"["ab",[1,2,3],"\n"]"#).unwrap(), "6");
    assert_eq!(block_on(app.invoke_async("Shop", "lengths", r#"["ab","abc",["x"]]"#)).unwrap(), "6");
    assert_eq!(app.invoke("Shop", "same", r#"["other"]"#).unwrap(), r#""same""#);
    assert_eq!(block_on(app.invoke_async("Shop", "slow", "[7]")).unwrap(), "7");
    let texts = ObjectReference::new(Texts::<u8>("a".to_owned(), std::marker::PhantomData));
    assert_eq!(app.object(&texts).invoke("join", r#"["b"]"#).unwrap(), r#""ab""#);
    assert_eq!(app.object(&ObjectReference::new(First)).invoke("getValue", "[]").unwrap(), "1");
    assert_eq!(app.object(&ObjectReference::new(Second(7))).invoke("getValue", "[]").unwrap(), "2");
    assert_eq!(app.object(&ObjectReference::new(Second(String::new()))).invoke("getOtherValue", "[]").unwrap(), "3");
    let third: ObjectReference<Third> = app.call("Shop", "third", (3,)).unwrap();
    assert_eq!(app.object(&third).invoke("value", "[]").unwrap(), "3");
    assert_eq!(app.invoke("Shop", "hygienic", "[40,2]").unwrap(), "42");
    let _ = (Second(0).0, Second(String::new()).0);
}
