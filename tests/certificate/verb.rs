//! `--certificate` from outside: written, rechecked, tampered with, and given what is none.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use korsel::certificate::{Certificate, Claim, DrivenRoute};
use korsel::domain::{Instance, Money};
use korsel::input::Benchmark;
use korsel::output::certificate_json;
use korsel::search::{Neighbours, Search};
use serde_json::{Value, json};
use tempfile::TempDir;

const TINY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/tiny");
const DARP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/darp");

/// The exit code, and what was printed to stdout and stderr.
fn korsel(arguments: &[&str]) -> (i32, String) {
    let mut command = Command::cargo_bin("korsel").expect("the program is built");
    let output = command.args(arguments).output().expect("the program starts");
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8(text).expect("UTF-8");
    (output.status.code().expect("it exits by itself"), text)
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// A folder with the plan of the tiny day and its certificate.
fn planned() -> TempDir {
    let home = tempfile::tempdir().expect("a folder");
    let (plan, file) = (home.path().join("plan"), home.path().join("tiny.json"));
    let out = ["--out", text(&plan), "--certificate", text(&file), "--iterations", "20"];
    let (code, printed) = korsel(&[&["plan", TINY], &out[..]].concat());
    assert_eq!(code, 0, "{printed}");
    home
}

fn check(certificate: &Path, rest: &[&str]) -> (i32, String) {
    let check = ["check", "--language", "en", "--certificate", text(certificate)];
    korsel(&[&check, rest].concat())
}

fn read(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).expect("a file")).expect("JSON")
}

/// The certificate with one value replaced.
fn tampered(home: &Path, pointer: &str, change: impl Fn(&Value) -> Value) -> std::path::PathBuf {
    let mut value = read(&home.join("tiny.json"));
    let place = value.pointer_mut(pointer).unwrap_or_else(|| panic!("no {pointer}"));
    *place = change(place);
    let path = home.join("tampered.json");
    fs::write(&path, value.to_string()).expect("written");
    path
}

#[test]
fn the_certificate_of_a_small_day_is_confirmed() {
    let home = planned();
    let (file, plan) = (home.path().join("tiny.json"), home.path().join("plan"));
    let certificate = read(&file);
    assert_eq!(certificate["claim"]["bound_ore"], certificate["claim"]["cost_ore"]);
    for rest in [&[TINY][..], &[TINY, text(&plan)]] {
        let (code, printed) = check(&file, rest);
        assert_eq!(code, 0, "{printed}");
        for line in ["data     confirmed", "plan     confirmed", "prices   confirmed"] {
            assert!(printed.contains(line), "{printed}");
        }
        assert!(printed.ends_with("All that the certificate claims was rechecked\n"), "{printed}");
    }
    let (code, printed) = korsel(&["check", TINY, "--certificate", text(&file)]);
    assert_eq!(code, 0, "{printed}");
    assert!(printed.ends_with("Alt, hvad certifikatet påstår, er efterprøvet\n"), "{printed}");
    // Again: an earlier certificate is replaced, equal for equal runs.
    let before = fs::read(&file).expect("a file");
    let out = ["--out", text(&plan), "--certificate", text(&file), "--iterations", "20"];
    assert_eq!(korsel(&[&["plan", TINY], &out[..]].concat()).0, 0);
    assert_eq!(fs::read(&file).expect("a file"), before);
}

#[test]
fn what_is_tampered_with_is_refused() {
    let home = planned();
    let plus = |amount: i64| move |value: &Value| json!(value.as_i64().expect("whole") + amount);
    let refused = |pointer: &str, change: &dyn Fn(&Value) -> Value, expected: &str| {
        let path = tampered(home.path(), pointer, change);
        let (code, printed) = check(&path, &[TINY]);
        assert_eq!(code, 1, "{pointer}: {printed}");
        assert!(printed.contains(expected), "{pointer}: {printed}\ndoes not contain {expected}");
        assert!(printed.ends_with("The certificate does not hold\n"), "{printed}");
    };
    refused("/claim/bound_ore", &plus(1), "which is above the plan's cost");
    refused("/claim/bound_ore", &plus(-1), "the bound: 1,136.99 kr is stated");
    refused("/claim/cost_ore", &plus(1), "the plan's cost: 1,137.01 kr is stated");
    refused("/claim/not_planned", &plus(1), "rides that are not planned: 1 is stated, it is 0");
    refused("/prices/parts/0/rides/2/worth", &plus(1), "the value of the prices: ");
    refused("/prices/parts/0/rides/2/worth", &|_| json!(-1), "is worth less than nothing");
    refused(
        "/prices/parts/0/rides/2/left_out_ore",
        &|_| json!(5),
        "leaving out B-2 out: 5 øre is stated",
    );
    refused("/prices/parts/0/rides/2/ride", &|_| json!("B-9 out"), "a ride: B-9 out is stated");
    refused(
        "/prices/parts/0/fleet/0/limit",
        &plus(1),
        "the number of vehicles like Bus: 2 is stated, it is 1",
    );
    refused("/prices/parts/0/fleet/0/earns", &plus(1), "the value of the prices: ");
    // A thousand kroner less than nothing: more than the best route of any prices falls short.
    let short = plus(-360_000_000_000);
    refused("/prices/parts/0/fleet/0/earns", &short, "Bus can earn ");
    refused("/prices/parts/0/fleet/0/used/most", &|_| json!(0), "no prices for plans with [1, 0]");
    refused("/prices/parts/0/vehicles/least", &|_| json!(1), "no prices for plans with [0, 0]");
    refused("/prices/parts", &|_| json!([]), "no prices for plans with [0, 0]");
    refused("/prices/parts/0/value", &plus(1), "the value of the prices: ");
    refused("/prices/bound_ore", &plus(1), "what the prices prove: ");
    refused("/prices/parts_per_ore", &plus(1), "parts of an øre: ");
    refused("/closing/from_ore", &plus(1), "what the prices prove: ");
    refused("/closing", &|_| json!(null), "the bound: 1,137.00 kr is stated, it is 1,057.00 kr");
    refused("/plan/routes/0/cost_ore", &plus(1), "the invoice of Bus: 1,137.01 kr is stated");
    refused("/plan/routes/0/vehicle", &|_| json!("Van"), "Van has two routes, or is no vehicle");
    refused("/plan/routes/0/stops/0", &|_| json!({"dropoff": "B-1 out"}), "after 0 stops");
    refused("/plan/routes/0/stops/0", &|_| json!({"pickup": "X"}), "X is no ride");
    refused("/data/rides", &|_| json!("00"), "the rides are others than those");
}

#[test]
fn prices_that_agree_among_themselves_and_are_too_high_are_refused() {
    let home = planned();
    let path = tampered(home.path(), "/prices", |prices| {
        let mut prices = prices.clone();
        for field in ["/parts/0/rides/2/worth", "/parts/0/value"] {
            let value = prices.pointer_mut(field).expect("a figure");
            *value = json!(value.as_i64().expect("whole") + 360_000_000_000);
        }
        prices
    });
    let (code, printed) = check(&path, &[TINY]);
    assert_eq!(code, 1, "{printed}");
    assert!(printed.contains("parts of an øre,") && printed.contains("+B-2 out"), "{printed}");
}

#[test]
fn a_changed_day_is_another_day() {
    let home = planned();
    let day = home.path().join("day");
    fs::create_dir(&day).expect("a folder");
    for (name, from, to, what) in [
        ("bookings.csv", "10:00", "10:05", "rides"),
        ("fleet.csv", "12:30", "12:45", "vehicles"),
        ("travel.csv", "C-A;C-B;240", "C-A;C-B;241", "drives"),
    ] {
        for entry in fs::read_dir(TINY).expect("a folder") {
            let entry = entry.expect("an entry");
            let content = fs::read_to_string(entry.path()).expect("text");
            let is_changed = entry.file_name() == name;
            assert!(!is_changed || content.contains(from), "{content}");
            let content = if is_changed { content.replacen(from, to, 1) } else { content };
            fs::write(day.join(entry.file_name()), content).expect("written");
        }
        let (code, printed) = check(&home.path().join("tiny.json"), &[text(&day)]);
        assert_eq!(code, 1, "{printed}");
        assert!(printed.contains(&format!("the {what} are others than those")), "{printed}");
    }
}

#[test]
fn a_plan_may_claim_no_more_than_the_certificate() {
    let home = planned();
    let plan = home.path().join("plan/plan.json");
    let modest = tampered(home.path(), "", |certificate| {
        let mut certificate = certificate.clone();
        certificate["claim"]["bound_ore"] = json!(null);
        certificate["prices"] = json!(null);
        certificate["closing"] = json!(null);
        certificate
    });
    let (code, printed) = check(&modest, &[TINY, text(&plan)]);
    assert_eq!(code, 1, "{printed}");
    assert!(printed.contains("The plan claims more than the certificate does"), "{printed}");
    // Without a claim of its own it may be any plan.
    let mut other = read(&plan);
    (other["status"], other["bound_ore"]) = (json!("feasible"), json!(null));
    fs::write(&plan, other.to_string()).expect("written");
    let (code, printed) = check(&home.path().join("tiny.json"), &[TINY, text(&plan)]);
    assert_eq!(code, 0, "{printed}");
}

#[test]
fn what_is_no_certificate_is_told() {
    let home = planned();
    let file = home.path().join("other.json");
    let whole = fs::read_to_string(home.path().join("tiny.json")).expect("text");
    let cases = [
        ("no json".to_owned(), "write a certificate as korsel does"),
        (String::new(), "EOF while parsing"),
        (whole[..whole.len() / 2].to_owned(), "EOF while parsing"),
        (whole.replace("\"claim\"", "\"claims\""), "unknown field `claims`"),
        (whole.replacen("\"schema\": 1", "\"schema\": 9", 1), "this program reads schema 1"),
        (whole.replacen("\"schema\": 1,", "", 1), "missing field `schema`"),
        (whole.replacen("\"not_planned\": 0,", "", 1), "missing field `not_planned`"),
        (whole.replacen("\"not_planned\": 0", "\"not_planned\": -1", 1), "invalid value"),
        (whole.replacen("113700", "1e300", 1), "no figure of a certificate is beyond"),
    ];
    for (content, expected) in cases {
        fs::write(&file, content).expect("written");
        let (code, printed) = check(&file, &[TINY]);
        assert_eq!(code, 2, "{expected}: {printed}");
        assert!(printed.contains(expected), "{printed}\ndoes not contain {expected}");
    }
    let missing = home.path().join("missing.json");
    assert_eq!(check(&missing, &[TINY]).0, 2);
    assert_eq!(check(&home.path().join("tiny.json"), &["no/such/day"]).0, 2);
    assert_eq!(korsel(&["check", TINY]).0, 2, "neither plan nor certificate");
}

#[test]
fn what_cannot_be_certified_is_refused_before_it_is_solved() {
    let home = tempfile::tempdir().expect("a folder");
    let (plan, diary) = (home.path().join("plan"), home.path().join("diary"));
    fs::write(&diary, "dear diary").expect("written");
    fs::create_dir(&plan).expect("a folder");
    let inside = plan.join("certificate.json");
    let new = home.path().join("new.json");
    for (file, method, expected) in [
        (&diary, "auto", "is another file, which would be lost"),
        (&inside, "auto", "is in the plan's folder"),
        (&new, "search", "--method search proves nothing"),
    ] {
        let arguments = ["--out", text(&plan), "--certificate", text(file), "--method", method];
        let (code, printed) = korsel(&[&["plan", TINY], &arguments[..]].concat());
        assert_eq!(code, 2, "{printed}");
        assert!(printed.contains(expected), "{printed}\ndoes not contain {expected}");
        assert!(!new.exists());
    }
    assert_eq!(fs::read_to_string(&diary).expect("text"), "dear diary");
}

#[test]
fn the_certificates_of_public_instances_are_of_their_files() {
    let home = tempfile::tempdir().expect("a folder");
    let files =
        ["a2-16", "b2-16"].map(|name| format!("{DARP}/cordeau2006_ropke2007_ab/{name}.txt"));
    let folder = home.path().join("certificates");
    let arguments = ["benchmark", &files[0], &files[1], "--limit", "20s"];
    let (code, printed) = korsel(&[&arguments, &["--certificate", text(&folder)][..]].concat());
    assert_eq!(code, 0, "{printed}");
    let certificate = folder.join("a2-16.certificate.json");
    let (code, printed) = check(&certificate, &[&files[0]]);
    assert_eq!(code, 0, "{printed}");
    assert!(printed.contains("it costs 294.2482"), "{printed}");
    let (code, printed) = check(&certificate, &[&files[1]]);
    assert_eq!(code, 1, "{printed}");
    let (code, printed) = check(&certificate, &[&files[0], "plan.json"]);
    assert_eq!(code, 2, "{printed}");
    assert!(printed.contains("name the certificate and the instance alone"), "{printed}");
}

#[test]
fn the_certificate_of_a_generated_day_is_confirmed_and_covers_all_fleets() {
    let home = tempfile::tempdir().expect("a folder");
    let (day, plan) = (home.path().join("day"), home.path().join("plan"));
    let file = home.path().join("tiny.json");
    assert_eq!(korsel(&["generate", "--rides", "20", "--out", text(&day)]).0, 0);
    let out = ["--out", text(&plan), "--certificate", text(&file), "--limit", "5s"];
    let (code, printed) = korsel(&[&["plan", text(&day)], &out[..]].concat());
    assert_eq!(code, 0, "{printed}");
    let (code, printed) = check(&file, &[text(&day), text(&plan)]);
    // The last øre are proven by a MILP over more routes than are listed again.
    assert!(code == 0 || (code == 4 && printed.contains("closing  open")), "{code}: {printed}");
    assert!(printed.contains("prices   confirmed"), "{printed}");
    // Without the prices for one part of the fleet the others prove nothing.
    let fewer = tampered(home.path(), "/prices/parts", |parts| {
        Value::Array(parts.as_array().expect("a list")[1..].to_vec())
    });
    let (code, printed) = check(&fewer, &[text(&day)]);
    assert_eq!(code, 1, "{printed}");
    assert!(printed.contains("there are no prices for plans with ["), "{printed}");
    // The prices of every part are looked up, the last one's too.
    let dearer = tampered(home.path(), "/prices/parts", |parts| {
        let mut parts = parts.clone();
        let last = parts.as_array_mut().and_then(|parts| parts.last_mut()).expect("a part");
        for field in ["/rides/0/worth", "/value"] {
            let value = last.pointer_mut(field).expect("a figure");
            *value = json!(value.as_i64().expect("whole") + 3_600_000_000_000);
        }
        parts
    });
    let (code, printed) = check(&dearer, &[text(&day)]);
    assert_eq!(code, 1, "{printed}");
    assert!(printed.contains("can earn "), "{printed}");
}

/// The certificate of the search's first plan, which claims what nothing in it proves.
fn claimed(instance: &Instance, bound_ore: Option<Money>) -> Certificate {
    let neighbours = Neighbours::new(instance);
    let search = Search::new(instance, &neighbours, 1);
    let score = search.best().score();
    let routes = instance.vehicle_ids().map(|id| (id, search.best().route(id)));
    let routes: Vec<DrivenRoute> = routes
        .filter(|(_, route)| !route.is_empty())
        .map(|(id, route)| (id, route.cost(), route.stops()))
        .collect();
    let claim = Claim { not_planned: score.not_planned, cost_ore: score.cost, bound_ore };
    Certificate::new(instance, "pr06".to_owned(), claim, &[], &routes)
}

#[test]
fn what_is_too_large_or_claims_nothing_is_neither_confirmed_nor_refused() {
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("certificate.json");
    for (name, bound, expected) in [
        ("pr06", Some(Money::ore(1)), "too large to recheck: 144 rides, at most 128"),
        ("pr01", None, "the certificate claims no bound"),
    ] {
        let file = format!("{DARP}/cordeau_laporte2003_pr/{name}.txt");
        let instance = Benchmark::read(file.as_ref()).expect("an instance").instance;
        let certificate = claimed(&instance, bound);
        fs::write(&path, certificate_json(&certificate)).expect("written");
        let (code, printed) = check(&path, &[&file]);
        assert_eq!(code, 4, "{printed}");
        assert!(printed.contains(expected), "{printed}");
        assert!(printed.ends_with("could be rechecked\n"), "{printed}");
    }
}
