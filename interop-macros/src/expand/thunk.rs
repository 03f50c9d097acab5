//! The entry point of a method: decodes the arguments, calls the function, and answers.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::Type;

use super::generated_at;
use crate::model::{Function, Mode, Parameter, Passing, Value, is_number};
use crate::runtime::Runtime;

/// How a thunk refers to the user's function.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Callee {
    /// As a function of a module or of a block.
    OfModule,
    /// As a member of the `impl` block for the same type: `Self::`
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
    // The user's own span. Otherwise the compiler would underline the whole attribute if a future is not `Send`.
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

/// A closure that is not called, with a call of the function, whose type is that of the result.
pub(super) fn uncalled(function: &Function<'_>, callee: Callee, runtime: &Runtime) -> TokenStream {
    let place = generated_at(function.name().span());
    let callee = Steps { function, callee, runtime, place, owned: false }.callee();
    let core = Runtime::at(place);
    let argument = quote_spanned!(place=> #core::contract::result::argument());
    let receiver = function.receiver.map(|_| argument.clone());
    let arguments = function.parameters.iter().map(|parameter| {
        let conditions = &parameter.conditions;
        quote!(#(#conditions)* #argument)
    });
    let arguments = receiver.into_iter().chain(arguments);
    quote!(|| #callee(#(#arguments),*))
}

/// The code that all kinds of thunks share.
///
/// The compiler reports an unsatisfied bound for each expression of the type, but only once for each span. Therefore
/// only a few spans are used: the name of the function, its parameters in their parentheses, and the type of the
/// result.
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
            // The future captures the whole call and lends it.
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

    /// Whether parameters can be awaited.
    fn is_async(&self) -> bool {
        self.function.mode() == Mode::Async
    }

    /// The user's function, as an expression.
    fn callee(&self) -> TokenStream {
        let Self { function, place, .. } = *self;
        let name = function.name();
        // A placeholder for a function is selected by the number of its parameters.
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
        let kind = if self.is_async() { "async_args" } else { "args" };
        let decode = format_ident!("{kind}_{}", parameters.len(), span = place);
        // How each parameter is made is inferred from its type.
        let vias = parameters.iter().map(|_| quote_spanned!(place=> _));
        let inferred = returned.iter().all(|ty| ty.to_string() == "_");
        let returned = (!inferred).then(|| quote_spanned!(place=> : (#(#returned,)*)));
        quote_spanned!(place=> let (#(#names,)*) #returned = #call.#decode::<#(#asked,)* #(#vias),*>()?;)
    }

    /// For functions some of whose parameters `#[cfg(...)]` may remove, so that their number is not known here.
    fn decoding_one_by_one(&self, call: &Ident) -> TokenStream {
        let place = self.parentheses();
        let reader = local("reader", place);
        let next = format_ident!("{}", if self.is_async() { "async_next" } else { "next" }, span = place);
        let parameters = self.function.parameters.iter().enumerate().map(|(at, parameter)| {
            let conditions = &parameter.conditions;
            let name = self.argument(at);
            let (asked, returned) = parameter.asked_and_returned();
            quote_spanned!(place=> #(#conditions)* let #name: #returned = #reader.#next::<#asked, _>()?;)
        });
        quote! {
            #[allow(unused_mut)]
            let mut #reader = #call.arguments()?;
            #(#parameters)*
            #reader.finish()?;
        }
    }

    /// The decoded value in the form that the function expects.
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

    /// The tokens to underline if an argument does not live long enough or is not `Send`: all parameters.
    fn parentheses(&self) -> Span {
        generated_at(self.function.signature.paren_token.span.join())
    }

    /// The span of the result type or, for a future, of its output type.
    fn result_ends(&self) -> (Span, Span) {
        match self.function.returned.value {
            Value::Type(ty) | Value::Opaque(ty) => ends(ty),
            Value::Unit => ends(self.function.name()),
        }
    }

    /// Whether the result is known to be a plain value. The compiler then need not determine its kind, which saves
    /// compile time.
    fn is_plain(&self) -> bool {
        match self.function.returned.value {
            Value::Unit => true,
            Value::Type(Type::Path(ty)) => ty.path.get_ident().is_some_and(is_number),
            Value::Type(_) | Value::Opaque(_) => false,
        }
    }

    /// Answers with the result, whether it is a plain value or a `Result`. Its kind is determined by its type, through
    /// the order of method resolution. Errors about the type underline the return type.
    fn answer(&self) -> TokenStream {
        let Self { runtime, place, .. } = *self;
        let (start, end) = self.result_ends();
        let result = local("result", place);
        let core = Runtime::at(place);
        if self.is_plain() {
            return self.send("_value", &quote!(#result));
        }
        let question = quote_spanned!(place=> &&&#core::Kind::of(&#result));
        let kind = quote_spanned!(start=> (#question).kind());
        // The kind of the error, if the result has one.
        let question = quote_spanned!(place=> &&&&&&&#kind);
        let kind = quote_spanned!(start=> (#question).error_kind());
        let result = local("result", start);
        let mut argument = Group::new(Delimiter::Parenthesis, quote!(#result));
        argument.set_span(end);
        let outcome = quote_spanned!(start=> #kind.outcome #argument);
        // The last step determines whether the value is a stream.
        let known = local("outcome", place);
        let question = quote_spanned!(place=> &&&&&&&&&#core::Returned::of(&#known));
        let mut argument = Group::new(Delimiter::Parenthesis, quote!(#known));
        argument.set_span(end);
        let carried = quote_spanned!(start=> (#question).value_kind().carried #argument);
        let send = self.send("", &carried);
        quote!({
            // Imported here only, because these traits must not shadow names in the user's types.
            use #runtime::kind::*;
            let #known = #outcome;
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

/// The first and the last span of the user's tokens. An expression between the two is underlined like them.
fn ends(tokens: &impl ToTokens) -> (Span, Span) {
    let mut spans = tokens.to_token_stream().into_iter().map(|token| token.span());
    let start = spans.next().unwrap_or_else(Span::call_site);
    (generated_at(start), generated_at(spans.last().unwrap_or(start)))
}

/// A name that is hidden from user code and that user code does not contain. A plain binding could clash with a
/// constant.
fn local(name: &str, place: Span) -> Ident {
    format_ident!("__{name}", span = place)
}
