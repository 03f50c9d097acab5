//! Limits the memory that one client, and all clients of a server together, can make the server hold.
//!
//! Memory that is held for a client is charged to the budget of its circuit before it is allocated, and released when
//! it is dropped: a [`Charge`] is stored next to what it counts. A server reserves a share for each connected client.
//! Memory within the share of a circuit does not affect other circuits and does not access shared counters; memory
//! beyond it is charged to the server too. A client can therefore use memory that is free, but never the shares of
//! other clients.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::error::{CallError, ErrorCode};
use crate::threading::Shared;

/// The part of a shared budget that is reserved for new clients, as a divisor. When memory runs out, calls are refused
/// before connections are.
const CLIENT_RESERVE_DIVISOR: usize = 8;

/// The bytes that all circuits of a server together may hold.
///
/// ```
/// use interop_core::host::{CircuitHost, SharedBudget};
///
/// let budget = SharedBudget::new(1 << 30, "ServerOptions::max_held_bytes");
/// let share = budget.admit(16 * 1024, 48 * 1024).expect("nobody is connected");
/// let circuit = CircuitHost::builder().share(share).build();
/// assert_eq!(budget.held(), 64 * 1024);
/// drop(circuit);
/// assert_eq!(budget.held(), 0);
/// ```
#[derive(Clone)]
pub struct SharedBudget(Shared<Total>);

struct Total {
    held: AtomicUsize,
    max: usize,
    option: &'static str,
}

impl SharedBudget {
    /// Creates a budget of this many bytes. Error messages name `option` as the option that sets it.
    pub fn new(max_bytes: usize, option: &'static str) -> Self {
        Self(Shared::new(Total { held: AtomicUsize::new(0), max: max_bytes, option }))
    }

    /// Reserves the `connection` bytes that a new client needs immediately, and a share of `guaranteed` bytes that its
    /// circuit can always use. `None` means that there is no room for another client.
    pub fn admit(&self, connection: usize, guaranteed: usize) -> Option<Share> {
        let reserved = connection.saturating_add(guaranteed);
        if self.0.add(reserved) > self.0.max {
            self.0.held.fetch_sub(reserved, Ordering::Relaxed);
            return None;
        }
        Some(Share(Shared::new(Reserved { total: Shared::clone(&self.0), bytes: reserved, guaranteed })))
    }

    /// The number of bytes that are held or reserved.
    pub fn held(&self) -> usize {
        self.0.held.load(Ordering::Relaxed)
    }
}

impl fmt::Debug for SharedBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SharedBudget({} of {} bytes)", self.held(), self.0.max)
    }
}

impl Total {
    fn add(&self, bytes: usize) -> usize {
        self.held.fetch_add(bytes, Ordering::Relaxed).saturating_add(bytes)
    }

    /// The number of bytes that clients may hold beyond their shares.
    fn max_work(&self) -> usize {
        self.max - self.max / CLIENT_RESERVE_DIVISOR
    }
}

/// The reservation of one client in a [`SharedBudget`]. It is released when all clones are dropped.
#[derive(Clone)]
pub struct Share(Shared<Reserved>);

struct Reserved {
    total: Shared<Total>,
    bytes: usize,
    guaranteed: usize,
}

impl fmt::Debug for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Share({} bytes)", self.0.bytes)
    }
}

impl Drop for Reserved {
    fn drop(&mut self) {
        self.total.held.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

/// The bytes that one circuit may hold.
pub(crate) struct Budget {
    held: AtomicUsize,
    max: usize,
    share: Option<Share>,
}

impl Budget {
    pub(super) fn new(max: usize, share: Option<Share>) -> Shared<Self> {
        Shared::new(Self { held: AtomicUsize::new(0), max, share })
    }

    /// Charges bytes, unless the circuit or its server would exceed its limit.
    pub(crate) fn charge(self: &Shared<Self>, bytes: usize) -> Result<Charge, CallError> {
        let mut charge = self.nothing();
        charge.resize(bytes)?;
        Ok(charge)
    }

    /// A charge of zero bytes that grows later.
    pub(crate) fn nothing(self: &Shared<Self>) -> Charge {
        Charge { budget: Shared::clone(self), bytes: 0 }
    }

    /// Whether this many bytes could be charged now.
    pub(super) fn has_room(&self, bytes: usize) -> Result<(), CallError> {
        let before = self.held.load(Ordering::Relaxed);
        let after = before.saturating_add(bytes);
        let more = self.beyond_share(after) - self.beyond_share(before);
        let total = self.share.as_ref().map_or(0, |share| share.0.total.held.load(Ordering::Relaxed));
        self.check(after, more, total.saturating_add(more))
    }

    /// Whether this many further bytes fit into the budget of the server, or into the share of the circuit.
    pub(super) fn server_has_room(&self, bytes: usize) -> bool {
        let Some(Share(reserved)) = &self.share else { return true };
        let before = self.held.load(Ordering::Relaxed);
        let more = self.beyond_share(before + bytes) - self.beyond_share(before);
        more == 0 || reserved.total.held.load(Ordering::Relaxed).saturating_add(more) <= reserved.total.max_work()
    }

    /// Whether more is held than allowed, which happens because some bytes must be held in any case.
    pub(super) fn is_exceeded(&self) -> bool {
        self.has_room(1).is_err()
    }

    fn check(&self, held: usize, more: usize, total: usize) -> Result<(), CallError> {
        if held > self.max {
            return Err(exceeded("client makes the server", self.max, "CircuitOptions::max_held_bytes"));
        }
        match &self.share {
            Some(Share(reserved)) if more > 0 && total > reserved.total.max_work() => {
                Err(exceeded("clients together make the server", reserved.total.max, reserved.total.option))
            }
            _ => Ok(()),
        }
    }

    /// The bytes that are charged to the server when the circuit holds `held` bytes. Both counters change by the same
    /// steps, so they agree after any interleaving of threads.
    fn beyond_share(&self, held: usize) -> usize {
        self.share.as_ref().map_or(0, |share| held.saturating_sub(share.0.guaranteed))
    }

    /// Charges bytes that must be held in any case, until they are released.
    pub(super) fn hold_more(&self, bytes: usize) {
        let _ = self.add(bytes);
    }

    fn add(&self, bytes: usize) -> Result<(), CallError> {
        let before = self.held.fetch_add(bytes, Ordering::Relaxed);
        let after = before + bytes;
        let more = self.beyond_share(after) - self.beyond_share(before);
        let total = match &self.share {
            Some(share) if more > 0 => share.0.total.add(more),
            _ => 0,
        };
        self.check(after, more, total)
    }

    /// Takes back bytes that were held.
    pub(super) fn release(&self, bytes: usize) {
        if bytes == 0 {
            return;
        }
        let before = self.held.fetch_sub(bytes, Ordering::Relaxed);
        let less = self.beyond_share(before) - self.beyond_share(before - bytes);
        if let Some(share) = &self.share
            && less > 0
        {
            share.0.total.held.fetch_sub(less, Ordering::Relaxed);
        }
    }

    #[cfg(test)]
    fn held(&self) -> usize {
        self.held.load(Ordering::Relaxed)
    }
}

#[cold]
fn exceeded(who: &str, max: usize, option: &str) -> CallError {
    let text = format!("the {who} hold more than {max} bytes, the limit that `{option}` sets");
    CallError::dispatch(ErrorCode::LimitExceeded, text)
}

/// Bytes that are charged until this is dropped.
pub(crate) struct Charge {
    budget: Shared<Budget>,
    bytes: usize,
}

impl Charge {
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Whether this many further bytes could be charged now.
    pub(crate) fn has_room(&self, bytes: usize) -> bool {
        self.budget.has_room(bytes).is_ok()
    }

    /// Changes the number of bytes, unless there is no room for more.
    pub(crate) fn resize(&mut self, bytes: usize) -> Result<(), CallError> {
        if bytes > self.bytes {
            let more = bytes - self.bytes;
            if let Err(error) = self.budget.add(more) {
                self.budget.release(more);
                return Err(error);
            }
            self.bytes = bytes;
        } else {
            self.set(bytes);
        }
        Ok(())
    }

    /// Changes the number of bytes without a check. Other charges are refused if this exceeds the limit.
    pub(crate) fn set(&mut self, bytes: usize) {
        if bytes > self.bytes {
            let _ = self.budget.add(bytes - self.bytes);
        } else if bytes < self.bytes {
            self.budget.release(self.bytes - bytes);
        }
        self.bytes = bytes;
    }
}

impl Drop for Charge {
    fn drop(&mut self) {
        self.set(0);
    }
}

/// Bytes that a host holds for a client outside of its circuit. They are charged until this is dropped, even after the
/// circuit has ended.
pub struct HostBytes(Charge);

impl HostBytes {
    pub(super) fn new(charge: Charge) -> Self {
        Self(charge)
    }

    /// Whether there is room for this many bytes instead of the current ones, in the budget that the circuit shares
    /// with others.
    pub fn has_room(&self, bytes: usize) -> bool {
        self.0.budget.server_has_room(bytes.saturating_sub(self.0.bytes))
    }

    /// Sets the number of bytes, and returns whether there is room for them in the budget that the circuit shares with
    /// others. They are charged in either case.
    pub fn set(&mut self, bytes: usize) -> bool {
        let has_room = self.has_room(bytes);
        self.0.set(bytes);
        has_room
    }
}

impl fmt::Debug for HostBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HostBytes({})", self.0.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_charge_is_counted_until_it_is_dropped() {
        let budget = Budget::new(100, None);
        let mut charge = budget.charge(60).unwrap();
        assert!(budget.charge(41).is_err());
        assert_eq!(budget.held(), 60, "a refused charge leaves nothing behind");
        charge.resize(100).unwrap();
        assert!(charge.resize(101).is_err());
        charge.set(150);
        assert!(budget.is_exceeded());
        drop(charge);
        assert_eq!(budget.held(), 0);
    }

    #[test]
    fn only_what_is_beyond_a_share_is_charged_to_the_server() {
        let server = SharedBudget::new(8000, "max");
        let first = Budget::new(usize::MAX, server.admit(100, 400));
        let charge = first.charge(300).unwrap();
        assert_eq!(server.held(), 500);
        let more = first.charge(300).unwrap();
        assert_eq!(server.held(), 700);
        drop(charge);
        assert_eq!(server.held(), 500);
        drop((more, first));
        assert_eq!(server.held(), 0);
    }

    #[test]
    fn a_client_that_takes_everything_leaves_the_others_their_shares() {
        let server = SharedBudget::new(8000, "max");
        let quiet = Budget::new(usize::MAX, server.admit(100, 400));
        let greedy = Budget::new(usize::MAX, server.admit(100, 400));
        let mut taken = Vec::new();
        while let Ok(charge) = greedy.charge(100) {
            taken.push(charge);
        }
        assert_eq!(server.held(), 7000);
        let small = quiet.charge(400).unwrap();
        assert!(quiet.charge(1).is_err());
        assert!(server.admit(100, 400).is_some(), "clients are refused after work");
        let clients: Vec<Share> = std::iter::from_fn(|| server.admit(100, 400)).collect();
        assert_eq!(clients.len(), 2);
        assert_eq!(server.held(), 8000);
        drop((small, taken, quiet, greedy, clients));
        assert_eq!(server.held(), 0);
    }

    #[test]
    fn counters_agree_whatever_threads_do() {
        let server = SharedBudget::new(4000, "max");
        let circuit = Budget::new(3000, server.admit(0, 500));
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let circuit = Shared::clone(&circuit);
                scope.spawn(move || {
                    for round in 0..2000 {
                        let charge = circuit.charge(1 + (round * 7 + thread) % 900);
                        let mut held = circuit.nothing();
                        held.set(round % 300);
                        drop(charge);
                    }
                });
            }
        });
        assert_eq!((circuit.held(), server.held()), (0, 500));
    }
}
