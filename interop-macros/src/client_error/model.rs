//! The derive macro's model of an error type.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Attribute, Field, Fields, Generics, ItemEnum, ItemStruct, Type};

use super::options::{ErrorOptions, ErrorPlace};
use crate::errors::Errors;
use crate::model::ItemAttributes;
use crate::options::RenameRule;

/// An enum, or a struct as an enum with one variant.
pub(super) struct ErrorType<'a> {
    pub(super) name: &'a Ident,
    pub(super) generics: &'a Generics,
    pub(super) attributes: ItemAttributes<'a>,
    pub(super) options: ErrorOptions,
    pub(super) variants: Vec<Variant<'a>>,
    /// Whether the type has no values.
    pub(super) is_empty: bool,
}

/// A variant, or the struct itself.
pub(super) struct Variant<'a> {
    /// The name of the variant; none for a struct.
    pub(super) name: Option<&'a Ident>,
    pub(super) conditions: Vec<&'a Attribute>,
    pub(super) docs: TokenStream,
    pub(super) seen: Seen<'a>,
}

/// What a variant discloses to the client.
pub(super) enum Seen<'a> {
    /// Nothing.
    Nothing,
    /// What the only field discloses.
    Field(Member<'a>),
    /// A code, and data.
    Code { code: String, data: Data<'a> },
}

/// The data of a variant, by the form of its fields.
pub(super) enum Data<'a> {
    None,
    Single(Member<'a>),
    Array(Vec<Member<'a>>),
    Object(Vec<(String, Member<'a>)>),
}

/// A field: how a pattern names it, and its type.
pub(super) struct Member<'a> {
    pub(super) pattern: TokenStream,
    pub(super) ty: &'a Type,
}

impl<'a> ErrorType<'a> {
    pub(super) fn of_enum(item: &'a ItemEnum, errors: &mut Errors) -> Self {
        let options = ErrorOptions::of(&item.attrs, ErrorPlace::Enum, errors);
        let mut codes: BTreeMap<String, &Ident> = BTreeMap::new();
        let mut variants = Vec::new();
        for variant in &item.variants {
            let own = ErrorOptions::of(&variant.attrs, ErrorPlace::Variant, errors);
            let rule = own.rename_all.or(options.rename_all_fields);
            let name =
                options.rename_all.unwrap_or(RenameRule::Snake).apply_to_pascal(&variant.ident.unraw().to_string());
            let variant = Variant::new(Some(&variant.ident), name, &variant.attrs, &variant.fields, &own, rule, errors);
            // A variant that is compiled conditionally may replace another one.
            if let (Seen::Code { code, .. }, Some(name), []) = (&variant.seen, variant.name, &*variant.conditions)
                && let Some(other) = codes.insert(code.clone(), name)
            {
                let place: &dyn ToTokens = own.code.as_ref().map_or(name, |code| code);
                errors.error(
                    place,
                    format!("the variant `{other}` also has the code `{code}`; give one of them another `code`"),
                );
            }
            variants.push(variant);
        }
        Self {
            name: &item.ident,
            generics: &item.generics,
            attributes: ItemAttributes::new(&item.attrs),
            options,
            is_empty: item.variants.is_empty(),
            variants,
        }
    }

    pub(super) fn of_struct(item: &'a ItemStruct, errors: &mut Errors) -> Self {
        let options = ErrorOptions::of(&item.attrs, ErrorPlace::Struct, errors);
        let name = RenameRule::Snake.apply_to_pascal(&item.ident.unraw().to_string());
        let variant = Variant::new(None, name, &item.attrs, &item.fields, &options, options.rename_all, errors);
        Self {
            name: &item.ident,
            generics: &item.generics,
            attributes: ItemAttributes::new(&item.attrs),
            options,
            is_empty: false,
            // The conditions of the struct are those of the whole.
            variants: vec![Variant { conditions: Vec::new(), ..variant }],
        }
    }
}

impl<'a> Variant<'a> {
    fn new(
        name: Option<&'a Ident>,
        code: String,
        attributes: &'a [Attribute],
        fields: &'a Fields,
        options: &ErrorOptions,
        rule: Option<RenameRule>,
        errors: &mut Errors,
    ) -> Self {
        let ItemAttributes { conditions, docs, .. } = ItemAttributes::new(attributes);
        let seen = if options.internal.is_some() {
            // The options of the field must still be valid.
            members(fields, rule, errors);
            Seen::Nothing
        } else if let Some(transparent) = &options.transparent {
            only_field(fields, transparent, errors).map_or(Seen::Nothing, Seen::Field)
        } else {
            let code = options.code.as_ref().map_or(code, syn::LitStr::value);
            Seen::Code { code, data: members(fields, rule, errors) }
        };
        Self { name, conditions, docs, seen }
    }
}

/// The field of a transparent variant.
fn only_field<'a>(fields: &'a Fields, transparent: &Ident, errors: &mut Errors) -> Option<Member<'a>> {
    let mut all = fields.iter().enumerate();
    if let (Some((at, field)), None) = (all.next(), all.next()) {
        return Some(Member { pattern: pattern(at, field), ty: &field.ty });
    }
    errors.error(transparent, "`transparent` requires exactly one field: the error whose code and data are passed on");
    None
}

/// The fields that are data.
fn members<'a>(fields: &'a Fields, rule: Option<RenameRule>, errors: &mut Errors) -> Data<'a> {
    let is_named = matches!(fields, Fields::Named(_));
    let mut members = Vec::new();
    let mut names = BTreeSet::new();
    for (at, field) in fields.iter().enumerate() {
        let options = ErrorOptions::of(&field.attrs, ErrorPlace::Field, errors);
        if let (Some(rename), false) = (&options.rename, is_named) {
            errors.error(rename, "a field without a name cannot be renamed in the data; give the field a name");
        }
        for attribute in &field.attrs {
            if attribute.path().is_ident("cfg") && options.skip.is_none() {
                errors
                    .error(attribute, "a field of an error's data cannot be conditional; add `#[client_error(skip)]`");
            }
        }
        if options.skip.is_some() || is_cause(field) {
            continue;
        }
        let written = field.ident.as_ref().map(|name| name.unraw().to_string()).unwrap_or_default();
        let renamed = options.rename.as_ref().map(syn::LitStr::value);
        let name = renamed.unwrap_or_else(|| rule.map_or_else(|| written.clone(), |rule| rule.apply(&written)));
        if is_named && !names.insert(name.clone()) {
            let place: &dyn ToTokens = options.rename.as_ref().map_or(field, |rename| rename);
            errors.error(place, format!("another field is named `{name}` in the data"));
        }
        members.push((name, Member { pattern: pattern(at, field), ty: &field.ty }));
    }
    match (is_named, members.len()) {
        (_, 0) => Data::None,
        (true, _) => Data::Object(members),
        (false, 1) => members.pop().map_or(Data::None, |(_, member)| Data::Single(member)),
        (false, _) => Data::Array(members.into_iter().map(|(_, member)| member).collect()),
    }
}

/// Whether `thiserror` treats the field as the source of the error.
fn is_cause(field: &Field) -> bool {
    let causes = ["source", "from", "backtrace"];
    field.attrs.iter().any(|attribute| causes.iter().any(|cause| attribute.path().is_ident(cause)))
}

/// The name of a field in a pattern with braces: fields without names have numbers.
fn pattern(at: usize, field: &Field) -> TokenStream {
    field.ident.as_ref().map_or_else(|| syn::Index::from(at).to_token_stream(), ToTokens::to_token_stream)
}
