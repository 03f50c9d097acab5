//! The macros' model of an item. It borrows the user's tokens, so that errors can point at them.

mod attributes;
mod block;
mod docs;
mod function;
mod head;
mod lifetimes;
mod parameter;
mod receiver;
mod result;
mod survey;
mod timeout;
mod type_name;

pub(crate) use attributes::{ItemAttributes, conditions};
pub(crate) use block::Block;
pub(crate) use docs::docs;
pub(crate) use function::{Function, Id, Mode};
pub(crate) use head::head;
pub(crate) use lifetimes::erase_lifetimes;
pub(crate) use parameter::{Parameter, Passing, parameters};
pub(crate) use receiver::{ReceiverForm, receiver_form};
pub(crate) use result::{Returned, Value};
pub(crate) use survey::Survey;
pub(crate) use timeout::milliseconds;
pub(crate) use type_name::type_name;

use syn::Type;

/// The type inside parentheses and inside the invisible delimiters that `macro_rules!` puts around `$t:ty`.
pub(crate) fn unwrap_groups(mut ty: &Type) -> &Type {
    loop {
        ty = match ty {
            Type::Group(group) => &group.elem,
            Type::Paren(paren) => &paren.elem,
            _ => return ty,
        };
    }
}

/// Whether a name is that of a numeric type, `bool` or `char`.
pub(crate) fn is_number(name: &syn::Ident) -> bool {
    const NUMBERS: [&str; 15] =
        ["bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "usize"];
    NUMBERS.iter().any(|known| name == known)
}

/// The last segment of a type that is a path.
pub(crate) fn last_segment(ty: &Type) -> Option<&syn::PathSegment> {
    match unwrap_groups(ty) {
        Type::Path(path) => path.path.segments.last(),
        _ => None,
    }
}
