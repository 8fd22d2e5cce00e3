//! Broken day folders: every flaw is reported, with its place and what would be right.

#[path = "common/broken/mod.rs"]
mod broken;
#[path = "common/program.rs"]
mod program;

use std::path::Path;

use broken::{ADDRESS_FILE, ADDRESSES, BOOKINGS, CENTRES, Edit, FLEET};
use korsel::domain::{
    Address, BookingStatus, Coordinates, Day, Distance, Duration, Money, Rides, Time,
};
use korsel::error::{Error, Flaw};
use korsel::input::read_day;
use program::{korsel, listing, text};
use proptest::prelude::*;
use tempfile::TempDir;

/// The day in the folder, or its flaws; nothing else may go wrong.
fn read(folder: &TempDir) -> Result<Day, Vec<Flaw>> {
    let addresses = Some(folder.path().join(ADDRESS_FILE)).filter(|path| path.exists());
    read_day(folder.path(), addresses.as_deref()).map_err(|error| match error {
        Error::Invalid { flaws } => flaws,
        other => panic!("{other}"),
    })
}

fn good_day() -> Day {
    read(&broken::edited(&[])).expect("the good day")
}

fn read_edited(edits: &[Edit]) -> Day {
    read(&broken::edited(edits)).expect("a good day")
}

#[test]
fn every_broken_day_is_refused_with_all_its_flaws() {
    let cases: Vec<_> = broken::cases().collect();
    assert!(cases.len() >= 40);
    for case in cases {
        let flaws = read(&broken::edited(case.edits)).expect_err(case.name);
        let found: Vec<String> = flaws.iter().map(ToString::to_string).collect();
        assert_eq!(found, case.flaws, "{}", case.name);
    }
}

#[test]
fn the_program_refuses_every_broken_day_and_leaves_nothing_behind() {
    for case in broken::cases() {
        let folder = broken::edited(case.edits);
        let before = listing(folder.path());
        let [out, addresses] = ["plan", ADDRESS_FILE].map(|name| folder.path().join(name));
        let mut arguments = vec!["plan", text(folder.path()), "--out", text(&out)];
        if addresses.exists() {
            arguments.extend(["--addresses", text(&addresses)]);
        }
        let ended = korsel(&arguments);
        assert_eq!(ended.code, 2, "{}: {}", case.name, ended.err);
        for flaw in case.flaws {
            assert!(broken::is_told(&ended.err, flaw), "{}: {}", case.name, ended.err);
        }
        assert_eq!(listing(folder.path()), before, "{}", case.name);
    }
}

#[test]
fn the_good_day_says_what_its_files_say() {
    let day = good_day();
    assert_eq!(day.date.to_string(), "2026-12-07");
    assert_eq!(day.promise.longest_trip, Duration::minutes(60));
    assert_eq!(day.promise.arrive_before, Duration::minutes(5));
    assert_eq!(day.reserve_taxi.map(|taxi| taxi.per_km), Some(Money::ore(1650)));
    assert_eq!(day.travel.road_speeds_kmh, [("residential".to_owned(), 30.0)]);
    assert_eq!(day.travel.rush_hours[0].window.latest, Time::hm(8, 30));
    let keys: Vec<&str> = day.places.iter().map(|place| place.key.as_str()).collect();
    assert_eq!(keys, ["NORD", "SYD", "C1", "C2", "C3", "Garage"]);
    let [first, second, third, fourth] = &day.bookings[..] else { panic!("four bookings") };
    assert_eq!((first.rides, second.rides, third.rides), (Rides::Both, Rides::Out, Rides::Home));
    assert_eq!((first.home, fourth.home), (day.bookings[0].home, day.bookings[0].home));
    assert_eq!(
        (first.longest_trip, second.longest_trip),
        (Duration::minutes(60), Duration::minutes(45))
    );
    assert!(first.front_seat && !first.needs_lift && second.needs_lift);
    assert_eq!(second.not_with, ["C3", "C9"]);
    assert_eq!((second.companions, second.mobility.wheelchairs), (1, 1));
    assert_eq!((third.mobility.name.as_str(), third.status), ("walks", BookingStatus::Approved));
    assert_eq!(fourth.status, BookingStatus::Cancelled);
    let [large, small] = &day.vehicles[..] else { panic!("two vehicles") };
    assert_eq!(large.spec.tariff.day_fee, Money::ore(85_050));
    assert_eq!(large.spec.break_rule.map(|rule| rule.length), Some(Duration::minutes(30)));
    assert_eq!((small.spec.front_seats, small.spec.break_rule), (1, None));
    assert_eq!(small.spec.tariff.per_hour_boarding, small.spec.tariff.per_hour_driving);
    let leg = day.given_legs[1].leg;
    assert_eq!((leg.duration, leg.distance), (Duration::seconds(431), Distance::metres(5200)));
}

/// The bookings as a Danish Excel writes them.
fn danish_bookings() -> String {
    let header = "Bestilling;Borger;Navn;Telefon;Vej;Husnr;Etage/dør;Postnr;By;Breddegrad;Længdegrad;\
        Center;Træning start;Træning slut;Ture;Mobilitet;Ledsagere;Forsæde;Alene;Ikke med;Kræver lift;\
        Længste tur min;Bemærkning;Bevilling fra;Bevilling til;Status\n";
    let rows = BOOKINGS.split_once('\n').expect("a header").1;
    let mut text = header.to_owned() + rows;
    for (english, danish) in [
        ("55.", "55,"),
        ("12.3", "12,3"),
        ("09:00;10:00", "9.00;10.00"),
        ("both", "Begge"),
        ("out", "ud"),
        ("home", "hjem"),
        ("walker", "Rollator"),
        (";wheelchair", ";Kørestol"),
        ("yes", "Ja"),
        ("no", "nej"),
        ("2026-01-01;2026-12-31", "01-01-2026;31.12.2026"),
        ("approved", "Godkendt"),
        ("cancelled", "Afbud"),
    ] {
        assert!(text.contains(english), "{english}");
        text = text.replace(english, danish);
    }
    text
}

fn windows_1252(text: &str) -> Vec<u8> {
    let (bytes, _, has_strange_letters) = encoding_rs::WINDOWS_1252.encode(text);
    assert!(!has_strange_letters);
    bytes.into_owned()
}

/// The good day with this file in place of its own.
fn with_file(name: &str, bytes: &[u8]) -> Day {
    let folder = broken::edited(&[]);
    std::fs::write(folder.path().join(name), bytes).expect("written");
    read(&folder).expect("a good day")
}

#[test]
fn encodings_separators_and_languages_read_equal() {
    let good = good_day();
    let danish = danish_bookings();
    let crlf = BOOKINGS.replace('\n', "\r\n");
    let commas = BOOKINGS.replace(';', ",");
    let quoted_commas = danish
        .lines()
        .map(|line| format!("\"{}\"\n", line.split(';').collect::<Vec<_>>().join("\",\"")))
        .collect::<String>();
    for (variant, bytes) in [
        ("Danish", danish.clone().into_bytes()),
        ("Danish in Windows-1252", windows_1252(&danish.replace('\n', "\r\n"))),
        ("English in Windows-1252", windows_1252(BOOKINGS)),
        ("with a byte order mark", [b"\xEF\xBB\xBF", crlf.as_bytes()].concat()),
        ("with a line that names the separator", format!("sep=;\r\n{crlf}").into_bytes()),
        ("with a line that names commas", format!("\u{FEFF}SEP=,\n{commas}").into_bytes()),
        ("with commas", commas.into_bytes()),
        ("quoted, with commas and decimal commas", quoted_commas.into_bytes()),
        ("upper-case header", BOOKINGS.replacen("session_start", "SESSION Start", 1).into_bytes()),
        ("empty lines at the end", format!("{BOOKINGS}\r\n;;;;\n\n").into_bytes()),
        ("no line end", BOOKINGS.trim_end().as_bytes().to_vec()),
        ("old line ends", BOOKINGS.replace('\n', "\r").into_bytes()),
    ] {
        assert_eq!(with_file("bookings.csv", &bytes), good, "{variant}");
    }
}

#[test]
fn metres_in_place_of_degrees_read_as_the_same_point() {
    // The point of C3's home by the third-order Krüger series, computed apart from this program.
    for metres in ["6166785,376;711175,317", "711175.317;6166785.376"] {
        let bookings = BOOKINGS.replace("55.60111;12.35222", metres);
        let day = with_file("bookings.csv", bookings.as_bytes());
        let home = day.places[day.bookings[2].home.index()].coordinates;
        assert!(
            (home.lat - 55.60111).abs() < 1e-7 && (home.lon - 12.35222).abs() < 1e-7,
            "{home:?}"
        );
    }
}

#[test]
fn a_centre_may_have_its_address_in_one_column() {
    let centres = "id;navn;adresse;lat;lon\n\
        NORD;Træningscenter Nord;Løkkekrogen 3, 2625 Vallensbæk;55,65126;12,35654\n\
        SYD;Træningscenter Syd;\"Ishøj Boulevard 2A, 2635 Ishøj\";55.61572;12.34978\n";
    let day = with_file("centres.csv", centres.as_bytes());
    assert_eq!(day.centres[0].address.street, "Løkkekrogen 3, 2625 Vallensbæk");
    assert_eq!(day.places, good_day().places);
}

#[test]
fn homes_are_looked_up_in_the_address_file() {
    let home = "Ishøj Bygade;11;;2635;Ishøj;55.62111;12.31222";
    for (written, floor_door) in [
        ("Ishøj Bygade;11;;2635;Ishøj;;", ""),
        ("ISHOEJ BYGADE;011;st. th;2635;;;", "st. th"),
        ("Ishøj Bygaed;11;;2635;Ishoej;;", ""),
        ("Ishøj Bygade 11, 1. tv;;;;ishøj;;", "1. tv"),
        ("Ishøj Bygade 11, 2635 Ishøj;;;;;;", ""),
        ("ishøj bygade;11 2. tv;nøgle i boks;2635;;;", "nøgle i boks, 2. tv"),
        ("Ishøj Bygade;11, 1. tv;1. tv, dørkode 7;2635;;;", "1. tv, dørkode 7"),
    ] {
        let bookings = BOOKINGS.replace(home, written);
        let folder = broken::edited(&[Edit::Put(ADDRESS_FILE, ADDRESSES.as_bytes())]);
        std::fs::write(folder.path().join("bookings.csv"), bookings).expect("written");
        let day = read(&folder).expect(written);
        let expected = Coordinates { lat: 55.62111, lon: 12.31222 };
        assert_eq!(day.places[2].coordinates, expected, "{written}");
        // The driver reads the address as the address file spells it.
        assert_eq!(day.bookings[0].address, address("Ishøj Bygade", "11", floor_door), "{written}");
    }
}

fn address(street: &str, number: &str, floor_door: &str) -> Address {
    let [street, number, floor_door, postcode, town] =
        [street, number, floor_door, "2635", "Ishøj"].map(str::to_owned);
    Address { street, number, floor_door, postcode, town }
}

#[test]
fn a_centre_is_spelt_as_the_address_file_has_it() {
    let day = read_edited(&[
        Edit::Put(ADDRESS_FILE, ADDRESSES.as_bytes()),
        Edit::Swap(
            "centres.csv",
            "Ishøj Boulevard;2A;2635;Ishøj;55.61572;12.34978",
            "ISHOJ BYGADE 13 b;;2635;;;",
        ),
    ]);
    assert_eq!(day.centres[1].address, address("Ishøj Bygade", "13B", ""));
}

#[test]
fn an_address_with_coordinates_stays_as_it_is_written() {
    let day = read_edited(&[
        Edit::Put(ADDRESS_FILE, ADDRESSES.as_bytes()),
        Edit::Swap("bookings.csv", "Ishøj Bygade;11;", "ishoej bygaed;11 st;"),
    ]);
    assert_eq!(day.bookings[0].address, address("ishoej bygaed", "11 st", ""));
}

#[test]
fn a_cancelled_session_may_overlap_the_one_that_replaced_it() {
    let day = read_edited(&[Edit::Swap("bookings.csv", "13:00;14:00", "09:30;10:30")]);
    assert_eq!(day.bookings[3].status, BookingStatus::Cancelled);
}

#[test]
fn drives_need_not_be_given() {
    assert_eq!(read_edited(&[Edit::Drop("travel.csv")]).given_legs, []);
    assert_eq!(read_edited(&[Edit::Put("travel.csv", b"from;to;seconds;metres\n")]).given_legs, []);
}

#[test]
fn drives_of_other_days_do_no_harm() {
    let rows = "C77;NORD;500;6000\nC77;NORD;soon;\nWEST;C78;1;1\nC1;NORDD;60;900\nNORD;C1";
    let day = read_edited(&[Edit::Swap("travel.csv", "NORD;C1", rows)]);
    assert_eq!(day, good_day());
}

#[test]
fn a_folder_that_is_not_there_cannot_be_read() {
    let error = read_day(Path::new("no/such/folder"), None).expect_err("nothing there");
    assert!(matches!(error, Error::Read { .. }));
}

#[test]
fn flaws_come_in_the_order_of_files_lines_and_columns() {
    let flaws = read(&broken::edited(&[
        Edit::Swap("bookings.csv", "09:00;10:00", "9;10"),
        Edit::Swap("bookings.csv", "SYD", "SUD"),
        Edit::Swap("centres.csv", "55.", "5."),
        Edit::Swap("fleet.csv", "8+0", "8"),
    ]))
    .expect_err("flaws");
    assert_eq!(flaws.len(), 5);
    assert!(flaws.is_sorted_by_key(|flaw| (flaw.file.clone(), flaw.line, flaw.column.clone())));
}

#[test]
fn a_cpr_number_in_any_cell_is_refused_and_never_repeated() {
    for (file, text) in [("bookings.csv", BOOKINGS), ("centres.csv", CENTRES), ("fleet.csv", FLEET)]
    {
        let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(';').collect()).collect();
        for (row, column) in
            (0..rows.len()).flat_map(|row| (0..rows[0].len()).map(move |it| (row, it)))
        {
            let mut changed = rows.clone();
            changed[row][column] = "010100-0000";
            let lines: Vec<String> = changed.iter().map(|cells| cells.join(";")).collect();
            let folder = broken::edited(&[]);
            std::fs::write(folder.path().join(file), lines.join("\n")).expect("written");
            let flaws = read(&folder).expect_err("a CPR number");
            assert!(flaws.iter().any(|flaw| flaw.found.contains("looks like a CPR number")));
            let told = Error::Invalid { flaws }.to_string();
            assert!(!told.contains("0101") && !told.contains("-0000"), "{told}");
        }
    }
}

/// A good file with pieces cut out, doubled, or overwritten.
fn mutated() -> impl Strategy<Value = (&'static str, Vec<u8>)> {
    let files: Vec<_> = broken::good_files().into();
    let strange = [
        ";",
        ",",
        "\"",
        "\n",
        "\r",
        "\0",
        "",
        "\u{FEFF}",
        "æ",
        "99999999999999999999",
        "-",
        "[",
        "é;\"",
        "=",
    ];
    let change = (
        any::<prop::sample::Index>(),
        0..40_usize,
        prop::sample::select(strange.to_vec()),
        any::<u8>(),
    );
    (prop::sample::select(files), prop::collection::vec(change, 1..6)).prop_map(
        |((file, good), changes)| {
            let mut bytes = good.to_vec();
            for (at, length, text, byte) in changes {
                let from = at.index(bytes.len() + 1);
                let to = (from + length).min(bytes.len());
                let piece = if byte % 4 == 0 { vec![byte] } else { text.as_bytes().to_vec() };
                bytes.splice(from..to, piece);
            }
            (file, bytes)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_files_never_panic((file, bytes) in mutated()) {
        let folder = broken::edited(&[Edit::Put(ADDRESS_FILE, ADDRESSES.as_bytes())]);
        std::fs::write(folder.path().join(file), bytes).expect("written");
        if let Err(flaws) = read(&folder) {
            prop_assert!(!flaws.is_empty());
        }
    }

    #[test]
    fn random_bytes_never_panic(
        file in prop::sample::select(vec!["day.toml", "centres.csv", "bookings.csv", "fleet.csv", "travel.csv", ADDRESS_FILE]),
        bytes in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let folder = broken::edited(&[]);
        std::fs::write(folder.path().join(file), bytes).expect("written");
        let _ = read(&folder);
    }
}
