//! What contractors say was done, entered in the register: the rides, and who did not show up.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use crate::domain::{Direction, Time};
use crate::error::{Flaw, Result};
use crate::input::register::cell::seconds;
use crate::input::register::performed::{PerformedList, Reported, RideKey};
use crate::input::register::put::{Import, Imported, ImportedRow};
use crate::input::register::{invalid, municipality};
use crate::input::values::quoted;
use crate::register::{Changing, RideOutcome, RideOwner, Row, Table, Value};

/// Who noted the no-shows that come from such lists.
const CONTRACTOR: &str = "vognmand";

const VERB: &str = "outcomes";

/// What came of a list.
pub struct Fed {
    /// Each row with what came of it.
    pub imported: Imported,
    /// How many rides ended in each way.
    pub counts: Vec<(RideOutcome, usize)>,
    /// Rides that citizens did not want when the vehicle stood at the door, by booking.
    pub at_door: Vec<(NaiveDate, String, Direction)>,
    /// No-shows of an earlier list that this one takes back.
    pub taken_back: Vec<String>,
    /// No-shows that somebody else has noted, of rides which this list has otherwise.
    pub contradicted: Vec<String>,
}

impl PerformedList {
    /// Enters all of it, each change with an entry in the log.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::error::Error::Invalid) with every ride that no plan has had, or that is
    /// somebody else's; [`Error::Register`](crate::error::Error::Register). Then nothing must be kept.
    pub fn put(&self, changing: &Changing) -> Result<Fed> {
        let owners = self.owners(changing)?;
        let mut rows = Vec::new();
        let (mut taken_back, mut contradicted) = (Vec::new(), Vec::new());
        for (key, ride) in &self.rides {
            let owner = &owners[key];
            rows.push(ride.at(row(Table::named("performed"), performed(key, ride, owner))));
            let Some(no_show) = self.no_show(key, owner) else { continue };
            let noted_by = changing.stands(&no_show)?.map(|cells| cells[TAKEN_BY].clone());
            let is_ours = noted_by == Some(Value::Text(CONTRACTOR.to_owned()));
            match (ride.outcome == Some(RideOutcome::NoShow), noted_by) {
                (true, None) => rows.push(ride.at(no_show)),
                (true, Some(_)) if is_ours => rows.push(ride.at(no_show)),
                (false, Some(_)) if is_ours => {
                    changing.remove(&no_show)?;
                    let subject = format!("{} {}", no_show.table.name, no_show.name());
                    changing.log(VERB, &subject, "taken back")?;
                    taken_back.push(no_show.name());
                }
                (false, Some(_)) => contradicted.push(no_show.name()),
                // What somebody here has noted stands as it is.
                (true, Some(_)) | (false, None) => {}
            }
        }
        let municipality = municipality(&changing.settings()?)?;
        let imported = Import { settings: None, municipality, rows }.put(changing, VERB)?;
        Ok(Fed {
            imported,
            counts: RideOutcome::ALL.map(|it| (it, self.ended(it).count())).to_vec(),
            at_door: self.ended(RideOutcome::CancelledAtDoor).cloned().collect(),
            taken_back,
            contradicted,
        })
    }

    fn ended(&self, outcome: RideOutcome) -> impl Iterator<Item = &RideKey> {
        let such = self.rides.iter().filter(move |(_, ride)| ride.outcome == Some(outcome));
        such.map(|(key, _)| key)
    }

    /// Whose ride each is, by the plans of its date.
    fn owners(&self, changing: &Changing) -> Result<BTreeMap<RideKey, RideOwner>> {
        let mut by_date: BTreeMap<NaiveDate, BTreeMap<(String, Direction), RideOwner>> =
            BTreeMap::new();
        let mut owners = BTreeMap::new();
        let mut flaws = Vec::new();
        for (key, ride) in &self.rides {
            let (date, booking, direction) = key;
            if !by_date.contains_key(date) {
                by_date.insert(*date, changing.rides_planned(*date)?);
            }
            match by_date[date].get(&(booking.clone(), *direction)) {
                Some(owner) => {
                    flaws.extend(ride.flaw_of_owner(owner));
                    owners.insert(key.clone(), owner.clone());
                }
                None => flaws.push(ride.flaw_of_ride(key, by_date[date].is_empty())),
            }
        }
        if flaws.is_empty() { Ok(owners) } else { Err(invalid(flaws)) }
    }

    /// The row that says the citizen did not show up, the ride home driven all the same if the list says
    /// so; none for somebody whom the register does not know.
    fn no_show(&self, (date, booking, direction): &RideKey, owner: &RideOwner) -> Option<Row> {
        let home = self.rides.get(&(*date, booking.clone(), Direction::Home));
        let rides_home = *direction == Direction::Out
            && home.is_some_and(|home| home.outcome == Some(RideOutcome::Done));
        let text = |text: &str| Value::Text(text.to_owned());
        let cells = [
            ("citizen", text(owner.citizen.as_ref()?)),
            ("date", Value::Text(date.to_string())),
            ("direction", text(direction.name())),
            ("rides_home", Value::Integer(i64::from(rides_home))),
            ("taken_by", text(CONTRACTOR)),
        ];
        Some(row(Table::named("no_shows"), cells.to_vec()))
    }
}

/// Which of the cells of a no-show says who noted it.
const TAKEN_BY: usize = 4;

type Cell = (&'static str, Value);

/// The cells that say how the ride ended.
fn performed(
    (date, booking, direction): &RideKey,
    ride: &Reported,
    owner: &RideOwner,
) -> Vec<Cell> {
    let outcome = ride.outcome.expect("rides that are left open are not entered");
    let vehicle = ride.vehicle.as_ref().or(owner.vehicle.as_ref());
    let mut cells = vec![
        ("date", Value::Text(date.to_string())),
        ("booking", Value::Text(booking.clone())),
        ("direction", Value::Text(direction.name().to_owned())),
        ("citizen", owner.citizen.clone().map_or(Value::Null, Value::Text)),
        ("outcome", Value::Text(outcome.word().to_owned())),
        ("vehicle", Value::Text(vehicle.cloned().unwrap_or_default())),
    ];
    let columns =
        [["pickup_arrival", "pickup_departure"], ["dropoff_arrival", "dropoff_departure"]];
    for (stop, times) in columns.into_iter().zip(ride.times) {
        // A list without a column says nothing of what stands there.
        let given = stop.into_iter().zip(times).zip(ride.has_times).filter(|(_, has)| *has);
        let value = |time: Time| Value::Integer(seconds(time));
        cells.extend(given.map(|((column, time), _)| (column, time.map_or(Value::Null, value))));
    }
    cells
}

fn row(table: &'static Table, cells: Vec<Cell>) -> Row {
    let column = |name| table.column(name).expect("a column of the table");
    Row { table, values: cells.into_iter().map(|(name, value)| (column(name), value)).collect() }
}

impl Reported {
    /// A row that the list says, with its place there.
    fn at(&self, row: Row) -> ImportedRow {
        let (file, line, [ride, citizen]) = self.place.clone();
        let spelled = FxHashMap::from_iter([("booking", ride), ("citizen", citizen)]);
        ImportedRow { row, file, line, spelled }
    }

    /// The flaw of a ride that is not the citizen's whom the list names.
    fn flaw_of_owner(&self, owner: &RideOwner) -> Option<Flaw> {
        let (listed, known) = (self.citizen.as_ref()?, owner.citizen.as_ref()?);
        (listed != known).then(|| {
            let (file, line, [_, column]) = &self.place;
            let found = format!("the ride is not of {}", quoted(listed));
            Flaw::new(file, found, format!("write {}, as the plan has it", quoted(known)))
                .line(*line)
                .column(column.as_str())
        })
    }

    fn flaw_of_ride(&self, (date, booking, direction): &RideKey, no_plan: bool) -> Flaw {
        let (file, line, [column, _]) = &self.place;
        let name = quoted(&format!(
            "{booking}-{}",
            if *direction == Direction::Out { "ud" } else { "hjem" }
        ));
        let (found, expected) = match no_plan {
            true => (
                format!("the register has no plan of {date}"),
                "give a list of a day that was planned",
            ),
            false => (
                format!("{name} is no ride of {date}"),
                "write it as our list does, or take it out",
            ),
        };
        Flaw::new(file, found, expected).line(*line).column(column.as_str())
    }
}
