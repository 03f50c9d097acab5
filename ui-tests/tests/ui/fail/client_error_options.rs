//! Options of `#[client_error]` that are misspelt, misplaced or exclude each other: every one is reported, and nothing else.

use interop_core::ClientError;

#[derive(ClientError)]
#[client_error(code = "order", rename_all = "Snake", rename_all = "camelCase", renameall = "camelCase")]
enum OrderError {
    #[client_error(code)]
    #[client_error = "closed"]
    Closed,
    #[client_error(code = "")]
    Empty,
    #[client_error(code = 7, colour)]
    Number,
    #[client_error(internal, code = "database")]
    Database,
    #[client_error(internal, transparent)]
    Nothing(u8),
    #[client_error(transparent, code = "payment")]
    Payment(u8),
    #[client_error(transparent)]
    Two(u8, u8),
    #[client_error(internal = true)]
    Internal,
    #[client_error(skip)]
    Skipped,
    #[client_error(code = "closed_shop")]
    ClosedShop,
    #[client_error(code = "closed_shop")]
    ClosedAgain,
}

#[derive(ClientError)]
#[client_error(rename_all_fields = "camelCase")]
struct StructError {
    #[client_error(rename = "left", skip)]
    both: u8,
    #[client_error(code = "left")]
    code: u8,
    one: u8,
    #[client_error(rename = "one")]
    other: u8,
    #[cfg(test)]
    conditional: u8,
}

#[derive(ClientError)]
struct Unnamed(#[client_error(rename = "left")] u8);

impl std::fmt::Display for OrderError {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Ok(())
    }
}

impl std::fmt::Display for StructError {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Ok(())
    }
}

impl std::fmt::Display for Unnamed {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Ok(())
    }
}

#[interop_core::js_invokable]
pub fn order() -> Result<(), OrderError> {
    Ok(())
}

fn main() {}
