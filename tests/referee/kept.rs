//! Changes to the sample that come as close to a rule's limit as they may.

use korsel::domain::{Direction, Money, Window};
use korsel::plan::{Reason, Rest, Status};

use crate::change::{
    Change, break_down, impossible, list, promise_trips_of, rest_at, rest_rule, slower, taxi_home,
    with_runs,
};
use crate::sample::settle;
use crate::street::{at, minutes, window};

/// What is changed, and the change; the plan stays good.
pub const KEEPS: &[(&str, Change)] = &[
    ("the plan as it is", |_| {}),
    ("a promise that the longest trip just keeps", |s| promise_trips_of(s, 45)),
    ("an own promise just kept", |s| s.day.bookings[1].longest_trip = minutes(45)),
    ("a session that starts five minutes after alighting", |s| {
        s.day.bookings[2].session.start = at("09:48");
    }),
    ("a shift as long as the run", |s| {
        s.day.vehicles[0].spec.shift = Window { earliest: at("09:10"), latest: at("11:33") };
        s.day.vehicles[0].spec.longest_duration = Some(minutes(143));
    }),
    ("a longest time aboard just kept", |s| s.day.promise.longest_aboard = Some(minutes(18))),
    // 4 min × 2.248 is 539.52 s, rounded up to the 540 s that it takes.
    ("a detour just kept", |s| s.day.promise.longest_detour = Some(2.248)),
    ("a rush hour that begins on arrival", |s| {
        s.day.travel.rush_hours[0].window = window("11:33", "11:40");
    }),
    ("a rush hour that ends on departure", |s| {
        s.day.travel.rush_hours[0].window = window("09:00", "09:10");
    }),
    ("a drive slower than the table", |s| slower(s, "C2", "C1", -1)),
    ("a bound an øre off", |s| s.plan.bound_ore = Some(s.plan.cost_ore - Money::ore(1))),
    ("a gap that is admitted", |s| {
        s.plan.status = Status::Feasible;
        s.plan.bound_ore = Some(Money::ZERO);
    }),
    ("no bound and none claimed", |s| {
        s.plan.status = Status::Feasible;
        s.plan.bound_ore = None;
    }),
    ("the last moment for the taxi", |s| s.plan.taxis[0].due = at("12:47")),
    ("the first moment for the taxi", |s| s.plan.taxis[0].due = at("12:00:30")),
    ("the first moment for a taxi home", |s| taxi_home(s, "14:05")),
    ("the last moment for a taxi home", |s| taxi_home(s, "14:52")),
    ("a vehicle that broke down after its last stop and had no rest", |s| {
        rest_rule(s, 2, 30, window("15:00", "16:00"));
        break_down(s, 2);
    }),
    ("somebody aboard of a broken vehicle who is listed", |s| {
        with_runs(s, |runs| runs[1].stops.truncate(3));
        break_down(s, 1);
        list(s, "B4", "C4", Direction::Home);
        let listed = s.plan.not_planned.last_mut();
        listed.expect("just listed").reason = Reason::AboardBrokenVehicle;
    }),
    ("a rest that fills its time of day", |s| rest_rule(s, 0, 30, window("10:00", "10:30"))),
    ("a rest at the depot before leaving", |s| {
        rest_rule(s, 2, 30, window("13:00", "16:00"));
        rest_at(s, 2, "13:25", "13:55", 0);
    }),
    ("a rest at the depot with the run begun", |s| {
        rest_rule(s, 2, 30, window("13:00", "16:00"));
        let rest = Rest { begins: at("13:25"), ends: at("13:55"), after_stops: 0 };
        with_runs(s, |runs| {
            runs[2].rest = Some(rest);
            runs[2].leaves = at("13:25");
        });
    }),
    ("a rest where the next stop is", |s| {
        rest_at(s, 0, "10:10", "10:40", 6);
        s.plan.runs[0].stops[6].arrives = at("09:43");
    }),
    ("a rest where the last stop was", |s| {
        rest_rule(s, 0, 30, window("11:00", "12:00"));
        rest_at(s, 0, "11:29", "11:59", 10);
        s.plan.runs[0].stops[6].arrives = at("09:43");
        s.plan.runs[0].returns = at("12:03");
        settle(&s.day, &mut s.plan);
    }),
    ("an impossible ride, slowed by rush hour", |s| {
        s.plan.not_planned[0].reason = impossible(127, 60);
    }),
];
