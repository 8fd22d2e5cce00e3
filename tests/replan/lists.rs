//! What people read of a repaired plan: drivers, the coordinator, and who orders taxis.

use super::*;

/// The rows of a list of the repaired plan, by the names of its columns.
fn rows(morning: &Morning, file: &str) -> Vec<BTreeMap<String, String>> {
    let list = fs::read_to_string(morning.at("new").join(file)).expect("a list");
    let list = list.trim_start_matches('\u{feff}');
    let mut lines = list.lines().map(|line| line.split(';').map(str::to_owned));
    let names: Vec<String> = lines.next().expect("a header").collect();
    lines.map(|cells| names.iter().cloned().zip(cells).collect()).collect()
}

#[test]
fn the_manifest_of_a_broken_vehicle_ends_where_it_broke_down() {
    let morning = Morning::monday();
    let (code, _, err) = morning.replan(&["--now", "10:40", "--broken", "Vogn 1"]);
    assert!(code <= 1, "{err}");
    let sheet = |vehicle: &str| {
        let path = morning.at("new").join(format!("manifests/{vehicle}.html"));
        fs::read_to_string(path).expect("a manifest")
    };
    let broken = sheet("Vogn-1");
    let last = broken.rsplit("<tbody").next().expect("a row");
    assert!(last.contains("<b>Broken down</b> · the vehicle drives no further"), "{last}");
    assert!(broken.contains("<dt>Returns</dt><dd>Broken down</dd>"));
    assert!(broken.contains("<dt>Break</dt><dd>none</dd>"));
    let other = sheet("Vogn-2");
    assert!(other.contains("<b>Returns</b>") && !other.contains("roken down"));
}

/// The minute up to which a call is of use: the earlier one of the old time and the new.
fn urgent(row: &BTreeMap<String, String>) -> Option<Time> {
    [&row["before"], &row["now"]].into_iter().filter_map(|cell| Time::parse(cell)).min()
}

#[test]
fn who_goes_one_way_only_is_told_so_and_calls_are_by_how_urgent_they_are() {
    let morning = Morning::monday();
    let centres = fs::read_to_string(morning.at("day/centres.csv")).expect("centres");
    let with_phones = |line: (usize, &str)| {
        format!("{};{}\n", line.1, if line.0 == 0 { "telefon" } else { "43 00 00 00" })
    };
    let centres: String = centres.lines().enumerate().map(with_phones).collect();
    fs::write(morning.at("day/centres.csv"), centres).expect("written");
    let opposite = |way: &str| if way == "out" { "home" } else { "out" };
    let (mut one_way, mut away) = (0, 0);
    for vehicle in morning.old.runs.iter().map(|run| run.vehicle.as_str()) {
        for now in ["07:00", "08:30", "12:45"] {
            let (code, out, err) = morning.replan(&["--now", now, "--broken", vehicle]);
            assert!(code <= 1, "{err}");
            let phone = rows(&morning, "phone.csv");
            let is_aboard = |row: &&BTreeMap<String, String>| row["what"].contains("another car");
            let calls: Vec<_> = phone.iter().filter(|row| !is_aboard(row)).map(urgent).collect();
            assert!(calls.is_sorted(), "{vehicle} {now}: {calls:?}");
            let new = told(&morning.new_plan(Time::parse(now).expect("a time")));
            let left_out = rows(&morning, "not_planned.csv");
            let is_aboard = |row: &BTreeMap<String, String>| row["reason"].contains("sits in");
            let left_out = left_out.iter().filter(|row| row["status"] == "not planned");
            for row in left_out.filter(|row| !is_aboard(row)) {
                let other =
                    if row["direction"] == "out" { Direction::Home } else { Direction::Out };
                let driven = new.get(&(row["booking"].clone(), other));
                let at = driven.map_or_else(String::new, |(at, _)| at.hh_mm());
                assert_eq!(row["other_ride_at"], at, "{row:?}");
                if driven.is_none() {
                    continue;
                }
                one_way += 1;
                let notes = err.lines().filter(|line| line.contains("driven one way only: "));
                assert!(notes.into_iter().any(|it| it.contains(&row["citizen_ref"])), "{err}");
                let only = format!("goes {} only, at {at}", opposite(&row["direction"]));
                let ride = format!(" {}: {} ", row["citizen_ref"], row["direction"]);
                let Some(lost) = out.lines().find(|line| line.contains(&ride)) else { continue };
                assert!(lost.ends_with(&only), "{only}: {out}");
                // Who is at the centre is not phoned at home.
                let is_away = at.as_str() <= now && row["direction"] == "home";
                assert_eq!(lost.starts_with("phone the centre about "), is_away, "{now}: {out}");
                let called = phone.iter().find(|it| {
                    it["booking"] == row["booking"] && it["direction"] == row["direction"]
                });
                let called = called.expect("somebody to phone");
                assert_eq!(called["phone"] == "43 00 00 00", is_away, "{called:?}");
                away += usize::from(is_away);
            }
        }
    }
    assert!(one_way > 0, "nobody goes one way only");
    assert!(away > 0, "nobody loses the way home");
}

#[test]
fn a_taxi_that_is_to_be_ordered_or_cancelled_is_on_the_list_of_whom_to_phone() {
    let morning = Morning::monday();
    let broken = morning.send_a_run_by_taxi("07:00");
    let new = morning.new_plan(Time::hm(7, 0));
    let phone = rows(&morning, "phone.csv");
    for taxi in &new.taxis {
        let direction = if taxi.direction == Direction::Out { "out" } else { "home" };
        let row = phone
            .iter()
            .find(|row| row["booking"] == taxi.booking && row["direction"] == direction);
        let row = row.expect("a row for the taxi");
        assert!(row["what"].ends_with(", order a taxi"), "{row:?}");
        assert_eq!((&row["now"], row["vehicle_now"].as_str()), (&taxi.due.hh_mm(), "taxi"));
    }
    // The citizen who has a taxi, and now cancels.
    let taxi = &new.taxis[0];
    morning.change("bookings.csv", &taxi.booking, ";godkendt", ";afbud");
    let [day, plan, next] = ["day", "new", "next"].map(|name| morning.at(name));
    let given = ["replan", text(&day), text(&plan), "--out", text(&next), "--now", "07:05"];
    let (_, out, _) = korsel(&[&given[..], &["--language", "en"]].concat());
    let citizen = &taxi.citizen;
    assert!(out.contains(&format!("cancel the taxi: {citizen}, ")), "{broken}: {out}");
}

#[test]
fn no_taxi_is_sent_to_the_door_of_who_sits_in_a_broken_vehicle() {
    let morning = Morning::monday();
    let mut aboard = 0;
    for now in ["08:20", "08:40", "10:20"] {
        let broken = morning.send_a_run_by_taxi(now);
        let at = Time::parse(now).expect("a time");
        let new = morning.new_plan(at);
        let run = morning.old.runs.iter().find(|run| run.vehicle == broken).expect("a run");
        let met = |action| {
            let stops = run.stops.iter().filter(move |it| it.action == action && it.begins <= at);
            stops.map(|it| (it.booking.as_str(), it.direction))
        };
        let down: Vec<_> = met(Action::Dropoff).collect();
        for (booking, direction) in met(Action::Pickup).filter(|ride| !down.contains(ride)) {
            aboard += 1;
            let is_it = |other: &str, way| other == booking && way == direction;
            assert!(!new.taxis.iter().any(|it| is_it(&it.booking, it.direction)), "{booking}");
            let left = new.not_planned.iter().find(|it| is_it(&it.booking, it.direction));
            assert_eq!(left.map(|it| &it.reason), Some(&Reason::AboardBrokenVehicle), "{booking}");
        }
        assert!(new.taxis.iter().all(|taxi| taxi.due >= at), "{now}: {:?}", new.taxis);
    }
    assert!(aboard > 0, "nobody was aboard");
}

#[test]
fn changes_are_by_the_clock_within_a_vehicle_and_their_price_is_told() {
    let morning = Morning::monday();
    let (code, out, err) = morning.replan(&["--now", "08:30", "--broken", "Vogn 1"]);
    assert!(code <= 1, "{err}");
    let changes = rows(&morning, "changes.csv");
    // Who goes by another vehicle stands where they were to be driven.
    let clock = |row: &BTreeMap<String, String>| match row["change"].as_str() {
        "changed" | "new" => row["now"].clone(),
        _ => row["before"].clone(),
    };
    assert!(changes.iter().any(|row| row["change"].starts_with("goes by Vogn")), "{changes:?}");
    assert!(changes.iter().all(|row| row["change"] != "cancelled"), "{changes:?}");
    let neighbours = changes.windows(2).filter(|pair| pair[0]["vehicle"] == pair[1]["vehicle"]);
    let out_of_order = neighbours.filter(|pair| clock(&pair[0]) > clock(&pair[1])).count();
    assert_eq!(out_of_order, 0, "{changes:?}");
    assert!(changes.len() > 10, "{}", changes.len());

    let new = read_plan(&morning.at("new")).expect("a plan");
    let kroner = |ore: korsel::domain::Money| {
        let (whole, rest) = (ore.as_ore() / 100, ore.as_ore() % 100);
        format!("{},{:03}.{rest:02} kr", whole / 1000, whole % 1000)
    };
    let costs = [morning.old.cost_ore, new.cost_ore].map(kroner);
    let told = format!("cost: {} before, {} now (", costs[0], costs[1]);
    let line = out.lines().nth(1).expect("a second line");
    assert!(line.starts_with(&told), "{told} in {out}");
}

#[test]
fn who_sits_in_a_broken_vehicle_was_fetched_and_is_not_marked_as_cancelled() {
    let morning = Morning::monday();
    let (vehicle, now) = morning.first_with_riders();
    let now = now.hh_mm();
    let (code, _, err) = morning.replan(&["--now", &now, "--broken", vehicle]);
    assert_eq!(code, 1, "{err}");
    let new = morning.new_plan(Time::parse(&now).expect("a time"));
    let stranded = new.not_planned.iter().filter(|it| it.reason == Reason::AboardBrokenVehicle);
    let stranded: Vec<String> = stranded
        .map(|it| {
            format!("{}-{}", it.booking, if it.direction == Direction::Out { "ud" } else { "hjem" })
        })
        .collect();
    assert!(!stranded.is_empty());
    let list = rows(&morning, "contractor.csv");
    for row in list.iter().filter(|row| stranded.contains(&row["rejse_id"])) {
        assert_eq!(row["ændring"] == "afbrudt", row["handling"] == "aflever", "{row:?}");
        assert_ne!(row["ændring"], "annulleret", "{row:?}");
    }
    let marked = |mark: &str| list.iter().filter(|row| row["ændring"] == mark).count();
    assert_eq!(marked("afbrudt"), stranded.len());
    assert!(marked("annulleret") > 0);
}
