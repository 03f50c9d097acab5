//! Reads the options of circuits. Rustdoc lists these getters after the setters, because this file comes after `options.rs`.

use std::time::Duration;

use super::CircuitOptions;

/// Each option has a getter, for hosts that announce it to the client.
impl CircuitOptions {
    /// The value of [`detailed_errors`](Self::detailed_errors).
    #[must_use]
    pub fn get_detailed_errors(&self) -> bool {
        self.detailed_errors
    }

    /// The value of [`max_argument_bytes`](Self::max_argument_bytes).
    #[must_use]
    pub fn get_max_argument_bytes(&self) -> usize {
        self.max_argument_bytes
    }

    /// The value of [`max_reply_bytes`](Self::max_reply_bytes).
    #[must_use]
    pub fn get_max_reply_bytes(&self) -> usize {
        self.max_reply_bytes
    }

    /// The value of [`max_json_depth`](Self::max_json_depth).
    #[must_use]
    pub fn get_max_json_depth(&self) -> u32 {
        self.max_json_depth
    }

    /// The value of [`max_calls_in_flight`](Self::max_calls_in_flight).
    #[must_use]
    pub fn get_max_calls_in_flight(&self) -> usize {
        self.max_calls_in_flight
    }

    /// The value of [`max_blocking_calls`](Self::max_blocking_calls).
    #[must_use]
    pub fn get_max_blocking_calls(&self) -> usize {
        self.max_blocking_calls
    }

    /// The value of [`max_objects`](Self::max_objects).
    #[must_use]
    pub fn get_max_objects(&self) -> usize {
        self.max_objects
    }

    /// The value of [`max_js_objects`](Self::max_js_objects).
    #[must_use]
    pub fn get_max_js_objects(&self) -> usize {
        self.max_js_objects
    }

    /// The value of [`max_streams`](Self::max_streams).
    #[must_use]
    pub fn get_max_streams(&self) -> usize {
        self.max_streams
    }

    /// The value of [`call_timeout`](Self::call_timeout).
    #[must_use]
    pub fn get_call_timeout(&self) -> Option<Duration> {
        self.call_timeout
    }

    /// The value of [`max_groups`](Self::max_groups).
    #[must_use]
    pub fn get_max_groups(&self) -> usize {
        self.max_groups
    }

    /// The value of [`js_call_timeout`](Self::js_call_timeout).
    #[must_use]
    pub fn get_js_call_timeout(&self) -> Option<Duration> {
        self.js_call_timeout
    }

    /// The value of [`stream_claim_timeout`](Self::stream_claim_timeout).
    #[must_use]
    pub fn get_stream_claim_timeout(&self) -> Duration {
        self.stream_claim_timeout
    }

    /// The value of [`stream_read_timeout`](Self::stream_read_timeout).
    #[must_use]
    pub fn get_stream_read_timeout(&self) -> Duration {
        self.stream_read_timeout
    }

    /// The value of [`max_stream_window`](Self::max_stream_window).
    #[must_use]
    pub fn get_max_stream_window(&self) -> u32 {
        self.max_stream_window
    }

    /// The value of [`max_outgoing_bytes`](Self::max_outgoing_bytes).
    #[must_use]
    pub fn get_max_outgoing_bytes(&self) -> usize {
        self.max_outgoing_bytes
    }

    /// The value of [`max_held_bytes`](Self::max_held_bytes).
    #[must_use]
    pub fn get_max_held_bytes(&self) -> usize {
        self.max_held_bytes
    }

    /// The value of [`round_large_integers`](Self::round_large_integers).
    #[must_use]
    pub fn get_round_large_integers(&self) -> bool {
        self.round_large_integers
    }
}
