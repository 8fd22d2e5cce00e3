//! A file that is written whole or not at all, and takes the place of nothing but its like.
//!
//! Its bytes go into a hidden file beside it and reach the disk before its name is given to them.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::error::{Error, Result};

/// What may be replaced: whether bytes are an earlier file of this kind.
pub type IsEarlier = fn(&[u8]) -> bool;

/// The most bytes that are looked at to tell.
const MOST_BYTES: u64 = 16_000_000;

/// Checks that a file can be written to `path`: it is new, or an earlier one of its kind.
///
/// # Errors
/// [`Error::Refused`] if it is something else, or its folder is missing or not writable.
pub fn check_file(path: &Path, is_earlier: IsEarlier) -> Result<()> {
    stage(path, is_earlier).map(drop)
}

/// Bytes on the disk that have yet to be given their name; they go if they are not.
pub struct StagedFile {
    file: NamedTempFile,
    path: PathBuf,
}

impl StagedFile {
    /// The bytes, ready to become the file at `path`.
    ///
    /// # Errors
    /// As [`check_file`], and [`Error::Write`].
    pub fn new(path: &Path, bytes: &[u8], is_earlier: IsEarlier) -> Result<Self> {
        let mut staged = stage(path, is_earlier)?;
        let written = staged.file.write_all(bytes).and_then(|()| staged.file.as_file().sync_all());
        written.map_err(|source| Error::Write { path: path.to_owned(), source })?;
        Ok(staged)
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub fn finish(self) -> Result<()> {
        let Self { file, path } = self;
        let named = file.persist(&path);
        named.map(drop).map_err(|error| Error::Write { path, source: error.error })
    }
}

/// Writes the file: afterwards it holds these bytes, or is as it was.
///
/// # Errors
/// As [`check_file`], and [`Error::Write`].
pub fn write_file(path: &Path, bytes: &[u8], is_earlier: IsEarlier) -> Result<()> {
    StagedFile::new(path, bytes, is_earlier)?.finish()
}

/// An empty staged file.
fn stage(path: &Path, is_earlier: IsEarlier) -> Result<StagedFile> {
    let refused = |reason: String, hint: &str| Error::Refused {
        path: path.to_owned(),
        reason,
        hint: hint.to_owned(),
    };
    let new_name = "name a new file";
    let target = match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => path.to_owned(),
        Err(error) => return Err(refused(error.to_string(), new_name)),
        // Through links, so that what a link points to is replaced and not the link.
        Ok(_) => path.canonicalize().map_err(|error| refused(error.to_string(), new_name))?,
    };
    match read_earlier(&target) {
        Ok(None) => {}
        Ok(Some(bytes)) if is_earlier(&bytes) => {}
        Ok(Some(_)) => {
            return Err(refused("is another file, which would be lost".to_owned(), new_name));
        }
        Err(error) => return Err(refused(error.to_string(), new_name)),
    }
    let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new("."));
    if !parent.is_dir() {
        return Err(refused("its folder does not exist".to_owned(), "create it first"));
    }
    let mut builder = tempfile::Builder::new();
    // As any new file: others may read it if the folder lets them.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let file = builder.prefix(".korsel-").tempfile_in(parent);
    let file = file.map_err(|error| {
        refused(format!("cannot be written: {error}"), "name a file in a place you may write to")
    })?;
    Ok(StagedFile { file, path: target })
}

/// The first bytes of what has the name already.
fn read_earlier(path: &Path) -> io::Result<Option<Vec<u8>>> {
    use io::Read;
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
        Ok(metadata) if !metadata.is_file() => {
            return Err(io::Error::other("is there already and is no file"));
        }
        Ok(_) => {}
    }
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(MOST_BYTES).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: IsEarlier = |bytes| bytes.starts_with(b"ours");

    fn listing(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder");
        let names = entries.map(|entry| entry.expect("an entry").file_name());
        names.map(|name| name.to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn a_file_takes_the_place_of_its_like_and_of_nothing_else() {
        let home = tempfile::tempdir().expect("a folder");
        let path = home.path().join("x");
        for bytes in [b"ours 1", b"ours 2"] {
            write_file(&path, bytes, OURS).expect("written");
            assert_eq!(fs::read(&path).expect("a file"), bytes);
        }
        fs::write(&path, "a diary").expect("written");
        for result in [check_file(&path, OURS), write_file(&path, b"ours 3", OURS)] {
            let message = result.expect_err("refused").to_string();
            assert!(message.contains("is another file, which would be lost"), "{message}");
        }
        assert_eq!(fs::read(&path).expect("a file"), b"a diary");
        assert_eq!(listing(home.path()), ["x"]);
    }

    #[test]
    fn nothing_is_left_of_a_file_that_is_not_finished() {
        let home = tempfile::tempdir().expect("a folder");
        let path = home.path().join("x");
        check_file(&path, OURS).expect("a fit place");
        drop(StagedFile::new(&path, b"ours", OURS).expect("staged"));
        assert_eq!(listing(home.path()), [""; 0]);
    }

    #[test]
    fn what_is_no_place_for_a_file_is_refused() {
        let home = tempfile::tempdir().expect("a folder");
        let missing = home.path().join("no/such");
        for (path, expected) in [
            (missing.as_path(), "its folder does not exist"),
            (home.path(), "is there already and is no file"),
        ] {
            let message = check_file(path, OURS).expect_err("refused").to_string();
            assert!(message.contains(expected), "{message}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_a_link_points_to_is_replaced_and_others_may_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().expect("a folder");
        let (real, link) = (home.path().join("real"), home.path().join("link"));
        fs::write(&real, "ours").expect("written");
        std::os::unix::fs::symlink(&real, &link).expect("a link");
        write_file(&link, b"ours, later", OURS).expect("written");
        assert!(link.is_symlink());
        assert_eq!(fs::read(&real).expect("a file"), b"ours, later");
        let plain = home.path().join("plain");
        fs::write(&plain, "x").expect("written");
        let mode = |path: &Path| fs::metadata(path).expect("a file").permissions().mode();
        assert_eq!(mode(&real), mode(&plain));
    }
}
