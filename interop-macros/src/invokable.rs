//! `#[js_invokable]` on a function.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, ForeignItem, Item, Signature, Token, Visibility, token};

use crate::check::{Site, check_function};
use crate::errors::Errors;
use crate::expand::expand_function;
use crate::fallback::stand_in_function;
use crate::model::{Function, head};
use crate::options::{Options, Place, take_invocations};
use crate::runtime::Runtime;

/// Expands the attribute to the user's item, followed by the code that makes it invokable.
pub(crate) fn js_invokable(args: TokenStream, item: &TokenStream) -> TokenStream {
    if is_mention(&args) {
        return TokenStream::new();
    }
    let mut errors = Errors::default();
    let mut source = match syn::parse2::<FunctionItem>(item.clone()) {
        Ok(source) => source,
        Err(error) => {
            errors.push(misplaced(item).unwrap_or(error));
            let errors = errors.into_compile_errors();
            return quote!(#item #errors);
        }
    };
    let repeated = take_invocations(&mut source.attributes, &mut errors);
    let mut options = vec![Options::parse(args, Place::Function, &mut errors)];
    options.extend(repeated.iter().map(|attribute| Options::parse_attribute(attribute, Place::Function, &mut errors)));
    let runtime = Runtime::new(common_crate(&mut options, &mut errors));

    let FunctionItem { attributes, visibility, signature, body } = &source;
    if !body.has_block && signature.receiver().is_none() {
        errors.error(signature, DECLARATION);
    }
    let function = Function::new(attributes, visibility, signature, options, None);
    check_function(&function, Site::Module, &mut errors);
    let Some(errors) = errors.into_compile_errors() else {
        let expansion = expand_function(&function, &runtime);
        return quote!(#source #expansion);
    };
    // A function with a receiver or without `pub` may belong to a trait, which has no constant of this name.
    let private = matches!(visibility, Visibility::Inherited);
    let free = body.has_block && function.receiver.is_none() && !private;
    let stand_in = free.then(|| stand_in_function(attributes, visibility, signature, &runtime));
    quote!(#source #stand_in #errors)
}

/// Uses the attribute's path as written on a method of an `#[interop_object]` block, and has no other effect.
///
/// `#[interop_object]` only reads the attributes of methods. Without this, the compiler would report their import as
/// unused, and a missing import would go unnoticed.
pub(crate) fn mention(attribute: &Attribute, conditions: &[&Attribute]) -> TokenStream {
    let path = attribute.path();
    let mention = Ident::new(MENTION, Span::call_site());
    quote! {
        #(#conditions)*
        const _: () = {
            #[#path(#mention)]
            const _: () = ();
        };
    }
}

const MENTION: &str = "__mention";

fn is_mention(args: &TokenStream) -> bool {
    let mut args = args.clone().into_iter();
    matches!((args.next(), args.next()), (Some(TokenTree::Ident(word)), None) if word == MENTION)
}

/// A function whose body is not parsed, so that the macro reports no syntax errors in it.
struct FunctionItem {
    /// The attributes outside of the body.
    attributes: Vec<Attribute>,
    visibility: Visibility,
    signature: Signature,
    body: Body,
}

struct Body {
    has_block: bool,
    tokens: TokenStream,
}

impl Parse for FunctionItem {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        let signature = input.parse()?;
        let has_block = input.peek(token::Brace);
        if !has_block && !input.peek(Token![;]) {
            return Err(input.error("expected the body of a function"));
        }
        Ok(Self { attributes, visibility, signature, body: Body { has_block, tokens: input.parse()? } })
    }
}

impl ToTokens for FunctionItem {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { attributes, visibility, signature, body } = self;
        let body = &body.tokens;
        tokens.extend(quote!(#(#attributes)* #visibility #signature #body));
    }
}

/// The option `crate`, which one attribute of a function may contain for all of them.
fn common_crate(options: &mut [Options], errors: &mut Errors) -> Option<syn::Path> {
    let mut paths = options.iter_mut().filter_map(|options| options.krate.take());
    let text = |path: &syn::Path| path.to_token_stream().to_string();
    let first = paths.next()?;
    for other in paths.filter(|path| text(path) != text(&first)) {
        errors.error(other, "the attributes of one function cannot have different paths in `crate`");
    }
    Some(first)
}

const DECLARATION: &str = "`#[js_invokable]` requires a function with a body, not a declaration";

/// The error for an item that is not a function.
fn misplaced(item: &TokenStream) -> Option<syn::Error> {
    // `safe fn`, which only `extern` blocks have.
    if let Ok(ForeignItem::Fn(declaration)) = syn::parse2(item.clone()) {
        return Some(syn::Error::new_spanned(declaration.sig, DECLARATION));
    }
    let item = syn::parse2::<Item>(item.clone()).ok()?;
    let message = match &item {
        Item::Impl(item) if item.trait_.is_some() => {
            "`#[js_invokable]` belongs on the methods of an inherent `impl` block with `#[interop_object]`, not on the \
             implementation of a trait"
                .to_owned()
        }
        Item::Impl(_) => {
            "`#[js_invokable]` belongs on the methods of an `impl` block; write `#[interop_object]` on the block"
                .to_owned()
        }
        Item::Fn(_) | Item::Verbatim(_) => return None,
        other => {
            let kind = match other {
                Item::Const(_) => "a constant",
                Item::Enum(_) => "an enum",
                Item::ExternCrate(_) | Item::Use(_) => "an import",
                Item::ForeignMod(_) => "an `extern` block",
                Item::Macro(_) => "a macro",
                Item::Mod(_) => "a module",
                Item::Static(_) => "a static",
                Item::Struct(_) => "a struct",
                Item::Trait(_) | Item::TraitAlias(_) => "a trait",
                Item::Type(_) => "a type alias",
                Item::Union(_) => "a union",
                _ => "this item",
            };
            format!(
                "`#[js_invokable]` belongs on functions and on the methods of `#[interop_object]` blocks, not on {kind}"
            )
        }
    };
    Some(syn::Error::new_spanned(head(&item), message))
}
