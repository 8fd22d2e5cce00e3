//! The least change of promises by which a vehicle can keep an order of stops.
//!
//! Rush hours slow a drive if the windows at its ends can bring it there. The narrower windows are, the
//! fewer drives are slowed; so no change at all is tried first, with windows of a minute, in which the
//! plan may have been timed.

use crate::domain::{Duration, Instance, Money, PlaceId, RequestId, Stop, Time, Visit, Window};
use crate::plan::replan::morning::Morning;
use crate::plan::replan::state::{RunState, State};

/// The rest of the minute that people are told.
pub(super) const MINUTE: Duration = Duration::milliseconds(59_999);

/// What a minute costs by which somebody comes later than promised: more than all that may be told anew.
const OVERDUE_MINUTE: Money = Money::ore(1_000_000_000);

/// An order of stops with the windows that keep its changes small.
#[derive(Clone, Debug)]
pub(super) struct Settled {
    /// When each stop ahead may begin.
    pub windows: Vec<Window>,
    /// What its changes of promises cost.
    pub price: Money,
}

/// Which way told times may move.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Moves {
    Nowhere,
    Later,
    Earlier,
}

/// A vehicle's stops ahead, to be timed.
pub(super) struct Ahead<'a> {
    /// The day's own instance: windows are those of the promise.
    pub instance: &'a Instance,
    /// Where everybody is.
    pub state: &'a State,
    /// What has happened.
    pub morning: &'a Morning,
    /// The vehicle's index in the fleet.
    pub at: usize,
}

impl Ahead<'_> {
    /// The cheapest way to keep the order; `None` if no times keep windows, drives and shift. Loads,
    /// company and the rest are judged by the route.
    pub fn settle(&self, stops: &[Stop]) -> Option<Settled> {
        let mut best: Option<Settled> = None;
        let nowhere = self.could_stay(stops).then_some(Moves::Nowhere);
        for moves in nowhere.into_iter().chain([Moves::Later, Moves::Earlier]) {
            let settled = self.timed(stops, moves);
            best = best.into_iter().chain(settled).min_by_key(|settled| settled.price);
            if best.as_ref().is_some_and(|settled| settled.price == Money::ZERO) {
                break;
            }
        }
        best
    }

    fn run(&self) -> &RunState {
        &self.state.runs[self.at]
    }

    /// The order with times that move one way alone, and no further than they must.
    fn timed(&self, stops: &[Stop], moves: Moves) -> Option<Settled> {
        let mut windows: Vec<Window> = stops.iter().map(|&stop| self.window(stop, moves)).collect();
        if moves == Moves::Nowhere {
            self.tighten(stops, &mut windows);
        }
        let Some(first) = windows.first_mut() else {
            return Some(Settled { windows, price: Money::ZERO });
        };
        first.earliest = first.earliest.max(self.reaches(stops[0], *first));
        let visits = stops.iter().zip(&windows).map(|(&stop, &window)| self.visit(stop, window));
        let visits: Vec<Visit> = visits.collect();
        // Looked up as far as an order can be driven: most of those that are tried cannot.
        let gap = |at: usize| self.gap(&visits[at], &visits[at + 1]);
        let last_begin = self.last_begin(&visits[visits.len() - 1]);
        let begins = match moves {
            Moves::Nowhere | Moves::Later => earliest(&windows, gap)?,
            Moves::Earlier => latest(&windows, gap, last_begin)?,
        };
        if begins[begins.len() - 1] > last_begin {
            return None;
        }
        Some(self.kept(stops, windows, begins))
    }

    /// The order with windows that leave it to no one to move further than at these times.
    fn kept(&self, stops: &[Stop], mut windows: Vec<Window>, begins: Vec<Time>) -> Settled {
        let mut price = Money::ZERO;
        for ((stop, window), begin) in stops.iter().zip(&mut windows).zip(begins) {
            let id = stop.request();
            let minute = begin.floor_to_minute();
            match stop {
                Stop::Pickup(_) => {
                    price += self.price(id, begin);
                    if self.anchor(id).is_some() {
                        *window = Window {
                            earliest: window.earliest.max(minute),
                            latest: window.latest.min(minute + MINUTE),
                        };
                    }
                }
                Stop::Dropoff(_) => {
                    // Nobody comes later than they must.
                    let promised = self.instance.visit(*stop).window.latest;
                    window.latest = window.latest.min(promised.max(begin));
                    price += overdue(begin - promised);
                }
            }
        }
        Settled { windows, price }
    }

    /// Whether all could be told the same if no rush hour slowed a drive: a quick look, as most orders
    /// that are tried cannot stay.
    fn could_stay(&self, stops: &[Stop]) -> bool {
        let mut before: Option<(Time, PlaceId)> = None;
        stops.iter().all(|&stop| {
            let Visit { place, service, .. } = *self.instance.visit(stop);
            let window = self.window(stop, Moves::Nowhere);
            let arrives =
                before.map(|(free, from)| free + self.instance.travel().leg(from, place).duration);
            let begins = arrives.map_or(window.earliest, |arrives| window.earliest.max(arrives));
            before = Some((begins + service, place));
            begins <= window.latest
        })
    }

    /// Takes out of the windows what riders' shortest drives leave impossible.
    fn tighten(&self, stops: &[Stop], windows: &mut [Window]) {
        for (to, &stop) in stops.iter().enumerate() {
            let Stop::Dropoff(id) = stop else { continue };
            let request = self.instance.request(id);
            let places = (request.pickup.place, request.dropoff.place);
            let direct = self.instance.travel().leg(places.0, places.1).duration;
            let tightened = |pickup| request.tightened((pickup, windows[to]), direct);
            match stops[..to].iter().position(|&other| other == Stop::Pickup(id)) {
                Some(from) => (windows[from], windows[to]) = tightened(windows[from]),
                None => {
                    let boarded = self.run().done.iter().find(|it| it.0 == Stop::Pickup(id));
                    let Some(&(_, began)) = boarded else { continue };
                    windows[to] = tightened(Window { earliest: began, latest: began }).1;
                }
            }
        }
    }

    /// When a stop may begin if told times move this way.
    fn window(&self, stop: Stop, moves: Moves) -> Window {
        let Window { earliest, latest } = self.instance.visit(stop).window;
        let now = self.morning.now;
        let id = stop.request();
        if let Stop::Dropoff(_) = stop {
            // Who is aboard of a late vehicle is brought on, whatever was promised.
            let is_late = self.state.may_be_overdue(self.at, stop);
            let may_be_overdue = is_late && moves == Moves::Later;
            let latest = if may_be_overdue { Time::DISTANT_FUTURE } else { latest };
            return Window { earliest: earliest.max(now), latest };
        }
        let Some(told) = self.anchor(id) else {
            return Window { earliest: earliest.max(now), latest };
        };
        let must_stay = self.run().is_frozen || self.state.time_locked[id.index()];
        match moves {
            Moves::Nowhere => {
                Window { earliest: earliest.max(now).max(told), latest: latest.min(told + MINUTE) }
            }
            Moves::Later => Window {
                earliest: earliest.max(now).max(told),
                latest: if must_stay { latest.min(told + MINUTE) } else { latest },
            },
            Moves::Earlier => Window {
                earliest: if must_stay { told.max(now) } else { earliest.max(now) },
                latest: latest.min(told + MINUTE),
            },
        }
    }

    /// The minute about which a ride's time may move, where the promise allows it still.
    pub fn anchor(&self, id: RequestId) -> Option<Time> {
        let window = self.instance.request(id).pickup.window;
        let is_kept = |told: &Time| *told <= window.latest && *told + MINUTE >= window.earliest;
        self.state.anchors[id.index()].filter(is_kept)
    }

    /// What it costs that a ride begins then.
    fn price(&self, id: RequestId, begin: Time) -> Money {
        let prices = self.morning.prices;
        let Some(told) = self.state.told[id.index()] else { return Money::ZERO };
        let moved = begin.floor_to_minute() - told;
        if moved == Duration::ZERO {
            return Money::ZERO;
        }
        let minutes = moved.as_milliseconds().abs() / 60_000;
        prices.promise + Money::ore(prices.minute.as_ore() * minutes)
    }

    /// The earliest moment at which the vehicle can be at the first stop ahead.
    pub fn reaches(&self, first: Stop, window: Window) -> Time {
        let (run, instance) = (self.run(), self.instance);
        let visit = &self.visit(first, window);
        let spec = &self.state.vehicles[self.at].spec;
        let depot = Visit { place: spec.start, window: spec.shift, service: Duration::ZERO };
        let (drive, free) = match run.done.last() {
            Some(&(stop, began)) => {
                let last = self.visit(stop, Window { earliest: began, latest: began });
                (instance.leg(&last, visit), began + last.service)
            }
            None => (instance.first_leg(&depot, visit), spec.shift.earliest),
        };
        // On its way to this stop already; to another it turns round now, or sets out. One that is late sets
        // out so much later than it was to.
        let goes_on = run.is_under_way && run.ahead.first() == Some(&first);
        let sets_out_late = !run.is_under_way && run.late > Duration::ZERO;
        let free = if sets_out_late { free.max(run.departs) } else { free };
        let departs = if goes_on { run.departs } else { self.morning.now.max(free) };
        let directly = departs + drive.duration;
        // Where stops before it are cancelled, the vehicle may also go on as if they were not.
        let mut planned = run.arrives.iter().filter(|(stop, _)| *stop == first);
        let reaches = planned.next().map_or(directly, |&(_, arrives)| directly.min(arrives));
        run.late_until.map_or(reaches, |until| reaches.max(until)) + run.late
    }

    /// The latest moment at which the last stop may begin for the vehicle to be back in time.
    fn last_begin(&self, visit: &Visit) -> Time {
        let spec = &self.state.vehicles[self.at].spec;
        let depot = Visit { place: spec.end, window: spec.shift, service: Duration::ZERO };
        spec.shift.latest - visit.service - self.instance.leg(visit, &depot).duration
    }

    fn gap(&self, from: &Visit, to: &Visit) -> Duration {
        from.service + self.instance.leg(from, to).duration
    }

    /// A stop that may begin within this window.
    fn visit(&self, stop: Stop, window: Window) -> Visit {
        Visit { window, ..*self.instance.visit(stop) }
    }
}

/// What it costs that somebody comes so much later than promised.
fn overdue(late: Duration) -> Money {
    let minutes = (late.as_milliseconds().max(0) + 59_999) / 60_000;
    Money::ore(minutes * OVERDUE_MINUTE.as_ore())
}

/// The earliest times within the windows, so far apart; each is as early as it can be at all.
fn earliest(windows: &[Window], gap: impl Fn(usize) -> Duration) -> Option<Vec<Time>> {
    let mut begins: Vec<Time> = Vec::with_capacity(windows.len());
    for (at, window) in windows.iter().enumerate() {
        let free = begins.last().map(|&before| before + gap(at - 1));
        let begin = free.map_or(window.earliest, |free| window.earliest.max(free));
        begins.push((begin <= window.latest).then_some(begin)?);
    }
    Some(begins)
}

/// The latest times within the windows, the last one by `last`; each is as late as it can be at all.
fn latest(windows: &[Window], gap: impl Fn(usize) -> Duration, last: Time) -> Option<Vec<Time>> {
    let mut begins: Vec<Time> = windows.iter().map(|window| window.latest).collect();
    let end = begins.len() - 1;
    begins[end] = begins[end].min(last);
    for at in (0..=end).rev() {
        if at < end {
            begins[at] = begins[at].min(begins[at + 1] - gap(at));
        }
        if begins[at] < windows[at].earliest {
            return None;
        }
    }
    Some(begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(from: i64, to: i64) -> Window {
        Window { earliest: Time::hm(8, from), latest: Time::hm(8, to) }
    }

    #[test]
    fn times_move_no_further_than_they_must() {
        let gaps = |_| Duration::minutes(10);
        let windows = [window(0, 30), window(5, 30), window(40, 50)];
        // The second is pushed to 08:10 by the drive; the third waits for its window.
        let begins = [Time::hm(8, 0), Time::hm(8, 10), Time::hm(8, 40)];
        assert_eq!(earliest(&windows, gaps), Some(begins.to_vec()));
        // Backwards from 08:45: the second may begin at 08:30, the first must by 08:20.
        let begins = [Time::hm(8, 20), Time::hm(8, 30), Time::hm(8, 45)];
        assert_eq!(latest(&windows, gaps, Time::hm(8, 45)), Some(begins.to_vec()));
        assert_eq!(latest(&windows, gaps, Time::hm(8, 39)), None);
        assert_eq!(earliest(&[window(0, 5), window(5, 9)], gaps), None);
    }
}
