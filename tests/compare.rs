//! `korsel compare` from outside: plans side by side, lists made by hand, weeks, and its page.

use std::fs;
use std::path::Path;

use assert_cmd::Command;

const TINY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/tiny");

/// The exit code of a run, and what it printed to stdout and stderr together.
fn korsel(arguments: &[&str]) -> (i32, String) {
    let mut command = Command::cargo_bin("korsel").expect("the program is built");
    let output = command.args(arguments).output().expect("the program starts");
    let printed = [output.stdout, output.stderr].concat();
    let code = output.status.code().expect("it exits by itself");
    (code, String::from_utf8(printed).expect("UTF-8"))
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// A plan of the tiny day, within a folder for plans.
fn planned(home: &Path) -> std::path::PathBuf {
    let plans = home.join("plans");
    fs::create_dir(&plans).expect("a folder");
    let out = plans.join("monday");
    let (code, printed) = korsel(&["plan", TINY, "--out", text(&out), "--iterations", "50"]);
    assert_eq!(code, 0, "{printed}");
    out
}

#[test]
fn a_plan_and_its_own_list_differ_in_nothing_that_citizens_notice() {
    let home = tempfile::tempdir().expect("a folder");
    let plan = planned(home.path());
    let list = plan.join("contractor.csv");
    let (code, printed) = korsel(&["compare", text(&plan), text(&list)]);
    assert_eq!(code, 2, "a list tells no drives: {printed}");
    assert!(printed.contains("--day"), "{printed}");

    let page = home.path().join("page.html");
    let arguments = ["compare", text(&plan), text(&list), "--day", TINY, "--language", "en"];
    let with_page = [&arguments[..], &["--html", text(&page)]].concat();
    let (code, printed) = korsel(&with_page);
    assert_eq!(code, 0, "{printed}");
    assert!(printed.contains("monday (2026-12-07)"), "{printed}");
    assert!(printed.contains("contractor.csv (2026-12-07)"), "{printed}");
    assert!(printed.contains("no trip changes"), "{printed}");
    let html = fs::read_to_string(&page).expect("a page");
    assert!(html.contains("<h1>Plans side by side</h1>") && html.contains("no trip changes"));

    // The page takes the place of its like and of nothing else.
    assert_eq!(korsel(&with_page).0, 0);
    fs::write(&page, "a diary").expect("written");
    assert_eq!(korsel(&with_page).0, 2);
    assert_eq!(fs::read_to_string(&page).expect("a file"), "a diary");
}

#[test]
fn a_folder_of_plans_is_told_week_by_week() {
    let home = tempfile::tempdir().expect("a folder");
    let plan = planned(home.path());
    let plans = plan.parent().expect("the folder of plans");
    let (code, printed) = korsel(&["compare", "--history", text(plans)]);
    assert_eq!(code, 0, "{printed}");
    assert!(printed.contains("2026-50"), "{printed}");
    // Another week, where the unattended run would put it.
    let night = plans.join("2026-12-14/plan");
    fs::create_dir_all(&night).expect("a folder");
    let summary = fs::read_to_string(plan.join("summary.json")).expect("figures");
    let later = summary.replace("\"date\": \"2026-12-07\"", "\"date\": \"2026-12-14\"");
    assert_ne!(later, summary);
    fs::write(night.join("summary.json"), later).expect("written");
    let page = plans.join("weeks.html");
    let (code, printed) = korsel(&["compare", "--history", text(plans), "--html", text(&page)]);
    assert_eq!(code, 0, "{printed}");
    assert!(printed.contains("2026-50") && printed.contains("2026-51"), "{printed}");
    let html = fs::read_to_string(&page).expect("a page");
    assert_eq!((html.matches("<svg ").count(), html.matches("<h1>").count()), (4, 1));
    assert!(html.contains("aria-label=\"Pris pr. tur: 2026-50: "), "{html}");
    let (code, printed) = korsel(&["compare", "--history", text(&plan)]);
    assert_eq!(code, 2, "{printed}");
    assert!(printed.contains("holds no folder with a summary.json"), "{printed}");
    for arguments in [&["compare"][..], &["compare", text(&plan)]] {
        assert_eq!(korsel(arguments).0, 2, "{arguments:?}");
    }
}
