//! The contractor's list in an office program: the right columns, and every letter.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::program::{DATA, text};
use crate::{is_there, plan, run};

/// What LibreOffice sees in a file: its first sheet's cells, as text.
fn cells(file: &Path, home: &Path) -> Vec<Vec<String>> {
    // Field separators 59 and 34, UTF-8 (76) in and out; cells as they are shown.
    let input = if file.extension().is_some_and(|it| it == "csv") {
        "--infilter=CSV:59,34,76,1,,1030,false,false"
    } else {
        "--infilter=Calc MS Excel 2007 XML"
    };
    let profile = format!("-env:UserInstallation=file://{}/profile", home.display());
    let target = "csv:Text - txt - csv (StarCalc):59,34,76,1";
    let out = home.join("office");
    let convert = ["--headless", "--convert-to", target, "--outdir", text(&out), text(file)];
    run("soffice", &[&[profile.as_str(), input], &convert[..]].concat());
    let name = file.with_extension("csv");
    let written = out.join(name.file_name().expect("a name"));
    let bytes = fs::read(&written).expect("LibreOffice has written it");
    fs::remove_file(written).expect("removed");
    let mut reader =
        csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(&bytes[..]);
    let row = |row: csv::StringRecord| row.iter().map(str::to_owned).collect();
    reader.records().map(|it| row(it.expect("a row"))).collect()
}

#[test]
fn an_office_program_opens_both_lists_with_the_right_columns_and_letters() {
    if !is_there("soffice", "KORSEL_OFFICE") {
        return;
    }
    let home = tempfile::tempdir().expect("a folder");
    let out = home.path().join("plan");
    let day = Path::new(DATA).join("monday");
    assert_eq!(plan(&day, &out, &[]).code, 0);
    let bytes = fs::read(out.join("contractor.csv")).expect("a list");
    let mut reader =
        csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(&bytes[3..]);
    let row = |row: csv::StringRecord| row.iter().map(str::to_owned).collect();
    let ours: Vec<Vec<String>> = reader.records().map(|it| row(it.expect("a row"))).collect();
    let list = cells(&out.join("contractor.csv"), home.path());
    let book = cells(&out.join("contractor.xlsx"), home.path());
    assert_eq!(list[0], ours[0]);
    // The workbook has the same columns, what a page of paper begins with first.
    let sorted = |row: &[String]| BTreeSet::from_iter(row.to_vec());
    assert_eq!((book[0].len(), sorted(&book[0])), (ours[0].len(), sorted(&ours[0])));
    assert_eq!((list.len(), book.len()), (ours.len(), ours.len()));
    let column = |table: &[Vec<String>], name| table[0].iter().position(|it| it == name);
    for name in [
        "dato",
        "vogn",
        "stop_nr",
        "handling",
        "rejse_id",
        "navn",
        "vej",
        "husnr",
        "etage_dør",
        "postnr",
        "by",
        "planlagt_tid",
        "mødetid",
        "hjælpemiddel",
        "chaufførnote",
        "om_bord_efter",
    ] {
        let at = column(&ours, name).expect(name);
        let in_book = column(&book, name).expect(name);
        for (row, own) in ours.iter().enumerate().skip(1) {
            assert_eq!(
                book[row][in_book],
                own[at].trim_start_matches('\''),
                "xlsx, {name}, row {row}"
            );
            assert_eq!(list[row][at], own[at], "csv, {name}, row {row}");
        }
    }
    let letters: String = book.concat().concat();
    assert!(['æ', 'ø', 'å', 'Å'].iter().all(|letter| letters.contains(*letter)));
}
