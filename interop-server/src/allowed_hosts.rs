//! Decides which hosts the server answers to.
//!
//! An attacker can point a domain to the address of this server (DNS rebinding). The browser then treats the attacker's
//! page and this server as the same site: the name in `Origin` equals the name in `Host`, and only the name itself
//! shows whose page it is. A server must therefore know its names. A server on the loopback interface has only the
//! names of that interface, unless the application lists others.

use std::net::IpAddr;

use url::Host;

use crate::host::{is_loopback, parse_host};
use crate::options_error::Problems;

/// The option that lists hosts.
pub(crate) const OPTION: &str = "allowed_hosts";

/// The option that allows every host, including requests without one.
pub(crate) const ANY_OPTION: &str = "allow_any_host";

/// The hosts to which the server answers.
#[derive(Clone, Debug, Default)]
pub(crate) enum AllowedHosts {
    /// It depends on the address of the client.
    #[default]
    Unlisted,
    /// These hosts, as they were written.
    Listed(Vec<String>),
    /// All hosts.
    Any,
}

/// The decision about a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HostDecision {
    Allowed,
    /// It is answered because the server can be reached from other machines and no hosts are listed.
    Unchecked,
    Refused,
}

impl AllowedHosts {
    /// Whether every host is answered.
    pub(crate) fn are_any(&self) -> bool {
        matches!(self, Self::Any)
    }

    /// Reports entries that no request can match.
    pub(crate) fn check(&self, problems: &mut Problems) {
        let Self::Listed(entries) = self else { return };
        if entries.is_empty() {
            problems
                .add(OPTION, "the list is empty, so no request could be answered; list the host names of the server");
        }
        for entry in entries {
            if let Err(reason) = check_entry(entry) {
                problems.add(OPTION, reason);
            }
        }
    }

    /// Decides about a request for a host. `peer` is the address of the client, if the application provides it.
    pub(crate) fn decide(&self, host: &Host, peer: Option<IpAddr>) -> HostDecision {
        let allowed = match self {
            Self::Any => true,
            Self::Listed(entries) => entries.iter().any(|entry| entry_matches(entry, host)),
            Self::Unlisted if is_loopback(host) => true,
            Self::Unlisted => match peer {
                // Requests over the loopback interface come from this machine: from a browser or a proxy.
                Some(peer) if peer.to_canonical().is_loopback() => false,
                Some(_) => return HostDecision::Unchecked,
                // An address cannot be pointed at another machine. A name can.
                None => !matches!(host, Host::Domain(_)),
            },
        };
        if allowed { HostDecision::Allowed } else { HostDecision::Refused }
    }
}

fn check_entry(entry: &str) -> Result<(), String> {
    if entry == "*" {
        return Err("`*` is not a name; use `allow_any_host` to serve every host".to_owned());
    }
    let name = entry.strip_prefix("*.").unwrap_or(entry);
    if name.contains('*') {
        return Err(format!(
            "`{entry}` matches no host: `*.` is only allowed at the beginning, where it stands for one or more labels"
        ));
    }
    if let Some(host) = parse_host(name) {
        let canonical = host.to_string();
        return match host {
            Host::Domain(_) if canonical == name => Ok(()),
            Host::Ipv4(_) | Host::Ipv6(_) if canonical == entry => Ok(()),
            Host::Ipv4(_) | Host::Ipv6(_) if name != entry => {
                Err(format!("`{entry}` matches no host: an address has no subdomains; write `{canonical}`"))
            }
            _ => {
                let prefix = if name == entry { "" } else { "*." };
                Err(format!("`{entry}` matches no host: requests name it as `{prefix}{canonical}`"))
            }
        };
    }
    if name.parse::<std::net::Ipv6Addr>().is_ok() {
        return Err(format!("`{entry}` matches no host: IPv6 addresses are written in brackets; write `[{name}]`"));
    }
    let fix = without_surroundings(entry).map(|host| format!("; write `{host}`")).unwrap_or_default();
    Err(format!("`{entry}` is not a host name: list hosts without scheme, user, port and path{fix}"))
}

/// The host in a text that contains more than a host.
fn without_surroundings(entry: &str) -> Option<Host> {
    let text = entry.trim();
    let url = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
    let url = url::Url::parse(&url).ok()?;
    parse_host(url.host_str()?)
}

fn entry_matches(entry: &str, host: &Host) -> bool {
    match (entry.strip_prefix("*."), host) {
        (Some(parent), Host::Domain(name)) => {
            name.strip_suffix(parent).is_some_and(|labels| labels.len() > 1 && labels.ends_with('.'))
        }
        (Some(_), _) => false,
        (None, Host::Domain(name)) => name == entry,
        (None, address) => address.to_string() == entry,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Option<IpAddr> = Some(IpAddr::V4(std::net::Ipv4Addr::LOCALHOST));
    const ELSEWHERE: Option<IpAddr> = Some(IpAddr::V4(std::net::Ipv4Addr::new(203, 0, 113, 7)));

    fn decide(allowed: &AllowedHosts, host: &str, peer: Option<IpAddr>) -> HostDecision {
        allowed.decide(&parse_host(host).unwrap(), peer)
    }

    fn listed(entries: &[&str]) -> AllowedHosts {
        AllowedHosts::Listed(entries.iter().map(|entry| (*entry).to_owned()).collect())
    }

    fn problem(entry: &str) -> Option<String> {
        let mut problems = Problems::default();
        listed(&[entry]).check(&mut problems);
        problems.into_error().problems().next().map(|problem| problem.reason().to_owned())
    }

    #[test]
    fn without_a_list_a_server_on_loopback_has_only_loopback_names() {
        use HostDecision::{Allowed, Refused, Unchecked};
        let unlisted = AllowedHosts::Unlisted;
        for (host, from_here, from_elsewhere, from_unknown) in [
            ("localhost", Allowed, Allowed, Allowed),
            ("app.localhost", Allowed, Allowed, Allowed),
            ("127.0.0.1", Allowed, Allowed, Allowed),
            ("[::1]", Allowed, Allowed, Allowed),
            ("evil.example", Refused, Unchecked, Refused),
            ("localhost.evil.example", Refused, Unchecked, Refused),
            ("127.0.0.1.nip.io", Refused, Unchecked, Refused),
            ("203.0.113.1", Refused, Unchecked, Allowed),
            ("[2001:db8::1]", Refused, Unchecked, Allowed),
        ] {
            assert_eq!(decide(&unlisted, host, HERE), from_here, "{host} from here");
            assert_eq!(decide(&unlisted, host, ELSEWHERE), from_elsewhere, "{host} from elsewhere");
            assert_eq!(decide(&unlisted, host, None), from_unknown, "{host} from unknown");
        }
        let mapped = Some("::ffff:127.0.0.1".parse().unwrap());
        assert_eq!(decide(&unlisted, "evil.example", mapped), Refused);
    }

    #[test]
    fn a_list_is_all_that_is_answered() {
        let list = listed(&["app.example", "*.tenants.example", "192.0.2.1", "[2001:db8::1]"]);
        for host in
            ["app.example", "APP.example.", "a.tenants.example", "a.b.tenants.example", "192.0.2.1", "[2001:DB8::1]"]
        {
            assert_eq!(decide(&list, host, HERE), HostDecision::Allowed, "{host}");
        }
        for host in [
            "localhost",
            "127.0.0.1",
            "tenants.example",
            "eviltenants.example",
            "app.example.evil",
            "b.app.example",
            "192.0.2.2",
        ] {
            assert_eq!(decide(&list, host, ELSEWHERE), HostDecision::Refused, "{host}");
        }
        assert_eq!(decide(&AllowedHosts::Any, "evil.example", HERE), HostDecision::Allowed);
    }

    #[test]
    fn entries_that_can_match_are_accepted() {
        for entry in ["localhost", "app.example", "*.app.example", "127.0.0.1", "[::1]", "xn--bcher-kva.example", "a_b"]
        {
            assert_eq!(problem(entry), None, "{entry}");
        }
    }

    #[test]
    fn entries_that_match_no_host_name_their_fix() {
        for (entry, fix) in [
            ("*", "`allow_any_host`"),
            ("", "is not a host name"),
            ("App.Example", "as `app.example`"),
            ("app.example.", "as `app.example`"),
            ("*.App.example", "as `*.app.example`"),
            ("app.*.example", "at the beginning"),
            ("**.example", "at the beginning"),
            ("*app.example", "at the beginning"),
            ("bücher.example", "as `xn--bcher-kva.example`"),
            ("127.1", "as `127.0.0.1`"),
            ("*.127.0.0.1", "write `127.0.0.1`"),
            ("::1", "write `[::1]`"),
            ("[0::1]", "as `[::1]`"),
            ("app.example:443", "write `app.example`"),
            ("[::1]:80", "write `[::1]`"),
            ("https://app.example", "write `app.example`"),
            ("https://app.example:8443/x?y", "write `app.example`"),
            ("app.example/", "write `app.example`"),
            ("user@app.example", "write `app.example`"),
            (" app.example", "write `app.example`"),
            ("app.example, b.example", "is not a host name"),
            ("a..b", "is not a host name"),
        ] {
            let problem = problem(entry).unwrap_or_else(|| panic!("{entry:?} is accepted"));
            assert!(problem.contains(fix), "{entry:?}: {problem}");
        }
    }

    #[test]
    fn an_empty_list_is_a_mistake() {
        let mut problems = Problems::default();
        listed(&[]).check(&mut problems);
        assert!(!problems.is_empty());
    }
}
