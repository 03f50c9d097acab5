//! The load: connections that always have calls in flight.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use crate::calls::{is_call, is_reply, put_call};
use crate::web_socket::{Client, Endpoint};

/// All connections together have at least this many unanswered calls, so that a server never waits for the client.
const MIN_IN_FLIGHT: usize = 512;
/// All connections together read about this many bytes at once, as long as each can read some answers.
const READ_BYTES: usize = 64 * 1024;
const MIN_READ_BYTES: usize = 2048;

/// Not counted: buffers grow, and both sides get going.
const WARM_UP: Duration = Duration::from_millis(300);
const COUNTED: Duration = Duration::from_secs(1);

/// The connections of one thread.
pub(super) struct Load {
    clients: Vec<Client>,
    /// The unanswered calls of each connection.
    window: u32,
    call_id: u64,
    text: Vec<u8>,
    is_answer: fn(&[u8]) -> bool,
}

impl Load {
    pub(super) fn connect(endpoint: Endpoint, address: SocketAddr, connections: usize) -> Self {
        let read_bytes = (READ_BYTES / connections).max(MIN_READ_BYTES);
        let connect = |_| {
            let mut client = endpoint.connect(address);
            client.read_at_once(read_bytes);
            client
        };
        let clients = (0..connections).map(connect).collect();
        // Two at least: one is answered while the other is on its way.
        let window = u32::try_from(MIN_IN_FLIGHT / connections).unwrap_or(u32::MAX).max(2);
        let is_answer = if endpoint == Endpoint::Circuits { is_reply } else { is_call };
        Self { clients, window, call_id: 0, text: Vec::new(), is_answer }
    }

    /// The answered calls per second.
    pub(super) fn rate(&mut self) -> f64 {
        for client in 0..self.clients.len() {
            self.send(client, self.window);
        }
        self.answered_within(WARM_UP);
        let start = Instant::now();
        let answered = self.answered_within(COUNTED);
        let rate = f64::from(answered) / start.elapsed().as_secs_f64();
        for client in 0..self.clients.len() {
            self.receive(client, self.window);
        }
        rate
    }

    /// Sends as many calls as were answered, until the time is over. Returns the number of answers.
    fn answered_within(&mut self, time: Duration) -> u32 {
        let end = Instant::now() + time;
        let mut all = 0;
        loop {
            for client in 0..self.clients.len() {
                // The server has the other half while these are taken and replaced.
                let answered = self.receive(client, self.window / 2);
                self.send(client, answered);
                all += answered;
                if Instant::now() >= end {
                    return all;
                }
            }
        }
    }

    fn send(&mut self, client: usize, calls: u32) {
        let client = &mut self.clients[client];
        for _ in 0..calls {
            self.call_id += 1;
            put_call(self.call_id, &mut self.text, client.frames());
        }
        client.send();
    }

    /// Waits for this many answers, and takes those that are there too.
    fn receive(&mut self, client: usize, least: u32) -> u32 {
        let mut answered = 0;
        while answered < least {
            answered += self.clients[client].receive(|answer| {
                assert!((self.is_answer)(answer), "{}", answer.escape_ascii());
            });
        }
        answered
    }
}
