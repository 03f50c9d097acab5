//! The names of types in texts and contracts.

/// A type without the paths in it, such as `Page<String>` for `shop::Page<alloc::string::String>`.
pub(crate) fn without_paths(type_name: &str) -> String {
    let mut short = String::with_capacity(type_name.len());
    for part in type_name.split_inclusive(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')) {
        short.push_str(part.rsplit_once("::").map_or(part, |(_, last)| last));
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_types_lose_their_paths() {
        for (type_name, short) in [
            ("shop::cart::Cart", "Cart"),
            ("shop::Page<alloc::string::String>", "Page<String>"),
            ("a::B<c::D<e::F, g::H>, [i::J; 3]>", "B<D<F, H>, [J; 3]>"),
            ("(a::B, &str)", "(B, &str)"),
            ("Cart", "Cart"),
        ] {
            assert_eq!(without_paths(type_name), short);
        }
    }
}
