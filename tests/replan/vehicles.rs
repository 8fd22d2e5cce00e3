//! A vehicle that has broken down or is late: whose promises change, and whose do not.

use super::*;

#[test]
fn a_breakdown_moves_the_broken_vehicles_riders_and_few_others_fewer_than_a_plan_from_scratch() {
    /// So many rides of other vehicles may change, in their minute or their vehicle.
    const OTHERS: usize = 2;
    let morning = Morning::of(|day| {
        let size = ["--rides", "120", "--centres", "2", "--seed", "9"];
        let (code, _, err) = korsel(&[&["generate", "--out", text(day)], &size[..]].concat());
        assert_eq!(code, 0, "{err}");
    });
    let now = Time::hm(9, 30);
    for run in morning.old.runs.iter().take(4) {
        let (code, out, err) = morning.replan(&["--now", "09:30", "--broken", &run.vehicle]);
        assert!(code <= 1, "{err}");
        let new = morning.new_plan(now);
        let (before, after) = (told(&morning.old), told(&new));
        let others = before.iter().filter(|(ride, place @ (_, vehicle))| {
            let is_other = vehicle.as_ref() != Some(&run.vehicle);
            is_other && after.get(ride).is_some_and(|now| now != *place)
        });
        let others = others.count();
        assert!(others <= OTHERS, "{others} others than those of {}: {out}", run.vehicle);
        let moved_now = moved(&morning.old, &new);
        let ahead = new.runs.iter().find(|it| it.vehicle == run.vehicle);
        let drives_on = ahead.is_some_and(|it| it.stops.iter().any(|stop| stop.begins > now));
        assert!(!drives_on, "{} drives on", run.vehicle);

        // The same day without the vehicle, planned as if nobody had been told anything.
        let [day, scratch] = ["without", "scratch"].map(|name| morning.at(name));
        copy(&morning.at("day"), &day);
        let fleet = fs::read_to_string(day.join("fleet.csv")).expect("the fleet");
        let start = format!("{};", run.vehicle);
        let rest: Vec<&str> = fleet.lines().filter(|line| !line.starts_with(&start)).collect();
        fs::write(day.join("fleet.csv"), rest.join("\n")).expect("written");
        let by = ["--iterations", "30", "--method", "search"];
        korsel(&[&["plan", text(&day), "--out", text(&scratch)], &by[..]].concat());
        let scratch_plan = read_plan(&scratch).expect("a plan");
        assert!(moved_now.len() < moved(&morning.old, &scratch_plan).len());
        fs::remove_dir_all(day).expect("removed");
    }
}

#[test]
fn a_late_vehicle_is_late_for_those_it_cannot_reach_in_time_and_for_nobody_else() {
    let morning = Morning::monday();
    let run = morning.old.runs.iter().max_by_key(|run| run.stops.len()).expect("a run");
    let now = run.stops[run.stops.len() / 2].begins;
    let late = format!("{}=20", run.vehicle);
    let (code, out, err) = morning.replan(&["--now", &now.hh_mm(), "--late", &late]);
    assert!(code <= 1, "{err}");
    let new = morning.new_plan(Time::parse(&now.hh_mm()).expect("a time"));
    let own: Vec<&str> = run.stops.iter().map(|stop| stop.booking.as_str()).collect();
    let moved = moved(&morning.old, &new);
    let others = moved.iter().filter(|(name, _)| !own.contains(&name.as_str())).count();
    assert!(others <= 2, "{out}");
    // Who still rides in it is told the same minute or a later one, by no more than it is late.
    let (before, after) = (told(&morning.old), told(&new));
    let mut waiting = 0;
    for (ride, (was, _)) in before.iter().filter(|(_, (_, by))| by.as_ref() == Some(&run.vehicle)) {
        let Some((is, by)) = after.get(ride) else { continue };
        if by.as_ref() == Some(&run.vehicle) && *was > now {
            waiting += 1;
            let later = *is - *was;
            let bounds = korsel::domain::Duration::ZERO..=korsel::domain::Duration::minutes(20);
            assert!(bounds.contains(&later), "{ride:?} {out}");
        }
    }
    assert!(waiting > 0, "nobody rides on");
    // One that stands at its depot sets out so much later than it was to.
    let late = format!("{}=20", run.vehicle);
    let (code, _, err) = morning.replan(&["--now", "05:00", "--late", &late]);
    assert!(code <= 1, "{err}");
    let new = morning.new_plan(Time::parse("05:00").expect("a time"));
    let again = new.runs.iter().find(|again| again.vehicle == run.vehicle).expect("it drives");
    let earliest = run.leaves + korsel::domain::Duration::minutes(20);
    assert!(
        again.leaves >= earliest
            || again.stops[0].begins >= run.stops[0].arrives + (earliest - run.leaves)
    );
}

#[test]
fn a_broken_vehicles_figures_end_where_it_broke_down_in_every_file() {
    let morning = Morning::monday();
    let [day, new] = ["day", "new"].map(|name| morning.at(name));
    let (mut on_road, mut rested) = (0, 0);
    for before in &morning.old.runs {
        let middle = before.stops[before.stops.len() * 2 / 3].begins.ceil_to_minute();
        for now in [middle, before.returns.ceil_to_minute()] {
            let given = ["--now", &now.hh_mm(), "--broken", &before.vehicle];
            let (code, _, err) = morning.replan(&given);
            assert!(code <= 1, "{err}");
            let plan = morning.new_plan(now);
            let run = plan.runs.iter().find(|run| run.vehicle == before.vehicle);
            let run = run.expect("what it had driven");
            // One that was back before it broke down is paid for the way back, and its rest is had.
            assert_eq!(run.broke_down, now == middle, "{} {now}", run.vehicle);
            assert_eq!(run.broke_down, run.last_leg.distance_m.as_metres() == 0);
            let metres = run.stops.iter().map(|stop| stop.leg.distance_m).sum::<Distance>();
            assert_eq!(run.distance_m, metres + run.last_leg.distance_m);
            let last = run.stops.last().expect("a stop");
            if run.broke_down {
                let driven: Vec<_> = before.stops.iter().filter(|it| it.begins <= now).collect();
                assert!(run.stops.iter().eq(driven), "what was driven stays as it was");
                assert_eq!(run.leaves, before.leaves);
                assert_eq!(run.returns, last.ends);
                on_road += 1;
            } else {
                assert_eq!((run.returns, run.rest), (before.returns, before.rest));
            }
            if let Some(rest) = run.rest {
                assert!(!run.broke_down || rest.ends <= last.begins, "{rest:?}");
                assert_eq!(Some(rest), before.rest, "a rest that was had is where it was");
                rested += 1;
            }
            let list = fs::read_to_string(new.join("contractor.csv")).expect("a list");
            let own = |row: &&str| row.contains(&format!(";{};", run.vehicle));
            let rows: Vec<&str> = list.lines().filter(own).collect();
            let is_there = |action: &str| {
                let driven = rows.iter().filter(|row| row.split(';').nth(2) != Some("annulleret"));
                driven.filter(|row| row.split(';').nth(7) == Some(action)).count() == 1
            };
            assert_eq!(
                [is_there("brudt ned"), is_there("slut")],
                [run.broke_down, !run.broke_down]
            );
            // The list says the same, by what is read of it.
            let day = text(&day);
            let lists = [new.clone(), new.join("contractor.csv")];
            for plan in lists.iter().map(|path| text(path)) {
                let (_, out, err) = korsel(&["check", day, plan, "--language", "en"]);
                assert!(out.contains(" keeps every rule"), "{plan}: {out}{err}");
            }
            let km = format!("{:.1} km", run.distance_m.as_metres() as f64 / 1000.0);
            let sheet = format!("manifests/{}.html", run.vehicle.replace(' ', "-"));
            for page in [sheet.as_str(), "report.html"] {
                let page = fs::read_to_string(new.join(page)).expect("a page");
                assert!(page.contains(&km), "{km}");
            }
        }
    }
    assert!(on_road > 2 && rested > 0, "{on_road} {rested}");
}

/// When each ride comes to where it goes, in order of vehicles.
fn comes(plan: &Plan) -> BTreeMap<(String, Direction), Time> {
    let stops = plan.runs.iter().flat_map(|run| &run.stops);
    let alight = stops.filter(|stop| stop.action == Action::Dropoff);
    alight.map(|stop| ((stop.booking.clone(), stop.direction), stop.ends)).collect()
}

#[test]
fn who_is_aboard_of_a_late_vehicle_comes_no_later_than_it_makes_them_and_is_phoned() {
    let morning = Morning::monday();
    let before = comes(&morning.old);
    let mut phoned = 0;
    for run in &morning.old.runs {
        let full = run.stops.iter().max_by_key(|stop| stop.aboard_after).expect("a stop");
        for minutes in [2, 10, 40] {
            let late = format!("{}={minutes}", run.vehicle);
            let now = full.begins.hh_mm();
            let (code, out, err) = morning.replan(&["--now", &now, "--late", &late]);
            let after = comes(&morning.new_plan(Time::parse(&now).expect("a time")));
            let late: Vec<&str> =
                err.lines().filter(|line| line.contains("cannot be kept")).collect();
            assert_eq!(code == 0, late.is_empty(), "{out}{err}");
            let phone = fs::read_to_string(morning.at("new/phone.csv")).expect("a list");
            let page = fs::read_to_string(morning.at("new/report.html")).expect("a page");
            assert_eq!(page.contains("✓"), late.is_empty(), "{err}");
            for row in phone.lines().filter(|row| row.contains("comes too late")) {
                let cells: Vec<&str> = row.split(';').collect();
                let way = if cells[4] == "out" { Direction::Out } else { Direction::Home };
                let ride = (cells[3].to_owned(), way);
                // Later drives may come into the rush hour, where they take a fifth longer.
                let in_rush_hour = korsel::domain::Duration::minutes(60 / 5);
                let most = korsel::domain::Duration::minutes(minutes) + in_rush_hour;
                assert!(after[&ride] <= before[&ride] + most, "{row}: {}", before[&ride]);
                assert!(late.iter().any(|line| line.contains(cells[3])), "{row}: {err}");
                phoned += 1;
            }
        }
    }
    assert!(phoned > 0, "nobody was late");
}

#[test]
fn a_vehicle_that_was_late_stays_so_and_moves_nobody_again() {
    let morning = Morning::monday();
    let [day, first, second] = ["day", "new", "again"].map(|name| morning.at(name));
    let mut overdue = 0;
    for run in &morning.old.runs {
        let full = run.stops.iter().max_by_key(|stop| stop.aboard_after).expect("a stop");
        for minutes in [15, 90] {
            let late = format!("{}={minutes}", run.vehicle);
            let now = full.begins.hh_mm();
            let (code, out, err) = morning.replan(&["--now", &now, "--late", &late]);
            assert!(code <= 1, "{out}{err}");
            let too_late = err.matches("cannot be kept").count();
            overdue += too_late;
            let now = full.begins;
            for later in
                [0, 10, 60].map(|later| (now + korsel::domain::Duration::minutes(later)).hh_mm())
            {
                let again = ["replan", text(&day), text(&first), "--out", text(&second)];
                let given = ["--now", later.as_str(), "--language", "en"];
                let (code, out, err) = korsel(&[&again[..], &given[..]].concat());
                assert!(code <= 1, "{late} {later}: {err}");
                let nothing = "version 3: 0 told times changed (0 min), 0 new, 0 lost, ";
                assert!(out.starts_with(nothing), "{late} {later}: {out}{err}");
                // Who has come by now need not be told of any more.
                let calls = out.lines().filter_map(|line| line.split_once(" comes too late, at "));
                for (_, at) in calls {
                    assert!(Time::parse(at) >= Time::parse(&later), "{later}: {out}");
                }
                // Who comes too late is told of until they have come.
                let still = err.matches("cannot be kept").count();
                assert!(still <= too_late, "{late} {later}: {err}");
                assert!(still == too_late || later != full.begins.hh_mm(), "{late}: {err}");
                // Nobody comes more than seconds earlier or later than the first repair said.
                let [was, is] =
                    [&first, &second].map(|folder| comes(&read_plan(folder).expect("a plan")));
                for (ride, was) in was {
                    let moved = is[&ride] - was;
                    let most = korsel::domain::Duration::minutes(1);
                    assert!(moved < most && -moved < most, "{late} {later}: {ride:?} {was}");
                }
            }
        }
    }
    assert!(overdue > 0, "nobody was late");
}

#[test]
fn riders_of_a_late_vehicle_go_over_to_others_where_that_keeps_more_promises() {
    let morning = Morning::monday();
    let locks = morning.at("locks.csv");
    let changed = |out: &str| -> (i64, i64) {
        let words: Vec<&str> = out.split([' ', '(']).collect();
        let number = |at: usize| words[at].parse().expect("a number");
        (number(2), number(7))
    };
    let (mut calls, mut minutes) = ((0, 0), (0, 0));
    for run in &morning.old.runs {
        let now = run.stops[run.stops.len() / 3].begins.hh_mm();
        let late = format!("{}=20", run.vehicle);
        let given = ["--now", now.as_str(), "--late", &late];
        let (code, free, err) = morning.replan(&given);
        assert!(code <= 1, "{err}");
        // Nobody leaves a run whose order is locked as long as it can be driven at all.
        let rows = format!("lock;booking;direction;vehicle\norder;;;{}\n", run.vehicle);
        fs::write(&locks, rows).expect("written");
        let (code, held, err) = morning.replan(&[&given[..], &["--locks", text(&locks)]].concat());
        assert!(code <= 1, "{err}");
        let (free, held) = (changed(&free), changed(&held));
        calls = (calls.0 + free.0, calls.1 + held.0);
        minutes = (minutes.0 + free.1, minutes.1 + held.1);
    }
    assert!(calls.0 <= calls.1 && minutes.0 < minutes.1, "{calls:?} {minutes:?}");
}

#[test]
fn who_loses_the_vehicle_goes_by_taxi_at_the_same_minute() {
    let morning = Morning::monday();
    morning.send_a_run_by_taxi("07:00");
    let new = morning.new_plan(Time::hm(7, 0));
    assert!(!new.taxis.is_empty());
    assert_eq!(moved(&morning.old, &new), []);
    // Nor does the next repair take anybody out of the taxi.
    let [day, plan, next] = ["day", "new", "next"].map(|name| morning.at(name));
    let given = ["replan", text(&day), text(&plan), "--out", text(&next), "--now", "07:05"];
    let (code, out, err) = korsel(&[&given[..], &["--language", "en"]].concat());
    assert!(code <= 1, "{err}");
    assert!(out.starts_with("version 3: 0 told times changed (0 min), 0 new, 0 lost"), "{out}");
    assert_eq!(read_plan(&next).expect("a plan").taxis, new.taxis);
}

#[test]
fn after_a_breakdown_nothing_is_named_that_cannot_help_any_more() {
    let morning = Morning::monday();
    let (mut aboard, mut without_lift) = (0, 0);
    for run in &morning.old.runs {
        for share in [3, 2] {
            let now = run.stops[run.stops.len() / share].begins.ceil_to_minute();
            let broken = run.vehicle.as_str();
            let (code, _, err) = morning.replan(&["--now", &now.hh_mm(), "--broken", broken]);
            assert!(code <= 1, "{err}");
            for ride in &morning.new_plan(now).not_planned {
                let sits_in_it = run.stops.iter().any(|stop| {
                    let is_ride = stop.booking == ride.booking && stop.direction == ride.direction;
                    is_ride && stop.action == Action::Pickup && stop.begins <= now
                });
                assert_eq!(ride.reason == Reason::AboardBrokenVehicle, sits_in_it, "{ride:?}");
                aboard += usize::from(sits_in_it);
                without_lift += usize::from(ride.reason == Reason::NoLiftOnShift);
                match &ride.remedy {
                    Some(Remedy::LongerShift { vehicle, .. }) => assert_ne!(vehicle, broken),
                    Some(Remedy::ExtraVehicle { from, .. }) => assert!(*from >= now, "{ride:?}"),
                    Some(Remedy::MovedSession { .. }) => {
                        panic!("people are on their way: {ride:?}")
                    }
                    None => {}
                }
                assert!(!sits_in_it || ride.remedy.is_none(), "{ride:?}");
            }
        }
    }
    assert!(aboard > 0 && without_lift > 0, "{aboard} {without_lift}");
}

#[test]
fn who_was_not_driven_out_is_not_fetched_at_the_centre_unless_that_is_asked_for() {
    let morning = Morning::monday();
    let [day, first, second] = ["day", "new", "again"].map(|name| morning.at(name));
    let broken = morning.old.runs.iter().max_by_key(|run| run.stops.len()).expect("a run");
    morning.lock_all_runs();
    let locks = morning.at("locks.csv");
    let given = ["--now", "07:00", "--broken", &broken.vehicle, "--locks", text(&locks)];
    let (code, _, err) = morning.replan(&given);
    assert_eq!(code, 1, "{err}");
    let plan = read_plan(&first).expect("a plan");
    let is_lost = |booking: &str| {
        let left_out = plan.not_planned.iter();
        left_out.filter(|it| it.booking == booking).count() == 2
    };
    let mut lost = broken.stops.iter().filter(|stop| is_lost(&stop.booking));
    let lost = lost.find(|stop| stop.direction == Direction::Out).expect("both rides are lost");
    // Everybody else for whom there is time cancels, so that there is room.
    let bookings = day.join("bookings.csv");
    let before = fs::read_to_string(&bookings).expect("bookings");
    let later = (lost.begins + korsel::domain::Duration::hours(1)).hh_mm();
    let driven: Vec<&str> = {
        let stops = morning.old.runs.iter().flat_map(|run| &run.stops);
        let begun = stops.filter(|stop| Some(stop.begins) <= Time::parse(&later));
        begun.map(|stop| stop.booking.as_str()).collect()
    };
    let cancelled = |row: &str| {
        let booking = row.split(';').next().unwrap_or_default();
        let stays = booking == lost.booking || driven.contains(&booking);
        if stays { row.to_owned() } else { row.replace(";godkendt", ";afbud") }
    };
    let rows: Vec<String> = before.lines().map(cancelled).collect();
    fs::write(&bookings, rows.join("\n")).expect("written");
    let again = ["replan", text(&day), text(&first), "--out", text(&second), "--now", &later];
    let (code, said, err) = korsel(&again);
    assert_eq!(code, 1, "{said}{err}");
    let reason = |plan: &Plan| {
        let mut left = plan.not_planned.iter();
        let home = left.find(|it| it.booking == lost.booking && it.direction == Direction::Home);
        home.map(|it| it.reason.clone())
    };
    assert_eq!(reason(&read_plan(&second).expect("a plan")), Some(Reason::NotDrivenOut), "{said}");
    let asked: Vec<String> = rows
        .iter()
        .map(|row| match row.starts_with(&lost.booking) {
            true => row.replace(";begge;", ";hjem;"),
            false => row.clone(),
        })
        .collect();
    fs::write(&bookings, asked.join("\n")).expect("written");
    let (_, said, err) = korsel(&again);
    assert_eq!(reason(&read_plan(&second).expect("a plan")), None, "{said}{err}");
}

/// Who sat in a vehicle that broke down.
fn aboard_broken(plan: &Plan) -> Vec<&str> {
    let listed = plan.not_planned.iter();
    let aboard = listed.filter(|it| it.reason == Reason::AboardBrokenVehicle);
    aboard.map(|it| it.booking.as_str()).collect()
}

#[test]
fn a_morning_that_is_repaired_again_finds_nothing_that_the_first_repair_left() {
    let morning = Morning::monday();
    let [day, first, second] = ["day", "new", "again"].map(|name| morning.at(name));
    for vehicle in ["Vogn 1", "Vogn 2", "Vogn 4"] {
        for now in ["08:30", "10:40", "12:10"] {
            let (code, _, err) = morning.replan(&["--now", now, "--broken", vehicle]);
            assert!(code <= 1, "{err}");
            let again = ["replan", text(&day), text(&first), "--out", text(&second)];
            let (code, out, err) =
                korsel(&[&again[..], &["--now", now, "--language", "en"]].concat());
            assert!(code <= 1, "{err}");
            let nothing = "version 3: 0 told times changed (0 min), 0 new, 0 lost, 0 too late, ";
            assert!(out.starts_with(nothing), "{vehicle} {now}: {out}");
            // Neither the vehicle nor who sits in it is forgotten.
            assert!(err.contains(&format!("{vehicle} broke down before")), "{err}");
            let plans = [&first, &second].map(|folder| read_plan(folder).expect("a plan"));
            assert_eq!(aboard_broken(&plans[0]), aboard_broken(&plans[1]));
            for booking in aboard_broken(&plans[0]) {
                let sent = format!("{booking} was aboard of a broken vehicle; send somebody");
                assert!(err.contains(&sent), "{err}");
            }
        }
    }
}

/// Repairs a morning on which a vehicle breaks down with riders aboard, and rides of others are lost that no other
/// has room for. Returns which vehicle that is, and when.
fn breakdown_that_loses_rides(morning: &Morning) -> (&str, Time) {
    let runs = morning.old.runs.iter();
    let stops = runs.flat_map(|run| run.stops.iter().map(|stop| (run.vehicle.as_str(), stop)));
    let mut full = stops.filter(|(_, stop)| stop.aboard_after >= 3);
    let found = full.find(|(vehicle, stop)| {
        let now = stop.ends.hh_mm();
        let (code, out, err) = morning.replan(&["--now", &now, "--broken", vehicle]);
        assert!(code <= 1, "{err}");
        let plan = read_plan(&morning.at("new")).expect("a plan");
        let aboard = aboard_broken(&plan).len();
        assert!(aboard == 0 || out.contains("lost, 0 too late"), "{out}");
        aboard > 0 && plan.not_planned.len() > aboard
    });
    found.map(|(vehicle, stop)| (vehicle, stop.ends)).expect("such a breakdown")
}

#[test]
fn a_vehicle_that_had_broken_down_drives_again_when_that_is_said() {
    let morning = Morning::monday();
    let [day, first, second] = ["day", "new", "again"].map(|name| morning.at(name));
    let (broken, begins) = breakdown_that_loses_rides(&morning);
    let later = begins + korsel::domain::Duration::minutes(15);
    let other = morning.old.runs.iter().map(|run| &run.vehicle).find(|name| *name != broken);
    let other = other.expect("another vehicle");
    let phone = fs::read_to_string(first.join("phone.csv")).expect("a list");
    let plan = read_plan(&first).expect("a plan");
    for booking in aboard_broken(&plan) {
        let row = phone.lines().find(|row| row.contains(booking)).expect("a row");
        assert!(row.contains("send another car") && row.contains("last stop"), "{row}");
    }
    assert!(!aboard_broken(&plan).is_empty());

    let clock = later.hh_mm();
    let again = ["replan", text(&day), text(&first), "--out", text(&second), "--now", &clock];
    let (code, _, err) = korsel(&[&again[..], &["--drives-again", other]].concat());
    assert_eq!(code, 2);
    let refused = format!("\"{other}\" has not broken down in an earlier version");
    assert!(err.contains(&refused), "{err}");
    let (_, _, err) = korsel(&[&again[..], &["--drives-again", broken]].concat());
    let new = read_plan(&second).expect("a plan");
    let ahead = new.runs.iter().find(|run| run.vehicle == broken).expect("a run");
    assert!(ahead.stops.iter().any(|stop| stop.begins > later), "{err}");
    assert_eq!(aboard_broken(&new), aboard_broken(&plan));
}
