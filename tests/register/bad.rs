//! Bad input: told with its place and what would be right, and nothing is changed.

use std::fs;

use crate::{Town, korsel, listing, text};

#[test]
fn bad_arguments_end_with_two_and_say_why() {
    let town = Town::sample();
    let before = town.everything();
    let empty = town.at("empty");
    fs::create_dir(&empty).expect("a folder");
    for (verb, arguments, expected) in [
        ("import", &["no-such.csv"][..], "no-such.csv: cannot be read"),
        ("import", &[], "<FILE>"),
        ("import", &[text(&empty)], "holds no file to import"),
        ("add", &["citizens"], "<COLUMN=VALUE>"),
        ("add", &["citizens", "phone"], "write COLUMN=VALUE"),
        ("add", &["citizen", "citizen=C-101", "fone=1"], "\"fone\" is not a known column"),
        ("add", &["citzens", "citizen=C-1"], "did you mean \"citizens\"?"),
        ("add", &["citizens", "citizen=C-900"], "is new and has no address"),
        ("add", &["citizens", "citizen=C 9", "lat=55,6", "lon=12,3"], "has a space in it"),
        ("list", &["ponies"], "\"ponies\" is not a table of the register"),
        ("list", &["copayment"], "give --month YYYY-MM"),
        ("list", &["copayment", "--month", "December"], "write a month as YYYY-MM"),
        ("list", &["citizens", "--month", "2026-12"], "goes with copayment alone"),
        ("show", &["C-900"], "C-900: is no citizen of the register"),
        ("end", &["grant", "G-900", "--on", "today"], "has no row \"G-900\" in grants"),
        ("end", &["bevilling", "G-900", "--on", "i dag"], "korsel register list grants"),
        ("end", &["grant", "G-001", "--on", "soon"], "write a date as yyyy-mm-dd"),
        ("end", &["pony", "G-001", "--on", "today"], "possible values: grant, booking"),
        ("absence", &["C-101"], "--cause"),
        ("absence", &["C-101", "--cause", "lazy"], "possible values: sick, other"),
        ("absence", &["C-900", "--cause", "sick"], "C-900: is no citizen of the register"),
        (
            "absence",
            &["C-101", "--cause", "sick", "--from", "2026-12-08", "--to", "2026-12-07"],
            "\"2026-12-07\" is before 2026-12-08",
        ),
        ("noshow", &["C-101"], "--ride"),
        ("noshow", &["C-900", "--ride", "out"], "C-900: is no citizen of the register"),
        ("day", &["someday", "--out", "x"], "write a date as yyyy-mm-dd"),
        ("day", &["2026-12-07"], "--out"),
        ("due", &["--weeks", "-1"], "write a whole number from 0 to 104"),
        ("due", &["--weeks", "999"], "write a whole number from 0 to 104"),
        ("erase", &[], "--citizen"),
        ("erase", &["--citizen", "C-900"], "has no citizen \"C-900\""),
        ("erase", &["--citizen", "C-101", "--older-than", "2026-12-07"], "cannot be used with"),
        ("backup", &["--out", "no/such/copy.db"], "no/such/copy.db: cannot be created"),
    ] {
        let ended = town.run(verb, arguments);
        assert_eq!(ended.code, 2, "{verb} {arguments:?}\n{}{}", ended.out, ended.err);
        assert!(ended.err.contains(expected), "{}\ndoes not contain {expected}", ended.err);
    }
    assert_eq!(town.everything(), before);
}

#[test]
fn every_flaw_of_a_file_is_told_at_once_and_nothing_is_taken() {
    let town = Town::sample();
    let before = town.everything();
    let ended = town.import(
        "bevillinger.csv",
        "bevilling;borger;ture;fra;til;bevilget_af;egenbetaling\n\
         G-901;C-101;begge;01-13-2026;31-12-2026;terapeut;ja\n\
         G-902;;sometimes;01-12-2026;31-12-2026;terapeut;perhaps\n\
         G-903;C-102;ud;01-02-2027;31-01-2027;;nej\n\
         G-903;C-103;ud;01-02-2027;28-02-2027;terapeut;nej\n",
    );
    assert_eq!(ended.code, 2, "{}", ended.out);
    for flaw in [
        "bevillinger.csv line 2, fra: \"01-13-2026\" is not a date; write yyyy-mm-dd or dd-mm-yyyy",
        "bevillinger.csv line 3, borger: is empty; fill it in",
        "bevillinger.csv line 3, ture: \"sometimes\" is not a known word here; write both, out or \
         home (begge, ud, hjem)",
        "bevillinger.csv line 3, egenbetaling: \"perhaps\" is neither yes nor no",
        "bevillinger.csv line 4, bevilget_af: is empty; fill it in",
        "bevillinger.csv line 4, til: \"31-01-2027\" is before 2027-02-01",
    ] {
        assert!(ended.err.contains(flaw), "{flaw}\n{}", ended.err);
    }
    assert_eq!(town.everything(), before);
}

#[test]
fn rows_that_refer_to_nothing_or_break_a_rule_are_told_with_their_lines() {
    let town = Town::sample();
    let before = town.everything();
    for (name, content, expected) in [
        (
            "grants.csv",
            "grant;citizen;rides;first;last;granted_by\nG-9;C-1o1;both;2026-12-01;2027-01-31;T\n",
            "grants.csv line 2, citizen: \"C-1o1\" is not among the citizens (borgere); write one \
             that is, or import it as well\n  hint: did you mean \"C-101\"?",
        ),
        (
            "grants.csv",
            "grant;citizen;rides;first;last;granted_by\nG-9;C-101;both;2026-12-01;2027-03-31;T\n",
            "grants.csv line 2, first: overlaps grant G-001 (2026-08-01 to 2027-01-31): one \
             training course at a time; begin after 2027-01-31, or end the other grant earlier",
        ),
        (
            "standing.csv",
            "booking;citizen;session;first\nB-9;C-101;NORD-søn-0900;2026-12-01\n",
            "standing.csv line 2, session: \"NORD-søn-0900\" is not among the sessions",
        ),
        (
            "standing.csv",
            "booking;citizen;session;first\nB-9;C-101;NORD-man-0900;2026-12-01\n",
            "standing.csv line 2, session: is held at the same time as B-001a on 2026-12-07",
        ),
        (
            "sessions.csv",
            "session;centre;weekday;session_start;session_end;places\n\
             NORD-man-0900;NORD;monday;09:00;10:00;1\n",
            "session NORD-man-0900 has 1 places, and more on ",
        ),
        (
            "standing.csv",
            "booking;citizen;session;first;weeks;extra_dates\n\
             B-9;C-101;NORD-fre-0900;2026-12-01;sometimes;2026-02-30\n",
            "standing.csv line 2, extra_dates: \"2026-02-30\" is not a date",
        ),
        (
            "standing.csv",
            "booking;citizen;session;first;weeks\nB-9;C-101;NORD-fre-0900;2026-12-01;sometimes\n",
            "standing.csv line 2, weeks: \"sometimes\" is no pattern of weeks; write all, odd or even",
        ),
        (
            "vehicles.csv",
            "vehicle;depot;depot_lat;depot_lon;shift_start;shift_end;layouts;day_fee;per_km;\
             per_hour;break_min\nV;D;55,6;12,3;08:00;07:00;8;1;-2;3;30\n",
            "vehicles.csv line 2, shift_end: \"07:00\" is not after the start",
        ),
        (
            "citizens.csv",
            "citizen;lat;lon;mobility\nC-901;12,3;55,6;flies\n",
            "are in the wrong order; lat (north) is about 55",
        ),
        (
            "grants.csv",
            "grant;citizen;rides;first;last;granted_by;longest_trip_min\n\
             G-001;C-101;both;2026-08-01;2027-01-31;T;90\n",
            "grants.csv line 2, longest_trip_min: longer than the promise, 60 min; write no more",
        ),
        ("settings.toml", "[rules]\nmost_absences = many\n", "settings.toml line 2: is not TOML"),
        ("ponies.csv", "pony\nP\n", "\"ponies\" is not a table of the register; name the file"),
        ("citizens.xlsx", "no workbook", "citizens.xlsx: cannot be read as a workbook"),
        ("citizens.csv", "citizen\tphone\nC-101\t1\n", "cells separated by tabs"),
        ("citizens.csv", "", "citizens.csv: is empty"),
    ] {
        let ended = town.import(name, content);
        assert_eq!(ended.code, 2, "{name}\n{}", ended.out);
        assert!(ended.err.contains(expected), "{}\ndoes not contain {expected}", ended.err);
        assert_eq!(town.everything(), before, "{name}");
        fs::remove_file(town.at(name)).expect("removed");
    }
}

#[test]
fn a_cpr_number_is_refused_and_not_repeated() {
    let town = Town::sample();
    // No living person's: the day has no serial number of noughts.
    let number = format!("010100-{:04}", 0);
    let content = format!("citizen;lat;lon;note\nC-901;55,6;12,3;{number}\n");
    let ended = town.import("citizens.csv", &content);
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("looks like a CPR number"), "{}", ended.err);
    let added = town.run("add", &["citizens", "citizen=C-101", &format!("note={number}")]);
    assert_eq!(added.code, 2);
    assert!(!(ended.err + &added.err).contains(&number));
}

#[test]
fn what_is_no_register_is_refused_and_left_as_it_was() {
    let town = Town::empty();
    let missing = town.run("list", &["citizens"]);
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("does not exist"), "{}", missing.err);
    assert_eq!(listing(town.home.path()), [""; 0]);
    for content in ["a diary, longer than a hundred bytes, ".repeat(40), String::new()] {
        fs::write(&town.register, &content).expect("written");
        for verb in ["list", "due"] {
            let ended = town.run(verb, if verb == "list" { &["citizens"] } else { &[] });
            assert_eq!(ended.code, 2, "{}", ended.err);
            assert!(ended.err.contains("is no register"), "{}", ended.err);
        }
        assert_eq!(fs::read_to_string(&town.register).expect("a file"), content);
    }
    let later = Town::sample();
    let connection = rusqlite::Connection::open(&later.register).expect("the register");
    connection.pragma_update(None, "user_version", 99).expect("changed");
    let ended = later.run("list", &["citizens"]);
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("version 99, made by a later korsel"), "{}", ended.err);
    let folder = korsel(&["register", "list", "--register", text(town.home.path()), "citizens"]);
    assert_eq!(folder.code, 2);
    assert!(folder.err.contains("is a folder, not a register"), "{}", folder.err);
    let home = Town::empty();
    let bad = home.import("citizens.csv", "citizen\nC-1\n");
    assert_eq!(bad.code, 2, "{}", bad.err);
    assert_eq!(listing(home.home.path()), ["citizens.csv"], "a register was made for nothing");
}
