//! Names of circuits, which are visible to clients and in logs.

use std::fmt::Write as _;

/// A new name: 128 random bits from the operating system, in hexadecimal. Unlike the numbers by which this process
/// identifies circuits, it does not allow a client to guess the names of other circuits.
///
/// # Panics
///
/// If the operating system provides no random numbers.
pub(crate) fn random() -> String {
    let mut bits = [0; 16];
    getrandom::fill(&mut bits).expect("the operating system has random numbers");
    bits.iter().fold(String::with_capacity(32), |mut name, byte| {
        // Writing to a string cannot fail.
        let _ = write!(name, "{byte:02x}");
        name
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_differ_in_all_their_digits() {
        let names: Vec<String> = (0..200).map(|_| random()).collect();
        for place in 0..32 {
            let digits: HashSet<u8> = names.iter().map(|name| name.as_bytes()[place]).collect();
            assert_eq!(digits.len(), 16, "digit {place} of {names:?}");
        }
    }
}
