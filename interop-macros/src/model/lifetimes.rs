//! Removes the lifetimes of a signature, which are not valid in the body of a thunk. They are inferred there.

use syn::visit_mut::{self, VisitMut};
use syn::{BoundLifetimes, Ident, Lifetime, TraitBound, Type, TypeFnPtr};

/// The type with `'_` in place of every named lifetime, except `'static` and those that the type itself binds.
pub(crate) fn erase_lifetimes(ty: &Type) -> Type {
    let mut ty = ty.clone();
    Eraser::default().visit_type_mut(&mut ty);
    ty
}

#[derive(Default)]
struct Eraser {
    /// The names that a `for<'a>` around the current position binds.
    bound: Vec<Ident>,
}

impl Eraser {
    fn under(&mut self, binder: Option<&BoundLifetimes>, visit: impl FnOnce(&mut Self)) {
        let outer = self.bound.len();
        self.bound.extend(binder.iter().flat_map(|binder| &binder.lifetimes).filter_map(|parameter| match parameter {
            syn::GenericParam::Lifetime(parameter) => Some(parameter.lifetime.ident.clone()),
            _ => None,
        }));
        visit(self);
        self.bound.truncate(outer);
    }
}

impl VisitMut for Eraser {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident != "static" && !self.bound.contains(&lifetime.ident) {
            lifetime.ident = Ident::new("_", lifetime.ident.span());
        }
    }

    fn visit_type_fn_ptr_mut(&mut self, pointer: &mut TypeFnPtr) {
        let binder = pointer.lifetimes.clone();
        self.under(binder.as_ref(), |eraser| {
            visit_mut::visit_type_fn_ptr_mut(eraser, pointer);
        });
    }

    fn visit_trait_bound_mut(&mut self, bound: &mut TraitBound) {
        let binder = bound.lifetimes.clone();
        self.under(binder.as_ref(), |eraser| {
            visit_mut::visit_trait_bound_mut(eraser, bound);
        });
    }
}
