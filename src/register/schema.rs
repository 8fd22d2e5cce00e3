//! The database: its tables with all that it refuses, and how an older one becomes one of today.
//!
//! Each migration is one step from a version to the next and is never changed once it is out. The
//! version stands in `user_version`; that a file is a register at all, in `application_id`.

use rusqlite::{Connection, TransactionBehavior};

/// What marks a file as a register: `KRSL`.
pub(super) const APPLICATION: i64 = 0x4B52_534C;

/// The steps from an empty database to one of today.
const MIGRATIONS: [&str; 3] = [
    include_str!("migrations/1.sql"),
    include_str!("migrations/2.sql"),
    include_str!("migrations/3.sql"),
];

/// The version that this program works with.
pub(super) const VERSION: i64 = MIGRATIONS.len() as i64;

/// Takes the database to the version of today in one transaction; one of today is left alone.
pub(super) fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    if version(connection)? == VERSION {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have been faster.
    let from = version(&transaction)?;
    for step in MIGRATIONS.iter().skip(from as usize) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.commit()
}

/// The version of the database.
pub(super) fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Whether the file is marked as a register.
pub(super) fn is_register(connection: &Connection) -> rusqlite::Result<bool> {
    let mark: i64 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    Ok(mark == APPLICATION)
}

/// Whether the file has nothing in it at all, as one that was just created.
pub(super) fn is_empty(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::tables::TABLES;

    fn database() -> Connection {
        let mut connection = Connection::open_in_memory().expect("memory");
        migrate(&mut connection).expect("migrated");
        connection
    }

    #[test]
    fn the_described_columns_are_those_of_the_database() {
        let connection = database();
        for table in &TABLES {
            let mut columns =
                connection.prepare("SELECT name FROM pragma_table_info(?1)").expect("a table");
            let names = columns.query_map([table.name], |row| row.get(0)).expect("columns");
            let names: Vec<String> = names.map(|name| name.expect("a name")).collect();
            let described: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
            assert_eq!(names, described, "{}", table.name);
        }
    }

    #[test]
    fn migrating_twice_changes_nothing() {
        let mut connection = database();
        connection.execute("INSERT INTO contractors (contractor) VALUES ('V')", []).expect("a row");
        migrate(&mut connection).expect("again");
        assert!(is_register(&connection).expect("a mark"));
        let rows = "SELECT count(*) FROM contractors";
        assert_eq!(connection.query_row(rows, [], |row| row.get::<_, i64>(0)), Ok(1));
    }

    #[test]
    fn the_log_can_neither_be_changed_nor_cut() {
        let connection = database();
        let entry = "INSERT INTO log (at, who, verb, subject, detail) VALUES ('', '', '', '', '')";
        connection.execute(entry, []).expect("an entry");
        for attempt in ["UPDATE log SET who = 'x'", "DELETE FROM log"] {
            let refused = connection.execute(attempt, []).expect_err(attempt).to_string();
            assert!(refused.contains("the log is append-only"), "{refused}");
        }
    }

    #[test]
    fn the_database_itself_refuses_nonsense() {
        let connection = database();
        connection
            .execute_batch(
                "INSERT INTO centres (centre, lat, lon) VALUES ('S', 55.6, 12.3);
                 INSERT INTO citizens (citizen, lat, lon) VALUES ('C', 55.6, 12.3);",
            )
            .expect("sound rows");
        for nonsense in [
            "INSERT INTO centres (centre, lat, lon) VALUES ('', 55.6, 12.3)",
            "INSERT INTO centres (centre, lat, lon) VALUES ('T', 12.3, 55.6)",
            "INSERT INTO closing_days (centre, first) VALUES ('S', '2026-02-30')",
            "INSERT INTO closing_days (centre, first, last) VALUES ('S', '2026-02-03', '2026-02-01')",
            "INSERT INTO sessions VALUES ('M', 'S', 8, 600, 660, NULL)",
            "INSERT INTO sessions VALUES ('M', 'S', 1, 600, 600, NULL)",
            "INSERT INTO grants VALUES ('G', 'C', 'never', '2026-01-01', '2026-02-01', 'T', NULL, 0)",
            "INSERT INTO grants VALUES ('G', 'C', 'out', '2026-03-01', '2026-02-01', 'T', NULL, 0)",
            "INSERT INTO absences VALUES ('C', '2026-01-01', '2026-01-01', 'out', 'lazy', 'late', 'K')",
            "INSERT INTO citizens (citizen, lat, lon, companions) VALUES ('D', 55.6, 12.3, -1)",
        ] {
            let refused = connection.execute(nonsense, []).expect_err(nonsense).to_string();
            assert!(refused.contains("CHECK"), "{nonsense}: {refused}");
        }
    }
}
