//! `korsel doctor` from outside: rides that nobody can take, what looks like a slip, how it ends.

#[path = "common/broken/mod.rs"]
mod broken;
#[path = "common/program.rs"]
mod program;

use broken::Edit::{self, Swap};
use program::{Ended, korsel, text};

fn doctor(edits: &[Edit], language: &str) -> Ended {
    let day = broken::edited(edits);
    korsel(&["doctor", text(day.path()), "--language", language])
}

/// A grant that covers the year, where the good day has one of a day.
const GRANT: Edit = Swap("bookings.csv", "2026-12-07;2026-12-07", "2026-01-01;2026-12-31");

/// What the good day is told of, as it stands.
/// What there is to say of the sound day: B2 names a C9, who may ride on other days.
const STRANGER: &str = "  bookings.csv, not_with names citizens who have no booking that day: C9 (B2); write the reference as in \
                        the citizen's own row if they ride\n";
const PHONELESS: &str = "  No telephone: B3\n";
const SECOND: &str = "B2;C2;Bo Prøve;43000002;Kærupvej;2;1. tv;2635;Ishøj;55.63111;12.32222";
const THIRD: &str = "B3;C3;Dea Prøve;;Ådalsvej;4;;2635;Ishøj;55.60111;12.35222";

#[test]
fn a_day_without_flaws_is_told_in_figures() {
    let Ended { code, out, err } = doctor(&[], "en");
    let expected = format!(
        "Examination of Monday 7 December 2026\n\n  Bookings      4 · 1 cancelled booking\n  Rides  \
         \x20      4\n  Centres       2\n  Vehicles      2\n  Travel times  2 from travel.csv · 28 computed along the \
         straight line\n\nWorth a look\n{STRANGER}{PHONELESS}\nAll can be driven; 2 things worth a look\n"
    );
    assert_eq!((code, out.as_str(), err.as_str()), (0, expected.as_str(), ""));
    let out = doctor(&[], "da").out;
    assert!(out.contains("Eftersyn af mandag den 7. december 2026"), "{out}");
    assert!(out.ends_with("Uden telefon: B3\n\nAlt kan køres; 2 ting at se efter\n"), "{out}");
}

#[test]
fn where_nothing_looks_wrong_that_is_said() {
    let third = Swap("bookings.csv", "Dea Prøve;;", "Dea Prøve;43 00 00 03;");
    let nobody_strange = Swap("bookings.csv", "C3 C9", "C3");
    let Ended { code, out, .. } = doctor(&[third, nobody_strange], "da");
    assert_eq!(code, 0);
    assert!(out.ends_with("\nAlt kan køres, og intet ser forkert ud\n"), "{out}");
}

#[test]
fn whatever_looks_like_a_slip_is_told() {
    let doubts: &[(&[Edit], &str)] = &[
        (&[GRANT, Swap("day.toml", "2026-12-07", "2026-12-06")], "The date is in a weekend"),
        (
            &[GRANT, Swap("day.toml", "2026-12-07", "2026-05-14")],
            "a public holiday, Kristi himmelfartsdag",
        ),
        // Told apart by 0.01 degrees north, a little more than a kilometre.
        (
            &[Swap(
                "bookings.csv",
                SECOND,
                "B2;C2;Bo Prøve;43000002;Ishøj bygade;11;1. tv;2635;Ishøj;55.63111;12.31222",
            )],
            "B1 and B2: one address, but coordinates 1.1 km apart",
        ),
        (
            &[Swap(
                "bookings.csv",
                SECOND,
                "B2;C2;Bo Prøve;43000002;Kærupvej;2;1. tv;2635;Ishøj;55.62111;12.31222",
            )],
            "B1 and B2: two addresses, but the same coordinates",
        ),
        (
            &[Swap("bookings.csv", "2635;Ishøj;55.60111;12.35222", "2635;Ishøj;55.61572;12.34978")],
            "B3: the home has the coordinates of Træningscenter Syd",
        ),
        (
            &[Swap("bookings.csv", "2635;Ishøj;55.60111;12.35222", "2635;Ishøj;55.40111;12.35222")],
            "B3: the home is 23.9 km from Træningscenter Syd along the straight line, much further",
        ),
        (
            &[Swap(
                "bookings.csv",
                THIRD,
                "B3;C3;bo prøve;43 00 00 03;Kærupvej;2;;2635;Ishøj;55.63111;12.32222",
            )],
            "B2 and B3: one name, address and time, but two references",
        ),
        (
            &[Swap("bookings.csv", "2026-12-31;cancelled", "2026-12-31;approved")],
            "B1 and B4: C1 trains twice",
        ),
        (
            &[Swap("bookings.csv", "09:00;10:00", "09:00;09:15")],
            "B1: an unusual time of training 09:00–09:15",
        ),
        (
            &[Swap("bookings.csv", ";09:00;10:00", ";19:30;22:30")],
            "B1: an unusual time of training",
        ),
        (
            &[Swap("fleet.csv", "8+0 5+1 2+2;yes", "8+0 5+1 2+2;no")],
            "V1: wheelchair places, but no lift",
        ),
        (&[Swap("fleet.csv", "400;3.90;310;", "0;0;0;")], "V2: costs nothing"),
        (&[Swap("fleet.csv", "08:00;16:00", "18:00;19:00")], "V2: can take none of the rides"),
        (
            &[Swap("fleet.csv", "08:00;16:00", "06:00;21:00")],
            "V2: on shift 06:00–21:00, 15 h 00 min",
        ),
        (
            &[Swap("bookings.csv", "10:30;11:30;home;;;", "10:30;11:30;both;;12;")],
            "09:30–10:30: room is asked for 14 seated and 1 in wheelchairs; the vehicles have 12 and 2",
        ),
        (
            &[Swap("travel.csv", "C1;NORD;420;5100", "C1;NORD;60;5100")],
            "travel.csv: unlikely drives (1): C1 → NORD 5.1 km, 1 min",
        ),
        (
            &[Swap("travel.csv", "C1;NORD;420;5100", "C1;NORD;420;510")],
            "travel.csv: unlikely drives (1)",
        ),
        (
            &[Swap("bookings.csv", "yes;45;", "yes;22;")],
            "B2 out: the trip takes at least 20 min, even in a vehicle of its own; it may take 22 min",
        ),
    ];
    for (edits, expected) in doubts {
        let Ended { out, err, .. } = doctor(edits, "en");
        let told = out.lines().any(|line| line.starts_with("  ") && line.contains(expected));
        assert!(told, "{expected} is not in\n{out}{err}");
        let danish = doctor(edits, "da").out;
        assert_eq!(danish.lines().count(), out.lines().count(), "{danish}");
    }
}

#[test]
fn rides_that_nobody_can_take_are_told_with_reason_and_remedy() {
    let cases: &[(&[Edit], &[&str])] = &[
        (
            &[
                Swap("bookings.csv", "Ring først;2026", "Ring først;2026"),
                Swap("bookings.csv", "yes;45;", "yes;10;"),
            ],
            &[
                "B2 out · C2 · Træningscenter Syd 10:30–11:30",
                "even in a vehicle of its own; it may take 10 min",
            ],
        ),
        (
            &[
                Swap("fleet.csv", "8+0 5+1 2+2;yes", "8+0;yes"),
                Swap("day.toml", "[reserve_taxi]\nstart_fee = 75.0\nper_km = 16.5\n", ""),
            ],
            &["B2 out", "No vehicle on shift in time has enough room, even empty"],
        ),
        (
            &[
                Swap("fleet.csv", "07:30;15:30", "10:20;15:30"),
                Swap("day.toml", "[reserve_taxi]\nstart_fee = 75.0\nper_km = 16.5\n", ""),
            ],
            &[
                "B2 out",
                "No vehicle with a lift is on shift in time",
                "Remedy:  V1 on shift 10:05–15:30",
            ],
        ),
    ];
    for (edits, expected) in cases {
        let Ended { code, out, err } = doctor(edits, "en");
        assert_eq!(code, 1, "{out}{err}");
        for words in *expected {
            assert!(out.contains(words), "{words} is not in\n{out}");
        }
        assert!(!out.contains("kr)"), "what a remedy costs depends on the plan\n{out}");
    }
}

#[test]
fn a_ride_that_has_a_taxi_is_worth_a_look_only() {
    let shift = Swap("fleet.csv", "07:30;15:30", "10:20;15:30");
    let taxi = Swap("day.toml", "per_km = 16.5\n", "per_km = 16.5\nlift = true\n");
    let Ended { code, out, .. } = doctor(&[shift, taxi], "en");
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("B2 out: can go by taxi only. No vehicle with a lift is on"), "{out}");
}

#[test]
fn every_flaw_is_told_as_plan_tells_it() {
    for case in broken::cases() {
        let day = broken::edited(case.edits);
        let addresses = day.path().join(broken::ADDRESS_FILE);
        let mut arguments = vec!["doctor", text(day.path())];
        if addresses.exists() {
            arguments.extend(["--addresses", text(&addresses)]);
        }
        let ended = korsel(&arguments);
        assert_eq!((ended.code, ended.out.as_str()), (2, ""), "{}: {}", case.name, ended.err);
        for flaw in case.flaws {
            assert!(broken::is_told(&ended.err, flaw), "{}: {}", case.name, ended.err);
        }
    }
}

#[test]
fn somebody_not_to_ride_with_who_has_no_booking_is_told_by_doctor_and_plan() {
    let day = program::copy_of("monday", tempfile::tempdir().expect("a folder").keep().as_path());
    let bookings = day.join("bookings.csv");
    let rows = std::fs::read_to_string(&bookings).expect("bookings");
    let good = "NORD;09:00;10:00;begge;rollator;0;nej;nej;;nej;;;01-08-2026";
    let changed = rows.replacen(good, &good.replace(";nej;nej;;", ";nej;nej;C-102 C-999;"), 1);
    assert_ne!(changed, rows);
    std::fs::write(&bookings, changed).expect("written");
    let told = "ikke_med nævner borgere, som ingen bestilling har den dag: C-999 (B-0001); skriv \
                referencen som i borgerens egen række";
    let ended = korsel(&["doctor", text(&day)]);
    assert!(ended.code == 0 && ended.out.contains(told), "{}", ended.printed());
    let out = day.with_file_name("plan");
    let by = ["--iterations", "1", "--method", "search"];
    let ended = korsel(&[&["plan", text(&day), "--out", text(&out)], &by[..]].concat());
    assert!(ended.err.contains(&format!("bemærk: bookings.csv, {told}")), "{}", ended.err);
    std::fs::remove_dir_all(day.parent().expect("its folder")).expect("removed");
}
