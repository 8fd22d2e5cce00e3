//! Clock times for a route.
//!
//! Given an order of stops, finds times that break no rule, or none where there are none: windows,
//! service, longest rides, the shift, the longest duty and the driver's rest. Among those times it
//! takes the least waiting that is paid for, then the least vehicle time, then the least time of the
//! citizens. Loads and company aboard do not depend on times and are judged by
//! [`Route`](super::Route).

use crate::domain::{
    BreakRule, Duration, Instance, Money, Stop, Time, Totals, TripClock, VehicleSpec, Visit, Window,
};
use crate::evaluate::timeline::{Limit, Timeline};

/// When a vehicle does what.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Schedule {
    /// Leaves the depot.
    pub leaves: Time,
    /// Is back at the depot.
    pub returns: Time,
    /// When service begins at each stop.
    pub begins: Vec<Time>,
    /// The driver's rest, where a rule asks for one.
    pub rest: Option<Rest>,
    /// What the route adds up to.
    pub totals: Totals,
}

/// The driver's rest: where in the route, and when.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rest {
    /// Before the vehicle leaves, on the road, or after it is back.
    pub place: RestPlace,
    /// From when.
    pub begins: Time,
}

/// Where in a route the driver rests.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RestPlace {
    /// At the depot, before leaving.
    BeforeLeaving,
    /// After so many stops, where the last of them was.
    AfterStops(usize),
    /// At the depot, when the run is over.
    AfterReturning,
}

/// A candidate order with all its legs, and room to time it.
///
/// Kept between calls so that timing a route allocates nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct Workspace {
    /// The order: the depot, the stops, the depot.
    visits: Vec<Visit>,
    /// The drive from each visit to the next.
    drives: Vec<Duration>,
    longest_rides: Vec<Limit>,
    empty_after: Vec<bool>,
    boarding: Duration,
    driving: Duration,
    timeline: Timeline,
    begins: Vec<Time>,
    latest: Vec<Time>,
}

/// The best way found to place the rest in a route.
#[derive(Clone, Copy, Debug)]
struct Choice {
    rest: Option<RestPlace>,
    waiting: Duration,
    duration: Duration,
}

impl Workspace {
    /// Takes in the order to be timed.
    pub fn load(&mut self, instance: &Instance, spec: &VehicleSpec, stops: &[Stop]) {
        let depot = |place| Visit { place, window: spec.shift, service: Duration::ZERO };
        self.visits.clear();
        self.visits.push(depot(spec.start));
        self.visits.extend(stops.iter().map(|&stop| *instance.visit(stop)));
        self.visits.push(depot(spec.end));
        self.drives.clear();
        self.drives.push(instance.first_leg(&self.visits[0], &self.visits[1]).duration);
        let pairs = self.visits[1..].windows(2);
        self.drives.extend(pairs.map(|pair| instance.leg(&pair[0], &pair[1]).duration));
        self.driving = self.drives.iter().copied().sum();
        self.boarding = self.visits.iter().map(|visit| visit.service).sum();
        self.longest_rides.clear();
        if instance.has_longest_rides() {
            self.longest_rides.extend(longest_rides(instance, stops));
        }
        if let Some(longest) = spec.longest_duration {
            self.longest_rides.push(Limit { from: 0, to: stops.len() + 1, longest });
        }
        self.empty_after.clear();
        let mut aboard = 0;
        self.empty_after.extend(stops.iter().map(|stop| {
            aboard += if matches!(stop, Stop::Pickup(_)) { 1 } else { -1 };
            aboard == 0
        }));
    }

    /// The least waiting that must be paid for when the order is driven, none where waiting is free;
    /// `None` if it cannot be driven.
    pub fn paid_waiting(&mut self, spec: &VehicleSpec) -> Option<Duration> {
        if spec.tariff.per_hour_waiting == Money::ZERO {
            self.is_feasible(spec).then_some(Duration::ZERO)
        } else {
            self.best(spec).map(|choice| choice.waiting)
        }
    }

    /// Whether any times keep every rule.
    fn is_feasible(&mut self, spec: &VehicleSpec) -> bool {
        match spec.break_rule {
            None => {
                self.lay(spec, None);
                self.timeline.earliest(&mut self.begins)
            }
            Some(rule) if !rule.fits(spec.shift) => false,
            Some(rule) if self.longest_rides.is_empty() => self.has_room_for(spec, rule),
            Some(rule) => self.rest_places().into_iter().any(|place| {
                self.lay(spec, Some((rule, place)));
                self.timeline.earliest(&mut self.begins)
            }),
        }
    }

    /// Whether the rest fits somewhere, where windows decide all else: between the earliest time
    /// before it and the latest time after it. The order without the rest is known to be feasible,
    /// and the shift to have room for the rest.
    fn has_room_for(&mut self, spec: &VehicleSpec, rule: BreakRule) -> bool {
        let last = self.visits.len() - 1;
        self.latest.resize(last + 1, spec.shift.latest);
        self.latest[last] = spec.shift.latest;
        for visit in (0..last).rev() {
            let Visit { window, service, .. } = self.visits[visit];
            let in_time = self.latest[visit + 1] - self.drives[visit] - service;
            self.latest[visit] = in_time.min(window.latest);
        }
        if rule.between.earliest.max(spec.shift.earliest) + rule.length <= self.latest[0] {
            return true;
        }
        let mut earliest = spec.shift.earliest;
        for visit in 0..last {
            let free = earliest + self.visits[visit].service;
            if visit > 0 && self.empty_after[visit - 1] {
                let ends = free.max(rule.between.earliest) + rule.length;
                let next = ends + self.drives[visit];
                if ends <= rule.between.latest && next <= self.latest[visit + 1] {
                    return true;
                }
            }
            let next = self.visits[visit + 1].window.earliest;
            earliest = (free + self.drives[visit]).max(next);
        }
        earliest <= rule.between.latest.min(spec.shift.latest) - rule.length
    }

    fn best(&mut self, spec: &VehicleSpec) -> Option<Choice> {
        let Some(rule) = spec.break_rule else {
            return self.choice(spec, None);
        };
        if !rule.fits(spec.shift) {
            return None;
        }
        let places = self.rest_places().into_iter();
        places
            .filter_map(|place| self.choice(spec, Some((rule, place))))
            .min_by_key(|choice| (choice.waiting, choice.duration))
    }

    fn choice(
        &mut self,
        spec: &VehicleSpec,
        rest: Option<(BreakRule, RestPlace)>,
    ) -> Option<Choice> {
        self.lay(spec, rest);
        let (duration, _) = self.timeline.shortest(&mut self.begins)?;
        let on_road = match rest {
            Some((rule, RestPlace::AfterStops(_))) => rule.length,
            _ => Duration::ZERO,
        };
        let waiting = duration - self.driving - self.boarding - on_road;
        Some(Choice { rest: rest.map(|(_, place)| place), waiting, duration })
    }

    /// Everywhere the driver might rest, the depot first.
    fn rest_places(&self) -> Vec<RestPlace> {
        let on_road = self.empty_after.iter().enumerate().filter(|&(_, &empty)| empty);
        [RestPlace::BeforeLeaving, RestPlace::AfterReturning]
            .into_iter()
            .chain(on_road.map(|(stop, _)| RestPlace::AfterStops(stop + 1)))
            .collect()
    }

    /// Sets up the timeline of the order, with a rest that fits into the shift in its place.
    fn lay(&mut self, spec: &VehicleSpec, rest: Option<(BreakRule, RestPlace)>) {
        let Timeline { windows, gaps, limits } = &mut self.timeline;
        windows.clear();
        windows.extend(self.visits.iter().map(|visit| visit.window));
        gaps.clear();
        gaps.extend(self.visits.iter().zip(&self.drives).map(|(visit, &leg)| visit.service + leg));
        limits.clear();
        limits.extend_from_slice(&self.longest_rides);
        let last = windows.len() - 1;
        match rest {
            None => {}
            Some((rule, RestPlace::BeforeLeaving)) => {
                let free = rule.between.earliest.max(spec.shift.earliest) + rule.length;
                windows[0].earliest = windows[0].earliest.max(free);
            }
            Some((rule, RestPlace::AfterReturning)) => {
                let back = rule.between.latest.min(spec.shift.latest) - rule.length;
                windows[last].latest = windows[last].latest.min(back);
            }
            Some((rule, RestPlace::AfterStops(stops))) => {
                let begin = Window {
                    earliest: rule.between.earliest,
                    latest: rule.between.latest - rule.length,
                };
                windows.insert(stops + 1, begin);
                gaps[stops] = self.visits[stops].service;
                gaps.insert(stops + 1, rule.length + self.drives[stops]);
                for limit in limits {
                    limit.from += usize::from(limit.from > stops);
                    limit.to += usize::from(limit.to > stops);
                }
            }
        }
    }
}

/// The best clock times for an order of stops, or `None` if no times keep every rule.
///
/// The caller answers for loads and company aboard.
///
/// # Panics
/// If `stops` is empty: a vehicle that stays at home has no times.
pub fn schedule(instance: &Instance, spec: &VehicleSpec, stops: &[Stop]) -> Option<Schedule> {
    assert!(!stops.is_empty(), "a vehicle that stays at home has no times");
    let mut workspace = Workspace::default();
    workspace.load(instance, spec, stops);
    let choice = workspace.best(spec)?;
    let rest = spec.break_rule.zip(choice.rest);
    workspace.lay(spec, rest);
    let mut timeline = workspace.timeline;
    let last = timeline.windows.len() - 1;
    timeline.limits.push(Limit { from: 0, to: last, longest: choice.duration });
    let on_road = match choice.rest {
        Some(RestPlace::AfterStops(stops)) => Some(stops + 1),
        _ => None,
    };
    let mut weights = vec![0];
    weights.extend(stops.iter().map(|&stop| citizens_weight(instance, stop)));
    weights.push(0);
    if let Some(position) = on_road {
        weights.insert(position, 0);
    }
    let mut begins = timeline.minimise(&weights)?;
    let rest_begins = on_road.map(|position| begins.remove(position));
    let (leaves, returns) = (begins[0], begins[begins.len() - 1]);
    let rest = rest.map(|(rule, place)| Rest {
        place,
        begins: rest_begins.unwrap_or(match place {
            RestPlace::AfterReturning => returns.max(rule.between.earliest),
            _ => rule.between.earliest.max(spec.shift.earliest),
        }),
    });
    let totals = Totals {
        distance: distance(instance, &workspace.visits),
        driving: workspace.driving,
        boarding: workspace.boarding,
        waiting: choice.waiting,
    };
    let begins = begins[1..begins.len() - 1].to_vec();
    Some(Schedule { leaves, returns, begins, rest, totals })
}

fn distance(instance: &Instance, visits: &[Visit]) -> crate::domain::Distance {
    let table = instance.travel();
    visits.windows(2).map(|pair| table.leg(pair[0].place, pair[1].place).distance).sum()
}

/// How the citizen's time changes when the stop begins later.
fn citizens_weight(instance: &Instance, stop: Stop) -> i64 {
    let clock = instance.request(stop.request()).trip_clock;
    match (stop, clock) {
        (Stop::Pickup(_), TripClock::UntilFixed(_) | TripClock::Aboard) => -1,
        (Stop::Dropoff(_), TripClock::SinceFixed(_) | TripClock::Aboard) => 1,
        _ => 0,
    }
}

/// The longest rides among `stops`, as limits between positions counted with the depot first.
fn longest_rides<'a>(
    instance: &'a Instance,
    stops: &'a [Stop],
) -> impl Iterator<Item = Limit> + 'a {
    stops.iter().enumerate().filter_map(move |(position, &stop)| {
        let Stop::Pickup(id) = stop else { return None };
        let request = instance.request(id);
        let longest = request.longest_ride? + request.pickup.service;
        let ahead = &stops[position + 1..];
        let to = ahead.iter().position(|&other| other == Stop::Dropoff(id))?;
        Some(Limit { from: position + 1, to: position + to + 2, longest })
    })
}
