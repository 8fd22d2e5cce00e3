//! What is locked stays.

use super::*;

#[test]
fn locks_hold() {
    let morning = Morning::monday();
    let run = &morning.old.runs[0];
    let stop = run.stops.last().expect("a stop");
    let (booking, direction) = (&stop.booking, stop.direction);
    let way = if direction == Direction::Out { "out" } else { "home" };
    let locks = morning.at("locks.csv");
    let write = |text: String| fs::write(&locks, text).expect("written");
    // All other vehicles are closed, so whoever leaves this one has no place.
    let mut text_of = String::from("lock;booking;direction;vehicle\n");
    for other in &morning.old.runs[1..] {
        text_of += &format!("run;;;{}\n", other.vehicle);
    }
    write(text_of + &format!("time;{booking};{way};\n"));
    let given = ["--now", "07:00", "--broken", &run.vehicle, "--locks", text(&locks)];
    let (code, out, err) = morning.replan(&given);
    assert_eq!(code, 1, "{err}");
    let new = morning.new_plan(Time::hm(7, 0));
    for other in &morning.old.runs[1..] {
        let same = new.runs.iter().find(|it| it.vehicle == other.vehicle).expect("the run");
        let stops = |run: &korsel::plan::Run| -> Vec<(String, Time)> {
            let pickups = run.stops.iter().filter(|stop| stop.action == Action::Pickup);
            pickups.map(|stop| (stop.booking.clone(), stop.told)).collect()
        };
        assert_eq!(stops(same), stops(other), "{out}");
    }
    // A ride that is locked to another vehicle goes there or is lost; some can go.
    let target = &morning.old.runs[1].vehicle;
    let mut gone = 0;
    let riders = morning.old.runs.iter().skip(2).flat_map(|run| &run.stops);
    for rider in riders.filter(|stop| stop.action == Action::Pickup).take(6) {
        let way = if rider.direction == Direction::Out { "out" } else { "home" };
        let lock = format!("vogn;{};{way};{target}\n", rider.booking);
        write(format!("lås;bestilling;retning;vogn\n{lock}"));
        let (code, out, err) = morning.replan(&["--now", "07:00", "--locks", text(&locks)]);
        assert!(code <= 1, "{err}");
        let plan = morning.new_plan(Time::hm(7, 0));
        match told(&plan).get(&(rider.booking.clone(), rider.direction)) {
            Some((_, vehicle)) => {
                assert_eq!(vehicle.as_ref(), Some(target), "{out}");
                gone += 1;
            }
            None => assert!(plan.not_planned.iter().any(|it| it.booking == rider.booking), "{out}"),
        }
    }
    assert!(gone > 0, "nobody could go");
}

#[test]
fn an_order_that_is_locked_takes_nobody_in_and_a_time_that_is_locked_stays() {
    let morning = Morning::monday();
    let locks = morning.at("locks.csv");
    let broken = &morning.old.runs[0].vehicle;
    let mut rows = String::from("lock;booking;direction;vehicle\n");
    for run in &morning.old.runs[1..] {
        rows += &format!("order;;;{}\n", run.vehicle);
    }
    fs::write(&locks, &rows).expect("written");
    let given = ["--now", "07:00", "--broken", broken, "--locks", text(&locks)];
    let (code, out, err) = morning.replan(&given);
    assert_eq!(code, 1, "{err}");
    let new = morning.new_plan(Time::hm(7, 0));
    let riders = |plan: &Plan, vehicle: &str| -> Vec<(String, Direction)> {
        let mut riders: Vec<_> = told(plan)
            .into_iter()
            .filter(|(_, (_, by))| by.as_deref() == Some(vehicle))
            .map(|(ride, _)| ride)
            .collect();
        riders.sort();
        riders
    };
    for run in &morning.old.runs[1..] {
        assert_eq!(riders(&new, &run.vehicle), riders(&morning.old, &run.vehicle), "{out}");
    }
    // Every rider of a late vehicle whose time is locked keeps it or loses the ride.
    let run = morning.old.runs.iter().max_by_key(|run| run.stops.len()).expect("a run");
    let mut rows = String::from("lock;booking;direction;vehicle\n");
    for stop in run.stops.iter().filter(|stop| stop.action == Action::Pickup) {
        let way = if stop.direction == Direction::Out { "out" } else { "home" };
        rows += &format!("time;{};{way};\n", stop.booking);
    }
    fs::write(&locks, &rows).expect("written");
    let late = format!("{}=15", run.vehicle);
    let now = run.leaves.hh_mm();
    let given = ["--now", &now, "--late", &late, "--locks", text(&locks)];
    let (code, out, err) = morning.replan(&given);
    assert!(code <= 1, "{err}");
    let (before, after) = (told(&morning.old), told(&morning.new_plan(run.leaves)));
    for stop in run.stops.iter().filter(|stop| stop.action == Action::Pickup) {
        let ride = (stop.booking.clone(), stop.direction);
        let is_kept = after.get(&ride).is_none_or(|(told, _)| *told == before[&ride].0);
        assert!(is_kept, "{ride:?} {out}");
    }
}

#[test]
fn all_flaws_of_locks_and_of_the_day_are_told_in_one_run() {
    let morning = Morning::monday();
    let locks = morning.at("locks.csv");
    let rows = "pony;B-0001;out;\ntime;B-9;out;\nrun;;;Vogn 9\ntime;B-0001;sideways;\n";
    fs::write(&locks, format!("lock;booking;direction;vehicle\n{rows}")).expect("written");
    let given = ["--now", "07:00", "--broken", "Vogn 8", "--locks", text(&locks)];
    let (code, _, err) = morning.replan(&given);
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("the input has 5 flaws:"), "{err}");
    for told in
        ["line 2, lock: \"pony\"", "line 3, booking: \"B-9\"", "line 4, vehicle: \"Vogn 9\""]
    {
        assert!(err.contains(told), "{told}: {err}");
    }
    assert!(err.contains("line 5, direction: \"sideways\"") && err.contains("\"Vogn 8\""), "{err}");
    // What the day's own files say wrong stands beside them.
    morning.change("bookings.csv", "B-0007", ";09:30;", ";25:30;");
    let (code, _, err) = morning.replan(&given);
    assert_eq!(code, 2, "{err}");
    assert!(
        err.contains("\"25:30\"") && err.contains("\"pony\"") && err.contains("sideways"),
        "{err}"
    );
    assert!(!morning.at("new").exists());
}
