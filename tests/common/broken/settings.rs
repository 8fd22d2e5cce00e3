//! Broken `day.toml`.

use super::Case;
use super::Edit::{Drop, Swap};

pub const CASES: &[Case] = &[
    Case {
        name: "the settings are missing",
        edits: &[Drop("day.toml")],
        flaws: &["day.toml: is missing; put the file there"],
    },
    Case {
        name: "the settings are no toml",
        edits: &[Swap("day.toml", "= 60", "= 60 minutes")],
        flaws: &[
            "day.toml line 4: is not TOML (string values must be quoted, expected literal string); write e.g. longest_trip_min = 60",
        ],
    },
    Case {
        name: "a Danish date without quotes",
        edits: &[Swap("day.toml", "2026-12-07", "08-12-2026")],
        flaws: &[
            "day.toml line 1: is not TOML (invalid date, expected a four-digit year (YYYY)); write date = 2026-12-08",
        ],
    },
    Case {
        name: "a date that is a word without quotes",
        edits: &[Swap("day.toml", "2026-12-07", "monday")],
        flaws: &[
            "day.toml line 1: is not TOML (string values must be quoted, expected literal string); write e.g. date = 2026-12-07",
        ],
    },
    Case {
        name: "a fee with a decimal comma",
        edits: &[Swap("day.toml", "75.0", "75,00")],
        flaws: &[
            "day.toml line 11: is not TOML (unexpected key or value, expected newline, `#`); write 75.00",
        ],
    },
    Case {
        name: "a speed with a decimal comma",
        edits: &[Swap("day.toml", "= 30 }", "= 30,5 }")],
        flaws: &[
            "day.toml line 16: is not TOML (invalid literal string, expected `'`); write 30.5",
        ],
    },
    Case {
        name: "the settings have no date",
        edits: &[Swap("day.toml", "date = 2026-12-07\n", "")],
        flaws: &["day.toml line 1, date: is missing; write e.g. date = 2026-12-07"],
    },
    Case {
        name: "the date does not exist",
        edits: &[Swap("day.toml", "2026-12-07", "\"31-11-2026\"")],
        flaws: &[
            "day.toml line 1, date: \"31-11-2026\" is not a date; write yyyy-mm-dd or \"dd-mm-yyyy\"",
        ],
    },
    Case {
        name: "the date has a time of day",
        edits: &[Swap("day.toml", "2026-12-07", "2026-12-07T08:00:00")],
        flaws: &[
            "day.toml line 1, date: \"2026-12-07T08:00:00\" is not a date; write yyyy-mm-dd or \"dd-mm-yyyy\"",
        ],
    },
    Case {
        name: "an unknown setting",
        edits: &[Swap("day.toml", "longest_trip_min", "longest_tripp_min")],
        flaws: &[
            "day.toml line 4, promise.longest_tripp_min: is not a known setting; rename it or take it out\n  hint: did you mean \"longest_trip_min\"?",
        ],
    },
    Case {
        name: "an unknown section",
        edits: &[Swap("day.toml", "[promise]", "[promises]")],
        flaws: &[
            "day.toml line 3, promises: is not a known setting; rename it or take it out\n  hint: did you mean \"promise\"?",
        ],
    },
    Case {
        name: "a section that is a value",
        edits: &[Swap("day.toml", "[promise]\nlongest_trip_min = 60", "promise = 60")],
        flaws: &[
            "day.toml line 3, promise: is not a section; write [promise] on a line of its own",
        ],
    },
    Case {
        name: "a longest trip with seconds",
        edits: &[Swap("day.toml", "= 60", "= 59.5")],
        flaws: &[
            "day.toml line 4, promise.longest_trip_min: \"59.5\" is not a value for this setting; write a whole number from 1 to 600",
        ],
    },
    Case {
        name: "a longest trip of nothing",
        edits: &[Swap("day.toml", "= 60", "= 0")],
        flaws: &[
            "day.toml line 4, promise.longest_trip_min: \"0\" is not a value for this setting; write a whole number from 1 to 600",
        ],
    },
    Case {
        name: "arriving earlier than the longest trip allows",
        edits: &[Swap("day.toml", "= 60", "= 60\narrive_before_min = 60")],
        flaws: &[
            "day.toml line 5, promise.arrive_before_min: 60 min leave nothing of the longest trip, 60 min; keep it shorter than longest_trip_min",
        ],
    },
    Case {
        name: "a detour shorter than the direct way",
        edits: &[Swap("day.toml", "= 60", "= 60\nlongest_detour = 0.9")],
        flaws: &[
            "day.toml line 5, promise.longest_detour: \"0.9\" is not a value for this setting; write a number from 1 to 20",
        ],
    },
    Case {
        name: "a negative buffer",
        edits: &[Swap("day.toml", "= 60", "= 60\nready_after_min = -5")],
        flaws: &[
            "day.toml line 5, promise.ready_after_min: \"-5\" is not a value for this setting; write a whole number from 0 to 600",
        ],
    },
    Case {
        name: "a number as text",
        edits: &[Swap("day.toml", "= 60", "= \"sixty\"")],
        flaws: &[
            "day.toml line 4, promise.longest_trip_min: \"sixty\" is not a value for this setting; write a whole number from 1 to 600",
        ],
    },
    Case {
        name: "a factor that is no number",
        edits: &[Swap("day.toml", "time_factor = 1.1", "time_factor = nan")],
        flaws: &[
            "day.toml line 15, travel.time_factor: \"nan\" is not a value for this setting; write a number from 0.1 to 10",
        ],
    },
    Case {
        name: "a huge number",
        edits: &[Swap("day.toml", "time_factor = 1.1", "time_factor = 99999999999999999999999")],
        flaws: &[
            "day.toml line 15, travel.time_factor: \"99999999999999999999999\" is not a value for this setting; write a number from 0.1 to 10",
        ],
    },
    Case {
        name: "a new mobility without boarding time",
        edits: &[Swap("day.toml", "boarding_min = 1.5\n", "")],
        flaws: &[
            "day.toml line 6, mobility.crutches.boarding_min: is missing; give a new mobility its boarding time",
        ],
    },
    Case {
        name: "a mobility that takes up nothing",
        edits: &[Swap("day.toml", "seats = 2", "seats = 0")],
        flaws: &[
            "day.toml line 7, mobility.crutches.seats: takes up no place at all; give seats or wheelchairs",
        ],
    },
    Case {
        name: "a boarding time of odd seconds",
        edits: &[Swap("day.toml", "1.5", "0.333")],
        flaws: &[
            "day.toml line 8, mobility.crutches.boarding_min: \"0.333\" is not a value for this setting; write minutes from 0 to 60 that make whole seconds",
        ],
    },
    Case {
        name: "a negative taxi fare and none per kilometre",
        edits: &[Swap("day.toml", "start_fee = 75.0\nper_km = 16.5", "start_fee = -75")],
        flaws: &[
            "day.toml line 10, reserve_taxi.per_km: is missing; write an amount of kroner",
            "day.toml line 11, reserve_taxi.start_fee: \"-75\" is not a value for this setting; write 0 to 100000 kroner with at most two decimals",
        ],
    },
    Case {
        name: "a rush hour that ends before it starts",
        edits: &[Swap("day.toml", "to = \"08:30\"", "to = \"06:30\"")],
        flaws: &[
            "day.toml line 20, travel.rush_hours.to: \"06:30\" is not after the start, 07:00; end the rush hour after its start",
        ],
    },
    Case {
        name: "a rush hour with a factor below one",
        edits: &[Swap("day.toml", "factor = 1.2", "factor = 0.5")],
        flaws: &[
            "day.toml line 21, travel.rush_hours.factor: \"0.5\" is not a value for this setting; write a number from 1 to 10",
        ],
    },
    Case {
        name: "a rush hour with seconds and no factor",
        edits: &[
            Swap("day.toml", "from = \"07:00\"", "from = \"07:00:30\""),
            Swap("day.toml", "factor = 1.2\n", ""),
        ],
        flaws: &[
            "day.toml line 18, travel.rush_hours.factor: is missing; write e.g. factor = 1.2",
            "day.toml line 19, travel.rush_hours.from: \"07:00:30\" is not a time of day; write \"HH:MM\", whole minutes up to 29:59",
        ],
    },
    Case {
        name: "rush hours that are no list",
        edits: &[Swap("day.toml", "[[travel.rush_hours]]", "[travel.rush_hours]")],
        flaws: &[
            "day.toml line 18, travel.rush_hours: is not a list of sections; write [[travel.rush_hours]]",
        ],
    },
    Case {
        name: "an unknown class of road",
        edits: &[Swap("day.toml", "residential", "residental")],
        flaws: &[
            "day.toml line 16, travel.road_speeds_kmh.residental: is not a known setting; rename it or take it out\n  hint: did you mean \"residential\"?",
        ],
    },
    Case {
        name: "a CPR number in a comment of the settings",
        edits: &[Swap("day.toml", "date", "# ring 010100-0000\ndate")],
        flaws: &[
            "day.toml line 1: \"# ring ******-****\" holds what looks like a CPR number; take it out; people are known by a reference",
        ],
    },
];
