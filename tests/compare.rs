//! `korsel compare` from outside: plans side by side, lists made by hand, weeks, and its page.

#[path = "common/program.rs"]
mod program;

use std::fs;
use std::path::{Path, PathBuf};

use program::{copy_of, day, korsel, text};

/// A plan of the tiny day, within a folder for plans.
fn planned(home: &Path) -> PathBuf {
    let plans = home.join("plans");
    fs::create_dir(&plans).expect("a folder");
    let out = plans.join("monday");
    let ended = korsel(&["plan", &day("tiny"), "--out", text(&out), "--iterations", "50"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    out
}

#[test]
fn a_plan_and_its_own_list_differ_in_nothing_that_citizens_notice() {
    let home = tempfile::tempdir().expect("a folder");
    let plan = planned(home.path());
    let list = plan.join("contractor.csv");
    let ended = korsel(&["compare", text(&plan), text(&list)]);
    assert_eq!(ended.code, 2, "a list tells no drives: {}", ended.out);
    assert!(ended.err.contains("--day"), "{}", ended.err);

    let page = home.path().join("page.html");
    let tiny = day("tiny");
    let arguments = ["compare", text(&plan), text(&list), "--day", &tiny, "--language", "en"];
    let with_page = [&arguments[..], &["--html", text(&page)]].concat();
    let ended = korsel(&with_page);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert_eq!(ended.err, "");
    for words in ["monday (2026-12-07)", "contractor.csv (2026-12-07)", "no trip changes"] {
        assert!(ended.out.contains(words), "{}", ended.out);
    }
    let html = fs::read_to_string(&page).expect("a page");
    assert!(html.contains("<h1>Plans side by side</h1>") && html.contains("no trip changes"));

    // The page takes the place of its like and of nothing else.
    assert_eq!(korsel(&with_page).code, 0);
    fs::write(&page, "a diary").expect("written");
    assert_eq!(korsel(&with_page).code, 2);
    assert_eq!(fs::read_to_string(&page).expect("a file"), "a diary");
}

#[test]
fn where_there_are_rush_hours_a_plan_is_told_to_be_timed_otherwise_than_a_list() {
    let home = tempfile::tempdir().expect("a folder");
    let plan = planned(home.path());
    let list = plan.join("contractor.csv");
    let day = copy_of("tiny", home.path());
    let settings = fs::read_to_string(day.join("day.toml")).expect("settings");
    let rush = "\n[[travel.rush_hours]]\nfrom = \"07:00\"\nto = \"09:00\"\nfactor = 1.2\n";
    fs::write(day.join("day.toml"), settings + rush).expect("written");
    let compared = |first: &Path| {
        let ended = korsel(&["compare", text(first), text(&list), "--day", text(&day)]);
        assert_eq!(ended.code, 0, "{}", ended.err);
        ended.err
    };
    assert!(compared(&plan).contains("nævn planens contractor.csv"));
    assert_eq!(compared(&list), "");
}

#[test]
fn in_the_history_a_list_and_the_very_plan_that_it_is_of_cost_the_same() {
    let home = tempfile::tempdir().expect("a folder");
    let date = home.path().join("2026-12-07");
    fs::create_dir(&date).expect("a folder");
    let day = copy_of("tiny", &date);
    let settings = fs::read_to_string(day.join("day.toml")).expect("settings");
    let rush = "\n[[travel.rush_hours]]\nfrom = \"07:00\"\nto = \"09:10\"\nfactor = 1.3\n";
    fs::write(day.join("day.toml"), settings + rush).expect("written");
    let plan = date.join("plan");
    let ended = korsel(&["plan", text(&day), "--out", text(&plan), "--iterations", "50"]);
    assert!(ended.code < 2, "{}", ended.err);
    let list = plan.join("contractor.csv");
    fs::copy(&list, date.join("lagt.csv")).expect("copied");
    let plain =
        korsel(&["compare", text(&plan), text(&list), "--day", text(&day), "--language", "en"]);
    let cost = plain.out.lines().find(|line| line.contains("Cost per ride")).expect("a row");
    assert!(!cost.ends_with(" 0.00"), "the two are timed otherwise: {cost}");
    let ended = korsel(&["compare", "--history", text(home.path()), "--language", "en"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let (_, both) = ended.out.split_once("reckoned by their lists\n").expect("a table");
    let costs = both.lines().find(|line| line.contains("Cost per ride")).expect("a row");
    let row: Vec<&str> = costs.split_whitespace().rev().collect();
    assert_eq!((row[0], row[1]), ("0.0", row[2]), "{both}");
}

#[test]
fn a_list_that_breaks_rules_or_lacks_rides_is_told_to_be_no_fair_measure() {
    let home = tempfile::tempdir().expect("a folder");
    let date = home.path().join("2026-12-07");
    fs::create_dir(&date).expect("a folder");
    let day = copy_of("tiny", &date);
    let plan = date.join("plan");
    assert_eq!(korsel(&["plan", text(&day), "--out", text(&plan), "--iterations", "50"]).code, 0);
    let list = fs::read_to_string(plan.join("contractor.csv")).expect("a list");
    // One is fetched and never set down, another is not there at all.
    let rows = list.split_inclusive('\n');
    let is_left_out = |row: &&str| row.contains(";B-1-ud;") || row.contains(";aflever;B-2-ud;");
    let short = date.join("lagt.csv");
    fs::write(&short, rows.filter(|row| !is_left_out(row)).collect::<String>()).expect("written");
    let of_history = ["compare", "--history", text(home.path()), "--language", "en"];
    let of_plans = ["compare", text(&plan), text(&short), "--day", text(&day), "--language", "en"];
    for arguments in [&of_history[..], &of_plans] {
        let ended = korsel(arguments);
        assert_eq!(ended.code, 0, "{}", ended.err);
        assert!(
            ended.err.contains("lagt.csv breaks rules in 3 places and has not 1 of"),
            "{}",
            ended.err
        );
        assert_eq!(ended.err.matches("note:").count(), 1, "{}", ended.err);
    }
}

#[test]
fn a_folder_of_plans_is_told_week_by_week() {
    let home = tempfile::tempdir().expect("a folder");
    let plan = planned(home.path());
    let plans = plan.parent().expect("the folder of plans");
    let ended = korsel(&["compare", "--history", text(plans)]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.out.contains("2026-50"), "{}", ended.out);
    // Another week, where the unattended run would put it.
    let night = plans.join("2026-12-14/plan");
    fs::create_dir_all(&night).expect("a folder");
    let summary = fs::read_to_string(plan.join("summary.json")).expect("figures");
    let later = summary.replace("\"date\": \"2026-12-07\"", "\"date\": \"2026-12-14\"");
    assert_ne!(later, summary);
    fs::write(night.join("summary.json"), later).expect("written");
    let page = plans.join("weeks.html");
    let ended = korsel(&["compare", "--history", text(plans), "--html", text(&page)]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.out.contains("2026-50") && ended.out.contains("2026-51"), "{}", ended.out);
    let html = fs::read_to_string(&page).expect("a page");
    // Cost, kilometres and mean trip; nobody travels for over 45 minutes, and nobody is left out.
    assert_eq!((html.matches("<svg ").count(), html.matches("<h1>").count()), (3, 1));
    assert!(html.contains("aria-label=\"Pris pr. tur: 2026-50: "), "{html}");
    // A list made by hand stands beside the day that it is of.
    copy_of("tiny", &plans.join("2026-12-14"));
    let list = fs::read_to_string(plan.join("contractor.csv")).expect("a list");
    fs::write(plans.join("2026-12-14/lagt.csv"), &list).expect("written");
    let ended = korsel(&["compare", "--history", text(plans), "--html", text(&page)]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    for words in ["Lagt i hånden, uge for uge", "Dage, der er planlagt på begge måder"] {
        assert!(ended.out.contains(words), "{}", ended.out);
        assert!(fs::read_to_string(&page).expect("a page").contains(words));
    }
    fs::write(plans.join("2026-12-14/lagt.csv"), list.replace("afhent", "henter"))
        .expect("written");
    let ended = korsel(&["compare", "--history", text(plans)]);
    assert_eq!(ended.code, 2, "{}", ended.out);
    assert!(ended.err.contains("lagt.csv lines 3-5, 10-12, handling: \"henter\""), "{}", ended.err);
    let ended = korsel(&["compare", "--history", text(&plan)]);
    assert_eq!(ended.code, 2, "{}", ended.out);
    assert!(ended.err.contains("holds no folder with a summary.json"), "{}", ended.err);
    for arguments in [&["compare"][..], &["compare", text(&plan)]] {
        assert_eq!(korsel(arguments).code, 2, "{arguments:?}");
    }
}
