//! A small set of requests, as bits, that is quick to take apart.

/// So many times 64 requests can be told apart.
const WORDS: usize = 3;

/// A set of requests.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub(super) struct Crowd([u64; WORDS]);

impl Crowd {
    /// The most requests that sets can hold.
    pub const MOST: usize = 64 * WORDS;

    #[inline]
    pub fn contains(&self, one: usize) -> bool {
        self.0[one / 64] & (1 << (one % 64)) != 0
    }

    #[inline]
    pub fn with(mut self, one: usize) -> Self {
        self.0[one / 64] |= 1 << (one % 64);
        self
    }

    #[inline]
    pub fn without(mut self, one: usize) -> Self {
        self.0[one / 64] &= !(1 << (one % 64));
        self
    }

    #[inline]
    pub fn joined(mut self, other: &Self) -> Self {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word |= other);
        self
    }

    /// Those of this set that are in the other too.
    #[inline]
    pub fn shared(mut self, other: &Self) -> Self {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= other);
        self
    }

    /// Those of this set that are not in the other.
    #[inline]
    pub fn but_for(mut self, other: &Self) -> Self {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= !other);
        self
    }

    #[inline]
    pub fn is_empty(&self) -> bool {
        self.0 == [0; WORDS]
    }

    /// Whether anybody is in both.
    #[inline]
    pub fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(word, other)| word & other != 0)
    }

    /// How many come before one.
    #[inline]
    pub fn place(&self, one: usize) -> usize {
        let before = self.0[..one / 64].iter().map(|word| word.count_ones()).sum::<u32>();
        (before + (self.0[one / 64] & ((1 << (one % 64)) - 1)).count_ones()) as usize
    }

    /// How many there are.
    #[inline]
    pub fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// All of them, in order.
    #[inline]
    pub fn iter(&self) -> impl Iterator<Item = usize> + use<> {
        let mut words = self.0;
        let mut at = 0;
        std::iter::from_fn(move || {
            while at < WORDS && words[at] == 0 {
                at += 1;
            }
            (at < WORDS).then(|| {
                let bit = words[at].trailing_zeros() as usize;
                words[at] &= words[at] - 1;
                64 * at + bit
            })
        })
    }

    /// All but some, a bit for each in order.
    #[inline]
    pub fn but_for_bits(&self, out: u32) -> Self {
        let out = self.iter().enumerate().filter(|(place, _)| out & (1 << place) != 0);
        out.fold(*self, |left, (_, one)| left.without(one))
    }
}
