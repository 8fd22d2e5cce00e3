//! A folder that is written whole or not at all.
//!
//! Files go into a hidden folder beside the target, on the same file system, and reach the disk
//! before the target's name is given to them in one step.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::error::{Error, Result};
use crate::output::replaceable::{Replaces, names_in};

/// How the names of folders begin that hold a plan until it is whole; six letters or digits follow.
const STAGING: &str = ".korsel-";

/// A staging folder that nothing was written to for so long was left behind by a run that was killed.
const LEFT_BEHIND: Duration = Duration::from_secs(10 * 60);

/// A file to be written: its path within its folder, and its bytes.
pub type NewFile = (PathBuf, Vec<u8>);

/// Checks that a plan can be written to `out`, which is new, empty or an earlier plan.
///
/// # Errors
/// [`Error::Refused`] if it is something else, or its parent is missing or not writable.
pub fn check_target(out: &Path) -> Result<()> {
    Target::of(out, Replaces::Plan).and_then(|target| target.staging().map(drop))
}

/// Writes the files to the folder `out`: afterwards it holds them all and nothing else, or is as it
/// was.
///
/// # Errors
/// As [`check_target`], and [`Error::Write`].
pub(crate) fn write_folder(out: &Path, files: &[NewFile]) -> Result<()> {
    write(out, files, Replaces::Plan)
}

/// Writes the files to the folder `out`, which is new or empty: afterwards it holds them all, or is as
/// it was.
///
/// # Errors
/// As [`check_target`], and [`Error::Write`].
pub fn write_new_folder(out: &Path, files: &[NewFile]) -> Result<()> {
    write(out, files, Replaces::Nothing)
}

/// As [`write_folder`], but replaces an earlier day and no plan.
///
/// # Errors
/// As [`write_folder`].
pub(crate) fn replace_day_folder(out: &Path, files: &[NewFile]) -> Result<()> {
    write(out, files, Replaces::Day)
}

/// What `look` makes of a folder with these files, which stands beside `out` for so long.
///
/// # Errors
/// What `look` says, and as [`write_folder`].
pub(crate) fn try_folder<T>(
    out: &Path,
    files: &[NewFile],
    look: impl FnOnce(&Path) -> Result<T>,
) -> Result<T> {
    let staging = Target::of(out, Replaces::Day)?.staging()?;
    let folder = staging.path().join("new");
    write_files(&folder, files)?;
    look(&folder)
}

fn write(out: &Path, files: &[NewFile], replaces: Replaces) -> Result<()> {
    let target = Target::of(out, replaces)?;
    remove_left_behind(&target.parent, SystemTime::now());
    let staging = target.staging()?;
    let new = staging.path().join("new");
    write_files(&new, files)?;
    target.replace(&new, staging.path()).map_err(|source| write_error(out, source))
}

struct Target {
    folder: PathBuf,
    parent: PathBuf,
    exists: bool,
}

impl Target {
    fn of(out: &Path, replaces: Replaces) -> Result<Self> {
        let refused = |reason: &str, hint: &str| {
            let (reason, hint) = (reason.to_owned(), hint.to_owned());
            Error::Refused { path: out.to_owned(), reason, hint }
        };
        let exists = match fs::symlink_metadata(out) {
            Ok(_) => true,
            Err(error) if error.kind() == io::ErrorKind::NotFound => false,
            Err(error) => return Err(refused(&error.to_string(), "name a folder that is new")),
        };
        let folder = if exists {
            // Through links, so that what a link points to is replaced and not the link.
            let folder = out.canonicalize();
            folder.map_err(|error| refused(&error.to_string(), "name a folder that is new"))?
        } else {
            std::path::absolute(out)
                .map_err(|error| refused(&error.to_string(), "name a folder that is new"))?
        };
        let Some(parent) = folder.parent().filter(|_| folder.file_name().is_some()) else {
            return Err(refused("is no folder to write to", "name a folder that is new"));
        };
        if !parent.is_dir() {
            return Err(refused("its parent folder does not exist", "create it first"));
        }
        let target = Self { parent: parent.to_owned(), folder, exists };
        match if exists { replaces.obstacle(&target.folder) } else { Ok(None) } {
            Ok(None) => Ok(target),
            Ok(Some(reason)) => Err(refused(&reason, replaces.hint())),
            Err(error) => Err(refused(&error.to_string(), "name a folder that is new")),
        }
    }

    /// A hidden folder beside the target that nobody else may look into, deleted when dropped.
    fn staging(&self) -> Result<tempfile::TempDir> {
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        builder.prefix(STAGING).tempdir_in(&self.parent).map_err(|error| Error::Refused {
            path: self.parent.clone(),
            reason: format!("cannot be written to: {error}"),
            hint: "name a folder in a place that you may write to".to_owned(),
        })
    }

    /// Gives the target's name to `new`; what had it before is left in `staging`.
    fn replace(&self, new: &Path, staging: &Path) -> io::Result<()> {
        if !self.exists {
            fs::rename(new, &self.folder)?;
        } else if exchange(new, &self.folder).is_err() {
            swap_in_two_steps(new, &self.folder, &staging.join("old"))?;
        }
        sync_folder(&self.parent)
    }
}

/// Deletes staging folders that runs left behind when they were killed, as they hold people's names
/// and addresses. What cannot be read or deleted, another user's say, stays; no plan fails by it.
fn remove_left_behind(parent: &Path, now: SystemTime) {
    for name in names_in(parent).unwrap_or_default() {
        let folder = parent.join(&name);
        if is_staging(&name) && is_left_behind(&folder, now).unwrap_or(false) {
            let _ = fs::remove_dir_all(&folder);
        }
    }
}

fn is_staging(name: &str) -> bool {
    let random = name.strip_prefix(STAGING).unwrap_or_default();
    random.len() == 6 && random.bytes().all(|letter| letter.is_ascii_alphanumeric())
}

fn is_left_behind(folder: &Path, now: SystemTime) -> io::Result<bool> {
    if !fs::symlink_metadata(folder)?.is_dir() {
        return Ok(false);
    }
    let mut held = names_in(folder)?;
    held.sort();
    // With both, a run was killed between two renames: no plan has its name, and these are all
    // there is.
    if held == ["new", "old"] || held.iter().any(|name| name != "new" && name != "old") {
        return Ok(false);
    }
    let mut paths = vec![folder.to_owned()];
    paths.extend(held.iter().map(|name| folder.join(name)));
    paths.push(folder.join("new").join("manifests"));
    let is_old = |path: &PathBuf| {
        let written = fs::symlink_metadata(path).and_then(|data| data.modified());
        match written {
            Ok(written) => now.duration_since(written).is_ok_and(|age| age > LEFT_BEHIND),
            Err(error) => error.kind() == io::ErrorKind::NotFound,
        }
    };
    Ok(paths.iter().all(is_old))
}

fn write_files(folder: &Path, files: &[NewFile]) -> Result<()> {
    let create = |path: &Path| fs::create_dir_all(path).map_err(|source| write_error(path, source));
    create(folder)?;
    let mut folders = BTreeSet::from([folder.to_owned()]);
    for (name, bytes) in files {
        let path = folder.join(name);
        let parent = path.parent().expect("it is within the folder");
        create(parent)?;
        let written = File::create_new(&path).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
        written.map_err(|source| write_error(&path, source))?;
        folders.insert(parent.to_owned());
    }
    let mut folders = folders.iter();
    folders.try_for_each(|path| sync_folder(path).map_err(|source| write_error(path, source)))
}

fn write_error(path: &Path, source: io::Error) -> Error {
    Error::Write { path: path.to_owned(), source }
}

/// Swaps two folders in one step.
#[cfg(target_os = "linux")]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

/// Swaps two folders in one step.
#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Puts `new` in the place of `folder`, which goes `aside`; for file systems without an exchange. For
/// a moment neither has the name, yet both are whole.
fn swap_in_two_steps(new: &Path, folder: &Path, aside: &Path) -> io::Result<()> {
    fs::rename(folder, aside)?;
    if let Err(error) = fs::rename(new, folder) {
        fs::rename(aside, folder)?;
        return Err(error);
    }
    Ok(())
}

/// Makes a folder's entries reach the disk, where a folder can be opened for that.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::json::PLAN_FILE;

    fn files(names: &[&str]) -> Vec<NewFile> {
        names.iter().map(|name| (name.into(), name.as_bytes().to_vec())).collect()
    }

    fn listing(folder: &Path) -> Vec<String> {
        let mut names = names_in(folder).expect("a folder");
        names.sort();
        names
    }

    #[test]
    fn an_earlier_plan_is_replaced_and_nothing_is_left_behind() {
        let home = tempfile::tempdir().expect("a folder");
        let out = home.path().join("plan");
        write_folder(&out, &files(&[PLAN_FILE, "manifests/old.html"])).expect("new");
        write_folder(&out, &files(&[PLAN_FILE, "manifests/new.html"])).expect("replaced");
        assert_eq!(listing(&out), ["manifests", PLAN_FILE]);
        assert_eq!(listing(&out.join("manifests")), ["new.html"]);
        assert_eq!(listing(home.path()), ["plan"]);
    }

    #[test]
    fn an_empty_folder_and_what_desktops_leave_in_one_do_not_block_a_plan() {
        let clutter = [".DS_Store", "Thumbs.db", "desktop.ini", ".~lock.x.csv#", "~$x.xlsx"];
        let beside_plan = [&clutter[..], &[PLAN_FILE, "manifests/.DS_Store"]].concat();
        for held in [Vec::new(), clutter.to_vec(), beside_plan] {
            let out = tempfile::tempdir().expect("a folder");
            write_files(out.path(), &files(&held)).expect("written");
            write_folder(out.path(), &files(&[PLAN_FILE])).expect("written");
            assert_eq!(listing(out.path()), [PLAN_FILE]);
        }
    }

    #[test]
    fn anything_else_is_refused_and_left_as_it_was() {
        let home = tempfile::tempdir().expect("a folder");
        let at = |name: &str| home.path().join(name);
        fs::write(at("file"), "x").expect("written");
        for (folder, held) in [
            ("photos", vec!["cat.jpg"]),
            ("notes", vec![PLAN_FILE, "notes.txt"]),
            ("deep", vec![PLAN_FILE, "manifests/notes.txt"]),
        ] {
            write_files(&at(folder), &files(&held)).expect("written");
        }
        for (name, expected) in [
            ("file", "is a file, not a folder"),
            ("photos", "is a folder with other files and no plan"),
            ("notes", "holds \"notes.txt\" beside a plan, which would be lost"),
            ("deep", "holds \"manifests/notes.txt\", which would be lost"),
            ("no/such", "its parent folder does not exist"),
        ] {
            let before = listing(home.path());
            for result in [check_target(&at(name)), write_folder(&at(name), &files(&[PLAN_FILE]))] {
                let message = result.expect_err("refused").to_string();
                assert!(message.contains(expected), "{message}");
            }
            assert_eq!(listing(home.path()), before);
        }
        assert_eq!(listing(&at("photos")), ["cat.jpg"]);
    }

    #[test]
    fn a_write_that_fails_midway_leaves_the_earlier_plan_whole() {
        let home = tempfile::tempdir().expect("a folder");
        let out = home.path().join("plan");
        write_folder(&out, &files(&[PLAN_FILE])).expect("new");
        // A file where the next one needs a folder.
        let bad = files(&[PLAN_FILE, "summary.json", "summary.json/x"]);
        let error = write_folder(&out, &bad).expect_err("cannot be written");
        assert!(matches!(error, Error::Write { .. }), "{error}");
        assert_eq!(listing(&out), [PLAN_FILE]);
        assert_eq!(listing(home.path()), ["plan"]);
        let fresh = home.path().join("fresh");
        write_folder(&fresh, &bad).expect_err("cannot be written");
        assert_eq!(listing(home.path()), ["plan"]);
    }

    #[test]
    fn a_staging_folder_is_removed_when_it_was_left_ten_minutes_ago_and_never_sooner() {
        let home = tempfile::tempdir().expect("a folder");
        let at = |name: &str| home.path().join(name);
        for (folder, held) in [
            (".korsel-abc123", &["new/plan.json"][..]),
            (".korsel-Abc124", &["old/plan.json"]),
            (".korsel-halfway", &["new/plan.json"]),
            (".korsel-photo1", &["cat.jpg"]),
            (".korsel-abc125", &["new/plan.json", "old/plan.json"]),
        ] {
            write_files(&at(folder), &files(held)).expect("written");
        }
        fs::create_dir(at(".korsel-abc126")).expect("created");
        let all = listing(home.path());
        let after = |seconds| SystemTime::now() + Duration::from_secs(seconds);
        // A clock that was set back makes nothing old.
        for now in [SystemTime::UNIX_EPOCH, after(0), after(590)] {
            remove_left_behind(home.path(), now);
            assert_eq!(listing(home.path()), all);
        }
        remove_left_behind(home.path(), after(601));
        assert_eq!(listing(home.path()), [".korsel-abc125", ".korsel-halfway", ".korsel-photo1"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_write_removes_what_a_killed_run_left_and_its_own_staging_is_nobody_elses() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().expect("a folder");
        let (left, out) = (home.path().join(".korsel-abc123"), home.path().join("plan"));
        fs::create_dir(&left).expect("created");
        let written = SystemTime::now() - Duration::from_secs(601);
        File::open(&left).and_then(|left| left.set_modified(written)).expect("made older");
        write_folder(&out, &files(&[PLAN_FILE])).expect("written");
        assert_eq!(listing(home.path()), ["plan"]);
        let staging =
            Target::of(&out, Replaces::Plan).and_then(|target| target.staging()).expect("a folder");
        let mode = fs::metadata(staging.path()).expect("a folder").permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }

    #[cfg(unix)]
    #[test]
    fn what_a_link_points_to_is_replaced_and_the_link_stays() {
        let home = tempfile::tempdir().expect("a folder");
        let (real, link) = (home.path().join("real"), home.path().join("link"));
        write_folder(&real, &files(&[PLAN_FILE])).expect("new");
        std::os::unix::fs::symlink(&real, &link).expect("a link");
        write_folder(&link, &files(&[PLAN_FILE, "summary.json"])).expect("replaced");
        assert!(link.is_symlink());
        assert_eq!(listing(&real), [PLAN_FILE, "summary.json"]);
    }

    #[cfg(unix)]
    #[test]
    fn two_renames_do_where_no_exchange_exists() {
        let home = tempfile::tempdir().expect("a folder");
        let (old, new) = (home.path().join("old-name"), home.path().join("new"));
        write_files(&old, &files(&["old"])).expect("written");
        write_files(&new, &files(&["new"])).expect("written");
        exchange(&home.path().join("missing"), &old).expect_err("nothing to exchange");
        swap_in_two_steps(&new, &old, &home.path().join("aside")).expect("swapped");
        assert_eq!(listing(&old), ["new"]);
        assert_eq!(listing(&home.path().join("aside")), ["old"]);
    }
}
