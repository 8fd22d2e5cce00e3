//! Rows that were read, put into the register and looked at together with all that is in it.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::error::{Flaw, Result};
use crate::input::register::{invalid, municipality};
use crate::input::spelling::did_you_mean;
use crate::input::values::quoted;
use crate::register::{
    Changing, Contradiction, Kind, Municipality, Outcome, Row, TABLES, Table, contradictions,
};

/// What files say about the register, read and sound in itself.
pub struct Import {
    /// The text of the settings, if a file gives them.
    pub(super) settings: Option<String>,
    /// What the settings are then.
    pub(super) municipality: Municipality,
    /// The rows, in the order of the files.
    pub(super) rows: Vec<ImportedRow>,
}

/// A row and where it stands.
pub struct ImportedRow {
    /// The row.
    pub row: Row,
    pub(super) file: String,
    pub(super) line: u64,
    /// Its columns as the file spells them.
    pub(super) spelled: FxHashMap<&'static str, String>,
}

/// What came of an import.
pub struct Imported {
    /// Each row with what came of it.
    pub rows: Vec<(Row, Outcome)>,
    /// Whether the settings are others than before.
    pub has_new_settings: bool,
    /// Contradictions that were there before and still are.
    pub still: Vec<Contradiction>,
}

impl Import {
    /// Puts everything in, each change with an entry in the log.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::error::Error::Invalid) with every row that refers to nothing, lacks
    /// what a new row needs, or contradicts another row or a rule;
    /// [`Error::Register`](crate::error::Error::Register). Then nothing must be kept.
    pub fn put(&self, changing: &Changing, verb: &str) -> Result<Imported> {
        let old_settings = changing.settings()?;
        let before = contradictions(&changing.content()?, &municipality(&old_settings)?);
        let mut flaws = Vec::new();
        let mut rows = Vec::with_capacity(self.rows.len());
        for imported in &self.rows {
            match self.put_row(changing, verb, imported)? {
                Ok(outcome) => rows.push((imported.row.clone(), outcome)),
                Err(flaw) => flaws.push(*flaw),
            }
        }
        if flaws.is_empty() {
            flaws.extend(self.loose_ends(changing)?);
        }
        let mut still = Vec::new();
        if flaws.is_empty() {
            let now = contradictions(&changing.content()?, &self.municipality);
            flaws.extend(now.difference(&before).map(|it| self.flaw_of(it)));
            still = now.into_iter().collect();
        }
        if !flaws.is_empty() {
            return Err(invalid(flaws));
        }
        let new = self.settings.as_deref().filter(|text| *text != old_settings);
        if let Some(text) = new {
            changing.put_settings(text)?;
            changing.log(verb, "settings", "changed")?;
        }
        Ok(Imported { rows, has_new_settings: new.is_some(), still })
    }

    /// Takes the rows out, each with an entry in the log; the names of those that were there.
    ///
    /// # Errors
    /// [`Error::Register`](crate::error::Error::Register).
    pub fn remove(&self, changing: &Changing, verb: &str) -> Result<Vec<String>> {
        let mut removed = Vec::new();
        for imported in &self.rows {
            let name = imported.row.name();
            if changing.remove(&imported.row)? {
                let subject = format!("{} {name}", imported.row.table.name);
                changing.log(verb, &subject, "taken back")?;
                removed.push(name);
            }
        }
        Ok(removed)
    }

    /// What came of the row, or what a new row lacks.
    fn put_row(
        &self,
        changing: &Changing,
        verb: &str,
        imported: &ImportedRow,
    ) -> Result<Result<Outcome, Box<Flaw>>> {
        let row = &imported.row;
        let lacks_place = row.table.column("lat").is_some() && row.value("lat").is_none();
        if lacks_place && !changing.has(row)? {
            let found = format!("{} is new and has no address", quoted(&row.name()));
            let expected = "give lat and lon, or street and number";
            return Ok(Err(imported.flaw(row.table.key[0], found, expected).into()));
        }
        let outcome = changing.put(row)?;
        let subject = format!("{} {}", row.table.name, row.name());
        match &outcome {
            Outcome::Added => changing.log(verb, &subject, "added")?,
            Outcome::Changed(columns) => {
                let names: Vec<&str> = columns.iter().map(|(name, ..)| *name).collect();
                changing.log(verb, &subject, &format!("changed {}", names.join(", ")))?;
            }
            Outcome::Same => {}
        }
        Ok(Ok(outcome))
    }

    /// Rows that refer to what is not there.
    fn loose_ends(&self, changing: &Changing) -> Result<Vec<Flaw>> {
        let mut names: FxHashMap<&str, Vec<String>> = FxHashMap::default();
        for table in &TABLES {
            names.insert(table.name, changing.names(table)?);
        }
        let sets: FxHashMap<&str, FxHashSet<&str>> = names
            .iter()
            .map(|(table, names)| (*table, names.iter().map(String::as_str).collect()))
            .collect();
        let mut flaws = Vec::new();
        for imported in &self.rows {
            for (column, _) in &imported.row.values {
                let Kind::Reference(Some(other)) = column.kind else { continue };
                let Some(name) = imported.row.text(column.name) else { continue };
                if sets[other].contains(name) {
                    continue;
                }
                let danish = Table::named(other).danish();
                let found = format!("{} is not among the {other} ({danish})", quoted(name));
                let expected = "write one that is, or import it as well";
                let hint = did_you_mean(name, names[other].iter().map(String::as_str));
                flaws.push(Flaw { hint, ..imported.flaw(column.name, found, expected) });
            }
        }
        Ok(flaws)
    }

    /// A contradiction with the place of its row, or if the row is of no file, with its name.
    fn flaw_of(&self, contradiction: &Contradiction) -> Flaw {
        let Contradiction { table, row, column, found, expected } = contradiction;
        let is_it = |it: &&ImportedRow| it.row.table.name == *table && it.row.name() == *row;
        match self.rows.iter().find(is_it) {
            Some(imported) => imported.flaw(column, found.clone(), expected),
            None => Flaw::new(format!("{table} {row}"), found, expected).column(*column),
        }
    }
}

impl ImportedRow {
    fn flaw(&self, column: &str, found: impl Into<String>, expected: &str) -> Flaw {
        let spelled = self.spelled.get(column).map_or(column, String::as_str);
        Flaw::new(&self.file, found, expected).line(self.line).column(spelled)
    }
}
