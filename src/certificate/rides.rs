//! Small sets of rides, as bits.

use crate::domain::RequestId;

/// A set of requests, a bit each.
pub(super) type Set = u128;

/// The most requests that a set can hold.
pub(super) const MOST_RIDES: usize = Set::BITS as usize;

/// The set of one request.
pub(super) fn one(id: RequestId) -> Set {
    1 << id.index()
}

/// The requests of a set.
pub(super) fn members(set: Set) -> impl Iterator<Item = RequestId> {
    (0..MOST_RIDES as u32).map(RequestId).filter(move |&id| set & one(id) != 0)
}

/// What these requests are worth together.
pub(super) fn total(worth: &[i64], served: Set) -> i64 {
    members(served).map(|id| worth[id.index()]).sum()
}
