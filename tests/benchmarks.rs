//! Public benchmark files: all of them are read, published routes are drivable by our rules and cost
//! what is published, and broken files are refused with the place of every flaw.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use korsel::domain::{Duration, Instance, RequestId, Stop, Time, TypeId, VehicleId};
use korsel::error::Error;
use korsel::evaluate::{Route, Solution};
use korsel::input::Benchmark;

const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/darp");
/// Published values have two decimals.
const ROUNDING: f64 = 0.005 + 1e-9;

fn shared(name: &str) -> PathBuf {
    Path::new(SHARED).join(name)
}

/// The files of a shared folder with this extension, by name.
fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(shared(folder)).expect("a shared folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut files: Vec<_> =
        paths.filter(|path| path.extension().is_some_and(|found| found == extension)).collect();
    files.sort();
    files
}

fn read(path: &Path) -> Benchmark {
    Benchmark::read(path).unwrap_or_else(|error| panic!("{error}"))
}

/// The instance in a text, read from a file called `name`.
fn read_text(name: &str, text: impl AsRef<[u8]>) -> Result<Benchmark, Error> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    fs::write(&path, text).expect("a file");
    Benchmark::read(&path)
}

/// The routes of a solution file, as nodes, and the cost under `key`.
fn solution_file(path: &Path, key: &str) -> (Vec<Vec<usize>>, f64) {
    let text = fs::read_to_string(path).expect("a solution file");
    let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let routes = serde_json::from_value(value["routes"].clone()).expect("routes of nodes");
    (routes, value[key].as_f64().expect("a cost"))
}

/// The solution of these routes; panics on one that breaks a rule.
fn solution(benchmark: &Benchmark, routes: &[Vec<usize>]) -> Solution {
    let instance = &benchmark.instance;
    let requests = instance.requests().len();
    let stop = |&node: &usize| match node.checked_sub(requests + 1) {
        None => Stop::Pickup(RequestId(node as u32 - 1)),
        Some(request) => Stop::Dropoff(RequestId(request as u32)),
    };
    let mut solution = Solution::empty(instance);
    for (vehicle, nodes) in (0..).map(VehicleId).zip(routes) {
        let route = Route::new(instance, TypeId(0), nodes.iter().map(stop).collect());
        let route = route.unwrap_or_else(|| panic!("{}: {nodes:?}", benchmark.name));
        solution.replace(instance, vehicle, Arc::new(route));
    }
    solution
}

#[test]
fn published_solutions_are_feasible_and_cost_what_is_published() {
    let ab = "cordeau2006_ropke2007_ab";
    let pr = "cordeau_laporte2003_pr";
    let mut judged = 0;
    for (folder, solutions, key) in
        [(ab, "reference_solutions", "distance"), (pr, "tabu_solutions_json", "published_cost")]
    {
        for path in files(&format!("{folder}/{solutions}"), "json") {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            let benchmark = read(&shared(folder).join(format!("{name}.txt")));
            let (routes, published) = solution_file(&path, key);
            let solution = solution(&benchmark, &routes);
            assert_eq!(solution.absent(), [], "{name}");
            let objective = benchmark.objective(&solution);
            assert!((objective - published).abs() <= ROUNDING, "{name}: {objective}, {published}");
            let driven: Vec<_> = routes.into_iter().filter(|route| !route.is_empty()).collect();
            assert_eq!(benchmark.node_routes(&solution), driven, "{name}");
            assert_eq!(benchmark.violations(&driven, 0), [""; 0], "{name}");
            // Each drive costs less than a millisecond too much.
            let bound = benchmark.bound(solution.score().cost);
            let drives = 3 * benchmark.instance.requests().len();
            let off = objective - bound;
            assert!((0.0..drives as f64 / 60_000.0).contains(&off), "{name}: {bound}, {objective}");
            judged += 1;
        }
    }
    assert_eq!(judged, 33 + 16);
}

#[test]
fn all_instances_are_read() {
    let best = fs::read_to_string(shared("best_known.csv")).expect("the table");
    let mut read_files = 0;
    for folder in ["cordeau2006_ropke2007_ab", "cordeau_laporte2003_pr"] {
        for path in files(folder, "txt") {
            let Benchmark { name, instance, .. } = read(&path);
            let row = best.lines().find(|line| line.split(',').nth(1) == Some(&name));
            let cells: Vec<&str> = row.expect("a row").split(',').collect();
            let capacity: u16 = cells[4].parse().expect("a capacity");
            let spec = &instance.vehicles()[0].spec;
            assert_eq!(instance.vehicles().len().to_string(), cells[2], "{name}");
            assert_eq!(instance.requests().len().to_string(), cells[3], "{name}");
            assert_eq!(spec.layouts.alternatives(), [(capacity, 0)], "{name}");
            let longest_ride = instance.requests()[0].longest_ride.expect("a longest ride");
            assert_eq!(longest_ride.ceil_minutes().to_string(), cells[5], "{name}");
            read_files += 1;
        }
    }
    assert_eq!(read_files, 42 + 16);
}

#[test]
fn a_route_is_limited_by_the_depot_window_or_by_its_length() {
    let ab = read(&shared("cordeau2006_ropke2007_ab/a2-16.txt")).instance;
    let spec = &ab.vehicles()[0].spec;
    assert_eq!((spec.shift.latest, spec.longest_duration), (Time::hm(8, 0), None));
    // `0 1440` in the file; three minutes of service and the drive before the dropoff closes.
    let request = &ab.requests()[0];
    let direct = ab.travel().leg(request.pickup.place, request.dropoff.place).duration;
    let before = direct + Duration::minutes(3);
    assert_eq!(request.pickup.window.latest, request.dropoff.window.latest - before);
    let pr = read(&shared("cordeau_laporte2003_pr/pr01.txt")).instance;
    let spec = &pr.vehicles()[0].spec;
    assert_eq!(spec.shift.latest, Time::hm(24, 0));
    assert_eq!(spec.longest_duration, Some(Duration::hours(8)));
}

#[test]
fn a_thousand_rides_are_read() {
    let benchmark = read(&shared("scale/scale1000.txt"));
    assert_eq!(benchmark.instance.requests().len(), 1000);
    assert_eq!(benchmark.instance.vehicles().len(), 45);
    // Two centres at one point each, and the depot at one of them.
    assert!(benchmark.instance.travel().size() <= 1002);
}

#[test]
fn the_referee_tells_each_broken_rule() {
    // Three requests on a line: from 0 to 10, from 10 to 20, from 20 back to 0.
    let text = "2 3 100 2 30\n0 0 0 0 0 0 100\n1 0 0 1 1 0 100\n2 10 0 1 1 0 30\n3 20 0 1 2 0 100\n\
                4 10 0 1 -1 0 100\n5 20 0 1 -1 0 100\n6 0 0 1 -2 0 100\n";
    let benchmark = read_text("line.txt", text).expect("an instance");
    let violations = |routes: &[&[usize]], left_out| {
        let routes: Vec<_> = routes.iter().map(|route| route.to_vec()).collect();
        benchmark.violations(&routes, left_out)
    };
    assert_eq!(violations(&[&[1, 4, 2, 5, 3, 6]], 0), [""; 0]);
    assert_eq!(violations(&[&[1, 2, 4, 5], &[3, 6]], 0), [""; 0]);
    assert_eq!(violations(&[&[1, 4], &[]], 2), [""; 0]);
    let untimely = "no times keep the windows, the longest ride and the longest route";
    for (routes, left_out, expected) in [
        (&[&[1, 4][..], &[2, 5], &[3, 6]][..], 0, "3 routes for 2 vehicles"),
        (&[&[1, 4, 7]], 2, "7 is no pickup or delivery"),
        (&[&[1, 4], &[1, 4]], 2, "node 1 is visited 2 times"),
        (&[&[1, 4]], 0, "2 requests are in no route, not 0"),
        (&[&[4, 1]], 2, "node 4 without node 1 where it belongs"),
        (&[&[1], &[4]], 2, "node 1 without node 4 where it belongs"),
        (&[&[2, 3, 5, 6]], 1, "3 aboard after node 3"),
        // The window of node 2 closes at 30, and 3 → 6 → 2 takes 20 + 1 + 20 + 1 + 10.
        (&[&[3, 6, 2, 5]], 1, untimely),
        // 10 + 1 + 10 + 1 + 10 minutes aboard.
        (&[&[1, 2, 5, 4]], 1, untimely),
        (&[&[1, 3, 6, 4]], 1, "3 aboard after node 3"),
    ] {
        let found = violations(routes, left_out).join("; ");
        assert!(found.contains(expected), "{routes:?}: {found}\ndoes not contain {expected}");
    }
    // Limits are met exactly: 32 aboard, and four times 10 + 1 on the road.
    for (limits, broken) in
        [("100 2 32", 0), ("100 2 31.999", 1), ("44 2 32", 0), ("43.999 2 32", 1)]
    {
        let text = text.replace("100 2 30", limits);
        let benchmark = read_text("line.txt", text).expect("an instance");
        assert_eq!(benchmark.violations(&[vec![1, 2, 5, 4]], 1).len(), broken, "{limits}");
    }
}

/// The same file with N as given and without its last line if `end` is false.
fn dialect(text: &str, size: usize, end: bool) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut header: Vec<String> = lines[0].split_whitespace().map(str::to_owned).collect();
    header[1] = size.to_string();
    lines[0] = header.join("\t");
    if !end {
        lines.pop();
    }
    lines.join("\r\n")
}

fn parts(instance: &Instance) -> String {
    format!("{:?} {:?} {:?}", instance.requests(), instance.vehicles(), instance.travel())
}

#[test]
fn all_dialects_give_the_same_instance() {
    for name in ["a3-18", "b4-24"] {
        let path = shared(&format!("cordeau2006_ropke2007_ab/{name}.txt"));
        let text = fs::read_to_string(&path).expect("an instance");
        let expected = read(&path).instance;
        let requests = expected.requests().len();
        for (size, end) in [(requests, false), (2 * requests, false), (2 * requests, true)] {
            let found = read_text("x.txt", dialect(&text, size, end)).expect("an instance");
            assert_eq!(parts(&found.instance), parts(&expected), "{name} {size} {end}");
        }
        // Rewritten files open the depot all day; then the length of a route is what limits it.
        let latest = expected.vehicles()[0].spec.shift.latest;
        let all_day = dialect(&text, 2 * requests, false).replacen(
            &format!("{:5}", latest.as_milliseconds() / 60_000),
            " 1440",
            1,
        );
        let found = read_text("x.txt", all_day).expect("an instance").instance;
        let spec = &found.vehicles()[0].spec;
        assert_eq!(spec.shift.latest, Time::hm(24, 0), "{name}");
        assert_eq!(spec.longest_duration, Some(latest - Time::MIDNIGHT), "{name}");
        let last_window = |instance: &Instance| instance.requests()[requests - 1].pickup.window;
        assert_eq!(last_window(&found), last_window(&expected), "{name}");
    }
}

#[test]
fn a_tiny_instance_is_worked_by_hand() {
    let text = "1 1 100 2 6.5\n0 0 0 0 0 0 100\n1 3 4 1.5 2 10.1 20\n2 3 10.5 1 -2 0 1440\n";
    let benchmark = read_text("tiny.v1.txt", text).expect("an instance");
    assert_eq!(benchmark.name, "tiny.v1");
    let request = &benchmark.instance.requests()[0];
    assert_eq!(request.pickup.window.earliest, Time::from_milliseconds(606_000));
    // Picked up by 20, 1.5 on boarding, 6.5 on board.
    assert_eq!(request.dropoff.window.latest, Time::hm(0, 28));
    // A longer ride could last until the depot closes at 100.
    let longer = read_text("tiny.txt", text.replacen("6.5", "650", 1)).expect("an instance");
    assert_eq!(longer.instance.requests()[0].dropoff.window.latest, Time::hm(1, 40));
    assert_eq!(request.pickup.service, Duration::seconds(90));
    // Five to the pickup, six and a half on board, √(9 + 110.25) back.
    let full = solution(&benchmark, &[vec![1, 2]]);
    let expected = 11.5 + 119.25_f64.sqrt();
    assert!((benchmark.objective(&full) - expected).abs() < 1e-12);
    // 655,214.0 ms: 655,214 when rounded up, and three drives may each have been a millisecond less.
    let cost = (expected * 60_000.0).ceil() as i64;
    assert_eq!(full.score().cost.as_ore(), cost);
    let bound = benchmark.bound(full.score().cost);
    assert!((bound - (cost - 3) as f64 / 60_000.0).abs() < 1e-12);
    // A ride of 6.5 is allowed; a tenth of a second less is not.
    let shorter = read_text("x", text.replace("6.5\n", "6.498\n")).expect("an instance");
    let stops = vec![Stop::Pickup(RequestId(0)), Stop::Dropoff(RequestId(0))];
    assert!(Route::new(&shorter.instance, TypeId(0), stops).is_none());
}

/// One request, two vehicles; the last line is line 5.
const GOOD: &str =
    "2 1 480 3 30\n0 0 0 0 0 0 480\n1 1 2 3 1 0 1440\n2 3 4 3 -1 60 75\n3 0 0 0 0 0 480\n";

fn flaws(text: impl AsRef<[u8]>) -> Vec<String> {
    match read_text("x.txt", text) {
        Err(Error::Invalid { flaws }) => {
            let text = |flaw: &korsel::error::Flaw| {
                let text = flaw.to_string();
                text[text.find("x.txt").expect("the file's name")..].to_owned()
            };
            flaws.iter().map(text).collect()
        }
        Err(error) => panic!("{error}"),
        Ok(_) => Vec::new(),
    }
}

#[test]
fn each_flaw_of_a_file_is_told_with_its_place() {
    assert_eq!(flaws(GOOD), Vec::<String>::new());
    let cases = [
        ("2 1 480", "two 1 480", "line 1, vehicles: \"two\" is not a whole number"),
        (
            "2 1 480",
            "0 1 480",
            "line 1, vehicles: \"0\" is out of range; write a whole number from 1",
        ),
        (
            "2 1 480",
            "2 99999999999999999999 480",
            "line 1, requests: \"99999999999999999999\" is out",
        ),
        (
            "2 1 480",
            "2 5 480",
            "line 1, requests: 4 lines of nodes follow; 5 requests take 11 or 12",
        ),
        ("2 1 480", "2 8 480", "8 requests take 17 or 18, 8 nodes take 9 or 10"),
        ("3 30\n", "3\n", "line 1: 4 fields; write 5: vehicles, requests, longest route"),
        ("3 30\n", "3.5 30\n", "line 1, capacity: \"3.5\" is not a whole number"),
        ("3 30\n", "3 -30\n", "line 1, longest ride: \"-30\" is out of range"),
        ("1 1 2 3 1", "1 1e300 2 3 1", "line 3, x: \"1e300\" is out of range"),
        ("1 1 2 3 1", "1 1 NaN 3 1", "line 3, y: \"NaN\" is not a number"),
        ("1 1 2 3 1", "1 inf 2 3 1", "line 3, x: \"inf\" is not a number"),
        ("1 1 2 3 1", "1 1,5 2 3 1", "line 3, x: \"1,5\" is not a number"),
        ("1 1 2 3 1", "1 1 2 3 0", "line 3, load: a load of 0; at least one person"),
        ("1 1 2 3 1", "1 1 2 3 -1", "line 3, load: a load of -1; at least one person"),
        ("2 3 4 3 -1", "2 3 4 3 -2", "line 4, load: a load of -2; write -1, as node 1 has it"),
        ("2 3 4 3 -1", "2 3 4 -3 -1", "line 4, service: \"-3\" is out of range"),
        ("2 3 4 3 -1", "1 3 4 3 -1", "line 4, id: node 1 again; it is on line 3 already"),
        ("2 3 4 3 -1", "7 3 4 3 -1", "line 4, id: node 7; nodes run from 0 to 3"),
        ("2 3 4 3 -1 60 75\n", "", "node 2 missing; write a line for each node from 0 to 2"),
        ("60 75", "75 60", "line 4, opens: opens at 75 and closes at 60; a window closes no"),
        (
            "60 75",
            "500 515",
            "line 4, opens: a window from 500 to 515; the depot's is from 0 to 480",
        ),
        ("60 75", "60 75v", "line 4, closes: \"75v\" is not a number"),
        ("60 75", "60 75 90", "line 4: 8 fields; write 7: id, x, y, service, load, opens, closes"),
        ("3 0 0 0 0", "3 0 0 0 2", "line 5, load: a load of 2; nobody boards at the depot"),
        ("3 0 0 0 0 0 480", "3 0 0 0 0 0 500", "line 5, opens: a window from 0 to 500; write the"),
    ];
    for (good, bad, expected) in cases {
        let found = flaws(GOOD.replacen(good, bad, 1));
        assert_eq!(found.len(), 1, "{bad}: {found:#?}");
        assert!(found[0].contains(expected), "{}\ndoes not contain {expected}", found[0]);
    }
}

#[test]
fn all_flaws_are_told_at_once() {
    let text = "2 1 480 3 x\n0 0 0 0 0 0 480\n1 y 2 3 1 z 1440\n2 3 4 3 -1 75 60\n";
    let found = flaws(text);
    let expected = [
        "x.txt line 1, longest ride: \"x\"",
        "x.txt line 3, opens: \"z\"",
        "x.txt line 3, x: \"y\"",
        "x.txt line 4, opens: opens at 75",
    ];
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.starts_with(expected), "{found}");
    }
}

#[test]
fn what_is_no_such_file_is_refused() {
    for empty in ["", "\n \n", "\u{feff}"] {
        assert_eq!(flaws(empty).len(), 1);
        assert!(flaws(empty)[0].starts_with("x.txt: is empty; the first line is: vehicles"));
    }
    assert!(
        flaws([b"2 1 480 3 30\n".as_slice(), b"\xFF\xFE"].concat())[0].contains("line 2: is not")
    );
    assert!(flaws(b"\x7FELF\x02\x01\x01\x00")[0].starts_with("x.txt line 1: is not text"));
    assert!(flaws(vec![b' '; 5_000_000])[0].starts_with("x.txt: holds more than 4 MB"));
    let many = format!("2 3000 480 3 30\n{}", "0 0 0 0 0 0 480\n".repeat(6001));
    let found = flaws(many);
    assert!(found.iter().any(|flaw| flaw.contains("more than 2000 requests follow")), "{found:?}");
    let folder = Benchmark::read(Path::new(SHARED)).expect_err("a folder");
    assert!(matches!(folder, Error::Read { .. }), "{folder}");
    let nowhere = Benchmark::read(Path::new("/nowhere/a2-16.txt")).expect_err("no file");
    assert!(nowhere.to_string().starts_with("/nowhere/a2-16.txt: cannot be read"), "{nowhere}");
}
