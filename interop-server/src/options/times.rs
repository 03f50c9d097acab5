//! Options for times and rates, after which a client is considered lost or too slow.

use std::time::Duration;

use super::ServerOptions;
use crate::options_error::Problems;

/// Longer times are reduced to this, 30 years, because adding them to the present could overflow the clock.
const MAX_TIME: Duration = Duration::from_secs(30 * 365 * 24 * 60 * 60);

/// Times and rates.
impl ServerOptions {
    /// Idle time after which the server pings the client. Default: 15 seconds.
    pub fn keep_alive(mut self, time: Duration) -> Self {
        self.keep_alive = time;
        self
    }

    /// Time without any byte from the other side after which both the server and the client consider the connection
    /// lost. Bytes of an incomplete message count too. Values below twice [`keep_alive`](Self::keep_alive) are raised
    /// to it. Default: 30 seconds.
    pub fn timeout(mut self, time: Duration) -> Self {
        self.timeout = time;
        self
    }

    /// How long a new client may take to send `hello`. Default: 15 seconds.
    pub fn handshake_timeout(mut self, time: Duration) -> Self {
        self.handshake_timeout = time;
        self
    }

    /// How long a write may make no progress before the client is disconnected. Default: 30 seconds.
    ///
    /// Progress means 64 KiB, or the rest of a message. A client that makes progress must also keep up with
    /// [`min_send_rate`](Self::min_send_rate).
    pub fn write_timeout(mut self, time: Duration) -> Self {
        self.write_timeout = time;
        self
    }

    /// The minimum rate in bytes per second at which a client must receive, on average over
    /// [`write_timeout`](Self::write_timeout). Only the time during which the server is blocked on the connection
    /// counts. A slower client is disconnected, because the messages that wait for it occupy memory. 0 accepts any
    /// rate. Default: 32 KiB per second, which delivers a result of 16 MiB in under nine minutes.
    pub fn min_send_rate(mut self, bytes_per_second: u32) -> Self {
        self.min_send_rate = bytes_per_second;
        self
    }

    /// How long [`on_request`](Self::on_request) may take. After that, its future is dropped and the request is refused
    /// with 503. Until then, the request counts as a connection. Default: 10 seconds.
    pub fn request_timeout(mut self, time: Duration) -> Self {
        self.request_timeout = time;
        self
    }

    /// How long the server waits for the client to answer the close frame. Default: 3 seconds.
    pub fn close_timeout(mut self, time: Duration) -> Self {
        self.close_timeout = time;
        self
    }

    /// How long a message from the client may take to arrive, counted from its first byte, in addition to the time that
    /// [`min_receive_rate`](Self::min_receive_rate) allows. A message that takes longer ends the connection with close code
    /// 4005. Default: 30 seconds.
    ///
    /// A message in fragments counts as one message. Pings between the fragments do not extend the time.
    pub fn receive_timeout(mut self, time: Duration) -> Self {
        self.receive_timeout = time;
        self
    }

    /// The minimum rate in bytes per second at which a message from the client must arrive once
    /// [`receive_timeout`](Self::receive_timeout) has passed. 0 accepts any rate. Default: 4 KiB per second.
    pub fn min_receive_rate(mut self, bytes_per_second: u32) -> Self {
        self.min_receive_rate = bytes_per_second;
        self
    }

    /// Notes numbers with which no client could connect or stay, and cuts times that no clock can count.
    pub(super) fn check_times(&mut self, problems: &mut Problems) {
        if self.max_connections == 0 {
            problems.add("max_connections", "it is 0, so that no client could connect");
        }
        let times = [
            ("keep_alive", &mut self.keep_alive, "the server would ask its clients without a pause"),
            ("handshake_timeout", &mut self.handshake_timeout, "no client could connect"),
            ("write_timeout", &mut self.write_timeout, "no client could be slower than the server"),
            ("request_timeout", &mut self.request_timeout, "every request would be refused"),
        ];
        for (option, time, consequence) in times {
            if time.is_zero() {
                problems.add(option, format!("it is zero, so that {consequence}"));
            }
            *time = (*time).min(MAX_TIME);
        }
        self.close_timeout = self.close_timeout.min(MAX_TIME);
        self.timeout = self.timeout.max(self.keep_alive.saturating_mul(2)).min(MAX_TIME);
    }
}
