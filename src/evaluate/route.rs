//! A route: one vehicle's stops in order, known to be drivable, with what insertion needs to know.
//!
//! At every point of a route it keeps what the points before and after it mean for the moment at
//! which service begins there, and who is aboard afterwards. Whether a ride fits between two points
//! is then decided without a look at the others. Where a rest or paid waiting asks for more, what
//! passes is timed in full.

use crate::domain::{
    Duration, Instance, Leg, Load, Money, RequestId, Stop, Time, Totals, TypeId, VehicleSpec, Visit,
};
use crate::evaluate::detours::Parts;
use crate::evaluate::label::{Label, Mark, Remaining, Running};
use crate::evaluate::schedule::{Schedule, Workspace, schedule};

/// One vehicle's stops in order. Valid by construction: it keeps every rule.
#[derive(Clone, Debug)]
pub struct Route {
    kind: TypeId,
    stops: Vec<Stop>,
    points: Vec<Point>,
    /// For each point in turn the longest times that run from it to the next.
    running: Vec<RunningOn>,
    totals: Totals,
    cost: Money,
}

/// A longest time that runs from one point to the next, seen from both.
type RunningOn = (Running, Remaining);

/// A stop or depot on a route.
#[derive(Clone, Debug)]
pub(super) struct Point {
    pub visit: Visit,
    /// The earliest begin of service, given what comes before.
    pub earliest: Time,
    /// The latest begin of service, given what comes before.
    pub latest: Time,
    /// The latest begin of service, given the windows of what comes after.
    pub in_time: Time,
    /// What is aboard when the vehicle leaves.
    pub load: Load,
    /// How many requests are aboard when the vehicle leaves.
    pub aboard: u16,
    /// Whether one of them must be alone.
    pub alone: bool,
    /// What begins or ends here.
    pub mark: Mark,
    /// Where in the route's list the longest times begin that run to the next point.
    first_running: usize,
    /// The drive to the next point.
    pub leg: Leg,
    /// What it costs.
    pub drive: Parts,
}

impl Point {
    fn new(visit: Visit) -> Self {
        Self {
            visit,
            earliest: visit.window.earliest,
            latest: visit.window.latest,
            in_time: visit.window.latest,
            load: Load::EMPTY,
            aboard: 0,
            alone: false,
            mark: Mark::Nothing,
            first_running: 0,
            leg: Leg::default(),
            drive: 0,
        }
    }

    /// Drives on to the next visit from this point, which is at `position`.
    #[inline]
    fn drive_on(&mut self, instance: &Instance, spec: &VehicleSpec, position: usize, to: &Visit) {
        self.leg = leg(instance, position, &self.visit, to);
        self.drive = spec.tariff.parts_of_drive(self.leg);
    }

    /// The least time from the beginning of service here to that at the next point.
    #[inline]
    pub fn gap(&self) -> Duration {
        self.visit.service + self.leg.duration
    }
}

impl Route {
    /// The route of a vehicle that stays at home.
    pub fn empty(instance: &Instance, kind: TypeId) -> Self {
        let mut builder = Builder::default();
        let mut points = builder.points(instance, kind, &[]).expect("nothing is to be done");
        // A vehicle that stays at home does not drive, wherever its run would end.
        (points[0].leg, points[0].drive) = (Leg::default(), 0);
        let (totals, cost) = (Totals::default(), Money::ZERO);
        Self { kind, stops: Vec::new(), points, running: builder.running, totals, cost }
    }

    /// The route with these stops, or `None` if the vehicle cannot drive them within every rule.
    pub fn new(instance: &Instance, kind: TypeId, stops: Vec<Stop>) -> Option<Self> {
        Builder::default().route(instance, kind, stops)
    }

    /// Whether, for vehicles like this, labels say all about feasibility and waiting costs nothing.
    #[inline]
    pub fn labels_decide(spec: &VehicleSpec) -> bool {
        spec.break_rule.is_none() && spec.tariff.per_hour_waiting == Money::ZERO
    }

    /// Whether, for vehicles like this, windows, service and driving alone decide what can be driven
    /// and what it costs.
    pub fn windows_decide(instance: &Instance, spec: &VehicleSpec) -> bool {
        Self::labels_decide(spec)
            && !instance.has_longest_rides()
            && spec.longest_duration.is_none()
    }

    /// The type of the vehicle that drives it.
    pub fn kind(&self) -> TypeId {
        self.kind
    }

    /// Its stops in order.
    pub fn stops(&self) -> &[Stop] {
        &self.stops
    }

    /// Whether the vehicle stays at home.
    pub fn is_empty(&self) -> bool {
        self.stops.is_empty()
    }

    /// The requests it serves, in the order of their pickups.
    pub fn requests(&self) -> impl Iterator<Item = RequestId> {
        self.stops.iter().filter_map(|&stop| match stop {
            Stop::Pickup(request) => Some(request),
            Stop::Dropoff(_) => None,
        })
    }

    /// The route in the order a driver expects: where people get off and on at one place, everybody
    /// gets off first. The route itself where that would break a rule or cost more.
    pub fn tidied(&self, instance: &Instance) -> Self {
        let place = |stop: &Stop| instance.visit(*stop).place;
        let mut tidy = self.clone();
        let mut first = 0;
        for calls in self.stops.chunk_by(|one, next| place(one) == place(next)) {
            let mut stops = tidy.stops.clone();
            stops[first..first + calls.len()].sort_by_key(|stop| matches!(stop, Stop::Pickup(_)));
            first += calls.len();
            if stops != tidy.stops
                && let Some(route) = Self::new(instance, self.kind, stops)
                && route.cost <= self.cost
            {
                tidy = route;
            }
        }
        tidy
    }

    /// What its cost is made of; waiting is counted only where it is charged.
    pub fn totals(&self) -> Totals {
        self.totals
    }

    /// What the contractor charges for it.
    pub fn cost(&self) -> Money {
        self.cost
    }

    /// The depot, the stops, the depot.
    pub(super) fn points(&self) -> &[Point] {
        &self.points
    }

    /// The longest times that run from the point at that position to the next.
    #[inline]
    pub(super) fn running_after(&self, position: usize) -> &[RunningOn] {
        let first = self.points[position].first_running;
        let end = self.points.get(position + 1).map_or(first, |next| next.first_running);
        &self.running[first..end]
    }

    /// Its clock times; `None` for a vehicle that stays at home.
    pub fn schedule(&self, instance: &Instance) -> Option<Schedule> {
        if self.is_empty() {
            return None;
        }
        let times = schedule(instance, instance.spec(self.kind), &self.stops);
        Some(times.expect("a route is drivable by construction"))
    }
}

fn totals(points: &[Point]) -> Totals {
    Totals {
        distance: points.iter().map(|point| point.leg.distance).sum(),
        driving: points.iter().map(|point| point.leg.duration).sum(),
        boarding: points.iter().map(|point| point.visit.service).sum(),
        waiting: Duration::ZERO,
    }
}

/// Builds routes; keeps its memory between calls.
#[derive(Clone, Debug, Default)]
pub(super) struct Builder {
    pub workspace: Workspace,
    aboard: Vec<RequestId>,
    /// Whose longest times are running; `None` is the duty's.
    timed: Vec<Option<RequestId>>,
    label: Label,
    running: Vec<RunningOn>,
    under_way: Vec<Remaining>,
}

impl Builder {
    /// As [`Route::new`].
    pub fn route(&mut self, instance: &Instance, kind: TypeId, stops: Vec<Stop>) -> Option<Route> {
        if stops.is_empty() {
            return Some(Route::empty(instance, kind));
        }
        let points = self.points(instance, kind, &stops)?;
        let mut totals = totals(&points);
        let spec = instance.spec(kind);
        if !Route::labels_decide(spec) {
            self.workspace.load(instance, spec, &stops);
            totals.waiting = self.workspace.paid_waiting(spec)?;
        }
        let cost = spec.tariff.cost(totals);
        Some(Route { kind, stops, points, running: self.running.clone(), totals, cost })
    }

    /// The points of a route with these stops, and in `running` the longest times that run between
    /// them; `None` if a window, a longest time, a load or company aboard forbids it.
    fn points(&mut self, instance: &Instance, kind: TypeId, stops: &[Stop]) -> Option<Vec<Point>> {
        let mut points = self.visits(instance, instance.spec(kind), stops)?;
        self.mark_longest_times(instance, kind, stops, &mut points);
        self.look_back(&mut points).then_some(())?;
        self.look_ahead(&mut points);
        Some(points)
    }

    /// The points with what does not depend on times: visits, drives, loads and company.
    fn visits(
        &mut self,
        instance: &Instance,
        spec: &VehicleSpec,
        stops: &[Stop],
    ) -> Option<Vec<Point>> {
        let depot = |place| Visit { place, window: spec.shift, service: Duration::ZERO };
        let mut points = Vec::with_capacity(stops.len() + 2);
        points.push(Point::new(depot(spec.start)));
        let aboard = &mut self.aboard;
        aboard.clear();
        for (position, &stop) in stops.iter().enumerate() {
            let mut point = Point::new(*instance.visit(stop));
            let before = &mut points[position];
            before.drive_on(instance, spec, position, &point.visit);
            point.load = company_after(instance, spec, stop, before.load, aboard)?;
            point.alone = aboard.iter().any(|&request| instance.request(request).alone);
            point.aboard = aboard.len() as u16;
            points.push(point);
        }
        let end = Point::new(depot(spec.end));
        let before = &mut points[stops.len()];
        before.drive_on(instance, spec, stops.len(), &end.visit);
        points.push(end);
        aboard.is_empty().then_some(points)
    }

    /// Marks where longest times start and end.
    fn mark_longest_times(
        &mut self,
        instance: &Instance,
        kind: TypeId,
        stops: &[Stop],
        points: &mut [Point],
    ) {
        let timed = &mut self.timed;
        timed.clear();
        if let Some(longest) = instance.spec(kind).longest_duration {
            points[0].mark = Mark::Starts(longest);
            points[stops.len() + 1].mark = Mark::Ends(0);
            timed.push(None);
        }
        if !instance.has_longest_rides() {
            return;
        }
        for (index, &stop) in stops.iter().enumerate() {
            let request = instance.request(stop.request());
            let Some(longest) = request.longest_ride else { continue };
            match stop {
                Stop::Pickup(id) => {
                    points[index + 1].mark = Mark::Starts(longest + request.pickup.service);
                    timed.push(Some(id));
                }
                Stop::Dropoff(id) => {
                    let place = timed.iter().position(|&other| other == Some(id));
                    let place = place.expect("who alights has boarded");
                    points[index + 1].mark = Mark::Ends(place);
                    timed.remove(place);
                }
            }
        }
    }

    /// Fills in what the points before mean for each point, and the longest times that run between
    /// points; false if the route cannot be driven.
    fn look_back(&mut self, points: &mut [Point]) -> bool {
        let nothing = Remaining { least: Duration::ZERO, earliest_end: Time::DISTANT_PAST };
        let (label, running) = (&mut self.label, &mut self.running);
        running.clear();
        label.start(points[0].visit.window, points[0].mark);
        let mut gap = Duration::ZERO;
        for (position, point) in points.iter_mut().enumerate() {
            if position > 0 && !label.extend(gap, point.visit.window, point.mark) {
                return false;
            }
            (point.earliest, point.latest) = (label.earliest, label.latest);
            point.first_running = running.len();
            running.extend(label.running.iter().map(|&running| (running, nothing)));
            gap = point.gap();
        }
        true
    }

    /// Fills in what the points after mean for each point: the same steps backwards.
    fn look_ahead(&mut self, points: &mut [Point]) {
        let (under_way, running) = (&mut self.under_way, &mut self.running);
        under_way.clear();
        for position in (0..points.len() - 1).rev() {
            let next = &points[position + 1];
            let mut begin = next.visit.window.earliest;
            if let Mark::Starts(longest) = next.mark {
                let started = under_way.pop().expect("what starts ends later");
                begin = begin.max(started.earliest_end - longest);
            }
            let gap = next.gap();
            for remaining in under_way.iter_mut() {
                remaining.least += gap;
                remaining.earliest_end = remaining.earliest_end.max(begin + remaining.least);
            }
            if let Mark::Ends(place) = next.mark {
                let ended = Remaining { least: Duration::ZERO, earliest_end: begin };
                under_way.insert(place, ended);
            }
            let in_time = next.in_time;
            let point = &mut points[position];
            point.in_time = point.in_time.min(in_time - point.gap());
            let first = point.first_running;
            let pairs = running[first..].iter_mut().zip(&*under_way);
            pairs.for_each(|(pair, &known)| pair.1 = known);
        }
    }
}

/// The load after `stop`, with `aboard` brought up to date; `None` if a rule about loads or company
/// is broken.
fn company_after(
    instance: &Instance,
    spec: &VehicleSpec,
    stop: Stop,
    load: Load,
    aboard: &mut Vec<RequestId>,
) -> Option<Load> {
    let request = instance.request(stop.request());
    match stop {
        Stop::Pickup(id) => {
            let load = load + request.load;
            let alone = |&other: &RequestId| instance.request(other).alone;
            let company = !request.alone && !aboard.iter().any(alone);
            let together = aboard.iter().all(|other| !request.not_with.contains(other));
            let fits = spec.holds(load) && (spec.lift || !request.needs_lift);
            let allowed = fits && together && (company || aboard.is_empty());
            allowed.then(|| aboard.push(id))?;
            Some(load)
        }
        Stop::Dropoff(id) => {
            let position = aboard.iter().position(|&other| other == id)?;
            aboard.swap_remove(position);
            Some(load - request.load)
        }
    }
}

/// The drive from the point at `position` of a route, the depot being at 0.
#[inline]
pub(super) fn leg(instance: &Instance, position: usize, from: &Visit, to: &Visit) -> Leg {
    if position == 0 { instance.first_leg(from, to) } else { instance.leg(from, to) }
}
