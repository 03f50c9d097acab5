//! Decides which requests the server answers: those for its hosts, from pages that may connect.

use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::{ConnectInfo, Request};
use axum::http::StatusCode;
use axum::http::header::{HOST, ORIGIN};
use tracing::warn;

use crate::allowed_hosts::{self, HostDecision};
use crate::host::RequestHost;
use crate::log_throttle::RefusalLog;
use crate::options::ServerOptions;
use crate::origin::{self, OriginDecision};
use crate::refusal::Refusal;

/// Maximum length of a logged header, in bytes.
const MAX_LOGGED_BYTES: usize = 256;

/// Whether it was logged that hosts are not checked.
#[derive(Debug, Default)]
pub(crate) struct UncheckedHosts(AtomicBool);

/// Checks which host a request is for, and returns it. If every host is answered, it is only returned if it can be
/// read.
pub(crate) fn check_host(
    options: &ServerOptions,
    request: &Request,
    unchecked: &UncheckedHosts,
    log: &RefusalLog,
) -> Result<Option<RequestHost>, Refusal> {
    let host = RequestHost::of(request.uri(), request.headers(), options.forwarded_host);
    if options.hosts.are_any() {
        return Ok(host.ok());
    }
    let host = host.map_err(|problem| {
        if let Some(left_out) = log.unreadable_hosts.admit() {
            warn!(
                host = logged(request, &HOST),
                origin = logged(request, &ORIGIN),
                option = allowed_hosts::ANY_OPTION,
                left_out,
                "request refused: {}",
                problem.0
            );
        }
        Refusal::new(StatusCode::BAD_REQUEST, problem.0)
    })?;
    match options.hosts.decide(&host.host, peer(request)) {
        HostDecision::Allowed => {}
        HostDecision::Unchecked => {
            if !unchecked.0.swap(true, Ordering::Relaxed) {
                warn!(
                    host = %host.host,
                    option = allowed_hosts::OPTION,
                    "the host names of this server are not listed, so it serves every host; list them with \
                     `ServerOptions::allowed_hosts`"
                );
            }
        }
        HostDecision::Refused => {
            if let Some(left_out) = log.hosts.admit() {
                warn!(
                    host = %host.host,
                    origin = logged(request, &ORIGIN),
                    option = allowed_hosts::OPTION,
                    left_out,
                    "request refused: this host is not listed with `ServerOptions::allowed_hosts`"
                );
            }
            return Err(Refusal::new(StatusCode::FORBIDDEN, "this server does not serve this host"));
        }
    }
    Ok(Some(host))
}

/// Checks which page has sent a connection request.
pub(crate) fn check_origin(
    options: &ServerOptions,
    request: &Request,
    host: Option<&RequestHost>,
    log: &RefusalLog,
) -> Result<(), Refusal> {
    let (option, text) = match options.origins.decide(request.headers(), host) {
        OriginDecision::Allowed => return Ok(()),
        OriginDecision::Foreign => (origin::OPTION, "this origin is not allowed to connect"),
        OriginDecision::OwnWithoutTls => {
            (origin::HTTPS_OPTION, "this page can only connect if it is loaded over https")
        }
    };
    if let Some(left_out) = log.origins.admit() {
        warn!(
            origin = logged(request, &ORIGIN),
            // The host with which the origin was compared, which a proxy may have set.
            host = host.map(ToString::to_string),
            option,
            left_out,
            "connection refused: {text}; see `ServerOptions::{option}`"
        );
    }
    Err(Refusal::new(StatusCode::FORBIDDEN, text))
}

/// The address of the client, or of the proxy nearest to the server, if the application provides it.
pub(crate) fn peer(request: &Request) -> Option<IpAddr> {
    let ConnectInfo(peer) = request.extensions().get::<ConnectInfo<SocketAddr>>()?;
    Some(peer.ip())
}

/// A shortened header for the log.
fn logged<'r>(request: &'r Request, header: &axum::http::HeaderName) -> Option<&'r str> {
    let text = request.headers().get(header)?.to_str().unwrap_or("(not ASCII)");
    // A header that is a string is ASCII.
    Some(&text[..text.len().min(MAX_LOGGED_BYTES)])
}
