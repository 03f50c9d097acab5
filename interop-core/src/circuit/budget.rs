//! How many bytes a client may make its circuit hold, and all clients together their server.
//!
//! What a client makes the server hold is charged to the budget of its circuit before it is held, and released when it is
//! dropped: a [`Charge`] lies next to what it counts. A server gives each client a share that is reserved as long as the
//! client is connected. What a circuit holds within its share concerns no other circuit and touches no counter of theirs;
//! what it holds beyond is charged to the server too. So one client can take what nobody uses, and never the shares of
//! others.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::error::{CallError, ErrorCode};
use crate::threading::Shared;

/// The part of a shared budget that only new clients get, as a divisor: work is refused before clients are.
const CLIENT_RESERVE_DIVISOR: usize = 8;

/// The bytes that all circuits of a server may hold together.
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
    /// A budget of this many bytes. Errors name the option that sets it.
    pub fn new(max_bytes: usize, option: &'static str) -> Self {
        Self(Shared::new(Total { held: AtomicUsize::new(0), max: max_bytes, option }))
    }

    /// Reserves what a new client takes at once, `connection` bytes, and a share of `guaranteed` bytes that its circuit
    /// may hold whatever others do. `None` says that there is no room for another client.
    pub fn admit(&self, connection: usize, guaranteed: usize) -> Option<Share> {
        let reserved = connection.saturating_add(guaranteed);
        if self.0.add(reserved) > self.0.max {
            self.0.held.fetch_sub(reserved, Ordering::Relaxed);
            return None;
        }
        Some(Share(Shared::new(Reserved { total: Shared::clone(&self.0), bytes: reserved, guaranteed })))
    }

    /// How many bytes are held or reserved.
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

    /// What the work of clients may take beyond their shares.
    fn max_work(&self) -> usize {
        self.max - self.max / CLIENT_RESERVE_DIVISOR
    }
}

/// What a [`SharedBudget`] reserves for one client until all clones are dropped.
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

    /// Charges bytes, unless they are more than the circuit or its server may hold.
    pub(crate) fn charge(self: &Shared<Self>, bytes: usize) -> Result<Charge, CallError> {
        let mut charge = self.nothing();
        charge.resize(bytes)?;
        Ok(charge)
    }

    /// Charges bytes that are held already, or that must be.
    pub(crate) fn hold(self: &Shared<Self>, bytes: usize) -> Charge {
        let mut charge = self.nothing();
        charge.set(bytes);
        charge
    }

    /// A charge that grows later.
    pub(crate) fn nothing(self: &Shared<Self>) -> Charge {
        Charge { budget: Shared::clone(self), bytes: 0 }
    }

    /// Whether so many bytes could be charged now.
    pub(super) fn has_room(&self, bytes: usize) -> Result<(), CallError> {
        let before = self.held.load(Ordering::Relaxed);
        let after = before.saturating_add(bytes);
        let more = self.beyond_share(after) - self.beyond_share(before);
        let total = self.share.as_ref().map_or(0, |share| share.0.total.held.load(Ordering::Relaxed));
        self.check(after, more, total.saturating_add(more))
    }

    /// Whether so many bytes more fit into the server's budget, or into the share of it.
    pub(super) fn server_has_room(&self, bytes: usize) -> bool {
        let Some(Share(reserved)) = &self.share else { return true };
        let before = self.held.load(Ordering::Relaxed);
        let more = self.beyond_share(before + bytes) - self.beyond_share(before);
        more == 0 || reserved.total.held.load(Ordering::Relaxed).saturating_add(more) <= reserved.total.max_work()
    }

    /// Whether more is held than may be. What must be held is held all the same.
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

    /// What is charged to the server when so much is held. Both counters move by the same steps, so they stay in agreement
    /// whatever the threads do in between.
    fn beyond_share(&self, held: usize) -> usize {
        self.share.as_ref().map_or(0, |share| held.saturating_sub(share.0.guaranteed))
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

    fn release(&self, bytes: usize) {
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

    /// Changes the number of bytes, whatever else is held. Others are refused then.
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

/// What a host holds for a client outside of its circuit. It counts until this is dropped, also when the circuit has gone.
pub struct HostBytes(Charge);

impl HostBytes {
    pub(super) fn new(charge: Charge) -> Self {
        Self(charge)
    }

    /// Whether there is room for so many bytes instead of those that are there now, in the budget that the circuit shares
    /// with others.
    pub fn has_room(&self, bytes: usize) -> bool {
        self.0.budget.server_has_room(bytes.saturating_sub(self.0.bytes))
    }

    /// Says how many bytes there are now, and returns whether there is room for them in the budget that the circuit shares
    /// with others. They count in any case.
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
                        let _held = circuit.hold(round % 300);
                        drop(charge);
                    }
                });
            }
        });
        assert_eq!((circuit.held(), server.held()), (0, 500));
    }
}
