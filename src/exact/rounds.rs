//! Column generation under way for one fleet: which duals are priced next, and with how much care.

use std::time::Instant;

use crate::exact::bound::{Bound, Close, Exact, Generation};
use crate::exact::cuts::Triple;
use crate::exact::days::Days;
use crate::exact::fleet::Fleet;
use crate::exact::pricing::{Care, Duals, Found};
use crate::exact::relaxation::Optimum;

/// Labels for each node and company in a quick pricing, and in one that is less quick.
const QUICK: (usize, usize) = (2, 10);
/// Labels of a first exact pricing of each kind and wave, which may come to nothing.
const TRIAL: usize = 300_000;
/// And in a quick sweep over waves.
const SWEPT: usize = 10;
/// A quick pricing seems to have met the relaxation when it comes so close, and a quick sweep, as an exact one is to
/// come closer yet.
const SEEMS_CLOSE: f64 = 2e-3;
const SWEEP_SEEMS_CLOSE: f64 = 2e-4;
/// A quick sweep goes no closer where what is left to it is such a part of what is not proven: prices that an
/// exact one has corrected lead on faster.
const UNPROVEN: f64 = 0.5;
/// Where the bound is as far from the relaxation as this, the least care will do.
const FAR: f64 = 0.02;
/// How much of smoothed duals is the centre's: at first, at least and at most.
const PULL: (f64, f64, f64) = (0.5, 0.1, 0.95);
/// It is so much less where they prove more than the centre, and where they do not, such a part of
/// the rest is the centre's too.
const LOOSER: f64 = 0.1;
const TIGHTER: f64 = 0.3;
/// What requests cost in a known plan is scaled by these in turn, as no route should gain much.
const SCALES: [f64; 4] = [0.35, 0.5, 0.65, 0.8];
/// So many pricings follow one solution of the relaxation at most.
const TRIES: usize = 4;
/// Columns added at a time, of all pricings together, and of each at most and at least.
const COLUMNS: (usize, usize, usize) = (1_500, 600, 30);

/// Column generation under way.
pub(super) struct Rounds<'a, 'b> {
    pub generation: &'a mut Generation<'b>,
    fleet: &'a Fleet,
    target: i64,
    pub best: Option<Bound>,
    pub centre: Option<Centre>,
    /// How the next duals are priced.
    pub care: Care,
    /// Whether the next duals are to be smoothed.
    smooths: bool,
    /// How much of smoothed duals is the centre's.
    pull: f64,
    /// Whether paths that are too many for a quick pricing are too many for any.
    gives_up: bool,
}

/// What a pricing has come to.
struct Priced {
    /// What was priced.
    duals: Duals,
    /// For each vehicle type, what a day costs at least beyond the duals.
    least: Vec<i64>,
    found: Vec<Found>,
}

/// The best duals so far.
pub(super) struct Centre {
    /// What they prove, or after a quick pricing seem to prove.
    value: i64,
    duals: Duals,
    is_exact: bool,
}

impl<'a, 'b> Rounds<'a, 'b> {
    /// From a bound that is known already, if there is one.
    pub fn new(
        generation: &'a mut Generation<'b>,
        fleet: &'a Fleet,
        target: i64,
        (best, gives_up): (Option<Bound>, bool),
    ) -> Self {
        let (care, smooths, pull) = (first_care(generation), true, PULL.0);
        let centre = best.as_ref().map(|best| {
            let Bound { value, duals, .. } = best.clone();
            Centre { value, duals, is_exact: true }
        });
        Self { generation, fleet, target, best, centre, care, smooths, pull, gives_up }
    }

    /// Starts from the best prices that were met, if no bound is known.
    pub fn begin(&mut self, is_over: &(dyn Fn() -> bool + Sync)) {
        let met = self.generation.prices_met.take().filter(|_| self.centre.is_none());
        if let Some(duals) = met {
            let Priced { duals, least, .. } = self.priced(duals, self.care, 0, is_over);
            self.judge(duals, least, false);
        }
    }

    /// Prices from here on as at the beginning, duals having become others.
    pub fn start_again(&mut self) {
        self.care = first_care(self.generation);
    }

    /// What is proven so far.
    pub fn proven(&self) -> i64 {
        self.best.as_ref().map_or(i64::MIN, |best| best.value)
    }

    /// Whether the bound is close enough to the relaxation: not very, if the fleet is to be split.
    pub fn is_closed(&self, optimum: &Optimum, close: Close) -> bool {
        let used = self.generation.relaxation.numbers_used(optimum);
        let is_whole = self.fleet.split(&used.of_type).is_none();
        let close = if is_whole { close.whole } else { close.parts };
        optimum.value - self.proven() as f64 <= close * optimum.value.abs()
    }

    /// Pricings of duals that come from one solution of the relaxation; false if nothing more can come
    /// of it.
    pub fn round(&mut self, optimum: &Optimum, is_over: &(dyn Fn() -> bool + Sync)) -> bool {
        for _ in 0..TRIES {
            let pull = self.pull;
            if !self.price(optimum, is_over) {
                return false;
            }
            // Duals that prove no more than the centre are too far from it; to price others is quicker
            // than to solve the relaxation again.
            if self.pull <= pull || is_over() {
                break;
            }
        }
        true
    }

    /// One pricing; false if nothing more can come of it.
    fn price(&mut self, optimum: &Optimum, is_over: &(dyn Fn() -> bool + Sync)) -> bool {
        let care = self.care;
        let has_days = self.generation.links.is_any();
        if matches!(care, Care::Exact(_)) && self.best.is_none() && !has_days {
            self.fall_back(optimum.duals.nothing(), is_over);
        }
        let duals = self.smoothed(&optimum.duals);
        let (all, most, least) = COLUMNS;
        let most = (all / self.generation.pricers.number()).clamp(least, most);
        let began = Instant::now();
        let Priced { duals, least, found } = self.priced(duals, care, most, is_over);
        let length = began.elapsed();
        let is_exact = found.iter().all(|found| found.is_exact);
        let is_whole = found.iter().all(|found| found.is_whole);
        if matches!(care, Care::Exact(_)) && (is_exact || care != Care::Exact(TRIAL)) {
            self.generation.exact = Some(Exact { length, ended: Instant::now() });
        }
        if !is_exact && care == Care::Exact(TRIAL) {
            self.care = Care::Quick(QUICK.1);
            return true;
        }
        let is_too_much = match care {
            Care::Exact(_) => !is_exact,
            Care::Quick(_) => self.gives_up && !is_whole,
            Care::Worn => false,
        };
        if is_too_much {
            return false;
        }
        let is_new = self.add(&found, (duals, least), &optimum.duals);
        self.turn_to(is_new, optimum.value);
        let takes_longer = |exact: Exact| exact.length < length;
        if care == Care::Worn && (!is_whole || self.generation.exact.is_some_and(takes_longer)) {
            // What was seen is of no more use for prices as different as these.
            (self.care, self.smooths) = (self.exact(), true);
        }
        !self.is_exhausted()
    }

    /// Adds what was found by pricing such duals, and judges them; whether anything improves the relaxation.
    fn add(
        &mut self,
        found: &[Found],
        (duals, least): (Duals, Vec<i64>),
        of_relaxation: &Duals,
    ) -> bool {
        let is_new = self.generation.add(found, of_relaxation);
        let is_exact = found.iter().all(|found| found.is_exact);
        self.judge(duals, least, is_exact);
        if !is_exact && self.centre.as_ref().is_some_and(|centre| centre.value < 0) {
            // Duals that prove less than nothing are no place to start from.
            self.centre = Some(Centre { value: 0, duals: of_relaxation.nothing(), is_exact });
        }
        is_new
    }

    /// What comes of pricing such duals.
    fn priced(
        &mut self,
        duals: Duals,
        care: Care,
        most: usize,
        is_over: &(dyn Fn() -> bool + Sync),
    ) -> Priced {
        if !self.generation.links.is_any() {
            let found = self.generation.pricers.price(&duals, care, most, is_over);
            let least = found.iter().map(|found| found.least).collect();
            return Priced { duals, least, found };
        }
        // What has been swept quickly knows its ends.
        let is_swept = self.centre.as_ref().is_some_and(|centre| centre.duals == duals);
        let days = match care {
            Care::Exact(_) if is_swept => self.generation.exact_days(duals, is_over),
            Care::Exact(_) => {
                let quick = self.generation.quick_days(&duals, SWEPT, is_over);
                quick.and_then(|quick| self.generation.exact_days(quick.duals, is_over))
            }
            Care::Quick(_) | Care::Worn => self.generation.quick_days(&duals, SWEPT, is_over),
        };
        let Days { duals, least, found } = days.expect("the day has waves");
        Priced { duals, least, found }
    }

    /// Keeps duals that prove more, or seem to.
    fn judge(&mut self, duals: Duals, least: Vec<i64>, is_exact: bool) {
        let Some(bound) = Bound::of(duals, least, self.fleet) else { return };
        let value = bound.value;
        let centre = self.centre.as_ref();
        if let Some(centre) = centre.filter(|_| self.smooths && !is_exact) {
            let (_, least, most) = PULL;
            let tighter = self.pull + (1.0 - self.pull) * TIGHTER;
            let pull = if centre.value < value { self.pull - LOOSER } else { tighter };
            self.pull = pull.clamp(least, most);
        }
        // What a quick pricing seemed to prove may not be so.
        if centre.is_none_or(|centre| centre.value < value || (is_exact && !centre.is_exact)) {
            self.centre = Some(Centre { value, duals: bound.duals.clone(), is_exact });
            if self.best.is_none() && self.generation.links.is_any() {
                self.generation.prices_met = Some(bound.duals.clone());
            }
        }
        if is_exact && self.best.as_ref().is_none_or(|best| best.value < value) {
            self.best = Some(bound);
        }
    }

    /// Takes for the centre what requests cost in a known plan, scaled, where that seems to prove more:
    /// where there are too many paths, a linear program over few of them proves little for long.
    fn fall_back(&mut self, nothing: Duals, is_over: &(dyn Fn() -> bool + Sync)) {
        for part in SCALES {
            let mut duals = nothing.clone();
            let shares = self.generation.shares.iter();
            duals.requests = shares.map(|&share| (share as f64 * part) as i64).collect();
            let care = Care::Quick(QUICK.0);
            let found = self.generation.pricers.price(&duals, care, 0, is_over);
            let least = found.iter().map(|found| found.least).collect();
            let Some(Bound { value, duals, .. }) = Bound::of(duals, least, self.fleet) else {
                return;
            };
            if self.centre.as_ref().is_some_and(|centre| value <= centre.value) {
                return;
            }
            self.centre = Some(Centre { value, duals, is_exact: false });
        }
    }

    /// Chooses how to price next.
    fn turn_to(&mut self, is_new: bool, value: f64) {
        if self.generation.links.is_any() {
            return self.turn_in_waves(is_new, value);
        }
        let close = SEEMS_CLOSE * value.abs();
        let seems_closed = self.centre.as_ref().is_some_and(|centre| {
            centre.value >= self.target || value - centre.value as f64 <= close
        });
        let is_due = self.generation.is_exact_due();
        match (is_new, self.smooths, self.care) {
            (.., Care::Quick(_) | Care::Worn) if is_due => {
                (self.care, self.smooths) = (self.exact(), true);
            }
            (true, _, Care::Quick(_) | Care::Worn) if seems_closed => self.more_care(),
            (true, _, Care::Quick(_) | Care::Worn) => self.smooths = true,
            (true, _, Care::Exact(_)) => {
                let is_far = self.proven() as f64 <= value - FAR * value.abs();
                let care = if is_far { Care::Quick(QUICK.0) } else { Care::Worn };
                (self.care, self.smooths) = (care, true);
            }
            // The next pricing is of the relaxation's own duals.
            (false, true, _) => self.smooths = false,
            (false, false, _) => self.more_care(),
        }
    }

    /// Chooses how to price next where the day has waves.
    fn turn_in_waves(&mut self, is_new: bool, value: f64) {
        let unproven = value - self.proven() as f64;
        let close = (UNPROVEN * unproven).max(SWEEP_SEEMS_CLOSE * value.abs());
        let seems_closed = self.centre.as_ref().is_some_and(|centre| {
            centre.value >= self.target || value - centre.value as f64 <= close
        });
        let is_quick = !matches!(self.care, Care::Exact(_));
        let is_due = is_quick && (seems_closed || self.generation.is_exact_due());
        (self.care, self.smooths) = match (is_new, self.smooths) {
            _ if is_due => (self.exact(), true),
            (true, _) => (Care::Quick(SWEPT), true),
            // The next pricing is of the relaxation's own duals.
            (false, true) => (self.care, false),
            (false, false) if is_quick => (self.exact(), true),
            (false, false) => (Care::Exact(0), true),
        };
    }

    fn more_care(&mut self) {
        self.smooths = true;
        self.care = match self.care {
            Care::Quick(most) if most < QUICK.1 => {
                self.centre = None;
                match self.generation.exact {
                    Some(_) => Care::Worn,
                    None => Care::Exact(TRIAL),
                }
            }
            Care::Quick(_) | Care::Worn => self.exact(),
            Care::Exact(_) => Care::Exact(0),
        };
    }

    fn exact(&self) -> Care {
        Care::Exact(self.generation.most_labels())
    }

    /// Whether the last pricing was exact and of the relaxation's own duals, and found nothing new.
    pub fn is_exhausted(&self) -> bool {
        self.care == Care::Exact(0)
    }

    /// The duals, halfway to those of the centre, or there for an exact pricing, which is dear, unless they
    /// have had one; none above what leaving a request out costs.
    fn smoothed(&self, duals: &Duals) -> Duals {
        let mut duals = match self.centre.as_ref().filter(|_| self.smooths) {
            None => duals.clone(),
            Some(centre) if !centre.is_exact && matches!(self.care, Care::Exact(_)) => {
                centre.duals.clone()
            }
            Some(Centre { duals: centre, .. }) => Duals {
                requests: between(&duals.requests, &centre.requests, self.pull),
                types: between(&duals.types, &centre.types, self.pull),
                ends: between(&duals.ends, &centre.ends, self.pull),
                waves: between(&duals.waves, &centre.waves, self.pull),
                cuts: cuts_between(&duals.cuts, &centre.cuts, self.pull),
            },
        };
        for (dual, &price) in duals.requests.iter_mut().zip(self.generation.prices) {
            *dual = (*dual).min(price);
        }
        self.generation.links.settle(&mut duals);
        duals
    }
}

/// How much care is enough at first.
fn first_care(generation: &Generation) -> Care {
    Care::Quick(if generation.links.is_any() { SWEPT } else { QUICK.0 })
}

/// Such a part of the way from one to the other.
fn between(one: &[i64], other: &[i64], part: f64) -> Vec<i64> {
    let worth = |(&one, &other): (&i64, &i64)| one + ((other - one) as f64 * part) as i64;
    one.iter().zip(other).map(worth).collect()
}

/// The newer duals may have more cuts.
fn cuts_between(new: &[(Triple, i64)], old: &[(Triple, i64)], part: f64) -> Vec<(Triple, i64)> {
    let prices = |cuts: &[(Triple, i64)]| cuts.iter().map(|&(_, price)| price).collect::<Vec<_>>();
    let mut old = prices(old);
    old.resize(new.len(), 0);
    let prices = between(&prices(new), &old, part);
    new.iter().zip(prices).map(|(&(triple, _), price)| (triple, price)).collect()
}
