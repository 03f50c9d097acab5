//! What the steps need and this machine does not have: named once, before anything runs.

use std::fmt::Write as _;

/// Something that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Missing {
    /// What it is, and whence it comes.
    pub(crate) what: String,
    /// What the user has to do, where the step cannot install it.
    pub(crate) advice: Option<String>,
}

/// What there is to say about all that is missing, each thing once; nothing if nothing is.
pub(crate) fn announcement(missing: &[Missing], no_install: bool) -> Option<String> {
    let mut known: Vec<&Missing> = Vec::new();
    for thing in missing {
        if !known.contains(&thing) {
            known.push(thing);
        }
    }
    let (here, elsewhere): (Vec<&Missing>, Vec<&Missing>) = known.into_iter().partition(|thing| thing.advice.is_none());
    let mut text = String::new();
    if !here.is_empty() {
        let title = if no_install { "not installed:" } else { "this run installs (`--no-install` only names it):" };
        let _ = writeln!(text, "{title}");
        for Missing { what, .. } in here {
            let _ = writeln!(text, "  * {what}");
        }
    }
    if !elsewhere.is_empty() {
        let _ = writeln!(text, "not installed, and not for this run to install:");
        for Missing { what, advice } in elsewhere {
            let _ = writeln!(text, "  * {what}: {}", advice.as_deref().unwrap_or_default());
        }
    }
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thing(what: &str, advice: Option<&str>) -> Missing {
        Missing { what: what.to_owned(), advice: advice.map(str::to_owned) }
    }

    #[test]
    fn everything_is_named_once_before_it_is_installed() {
        let missing = [thing("chromium", None), thing("npm packages in e2e", None), thing("chromium", None)];
        assert_eq!(
            announcement(&missing, false).unwrap(),
            "this run installs (`--no-install` only names it):\n  * chromium\n  * npm packages in e2e\n"
        );
        assert_eq!(announcement(&missing, true).unwrap(), "not installed:\n  * chromium\n  * npm packages in e2e\n");
    }

    #[test]
    fn what_only_the_user_can_install_comes_with_advice() {
        let missing = [thing("Node.js", Some("install it"))];
        assert_eq!(
            announcement(&missing, false).unwrap(),
            "not installed, and not for this run to install:\n  * Node.js: install it\n"
        );
    }

    #[test]
    fn where_nothing_is_missing_nothing_is_said() {
        assert_eq!(announcement(&[], false), None);
    }
}
