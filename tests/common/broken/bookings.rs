//! Broken `bookings.csv`.

use super::Case;
use super::Edit::{Put, Swap};

pub const CASES: &[Case] = &[
    Case {
        name: "an expired grant",
        edits: &[
            Swap("bookings.csv", "2026-12-31;\n", "2026-11-30;\n"),
        ],
        flaws: &[
            "bookings.csv line 4, grant_to: \"2026-11-30\" is before the day of service, 2026-12-07: the grant has expired; plan only rides under a valid grant",
        ],
    },
    Case {
        name: "a grant that is not valid yet",
        edits: &[
            Swap("bookings.csv", "2026-12-07;2026-12-07", "08-12-2026;31-12-2026"),
        ],
        flaws: &[
            "bookings.csv line 3, grant_from: \"08-12-2026\" is after the day of service, 2026-12-07: the grant is not valid yet; plan only rides under a valid grant",
        ],
    },
    Case {
        name: "a grant that is missing",
        edits: &[
            Swap("bookings.csv", "2026-01-01;2026-12-31;\n", ";;\n"),
        ],
        flaws: &[
            "bookings.csv line 4, grant_from: is empty; fill it in",
            "bookings.csv line 4, grant_to: is empty; fill it in",
        ],
    },
    Case {
        name: "a grant that ends before it begins",
        edits: &[
            Swap("bookings.csv", "2026-12-07;2026-12-07", "2026-12-08;2026-12-07"),
        ],
        flaws: &[
            "bookings.csv line 3, grant_to: \"2026-12-07\" is before the grant begins; end the grant after its start",
        ],
    },
    Case {
        name: "a date that does not exist",
        edits: &[
            Swap("bookings.csv", "2026-12-07;2026-12-07", "2026-02-30;2026-12-07"),
        ],
        flaws: &[
            "bookings.csv line 3, grant_from: \"2026-02-30\" is not a date; write yyyy-mm-dd or dd-mm-yyyy",
        ],
    },
    Case {
        name: "a date with two digits of the year",
        edits: &[
            Swap("bookings.csv", "2026-12-07;2026-12-07", "07-12-26;2026-12-07"),
        ],
        flaws: &[
            "bookings.csv line 3, grant_from: \"07-12-26\" is not a date; write yyyy-mm-dd or dd-mm-yyyy",
        ],
    },
    Case {
        name: "an unknown centre",
        edits: &[
            Swap("bookings.csv", "SYD", "SYDD"),
        ],
        flaws: &[
            "bookings.csv line 3, centre: \"SYDD\" is not a centre; write an id of centres.csv: NORD, SYD\n  hint: did you mean \"SYD\"?",
        ],
    },
    Case {
        name: "a time that is no time",
        edits: &[
            Swap("bookings.csv", "09:00;", "25:10;"),
        ],
        flaws: &[
            "bookings.csv line 2, session_start: \"25:10\" is not a time of day; write HH:MM, whole minutes up to 24:00",
        ],
    },
    Case {
        name: "a time with seconds",
        edits: &[
            Swap("bookings.csv", "09:00;", "09:00:30;"),
        ],
        flaws: &[
            "bookings.csv line 2, session_start: \"09:00:30\" is not a time of day; write HH:MM, whole minutes up to 24:00",
        ],
    },
    Case {
        name: "a session that ends before it starts",
        edits: &[
            Swap("bookings.csv", "13:00;14:00", "13:00;12:00"),
        ],
        flaws: &[
            "bookings.csv line 5, session_end: \"12:00\" is not after the start, 13:00; end the session after its start",
        ],
    },
    Case {
        name: "a session of no length",
        edits: &[
            Swap("bookings.csv", "13:00;14:00", "13:00;13:00"),
        ],
        flaws: &[
            "bookings.csv line 5, session_end: \"13:00\" is not after the start, 13:00; end the session after its start",
        ],
    },
    Case {
        name: "an empty session time",
        edits: &[
            Swap("bookings.csv", "09:00;10:00", ";10:00"),
        ],
        flaws: &[
            "bookings.csv line 2, session_start: is empty; fill it in",
        ],
    },
    Case {
        name: "coordinates outside Denmark",
        edits: &[
            Swap("bookings.csv", "55.60111;12.35222", "48.85;2.35"),
        ],
        flaws: &[
            "bookings.csv line 4, lat: \"48.85\" and \"2.35\" are outside Denmark; lat is 54.4 to 57.9 and lon 7.9 to 15.3 degrees (or metres of UTM zone 32)",
        ],
    },
    Case {
        name: "coordinates in the wrong order",
        edits: &[
            Swap("bookings.csv", "55.60111;12.35222", "12.35222;55.60111"),
        ],
        flaws: &[
            "bookings.csv line 4, lat: \"12.35222\" and \"55.60111\" are in the wrong order; lat (north) is about 55, lon (east) about 12: swap them",
        ],
    },
    Case {
        name: "one coordinate alone",
        edits: &[
            Swap("bookings.csv", "55.60111;12.35222", "55.60111;"),
        ],
        flaws: &[
            "bookings.csv line 4, lon: is empty; give both coordinates or none",
        ],
    },
    Case {
        name: "a coordinate that is no number",
        edits: &[
            Swap("bookings.csv", "55.60111;12.35222", "NaN;12.35222"),
        ],
        flaws: &[
            "bookings.csv line 4, lat: \"NaN\" is not a coordinate; write degrees such as 55.65126",
        ],
    },
    Case {
        name: "metres outside Denmark",
        edits: &[
            Swap("bookings.csv", "55.60111;12.35222", "6168500;411000"),
        ],
        flaws: &[
            "bookings.csv line 4, lat: \"6168500\" and \"411000\" are outside Denmark; lat is 54.4 to 57.9 and lon 7.9 to 15.3 degrees (or metres of UTM zone 32)",
        ],
    },
    Case {
        name: "a citizen in two sessions at once",
        edits: &[
            Swap("bookings.csv", "B3;C3", "B3;C2"),
            Swap("bookings.csv", "55.60111;12.35222", "55.63111;12.32222"),
        ],
        flaws: &[
            "bookings.csv line 4, citizen: \"C2\" is in another session 10:30–11:30 on line 3; book one session at a time for each citizen",
        ],
    },
    Case {
        name: "a citizen with two homes",
        edits: &[
            Swap("bookings.csv", "B3;C3", "B3;C1"),
        ],
        flaws: &[
            "bookings.csv line 4, citizen: \"C1\" has another home on line 2; give a citizen the same home on every line",
        ],
    },
    Case {
        name: "a booking given twice",
        edits: &[
            Swap("bookings.csv", "B3;", "B1;"),
        ],
        flaws: &[
            "bookings.csv line 4, booking: \"B1\" is the booking of line 2 already; give each booking a reference of its own",
        ],
    },
    Case {
        name: "a citizen named like a centre",
        edits: &[
            Swap("bookings.csv", "B3;C3", "B3;NORD"),
        ],
        flaws: &[
            "bookings.csv line 4, citizen: \"NORD\" is also the name of a centre; give the citizen a reference of their own",
        ],
    },
    Case {
        name: "a citizen named like a depot",
        edits: &[
            Swap("bookings.csv", "B3;C3", "B3;Garage"),
        ],
        flaws: &[
            "fleet.csv line 2, depot: \"Garage\" is also the name of a citizen; give the depot a name of its own",
            "fleet.csv line 3, depot: \"Garage\" is also the name of a citizen; give the depot a name of its own",
        ],
    },
    Case {
        name: "no citizen",
        edits: &[
            Swap("bookings.csv", "B3;C3", "B3;"),
        ],
        flaws: &[
            "bookings.csv line 4, citizen: is empty; fill it in",
        ],
    },
    Case {
        name: "a citizen who must not ride with themselves",
        edits: &[
            Swap("bookings.csv", "C3 C9", "C3|C2"),
        ],
        flaws: &[
            "bookings.csv line 3, not_with: \"C2\" is the citizen of this booking; name other citizens",
        ],
    },
    Case {
        name: "a citizen who must not ride with a misspelt one",
        edits: &[
            Swap("bookings.csv", "C3 C9", "c-3, C9"),
        ],
        flaws: &[
            "bookings.csv line 3, not_with: \"c-3\" has no booking today; write \"C3\" as its own row does",
        ],
    },
    Case {
        name: "a CPR number for a citizen",
        edits: &[
            Swap("bookings.csv", "B3;C3", "B3;010100-0000"),
        ],
        flaws: &[
            "bookings.csv line 4, citizen: \"******-****\" holds what looks like a CPR number; take it out; people are known by a reference",
        ],
    },
    Case {
        name: "a CPR number within a note, without a dash",
        edits: &[
            Swap("bookings.csv", "Ring først", "cpr 0101000000, ring først"),
        ],
        flaws: &[
            "bookings.csv line 3, note: \"cpr ******-****, ring først\" holds what looks like a CPR number; take it out; people are known by a reference",
        ],
    },
    Case {
        name: "an unknown mobility",
        edits: &[
            Swap("bookings.csv", ";wheelchair;", ";wheelchiar;"),
        ],
        flaws: &[
            "bookings.csv line 3, mobility: \"wheelchiar\" is not a known mobility; write walks, walker, wheelchair, folding_wheelchair, powered_wheelchair or crutches (gående, rollator, kørestol, foldekørestol, el-kørestol)\n  hint: did you mean \"wheelchair\"?",
        ],
    },
    Case {
        name: "unknown rides",
        edits: &[
            Swap("bookings.csv", ";home;", ";hjemad;"),
        ],
        flaws: &[
            "bookings.csv line 4, rides: \"hjemad\" is not a known word here; write both, out or home (begge, ud, hjem)\n  hint: did you mean \"hjem\"?",
        ],
    },
    Case {
        name: "the columns of rides and grants are missing",
        edits: &[
            Put("bookings.csv", "bestilling;borger;center;træning_start;træning_slut;breddegrad;længdegrad;bevilling_til\nB1;C1;NORD;09:00;10:00;55,6;12,3;2026-12-31\n".as_bytes()),
        ],
        flaws: &[
            "bookings.csv line 1: has no column \"grant_from\" / \"bevilling_fra\"; add it",
            "bookings.csv line 1: has no column \"rides\" / \"ture\"; add it",
        ],
    },
    Case {
        name: "no rides",
        edits: &[
            Swap("bookings.csv", ";home;", ";;"),
        ],
        flaws: &[
            "bookings.csv line 4, rides: is empty; fill it in",
        ],
    },
    Case {
        name: "an unknown status",
        edits: &[
            Swap("bookings.csv", ";cancelled", ";annulleret"),
        ],
        flaws: &[
            "bookings.csv line 5, status: \"annulleret\" is not a known word here; write approved, cancelled or absent (godkendt, afbud, udeblevet)",
        ],
    },
    Case {
        name: "an answer that is neither yes nor no",
        edits: &[
            Swap("bookings.csv", ";0;yes;", ";0;måske;"),
        ],
        flaws: &[
            "bookings.csv line 2, front_seat: \"måske\" is neither yes nor no; write yes or no (ja, nej), or leave it empty",
        ],
    },
    Case {
        name: "a negative number of companions",
        edits: &[
            Swap("bookings.csv", ";wheelchair;1;", ";wheelchair;-1;"),
        ],
        flaws: &[
            "bookings.csv line 3, companions: \"-1\" is not a whole number in range; write 0 to 50",
        ],
    },
    Case {
        name: "a huge number of companions",
        edits: &[
            Swap("bookings.csv", ";wheelchair;1;", ";wheelchair;99999999999999999999;"),
        ],
        flaws: &[
            "bookings.csv line 3, companions: \"99999999999999999999\" is not a whole number in range; write 0 to 50",
        ],
    },
    Case {
        name: "a longest trip beyond the promise",
        edits: &[
            Swap("bookings.csv", ";45;", ";75;"),
        ],
        flaws: &[
            "bookings.csv line 3, longest_trip_min: 75 min are longer than the promise, 60 min; write no more than the promise, or leave it empty",
        ],
    },
    Case {
        name: "a longest trip of nothing in a booking",
        edits: &[
            Swap("bookings.csv", ";45;", ";0;"),
        ],
        flaws: &[
            "bookings.csv line 3, longest_trip_min: \"0\" is not a whole number in range; write 1 to 600",
        ],
    },
    Case {
        name: "no columns for the home",
        edits: &[
            Put("bookings.csv", b"booking,citizen,centre,session_start,session_end,rides,grant_from,grant_to\nB1,C1,NORD,09:00,10:00,both,2026-01-01,2026-12-31\n"),
        ],
        flaws: &[
            "bookings.csv line 1: no columns say where places are; add lat and lon, or street and number",
        ],
    },
];
