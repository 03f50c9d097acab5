//! The application, tested through the calls and requests that its page makes.

mod login;
mod methods;
mod page;
