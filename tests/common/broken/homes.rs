//! Homes without coordinates, looked up in an address file.

use super::Edit::{Put, Swap};
use super::{ADDRESS_FILE, ADDRESSES, Case};

pub const CASES: &[Case] = &[
    Case {
        name: "no coordinates and no address file",
        edits: &[
            Swap("bookings.csv", "55.60111;12.35222", ";"),
        ],
        flaws: &[
            "bookings.csv line 4, street: \"Ådalsvej 4, 2635 Ishøj\" has no coordinates; give lat and lon, or an address file with --addresses",
        ],
    },
    Case {
        name: "neither coordinates nor an address",
        edits: &[
            Swap("bookings.csv", "Ådalsvej;4;;2635;Ishøj;55.60111;12.35222", ";;;2635;Ishøj;;"),
            Put(ADDRESS_FILE, ADDRESSES.as_bytes()),
        ],
        flaws: &[
            "bookings.csv line 4, street: neither coordinates nor an address; give lat and lon, or street and number",
        ],
    },
    Case {
        name: "a street that is not there",
        edits: &[
            Swap("bookings.csv", "Ådalsvej;4;;2635;Ishøj;55.60111;12.35222", "Månevej;4;;2635;Ishøj;;"),
            Put(ADDRESS_FILE, ADDRESSES.as_bytes()),
        ],
        flaws: &[
            "bookings.csv line 4, street: \"Månevej 4, 2635 Ishøj\" is not an address in addresses.csv; write one of: Granvej 9, 2625 Vallensbæk | Granvej 8, 2635 Ishøj | Søvej 1, 2635 Ishøj",
        ],
    },
    Case {
        name: "a street between two others",
        edits: &[
            Swap("bookings.csv", "Ådalsvej;4;;2635;Ishøj;55.60111;12.35222", "Sovej;1;;2635;Ishøj;;"),
            Put(ADDRESS_FILE, ADDRESSES.as_bytes()),
        ],
        flaws: &[
            "bookings.csv line 4, street: \"Sovej 1, 2635 Ishøj\" may be several addresses in addresses.csv; write one of: Solvej 1, 2635 Ishøj | Søvej 1, 2635 Ishøj | Skovvej 7, 2635 Ishøj",
        ],
    },
    Case {
        name: "a house number that is not there",
        edits: &[
            Swap("bookings.csv", "Ådalsvej;4;;2635;Ishøj;55.60111;12.35222", "Ishøj Bygade;12;;2635;Ishøj;;"),
            Put(ADDRESS_FILE, ADDRESSES.as_bytes()),
        ],
        flaws: &[
            "bookings.csv line 4, number: \"Ishøj Bygade 12, 2635 Ishøj\" has a house number that is not in addresses.csv; write one of: Ishøj Bygade 11, 2635 Ishøj | Ishøj Bygade 13B, 2635 Ishøj | Ishøj Bygade 9, 2635 Ishøj",
        ],
    },
    Case {
        name: "a house number without its letter",
        edits: &[
            Swap("bookings.csv", "Ådalsvej;4;;2635;Ishøj;55.60111;12.35222", "Ishøj Bygade;13;;2635;Ishøj;;"),
            Put(ADDRESS_FILE, ADDRESSES.as_bytes()),
        ],
        flaws: &[
            "bookings.csv line 4, number: \"Ishøj Bygade 13, 2635 Ishøj\" has a house number that is not in addresses.csv; write one of: Ishøj Bygade 13B, 2635 Ishøj | Ishøj Bygade 11, 2635 Ishøj | Ishøj Bygade 9, 2635 Ishøj",
        ],
    },
    Case {
        name: "an address without a number",
        edits: &[
            Swap("bookings.csv", "Ådalsvej;4;;2635;Ishøj;55.60111;12.35222", "Ishøj Bygade;;;2635;Ishøj;;"),
            Put(ADDRESS_FILE, ADDRESSES.as_bytes()),
        ],
        flaws: &[
            "bookings.csv line 4, number: \"Ishøj Bygade, 2635 Ishøj\" has no house number to find it in addresses.csv; write one of: Ishøj Bygade 9, 2635 Ishøj | Ishøj Bygade 11, 2635 Ishøj | Ishøj Bygade 13B, 2635 Ishøj",
        ],
    },
    Case {
        name: "an address in two towns",
        edits: &[
            Swap("bookings.csv", "Ådalsvej;4;;2635;Ishøj;55.60111;12.35222", "Skovvej;7;;;;;"),
            Put(ADDRESS_FILE, ADDRESSES.as_bytes()),
        ],
        flaws: &[
            "bookings.csv line 4, street: \"Skovvej 7\" may be several addresses in addresses.csv; write one of: Skovvej 7, 2625 Vallensbæk | Skovvej 7, 2635 Ishøj | Solvej 1, 2635 Ishøj",
        ],
    },
    Case {
        name: "a postcode that is not there",
        edits: &[
            Swap("bookings.csv", "Ådalsvej;4;;2635;Ishøj;55.60111;12.35222", "Skovvej;7;;9999;;;"),
            Put(ADDRESS_FILE, ADDRESSES.as_bytes()),
        ],
        flaws: &[
            "bookings.csv line 4, postcode: \"9999\" has no address in addresses.csv; write one of: Skovvej 7, 2625 Vallensbæk | Skovvej 7, 2635 Ishøj | Solvej 1, 2635 Ishøj",
        ],
    },
    Case {
        name: "a town that is not there",
        edits: &[
            Swap("bookings.csv", "Ådalsvej;4;;2635;Ishøj;55.60111;12.35222", "Skovvej;7;;;Skagen;;"),
            Put(ADDRESS_FILE, ADDRESSES.as_bytes()),
        ],
        flaws: &[
            "bookings.csv line 4, town: \"Skagen\" has no address in addresses.csv; write one of: Skovvej 7, 2625 Vallensbæk | Skovvej 7, 2635 Ishøj | Solvej 1, 2635 Ishøj",
        ],
    },
    Case {
        name: "the address file is broken",
        edits: &[
            Swap("bookings.csv", "Ådalsvej;4;;2635;Ishøj;55.60111;12.35222", "Skovvej;7;;2635;;;"),
            Put(ADDRESS_FILE, "street,number,postcode,town,lat,lon\nSkovvej,7,2635,Ishøj,55.606,12.356\nSkovvej,9,2635,Ishøj,12.356,55.606\nSkovvej,,2635,Ishøj,55.606,12.356\n".as_bytes()),
        ],
        flaws: &[
            "addresses.csv line 3, lat: \"12.356\" and \"55.606\" are in the wrong order; lat (north) is about 55, lon (east) about 12: swap them",
            "addresses.csv line 4, number: is empty; fill it in",
        ],
    },
    Case {
        name: "the address file lacks a column",
        edits: &[
            Swap("bookings.csv", "Ådalsvej;4;;2635;Ishøj;55.60111;12.35222", "Skovvej;7;;2635;;;"),
            Put(ADDRESS_FILE, "street,number,town,lat,lon\nSkovvej,7,Ishøj,55.606,12.356\n".as_bytes()),
        ],
        flaws: &[
            "addresses.csv line 1: has no column \"postcode\" / \"postnr\"; add it",
        ],
    },
];
