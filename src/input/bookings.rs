//! `bookings.csv`: which citizen trains where and when, and how they must be driven.

use std::path::Path;

use chrono::NaiveDate;

use crate::domain::{
    Address, Booking, BookingStatus, Centre, Coordinates, Duration, Mobility, Rides, Session, Time,
};
use crate::error::Flaw;
use crate::input::cells::Cells;
use crate::input::grants;
use crate::input::history::History;
use crate::input::lookup::{self, Finder, locate};
use crate::input::mobility::Mobilities;
use crate::input::places::Places;
use crate::input::settings::Settings;
use crate::input::spelling::{did_you_mean, one_of};
use crate::input::table::{Column, Shape, Table};
use crate::input::values::quoted;

const fn column(name: &'static str, also: &'static [&'static str], required: bool) -> Column {
    Column { name, also, required }
}

const SHAPE: Shape = Shape {
    columns: &[
        column("booking", &["bestilling", "bestillingsnr", "booking_id"], true),
        column("citizen", &["borger", "borger_ref", "borgerref"], true),
        column("name", &["navn"], false),
        column("phone", &["telefon", "tlf", "mobil"], false),
        column("street", &["vej", "vejnavn", "gade"], false),
        column("number", &["husnr", "husnummer", "nr"], false),
        column("floor_door", &["etage_dør", "etage", "floor"], false),
        column("postcode", &["postnr", "postnummer"], false),
        column("town", &["by", "postdistrikt"], false),
        column("lat", &["breddegrad", "latitude"], false),
        column("lon", &["længdegrad", "lng", "longitude"], false),
        column("centre", &["center", "træningscenter"], true),
        column("session_start", &["træning_start", "træning_fra", "starttid"], true),
        column("session_end", &["træning_slut", "træning_til", "sluttid"], true),
        column("rides", &["ture", "kørsel"], true),
        column("mobility", &["mobilitet", "hjælpemiddel"], false),
        column("companions", &["ledsagere", "ledsager"], false),
        column("front_seat", &["forsæde"], false),
        column("alone", &["alene"], false),
        column("not_with", &["ikke_med", "ikke_sammen_med"], false),
        column("needs_lift", &["kræver_lift", "lift"], false),
        column("longest_trip_min", &["længste_tur_min", "længste_rejse_min"], false),
        column("note", &["bemærkning", "chaufførnote"], false),
        column("protected", &["beskyttet", "adressebeskyttelse"], false),
        column("grant_from", &["bevilling_fra", "bevilget_fra"], true),
        column("grant_to", &["bevilling_til", "bevilget_til"], true),
        column("status", &[], false),
    ],
    only_these: true,
    needs_rows: true,
};

/// What other files say that bookings refer to; `None` where the file cannot be read.
pub struct Context<'a> {
    /// What `day.toml` says.
    pub settings: Option<&'a Settings>,
    /// What `centres.csv` says.
    pub centres: Option<&'a [Centre]>,
    /// Where addresses are looked up.
    pub finder: &'a Finder,
}

impl Context<'_> {
    /// The day's date, if it can be read.
    fn date(&self) -> Option<NaiveDate> {
        self.settings.and_then(|settings| settings.date)
    }
}

/// The bookings of the file, whose homes become places; `None` if a citizen may be
/// missing.
pub fn read(
    folder: &Path,
    context: &Context,
    places: &mut Places,
    flaws: &mut Vec<Flaw>,
) -> Option<Vec<Booking>> {
    let table = Table::read(&folder.join("bookings.csv"), &SHAPE, false, flaws)?;
    lookup::check_columns(&table, flaws);
    let mut history = History::of(&table);
    let mut bookings = Vec::new();
    for row in &table.rows {
        let mut cells = Cells::new(&table, row, flaws);
        bookings.extend(booking(&mut cells, context, &mut history, places));
    }
    table.is_complete_in("citizen").then_some(bookings)
}

/// The booking of one row, with everything wrong about it noted.
fn booking(
    cells: &mut Cells,
    context: &Context,
    history: &mut History,
    places: &mut Places,
) -> Option<Booking> {
    let [reference, citizen] = ["booking", "citizen"].map(|column| cells.required(column));
    let (address, coordinates) = located(cells, context.finder);
    let training = Training::read(cells, context.centres, history, citizen);
    let needs = Needs::read(cells, context.settings);
    let (protected, grant) = (cells.yes_no("protected"), grants::read(cells, context.date()));
    history.note_reference(cells, reference);
    let home = history.home(cells, citizen, coordinates, places);
    let not_with = history.not_with(cells, citizen);
    let Training { centre, session, rides, status } = training?;
    let Needs { mobility, companions, front_seat, alone, needs_lift, longest_trip } = needs?;
    Some(Booking {
        reference: reference?.to_owned(),
        citizen: citizen?.to_owned(),
        name: cells.text("name").to_owned(),
        phone: cells.text("phone").to_owned(),
        address,
        home: home?,
        centre,
        session,
        rides,
        mobility,
        companions,
        front_seat,
        alone,
        not_with,
        needs_lift,
        longest_trip,
        note: cells.text("note").to_owned(),
        protected,
        grant: grant?,
        status,
    })
}

/// What a citizen is booked for.
struct Training {
    /// The centre's index among the day's centres.
    centre: usize,
    session: Session,
    rides: Rides,
    status: BookingStatus,
}

impl Training {
    fn read(
        cells: &mut Cells,
        centres: Option<&[Centre]>,
        history: &mut History,
        citizen: Option<&str>,
    ) -> Option<Self> {
        let centre = centre(cells, centres);
        let session = session(cells);
        let rides = rides(cells);
        let status = status(cells);
        // Who has cancelled one session may be in another at the same time.
        let held = session.filter(|_| status == BookingStatus::Approved);
        history.note_session(cells, citizen, held);
        Some(Self { centre: centre?, session: session?, rides: rides?, status })
    }
}

/// How a citizen must be driven.
struct Needs {
    mobility: Mobility,
    companions: u16,
    front_seat: bool,
    alone: bool,
    needs_lift: bool,
    longest_trip: Duration,
}

impl Needs {
    fn read(cells: &mut Cells, settings: Option<&Settings>) -> Option<Self> {
        let mobility = mobility(cells, settings);
        let companions = cells.whole("companions", 0..=50).unwrap_or(0) as u16;
        let [front_seat, alone, needs_lift] =
            ["front_seat", "alone", "needs_lift"].map(|column| cells.yes_no(column));
        let longest_trip = longest_trip(cells, settings);
        let mobility = mobility?;
        let needs_lift = needs_lift || mobility.needs_lift;
        Some(Self {
            mobility,
            companions,
            front_seat,
            alone,
            needs_lift,
            longest_trip: longest_trip?,
        })
    }
}

/// The home's address, as the address file spells it where it was looked up there, and where that is.
fn located(cells: &mut Cells, finder: &Finder) -> (Address, Option<Coordinates>) {
    let mut address = address(cells);
    let coordinates = locate(cells, &mut address, finder);
    (address, coordinates)
}

fn address(cells: &Cells) -> Address {
    let [street, number, floor_door, postcode, town] =
        ["street", "number", "floor_door", "postcode", "town"]
            .map(|column| cells.text(column).to_owned());
    Address { street, number, floor_door, postcode, town }
}

fn centre(cells: &mut Cells, centres: Option<&[Centre]>) -> Option<usize> {
    let id = cells.required("centre")?;
    let centres = centres?;
    let found = centres.iter().position(|centre| centre.id == id);
    if found.is_none() {
        let ids: Vec<&str> = centres.iter().map(|centre| centre.id.as_str()).collect();
        let hint = did_you_mean(id, ids.iter().copied());
        let expected = format!("write an id of centres.csv: {}", ids.join(", "));
        cells.flaw("centre", format!("{} is not a centre", quoted(id)), expected).hint = hint;
    }
    found
}

fn session(cells: &mut Cells) -> Option<Session> {
    let midnight = Time::hm(24, 0);
    let start = cells.time("session_start", midnight);
    let end = cells.time("session_end", midnight);
    let session = Session { start: start?, end: end? };
    if session.end > session.start {
        return Some(session);
    }
    let found =
        format!("{} is not after the start, {}", quoted(cells.text("session_end")), session.start);
    cells.flaw("session_end", found, "end the session after its start");
    None
}

/// The words for rides, English and Danish first.
pub(super) const RIDES: [(&[&str], Rides); 3] = [
    (&["both", "begge", "ud og hjem", "out and home"], Rides::Both),
    (&["out", "ud", "udkørsel"], Rides::Out),
    (&["home", "hjem", "hjemkørsel"], Rides::Home),
];

fn rides(cells: &mut Cells) -> Option<Rides> {
    cells.required("rides")?;
    cells.choice("rides", &RIDES)
}

fn status(cells: &mut Cells) -> BookingStatus {
    let status = cells.choice(
        "status",
        &[
            (&["approved", "godkendt"], BookingStatus::Approved),
            (&["cancelled", "afbud", "canceled", "aflyst"], BookingStatus::Cancelled),
            (&["absent", "udeblevet", "fravær", "udeblivelse"], BookingStatus::Absent),
        ],
    );
    status.unwrap_or(BookingStatus::Approved)
}

fn mobility(cells: &mut Cells, settings: Option<&Settings>) -> Option<Mobility> {
    known_mobility(cells, &settings?.mobilities)
}

/// The mobility that the row names, or that of people who walk; an unknown one is a flaw.
pub(super) fn known_mobility(cells: &mut Cells, mobilities: &Mobilities) -> Option<Mobility> {
    let name = match cells.text("mobility") {
        "" => "walks",
        name => name,
    };
    let mobility = mobilities.find(name).cloned();
    if mobility.is_none() {
        let hint = did_you_mean(name, mobilities.names());
        let found = format!("{} is not a known mobility", quoted(name));
        let expected = one_of(&mobilities.main_names(), &mobilities.danish_names());
        cells.flaw("mobility", found, expected).hint = hint;
    }
    mobility
}

/// The citizen's own longest trip, or the promise's.
fn longest_trip(cells: &mut Cells, settings: Option<&Settings>) -> Option<Duration> {
    let own = cells.whole("longest_trip_min", 1..=600).map(Duration::minutes);
    let promised = settings?.promise.longest_trip;
    if let Some(own) = own
        && own > promised
    {
        let found = format!("{own} are longer than the promise, {promised}");
        cells.flaw("longest_trip_min", found, "write no more than the promise, or leave it empty");
    }
    Some(own.unwrap_or(promised))
}
