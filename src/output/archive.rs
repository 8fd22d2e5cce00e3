//! `contractor.zip.age`: all that the contractor gets, as one archive that only the named recipients can
//! open.

use std::io::{Cursor, Write};

use chrono::{Datelike, NaiveDate};
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

use crate::output::Contents;
use crate::output::age::{Recipient, encrypt};
use crate::output::changes::CHANGES_FILE;
use crate::output::folder::NewFile;
use crate::output::taxis::TAXIS_FILE;

/// The file in a plan folder.
pub(super) const ARCHIVE_FILE: &str = "contractor.zip.age";

/// Files and folders that go to the contractor; the rest of a plan is for the municipality.
const FOR_CONTRACTOR: [&str; 8] = [
    "contractor.csv",
    "contractor.xlsx",
    "suti.xml",
    "manifests.html",
    "manifests.pdf",
    "manifests",
    TAXIS_FILE,
    CHANGES_FILE,
];

/// Adds the archive to a plan's files, if it has a recipient.
pub(super) fn add(files: &mut Vec<NewFile>, contents: &Contents) {
    let recipients = contents.beside.recipients;
    if !recipients.is_empty() {
        let archive = archive(files, recipients, contents.plan.date);
        files.push((ARCHIVE_FILE.into(), archive));
    }
}

/// The archive of those of a plan's files that are for the contractor.
fn archive(files: &[NewFile], recipients: &[Recipient], date: NaiveDate) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // The date of service, so that equal plans give equal archives before they are encrypted.
    let (year, month, day) = (date.year() as u16, date.month() as u8, date.day() as u8);
    let midnight = DateTime::from_date_and_time(year, month, day, 0, 0, 0).unwrap_or_default();
    let options = SimpleFileOptions::default().last_modified_time(midnight);
    let memory = "memory takes it, and names are short and different";
    for (path, bytes) in files {
        let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
        if FOR_CONTRACTOR.contains(&parts[0].as_ref()) {
            zip.start_file(parts.join("/"), options).expect(memory);
            zip.write_all(bytes).expect(memory);
        }
    }
    encrypt(recipients, &zip.finish().expect(memory).into_inner())
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;
    use crate::output::age::tests::{decrypted, pair};

    #[test]
    fn the_contractor_finds_their_files_and_no_others() {
        let file = |name: &str| (name.into(), format!("æ in {name}").into_bytes());
        let others = ["plan.json", "summary.json", "report.html", "not_planned.csv"];
        let own = ["contractor.csv", "suti.xml", "manifests.pdf", "manifests/Vogn-1.html"];
        let files: Vec<NewFile> = others.iter().chain(&own).map(|name| file(name)).collect();
        let (secret, public) = pair(7);
        let date = NaiveDate::from_ymd_opt(2026, 12, 7).expect("a date");
        let sealed = archive(&files, &[public.parse().expect("a recipient")], date);
        assert!(!sealed.windows(4).any(|four| four == b"suti"), "names are hidden too");
        let opened = decrypted(&sealed, &secret).expect("it is for them");
        let mut zip = zip::ZipArchive::new(Cursor::new(opened)).expect("an archive");
        let names: Vec<String> =
            zip.file_names().map(|name| name.expect("UTF-8").into_owned()).collect();
        assert_eq!(names, own);
        for name in own {
            let mut text = String::new();
            let mut entry = zip.by_name(name).expect(name);
            entry.read_to_string(&mut text).expect("UTF-8");
            assert_eq!(text, format!("æ in {name}"));
            assert_eq!(
                entry.last_modified().map(|it| it.to_string()).as_deref(),
                Some("2026-12-07 00:00:00")
            );
        }
    }
}
