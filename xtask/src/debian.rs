//! Installs Debian packages where no confirmation is needed: as root, in containers and on build machines.

use crate::invocation::Invocation;
use crate::missing::Missing;

/// A Debian package that a step needs.
pub(crate) struct Package {
    pub(crate) name: &'static str,
    /// Whether the required files of the package exist.
    pub(crate) exists: fn() -> bool,
}

/// Packages that belong together.
pub(crate) struct Packages {
    /// What is missing without the packages.
    pub(crate) what: &'static str,
    pub(crate) parts: &'static [Package],
    /// Creates advice from the names of the packages, for users who must install them manually.
    pub(crate) advice: fn(&[&str]) -> String,
}

impl Packages {
    /// The missing packages.
    pub(crate) fn missing(&self) -> Option<Missing> {
        self.missing_where(can_install())
    }

    fn missing_where(&self, can_install: bool) -> Option<Missing> {
        let names = self.missing_names();
        let what = format!("{}: Debian's {}", self.what, names.join(", "));
        (!names.is_empty()).then(|| Missing { what, advice: (!can_install).then(|| (self.advice)(&names)) })
    }

    /// Installs the missing packages. If that is not possible or fails, the error ends with the advice.
    pub(crate) fn install_missing(&self) -> Result<(), String> {
        let missing = self.missing_names();
        if missing.is_empty() {
            return Ok(());
        }
        if !can_install() {
            return Err((self.advice)(&missing));
        }
        println!("installing {}: Debian's {}", self.what, missing.join(", "));
        for command in commands(&missing) {
            command.run().map_err(|error| format!("{error}; {}", (self.advice)(&missing)))?;
        }
        Ok(())
    }

    /// The names of the missing packages.
    fn missing_names(&self) -> Vec<&'static str> {
        let missing = self.parts.iter().filter(|package| !(package.exists)());
        missing.map(|package| package.name).collect()
    }
}

fn can_install() -> bool {
    let is_root = Invocation::new("id", &["-u"]).output().is_some_and(|id| id == "0");
    is_root && Invocation::new("apt-get", &["--version"]).output().is_some()
}

fn commands(packages: &[&str]) -> [Invocation; 2] {
    let apt_get = |args: &[&str]| {
        // Quietly, but waits while another process installs packages.
        let options = ["-qq", "-o", "Dpkg::Use-Pty=0", "-o", "DPkg::Lock::Timeout=300"];
        Invocation::new("apt-get", &[&options, args].concat()).env(&[("DEBIAN_FRONTEND", "noninteractive")])
    };
    [apt_get(&["update"]), apt_get(&[&["install", "-y", "--no-install-recommends"], packages].concat())]
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACKAGES: Packages = Packages {
        what: "a tool",
        parts: &[
            Package { name: "one", exists: || false },
            Package { name: "two", exists: || true },
            Package { name: "three", exists: || false },
        ],
        advice: |names| format!("install {}", names.join(" ")),
    };

    #[test]
    fn only_what_is_missing_is_installed() {
        assert_eq!(PACKAGES.missing_names(), ["one", "three"]);
        assert!(commands(&["one", "three"])[1].to_string().ends_with(" install -y --no-install-recommends one three"));
    }

    #[test]
    fn where_packages_cannot_be_installed_the_advice_says_what_to_do() {
        let what = "a tool: Debian's one, three".to_owned();
        assert_eq!(PACKAGES.missing_where(true), Some(Missing { what: what.clone(), advice: None }));
        let advice = Some("install one three".to_owned());
        assert_eq!(PACKAGES.missing_where(false), Some(Missing { what, advice }));
    }

    #[test]
    fn where_everything_is_there_nothing_happens() {
        const THERE: Packages = Packages { parts: &[Package { name: "two", exists: || true }], ..PACKAGES };
        assert_eq!(THERE.install_missing(), Ok(()));
        assert_eq!(THERE.missing(), None);
    }
}
