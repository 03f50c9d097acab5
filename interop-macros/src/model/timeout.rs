//! The times that `#[js_invokable(timeout = "5s")]` accepts.

use syn::LitStr;

/// The accepted units, with their milliseconds.
const UNITS: [(&str, u64); 4] = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000)];

/// The longest time that JavaScript's numbers count in milliseconds.
const MAX_MILLISECONDS: u64 = (1 << 53) - 1;

/// The milliseconds of a time, or what is wrong with it.
pub(crate) fn milliseconds(timeout: &LitStr) -> Result<u64, &'static str> {
    let text = timeout.value();
    let unit_at = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(unit_at);
    let factor = UNITS.iter().find(|(name, _)| *name == unit.trim_start()).map(|(_, factor)| *factor);
    let (false, Some(factor)) = (number.is_empty(), factor) else {
        return Err("a timeout is a whole number with a unit, `ms`, `s`, `m` or `h`, such as \"500ms\" or \"5s\"");
    };
    let milliseconds = number.parse::<u64>().ok().and_then(|number| number.checked_mul(factor));
    match milliseconds {
        Some(0) => Err("a timeout of zero would fail every call; without a timeout, remove the option"),
        Some(milliseconds) if milliseconds <= MAX_MILLISECONDS => Ok(milliseconds),
        _ => Err("the timeout is longer than 2^53 - 1 milliseconds; without a timeout, remove the option"),
    }
}
