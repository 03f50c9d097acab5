//! "did you mean": finds the option that a misspelled one was meant to be.

/// Words that other libraries use for one of our options.
const SYNONYMS: &[(&str, &str)] = &[
    ("id", "name"),
    ("identifier", "name"),
    ("js_name", "name"),
    ("rename", "name"),
    ("method", "name"),
    ("namespace", "assembly"),
    ("spawn_blocking", "blocking"),
    ("rename_methods", "rename_all"),
    ("krate", "crate"),
    ("path", "crate"),
];

/// The candidate that is closest to the written word, if it is close enough.
pub(crate) fn nearest<'a>(written: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let synonym = SYNONYMS.iter().find(|(word, _)| *word == written).map(|(_, option)| *option);
    if let Some(option) = synonym.and_then(|option| candidates.iter().find(|candidate| **candidate == option)) {
        return Some(option);
    }
    let lower = written.to_lowercase();
    candidates
        .iter()
        .map(|candidate| (distance(&lower, candidate), *candidate))
        .filter(|(distance, candidate)| *distance <= candidate.len() / 3 + 1 && *distance < written.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The number of characters that must be inserted, removed or replaced (Levenshtein distance).
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in to.iter().enumerate() {
            let replaced = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[to.len()]
}
