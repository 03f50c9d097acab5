//! Types as text.

use super::snapshot::tokens;
use crate::model::type_name;

#[test]
fn types_are_spaced_as_people_write_them() {
    for name in [
        "Vec<u8>",
        "&str",
        "&'a str",
        "&'a [u8]",
        "&'a mut [u8; 3]",
        "Option<&'static str>",
        "std::collections::HashMap<String, Vec<(u8, char)>>",
        "::core::option::Option<r#type>",
        "<T as Iterator>::Item",
        "Box<dyn for<'a> Fn(&'a str) -> Vec<u8> + Send + 'static>",
        "impl Future<Output = Result<(), E>> + 'a",
        "impl ?Sized",
        "[u8; 4]",
        "(u8,)",
        "fn(u8) -> !",
        "unsafe extern \"C\" fn()",
        "*const u8",
        "&dyn Any",
        "Matrix<3, { N + 1 }>",
        "S<-1>",
        "()",
    ] {
        let written = name.replace("{ N + 1 }", "{N + 1}").replace("(u8,)", "(u8, )").replace("<-1>", "< -1>");
        assert_eq!(type_name(&syn::parse2(tokens(name)).unwrap()), written);
    }
}

#[test]
fn a_comma_before_the_end_of_a_list_is_left_out() {
    assert_eq!(type_name(&syn::parse2(tokens("HashMap<\n u8,\n u8,\n>")).unwrap()), "HashMap<u8, u8>");
}
