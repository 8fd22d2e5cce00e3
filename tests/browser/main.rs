//! The report page in a browser: what people do with it works, and nothing is asked of a network.
//!
//! Chromium opens the page of each sample day with a script of ours behind the page's own, and prints
//! what became of it. The script itself looks for faults that keep people out; where `KORSEL_AXE` names
//! the script of axe-core (`axe.min.js`), that judges every page too. It is not part of the repository.
//!
//! Without Chromium the tests say so and pass, unless `KORSEL_BROWSER` is `required`, as in
//! `.ci/run`, or names the browser.

#[path = "../common/program.rs"]
mod program;

use std::fs;
use std::path::Path;
use std::process::Command;

use program::{day, korsel, text};
use serde_json::Value;

const HARNESS: &str = include_str!("harness.js");
const FINISH: &str = include_str!("finish.js");
const CATCH: &str = "window.faults = [];
window.addEventListener('error', (event) => window.faults.push(String(event.message)));
window.addEventListener('securitypolicyviolation', (event) => window.faults.push(event.violatedDirective));
for (const kind of ['error', 'warn']) { console[kind] = (...words) => window.faults.push(words.join(' ')); }";

/// The browser to test with, if there is one.
fn browser() -> Option<String> {
    let asked = std::env::var("KORSEL_BROWSER").unwrap_or_default();
    let is_required = asked == "required";
    let known = ["chromium", "chromium-browser", "google-chrome"].map(str::to_owned);
    let names = if asked.is_empty() || is_required { known.to_vec() } else { vec![asked] };
    let found = names.into_iter().find(|name| Command::new(name).arg("--version").output().is_ok());
    assert!(
        found.is_some() || !is_required,
        "KORSEL_BROWSER is required, and no Chromium is there"
    );
    found
}

/// axe-core, if it is there.
fn axe() -> String {
    let named = std::env::var("KORSEL_AXE").unwrap_or_default();
    if named.is_empty() {
        eprintln!("without axe-core; set KORSEL_AXE to its axe.min.js");
        return String::new();
    }
    fs::read_to_string(&named).unwrap_or_else(|error| panic!("KORSEL_AXE={named}: {error}"))
}

/// What the scripts saw in the page; `width` is that of the window.
fn seen(browser: &str, page: &Path, width: u32, scripts: &[&str]) -> Value {
    let text = fs::read_to_string(page).expect("a page");
    let text = match text.contains("script-src '") {
        true => text.replacen("script-src '", "script-src 'nonce-test' '", 1),
        false => {
            text.replacen("default-src 'none'", "default-src 'none'; script-src 'nonce-test'", 1)
        }
    };
    let text =
        text.replacen("<title>", &format!("<script nonce=\"test\">{CATCH}</script>\n<title>"), 1);
    let script = |text: &&str| format!("<script nonce=\"test\">{text}</script>\n");
    let harness: String = scripts.iter().map(script).collect();
    let harness = format!("{harness}</body>");
    let tested = page.with_file_name("tested.html");
    fs::write(&tested, text.replacen("</body>", &harness, 1)).expect("written");
    let output = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"])
        .args(["--virtual-time-budget=10000", "--blink-settings=scriptEnabled=true"])
        .arg(format!("--window-size={width},900"))
        .arg(format!("--user-data-dir={}", page.with_file_name("profile").display()))
        .arg(format!("file://{}", tested.display()))
        .output()
        .expect("the browser starts");
    let text = String::from_utf8_lossy(&output.stdout);
    let json =
        text.split_once("<pre id=\"harness\">").and_then(|(_, rest)| rest.split_once("</pre>"));
    let json = json.unwrap_or_else(|| panic!("the harness did not end:\n{text:.2000}")).0;
    let json = json.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    serde_json::from_str(&json).expect("JSON")
}

/// Plans a day and returns the number of rides it has in vehicles.
fn planned(name: &str, day: &str, out: &Path) -> u64 {
    let ended = korsel(&["plan", day, "--out", text(out), "--iterations", "300"]);
    assert!(matches!(ended.code, 0 | 1), "{name}: {}", ended.printed());
    let summary = fs::read_to_string(out.join("summary.json")).expect("a summary");
    let summary: Value = serde_json::from_str(&summary).expect("JSON");
    summary["rides_planned"].as_u64().expect("a number")
}

#[test]
fn the_report_of_each_sample_day_works_in_a_browser() {
    let Some(browser) = browser() else {
        eprintln!("skipped: no Chromium to open reports in; set KORSEL_BROWSER to name one");
        return;
    };
    let home = tempfile::tempdir().expect("a folder");
    let axe = axe();
    let large = home.path().join("large-day");
    let generated = korsel(&["generate", "--rides", "150", "--out", text(&large)]);
    assert_eq!(generated.code, 0, "{}", generated.err);
    let days = [("tiny", 360), ("monday", 1300), ("short-fleet", 800), ("large", 1300)];
    for (name, width) in days {
        let out = home.path().join(name);
        let day = if name == "large" { text(&large).to_owned() } else { day(name) };
        let rides = planned(name, &day, &out);
        let page = home.path().join(format!("{name}.html"));
        fs::copy(out.join("report.html"), &page).expect("copied");
        let seen = seen(&browser, &page, width, &[HARNESS, &axe, FINISH]);
        assert_no_serious_fault(name, &seen);
        assert_eq!(seen["errors"], serde_json::json!([]), "{name}");
        assert_eq!(seen["requests"], serde_json::json!([]), "{name}");
        assert_eq!(seen["faults"], serde_json::json!([]), "{name}");
        assert!(seen["overflow"].as_i64() <= Some(0), "{name}: {} px too wide", seen["overflow"]);
        isolates(name, &seen, rides);
        shows_places(name, &seen);
        assert!(
            width < 1300 || seen["cut"].as_i64() <= Some(0),
            "{name}: the table is cut: {}",
            seen["cut"]
        );
        sorts(name, &seen);
        assert_eq!(seen["foundNobody"], 0, "{name}");
        assert!(seen["foundByName"].as_u64() >= Some(1), "{name}");
        assert!(seen["foundByName"].as_u64() < Some(rides) || rides < 3, "{name}");
        assert_eq!((&seen["zoomed"], &seen["zoomedBack"]), (&true.into(), &true.into()), "{name}");
    }
}

/// axe-core, where it is there, finds nothing serious; the rest is told.
fn assert_no_serious_fault(name: &str, seen: &Value) {
    let found = seen["axe"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let (serious, slight): (Vec<_>, Vec<_>) =
        found.partition(|fault| fault.starts_with("serious ") || fault.starts_with("critical "));
    assert_eq!(serious, [""; 0], "{name}");
    slight.iter().for_each(|fault| eprintln!("{name}: {fault}"));
}

#[test]
fn manifests_and_comparisons_are_fit_for_everybody() {
    let (Some(browser), axe) = (browser(), axe()) else { return };
    let home = tempfile::tempdir().expect("a folder");
    let (one, other) = (home.path().join("one"), home.path().join("other"));
    planned("monday", &day("monday"), &one);
    planned("monday", &day("monday"), &other);
    let page = |name: &str| home.path().join(name);
    fs::copy(one.join("manifests.html"), page("manifests.html")).expect("copied");
    let summary = fs::read_to_string(one.join("summary.json")).expect("figures");
    let later = summary.replace("\"date\": \"2026-12-07\"", "\"date\": \"2026-12-14\"");
    fs::create_dir(page("later")).expect("a folder");
    fs::write(page("later").join("summary.json"), later).expect("written");
    let [compared, weeks] = [page("compared.html"), page("weeks.html")];
    for arguments in [
        &["compare", text(&one), text(&other), "--html", text(&compared)][..],
        &["compare", "--history", text(home.path()), "--html", text(&weeks)],
    ] {
        let ended = korsel(arguments);
        assert_eq!(ended.code, 0, "{}", ended.err);
    }
    let html = fs::read_to_string(&weeks).expect("a page");
    assert!(html.contains("<svg ") && html.contains("2026-51"), "weeks are drawn");
    for (name, width) in [
        ("manifests.html", 390),
        ("manifests.html", 1000),
        ("compared.html", 800),
        ("weeks.html", 360),
        ("weeks.html", 1200),
    ] {
        let seen = seen(&browser, &page(name), width, &[&axe, FINISH]);
        assert_no_serious_fault(name, &seen);
    }
}

#[test]
fn printed_pages_of_a_report_are_full() {
    let Some(browser) = browser() else { return };
    if Command::new("pdftotext").arg("-v").output().is_err() {
        let asked = std::env::var("KORSEL_PDFTOTEXT");
        assert!(asked.is_err(), "KORSEL_PDFTOTEXT is set, and there is no pdftotext");
        eprintln!("skipped: there is no pdftotext");
        return;
    }
    let home = tempfile::tempdir().expect("a folder");
    let (out, printed) = (home.path().join("monday"), home.path().join("report.pdf"));
    planned("monday", &day("monday"), &out);
    Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"])
        .arg(format!("--user-data-dir={}", home.path().join("profile").display()))
        .arg(format!("--print-to-pdf={}", printed.display()))
        .arg(format!("file://{}", out.join("report.html").display()))
        .output()
        .expect("the browser starts");
    let words = Command::new("pdftotext").args([text(&printed), "-"]).output().expect("it starts");
    let words = String::from_utf8_lossy(&words.stdout);
    let pages: Vec<&str> = words.trim_end_matches('\u{c}').split('\u{c}').collect();
    assert_eq!(pages.len(), 4, "{words}");
    for (page, heading) in
        [(0, "Tidslinje"), (0, "Køres ikke af vognene"), (1, "Kort"), (1, "Hvor god er planen?")]
    {
        assert!(pages[page].lines().any(|line| line == heading), "{heading}: {}", pages[page]);
    }
    // The table of citizens begins where the page with the map still has room, and goes on.
    assert!(
        pages[1].contains("Borgere og ture") || pages[2].contains("Borgere og ture"),
        "{words}"
    );
    assert!(pages[2].lines().count() > 200, "{}", pages[2]);
}

/// One vehicle is shown alone, and Escape shows all again.
fn isolates(name: &str, seen: &Value, rides: u64) {
    assert_eq!(seen["rows"], rides, "{name}");
    assert_eq!(seen["allShown"], seen["vehicles"], "{name}");
    assert_eq!((&seen["pressed"], &seen["pressedAfter"]), (&"true".into(), &"false".into()));
    assert_eq!(seen["routesAlone"], serde_json::json!(["0"]), "{name}");
    assert_eq!((&seen["lanesAlone"], &seen["strangers"]), (&1.into(), &0.into()), "{name}");
    assert!(seen["rowsAlone"].as_u64() >= Some(1), "{name}");
    assert!(seen["said"].as_str().is_some_and(|said| said.starts_with("Viser kun ")), "{name}");
    assert_eq!(seen["rowsAfter"], rides, "{name}");
}

/// Tags on the map cover none of each other, and a place that is chosen says who is fetched there.
fn shows_places(name: &str, seen: &Value) {
    assert_eq!((&seen["covered"], &seen["coveredAlone"]), (&0.into(), &0.into()), "{name}");
    assert!(seen["tags"].as_u64() >= Some(2), "{name}: {}", seen["tags"]);
    // At a width of 1,300 nearly all have room.
    let numberless = seen["numberless"].as_u64().unwrap_or(0);
    assert!(numberless * 20 <= seen["places"].as_u64().unwrap_or(0), "{name}: {numberless}");
    let [calls, found] = [&seen["calls"][0], &seen["calls"][1]];
    assert!(calls.as_u64() >= Some(1), "{name}");
    assert_eq!(found, &serde_json::json!(["0"]), "{name}");
    assert_eq!(seen["clicked"][0], "1", "{name}");
    assert!(seen["clicked"][1].as_u64() >= Some(1), "{name}");
    assert_eq!(seen["callsAfter"], 0, "{name}");
}

/// Each column sorts up and then down, numbers as numbers.
fn sorts(name: &str, seen: &Value) {
    let columns = seen["sorted"].as_object().expect("columns");
    assert_eq!(columns.len(), 11, "{name}");
    for (column, sorted) in columns {
        let cells = |way: &str| -> Vec<String> {
            let cells = sorted[way][0].as_array().expect("cells").iter();
            cells.map(|cell| cell.as_str().expect("text").to_owned()).collect()
        };
        assert_eq!(sorted["up"][1], "ascending", "{name} {column}");
        assert_eq!(sorted["down"][1], "descending", "{name} {column}");
        let (up, mut down) = (cells("up"), cells("down"));
        if column.parse().is_ok_and(|column: u32| column >= 7) {
            let minutes: Vec<i64> = up.iter().map(|it| it.parse().expect("minutes")).collect();
            assert!(minutes.is_sorted(), "{name} {column}: {minutes:?}");
        }
        down.reverse();
        assert_eq!(up, down, "{name} {column}");
    }
}
