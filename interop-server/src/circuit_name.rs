//! Names of circuits, which clients and logs see.

use std::fmt::Write as _;

/// A new name: 128 random bits of the operating system, in hexadecimal. The name of another client's circuit cannot be
/// guessed from one's own, as the numbers could by which this process tells circuits apart.
///
/// # Panics
///
/// If the operating system has no random numbers.
pub(crate) fn random() -> String {
    let mut bits = [0; 16];
    getrandom::fill(&mut bits).expect("the operating system has random numbers");
    bits.iter().fold(String::with_capacity(32), |mut name, byte| {
        // A string takes everything.
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
