//! Files of the wrong shape, encoding or columns, and broken `centres.csv` and `travel.csv`.

use super::Case;
use super::Edit::{Drop, Put, Swap};

pub const CASES: &[Case] = &[
    Case {
        name: "the bookings are missing",
        edits: &[
            Drop("bookings.csv"),
        ],
        flaws: &[
            "bookings.csv: is missing; put the file there",
        ],
    },
    Case {
        name: "all files are missing",
        edits: &[
            Drop("day.toml"),
            Drop("centres.csv"),
            Drop("bookings.csv"),
            Drop("fleet.csv"),
            Drop("travel.csv"),
        ],
        flaws: &[
            "bookings.csv: is missing; put the file there",
            "centres.csv: is missing; put the file there",
            "day.toml: is missing; put the file there",
            "fleet.csv: is missing; put the file there",
        ],
    },
    Case {
        name: "an empty file",
        edits: &[
            Put("fleet.csv", b""),
        ],
        flaws: &[
            "fleet.csv: is empty; give a header and a line for each row",
        ],
    },
    Case {
        name: "a quote in the header that is never closed",
        edits: &[
            Put("travel.csv", b"from;to;\"seconds;metres\nC1;NORD;1;1\n"),
        ],
        flaws: &[
            "travel.csv line 1: a quote (\") that is never closed; close it\n  hint: the quote stands in this line or row",
        ],
    },
    Case {
        name: "a file that is a page of digits",
        edits: &[
            Put("travel.csv", b"1212;9999999999999999999999999999999999999999999999999999999999999999999999\n1;2\n"),
        ],
        flaws: &[
            "travel.csv line 1: \"1212\" is not a known column; rename it or take it out",
            "travel.csv line 1: \"999999999999999999999999999999999999999999999999999999999999…\" is not a known column; rename it or take it out",
            "travel.csv line 1: has no column \"from\" / \"fra\"; add it",
            "travel.csv line 1: has no column \"metres\" / \"meter\"; add it",
            "travel.csv line 1: has no column \"seconds\" / \"sekunder\"; add it",
            "travel.csv line 1: has no column \"to\" / \"til\"; add it",
        ],
    },
    Case {
        name: "a header and no rows",
        edits: &[
            Put("fleet.csv", b"vehicle;type;depot;depot_lat;depot_lon;shift_start;shift_end;layouts;day_fee;per_km;per_hour\r\n"),
        ],
        flaws: &[
            "fleet.csv line 1: a header and no rows; give at least one row",
        ],
    },
    Case {
        name: "an unknown column",
        edits: &[
            Swap("bookings.csv", "longest_trip_min", "longest_tip_min"),
        ],
        flaws: &[
            "bookings.csv line 1: \"longest_tip_min\" is not a known column; rename it or take it out\n  hint: did you mean \"longest_trip_min\"?",
        ],
    },
    Case {
        name: "a required column is missing",
        edits: &[
            Swap("fleet.csv", ";per_km;", ";price;"),
        ],
        flaws: &[
            "fleet.csv line 1: \"price\" is not a known column; rename it or take it out",
            "fleet.csv line 1: has no column \"per_km\" / \"pr_km\"; add it",
        ],
    },
    Case {
        name: "a column in two languages at once",
        edits: &[
            Swap("centres.csv", ";town;", ";vej;"),
        ],
        flaws: &[
            "centres.csv line 1, vej: the column is there twice (street); keep one of them",
        ],
    },
    Case {
        name: "a row with a cell too few",
        edits: &[
            Swap("fleet.csv", ";3.90;", ";"),
        ],
        flaws: &[
            "fleet.csv line 3: 16 cells; give as many as the header has, 17",
        ],
    },
    Case {
        name: "a row with a cell too many",
        edits: &[
            Swap("fleet.csv", "V2;", "V2;V2;"),
        ],
        flaws: &[
            "fleet.csv line 3: 18 cells; give as many as the header has, 17",
        ],
    },
    Case {
        name: "a title above the header",
        edits: &[
            Put("travel.csv", b"Drives of week 50;;;\nfrom;to;seconds;metres\nC1;NORD;1;1\n"),
        ],
        flaws: &[
            "travel.csv line 1: \"Drives of week 50\" stands above the header; take the line out",
        ],
    },
    Case {
        name: "commas between cells and in numbers",
        edits: &[
            Put("travel.csv", b"from,to,seconds,metres\nC1,NORD,1,1,5\n"),
        ],
        flaws: &[
            "travel.csv line 2: 5 cells; give as many as the header has, 4\n  hint: a comma in a number or an address ends a cell too; separate cells by ;",
        ],
    },
    Case {
        name: "a quote that is never closed",
        edits: &[
            Swap("bookings.csv", "Ring først", "\"Ring først"),
        ],
        flaws: &[
            "bookings.csv line 3: a quote (\") that is never closed; close it\n  hint: the quote stands in this line or row",
        ],
    },
    Case {
        name: "cells separated by tabs",
        edits: &[
            Put("travel.csv", b"from\tto\tseconds\tmetres\nC1\tNORD\t1\t1\n"),
        ],
        flaws: &[
            "travel.csv line 1: cells separated by tabs; separate them by ; or ,",
        ],
    },
    Case {
        name: "utf-16 text",
        edits: &[
            Put("travel.csv", b"\xff\xfef\x00r\x00o\x00m\x00"),
        ],
        flaws: &[
            "travel.csv: is UTF-16 text; save it as \"CSV UTF-8\"",
        ],
    },
    Case {
        name: "a nul byte",
        edits: &[
            Put("travel.csv", b"from;to;seconds;metres\nC1;NORD;1;\x001\n"),
        ],
        flaws: &[
            "travel.csv line 2: a NUL byte, which no text has; save it as \"CSV UTF-8\"\n  hint: the file may be a workbook or be damaged",
        ],
    },
    Case {
        name: "bytes of no encoding",
        edits: &[
            Put("travel.csv", b"from;to;seconds;metres\nC1;NORD;1;1\nC\x81;NORD;1;1\n"),
        ],
        flaws: &[
            "travel.csv line 3: bytes that are neither UTF-8 nor Windows-1252; save it as \"CSV UTF-8\"",
        ],
    },
    Case {
        name: "two encodings in one file",
        edits: &[
            Put("centres.csv", b"id;lat;lon;name\nNORD;55.65126;12.35654;L\xc3\xb8kke\nSYD;55.61572;12.34978;Ish\xf8j\n"),
        ],
        flaws: &[
            "centres.csv line 2: Danish letters that were saved in the wrong encoding; save it as \"CSV UTF-8\"\n  hint: æ, ø and å read as Ã and a sign; mend them where the file comes from",
        ],
    },
    Case {
        name: "a flaw below empty lines and a quoted line break",
        edits: &[
            Swap("bookings.csv", "Ring først", "\"Ring\r\nførst\""),
            Swap("bookings.csv", "B3;C3", "\r\n\n;;;;\nB3;C3"),
            Swap("bookings.csv", "home;;", "hjemad;;"),
        ],
        flaws: &[
            "bookings.csv line 8, rides: \"hjemad\" is not a known word here; write both, out or home (begge, ud, hjem)\n  hint: did you mean \"hjem\"?",
        ],
    },
    Case {
        name: "a flaw below Excel's line that names the separator",
        edits: &[
            Swap("travel.csv", "from;", "sep=;\r\nfrom;"),
            Swap("travel.csv", "420", "-420"),
        ],
        flaws: &[
            "travel.csv line 3, seconds: \"-420\" is not a whole number in range; write 0 to 86400",
        ],
    },
    Case {
        name: "Excel's line that names the separator and nothing else",
        edits: &[
            Put("fleet.csv", b"sep=;\r\n"),
        ],
        flaws: &[
            "fleet.csv: is empty; give a header and a line for each row",
        ],
    },
    Case {
        name: "two centres of one id",
        edits: &[
            Swap("centres.csv", "SYD;", "NORD;"),
        ],
        flaws: &[
            "bookings.csv line 3, centre: \"SYD\" is not a centre; write an id of centres.csv: NORD",
            "bookings.csv line 4, centre: \"SYD\" is not a centre; write an id of centres.csv: NORD",
            "centres.csv line 3, id: \"NORD\" is a centre of line 2 already; give each centre an id of its own",
        ],
    },
    Case {
        name: "a centre without id",
        edits: &[
            Swap("centres.csv", "SYD;", ";"),
            Swap("bookings.csv", "SYD", "NORD"),
            Swap("bookings.csv", "SYD", "NORD"),
        ],
        flaws: &[
            "centres.csv line 3, id: is empty; fill it in",
        ],
    },
    Case {
        name: "a centre without coordinates",
        edits: &[
            Swap("centres.csv", "55.61572;12.34978", ";"),
        ],
        flaws: &[
            "centres.csv line 3, street: \"Ishøj Boulevard 2A, 2635 Ishøj\" has no coordinates; give lat and lon, or an address file with --addresses",
        ],
    },
    Case {
        name: "a centre on the wrong side of the world",
        edits: &[
            Swap("centres.csv", "12.34978", "-12.34978"),
        ],
        flaws: &[
            "centres.csv line 3, lat: \"55.61572\" and \"-12.34978\" are outside Denmark; lat is 54.4 to 57.9 and lon 7.9 to 15.3 degrees (or metres of UTM zone 32)",
        ],
    },
    Case {
        name: "a drive to a misspelt place",
        edits: &[
            Swap("travel.csv", "C1;NORD", "C1;Nord"),
        ],
        flaws: &[
            "travel.csv line 2, to: \"Nord\" is no place of the day; write the place as its own row does\n  hint: did you mean \"NORD\"?",
        ],
    },
    Case {
        name: "a drive from a place of another day to a misspelt one",
        edits: &[
            Swap("travel.csv", "C1;NORD", "C77;c-1"),
        ],
        flaws: &[
            "travel.csv line 2, to: \"c-1\" is no place of the day; write the place as its own row does\n  hint: did you mean \"C1\"?",
        ],
    },
    Case {
        name: "drives of another day altogether",
        edits: &[
            Put("travel.csv", b"from;to;seconds;metres\nC77;NORD;420;5100\nC1;WEST;431;5200\n"),
        ],
        flaws: &[
            "travel.csv: no row names two places of the day; give drives between the day's places, or take the file out\n  hint: a place goes by a centre's id, a citizen's reference or a depot's name",
        ],
    },
    Case {
        name: "a negative drive",
        edits: &[
            Swap("travel.csv", "420", "-420"),
        ],
        flaws: &[
            "travel.csv line 2, seconds: \"-420\" is not a whole number in range; write 0 to 86400",
        ],
    },
    Case {
        name: "a drive without distance",
        edits: &[
            Swap("travel.csv", "5100", ""),
        ],
        flaws: &[
            "travel.csv line 2, metres: is empty; fill it in",
        ],
    },
    Case {
        name: "a drive given twice",
        edits: &[
            Swap("travel.csv", "NORD;C1", "C1;NORD"),
        ],
        flaws: &[
            "travel.csv line 3, from: \"C1\" to \"NORD\" is given on line 2 already; give it once",
        ],
    },
    Case {
        name: "a drive from a place to itself",
        edits: &[
            Swap("travel.csv", "NORD;C1", "C1;C1"),
        ],
        flaws: &[
            "travel.csv line 3, to: \"C1\" is where the drive starts; take 0 seconds and 0 metres, or leave the line out",
        ],
    },
    Case {
        name: "a CPR number in a header",
        edits: &[
            Swap("travel.csv", "metres\n", "metres;010100-0000\n"),
            Swap("travel.csv", "5100\n", "5100;\n"),
            Swap("travel.csv", "5200\n", "5200;\n"),
        ],
        flaws: &[
            "travel.csv line 1: \"******-****\" is not a known column; rename it or take it out",
            "travel.csv line 1, ******-****: \"******-****\" holds what looks like a CPR number; take it out; people are known by a reference",
        ],
    },
];
