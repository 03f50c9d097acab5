//! Debian packages, installed where that needs no question: as root, in containers and build machines.

use crate::invocation::Invocation;

/// A package that a step needs.
pub(crate) struct Package {
    pub(crate) name: &'static str,
    /// Whether what we need of it is there.
    pub(crate) exists: fn() -> bool,
}

/// Installs those packages that are not there. Where that is not possible, or fails, the error ends with the advice, which is
/// made from the names of the packages; `what` says what the user lacks without them.
pub(crate) fn install_missing(
    what: &str,
    packages: &[Package],
    advice: &dyn Fn(&[&str]) -> String,
) -> Result<(), String> {
    let missing = missing(packages);
    if missing.is_empty() {
        return Ok(());
    }
    let is_root = Invocation::new("id", &["-u"]).output().is_some_and(|id| id == "0");
    let has_apt = Invocation::new("apt-get", &["--version"]).output().is_some();
    if !(is_root && has_apt) {
        return Err(advice(&missing));
    }
    println!("{what} is not installed, installing Debian's {}", missing.join(", "));
    for command in commands(&missing) {
        command.run().map_err(|error| format!("{error}; {}", advice(&missing)))?;
    }
    Ok(())
}

/// The names of the packages that are not there.
fn missing(packages: &[Package]) -> Vec<&'static str> {
    let missing = packages.iter().filter(|package| !(package.exists)());
    missing.map(|package| package.name).collect()
}

fn commands(packages: &[&str]) -> [Invocation; 2] {
    let apt_get = |args: &[&str]| {
        // Quietly, but wait while somebody else installs something.
        let options = ["-qq", "-o", "Dpkg::Use-Pty=0", "-o", "DPkg::Lock::Timeout=300"];
        Invocation::new("apt-get", &[&options, args].concat()).env(&[("DEBIAN_FRONTEND", "noninteractive")])
    };
    [apt_get(&["update"]), apt_get(&[&["install", "-y", "--no-install-recommends"], packages].concat())]
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACKAGES: &[Package] = &[
        Package { name: "one", exists: || false },
        Package { name: "two", exists: || true },
        Package { name: "three", exists: || false },
    ];

    #[test]
    fn only_what_is_missing_is_installed() {
        assert_eq!(missing(PACKAGES), ["one", "three"]);
        assert!(missing(&PACKAGES[1..2]).is_empty());
        assert!(commands(&["one", "three"])[1].to_string().ends_with(" install -y --no-install-recommends one three"));
    }

    #[test]
    fn where_everything_is_there_nothing_happens() {
        let advice = |_: &[&str]| unreachable!("nothing is missing");
        assert_eq!(install_missing("two", &PACKAGES[1..2], &advice), Ok(()));
    }
}
