//! Determines how a parameter that receives a reference must be declared, given its current declaration.

use crate::codec::Step;

/// Types that are not visible in JSON.
const WRAPPERS: [&str; 5] = ["Option", "Box", "Rc", "Arc", "Wrapping"];
/// Types that are arrays in JSON.
const LISTS: [&str; 7] = ["Vec", "VecDeque", "LinkedList", "HashSet", "BTreeSet", "BinaryHeap", "SmallVec"];
/// Types that are objects in JSON, with a value for each key.
const MAPS: [&str; 3] = ["HashMap", "BTreeMap", "IndexMap"];

/// The type that receives a reference at this place, such as `Option<ObjectReference<Point>>` for `Option<Point>`.
/// `None` if the place is inside a type whose declaration is not known here.
pub(super) fn reference_type(declared: &str, place: &[Step]) -> Option<String> {
    let declared = declared.trim_ascii();
    if let Some(lent) = declared.strip_prefix('&') {
        return Some(format!("&{}", reference_type(lent, place)?));
    }
    let Some(argument) = Argument::of(declared, place.first()) else {
        return place.is_empty().then(|| format!("ObjectReference<{declared}>"));
    };
    let rest = if argument.is_step { place.get(1..)? } else { place };
    let inside = reference_type(&declared[argument.start..argument.end], rest)?;
    Some(format!("{}{inside}{}", &declared[..argument.start], &declared[argument.end..]))
}

/// The part of a type that is the type of its contents.
struct Argument {
    start: usize,
    end: usize,
    /// Whether it is a level in JSON.
    is_step: bool,
}

impl Argument {
    fn of(declared: &str, step: Option<&Step>) -> Option<Self> {
        let close = declared.len().checked_sub(1)?;
        let open = declared.find(['<', '[', '('])?;
        let name = declared[..open].rsplit(':').next()?.trim_ascii();
        let arguments = split_list(declared, open + 1, close);
        let is_bracketed = name.is_empty();
        let (chosen, is_step) = match (declared.as_bytes()[open], step) {
            (b'<', _) if WRAPPERS.contains(&name) => (0, false),
            (b'<', Some(Step::Element(_))) if LISTS.contains(&name) => (0, true),
            (b'<', Some(Step::Property)) if MAPS.contains(&name) => (1, true),
            (b'[', Some(Step::Element(_))) if is_bracketed => (0, true),
            (b'(', Some(Step::Element(index))) if is_bracketed => (*index, true),
            _ => return None,
        };
        let &(start, mut end) = arguments.get(chosen)?;
        if declared.as_bytes()[open] == b'[' {
            // Without the length of an array.
            end = declared[start..end].rfind(';').map_or(end, |offset| start + offset);
        }
        Some(Self { start, end, is_step })
    }
}

/// The positions of the comma-separated parts of a list, ignoring commas inside brackets.
fn split_list(text: &str, from: usize, to: usize) -> Vec<(usize, usize)> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0, from);
    for (offset, character) in text[from..to].char_indices() {
        match character {
            '<' | '[' | '(' => depth += 1,
            '>' | ']' | ')' => depth -= 1,
            ',' if depth == 0 => {
                parts.push((start, from + offset));
                start = from + offset + 1;
            }
            _ => {}
        }
    }
    parts.push((start, to));
    let trimmed = |(start, end): (usize, usize)| {
        let part = &text[start..end];
        (end - part.trim_ascii_start().len(), start + part.trim_ascii_end().len())
    };
    parts.into_iter().map(trimmed).collect()
}

#[cfg(test)]
mod tests {
    use super::reference_type;
    use crate::codec::Step::{Element, Property};

    #[test]
    fn the_reference_is_where_the_value_was() {
        for (declared, place, expected) in [
            ("Point", &[][..], "ObjectReference<Point>"),
            ("Option<Point>", &[], "Option<ObjectReference<Point>>"),
            ("Vec<Point>", &[Element(3)], "Vec<ObjectReference<Point>>"),
            ("Vec<Point>", &[], "ObjectReference<Vec<Point>>"),
            ("Option<Vec<Option<a::Point>>>", &[Element(0)], "Option<Vec<Option<ObjectReference<a::Point>>>>"),
            ("&[Point]", &[Element(0)], "&[ObjectReference<Point>]"),
            ("[Point; 2]", &[Element(0)], "[ObjectReference<Point>; 2]"),
            (
                "std::collections::HashMap<String, Vec<P<A, B>>>",
                &[Property, Element(1)],
                "std::collections::HashMap<String, Vec<ObjectReference<P<A, B>>>>",
            ),
            ("(i32, Point)", &[Element(1)], "(i32, ObjectReference<Point>)"),
        ] {
            assert_eq!(reference_type(declared, place).as_deref(), Some(expected), "{declared}");
        }
    }

    #[test]
    fn fields_of_other_types_are_not_known() {
        for (declared, place) in
            [("Options", &[Property][..]), ("Vec<Options>", &[Element(0), Property]), ("(A,)", &[Element(7)])]
        {
            assert_eq!(reference_type(declared, place), None, "{declared}");
        }
    }
}
