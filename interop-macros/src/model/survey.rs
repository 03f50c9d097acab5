//! Finds what occurs inside a type, for the checks.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{Lifetime, Path, Type, TypeImplTrait, TypeReference};

/// The relevant parts of a type, as the user's tokens.
#[derive(Default)]
pub(crate) struct Survey {
    /// `impl Trait`
    pub(crate) impl_traits: Vec<TokenStream>,
    /// `&'static T`
    pub(crate) static_references: Vec<TokenStream>,
    /// `Self`
    pub(crate) self_types: Vec<TokenStream>,
    /// Lifetimes other than `'static`, including those that a reference omits.
    pub(crate) lifetimes: Vec<TokenStream>,
}

impl Survey {
    /// Looks through a type.
    pub(crate) fn of(ty: &Type) -> Self {
        let mut survey = Self::default();
        // Uses the mutable visitor although nothing is changed, because syn's other visitor would be additional code to
        // compile.
        survey.visit_type_mut(&mut ty.clone());
        survey
    }
}

impl VisitMut for Survey {
    fn visit_type_impl_trait_mut(&mut self, ty: &mut TypeImplTrait) {
        self.impl_traits.push(ty.to_token_stream());
        visit_mut::visit_type_impl_trait_mut(self, ty);
    }

    fn visit_type_reference_mut(&mut self, reference: &mut TypeReference) {
        match &reference.lifetime {
            Some(lifetime) if lifetime.ident == "static" => {
                self.static_references.push(reference.to_token_stream());
            }
            Some(_) => {}
            None => self.lifetimes.push(reference.to_token_stream()),
        }
        visit_mut::visit_type_reference_mut(self, reference);
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident != "static" {
            self.lifetimes.push(lifetime.to_token_stream());
        }
    }

    fn visit_path_mut(&mut self, path: &mut Path) {
        if let Some(first) = path.segments.first().filter(|segment| segment.ident == "Self") {
            self.self_types.push(first.ident.to_token_stream());
        }
        visit_mut::visit_path_mut(self, path);
    }
}
