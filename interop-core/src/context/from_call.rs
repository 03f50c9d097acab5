use std::convert::Infallible;

use super::{CallInfo, RequiredStates};
use crate::error::{CallError, ClientError};
use crate::threading::MaybeSend;

/// A type that methods take as a context parameter, which is created from the call and consumes none of its arguments.
///
/// Implement it for what many methods need to know about their caller, and for conditions that a caller must meet. A
/// method with such a parameter runs only if the parameter can be created, so the check cannot be forgotten in the
/// method.
///
/// ```
/// use interop_core::{CallInfo, ClientError, FromCall, InProcess, js_invokable};
///
/// /// What the application attaches to a circuit when its user has logged in.
/// pub struct Session { user: String, is_admin: bool }
///
/// /// A caller with the role of an administrator.
/// pub struct Admin { name: String }
///
/// #[derive(Debug, ClientError)]
/// pub enum Forbidden {
///     #[client_error(code = "unauthenticated")]
///     NotLoggedIn,
///     #[client_error(code = "forbidden")]
///     NotAnAdmin,
/// }
///
/// impl std::fmt::Display for Forbidden {
///     fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
///         f.write_str(match self {
///             Self::NotLoggedIn => "log in first",
///             Self::NotAnAdmin => "only administrators can do this",
///         })
///     }
/// }
///
/// impl FromCall for Admin {
///     type Refusal = Forbidden;
///
///     fn from_call(call: &CallInfo<'_>) -> Result<Self, Forbidden> {
///         let session = call.state::<Session>().ok_or(Forbidden::NotLoggedIn)?;
///         if session.is_admin { Ok(Self { name: session.user.clone() }) } else { Err(Forbidden::NotAnAdmin) }
///     }
/// }
///
/// #[js_invokable(assembly = "Shop")]
/// pub fn delete_order(admin: Admin, order: u32) -> String {
///     format!("{} deleted order {order}", admin.name)
/// }
///
/// let app = InProcess::new();
/// assert_eq!(app.invoke("Shop", "delete_order", "[7]").unwrap_err().code, "unauthenticated");
///
/// app.circuit().attach(Session { user: "Amy".to_owned(), is_admin: true });
/// assert_eq!(app.invoke("Shop", "delete_order", "[7]").unwrap(), r#""Amy deleted order 7""#);
/// ```
///
/// [`Circuit`](crate::Circuit), [`State<T>`](crate::State), [`This<Self>`](crate::This), [`JsRuntime`](crate::JsRuntime),
/// [`Circuits`](crate::Circuits) and [`Groups`](crate::Groups) implement it too.
///
/// Parameters are created from left to right: context parameters in their order among the arguments, or, in methods
/// with a
/// [`FromCallAsync`] parameter, all of them before any argument is decoded. The first refusal ends the call. A panic fails
/// the call with the code `internal`; other calls are unaffected.
///
/// `Result<T, T::Refusal>` is a context parameter too. The method then runs in either case and receives the refusal.
///
/// A type that also implements [`Deserialize`](serde::Deserialize) cannot be a context parameter, because it
/// could not be distinguished from an argument that the client sends.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a context parameter",
    label = "does not implement `FromCall`",
    note = "implement `interop_core::FromCall` for a parameter that consumes no argument of the call"
)]
pub trait FromCall: Sized + MaybeSend + 'static {
    /// The error of the call if the parameter cannot be created: any [`ClientError`], or [`CallError`].
    type Refusal: IntoCallError;

    /// Creates the parameter, or refuses the call.
    ///
    /// It runs on the thread that starts the call and must not block it. Implement [`FromCallAsync`] for values that
    /// have to be fetched.
    ///
    /// # Errors
    ///
    /// The error with which the call fails.
    fn from_call(call: &CallInfo<'_>) -> Result<Self, Self::Refusal>;

    /// Declares the states that [`from_call`](Self::from_call) needs. A server does not start if one of them is
    /// missing. The default declares none.
    ///
    /// ```
    /// # use interop_core::{CallError, CallInfo, FromCall, RequiredStates, State};
    /// pub struct Settings { is_open: bool }
    ///
    /// /// Refuses calls while the shop is closed.
    /// pub struct Open;
    ///
    /// impl FromCall for Open {
    ///     type Refusal = CallError;
    ///
    ///     fn from_call(call: &CallInfo<'_>) -> Result<Self, CallError> {
    ///         let settings = State::<Settings>::from_call(call)?;
    ///         if settings.is_open { Ok(Self) } else { Err(CallError::new("closed", "come back tomorrow")) }
    ///     }
    ///
    ///     fn required_states(states: &mut RequiredStates) {
    ///         states.require::<Settings>();
    ///     }
    /// }
    /// ```
    fn required_states(states: &mut RequiredStates) {
        let _ = states;
    }
}

/// Like [`FromCall`], for context parameters that have to be awaited, such as a user whose rights are stored in a
/// database. Only `async` methods can have such parameters.
///
/// ```
/// use interop_core::{CallError, CallInfo, FromCallAsync, InProcess, js_invokable};
///
/// # async fn look_up(circuit: u64) -> Option<String> { Some(format!("user of circuit {circuit}")) }
/// pub struct User(String);
///
/// impl FromCallAsync for User {
///     type Refusal = CallError;
///
///     async fn from_call(call: &CallInfo<'_>) -> Result<Self, CallError> {
///         let name = look_up(call.circuit().id()).await;
///         name.map(Self).ok_or_else(|| CallError::new("unauthenticated", "log in first"))
///     }
/// }
///
/// #[js_invokable(assembly = "Shop")]
/// pub async fn my_orders(user: User) -> String {
///     format!("the orders of {}", user.0)
/// }
/// ```
///
/// It runs as part of the call: if the call is cancelled or its circuit closes, the future is dropped.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a context parameter",
    label = "does not implement `FromCallAsync`",
    note = "implement `interop_core::FromCallAsync` for a parameter that consumes no argument of the call and is awaited"
)]
pub trait FromCallAsync: Sized + MaybeSend + 'static {
    /// The error of the call if the parameter cannot be created: any [`ClientError`], or [`CallError`].
    type Refusal: IntoCallError;

    /// Creates the parameter, or refuses the call.
    ///
    /// # Errors
    ///
    /// The error with which the call fails.
    fn from_call(call: &CallInfo<'_>) -> impl Future<Output = Result<Self, Self::Refusal>> + MaybeSend;

    /// Declares the states that [`from_call`](Self::from_call) needs, as [`FromCall::required_states`] does.
    fn required_states(states: &mut RequiredStates) {
        let _ = states;
    }
}

/// An error that a call can fail with: every [`ClientError`], and [`CallError`] itself.
#[diagnostic::on_unimplemented(
    message = "a call cannot fail with `{Self}`",
    label = "neither a `ClientError` nor `CallError`",
    note = "derive `interop_core::ClientError` for it, or use `interop_core::CallError`"
)]
pub trait IntoCallError {
    /// The error of the call.
    fn into_call_error(self) -> CallError;

    /// The codes that the error can have, for generators of typed clients. By default, any code is possible.
    #[cfg(feature = "contract")]
    fn possible_codes(generator: &mut schemars::SchemaGenerator) -> crate::contract::Errors
    where
        Self: Sized,
    {
        let _ = generator;
        crate::contract::Errors::Any
    }
}

#[diagnostic::do_not_recommend]
impl<E: ClientError> IntoCallError for E {
    fn into_call_error(self) -> CallError {
        CallError::client(&self)
    }

    #[cfg(feature = "contract")]
    fn possible_codes(generator: &mut schemars::SchemaGenerator) -> crate::contract::Errors {
        use crate::contract::Errors;

        E::codes(generator).map_or(Errors::Any, Errors::Known)
    }
}

impl IntoCallError for CallError {
    fn into_call_error(self) -> CallError {
        self
    }
}

impl IntoCallError for Infallible {
    fn into_call_error(self) -> CallError {
        match self {}
    }

    #[cfg(feature = "contract")]
    fn possible_codes(_: &mut schemars::SchemaGenerator) -> crate::contract::Errors {
        crate::contract::Errors::None
    }
}

impl<T: FromCall> FromCall for Result<T, T::Refusal>
where
    T::Refusal: MaybeSend + 'static,
{
    type Refusal = Infallible;

    fn from_call(call: &CallInfo<'_>) -> Result<Self, Infallible> {
        Ok(T::from_call(call))
    }
}

impl<T: FromCallAsync> FromCallAsync for Result<T, T::Refusal>
where
    T::Refusal: MaybeSend + 'static,
{
    type Refusal = Infallible;

    async fn from_call(call: &CallInfo<'_>) -> Result<Self, Infallible> {
        Ok(T::from_call(call).await)
    }
}
