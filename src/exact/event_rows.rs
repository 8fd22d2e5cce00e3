//! The event model written down: a flow of vehicles through the events of a graph for each vehicle
//! type, with a time at every stop (Gaul, Klamroth and Stiglmayr 2022,
//! doi:10.1016/j.ejor.2021.11.053; times at stops instead of events, and rows 6 and 7, Gaul,
//! Klamroth, Pfeiffer, Schulz and Stiglmayr 2024, arXiv 2308.11285).
//!
//! | symbol | here | meaning |
//! |---|---|---|
//! | i ∈ R | request | a ride, with pickup i⁺ and dropoff i⁻ |
//! | k ∈ K | vehicle type | m_k vehicles; each has events and arcs of its own |
//! | a ∈ A | column | an arc of cost c_a, within \[e_a, l_a\] at its end |
//! | x_a | `drive` | 1 if the arc is driven |
//! | y_i | `leave_out` | 1 if request i is in no route, at the price π_i |
//! | B_j | `begin` | when service begins at stop j, within \[e_j, l_j\] |
//! | L_j | `left` | not before this has the vehicle at stop j left its depot |
//! | d_j, t_a | | service at j, the drive of a |
//!
//! ```text
//! min   Σ_a c_a x_a + Σ_i π_i y_i
//! (1)   Σ_{a into v} x_a = Σ_{a out of v} x_a              for each event v
//! (2)   Σ_{a into i⁺} x_a + y_i = 1                        for each request i
//! (3)   Σ_{a out of depot k} x_a ≤ m_k                     for each vehicle type k
//! (4)   B_j ≥ B_i + d_i + t_ij − M (1 − Σ_{a: i to j} x_a) for each two stops i, j
//! (5)   B_i⁻ − B_i⁺ ≤ d_i⁺ + longest ride of i             for each request i that has one
//! (6)   B_j ≥ e_j + Σ_{a into j} (e_a − e_j) x_a           for each stop j
//! (7)   B_j ≤ e_j + Σ_{a into j} (l_a − e_j) x_a           for each stop j
//! (8)   B_i ≤ end of shift − d_i − t_a + M (1 − x_a)       for each arc a from i to a depot
//!       and for vehicle types with a longest duty T:
//! (9)   L_j ≤ B_j − t_a + M (1 − x_a)                      for each arc a from the depot to j
//! (10)  L_j ≤ L_i + M (1 − Σ_{a: i to j} x_a)              for each two stops i, j
//! (11)  B_i + d_i + t_a − L_i ≤ T + M (1 − x_a)            for each arc a from i to the depot
//! (12)  Σ_{a of a walk} x_a ≤ arcs of the walk − 1         for each walk found to be no route
//! (13)  Σ_{a within S} x_a ≤ |S| − 1                       for stops S found to make a circle
//!       x, y binary
//! ```

use std::collections::BTreeMap;
use std::sync::Arc;

use good_lp::solvers::highs::HighsProblem;
use good_lp::{Expression, ProblemVariables, SolverModel, Variable, constraint, variable};
use rustc_hash::FxHashMap;

use crate::domain::{Duration, Stop, Tariff, Time, TypeId, Window};
use crate::evaluate::Route;
use crate::exact::event_gaps::{slot, stop_at};
use crate::exact::event_graph::EventArc;
use crate::exact::event_model::EventModel;

/// An arc of the model.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column<'a> {
    /// The vehicle type whose graph has it.
    pub kind: TypeId,
    pub arc: &'a EventArc,
    /// The stops at its ends; `None` for the depot.
    pub from: Option<Stop>,
    pub to: Option<Stop>,
}

impl Column<'_> {
    pub fn drive(&self) -> Drive {
        Drive { kind: self.kind, from: self.from, to: self.to }
    }
}

/// What a vehicle type drives from one stop to another, `None` being its depot.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct Drive {
    pub kind: TypeId,
    pub from: Option<Stop>,
    pub to: Option<Stop>,
}

/// Drives one after the other, from a depot to a depot or in a circle.
pub(super) type Walk = Vec<Drive>;

/// What the rows are made of.
#[derive(Debug)]
pub(super) struct Rows<'m> {
    pub model: &'m EventModel<'m>,
    pub columns: &'m [Column<'m>],
}

/// All variables, made in the order of the fields: by column, request, stop and stop.
struct Variables {
    drive: Vec<Variable>,
    leave_out: Vec<Variable>,
    begin: Vec<Variable>,
    left: Vec<Variable>,
}

impl Rows<'_> {
    /// The model without these walks.
    pub fn problem(&self, forbidden: &[Walk]) -> HighsProblem {
        let mut variables = ProblemVariables::new();
        let binary = |count, variables: &mut ProblemVariables| {
            variables.add_vector(variable().binary(), count)
        };
        let stops = || (0..self.model.windows.len()).map(stop_at);
        let all = Variables {
            drive: binary(self.columns.len(), &mut variables),
            leave_out: binary(self.model.price_of_leaving_out.len(), &mut variables),
            begin: stops().map(|stop| variables.add(within(self.window(stop)))).collect(),
            left: stops().map(|stop| variables.add(within(self.leaving(stop)))).collect(),
        };
        let mut problem = variables.minimise(self.cost(&all)).using(good_lp::highs);
        self.add_flow(&mut problem, &all);
        self.add_times(&mut problem, &all);
        self.add_rides(&mut problem, &all);
        self.add_windows(&mut problem, &all);
        self.add_depots(&mut problem, &all);
        for walk in forbidden {
            let is_circle = walk.iter().all(|drive| drive.from.is_some());
            let meets = |stop| walk.iter().any(|drive| drive.to == stop);
            let columns = self.columns.iter().zip(&all.drive);
            let within = columns.filter(|(column, _)| {
                let circles = is_circle && meets(column.from) && meets(column.to);
                circles || walk.contains(&column.drive())
            });
            let driven: Expression = within.map(|(_, &x)| x).sum();
            problem.add_constraint(constraint!(driven <= walk.len() as f64 - 1.0)); // (12, 13)
        }
        problem
    }

    fn cost(&self, all: &Variables) -> Expression {
        let mut cost = Expression::with_capacity(all.drive.len() + all.leave_out.len());
        for (column, &x) in self.columns.iter().zip(&all.drive) {
            cost.add_mul(column.arc.parts as f64 / Tariff::PARTS_PER_ORE as f64 / 100.0, x);
        }
        for (price, &y) in self.model.price_of_leaving_out.iter().zip(&all.leave_out) {
            cost.add_mul(price.as_kroner(), y);
        }
        cost
    }

    /// Every vehicle that comes to an event goes on, every request is picked up or left out.
    fn add_flow(&self, problem: &mut HighsProblem, all: &Variables) {
        let instance = self.model.instance;
        let mut balance: BTreeMap<_, Expression> = BTreeMap::new();
        let mut served: Vec<Expression> = all.leave_out.iter().map(|&y| y.into()).collect();
        let mut in_use = vec![Expression::default(); instance.types().len()];
        for (column, &x) in self.columns.iter().zip(&all.drive) {
            match column.arc.from {
                Some(event) => *balance.entry((column.kind, event)).or_default() -= x,
                None => in_use[column.kind.index()] += x,
            }
            if let Some(event) = column.arc.to {
                *balance.entry((column.kind, event)).or_default() += x;
            }
            if let Some(Stop::Pickup(id)) = column.to {
                served[id.index()] += x;
            }
        }
        for balance in balance.into_values() {
            problem.add_constraint(constraint!(balance == 0)); // (1)
        }
        for served in served {
            problem.add_constraint(constraint!(served == 1)); // (2)
        }
        for (in_use, kind) in in_use.into_iter().zip(instance.types()) {
            problem.add_constraint(constraint!(in_use <= kind.vehicles.len() as f64)); // (3)
        }
    }

    /// No stop is made before a vehicle can have come to it from the last, nor by one that left its
    /// depot later than the last was.
    fn add_times(&self, problem: &mut HighsProblem, all: &Variables) {
        let mut between: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        for (index, column) in self.columns.iter().enumerate() {
            if let (Some(from), Some(to)) = (column.from, column.to) {
                between.entry((slot(from), slot(to))).or_default().push(index);
            }
        }
        for ((i, j), mut columns) in between {
            let (from, to) = (stop_at(i), stop_at(j));
            let gap = self.gap(columns[0]);
            let big = minutes(self.window(from).latest - self.window(to).earliest) + gap;
            if big > 0.0 {
                let driven: Expression = columns.iter().map(|&a| all.drive[a]).sum();
                let waits = all.begin[j] - all.begin[i] - gap + big * (1 - driven);
                problem.add_constraint(constraint!(waits >= 0)); // (4)
            }
            columns.retain(|&a| self.longest_duty(a).is_some());
            if !columns.is_empty() {
                let big = minutes(self.leaving(to).latest - self.leaving(from).earliest).max(0.0);
                let driven: Expression = columns.iter().map(|&a| all.drive[a]).sum();
                let earlier = all.left[i] - all.left[j] + big * (1 - driven);
                problem.add_constraint(constraint!(earlier >= 0)); // (10)
            }
        }
    }

    /// No ride takes too long.
    fn add_rides(&self, problem: &mut HighsProblem, all: &Variables) {
        for id in self.model.instance.request_ids() {
            let request = self.model.instance.request(id);
            let [on, off] = [Stop::Pickup(id), Stop::Dropoff(id)].map(slot);
            let is_servable = self.model.windows[on].is_some();
            if let Some(longest) = request.longest_ride.filter(|_| is_servable) {
                let longest = minutes(request.pickup.service + longest);
                let ride = all.begin[off] - all.begin[on];
                problem.add_constraint(constraint!(ride <= longest)); // (5)
            }
        }
    }

    /// The time of a stop is one at which the event can happen that is come to.
    fn add_windows(&self, problem: &mut HighsProblem, all: &Variables) {
        let stops = (0..all.begin.len()).map(stop_at);
        let opening: Vec<Time> = stops.map(|stop| self.window(stop).earliest).collect();
        let mut after: Vec<Expression> = all.begin.iter().map(|&begin| begin.into()).collect();
        let mut before = after.clone();
        for (column, &x) in self.columns.iter().zip(&all.drive) {
            let Some(stop) = column.to else { continue };
            let (j, window) = (slot(stop), column.arc.window);
            after[j].add_mul(-minutes(window.earliest - opening[j]), x);
            before[j].add_mul(-minutes(window.latest - opening[j]), x);
        }
        for ((after, before), opening) in after.into_iter().zip(before).zip(opening) {
            let opening = minutes(opening - Time::MIDNIGHT);
            problem.add_constraint(constraint!(after >= opening)); // (6)
            problem.add_constraint(constraint!(before <= opening)); // (7)
        }
    }

    /// Vehicles are back in time, and none is away for too long.
    fn add_depots(&self, problem: &mut HighsProblem, all: &Variables) {
        for (index, (column, &x)) in self.columns.iter().zip(&all.drive).enumerate() {
            let (gap, longest) = (self.gap(index), self.longest_duty(index));
            match (column.from, column.to) {
                (None, Some(to)) if longest.is_some() => {
                    let j = slot(to);
                    let big = minutes(self.leaving(to).latest - self.window(to).earliest) + gap;
                    let stays = all.begin[j] - gap - all.left[j] + big.max(0.0) * (1 - x);
                    problem.add_constraint(constraint!(stays >= 0)); // (9)
                }
                (Some(from), None) => {
                    let (i, latest) = (slot(from), self.window(from).latest);
                    let end = self.model.instance.spec(column.kind).shift.latest;
                    let big = (minutes(latest - end) + gap).max(0.0);
                    let spare = minutes(end - Time::MIDNIGHT) - gap - all.begin[i] + big * (1 - x);
                    problem.add_constraint(constraint!(spare >= 0)); // (8)
                    let Some(longest) = longest else { continue };
                    let big = minutes(latest - self.leaving(from).earliest - longest) + gap;
                    let spare = minutes(longest) - gap + all.left[i] - all.begin[i]
                        + big.max(0.0) * (1 - x);
                    problem.add_constraint(constraint!(spare >= 0)); // (11)
                }
                _ => {}
            }
        }
    }

    /// Values for all variables that drive the known routes, in the order in which they are made;
    /// `None` if an arc of theirs is missing.
    pub fn warm_start(&self, known: &[Arc<Route>]) -> Option<Vec<f64>> {
        let instance = self.model.instance;
        let stops = || (0..self.model.windows.len()).map(stop_at);
        let value = |time: Time| minutes(time - Time::MIDNIGHT);
        let mut drive = vec![0.0; self.columns.len()];
        let mut leave_out = vec![1.0; instance.requests().len()];
        let mut begin: Vec<f64> = stops().map(|stop| value(self.window(stop).earliest)).collect();
        let mut left: Vec<f64> = stops().map(|stop| value(self.leaving(stop).earliest)).collect();
        let columns = self.columns.iter().enumerate();
        let next: FxHashMap<_, usize> = columns
            .map(|(index, column)| ((column.kind, column.arc.from, column.to), index))
            .collect();
        for route in known {
            let schedule = route.schedule(instance)?;
            let mut at = None;
            for stop in route.stops().iter().copied().map(Some).chain([None]) {
                let column = *next.get(&(route.kind(), at, stop))?;
                drive[column] = 1.0;
                at = self.columns[column].arc.to;
            }
            for (&stop, &begins) in route.stops().iter().zip(&schedule.begins) {
                leave_out[stop.request().index()] = 0.0;
                begin[slot(stop)] = value(begins);
                let leaves = schedule.leaves.min(self.leaving(stop).latest);
                left[slot(stop)] = value(leaves.max(self.leaving(stop).earliest));
            }
        }
        Some([drive, leave_out, begin, left].concat())
    }

    /// When a stop can be made; a stop that is in no event gets any time.
    fn window(&self, stop: Stop) -> Window {
        let visit = self.model.instance.visit(stop);
        let any = Window { latest: visit.window.earliest, ..visit.window };
        self.model.windows[slot(stop)].unwrap_or(any)
    }

    /// When the vehicle can have left the depot that makes a stop, where duties are limited.
    fn leaving(&self, stop: Stop) -> Window {
        let Window { earliest, latest } = self.window(stop);
        let specs = self.model.instance.types().iter().map(|kind| &kind.spec);
        let leaving = specs.filter_map(|spec| {
            let longest = spec.longest_duration?;
            Some(spec.shift.earliest.max(earliest - longest).min(earliest))
        });
        Window { earliest: leaving.min().unwrap_or(latest), latest }
    }

    fn longest_duty(&self, column: usize) -> Option<Duration> {
        self.model.instance.spec(self.columns[column].kind).longest_duration
    }

    /// The time from the beginning of service at one end of a column to that at the other.
    fn gap(&self, column: usize) -> f64 {
        let column = &self.columns[column];
        let service = column.from.map(|stop| self.model.instance.visit(stop).service);
        minutes(service.unwrap_or_default() + column.arc.leg.duration)
    }
}

/// A moment within the window, in minutes since midnight.
fn within(window: Window) -> good_lp::VariableDefinition {
    let [earliest, latest] =
        [window.earliest, window.latest].map(|time| minutes(time - Time::MIDNIGHT));
    variable().min(earliest).max(latest)
}

fn minutes(length: Duration) -> f64 {
    length.as_minutes()
}
