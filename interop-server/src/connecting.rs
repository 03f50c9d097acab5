//! Connection requests: admits clients, and runs each connection until it ends.

use std::sync::Arc;

use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::Response;
use hyper::upgrade::OnUpgrade;
use interop_core::host::Share;
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio::time::Instant;
use tracing::field::Empty;
use tracing::{Instrument as _, debug, debug_span};

use crate::admission;
use crate::close::End;
use crate::connection::{self, Opening};
use crate::hooks::{self, Accepted};
use crate::refusal::{Refusal, Refused};
use crate::shared::ServerShared;
use crate::shutdown::grace_is_over;
use crate::socket::{Patience, Socket};
use crate::turn::{InTurns, TurnClock};
use crate::upgrade::Upgrade;

/// The memory of an idle connection: its task, its buffers and its circuit.
const CONNECTION_BYTES: usize = 16 * 1024;

/// Handles a connection request.
pub(crate) async fn connect(server: Arc<ServerShared>, request: Request) -> Response {
    match admit(server, request).await {
        Ok(response) => response,
        Err(refusal) => {
            debug!(status = refusal.status().as_u16(), "connection refused");
            refusal
        }
    }
}

async fn admit(server: Arc<ServerShared>, request: Request) -> Result<Response, Response> {
    let ServerShared { options, unchecked_hosts, refusals, .. } = &*server;
    let host = admission::check_host(options, &request, unchecked_hosts, refusals)?;
    admission::check_origin(options, &request, host.as_ref(), refusals)?;
    let upgrade = Upgrade::new(request).await?;
    if !upgrade.speaks_protocol {
        let text = "this server requires the WebSocket subprotocol `interop.v1`, which was not requested";
        return Err(Refusal::new(StatusCode::BAD_REQUEST, text).into());
    }
    let shutdown = server.shutdown.subscribe();
    if shutdown.borrow().is_some() {
        return Err(shuts_down());
    }
    // After the origin check, so that a page of another site cannot use up the allowance of its visitor's address.
    let mut rate = server.rates.as_ref().map_or(Ok(None), |rates| rates.connect_from(&upgrade.request, refusals))?;
    let Ok(permit) = Arc::clone(&server.permits).try_acquire_owned() else {
        return Err(Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "too many clients are connected").into());
    };
    let Some(share) = server.budget.admit(CONNECTION_BYTES, server.options.guaranteed_bytes()) else {
        let text = "the server has no memory left for another client";
        return Err(Refusal::new(StatusCode::SERVICE_UNAVAILABLE, text).into());
    };
    let (request, connection, response) = upgrade.into_parts();
    let mut decision = match &server.options.on_request {
        Some(hook) => {
            let mut shutdown = shutdown.clone();
            tokio::select! {
                biased;
                _ = shutdown.wait_for(Option::is_some) => return Err(shuts_down()),
                decision = hooks::decide(hook, request, options.request_timeout, refusals) => decision?,
            }
        }
        None => Ok(Accepted::new()),
    };
    if let (Some(rates), Some(key)) = (&server.rates, decision.as_mut().ok().and_then(Accepted::take_rate_key)) {
        rate = Some(rates.connect(key)?);
    }
    let span = debug_span!("connection", circuit = Empty);
    let clock = Arc::new(TurnClock::new(Arc::clone(&server.long_runs)));
    let opening = |accepted| {
        let (share, clock) = (share.clone(), Arc::clone(&clock));
        Box::new(Opening { accepted, rate, share, clock })
    };
    let admitted = Box::new(Admitted { decision: decision.map(opening), share, permit });
    let life = run(server, connection, admitted, shutdown, Arc::clone(&clock));
    tokio::spawn(InTurns::new(clock, life).instrument(span));
    Ok(response)
}

fn shuts_down() -> Response {
    Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "the server is shutting down").into()
}

/// A client that was admitted, and its resources.
struct Admitted {
    /// What the application has decided.
    decision: Result<Box<Opening>, Refused>,
    share: Share,
    permit: OwnedSemaphorePermit,
}

/// Runs a connection until it ends.
// What an idle connection does not need is boxed in this function, because it is released when it has completed. The future
// of the connection would have room for it as long as the client is connected.
#[allow(clippy::manual_async_fn, reason = "an `async fn` has room for each of its parameters twice")]
fn run(
    server: Arc<ServerShared>,
    connection: OnUpgrade,
    admitted: Box<Admitted>,
    mut shutdown: watch::Receiver<Option<Instant>>,
    clock: Arc<TurnClock>,
) -> impl Future<Output = ()> {
    async move {
        let opening = open_socket(connection, &mut shutdown, Arc::clone(&server.patience), clock);
        let Some(mut socket) = Box::pin(opening).await else { return };
        // The permit and the share are released after everything else.
        let Admitted { decision, share: _share, permit: _permit } = *admitted;
        let end = match decision {
            Err(refused) => End::Refused(refused),
            Ok(opening) => {
                tokio::select! {
                    biased;
                    () = grace_is_over(&mut shutdown) => End::Shutdown,
                    end = connection::serve(&mut socket, &server, opening) => end,
                }
            }
        };
        debug!(code = end.code(), reason = &*end.reason(), "connection ends");
        Box::pin(socket.close(&end)).await;
    }
}

/// Waits for the connection of the WebSocket. Returns `None` if it is lost, or does not come before the server shuts down.
async fn open_socket(
    connection: OnUpgrade,
    shutdown: &mut watch::Receiver<Option<Instant>>,
    patience: Arc<Patience>,
    clock: Arc<TurnClock>,
) -> Option<Socket> {
    let gives_up = async {
        // Only a shutdown completes this, because the connections keep the server alive.
        let _ = shutdown.wait_for(Option::is_some).await;
        tokio::time::sleep(patience.close_timeout).await;
    };
    let connection = tokio::select! {
        biased;
        connection = connection => connection.ok()?,
        () = gives_up => return None,
    };
    debug!("connected");
    Some(Socket::new(connection, patience, clock).await)
}
