//! Subset-row cuts: of three riders, two wave routes cannot each serve two (Jepsen, Petersen, Spoorendonk
//! and Pisinger 2008, doi:10.1287/opre.1070.0449).
//!
//! ```text
//! Σ_p ⌊ riders of S that p serves / 2 ⌋ x_p ≤ 1      for three riders S
//! ```
//!
//! In a pricing the dual of a cut is to be paid for every second rider of its three.

use crate::domain::RequestId;
use crate::exact::links::Links;
use crate::exact::waves::Waves;

/// Three riders.
pub(super) type Triple = [RequestId; 3];

/// Bits of cuts of a wave.
pub(super) type CutSet = u128;

/// How often a path that serves these pays for the cut.
pub(super) fn times(triple: &Triple, serves: &[RequestId]) -> i64 {
    serves.iter().filter(|rider| triple.contains(rider)).count() as i64 / 2
}

/// The cuts that matter in one wave.
#[derive(Clone, Debug, Default)]
pub(super) struct WaveCuts {
    cuts: Vec<(Triple, i64)>,
    /// For each request the cuts that it is in.
    of_request: Vec<CutSet>,
}

impl WaveCuts {
    /// Those of the wave that cost most, as far as there is room; the others are left out of account,
    /// which makes paths cheaper.
    pub fn new(cuts: &[(Triple, i64)], links: &Links, wave: usize, requests: usize) -> Self {
        let is_here = |(triple, price): &&(Triple, i64)| {
            *price > 0 && links.waves.of_request(triple[0]) == wave
        };
        let mut cuts: Vec<(Triple, i64)> = cuts.iter().filter(is_here).copied().collect();
        cuts.sort_unstable_by_key(|&(_, price)| -price);
        cuts.truncate(CutSet::BITS as usize);
        let mut of_request = vec![0; requests];
        for (bit, (triple, _)) in cuts.iter().enumerate() {
            triple.iter().for_each(|rider| of_request[rider.index()] |= 1 << bit);
        }
        Self { cuts, of_request }
    }

    /// No cuts of so many requests.
    pub fn none(requests: usize) -> Self {
        Self { cuts: Vec::new(), of_request: vec![0; requests] }
    }

    /// The cuts that a request is in.
    #[inline]
    pub fn of(&self, rider: RequestId) -> CutSet {
        self.of_request[rider.index()]
    }

    /// What these cuts cost together.
    #[inline]
    pub fn price(&self, mut set: CutSet) -> i64 {
        let mut sum = 0;
        while set != 0 {
            sum += self.cuts[set.trailing_zeros() as usize].1;
            set &= set - 1;
        }
        sum
    }

    /// What a path that serves these pays.
    pub fn paid(&self, serves: impl Iterator<Item = RequestId>) -> i64 {
        let (mut odd, mut sum) = (0, 0);
        for rider in serves {
            sum += self.price(odd & self.of(rider));
            odd ^= self.of(rider);
        }
        sum
    }
}

/// The most cuts of a wave at a time: so many, or one for so many riders of it if these are more; and by
/// how much they are violated.
const MOST_CUTS: (usize, usize) = (10, 3);
const VIOLATED: f64 = 0.02;

/// New cuts that are violated most by wave routes of which so much is used.
pub(super) fn violated(
    waves: &Waves,
    used: &[(&[RequestId], f64)],
    is_new: &dyn Fn(&Triple) -> bool,
) -> Vec<Triple> {
    let of_wave = |wave: usize| {
        let here: Vec<_> =
            used.iter().filter(|(serves, _)| waves.of_request(serves[0]) == wave).collect();
        let mut riders: Vec<RequestId> =
            here.iter().flat_map(|(serves, _)| serves.iter().copied()).collect();
        riders.sort_unstable();
        riders.dedup();
        let sum = |triple: &Triple| -> f64 {
            here.iter().map(|(serves, used)| times(triple, serves) as f64 * used).sum()
        };
        let triples = often_together(&riders, &here).into_iter();
        let triples = triples.map(|triple| (sum(&triple), triple));
        let mut all: Vec<(f64, Triple)> =
            triples.filter(|(sum, triple)| *sum > 1.0 + VIOLATED && is_new(triple)).collect();
        all.sort_unstable_by(|one, two| two.0.total_cmp(&one.0).then(one.1.cmp(&two.1)));
        let (most, for_riders) = MOST_CUTS;
        all.into_iter().take(most.max(riders.len() / for_riders)).map(|(_, triple)| triple)
    };
    (0..waves.number()).flat_map(of_wave).collect()
}

/// Every three of these riders, sorted, of whom pairs are together so much that their cut may be violated, where no
/// path serves anybody twice.
fn often_together(riders: &[RequestId], used: &[&(&[RequestId], f64)]) -> Vec<Triple> {
    let size = riders.len();
    let mut together = vec![0.0; size * size];
    for (serves, used) in used {
        let places = serves.iter().filter_map(|rider| riders.binary_search(rider).ok());
        let places: Vec<usize> = places.collect();
        for &one in &places {
            places.iter().for_each(|&two| together[one * size + two] += used);
        }
    }
    let row = |one: usize| &together[one * size..(one + 1) * size];
    let mut triples = Vec::new();
    for one in 0..size {
        for two in one + 1..size {
            let (first, second) = (row(one), row(two));
            let missing = 1.0 + VIOLATED - first[two];
            let others = (two + 1..size).filter(|&three| first[three] + second[three] > missing);
            triples.extend(others.map(|three| [riders[one], riders[two], riders[three]]));
        }
    }
    triples
}

#[cfg(test)]
mod tests {
    use super::*;

    const RIDERS: [RequestId; 4] = [RequestId(0), RequestId(1), RequestId(2), RequestId(3)];

    #[test]
    fn every_second_rider_of_a_cut_is_paid_for() {
        let [one, two, three, four] = RIDERS;
        let cuts = WaveCuts {
            cuts: vec![([one, two, three], 5), ([one, three, four], 7)],
            of_request: vec![0b11, 0b01, 0b11, 0b10],
        };
        let paid = |serves: &[RequestId]| cuts.paid(serves.iter().copied());
        assert_eq!(paid(&[one]), 0);
        assert_eq!(paid(&[one, two]), 5);
        assert_eq!(paid(&[one, three]), 12);
        assert_eq!(paid(&[two, four]), 0);
        assert_eq!(paid(&RIDERS), 12);
        // Somebody who is served twice counts twice.
        assert_eq!(paid(&[two, two]), 5);
        for serves in [&RIDERS[..], &RIDERS[1..], &[three, three, one]] {
            let times = |(triple, price): &(Triple, i64)| times(triple, serves) * price;
            assert_eq!(paid(serves), cuts.cuts.iter().map(times).sum::<i64>());
        }
    }

    #[test]
    fn threes_are_looked_at_whose_pairs_are_together_more_than_once() {
        let [one, two, three, four] = RIDERS;
        let paths: [&[RequestId]; 4] =
            [&[one, two, four], &[two, three], &[three, one], &[four, one]];
        let used = paths.map(|path| (path, 0.5));
        let looked_at = often_together(&RIDERS, &used.each_ref());
        // One and two half, one and four wholly, two and four half; one, three and four one and a half.
        assert_eq!(looked_at, [[one, two, three], [one, two, four], [one, three, four]]);
    }

    #[test]
    fn what_half_of_each_pair_violates_is_cut() {
        let [one, two, three, four] = RIDERS;
        let waves = Waves::of_requests(vec![0, 0, 0, 1]);
        let pairs: [&[RequestId]; 4] = [&[one, two], &[two, three], &[one, three], &[four]];
        let used: Vec<(&[RequestId], f64)> = pairs.iter().map(|&pair| (pair, 0.5)).collect();
        assert_eq!(violated(&waves, &used, &|_| true), [[one, two, three]]);
        assert!(violated(&waves, &used, &|_| false).is_empty());
        assert!(violated(&waves, &used[..2], &|_| true).is_empty());
    }
}
