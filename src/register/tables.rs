//! The tables of the register as people fill them in: names, columns, what a cell may mean.
//!
//! One description serves reading files, comparing with what is there, writing to the database, and
//! listing. What the database itself refuses stands in `schema`.

/// A table that people fill in.
#[derive(Debug)]
pub struct Table {
    /// Its English name, which is also its name in the database.
    pub name: &'static str,
    /// Other names, the first of them Danish: of files, sheets and on the command line.
    pub also: &'static [&'static str],
    /// The columns that tell a row from all others.
    pub key: &'static [&'static str],
    /// Its columns.
    pub columns: &'static [Column],
}

/// A column of a table.
#[derive(Debug)]
pub struct Column {
    /// Its English name, which is also its name in the database.
    pub name: &'static str,
    /// Other names, the first of them Danish.
    pub also: &'static [&'static str],
    /// Whether a row makes no sense without it.
    pub required: bool,
    /// What its cells mean.
    pub kind: Kind,
}

/// What the cells of a column mean, and how the register holds them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Words, kept as they are.
    Text,
    /// What a row is called, or what a row of this table is called.
    Reference(Option<&'static str>),
    /// References of citizens, one space between.
    Citizens,
    /// A date, as `yyyy-mm-dd`.
    Date,
    /// Dates in order, one space between.
    Dates,
    /// A moment of whole minutes up to this hour, as minutes since midnight.
    Clock(i64),
    /// A whole number within limits.
    Whole(i64, i64),
    /// Yes or no, as 1 or 0.
    YesNo,
    /// An amount of money, in øre.
    Money,
    /// Degrees, north or east.
    Degrees,
    /// `both`, `out` or `home`.
    Rides,
    /// `out` or `home`.
    Direction,
    /// A day of the week, 1 (Monday) to 7.
    Weekday,
    /// Days of the week in order, e.g. `12345`.
    Weekdays,
    /// Which weeks: `all`, `odd`, `even`, or a number: one week of so many.
    Weeks,
    /// Whether somebody is ill: `sick` or `other`.
    Cause,
    /// Whether word came: `in time` or `late`.
    Notice,
    /// What became of a ride: `done`, `no show`, `cancelled` at the door, or `no vehicle` came.
    Outcome,
    /// A moment, to the second, as seconds since midnight.
    Moment,
    /// How a citizen moves, by its English name.
    Mobility,
    /// What a vehicle holds, e.g. `8+0 5+1`.
    Layouts,
}

const fn needed(name: &'static str, also: &'static [&'static str], kind: Kind) -> Column {
    Column { name, also, required: true, kind }
}

const fn free(name: &'static str, also: &'static [&'static str], kind: Kind) -> Column {
    Column { name, also, required: false, kind }
}

const CITIZEN: Kind = Kind::Reference(Some("citizens"));
const CENTRE: Kind = Kind::Reference(Some("centres"));
const STREET: Column = free("street", &["vej", "vejnavn", "gade"], Kind::Text);
const NUMBER: Column = free("number", &["husnr", "husnummer", "nr"], Kind::Text);
const POSTCODE: Column = free("postcode", &["postnr", "postnummer"], Kind::Text);
const TOWN: Column = free("town", &["by", "postdistrikt"], Kind::Text);
const LAT: Column = free("lat", &["lat", "breddegrad", "latitude"], Kind::Degrees);
const LON: Column = free("lon", &["lon", "længdegrad", "lng", "longitude"], Kind::Degrees);
const FIRST: Column = needed("first", &["fra", "from", "fra_dato", "dato_fra"], Kind::Date);
const LAST: Column = needed("last", &["til", "to", "til_dato", "dato_til"], Kind::Date);
const OPEN_LAST: Column = free("last", &["til", "to", "til_dato", "dato_til"], Kind::Date);
const NOTE: Column = free("note", &["note", "bemærkning"], Kind::Text);
const PHONE: Column = free("phone", &["telefon", "tlf", "mobil"], Kind::Text);

/// All tables, each after those that it refers to.
pub static TABLES: [Table; 11] = [
    Table {
        name: "centres",
        also: &["centre", "center", "træningscentre"],
        key: &["centre"],
        columns: &[
            needed("centre", &["center", "id", "træningscenter"], Kind::Reference(None)),
            free("name", &["navn"], Kind::Text),
            STREET,
            NUMBER,
            POSTCODE,
            TOWN,
            LAT,
            LON,
            PHONE,
        ],
    },
    Table {
        name: "closing_days",
        also: &["lukkedage", "closed", "lukket"],
        key: &["centre", "first"],
        columns: &[needed("centre", &["center", "træningscenter"], CENTRE), FIRST, OPEN_LAST, NOTE],
    },
    Table {
        name: "sessions",
        also: &["træningstider", "hold", "session"],
        key: &["session"],
        columns: &[
            needed("session", &["hold", "træning"], Kind::Reference(None)),
            needed("centre", &["center", "træningscenter"], CENTRE),
            needed("weekday", &["ugedag", "dag"], Kind::Weekday),
            needed("session_start", &["træning_start", "træning_fra", "starttid"], Kind::Clock(24)),
            needed("session_end", &["træning_slut", "træning_til", "sluttid"], Kind::Clock(24)),
            free("places", &["pladser"], Kind::Whole(1, 500)),
        ],
    },
    Table {
        name: "contractors",
        also: &["vognmænd", "contractor", "vognmand"],
        key: &["contractor"],
        columns: &[
            needed("contractor", &["vognmand"], Kind::Reference(None)),
            free("name", &["navn"], Kind::Text),
            PHONE,
            free("email", &["mail", "e-mail"], Kind::Text),
        ],
    },
    Table {
        name: "vehicles",
        also: &["vogne", "fleet", "flåde", "vehicle", "vogn"],
        key: &["vehicle"],
        columns: &[
            needed("vehicle", &["vogn", "vognnavn", "bil"], Kind::Reference(None)),
            free("contractor", &["vognmand"], Kind::Reference(Some("contractors"))),
            free("type", &["type", "vogntype"], Kind::Text),
            needed("depot", &["depot", "garage", "hjemsted"], Kind::Reference(None)),
            needed("depot_lat", &["depot_lat", "depot_breddegrad"], Kind::Degrees),
            needed("depot_lon", &["depot_lon", "depot_længdegrad"], Kind::Degrees),
            needed("shift_start", &["vagt_start", "vagt_fra"], Kind::Clock(30)),
            needed("shift_end", &["vagt_slut", "vagt_til"], Kind::Clock(30)),
            needed("layouts", &["indretning", "indretninger"], Kind::Layouts),
            free("lift", &["lift", "rampe"], Kind::YesNo),
            free("front_seats", &["forsæder"], Kind::Whole(0, 8)),
            free("break_min", &["pause_min"], Kind::Whole(1, 600)),
            free("break_from", &["pause_fra"], Kind::Clock(30)),
            free("break_to", &["pause_til"], Kind::Clock(30)),
            needed("day_fee", &["dagspris", "dagstakst"], Kind::Money),
            needed("per_km", &["pr_km", "km_pris"], Kind::Money),
            needed("per_hour", &["pr_time", "timepris"], Kind::Money),
            free("per_hour_waiting", &["pr_time_ventetid", "ventetid_pr_time"], Kind::Money),
            free("weekdays", &["ugedage"], Kind::Weekdays),
            free("first", &["fra", "from"], Kind::Date),
            free("last", &["til", "to"], Kind::Date),
        ],
    },
    Table {
        name: "citizens",
        also: &["borgere", "citizen", "borger"],
        key: &["citizen"],
        columns: &[
            needed("citizen", &["borger", "borger_ref", "borgerref"], Kind::Reference(None)),
            free("name", &["navn"], Kind::Text),
            PHONE,
            STREET,
            NUMBER,
            free("floor_door", &["etage_dør", "etage", "floor"], Kind::Text),
            POSTCODE,
            TOWN,
            LAT,
            LON,
            free("mobility", &["mobilitet", "hjælpemiddel"], Kind::Mobility),
            free("boarding_min", &["påstigning_min"], Kind::Whole(0, 60)),
            free("companions", &["ledsagere", "ledsager"], Kind::Whole(0, 50)),
            free("front_seat", &["forsæde"], Kind::YesNo),
            free("alone", &["alene"], Kind::YesNo),
            free("not_with", &["ikke_med", "ikke_sammen_med"], Kind::Citizens),
            free("needs_lift", &["kræver_lift", "lift"], Kind::YesNo),
            free("note", &["note", "bemærkning", "chaufførnote"], Kind::Text),
            free("protected", &["beskyttet", "adressebeskyttelse"], Kind::YesNo),
        ],
    },
    Table {
        name: "grants",
        also: &["bevillinger", "grant", "bevilling"],
        key: &["grant"],
        columns: &[
            needed("grant", &["bevilling", "bevillingsnr"], Kind::Reference(None)),
            needed("citizen", &["borger", "borger_ref", "borgerref"], CITIZEN),
            needed("rides", &["ture", "kørsel"], Kind::Rides),
            FIRST,
            LAST,
            needed("granted_by", &["bevilget_af"], Kind::Text),
            free(
                "longest_trip_min",
                &["længste_tur_min", "længste_rejse_min"],
                Kind::Whole(1, 600),
            ),
            free("co_payment", &["egenbetaling", "copayment"], Kind::YesNo),
        ],
    },
    Table {
        name: "standing",
        also: &["faste_bestillinger", "standing_bookings", "bookings", "bestillinger"],
        key: &["booking"],
        columns: &[
            needed(
                "booking",
                &["bestilling", "bestillingsnr", "booking_id"],
                Kind::Reference(None),
            ),
            needed("citizen", &["borger", "borger_ref", "borgerref"], CITIZEN),
            needed("session", &["hold", "træning"], Kind::Reference(Some("sessions"))),
            free("rides", &["ture", "kørsel"], Kind::Rides),
            FIRST,
            OPEN_LAST,
            free("weeks", &["uger", "ugemønster"], Kind::Weeks),
            free("except_dates", &["undtagen", "except", "undtagen_datoer"], Kind::Dates),
            free("extra_dates", &["ekstra", "extra", "ekstra_datoer"], Kind::Dates),
        ],
    },
    Table {
        name: "absences",
        also: &["afbud", "fravær", "absence"],
        key: &["citizen", "first", "last", "rides"],
        columns: &[
            needed("citizen", &["borger", "borger_ref", "borgerref"], CITIZEN),
            FIRST,
            LAST,
            needed("rides", &["ture", "kørsel"], Kind::Rides),
            needed("cause", &["årsag", "reason"], Kind::Cause),
            needed("notice", &["varsel"], Kind::Notice),
            needed("taken_by", &["modtaget_af"], Kind::Text),
        ],
    },
    Table {
        name: "no_shows",
        also: &["udeblivelser", "noshows", "udeblevet"],
        key: &["citizen", "date", "direction"],
        columns: &[
            needed("citizen", &["borger", "borger_ref", "borgerref"], CITIZEN),
            needed("date", &["dato"], Kind::Date),
            needed("direction", &["retning", "tur", "ride"], Kind::Direction),
            free("rides_home", &["kører_hjem"], Kind::YesNo),
            needed("taken_by", &["modtaget_af"], Kind::Text),
        ],
    },
    Table {
        name: "performed",
        also: &["udførte", "udførte_ture", "performed_rides"],
        key: &["date", "booking", "direction"],
        columns: &[
            needed("date", &["dato"], Kind::Date),
            needed("booking", &["bestilling"], Kind::Reference(None)),
            needed("direction", &["retning"], Kind::Direction),
            free("citizen", &["borger", "borger_ref", "borgerref"], CITIZEN),
            needed("outcome", &["udfald"], Kind::Outcome),
            free("vehicle", &["vogn"], Kind::Text),
            free("pickup_arrival", &["afhent_ankomst"], Kind::Moment),
            free("pickup_departure", &["afhent_afgang"], Kind::Moment),
            free("dropoff_arrival", &["aflever_ankomst"], Kind::Moment),
            free("dropoff_departure", &["aflever_afgang"], Kind::Moment),
        ],
    },
];

impl Table {
    /// The table of this English name.
    ///
    /// # Panics
    /// If there is none.
    pub fn named(name: &str) -> &'static Self {
        TABLES.iter().find(|table| table.name == name).expect("a name of the list")
    }

    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The Danish name, as files of the table are called.
    pub fn danish(&self) -> &'static str {
        self.also[0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_table_refers_to_stands_before_it() {
        for (index, table) in TABLES.iter().enumerate() {
            for column in table.columns {
                if let Kind::Reference(Some(other)) = column.kind {
                    let before = TABLES[..index].iter().any(|table| table.name == other);
                    assert!(before, "{} refers to {other}", table.name);
                }
            }
            assert!(table.key.iter().all(|key| table.column(key).is_some_and(|it| it.required)));
        }
    }
}
