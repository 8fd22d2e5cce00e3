//! Labels grow stop by stop, in the order of time.

use crate::domain::{Load, RequestId, VehicleSpec};
use crate::exact::riding::completion::Completion;
use crate::exact::riding::crowd::Crowd;
use crate::exact::riding::front::{Dominance, Fronts, Rule};
use crate::exact::riding::label::{Clock, DEPOT, Label, Labels, NONE};
use crate::exact::riding::stops::{Moment, StopId, Stops};

/// Labels go on in such steps of time.
const MINUTE: Moment = 60_000;
/// So many labels go on between two looks at the clock.
const BETWEEN_LOOKS: usize = 1_000;
/// So many labels may be made for each that may be kept.
const MADE: usize = 15;

/// How far labels grow.
pub(super) struct Limits<'a> {
    /// The most labels that are kept.
    pub labels: usize,
    pub is_over: &'a (dyn Fn() -> bool + Sync),
}

/// Labels that are growing.
pub(super) struct Growth<'a> {
    spec: &'a VehicleSpec,
    pub how: Dominance<'a>,
    /// What each request is worth.
    duals: &'a [i64],
    /// Whom paths remember at each stop, if they forget anybody.
    memory: Option<&'a [Crowd]>,
    /// What can still be gained, where that is known.
    completion: Option<&'a Completion<'a>>,
    /// Paths matter that cost less than that.
    below: i64,
    labels: Labels,
    pub fronts: Fronts,
    minutes: Vec<Vec<u32>>,
    /// Reduced costs of whole paths, and the labels that they end with.
    pub ends: Vec<(i64, u32)>,
    /// The least reduced cost of any whole path.
    pub least: i64,
    /// How many labels were made, kept or not.
    made: usize,
    /// Of the label that is made; kept for its memory.
    clocks: Vec<Clock>,
}

impl<'a> Growth<'a> {
    pub fn new(spec: &'a VehicleSpec, how: Dominance<'a>, duals: &'a [i64]) -> Self {
        let minutes = ((how.stops.returns - how.stops.leaves) / MINUTE + 1).max(0) as usize;
        Self {
            spec,
            how,
            duals,
            memory: None,
            completion: None,
            below: 0,
            labels: Labels::default(),
            fronts: Fronts::default(),
            minutes: vec![Vec::new(); minutes],
            ends: Vec::new(),
            least: i64::MAX,
            made: 0,
            clocks: Vec::new(),
        }
    }

    /// Lets paths be that cost no less than that, as far as this can be told beforehand.
    pub fn meet(&mut self, completion: Option<&'a Completion<'a>>, below: i64) {
        (self.completion, self.below) = (completion, below);
    }

    /// Lets paths forget whom they have served, but for some at each stop.
    pub fn forget(&mut self, memory: &'a [Crowd]) {
        self.memory = Some(memory);
    }

    fn stops(&self) -> &'a Stops {
        self.how.stops
    }

    /// Grows all labels of vehicles that cost so much to begin with; false if there are too many, or too
    /// little time.
    pub fn run(&mut self, vehicle: i64, limits: &Limits) -> bool {
        self.start(vehicle);
        let mut gone_on = 0;
        for minute in 0..self.minutes.len() {
            let mut place = 0;
            while let Some(&index) = self.minutes[minute].get(place) {
                place += 1;
                let label = self.labels.all[index as usize];
                if label.dominated || self.is_dominated_by_now(&label, index) {
                    continue;
                }
                gone_on += 1;
                let is_over = gone_on % BETWEEN_LOOKS == 0 && (limits.is_over)();
                let is_much =
                    self.labels.all.len() > limits.labels || self.made / MADE > limits.labels;
                if is_over || is_much {
                    return false;
                }
                self.extend(&label, index);
            }
        }
        true
    }

    fn start(&mut self, vehicle: i64) {
        let stops = self.stops();
        let (open, past) = (Crowd::default(), Crowd::default());
        let depot = Label {
            cost: vehicle,
            begins: stops.leaves,
            stop: DEPOT,
            dominated: false,
            load: Load::EMPTY,
            parent: NONE,
            open,
            past,
            odd: 0,
            paid: 0,
            clocks: 0,
        };
        let duty = Clock { latest_start: stops.returns, elapsed: 0 };
        let clocks: &[Clock] = if self.has_clocks() { &[duty] } else { &[] };
        self.labels.push(depot, clocks);
        for &at in &stops.first {
            self.board(&depot, 0, usize::from(at));
        }
    }

    fn has_clocks(&self) -> bool {
        self.how.rule != Rule::Relaxed
    }

    /// Whether a label has come since that makes this one superfluous.
    fn is_dominated_by_now(&self, label: &Label, index: u32) -> bool {
        let is_late = !matches!(self.how.rule, Rule::Loose(_) | Rule::Listing);
        let clocks = self.labels.clocks_of(label);
        is_late && self.fronts.dominate(self.how, &self.labels, label, clocks, index)
    }

    /// All that can follow a label.
    fn extend(&mut self, label: &Label, index: u32) {
        for rider in label.open.iter() {
            self.alight(label, index, rider);
        }
        for &at in &self.stops().boarding[usize::from(label.stop)] {
            let at = usize::from(at);
            if !label.open.contains(at) && !label.past.contains(at) {
                self.board(label, index, at);
            }
        }
        if label.open.is_empty() {
            self.end(label, index);
        }
    }

    fn end(&mut self, label: &Label, index: u32) {
        let stops = self.stops();
        let (way, cost) = stops.back(usize::from(label.stop));
        let back = label.begins + way;
        let is_too_long = self.labels.clocks_of(label).first().is_some_and(|duty| {
            back > duty.latest_start + stops.duty || duty.elapsed + way > stops.duty
        });
        if back > stops.returns || is_too_long {
            return;
        }
        let cost = label.cost + cost;
        self.least = self.least.min(cost);
        if cost < self.below {
            self.ends.push((cost, index));
        }
    }

    /// The label at the next stop, before anybody boards or alights, and how long it takes to come there.
    fn arrived(&self, label: &Label, index: u32, at: usize) -> Option<(Label, Moment)> {
        let stops = self.stops();
        let (gap, cost) = match label.stop {
            DEPOT => stops.out(at),
            from => (stops.gap(usize::from(from), at), stops.cost(usize::from(from), at)),
        };
        let begins = (label.begins + gap).max(stops.earliest[at]);
        let (cost, stop) = (label.cost + cost, at as StopId);
        let next = Label { cost, begins, stop, parent: index, dominated: false, ..*label };
        (begins <= stops.latest[at]).then_some((next, gap))
    }

    fn board(&mut self, label: &Label, index: u32, at: usize) {
        let stops = self.stops();
        let load = label.load + stops.loads[at];
        if !self.spec.holds(load) || label.open.meets(&stops.apart[at]) {
            return;
        }
        let Some((mut next, gap)) = self.arrived(label, index, at) else { return };
        (next.load, next.open) = (load, label.open.with(at));
        let cuts = self.how.cuts.of(RequestId(at as u32));
        next.cost += self.how.cuts.price(next.odd & cuts) - self.duals[at];
        next.paid |= next.odd & cuts;
        next.odd ^= cuts;
        let latest = stops.latest[at];
        if self.has_clocks() {
            self.take_clocks(label);
            if !self.run_clocks(&next, label.open, gap, latest) {
                return;
            }
            let latest_start = latest.min(stops.latest[stops.exit(at)] - stops.longest[at]);
            let own = Clock { latest_start, elapsed: (next.begins - latest_start).max(0) };
            self.clocks.insert(next.open.place(at) + 1, own);
        }
        self.keep(next);
    }

    fn alight(&mut self, label: &Label, index: u32, rider: usize) {
        let stops = self.stops();
        let at = stops.exit(rider);
        let Some((mut next, gap)) = self.arrived(label, index, at) else { return };
        next.open = label.open.without(rider);
        next.load = label.load - stops.loads[rider];
        next.past = label.past.with(rider);
        if self.has_clocks() {
            self.take_clocks(label);
            let own = self.clocks.remove(label.open.place(rider) + 1);
            let latest = stops.latest[at].min(own.latest_start + stops.longest[rider]);
            let is_late = next.begins > latest || own.elapsed + gap > stops.longest[rider];
            if is_late || !self.run_clocks(&next, next.open, gap, latest) {
                return;
            }
        }
        self.keep(next);
    }

    fn take_clocks(&mut self, label: &Label) {
        self.clocks.clear();
        self.clocks.extend_from_slice(self.labels.clocks_of(label));
    }

    /// Clocks of the duty and of those who stay aboard go on to the next stop, where service begins no
    /// later than that; false if one runs out. What cannot bind is made to be all the same.
    fn run_clocks(&mut self, next: &Label, stay: Crowd, gap: Moment, latest: Moment) -> bool {
        let stops = self.stops();
        let at = usize::from(next.stop);
        let run = |clock: &mut Clock, binding: Moment| {
            clock.elapsed += gap;
            clock.latest_start = clock.latest_start.min(latest - clock.elapsed).min(binding);
            clock.elapsed = clock.elapsed.max(next.begins - clock.latest_start);
        };
        let (duty, riders) = self.clocks.split_first_mut().expect("the duty has a clock");
        run(duty, stops.last - stops.duty);
        duty.elapsed + stops.back(at).0 <= stops.duty
            && riders.iter_mut().zip(stay.iter()).all(|(clock, rider)| {
                let exit = stops.exit(rider);
                run(clock, stops.latest[exit] - stops.longest[rider]);
                clock.elapsed + stops.gap(at, exit) <= stops.longest[rider]
            })
    }

    /// Keeps the label if all aboard can be set down, it is not dominated and can become good enough.
    fn keep(&mut self, mut next: Label) {
        let stops = self.stops();
        if self.how.rule != Rule::Listing {
            let gone = next.past.iter().filter(|&rider| !stops.can_reach(&next, rider));
            next.past = gone.fold(next.past, Crowd::without);
            if let Some(memory) = self.memory {
                next.past = next.past.shared(&memory[usize::from(next.stop)]);
            }
        }
        self.made += 1;
        let clocks = std::mem::take(&mut self.clocks);
        let is_good = stops.can_set_down(&next, &clocks)
            && !self.fronts.dominate(self.how, &self.labels, &next, &clocks, NONE)
            && self.completion.is_none_or(|completion| completion.can_cost_less(&next, self.below));
        if is_good && self.fronts.insert(self.how, &mut self.labels, &next, &clocks) {
            let minute = ((next.begins - stops.leaves) / MINUTE) as usize;
            self.minutes[minute].push(self.labels.all.len() as u32);
            self.labels.push(next, &clocks);
        }
        self.clocks = clocks;
    }

    /// Whom a path has served that is listed and ends with a label.
    pub fn served(&self, end: u32) -> Crowd {
        self.labels.all[end as usize].past
    }

    /// The stops of the path that ends with a label.
    pub fn path(&self, end: u32) -> Vec<StopId> {
        let parent = |&at: &u32| Some(self.labels.all[at as usize].parent);
        let labels =
            std::iter::successors(Some(end), parent).map(|at| &self.labels.all[at as usize]);
        let mut stops: Vec<StopId> =
            labels.map(|label| label.stop).take_while(|&stop| stop != DEPOT).collect();
        stops.reverse();
        stops
    }
}
