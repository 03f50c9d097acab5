//! An annotated function or method.

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Attribute, LitStr, Receiver, Signature, Visibility};

use super::timeout::milliseconds;
use super::{ItemAttributes, Parameter, Returned, parameters};
use crate::options::Options;

/// An annotated function or method.
pub(crate) struct Function<'a> {
    pub(crate) visibility: &'a Visibility,
    pub(crate) signature: &'a Signature,
    /// Its attributes except `#[js_invokable]`.
    pub(crate) attributes: ItemAttributes<'a>,
    /// Its name, without `r#`.
    pub(crate) rust_name: String,
    /// One for each `#[js_invokable]` attribute.
    pub(crate) ids: Vec<Id>,
    /// All occurrences of the flag `blocking`.
    pub(crate) blocking: Vec<Ident>,
    /// All occurrences of the option `policy`.
    pub(crate) policies: Vec<LitStr>,
    /// All occurrences of the option `timeout`.
    pub(crate) timeouts: Vec<LitStr>,
    /// The policy of the block.
    block_policy: Option<LitStr>,
    pub(crate) receiver: Option<&'a Receiver>,
    pub(crate) parameters: Vec<Parameter<'a>>,
    pub(crate) returned: Returned<'a>,
}

/// One id under which JavaScript calls a function.
pub(crate) struct Id {
    pub(crate) value: String,
    /// The assembly, if it differs from that of the block or of the crate.
    pub(crate) assembly: Option<LitStr>,
    /// The source of the id: the literal, or the name of the function.
    pub(crate) source: TokenStream,
}

impl Id {
    /// The text of the option `assembly`.
    pub(crate) fn assembly_name(&self) -> Option<String> {
        self.assembly.as_ref().map(LitStr::value)
    }
}

/// How a function is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Synchronously, on the thread that receives the call.
    Sync,
    /// As a future.
    Async,
    /// On a thread for blocking work.
    Blocking,
}

impl<'a> Function<'a> {
    /// Combines the parts of the item.
    pub(crate) fn new(
        attributes: &'a [Attribute],
        visibility: &'a Visibility,
        signature: &'a Signature,
        options: Vec<Options>,
        block: Option<&Options>,
    ) -> Self {
        let rename = block.and_then(|block| block.rename_all);
        let rust_name = signature.ident.unraw().to_string();
        let blocking = options.iter().filter_map(|options| options.blocking.clone()).collect();
        let policies = options.iter().filter_map(|options| options.policy.clone()).collect();
        let timeouts = options.iter().filter_map(|options| options.timeout.clone()).collect();
        let id = |options: Options| match options.name {
            Some(name) => Id { value: name.value(), assembly: options.assembly, source: name.to_token_stream() },
            None => Id {
                value: rename.map_or_else(|| rust_name.clone(), |rule| rule.apply(&rust_name)),
                assembly: options.assembly,
                source: signature.ident.to_token_stream(),
            },
        };
        Self {
            visibility,
            signature,
            attributes: ItemAttributes::new(attributes),
            ids: options.into_iter().map(id).collect(),
            blocking,
            policies,
            timeouts,
            block_policy: block.and_then(|block| block.policy.clone()),
            receiver: signature.receiver(),
            parameters: parameters(signature),
            returned: Returned::new(signature),
            rust_name,
        }
    }

    /// The name, with the user's span.
    pub(crate) fn name(&self) -> &'a Ident {
        &self.signature.ident
    }

    /// The words of the policy, which is that of the block if the function has none.
    pub(crate) fn policy(&self) -> Vec<String> {
        let policy = self.policies.first().or(self.block_policy.as_ref());
        policy.map_or_else(Vec::new, |policy| policy.value().split_whitespace().map(str::to_owned).collect())
    }

    /// How long a call may take, in milliseconds.
    pub(crate) fn timeout(&self) -> Option<u64> {
        milliseconds(self.timeouts.first()?).ok()
    }

    /// How it is run.
    pub(crate) fn mode(&self) -> Mode {
        if self.returned.is_future {
            Mode::Async
        } else if self.blocking.is_empty() {
            Mode::Sync
        } else {
            Mode::Blocking
        }
    }

    /// Whether `#[cfg(...)]` may remove it.
    pub(crate) fn is_conditional(&self) -> bool {
        !self.attributes.conditions.is_empty()
    }
}
