//! The register's file: opened, changed in whole steps, copied.
//!
//! Every change is one transaction that takes the write lock at once, so that no other program can
//! slip between reading and writing, and enters itself in the log. Readers see the state before or
//! after it, never between.

use std::fs::OpenOptions;
use std::path::{Path, PathBuf};

use chrono::Local;
use rusqlite::{
    Connection, ErrorCode, OpenFlags, OptionalExtension, Transaction, TransactionBehavior,
};

use crate::error::{Error, Flaw, Result};
use crate::register::content::Content;
use crate::register::schema;

/// What to do when another program is writing: called with how often it was called before in this
/// wait, returns whether to go on waiting.
pub type Waits = fn(i32) -> bool;

/// Whether a change is to stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// It is made.
    Commit,
    /// It is tried and taken back, to show what it would do.
    Rehearse,
}

/// An open register.
#[derive(Debug)]
pub struct Register {
    connection: Connection,
    path: PathBuf,
}

/// A change under way: all of it is made, or nothing.
#[derive(Debug)]
pub struct Changing<'a> {
    pub(super) transaction: Transaction<'a>,
    path: &'a Path,
    who: &'a str,
}

impl Register {
    /// The register in this file.
    ///
    /// # Errors
    /// [`Error::Refused`] if the file is missing, no register, or one of a later program;
    /// [`Error::Busy`] and [`Error::Register`].
    pub fn open(path: &Path, waits: Waits) -> Result<Self> {
        if !path.exists() {
            return Err(refused(path, "does not exist", "create it with korsel register import"));
        }
        Self::connect(path, waits, false)
    }

    /// The register in this file, which is created if it is not there, readable by its owner alone.
    ///
    /// # Errors
    /// As [`Register::open`].
    pub fn open_or_create(path: &Path, waits: Waits) -> Result<Self> {
        if !path.exists() {
            create(path, path)?;
        }
        Self::connect(path, waits, true)
    }

    /// A register that is nowhere on disk, to try on it what would become of a new one.
    ///
    /// # Errors
    /// [`Error::Register`].
    pub fn imagined(path: &Path) -> Result<Self> {
        let connection = Connection::open_in_memory().map_err(|error| failed(path, &error))?;
        let mut register = Self { connection, path: path.to_owned() };
        register.prepare(|_| false, true)?;
        Ok(register)
    }

    fn connect(path: &Path, waits: Waits, may_be_empty: bool) -> Result<Self> {
        if path.is_dir() {
            return Err(refused(path, "is a folder, not a register", "name a file"));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection =
            Connection::open_with_flags(path, flags).map_err(|error| failed(path, &error))?;
        let mut register = Self { connection, path: path.to_owned() };
        register.prepare(waits, may_be_empty)?;
        Ok(register)
    }

    fn prepare(&mut self, waits: Waits, may_be_empty: bool) -> Result<()> {
        let Self { connection, path } = self;
        let failed = |error: rusqlite::Error| failed(path, &error);
        connection.busy_handler(Some(waits)).map_err(failed)?;
        // In this order, as another program may fill an empty file between the two questions.
        let is_ours = (may_be_empty && schema::is_empty(connection).map_err(failed)?)
            || schema::is_register(connection).map_err(failed)?;
        if !is_ours {
            return Err(refused(path, "is no register", "name a register, or a file that is new"));
        }
        let version = schema::version(connection).map_err(failed)?;
        if version > schema::VERSION {
            let reason = format!("is a register of version {version}, made by a later korsel");
            return Err(refused(path, &reason, "use the later program"));
        }
        connection
            .execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
                 PRAGMA secure_delete = ON;",
            )
            .map_err(failed)?;
        schema::migrate(connection).map_err(failed)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What it holds at this moment.
    ///
    /// # Errors
    /// [`Error::Busy`] and [`Error::Register`].
    pub fn content(&self) -> Result<Content> {
        self.read(Content::load)
    }

    /// What `look` finds at one moment.
    ///
    /// # Errors
    /// [`Error::Busy`] and [`Error::Register`].
    pub(super) fn read<T>(&self, look: impl Fn(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        let failed = |error| failed(&self.path, &error);
        // Without a transaction each statement would see a moment of its own.
        let transaction = self.connection.unchecked_transaction().map_err(failed)?;
        look(&transaction).map_err(failed)
    }

    /// The text of the settings; empty if there are none.
    ///
    /// # Errors
    /// [`Error::Busy`] and [`Error::Register`].
    pub fn settings(&self) -> Result<String> {
        self.read(settings)
    }

    /// Makes the changes of `work` in one step, on behalf of `who`; if it fails nothing has changed.
    ///
    /// # Errors
    /// What `work` says, [`Error::Busy`] and [`Error::Register`].
    pub fn change<T>(
        &mut self,
        who: &str,
        mode: Mode,
        work: impl FnOnce(&Changing) -> Result<T>,
    ) -> Result<T> {
        let Self { connection, path } = self;
        let path = path.as_path();
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|error| failed(path, &error))?;
        let changing = Changing { transaction, path, who };
        let done = work(&changing)?;
        let ended = match mode {
            Mode::Commit => changing.transaction.commit(),
            Mode::Rehearse => changing.transaction.rollback(),
        };
        ended.map_err(|error| failed(path, &error))?;
        Ok(done)
    }

    /// Copies the register as it is at this moment into a new file.
    ///
    /// # Errors
    /// [`Error::Refused`] if the file exists or cannot be made, [`Error::Busy`], [`Error::Register`].
    pub fn backup(&self, to: &Path) -> Result<()> {
        if to.symlink_metadata().is_ok() {
            return Err(refused(to, "exists already", "name a new file"));
        }
        // A copy that was killed halfway must not pass for a backup.
        let mut staging = to.as_os_str().to_owned();
        staging.push(".unfinished");
        let staging = PathBuf::from(staging);
        // What a killed copy left behind.
        let _ = std::fs::remove_file(&staging);
        create(&staging, to)?;
        let copied = self
            .connection
            .execute("VACUUM INTO ?1", [staging.to_string_lossy()])
            .map_err(|error| failed(&self.path, &error))
            .and_then(|_| {
                let named = std::fs::File::open(&staging)
                    .and_then(|file| file.sync_all())
                    .and_then(|()| std::fs::rename(&staging, to));
                named.map_err(|source| Error::Write { path: to.to_owned(), source })
            });
        if copied.is_err() {
            // The first failure is the one to tell of.
            let _ = std::fs::remove_file(&staging);
        }
        copied
    }

    /// What is wrong with the file itself, in the words of SQLite; nothing if it is sound.
    ///
    /// # Errors
    /// [`Error::Register`] if it cannot even be looked at.
    pub fn damage(&self) -> Result<Vec<String>> {
        self.read(|connection| {
            let mut found = Vec::new();
            for check in ["PRAGMA integrity_check", "PRAGMA foreign_key_check"] {
                let mut statement = connection.prepare(check)?;
                let mut rows = statement.query([])?;
                while let Some(row) = rows.next()? {
                    found.push(row.get::<_, String>(0)?);
                }
            }
            found.retain(|line| line != "ok");
            Ok(found)
        })
    }

    /// Takes what was deleted out of the file for good.
    ///
    /// # Errors
    /// [`Error::Busy`] and [`Error::Register`].
    pub fn compact(&self) -> Result<()> {
        let compacted = self.connection.execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);");
        compacted.map_err(|error| failed(&self.path, &error))
    }
}

impl Changing<'_> {
    /// What the register holds with the changes so far.
    ///
    /// # Errors
    /// [`Error::Register`].
    pub fn content(&self) -> Result<Content> {
        self.done(Content::load(&self.transaction))
    }

    /// The text of the settings; empty if there are none.
    ///
    /// # Errors
    /// [`Error::Register`].
    pub fn settings(&self) -> Result<String> {
        self.done(settings(&self.transaction))
    }

    /// Replaces the settings by this text.
    ///
    /// # Errors
    /// [`Error::Register`].
    pub fn put_settings(&self, text: &str) -> Result<()> {
        let replace = "INSERT OR REPLACE INTO settings (only, text) VALUES (1, ?1)";
        self.done(self.transaction.execute(replace, [text]).map(drop))
    }

    /// Enters a change, export or override in the log. Neither part names a person other than by
    /// reference.
    ///
    /// # Errors
    /// [`Error::Register`].
    pub fn log(&self, verb: &str, subject: &str, detail: &str) -> Result<()> {
        let at = now();
        let entry = (at.as_str(), self.who, verb, subject, detail);
        let insert = "INSERT INTO log (at, who, verb, subject, detail) VALUES (?1, ?2, ?3, ?4, ?5)";
        self.done(self.transaction.execute(insert, entry).map(drop))
    }

    /// On whose behalf the change is made.
    pub(super) fn who(&self) -> &str {
        self.who
    }

    /// The result with the register's own error.
    pub(super) fn done<T>(&self, result: rusqlite::Result<T>) -> Result<T> {
        result.map_err(|error| failed(self.path, &error))
    }

    /// A refusal that names the register.
    pub(super) fn refused(&self, reason: &str, hint: &str) -> Error {
        refused(self.path, reason, hint)
    }
}

fn settings(connection: &Connection) -> rusqlite::Result<String> {
    let text = connection.query_row("SELECT text FROM settings", [], |row| row.get(0)).optional();
    Ok(text?.unwrap_or_default())
}

/// This moment as the log writes it: local time, to the second.
pub(super) fn now() -> String {
    Local::now().format("%Y-%m-%d %H:%M:%S").to_string()
}

/// A new, empty file that only its owner may read; one that is there already will do. What goes wrong
/// is told of the file that was asked for.
fn create(path: &Path, asked: &Path) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let created = options.open(path).map(drop);
    created.map_err(|error| {
        refused(
            asked,
            &format!("cannot be created: {error}"),
            "name a file in a folder of your own",
        )
    })
}

fn refused(path: &Path, reason: &str, hint: &str) -> Error {
    Error::Refused { path: path.to_owned(), reason: reason.to_owned(), hint: hint.to_owned() }
}

/// What went wrong inside SQLite.
fn failed(path: &Path, error: &rusqlite::Error) -> Error {
    let path = path.to_owned();
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Busy { path },
        Some(ErrorCode::NotADatabase) => {
            refused(&path, "is no register", "name a register, or a file that is new")
        }
        Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => refused(
            &path,
            &format!("cannot be opened for writing: {error}"),
            "name a file that you may write to, in a folder that you may write to",
        ),
        // What is written has been looked at before; this is for what that look has overlooked.
        Some(ErrorCode::ConstraintViolation) => {
            let found = format!("a row that the register refuses ({error})");
            let file = path.display().to_string();
            Error::Invalid { flaws: vec![Flaw::new(file, found, "mend the row")] }
        }
        Some(ErrorCode::DatabaseCorrupt) => {
            Error::Register { path, reason: format!("{error}; use a backup") }
        }
        _ => Error::Register { path, reason: error.to_string() },
    }
}
