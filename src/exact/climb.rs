//! A bound that climbs as long as there is time: where the relaxation uses parts of vehicles, the
//! fleet is split, of the day first and then of its waves; where it uses paths that serve somebody twice, paths
//! remember more. Where paths are wave routes that serve nobody twice, cuts are added, and then the part is
//! closed.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;

use crate::domain::Instance;
use crate::error::Result;
use crate::evaluate::Route;
use crate::exact::bound::{Bound, Close, Exact, Generation, IsDue};
use crate::exact::closing::close;
use crate::exact::fleet::Fleet;
use crate::exact::highs::Effort;
use crate::exact::links::Links;
use crate::exact::memory::Memory;
use crate::exact::network::{Network, NodeId};
use crate::exact::proof::Prices;
use crate::exact::relaxation::Optimum;

/// How many of the nearest riders each node remembers at first: where the day is one wave, and in waves,
/// where there is a memory of more to come.
const NEAREST: usize = 8;
const NEAREST_IN_WAVES: usize = 3;
/// In waves of no more riders than that, paths come to remember everybody.
const STRICT: usize = 64;
/// Relaxation and bound are close enough when they differ by no more than this share: a bound that is
/// worth no more than this is worth no more work.
const CLOSE: Close = Close { whole: 3e-4, parts: 0.02, gives_up: false };
/// How often the relaxation of a part of the fleet is cut before it is closed.
const MOST_CUT: usize = 8;
/// As good as equal.
pub(super) const EQUAL: Close = Close { whole: 1e-7, parts: 1e-7, gives_up: true };

/// When paths that serve nobody twice are given up if there is no bound by then, and when it is time for
/// a first bound, however good, as parts of the time.
const DUE: (f64, f64) = (0.2, 0.35);
/// When they are given up where routes can be listed, so that little else can be done.
const DUE_ROUTES: f64 = 0.7;

/// Where exact pricings are due, so many times as long as one of them goes by before the next.
const SELDOM: u32 = 2;
/// When so many times as long as an exact pricing takes is left, there is time for one more.
const LAST: (f64, f64) = (1.3, 1.8);

/// What is to be bounded.
pub(super) struct Task<'a> {
    pub instance: &'a Instance,
    pub network: &'a Network,
    pub links: &'a Links,
    /// Routes to start from.
    pub start: &'a [Arc<Route>],
    /// What leaving each request out costs, in parts of an øre.
    pub prices: &'a [i64],
    /// The bound need be no higher; asked again and again.
    pub target: &'a dyn Fn() -> i64,
    /// What part of the time is gone, 0 to 1.
    pub spent: &'a (dyn Fn() -> f64 + Sync),
    /// What a MILP that starts now may take.
    pub effort: &'a (dyn Fn() -> Effort + Sync),
    /// Hears of better routes.
    pub found: &'a dyn Fn(Vec<Arc<Route>>),
    /// Whether it is time to stop.
    pub is_over: &'a (dyn Fn() -> bool + Sync),
    /// Hears of every better bound, in parts of an øre.
    pub tell: &'a dyn Fn(i64),
}

impl<'a> Task<'a> {
    fn generation<'b>(&self, memory: &Memory, is_due: IsDue<'b>) -> Generation<'b>
    where
        'a: 'b,
    {
        let graph = (self.network, self.links);
        Generation::new(self.instance, graph, self.start, self.prices, memory, is_due)
    }

    /// Whether an exact pricing is due although a quick one may do: for a first bound, now and then,
    /// and for a last bound.
    pub fn is_exact_due(&self, last: Option<Exact>) -> bool {
        let Some(Exact { length, ended }) = last else { return (self.spent)() > DUE.1 };
        let is_last_call = match (self.effort)() {
            Effort::Time(left) => (length.mul_f64(LAST.0)..length.mul_f64(LAST.1)).contains(&left),
            Effort::Nodes(_) => false,
        };
        is_last_call || ((self.spent)() > DUE.1 && ended.elapsed() > length * SELDOM)
    }
}

/// A part of the fleet, and what plans that keep to it cost at least, in parts of an øre.
#[derive(Clone)]
struct Part {
    fleet: Fleet,
    bound: i64,
    /// What the bound rests on before it is cut, for this part or a larger one.
    grounds: Option<Bound>,
    /// The best bound of the relaxation, with cuts.
    sharp: Option<Bound>,
    /// How often it was cut.
    cuts: usize,
}

/// Column generation over paths that serve nobody twice, and what has come of it.
pub(super) struct Strict<'a> {
    pub generation: Generation<'a>,
    pub bound: Bound,
    /// The optimum of the relaxation, where the bound is as good.
    pub optimum: Option<Optimum>,
}

/// The best bound of the relaxation over paths that serve nobody twice; `None` if there is none in
/// time, or with too many labels.
///
/// # Errors
/// [`Error::Solver`](crate::error::Error::Solver) when HiGHS fails.
pub(super) fn strict_bound<'a>(task: &Task<'a>, is_due: IsDue<'a>) -> Result<Option<Strict<'a>>> {
    let memory = Memory::of_everybody(task.network);
    let mut generation = task.generation(&memory, is_due);
    let has_bound = AtomicBool::new(false);
    // Where routes can be listed, there is nothing better to come.
    let patience = if generation.pricers.list_routes() { DUE_ROUTES } else { DUE.0 };
    let is_hopeless = || !has_bound.load(Relaxed) && (task.spent)() > patience;
    let is_over = || (task.is_over)() || is_hopeless();
    let tell = |bound| {
        has_bound.store(true, Relaxed);
        (task.tell)(bound);
    };
    let fleet = Fleet::of(task.instance);
    let generated = generation.run((&fleet, None), EQUAL, i64::MAX, &is_over, &tell)?;
    let optimum = generated.optimum;
    Ok(generated.bound.map(|bound| Strict { generation, bound, optimum }))
}

/// The best bound in parts of an øre, and the prices that prove it; `None` if there is none in time.
///
/// # Errors
/// [`Error::Solver`](crate::error::Error::Solver) when HiGHS fails.
pub(super) fn climb(task: &Task) -> Result<Option<(i64, Vec<Prices>)>> {
    let may_be_strict = task.links.is_any() && task.links.waves.largest() <= STRICT;
    let (nearest, memory) = match may_be_strict {
        true => (STRICT, Memory::of_everybody(task.network)),
        false => (NEAREST, Memory::of_nearest(task.network, NEAREST)),
    };
    let is_due = |last| task.is_exact_due(last);
    let generation = task.generation(&memory, &is_due);
    let fleet = Fleet::in_waves(task.instance, task.links.waves.number());
    let parts = vec![Part { fleet, bound: i64::MIN, grounds: None, sharp: None, cuts: 0 }];
    let told = Cell::new(i64::MIN);
    let mut climb = Climb { task, generation, memory, nearest, may_be_strict, parts, told };
    while climb.step()? && climb.bound() < (task.target)() && !(task.is_over)() {}
    let bound = climb.bound();
    let price = |part: &Part| Some(Prices::of(part.grounds.as_ref()?, &part.fleet));
    let prices: Option<Vec<Prices>> = climb.parts.iter().map(price).collect();
    Ok(prices.map(|prices| (bound, prices)))
}

/// A climb under way.
struct Climb<'a> {
    task: &'a Task<'a>,
    generation: Generation<'a>,
    memory: Memory,
    /// How many of the nearest riders each node remembers, others not counted.
    nearest: usize,
    /// Whether paths can come to remember everybody.
    may_be_strict: bool,
    /// Every plan keeps to one of them.
    parts: Vec<Part>,
    told: Cell<i64>,
}

impl Climb<'_> {
    /// What is proven.
    fn bound(&self) -> i64 {
        self.parts.iter().map(|part| part.bound).min().unwrap_or(i64::MAX)
    }

    /// Looks at the part that holds the bound down; false if nothing more can come of it.
    fn step(&mut self) -> Result<bool> {
        let parts = 0..self.parts.len();
        let next = parts.min_by_key(|&part| self.parts[part].bound).expect("there is a part");
        let Part { fleet, bound, grounds, sharp, cuts } = self.parts.swap_remove(next);
        let (target, is_over) = ((self.task.target)(), self.task.is_over);
        let others = self.bound();
        let tell = |proven: i64| {
            let proven = proven.min(others);
            if proven > self.told.replace(proven.max(self.told.get())) {
                (self.task.tell)(proven);
            }
        };
        let known = sharp.as_ref().and_then(|known| known.of_part(&fleet));
        let from = (&fleet, known.as_ref());
        let generated = self.generation.run(from, CLOSE, target, is_over, &tell)?;
        let value = |bound: &Option<Bound>| bound.as_ref().map(|bound| bound.value);
        let is_raised = value(&generated.bound) > value(&known);
        let better = generated.bound.filter(|better| better.value > bound);
        let bound = better.as_ref().map_or(bound, |better| better.value);
        // Prices of requests alone prove nothing that rests on cuts or on numbers of vehicles in a wave.
        let plain = better.clone().filter(|better| better.duals.are_of_requests());
        let part = Part { fleet, bound, grounds: plain.or(grounds), sharp: better.or(sharp), cuts };
        if part.bound >= target || is_over() {
            self.parts.push(part);
            return Ok(true);
        }
        match generated.optimum {
            Some(optimum) => self.split(part, &optimum),
            None => {
                self.parts.push(part);
                Ok(!is_raised && self.forget())
            }
        }
    }

    /// Splits the part, or else lets paths remember more; false if there is no need for either.
    fn split(&mut self, part: Part, optimum: &Optimum) -> Result<bool> {
        let relaxation = &self.generation.relaxation;
        let used = relaxation.numbers_used(optimum);
        let halves = part.fleet.split(&used.of_type).or_else(|| part.fleet.split_wave(&used));
        if let Some(halves) = halves {
            self.parts.extend(halves.map(|fleet| Part { fleet, ..part.clone() }));
            return Ok(true);
        }
        if self.is_strict() {
            return self.sharpen(part, optimum);
        }
        self.parts.push(part);
        if self.may_be_strict {
            // From prices this good there are not too many paths.
            self.remember(STRICT, Memory::of_everybody(self.task.network));
            return Ok(true);
        }
        let used = relaxation.used(optimum).map(|column| column.nodes.as_slice());
        let paths: Vec<&[NodeId]> = used.collect();
        let mut has_grown = false;
        for path in paths {
            has_grown |= self.memory.grow(self.task.network, path);
        }
        if has_grown {
            self.generation.remember(&self.memory);
        }
        Ok(has_grown)
    }

    /// Whether paths are wave routes that serve nobody twice.
    fn is_strict(&self) -> bool {
        self.nearest == STRICT
    }

    /// Cuts off the optimum of the relaxation, or else closes the part; false if there is no more to
    /// come of it.
    fn sharpen(&mut self, part: Part, optimum: &Optimum) -> Result<bool> {
        if part.cuts < MOST_CUT && self.generation.relaxation.cut(optimum) {
            self.parts.push(Part { cuts: part.cuts + 1, ..part });
            return Ok(true);
        }
        let closed = part
            .sharp
            .as_ref()
            .map(|bound| close(self.task, &mut self.generation, &part.fleet, bound));
        let closed = closed.transpose()?.unwrap_or(part.bound);
        let is_better = closed > part.bound;
        self.parts.push(Part { bound: part.bound.max(closed), ..part });
        Ok(is_better)
    }

    /// Lets paths remember less, as there are too many of them; false if they remember nothing more, or
    /// never forget.
    fn forget(&mut self) -> bool {
        if self.nearest == 0 || self.generation.pricers.list_routes() {
            return false;
        }
        let is_strict = self.is_strict();
        self.may_be_strict &= !is_strict;
        let nearest = if is_strict { NEAREST_IN_WAVES } else { self.nearest / 2 };
        self.remember(nearest, Memory::of_nearest(self.task.network, nearest));
        true
    }

    fn remember(&mut self, nearest: usize, memory: Memory) {
        (self.nearest, self.memory) = (nearest, memory);
        self.generation.remember(&self.memory);
    }
}
