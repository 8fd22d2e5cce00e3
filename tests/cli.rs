//! The program from outside: what it prints, what it writes, how it ends.

#[path = "common/program.rs"]
mod program;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use program::{Ended, copy_of, day, korsel, listing, text};

/// Plans the tiny day until nothing is left to improve.
fn plan_tiny(out: &Path) -> Ended {
    let ended = korsel(&["plan", &day("tiny"), "--out", text(out), "--limit", "5s"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    ended
}

#[test]
fn help_tells_the_verbs_and_the_exit_codes() {
    for arguments in [
        &["--help"][..],
        &["plan", "--help"],
        &["check", "-h"],
        &["benchmark", "-h"],
        &["doctor", "-h"],
        &["travel", "-h"],
        &["generate", "-h"],
        &["generate", "--help"],
    ] {
        let ended = korsel(arguments);
        assert_eq!(ended.code, 0, "{arguments:?}");
        for line in [
            "Exit codes:",
            "  0  done",
            "  1  the answer is no: rides were left out, or the plan breaks a rule",
            "  2  bad arguments or input; nothing was written",
            "  3  failure inside; nothing was written",
        ] {
            assert!(ended.out.contains(line), "{arguments:?}\n{}", ended.out);
        }
    }
    let help = korsel(&["--help"]).out;
    assert!(
        ["  plan ", "  check ", "  doctor ", "  benchmark ", "  travel ", "  generate "]
            .iter()
            .all(|verb| help.contains(verb)),
        "{help}"
    );
}

#[test]
fn bad_arguments_end_with_two_and_say_why() {
    let home = tempfile::tempdir().expect("a folder");
    let tiny = day("tiny");
    let out = home.path().join("never-written");
    let plan = |more: &[&'static str]| {
        let mut all = vec!["plan", tiny.as_str(), "--out", text(&out)];
        all.extend(more);
        korsel(&all)
    };
    for (ended, expected) in [
        (korsel(&[]), "Usage"),
        (korsel(&["drive"]), "unrecognized subcommand"),
        (korsel(&["plan", &tiny]), "--out"),
        (plan(&["--limit", "0s"]), "no time at all"),
        (plan(&["--limit", "soon"]), "write a length of time such as 60s"),
        (plan(&["--iterations", "0"]), "write a whole number, 1 or more"),
        (plan(&["--iterations", "-1"]), "write a whole number, 1 or more"),
        (plan(&["--seed", "-1"]), "write a whole number, 0 or more"),
        (plan(&["--threads", "0"]), "write a whole number from 1 to 1024"),
        (plan(&["--roads", env!("CARGO_MANIFEST_DIR")]), "hint: name a file, not a folder"),
        (plan(&["--method", "magic"]), "possible values: auto, exact, search"),
        (plan(&["--language", "de"]), "possible values: da, en"),
        (plan(&["--roads", "no-such-file.osm.pbf"]), "no-such-file.osm.pbf: cannot be read"),
        (plan(&["--addresses", "no-such-file.csv"]), "no-such-file.csv"),
        (korsel(&["plan", "no-such-day", "--out", text(&out)]), "no-such-day"),
        (korsel(&["check", &tiny, "no-such-plan"]), "no-such-plan: cannot be read"),
        (korsel(&["travel", &tiny, "--out", "no/such/travel.csv"]), "does not exist"),
    ] {
        assert_eq!(ended.code, 2, "{expected}\n{}", ended.err);
        assert!(ended.err.contains(expected), "{}\ndoes not contain {expected}", ended.err);
        assert_eq!(listing(home.path()), [""; 0]);
    }
}

#[test]
fn a_day_is_planned_and_its_plan_passes_the_referee() {
    let home = tempfile::tempdir().expect("a folder");
    let out = home.path().join("plan");
    let ended = plan_tiny(&out);
    assert!(ended.out.contains("6 planlagt af 6"), "{}", ended.out);
    assert!(ended.out.contains(text(&out.join("manifests.html"))), "{}", ended.out);
    assert_eq!(
        listing(&out),
        [
            "contractor.csv",
            "contractor.xlsx",
            "manifests",
            "manifests.html",
            "manifests.pdf",
            "not_planned.csv",
            "plan.json",
            "report.html",
            "summary.json",
            "suti.xml"
        ]
    );
    assert_eq!(listing(home.path()), ["plan"]);
    for plan in [out.clone(), out.join("plan.json")] {
        let checked = korsel(&["check", &day("tiny"), text(&plan), "--language", "en"]);
        let expected = "The plan keeps every rule\nThe proof itself was not checked. It can be: plan with \
                        --certificate FILE, and run korsel check --certificate FILE DAY PLAN\n";
        assert_eq!((checked.code, checked.out.as_str()), (0, expected));
    }
}

#[test]
fn a_picture_of_the_course_is_written_beside_the_plan_and_never_over_another_file() {
    let home = tempfile::tempdir().expect("a folder");
    let at = |name: &str| home.path().join(name);
    let plan = |plot: &Path| {
        let (tiny, out) = (day("tiny"), at("plan"));
        let limit = ["--iterations", "20", "--plot"];
        let all = [&["plan", &tiny, "--out", text(&out)], &limit[..], &[text(plot)]].concat();
        korsel(&all)
    };
    for _ in 0..2 {
        let ended = plan(&at("plot.svg"));
        assert_eq!(ended.code, 0, "{}", ended.err);
        assert_eq!(listing(home.path()), ["plan", "plot.svg"]);
        let picture = fs::read_to_string(at("plot.svg")).expect("a picture");
        assert!(picture.starts_with("<svg ") && picture.trim_end().ends_with("</svg>"));
        assert!(picture.contains("Sådan blev planen billigere") && picture.contains(">fundet "));
    }
    fs::write(at("diary"), "x").expect("written");
    for (plot, expected) in [
        (at("plan/plot.svg"), "is in the plan's folder"),
        (at("diary"), "is another file, which would be lost"),
        (at("no/such.svg"), "its folder does not exist"),
    ] {
        let ended = plan(&plot);
        assert_eq!(ended.code, 2, "{}", ended.err);
        assert!(ended.err.contains(expected), "{}\ndoes not contain {expected}", ended.err);
        assert_eq!(listing(home.path()), ["diary", "plan", "plot.svg"]);
    }
    assert_eq!(fs::read_to_string(at("diary")).expect("a file"), "x");
}

#[test]
fn a_plan_that_claims_no_proof_is_accepted_without_reserve() {
    let home = tempfile::tempdir().expect("a folder");
    let out = home.path().join("plan");
    plan_tiny(&out);
    let file = out.join("plan.json");
    let plan = fs::read_to_string(&file).expect("a plan");
    let rest = &plan[plan.find("\"bound_ore\": ").expect("a bound")..];
    let bound = &rest[..rest.find(',').expect("its end")];
    let plan = plan.replace(bound, "\"bound_ore\": null").replace("\"optimal\"", "\"feasible\"");
    fs::write(&file, plan).expect("written");
    let checked = korsel(&["check", &day("tiny"), text(&out)]);
    assert_eq!(checked.out, "Planen overholder alle regler\n");
}

#[test]
fn a_plan_that_was_changed_by_hand_is_rejected() {
    let home = tempfile::tempdir().expect("a folder");
    let out = home.path().join("plan");
    plan_tiny(&out);
    let file = out.join("plan.json");
    let plan = fs::read_to_string(&file).expect("a plan");
    let at = plan.find("\"cost_ore\": ").expect("a cost") + "\"cost_ore\": ".len();
    fs::write(&file, format!("{}1{}", &plan[..at], &plan[at..])).expect("written");
    let checked = korsel(&["check", &day("tiny"), text(&out), "--language", "en"]);
    assert_eq!(checked.code, 1, "{}", checked.out);
    assert!(checked.out.contains("The plan breaks"), "{}", checked.out);

    fs::write(&file, "{\n  \"schema\": 99\n}").expect("written");
    let checked = korsel(&["check", &day("tiny"), text(&out)]);
    assert_eq!(checked.code, 2);
    assert!(checked.err.contains("this program reads schema"), "{}", checked.err);
}

#[test]
fn progress_counts_rides_that_are_impossible_even_alone_as_the_summary_does() {
    let home = tempfile::tempdir().expect("a folder");
    let (day, out) = (copy_of("tiny", home.path()), home.path().join("plan"));
    let bookings = fs::read_to_string(day.join("bookings.csv")).expect("bookings");
    // Nobody gets to training in a minute.
    let hopeless = bookings.replacen("no;no;;no;;;2026", "no;no;;no;1;;2026", 1);
    assert_ne!(bookings, hopeless);
    fs::write(day.join("bookings.csv"), hopeless).expect("written");
    let ended = korsel(&["plan", text(&day), "--out", text(&out), "--iterations", "20"]);
    assert_eq!(ended.code, 1, "{}", ended.err);
    assert!(ended.out.contains(" · 2 ikke planlagt"), "{}", ended.out);
    assert!(ended.err.contains(", 2 ture ikke planlagt"), "{}", ended.err);
}

#[test]
fn rides_left_out_make_the_answer_no_and_are_explained() {
    let home = tempfile::tempdir().expect("a folder");
    let out = home.path().join("plan");
    let ended = korsel(&[
        "plan",
        &day("short-fleet"),
        "--out",
        text(&out),
        "--iterations",
        "100",
        "--method",
        "search",
        "--language",
        "en",
    ]);
    assert_eq!(ended.code, 1, "{}", ended.err);
    for words in ["Not planned\n", "Reason:", "Remedy:", "even in a vehicle of its own"] {
        assert!(ended.out.contains(words), "{}", ended.out);
    }
    let list = fs::read_to_string(out.join("not_planned.csv")).expect("a list");
    assert!(list.starts_with("\u{feff}booking;citizen_ref;direction;"), "{list}");
    assert!(list.contains(";not planned;"), "{list}");
}

#[test]
fn equal_seed_and_iterations_give_equal_plans_on_one_thread_and_on_two() {
    let home = tempfile::tempdir().expect("a folder");
    let plan = |name: &str, threads: &str| {
        let out = home.path().join(name);
        let day = day("short-fleet");
        let out = text(&out);
        let ended = korsel(&[
            "plan",
            &day,
            "--out",
            out,
            "--iterations",
            "200",
            "--threads",
            threads,
            "--seed",
            "7",
        ]);
        assert_eq!(ended.code, 1, "{}", ended.err);
        fs::read(Path::new(out).join("plan.json")).expect("a plan")
    };
    assert!(plan("one", "1") == plan("two", "2"), "the plans differ");
}

#[test]
fn a_folder_that_cannot_be_used_is_refused_before_any_solving() {
    let home = tempfile::tempdir().expect("a folder");
    fs::write(home.path().join("holiday.jpg"), "x").expect("written");
    let started = Instant::now();
    let ended =
        korsel(&["plan", &day("short-fleet"), "--out", text(home.path()), "--limit", "60s"]);
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("is a folder with other files and no plan"), "{}", ended.err);
    assert!(started.elapsed() < Duration::from_secs(20), "it solved first");
    assert_eq!(listing(home.path()), ["holiday.jpg"]);
}

#[test]
fn bad_input_leaves_the_earlier_plan_and_nothing_else() {
    let home = tempfile::tempdir().expect("a folder");
    let day = copy_of("tiny", home.path());
    let out = home.path().join("plan");
    let plan = || korsel(&["plan", text(&day), "--out", text(&out), "--limit", "5s"]);
    assert_eq!(plan().code, 0);
    let before = fs::read(out.join("plan.json")).expect("a plan");
    fs::write(day.join("fleet.csv"), "vehicle\nBus 1\n").expect("written");
    let ended = plan();
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("fleet.csv"), "{}", ended.err);
    assert!(fs::read(out.join("plan.json")).expect("a plan") == before, "the plan has changed");
    assert_eq!(listing(home.path()), ["day", "plan"]);
}

#[test]
fn travel_times_are_written_once_and_read_back() {
    let home = tempfile::tempdir().expect("a folder");
    let day = copy_of("tiny", home.path());
    let table = day.join("travel.csv");
    // The sample may bring its own.
    let _ = fs::remove_file(&table);
    let out = home.path().join("plan");
    let limit = ["--limit", "5s", "--language", "en"];
    let plan =
        |out: &Path| korsel(&[&["plan", text(&day), "--out", text(out)], &limit[..]].concat());
    assert_eq!(plan(&out).code, 0);
    let written = korsel(&["travel", text(&day), "--out", text(&table)]);
    assert_eq!(written.code, 0, "{}", written.err);
    let checked = korsel(&["check", text(&day), text(&out)]);
    assert_eq!(checked.code, 0, "{}", checked.out);
    assert!(checked.err.contains("bemærk: planen er lavet med andre køretider"), "{}", checked.err);
    let workbook = korsel(&["check", text(&day), text(&out.join("contractor.xlsx"))]);
    assert_eq!(workbook.code, 2);
    assert!(workbook.err.contains("name the contractor.csv beside it"), "{}", workbook.err);
    fs::rename(day.join("fleet.csv"), day.join("vogne.csv")).expect("renamed");
    let missing = korsel(&["check", text(&day), text(&out)]).err;
    let folder = format!("note: the folder of the day is {}\n", text(&day));
    assert!(missing.starts_with(&folder), "{missing}");
    fs::rename(day.join("vogne.csv"), day.join("fleet.csv")).expect("renamed");
    let again = korsel(&["travel", text(&day), "--out", text(&table)]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("exists already"), "{}", again.err);
}

#[test]
fn an_example_day_is_written_once_and_can_be_planned() {
    let home = tempfile::tempdir().expect("a folder");
    let (day, out) = (home.path().join("day"), home.path().join("plan"));
    assert_eq!(korsel(&["init", text(&day)]).code, 0);
    let read = |name: &str| fs::read_to_string(day.join(name)).expect("a file of the example");
    let (bookings, explained) = (read("bookings.csv"), read("LAESMIG.txt"));
    for column in ["ledsagere", "forsæde", "alene", "ikke_med", "kræver_lift", "længste_tur_min"]
    {
        let header = bookings.lines().next().expect("a header");
        assert!(header.split(';').any(|name| name == column), "{header}");
        assert!(explained.lines().any(|line| line.starts_with(column)), "{column}");
    }
    let ended = korsel(&["plan", text(&day), "--out", text(&out), "--iterations", "50"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.out.contains("5 planlagt af 5"), "{}", ended.out);
    let again = korsel(&["init", text(&day)]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("which would be lost"), "{}", again.err);
}

#[test]
fn completions_and_the_manual_page_know_every_verb() {
    for arguments in [&["completions", "bash"][..], &["completions", "fish"], &["man"]] {
        let ended = korsel(arguments);
        assert_eq!(ended.code, 0, "{arguments:?}");
        for word in ["plan", "check", "compare", "previous", "iterations"] {
            assert!(ended.out.contains(word), "{arguments:?}: {word}");
        }
    }
}
