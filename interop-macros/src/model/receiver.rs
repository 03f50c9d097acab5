//! The forms of `self`.

use quote::ToTokens;
use syn::{Receiver, ReceiverKind, Type};

use super::{last_segment, unwrap_groups};

/// The form of a method's receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReceiverForm {
    /// `&self`, `&'a self`, `self: &Self`
    Shared,
    /// `&mut self`, `self: &mut Self`
    Exclusive,
    /// `self`, `mut self`, `self: Self`
    Value,
    /// `self: Rc<Self>`, `self: Arc<Self>`
    Counted,
    /// Everything else, such as `self: Box<Self>` and `self: Pin<&mut Self>`.
    Other,
}

/// The form of a receiver of a method of the type `self_type`.
pub(crate) fn receiver_form(receiver: &Receiver, self_type: &Type) -> ReceiverForm {
    match &receiver.kind {
        ReceiverKind::Value => ReceiverForm::Value,
        ReceiverKind::Reference(_, _, None) => ReceiverForm::Shared,
        ReceiverKind::Reference(_, _, Some(_)) => ReceiverForm::Exclusive,
        ReceiverKind::Typed(_, ty) => typed_form(ty, self_type),
        _ => ReceiverForm::Other,
    }
}

fn typed_form(ty: &Type, self_type: &Type) -> ReceiverForm {
    let ty = unwrap_groups(ty);
    match ty {
        Type::Reference(reference) if is_self(&reference.elem, self_type) => match reference.mutability {
            None => ReceiverForm::Shared,
            Some(_) => ReceiverForm::Exclusive,
        },
        _ if is_self(ty, self_type) => ReceiverForm::Value,
        _ => match last_segment(ty) {
            Some(segment) if segment.ident == "Rc" || segment.ident == "Arc" => ReceiverForm::Counted,
            _ => ReceiverForm::Other,
        },
    }
}

/// Whether a type is `Self`, under this name or as the `impl` block writes it.
fn is_self(ty: &Type, self_type: &Type) -> bool {
    let ty = unwrap_groups(ty);
    matches!(ty, Type::Path(path) if path.path.is_ident("Self"))
        || ty.to_token_stream().to_string() == unwrap_groups(self_type).to_token_stream().to_string()
}
