//! For every rule, changes to the sample that break this rule and no other.

use korsel::domain::{BookingStatus, Direction, Distance, Duration, Money, Rides, Time};
use korsel::plan::{Reason, Rest, Rule, Status};

use crate::change::{
    Change, break_down, cancel, cancelled, empty_run, farther, impossible, layouts, list,
    promise_trips_of, rest_at, rest_rule, run, slower, taxi_home, with_runs,
};
use crate::sample::{settle, total};
use crate::street::{at, minutes, window};

/// The rule, and what breaks it. Where one can, the day is changed and the plan left as it is.
pub const BREAKS: &[(Rule, Change)] = &[
    (Rule::Schema, |s| s.plan.schema += 1),
    (Rule::Date, |s| s.plan.date = s.plan.date.succ_opt().expect("a day later")),
    (Rule::Absurd, |s| s.plan.runs[0].leaves = Time::from_milliseconds(i64::MAX)),
    (Rule::Absurd, |s| s.plan.taxis[0].due = Time::from_milliseconds(i64::MIN)),
    (Rule::Absurd, |s| s.plan.runs[1].stops[0].ends = Time::DISTANT_FUTURE),
    (Rule::Absurd, |s| s.plan.runs[0].last_leg.drive_s = Duration::milliseconds(i64::MIN)),
    (Rule::Absurd, |s| s.plan.runs[0].stops[3].leg.distance_m = Distance::metres(i64::MAX)),
    (Rule::Absurd, |s| s.plan.runs[0].distance_m = Distance::metres(-1)),
    (Rule::Absurd, |s| s.plan.bound_ore = Some(Money::ore(i64::MIN))),
    (Rule::UnknownBooking, |s| s.day.bookings.retain(|b| b.reference != "B10")),
    (Rule::UnknownBooking, |s| s.day.bookings.retain(|b| b.reference != "B3")),
    (Rule::UnknownBooking, |s| s.day.bookings.retain(|b| b.reference != "B5")),
    (Rule::UnknownBooking, |s| s.day.bookings.retain(|b| b.reference != "B8")),
    (Rule::UnknownRide, |s| s.day.bookings[0].rides = Rides::Out),
    (Rule::CancelledRide, |s| cancel(s, BookingStatus::Cancelled)),
    (Rule::CancelledRide, |s| cancel(s, BookingStatus::Absent)),
    (Rule::WrongCitizen, |s| s.plan.runs[0].stops[0].citizen = "C3".into()),
    (Rule::WrongCitizen, |s| s.plan.taxis[0].citizen = "C3".into()),
    (Rule::WrongCitizen, |s| s.plan.not_planned[0].citizen = "C3".into()),
    (Rule::WrongCitizen, |s| s.plan.cancelled[0].citizen = "C3".into()),
    (Rule::MissingRide, |s| s.plan.not_planned.truncate(2)),
    (Rule::MissingRide, |s| {
        s.plan.taxis.clear();
        total(&mut s.plan);
    }),
    (Rule::MissingRide, |s| s.day.bookings[8].rides = Rides::Both),
    (Rule::RepeatedRide, |s| list(s, "B1", "C1", Direction::Home)),
    (Rule::RepeatedRide, |s| list(s, "B8", "C8", Direction::Out)),
    (Rule::RepeatedRide, |s| list(s, "B10", "C10", Direction::Out)),
    (Rule::RepeatedRide, |s| {
        // The same citizen is fetched by a second vehicle an hour later.
        let stops = vec![("+B9 home", Some("14:20")), ("-B9 home", None)];
        with_runs(s, |runs| runs.push(run("V4", "14:00", stops)));
    }),
    (Rule::NeverBoarded, |s| {
        with_runs(s, |runs| runs[1].stops = runs[1].stops.split_off(1));
        list(s, "B4", "C4", Direction::Out);
    }),
    (Rule::StillAboard, |s| with_runs(s, |runs| runs[1].stops.truncate(3))),
    (Rule::StillAboard, |s| {
        with_runs(s, |runs| runs[1].stops.truncate(3));
        break_down(s, 1);
    }),
    (Rule::CancelledList, |s| drop(s.plan.cancelled.pop())),
    (Rule::CancelledList, |s| s.plan.cancelled.push(s.plan.cancelled[0].clone())),
    (Rule::WrongStatus, |s| s.plan.cancelled[0].status = BookingStatus::Absent),
    (Rule::WrongStatus, |s| s.plan.cancelled.push(cancelled("B1", "C1", BookingStatus::Absent))),
    (Rule::WrongReason, |s| s.plan.not_planned[0].reason = impossible(86, 60)),
    (Rule::WrongReason, |s| s.plan.not_planned[0].reason = impossible(128, 60)),
    (Rule::WrongReason, |s| s.plan.not_planned[0].reason = impossible(87, 61)),
    (Rule::WrongReason, |s| s.plan.not_planned[0].reason = Reason::NoRoom),
    (Rule::WrongReason, |s| s.plan.not_planned[2].reason = impossible(12, 60)),
    (Rule::WrongReason, |s| s.plan.not_planned[2].reason = Reason::NoLiftOnShift),
    (Rule::NoReserveTaxi, |s| s.day.reserve_taxi = None),
    (Rule::TaxiWithoutLift, |s| s.day.bookings[7].needs_lift = true),
    (Rule::TaxiWithoutLift, |s| s.day.bookings[7].mobility.wheelchairs = 1),
    // Six minutes of driving, a minute at each end, five before the session at 13:00.
    (Rule::TaxiDue, |s| s.plan.taxis[0].due = at("12:47:01")),
    (Rule::TaxiDue, |s| s.plan.taxis[0].due = at("11:59:59")),
    (Rule::TaxiDue, |s| s.day.bookings[7].longest_trip = minutes(29)),
    (Rule::TaxiDue, |s| {
        taxi_home(s, "14:04:59");
    }),
    (Rule::TaxiDue, |s| {
        taxi_home(s, "14:52:01");
    }),
    (Rule::TaxiFare, |s| {
        s.plan.taxis[0].cost_ore += Money::ore(1);
        total(&mut s.plan);
    }),
    (Rule::UnknownVehicle, |s| drop(s.day.vehicles.remove(1))),
    (Rule::RepeatedVehicle, |s| {
        with_runs(s, |runs| {
            let back = runs[1].stops.split_off(2);
            runs.push(run("V2", "10:55", back));
        });
    }),
    (Rule::EmptyRun, |s| s.plan.runs.push(empty_run("V4"))),
    (Rule::WrongPlace, |s| s.plan.runs[0].stops[1].place = "N".into()),
    (Rule::WrongPlace, |s| s.plan.runs[0].stops[4].place = "S".into()),
    (Rule::WrongPlace, |s| s.plan.runs[2].stops[1].place = "nowhere".into()),
    // There at 9:16, a minute after boarding is to begin.
    (Rule::ClockOrder, |s| with_runs(s, |runs| runs[0].leaves = at("09:12"))),
    (Rule::ArrivalTime, |s| s.plan.runs[0].stops[0].arrives = at("09:13")),
    (Rule::ArrivalTime, |s| s.plan.runs[0].stops[6].arrives = at("10:31")),
    (Rule::ReturnTime, |s| {
        s.plan.runs[0].returns += minutes(1);
        settle(&s.day, &mut s.plan);
    }),
    // A vehicle that broke down drives no more.
    (Rule::ReturnTime, |s| {
        break_down(s, 2);
        s.plan.runs[2].returns += minutes(1);
        settle(&s.day, &mut s.plan);
    }),
    (Rule::LegDistance, |s| {
        break_down(s, 2);
        s.plan.runs[2].last_leg.distance_m = Distance::metres(1);
        settle(&s.day, &mut s.plan);
    }),
    (Rule::ServiceTime, |s| s.day.bookings[2].mobility.service.boarding = minutes(3)),
    (Rule::ServiceTime, |s| s.day.bookings[2].mobility.service.alighting = minutes(1)),
    (Rule::LegTooFast, |s| slower(s, "C2", "C1", 1)),
    (Rule::LegTooFast, |s| slower(s, "depot", "C2", 1)),
    (Rule::LegTooFast, |s| slower(s, "C2", "depot", 1)),
    (Rule::RushHour, |s| s.day.travel.rush_hours[0].factor = 1.6),
    (Rule::RushHour, |s| s.day.travel.rush_hours[0].window = window("11:32:59", "11:40")),
    (Rule::RushHour, |s| s.day.travel.rush_hours[0].window = window("09:00", "09:10:01")),
    (Rule::LegDistance, |s| farther(s, "C2", "C1", 1)),
    (Rule::LegDistance, |s| farther(s, "C2", "depot", -1)),
    (Rule::ShiftStart, |s| s.day.vehicles[0].spec.shift.earliest = at("09:10:01")),
    (Rule::ShiftEnd, |s| s.day.vehicles[0].spec.shift.latest = at("11:32:59")),
    (Rule::RunTooLong, |s| s.day.vehicles[0].spec.longest_duration = Some(minutes(142))),
    (Rule::ToldTime, |s| s.plan.runs[1].stops[0].told = at("09:25")),
    (Rule::ToldTime, |s| s.plan.runs[1].stops[0].told = at("09:24:30")),
    (Rule::ToldTime, |s| s.plan.runs[1].stops[1].told = at("09:32")),
    (Rule::TripTooLong, |s| promise_trips_of(s, 44)),
    (Rule::TripTooLong, |s| s.day.bookings[8].session.end = at("13:17:59")),
    (Rule::OwnTripTooLong, |s| s.day.bookings[1].longest_trip = minutes(44)),
    (Rule::OwnTripTooLong, |s| s.day.bookings[8].longest_trip = minutes(17)),
    // Boarding begins half a minute later than told, and the trip counts from what was told.
    (Rule::OwnTripTooLong, |s| s.day.bookings[3].longest_trip = Duration::seconds(35 * 60 + 59)),
    (Rule::ArrivesLate, |s| s.day.bookings[2].session.start = at("09:47")),
    (Rule::FetchedEarly, |s| s.day.bookings[3].session.end = at("11:01")),
    (Rule::AboardTooLong, |s| s.day.promise.longest_aboard = Some(minutes(17))),
    // The third citizen's direct drive takes 4 minutes and is aboard for 9.
    (Rule::DetourTooLong, |s| s.day.promise.longest_detour = Some(2.245)),
    (Rule::NoRoom, |s| layouts(s, "4+0 2+1")),
    (Rule::NoRoom, |s| layouts(s, "8+0 2+2")),
    (Rule::NoRoom, |s| layouts(s, "8+0")),
    (Rule::NoRoom, |s| s.day.bookings[0].mobility.seats = 2),
    (Rule::FrontSeats, |s| s.day.vehicles[0].spec.front_seats = 0),
    (Rule::FrontSeats, |s| s.day.bookings[2].front_seat = true),
    (Rule::NoLift, |s| s.day.vehicles[0].spec.lift = false),
    (Rule::NoLift, |s| s.day.bookings[8].needs_lift = true),
    (Rule::NotAlone, |s| s.day.bookings[0].alone = true),
    (Rule::NotAlone, |s| s.day.bookings[2].alone = true),
    (Rule::NotTogether, |s| s.day.bookings[0].not_with.push("C2".into())),
    (Rule::NotTogether, |s| s.day.bookings[1].not_with.push("C1".into())),
    (Rule::AboardCount, |s| s.plan.runs[0].stops[1].aboard_after = 2),
    (Rule::AboardCount, |s| s.plan.runs[0].stops[9].aboard_after = 1),
    (Rule::AboardCount, |s| {
        s.day.bookings[2].companions = 1;
        layouts(s, "4+1");
    }),
    (Rule::RestMissing, |s| with_runs(s, |runs| runs[0].rest = None)),
    (Rule::RestMissing, |s| s.plan.runs[2].rest = None),
    (Rule::RestUnasked, |s| s.day.vehicles[0].spec.break_rule = None),
    (Rule::RestLength, |s| rest_rule(s, 0, 31, window("10:00", "12:00"))),
    (Rule::RestLength, |s| rest_rule(s, 0, 29, window("10:00", "12:00"))),
    (Rule::RestWindow, |s| rest_rule(s, 0, 30, window("10:01", "12:00"))),
    (Rule::RestWindow, |s| rest_rule(s, 0, 30, window("09:00", "10:29"))),
    (Rule::RestWindow, |s| rest_rule(s, 2, 30, window("14:00", "15:09"))),
    (Rule::RestPosition, |s| rest_at(s, 2, "14:40", "15:10", 3)),
    (Rule::RestPosition, |s| {
        // The last citizen alights until 14:18.
        rest_at(s, 2, "14:00", "14:30", 2);
        settle(&s.day, &mut s.plan);
    }),
    (Rule::RestPosition, |s| {
        // It would begin while the last citizen alights, until 9:43.
        rest_rule(s, 0, 30, window("09:00", "12:00"));
        rest_at(s, 0, "09:42", "10:12", 6);
        s.plan.runs[0].stops[6].arrives = at("09:43");
    }),
    (Rule::RestPosition, |s| {
        // It would begin as soon as the vehicle waits, and end a minute into boarding.
        rest_rule(s, 0, 30, window("09:00", "12:00"));
        rest_at(s, 0, "10:36", "11:06", 6);
        s.plan.runs[0].stops[6].arrives = at("09:43");
    }),
    // Resting before it drives back, the vehicle would be back 21 min after 15:08.
    (Rule::ReturnTime, |s| {
        rest_at(s, 2, "14:38", "15:08", 2);
    }),
    (Rule::RestAboard, |s| {
        rest_rule(s, 0, 1, window("09:00", "12:00"));
        let rest = Rest { begins: at("09:19"), ends: at("09:20"), after_stops: 1 };
        with_runs(s, |runs| runs[0].rest = Some(rest));
    }),
    (Rule::TotalDistance, |s| s.plan.runs[0].distance_m += Distance::metres(1)),
    (Rule::TotalDriving, |s| s.plan.runs[0].driving_s += Duration::seconds(1)),
    (Rule::TotalBoarding, |s| s.plan.runs[0].boarding_s += Duration::seconds(1)),
    (Rule::TotalWaiting, |s| s.plan.runs[0].waiting_s -= Duration::seconds(1)),
    (Rule::RunCost, |s| s.day.vehicles[0].spec.tariff.day_fee += Money::ore(1)),
    (Rule::RunCost, |s| s.day.vehicles[0].spec.tariff.per_km += Money::ore(1)),
    (Rule::RunCost, |s| s.day.vehicles[0].spec.tariff.per_hour_driving += Money::ore(2)),
    (Rule::RunCost, |s| s.day.vehicles[0].spec.tariff.per_hour_boarding += Money::ore(4)),
    (Rule::RunCost, |s| s.day.vehicles[0].spec.tariff.per_hour_waiting += Money::ore(2)),
    (Rule::PlanCost, |s| {
        s.plan.cost_ore += Money::ore(1);
        s.plan.bound_ore = Some(s.plan.cost_ore);
    }),
    (Rule::BoundAboveCost, |s| s.plan.bound_ore = Some(s.plan.cost_ore + Money::ore(1))),
    (Rule::BoundAboveCost, |s| {
        s.plan.status = Status::Feasible;
        s.plan.bound_ore = Some(s.plan.cost_ore + Money::ore(1));
    }),
    (Rule::UnprovenOptimal, |s| s.plan.bound_ore = None),
    (Rule::UnprovenOptimal, |s| s.plan.bound_ore = Some(s.plan.cost_ore - Money::ore(2))),
];
