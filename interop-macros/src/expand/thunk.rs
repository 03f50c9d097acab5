//! The entry point of a method: decode, call, answer.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::Type;

use super::generated_at;
use crate::model::{Function, Mode, Parameter, Passing, Value, is_number};
use crate::runtime::Runtime;

/// How a thunk names the user's function.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Callee {
    /// As a function of a module or of a block.
    OfModule,
    /// As one of the `impl` block that is for the same type: `Self::`
    OfBlock,
}

/// An expression of type `Thunk`.
///
/// It is a closure rather than a nested function, so that types may name `Self` and the parameters of an `impl` block.
pub(super) fn thunk(function: &Function<'_>, callee: Callee, runtime: &Runtime) -> TokenStream {
    let place = generated_at(function.name().span());
    let call = local("call", place);
    let reply = local("reply", place);
    let owned = function.mode() != Mode::Sync;
    let steps = Steps { function, callee, runtime, place, owned };
    // The user's own span: where a future is not `Send`, the compiler would else underline the whole attribute.
    let at_name = function.name().span();
    let core = Runtime::at(at_name);
    match function.mode() {
        Mode::Sync => {
            let body = steps.body(&call);
            quote!(#runtime::Thunk::Sync(|#call, #reply| { #body }))
        }
        Mode::Async => {
            let body = steps.owned_body();
            let future = quote_spanned!(at_name=> #core::send_future(async move { #body }));
            quote!(#runtime::Thunk::Async(|#call| #future))
        }
        Mode::Blocking => {
            let body = steps.owned_body();
            let task = quote_spanned!(at_name=> #core::blocking_call(move || { #body }));
            quote!(#runtime::Thunk::blocking(|#call| #task))
        }
    }
}

/// What all kinds of thunks do.
///
/// The compiler reports what a type lacks for each expression that has the type, but only once for each place. So there
/// are few places: the name of the function, its parameters in their parentheses, and the type of the result.
struct Steps<'a> {
    function: &'a Function<'a>,
    callee: Callee,
    runtime: &'a Runtime,
    /// The name of the function.
    place: Span,
    /// Whether the thunk owns its call, and answers through it.
    owned: bool,
}

impl Steps<'_> {
    /// For thunks that own their call.
    fn owned_body(&self) -> TokenStream {
        let owned = local("call", self.place);
        let call = local("borrowed", self.place);
        let body = self.body(&call);
        quote! {
            // The future captures the call whole, and lends it.
            let #owned = &#owned;
            let #call = #owned.call();
            #body
        }
    }

    fn body(&self, call: &Ident) -> TokenStream {
        let Self { function, place, .. } = *self;
        let callee = self.callee();
        let this = function.receiver.map(|_| local("this", place));
        let target = this.as_ref().map(|this| quote!(let #this = #call.target::<Self>()?;));
        let decoding = self.decoding(call);
        let receiver = this.iter().map(|this| quote!(#this));
        let arguments = function.parameters.iter().enumerate().map(|(at, parameter)| self.passed(at, parameter));
        let arguments = receiver.chain(arguments);
        let result = local("result", place);
        let wait = function.returned.is_future.then(|| quote_spanned!(place=> .await));
        let returned = quote_spanned!(place=> #callee(#(#arguments),*) #wait);
        let answer = self.answer();
        quote! {
            #target
            #decoding
            let #result = #returned;
            #answer
        }
    }

    /// The user's function, as an expression.
    fn callee(&self) -> TokenStream {
        let Self { function, place, .. } = *self;
        let name = function.name();
        // What stands in for a function must be known by the number of its parameters.
        let countable = function.parameters.iter().all(|parameter| parameter.conditions.is_empty());
        match self.callee {
            Callee::OfBlock => quote!(Self::#name),
            Callee::OfModule if countable => {
                let core = Runtime::at(place);
                let kind = if function.returned.is_future { "future" } else { "value" };
                let stand_in = format_ident!("{kind}_{}", function.parameters.len(), span = place);
                quote_spanned!(place=> #core::function!(#name, #stand_in))
            }
            Callee::OfModule => quote!(#name),
        }
    }

    /// One function of the core per number of parameters: functions of equal signatures share their code.
    fn decoding(&self, call: &Ident) -> TokenStream {
        let parameters = &self.function.parameters;
        if parameters.is_empty() {
            return quote!(#call.args_0()?;);
        }
        if parameters.iter().any(|parameter| !parameter.conditions.is_empty()) {
            return self.decoding_one_by_one(call);
        }
        let names = (0..parameters.len()).map(|at| self.argument(at));
        let (asked, returned): (Vec<_>, Vec<_>) = parameters.iter().map(Parameter::asked_and_returned).unzip();
        let place = self.parentheses();
        let call = Ident::new(&call.to_string(), place);
        let decode = format_ident!("args_{}", parameters.len(), span = place);
        let inferred = returned.iter().all(|ty| ty.to_string() == "_");
        let returned = (!inferred).then(|| quote_spanned!(place=> : (#(#returned,)*)));
        quote_spanned!(place=> let (#(#names,)*) #returned = #call.#decode::<#(#asked),*>()?;)
    }

    /// For functions some of whose parameters `#[cfg(...)]` may remove, so that their number is not known here.
    fn decoding_one_by_one(&self, call: &Ident) -> TokenStream {
        let place = self.parentheses();
        let reader = local("reader", place);
        let parameters = self.function.parameters.iter().enumerate().map(|(at, parameter)| {
            let conditions = &parameter.conditions;
            let name = self.argument(at);
            let (asked, returned) = parameter.asked_and_returned();
            quote_spanned!(place=> #(#conditions)* let #name: #returned = #reader.next::<#asked>()?;)
        });
        quote! {
            #[allow(unused_mut)]
            let mut #reader = #call.arguments()?;
            #(#parameters)*
            #reader.finish()?;
        }
    }

    /// The decoded value as the function takes it.
    fn passed(&self, at: usize, parameter: &Parameter<'_>) -> TokenStream {
        let place = self.parentheses();
        let conditions = &parameter.conditions;
        let name = self.argument(at);
        let value = match parameter.passing {
            Passing::Value => quote_spanned!(place=> #name),
            Passing::Loan => quote_spanned!(place=> &#name),
            Passing::SliceLoan => quote_spanned!(place=> &*#name),
        };
        quote_spanned!(place=> #(#conditions)* #value)
    }

    fn argument(&self, at: usize) -> Ident {
        local(&format!("arg{at}"), self.parentheses())
    }

    /// What is underlined where an argument lives too short or cannot move between threads: all parameters.
    fn parentheses(&self) -> Span {
        generated_at(self.function.signature.paren_token.span.join())
    }

    /// Where the type of the result begins and ends; of a future, what it resolves to.
    fn result_ends(&self) -> (Span, Span) {
        match self.function.returned.value {
            Value::Type(ty) | Value::Opaque(ty) => ends(ty),
            Value::Unit => ends(self.function.name()),
        }
    }

    /// Whether the result can be nothing but a value: the compiler need not look for its kind, which costs it time.
    fn is_plain(&self) -> bool {
        match self.function.returned.value {
            Value::Unit => true,
            Value::Type(Type::Path(ty)) => ty.path.get_ident().is_some_and(is_number),
            Value::Type(_) | Value::Opaque(_) => false,
        }
    }

    /// Answers with the result as the core wants it, whether it is a plain value or a `Result`: found by its type, by
    /// the order in which methods are looked up. What the type lacks is underlined behind the arrow.
    fn answer(&self) -> TokenStream {
        let Self { runtime, place, .. } = *self;
        let (start, end) = self.result_ends();
        let result = local("result", place);
        let core = Runtime::at(place);
        if self.is_plain() {
            return self.send("_value", &quote!(#result));
        }
        let question = quote_spanned!(place=> &&&&&&&&&#core::Kind::of(&#result));
        let kind = quote_spanned!(start=> (#question).kind());
        let result = local("result", start);
        let mut argument = Group::new(Delimiter::Parenthesis, quote!(#result));
        argument.set_span(end);
        let outcome = quote_spanned!(start=> #kind.outcome #argument);
        let send = self.send("", &outcome);
        quote!({
            // Only here: these traits must not hide names that the user's types are written with.
            use #runtime::kind::*;
            #send
        })
    }

    fn send(&self, suffix: &str, outcome: &TokenStream) -> TokenStream {
        let place = self.place;
        let call = local("call", place);
        if self.owned {
            let reply = format_ident!("reply{suffix}", span = place);
            return quote_spanned!(place=> #call.#reply(#outcome));
        }
        let reply = local("reply", place);
        let send = format_ident!("send{suffix}", span = place);
        quote_spanned!(place=> #reply.#send(#call, #outcome))
    }
}

/// Where the user's tokens begin and end. An expression between the two is underlined as they would be.
fn ends(tokens: &impl ToTokens) -> (Span, Span) {
    let mut spans = tokens.to_token_stream().into_iter().map(|token| token.span());
    let start = spans.next().unwrap_or_else(Span::call_site);
    (generated_at(start), generated_at(spans.last().unwrap_or(start)))
}

/// A name that user code neither sees nor has: a binding would clash with a constant of the same name.
fn local(name: &str, place: Span) -> Ident {
    format_ident!("__{name}", span = place)
}
