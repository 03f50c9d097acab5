//! A derived error whose names are those of generated code, in a crate that denies what it can.

#![deny(warnings, missing_docs, unreachable_pub, unused)]
#![forbid(unsafe_code)]

use interop_core::{CallError, ClientError, InProcess, js_invokable};

type Result<T> = std::result::Result<T, CallError>;

/// Fields and variants with names that expansions use.
#[derive(Debug, ClientError)]
#[allow(dead_code)]
enum Error {
    /// Documented.
    Some { __field: u8, __field0: u8, r#type: u8, self_: u8 },
    Ok(u8),
    r#None,
    Err,
    #[deprecated]
    Old(u8),
    #[cfg(any())]
    Absent(Missing),
    #[cfg(all())]
    #[client_error(code = "err")]
    Present,
}

/// No value, no code.
#[derive(Debug, ClientError)]
#[allow(dead_code)]
enum Never {}

impl std::fmt::Display for Never {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self {}
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("failed")
    }
}

impl std::error::Error for Error {}

/// Fails.
#[js_invokable(assembly = "Names")]
pub fn fail() -> Result<()> {
    Err(Error::Some { __field: 1, __field0: 2, r#type: 3, self_: 4 })?
}

/// In a macro, as users of ours may.
macro_rules! error {
    ($name:ident, $field:ident: $type:ty) => {
        /// Made by a macro.
        #[derive(Debug, ClientError)]
        pub(crate) struct $name { $field: $type }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}", self.$field)
            }
        }
    };
}

error!(MadeByAMacro, left: u32);

fn main() {
    let failure = InProcess::new().invoke("Names", "fail", "[]").unwrap_err();
    assert_eq!(failure.code, "some");
    let data = failure.data.unwrap();
    assert_eq!(data["type"], 3);
    assert_eq!(data["__field0"], 2);
    assert_eq!(ClientError::code(&Error::r#None), "none");
    assert_eq!(ClientError::code(&MadeByAMacro { left: 1 }), "made_by_a_macro");
}
