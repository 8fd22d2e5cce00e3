//! Clock times nearer to the usual ones, for routes that are given, where that costs nothing.
//!
//! Whom a route fetches at a usual time already stays there; then each of the others in turn, the
//! nearest first, is drawn to it as closely as the route can without costing more. The windows that this
//! leaves make the clock times.

use crate::domain::{Duration, Instance, Money, RequestId, Stop, Time, Usual, VehicleId, Window};
use crate::evaluate::Solution;
use crate::plan::single::Single;

/// The rest of the minute that people are told.
const MINUTE: Duration = Duration::milliseconds(59_999);

/// How far beyond the free minutes a told time may stay, if it cannot be drawn nearer.
const BEYOND: [Duration; 4] =
    [Duration::ZERO, Duration::minutes(5), Duration::minutes(10), Duration::minutes(20)];

/// The moments of a window at which a told time is no further from the usual one than this; `None`
/// if there are none.
pub(super) fn around(usual: &Usual, window: Window, apart: Duration) -> Option<Window> {
    let near = Window {
        earliest: window.earliest.max(usual.told - apart),
        latest: window.latest.min(usual.told + apart + MINUTE),
    };
    (!near.is_empty()).then_some(near)
}

/// The windows of pickups that draw told times to the usual ones.
pub(super) fn usual_windows(
    instance: &Instance,
    solution: &Solution,
    usual: &[Option<&Usual>],
    free: Duration,
) -> Vec<(RequestId, Window)> {
    let mut windows = Vec::new();
    for vehicle in instance.vehicle_ids() {
        let stops = solution.route(vehicle).stops();
        if !stops.is_empty() {
            windows.extend(of_route(instance, vehicle, stops, usual, free));
        }
    }
    windows
}

fn of_route(
    instance: &Instance,
    vehicle: VehicleId,
    stops: &[Stop],
    usual: &[Option<&Usual>],
    free: Duration,
) -> Vec<(RequestId, Window)> {
    let mut single = Single::new(instance, instance.vehicles(), vehicle.index(), stops);
    let Some((cost, begins)) = timed(&single) else { return Vec::new() };
    let pickups = stops.iter().enumerate().filter(|(_, stop)| matches!(stop, Stop::Pickup(_)));
    let known = pickups.filter_map(|(at, stop)| Some((at, usual[stop.request().index()]?)));
    let apart = |(at, usual): &(usize, &Usual)| {
        let apart = begins[*at].floor_to_minute() - usual.told;
        apart.max(Duration::ZERO - apart)
    };
    let mut known: Vec<(usize, &Usual)> = known.collect();
    known.sort_by_key(apart);
    let mut windows = Vec::new();
    for (at, usual) in known {
        let window = single.window(at);
        let nearer = BEYOND.iter().find_map(|&beyond| {
            let near = around(usual, window, free + beyond)?;
            single.set_window(at, near);
            timed(&single).is_some_and(|(now, _)| now <= cost).then_some(near)
        });
        single.set_window(at, nearer.unwrap_or(window));
        windows.extend(nearer.map(|window| (stops[at].request(), window)));
    }
    windows
}

/// What a route costs and when its stops begin; `None` if it cannot be driven.
fn timed(single: &Single) -> Option<(Money, Vec<Time>)> {
    let (instance, route) = single.route()?;
    Some((route.cost(), route.schedule(&instance)?.begins))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_around_a_usual_time_lies_within_what_is_promised() {
        let window = |from, to| Window { earliest: Time::hm(8, from), latest: Time::hm(8, to) };
        let usual = |minute| Usual { told: Time::hm(8, minute), vehicle: None };
        let ten = Duration::minutes(10);
        let last = |minute| Time::hm(8, minute) + MINUTE;
        let expected = Window { earliest: Time::hm(8, 20), latest: last(40) };
        assert_eq!(around(&usual(30), window(0, 59), ten), Some(expected));
        assert_eq!(around(&usual(30), window(25, 35), ten), Some(window(25, 35)));
        assert_eq!(around(&usual(30), window(45, 59), ten), None);
    }
}
