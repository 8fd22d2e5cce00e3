//! Broken `fleet.csv`, and flaws of several files at once.

use super::Case;
use super::Edit::Swap;

pub const CASES: &[Case] = &[
    Case {
        name: "a vehicle given twice",
        edits: &[Swap("fleet.csv", "V2;", "V1;")],
        flaws: &[
            "fleet.csv line 3, vehicle: \"V1\" is a vehicle of line 2 already; give each vehicle and shift a name of its own\n  hint: a vehicle on two shifts is two rows, e.g. V1 early and V1 late",
        ],
    },
    Case {
        name: "a shift that ends before it starts",
        edits: &[Swap("fleet.csv", "08:00;16:00", "22:00;02:00")],
        flaws: &[
            "fleet.csv line 3, shift_end: \"02:00\" is not after the start, 22:00; end the shift after its start\n  hint: past midnight count on: 25:00 is one in the morning",
        ],
    },
    Case {
        name: "a shift of no time",
        edits: &[Swap("fleet.csv", "08:00;16:00", "8;16")],
        flaws: &[
            "fleet.csv line 3, shift_end: \"16\" is not a time of day; write HH:MM, whole minutes up to 29:59",
            "fleet.csv line 3, shift_start: \"8\" is not a time of day; write HH:MM, whole minutes up to 29:59",
        ],
    },
    Case {
        name: "layouts that are no layouts",
        edits: &[Swap("fleet.csv", "4+0", "4")],
        flaws: &[
            "fleet.csv line 3, layouts: \"4\" is not what a vehicle can hold; write seats+wheelchairs in alternatives, e.g. 8+0 5+1 2+2",
        ],
    },
    Case {
        name: "layouts without a place",
        edits: &[Swap("fleet.csv", "4+0", "0+0")],
        flaws: &[
            "fleet.csv line 3, layouts: \"0+0\" is not what a vehicle can hold; write seats+wheelchairs in alternatives, e.g. 8+0 5+1 2+2",
        ],
    },
    Case {
        name: "layouts too large for any vehicle",
        edits: &[Swap("fleet.csv", "4+0", "999+0")],
        flaws: &[
            "fleet.csv line 3, layouts: \"999+0\" is not what a vehicle can hold; write seats+wheelchairs in alternatives, e.g. 8+0 5+1 2+2",
        ],
    },
    Case {
        name: "a break that does not fit",
        edits: &[Swap("fleet.csv", "30;11:00;13:30", "30;11:00;11:20")],
        flaws: &[
            "fleet.csv line 2, break_min: 30 min do not fit between 11:00–11:20; give a shorter break or a longer interval",
        ],
    },
    Case {
        name: "a break outside the shift",
        edits: &[Swap("fleet.csv", "30;11:00;13:30", "30;14:00;15:45")],
        flaws: &[
            "fleet.csv line 2, break_from: 14:00–15:45 is not within the shift 07:30–15:30; keep the break within the shift",
        ],
    },
    Case {
        name: "half a break",
        edits: &[Swap("fleet.csv", "30;11:00;13:30", "30;;")],
        flaws: &[
            "fleet.csv line 2, break_from: is empty; give break_min, break_from and break_to, or none of them",
            "fleet.csv line 2, break_to: is empty; give break_min, break_from and break_to, or none of them",
        ],
    },
    Case {
        name: "a break of no length",
        edits: &[Swap("fleet.csv", "30;11:00;13:30", "0;11:00;13:30")],
        flaws: &[
            "fleet.csv line 2, break_min: \"0\" is not a whole number in range; write 1 to 600",
        ],
    },
    Case {
        name: "negative money",
        edits: &[Swap("fleet.csv", "4.60", "-4.60")],
        flaws: &[
            "fleet.csv line 2, per_km: \"-4.60\" is not an amount of kroner; write 0 to 100000 with at most two decimals and no thousands separator",
        ],
    },
    Case {
        name: "money with a thousands separator",
        edits: &[Swap("fleet.csv", "850.50", "1.850")],
        flaws: &[
            "fleet.csv line 2, day_fee: \"1.850\" is not an amount of kroner; write 0 to 100000 with at most two decimals and no thousands separator",
        ],
    },
    Case {
        name: "no money at all",
        edits: &[Swap("fleet.csv", "850.50;4.60", "850.50;")],
        flaws: &["fleet.csv line 2, per_km: is empty; fill it in"],
    },
    Case {
        name: "a depot in two places",
        edits: &[Swap("fleet.csv", "V2;car;Garage;55.61453", "V2;car;Garage;55.62453")],
        flaws: &[
            "fleet.csv line 3, depot: \"Garage\" has other coordinates on line 2; give a depot the same coordinates on every line",
        ],
    },
    Case {
        name: "a depot named like a centre",
        edits: &[Swap("fleet.csv", "V2;car;Garage", "V2;car;SYD")],
        flaws: &[
            "fleet.csv line 3, depot: \"SYD\" is also the name of a centre; give the depot a name of its own",
        ],
    },
    Case {
        name: "a depot without coordinates",
        edits: &[Swap("fleet.csv", "V2;car;Garage;55.61453;12.31753", "V2;car;Garage;;")],
        flaws: &["fleet.csv line 3, depot_lat: is empty; fill it in"],
    },
    Case {
        name: "front seats beyond any vehicle",
        edits: &[Swap("fleet.csv", "yes;2;", "yes;20;")],
        flaws: &[
            "fleet.csv line 2, front_seats: \"20\" is not a whole number in range; write 0 to 8",
        ],
    },
    Case {
        name: "flaws in every file come together",
        edits: &[
            Swap("day.toml", "1.2", "12"),
            Swap("centres.csv", "55.65126", "5.65126"),
            Swap("bookings.csv", "09:00;10:00", "9;10"),
            Swap("fleet.csv", "4+0", "lift"),
            Swap("travel.csv", "431", "soon"),
        ],
        flaws: &[
            "bookings.csv line 2, session_end: \"10\" is not a time of day; write HH:MM, whole minutes up to 24:00",
            "bookings.csv line 2, session_start: \"9\" is not a time of day; write HH:MM, whole minutes up to 24:00",
            "centres.csv line 2, lat: \"5.65126\" and \"12.35654\" are outside Denmark; lat is 54.4 to 57.9 and lon 7.9 to 15.3 degrees (or metres of UTM zone 32)",
            "day.toml line 21, travel.rush_hours.factor: \"12\" is not a value for this setting; write a number from 1 to 10",
            "fleet.csv line 3, layouts: \"lift\" is not what a vehicle can hold; write seats+wheelchairs in alternatives, e.g. 8+0 5+1 2+2",
            "travel.csv line 3, seconds: \"soon\" is not a whole number in range; write 0 to 86400",
        ],
    },
];
