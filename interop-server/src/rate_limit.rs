//! Limits on how often clients connect and call.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use governor::Quota;

use crate::options_error::Problems;

/// The option that sets these limits.
pub(crate) const OPTION: &str = "rate_limit";

/// The maximum period of a rate.
const MAX_PERIOD: Duration = Duration::from_secs(24 * 60 * 60);

/// Limits how often the clients of one key can connect and call: see [`ServerOptions::rate_limit`].
///
/// The key is the IP address of the client unless [`key`](Self::key) or
/// [`Accepted::rate_key`](crate::Accepted::rate_key) chooses another one. By default nothing is limited.
///
/// ```
/// use std::time::Duration;
/// use axum::http::request::Parts;
/// use interop_server::{RateLimit, ServerOptions};
///
/// let limit = RateLimit::new()
///     // 30 connections at once, then one every two seconds.
///     .connections(30, Duration::from_secs(60))
///     // 500 calls at once, then 100 per second.
///     .calls(500, Duration::from_secs(5))
///     // The server is behind a proxy, which appends the address of its client.
///     .key(|request: &Parts| {
///         let forwarded = request.headers.get_all("X-Forwarded-For").iter().next_back()?.to_str().ok()?;
///         forwarded.rsplit(',').next()?.trim().parse::<std::net::IpAddr>().ok().map(Into::into)
///     });
/// let options = ServerOptions::new().rate_limit(limit);
/// ```
///
/// [`ServerOptions::rate_limit`]: crate::ServerOptions::rate_limit
#[derive(Clone)]
#[must_use]
pub struct RateLimit {
    pub(crate) connections: Option<Rate>,
    pub(crate) calls: Option<Rate>,
    pub(crate) max_keys: usize,
    key: Option<KeyOf>,
}

type KeyOf = Arc<dyn Fn(&Parts) -> Option<RateKey> + Send + Sync>;

/// A count per period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rate {
    count: u32,
    period: Duration,
}

/// Identifies the clients whose connections and calls are counted together: an address, a user, a tenant.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RateKey(Key);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Address(IpAddr),
    Text(Arc<str>),
    /// Clients whose address is unknown, because the application does not provide it.
    Unknown,
}

impl RateLimit {
    /// A rate limit that does not limit anything yet.
    pub fn new() -> Self {
        Self { connections: None, calls: None, max_keys: 65_536, key: None }
    }

    /// Maximum number of connections that the clients of one key can open within a period. They can all be opened at
    /// once; the allowance is then replenished evenly. Further requests are refused with 429 and `Retry-After`.
    /// Default: not limited.
    pub fn connections(mut self, count: u32, period: Duration) -> Self {
        self.connections = Some(Rate { count, period });
        self
    }

    /// Maximum number of calls that the clients of one key can make within a period, over all of their connections.
    /// They can all be made at once; the allowance is then replenished evenly. Further calls fail with the code
    /// `limit_exceeded` and do not run. Calls to methods that do not exist count too, and so do disposals. Default: not
    /// limited.
    pub fn calls(mut self, count: u32, period: Duration) -> Self {
        self.calls = Some(Rate { count, period });
        self
    }

    /// Returns the key of a connection request. Requests for which it returns `None` are not limited. It is called
    /// before [`on_request`](crate::ServerOptions::on_request), which can choose another key with
    /// [`Accepted::rate_key`](crate::Accepted::rate_key). If it panics, the request is refused with 500.
    ///
    /// Default: the peer address of the connection; of an IPv6 address, the first 64 bits. The application provides it
    /// with [`into_make_service_with_connect_info::<SocketAddr>`](axum::Router::into_make_service_with_connect_info);
    /// clients whose address is unknown share one key, which is logged at the level `WARN`. Behind a proxy, all clients
    /// have the address of the proxy: read the header that the proxy sets, but only if clients cannot reach the server
    /// without the proxy.
    pub fn key(mut self, key: impl Fn(&Parts) -> Option<RateKey> + Send + Sync + 'static) -> Self {
        self.key = Some(Arc::new(key));
        self
    }

    /// Maximum number of keys that are counted separately. A key is forgotten when none of its clients is connected and
    /// its allowances are replenished. While there are more keys than this, the new ones share one count. Default: 65
    /// 536, which need about 10 MB.
    pub fn max_keys(mut self, keys: usize) -> Self {
        self.max_keys = keys;
        self
    }

    /// Reports rates that cannot be enforced.
    pub(crate) fn check(&self, problems: &mut Problems) {
        for (rate, what) in [(self.connections, "connections"), (self.calls, "calls")] {
            if rate.is_some_and(|rate| rate.quota().is_none()) {
                let text = format!(
                    "`RateLimit::{what}` needs a count from 1 and a period of at most a day, long enough for one nanosecond \
                     each; to refuse everyone, use `on_request`"
                );
                problems.add(OPTION, text);
            }
        }
    }

    /// Returns the key of a request, or `None` if the request is not limited.
    pub(crate) fn key_of(&self, request: &Parts) -> Option<RateKey> {
        match &self.key {
            Some(key) => key(request),
            None => {
                let peer = request.extensions.get::<ConnectInfo<SocketAddr>>();
                Some(peer.map_or(RateKey(Key::Unknown), |ConnectInfo(peer)| peer.ip().into()))
            }
        }
    }
}

impl Default for RateLimit {
    fn default() -> Self {
        Self::new()
    }
}

impl Rate {
    /// Returns `None` if the rate cannot be represented.
    pub(crate) fn quota(self) -> Option<Quota> {
        let count = NonZeroU32::new(self.count)?;
        if self.period > MAX_PERIOD {
            return None;
        }
        Some(Quota::with_period(self.period / self.count)?.allow_burst(count))
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in {:?}", self.count, self.period)
    }
}

impl RateKey {
    /// Whether this is the key of clients whose address is unknown.
    pub(crate) fn is_unknown(&self) -> bool {
        self.0 == Key::Unknown
    }
}

/// An address; of an IPv6 address, the first 64 bits, since a network assigns at least that many to each customer.
impl From<IpAddr> for RateKey {
    fn from(address: IpAddr) -> Self {
        Self(Key::Address(match address.to_canonical() {
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
            address @ IpAddr::V4(_) => address,
        }))
    }
}

/// The name of a user, or any other text that distinguishes clients. It is stored in memory while it is counted, so do
/// not use text of unbounded length that a client chooses.
impl From<&str> for RateKey {
    fn from(text: &str) -> Self {
        Self(Key::Text(text.into()))
    }
}

/// Like the conversion from `&str`.
impl From<String> for RateKey {
    fn from(text: String) -> Self {
        Self(Key::Text(text.into()))
    }
}

impl fmt::Debug for RateLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RateLimit")
            .field("connections", &self.connections)
            .field("calls", &self.calls)
            .field("max_keys", &self.max_keys)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(address: &str) -> RateKey {
        address.parse::<IpAddr>().unwrap().into()
    }

    #[test]
    fn one_customer_of_a_network_is_one_key() {
        assert_eq!(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff::9"));
        assert_ne!(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
        assert_eq!(key("::ffff:192.0.2.1"), key("192.0.2.1"));
        assert_ne!(key("192.0.2.1"), key("192.0.2.2"));
        assert_ne!(key("192.0.2.1"), RateKey::from("192.0.2.1"), "a user of that name is somebody else");
    }

    #[test]
    fn rates_that_cannot_be_kept_are_errors() {
        let second = Duration::from_secs(1);
        for (count, period) in [
            (0, second),
            (1, Duration::ZERO),
            (10, Duration::from_nanos(9)),
            (1, Duration::MAX),
            (u32::MAX, second),
            (1, MAX_PERIOD + second),
        ] {
            let mut problems = Problems::default();
            RateLimit::new().calls(count, period).connections(count, period).check(&mut problems);
            assert_eq!(problems.into_error().problems().count(), 2, "{count} in {period:?}");
        }
        for (count, period) in [(1, second), (1_000_000, second), (1, MAX_PERIOD), (u32::MAX, MAX_PERIOD)] {
            let mut problems = Problems::default();
            RateLimit::new().calls(count, period).connections(count, period).check(&mut problems);
            assert!(problems.is_empty(), "{count} in {period:?}");
        }
    }
}
