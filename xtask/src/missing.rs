//! Reports missing prerequisites once, before anything runs.

use std::fmt::Write as _;

/// A missing prerequisite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Missing {
    /// What is missing, and where it comes from.
    pub(crate) what: String,
    /// What the user must do if the step cannot install it.
    pub(crate) advice: Option<String>,
}

/// The text that lists everything that is missing, without duplicates, or nothing if nothing is missing.
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
        let title = if no_install {
            "not installed:"
        } else {
            "this run installs the following (`--no-install` only lists it):"
        };
        let _ = writeln!(text, "{title}");
        for Missing { what, .. } in here {
            let _ = writeln!(text, "  * {what}");
        }
    }
    if !elsewhere.is_empty() {
        let _ = writeln!(text, "not installed, and must be installed manually:");
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
            "this run installs the following (`--no-install` only lists it):\n  * chromium\n  * npm packages in e2e\n"
        );
        assert_eq!(announcement(&missing, true).unwrap(), "not installed:\n  * chromium\n  * npm packages in e2e\n");
    }

    #[test]
    fn what_only_the_user_can_install_comes_with_advice() {
        let missing = [thing("Node.js", Some("install it"))];
        assert_eq!(
            announcement(&missing, false).unwrap(),
            "not installed, and must be installed manually:\n  * Node.js: install it\n"
        );
    }

    #[test]
    fn where_nothing_is_missing_nothing_is_said() {
        assert_eq!(announcement(&[], false), None);
    }
}
