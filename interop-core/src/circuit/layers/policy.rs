use std::fmt;

use super::{CallLayer, CallLayers};
use crate::context::{CallInfo, IntoCallError};
use crate::descriptor::MethodDescriptor;
use crate::error::CallError;
use crate::registry::Registry;
use crate::threading::{MaybeSend, MaybeSync};

/// The layer that decides about the policies of methods: a function that is called for each word of a policy.
///
/// The call runs if the function accepts every word. Calls of methods without a policy run without asking it.
///
/// ```
/// use interop_core::{CallError, CallInfo, InProcess, PolicyLayer, js_invokable};
///
/// /// Attached to the circuit when the user has logged in.
/// struct Session { roles: Vec<String> }
///
/// #[js_invokable(assembly = "Shop", policy = "admin")]
/// pub fn refund(order: u32) -> u32 { order }
///
/// let roles = PolicyLayer::new(|call: &CallInfo<'_>, word: &str| match call.state::<Session>() {
///     Some(session) if session.roles.iter().any(|role| role == word) => Ok(()),
///     Some(_) => Err(CallError::new("forbidden", format!("only for the role {word}"))),
///     None => Err(CallError::new("unauthenticated", "log in first")),
/// });
/// let app = InProcess::builder().layer(roles).build();
/// assert_eq!(app.invoke("Shop", "refund", "[7]").unwrap_err().code, "unauthenticated");
/// app.circuit().attach(Session { roles: vec!["admin".to_owned()] });
/// assert_eq!(app.invoke("Shop", "refund", "[7]").unwrap(), "7");
/// ```
pub struct PolicyLayer<F>(F);

impl<F, E> PolicyLayer<F>
where
    F: Fn(&CallInfo<'_>, &str) -> Result<(), E> + MaybeSend + MaybeSync + 'static,
    E: IntoCallError,
{
    /// The function returns an error for a word whose requirement the caller does not meet.
    pub fn new(decide: F) -> Self {
        Self(decide)
    }
}

impl<F, E> CallLayer for PolicyLayer<F>
where
    F: Fn(&CallInfo<'_>, &str) -> Result<(), E> + MaybeSend + MaybeSync + 'static,
    E: IntoCallError,
{
    fn before(&self, call: &CallInfo<'_>) -> Result<(), CallError> {
        let mut words = call.method().policy.iter();
        words.try_for_each(|word| (self.0)(call, word).map_err(IntoCallError::into_call_error))
    }

    fn decides_policies(&self) -> bool {
        true
    }
}

impl<F> fmt::Debug for PolicyLayer<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PolicyLayer")
    }
}

/// Methods have a policy, and no layer of the host decides about policies. Lists the methods.
#[derive(Clone, PartialEq, Eq)]
pub struct MissingPolicyLayer {
    text: String,
}

impl CallLayers {
    /// Checks that there is a layer for the policies of these methods.
    ///
    /// # Errors
    ///
    /// If methods have a policy, and no layer [decides about policies](CallLayer::decides_policies).
    pub fn check(&self, registry: &Registry) -> Result<(), MissingPolicyLayer> {
        if self.decides_policies || registry.methods_with_policy().is_empty() {
            return Ok(());
        }
        Err(MissingPolicyLayer::of(registry.methods_with_policy()))
    }
}

impl MissingPolicyLayer {
    #[cold]
    fn of(methods: &[(&'static str, &'static MethodDescriptor)]) -> Self {
        let mut text =
            "no layer decides about the policies of these methods; add a `PolicyLayer` to the host".to_owned();
        for (owner, MethodDescriptor { name, policy, location, .. }) in methods {
            let policy = policy.join(" ");
            text.push_str(&format!("\n  `{owner}.{name}` has the policy `{policy}` at {location}"));
        }
        Self { text }
    }
}

impl fmt::Display for MissingPolicyLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for MissingPolicyLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for MissingPolicyLayer {}

/// The error of a call of a method with a policy on a host that cannot decide about it. Only methods of generic types get
/// here: those of others are found when the host is built.
#[cold]
pub(in crate::circuit) fn undecided(method: &'static MethodDescriptor) -> CallError {
    let policy = method.policy.join(" ");
    CallError::internal(format_args!("no layer of the host decides about the policy `{policy}` of the method"))
}
