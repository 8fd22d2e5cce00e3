//! A small set of requests, as bits.

use crate::domain::RequestId;

/// So many times 64 requests can be told apart.
const WORDS: usize = 6;

/// A set of requests.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub(super) struct Riders([u64; WORDS]);

impl Riders {
    /// The most requests that sets can hold.
    pub const MOST: usize = 64 * WORDS;

    /// Puts a request in.
    #[inline]
    pub fn insert(&mut self, id: RequestId) {
        self.0[id.index() / 64] |= 1 << (id.index() % 64);
    }

    /// Whether the request is in it.
    #[inline]
    pub fn contains(&self, id: RequestId) -> bool {
        self.0[id.index() / 64] & (1 << (id.index() % 64)) != 0
    }

    /// Those of this set that are in the other too.
    #[inline]
    pub fn shared_with(mut self, other: &Self) -> Self {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= other);
        self
    }

    /// Whether any request is in both.
    #[inline]
    pub fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(word, other)| word & other != 0)
    }

    /// Whether every request of this set is in one of the others.
    #[inline]
    pub fn are_among(&self, one: &Self, other: &Self) -> bool {
        self.0
            .iter()
            .zip(&one.0)
            .zip(&other.0)
            .all(|((word, one), other)| word & !(one | other) == 0)
    }
}

impl FromIterator<RequestId> for Riders {
    fn from_iter<T: IntoIterator<Item = RequestId>>(requests: T) -> Self {
        let mut riders = Self::default();
        requests.into_iter().for_each(|request| riders.insert(request));
        riders
    }
}
