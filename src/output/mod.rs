//! Plan → files: the plan folder, and the summary on the terminal.
//!
//! Everything here reads a finished plan and changes nothing in it. A plan folder is written whole
//! or not at all. Words for people are in `words`, in Danish and in English.

mod age;
mod archive;
mod base64;
mod benchmark;
mod beside;
mod calibration;
mod cells;
mod certificate;
mod changes;
mod compare;
mod contractor;
mod convergence;
mod day;
mod doctor;
mod file;
mod folder;
mod journey;
mod json;
mod manifest;
mod not_planned;
mod register;
mod replaceable;
mod report;
#[cfg(test)]
mod sample;
mod taxis;
mod terminal;
mod travel;
mod verdict;
mod words;

use std::path::Path;

use serde::Serialize;

use crate::domain::Day;
use crate::error::Result;
use crate::plan::Plan;
use crate::plan::summary::{RunInfo, Summary};

pub use age::Recipient;
pub use benchmark::{BenchmarkResult, benchmark_summary, is_benchmark_result, table_head};
pub use beside::{Beside, driven};
pub use calibration::calibration_text;
pub use certificate::{certificate_json, findings_text, is_certificate, read_certificate};
pub use changes::{Version, changes_text, write_replanned_folder};
pub use compare::{
    Compared, Comparison, ListedDate, PlanHistory, is_comparison, name_of, read_history,
    read_summary,
};
pub use convergence::{Course, History, benchmark_plot, is_plot, plan_plot};
pub use day::{
    day_files_id, is_along_roads, read_back, replace_day_folder, travel_note, write_day_folder,
};
pub use doctor::examination_text;
pub use file::{IsEarlier, StagedFile, check_file, write_file};
pub use folder::{check_target, write_new_folder as write_new_files};
pub use json::{PLAN_FILE, plan_json, read_plan};
pub use register::{
    day_note, due_csv, holding_text, import_changes, import_summary, lines_csv, outcomes_text,
    payments_csv, refusal_lines, register_csv,
};
pub use terminal::summary_text;
pub use travel::write_travel_csv;
pub use verdict::{ListLines, missing_text, verdict_text};
pub use words::Language;

/// All that a plan folder is made from.
#[derive(Clone, Copy, Debug)]
pub struct Contents<'a> {
    /// The day.
    pub day: &'a Day,
    /// Its plan.
    pub plan: &'a Plan,
    /// The plan in figures.
    pub summary: &'a Summary,
    /// How it was found.
    pub run: &'a RunInfo,
    /// What files for people are written in.
    pub language: Language,
    /// What is known beside the plan.
    pub beside: Beside<'a>,
}

/// Writes the plan folder `out`: `plan.json`, `summary.json`, `contractor.csv` and `.xlsx`, `suti.xml`,
/// `not_planned.csv`, `taxis.csv` if there are any, `report.html` for the coordinator, `manifests.html` and `.pdf` with every
/// vehicle, one of each per vehicle in `manifests`, and what of it is for the contractor encrypted in
/// `contractor.zip.age` if there is a recipient.
///
/// Whole or not at all. An earlier plan of that name is replaced; any other folder that is not
/// empty is left alone.
///
/// # Errors
/// [`Error::Refused`](crate::error::Error::Refused) if `out` is no place for a plan,
/// [`Error::Invalid`](crate::error::Error::Invalid) if the plan is not one of this day, and
/// [`Error::Write`](crate::error::Error::Write).
pub fn write_plan_folder(out: &Path, contents: &Contents) -> Result<()> {
    let mut files = files(contents)?;
    archive::add(&mut files, contents);
    folder::write_folder(out, &files)
}

/// What names the plan by its content, as it stands in its files.
pub fn plan_id(plan: &Plan) -> String {
    contractor::plan_id(plan, &plan_json(plan))
}

fn files(contents: &Contents) -> Result<Vec<folder::NewFile>> {
    let &Contents { day, plan, summary, run, language, .. } = contents;
    let mut journeys = journey::journeys(day, plan, summary)?;
    journey::delay(&mut journeys, contents.beside.late_until);
    let plan_json = plan_json(plan);
    let plan_id = contractor::plan_id(plan, &plan_json);
    let list = contractor::lines(plan, &plan_id, &journeys, contents.beside.previous);
    let names = (plan_id.as_str(), contractor::version(contents.beside.previous));
    let issue = manifest::Issue { language, plan_id: names.0, version: names.1 };
    let summary_json = json::pretty(&SummaryFile { plan_id: &plan_id, run, summary });
    let mut files: Vec<folder::NewFile> = vec![
        (PLAN_FILE.into(), plan_json.into_bytes()),
        ("summary.json".into(), summary_json.into_bytes()),
        ("contractor.csv".into(), contractor::contractor_csv(&list)),
        ("contractor.xlsx".into(), contractor::contractor_xlsx(plan, names, &list, &journeys)),
        ("suti.xml".into(), contractor::suti(plan, &plan_id, &journeys).into_bytes()),
        ("not_planned.csv".into(), not_planned::not_planned_csv(day, plan, language)),
        ("report.html".into(), report::report(contents, &plan_id, &journeys).into_bytes()),
    ];
    let taxis = taxis::taxis_csv(day, plan, language)?;
    files.extend(taxis.map(|list| (taxis::TAXIS_FILE.into(), list)));
    files.extend(manifest::files(day, plan, &journeys, issue));
    Ok(files)
}

/// `summary.json`: the figures, the plan they belong to, and how it was found.
#[derive(Serialize)]
struct SummaryFile<'a> {
    plan_id: &'a str,
    run: &'a RunInfo,
    #[serde(flatten)]
    summary: &'a Summary,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Duration;
    use crate::output::sample::{Sample, hostile, sample};
    use crate::plan::{Rest, Status};
    use crate::travel::ComputedBy;

    fn contents(sample: &Sample, language: Language) -> Contents<'_> {
        let Sample { day, plan, summary, run, roads } = sample;
        let beside = Beside::of(roads);
        Contents { day, plan, summary, run, language, beside }
    }

    fn file(sample: &Sample, language: Language, name: &str) -> String {
        let files = files(&contents(sample, language)).expect("the plan is of this day");
        let (_, bytes) = files.into_iter().find(|(path, _)| path.ends_with(name)).expect(name);
        String::from_utf8(bytes).expect("UTF-8")
    }

    #[test]
    fn the_contractors_list_is_as_agreed() {
        insta::assert_snapshot!(file(&sample(), Language::English, "contractor.csv"));
    }

    #[test]
    fn what_is_not_planned_is_listed_in_both_languages() {
        for (name, language) in [("danish", Language::Danish), ("english", Language::English)] {
            let text = file(&sample(), language, "not_planned.csv");
            insta::assert_snapshot!(format!("not_planned_{name}"), text);
        }
    }

    #[test]
    fn a_manifest_is_as_agreed() {
        let text = file(&sample(), Language::Danish, "manifests/Bus-1.html");
        insta::assert_snapshot!(without_style(&text));
    }

    #[test]
    fn an_english_manifest_has_no_danish_in_it() {
        let text = file(&sample(), Language::English, "manifests.html");
        assert!(text.contains("<html lang=\"en\">") && text.contains("Monday 7 December 2026"));
        for danish in ["HENT", "SÆT AF", "kørestol", "ledsager", "Mødetid", "Pause", "mandag"] {
            assert!(!text.contains(danish), "{danish}");
        }
    }

    #[test]
    fn a_citizen_without_a_name_is_asked_for_by_reference_on_the_manifest_alone() {
        let mut sample = sample();
        sample.day.bookings[0].name = " ".to_owned();
        let page = file(&sample, Language::Danish, "manifests/Bus-1.html");
        assert!(page.contains("<span class=\"name\">C1</span>"), "{page}");
        let list = file(&sample, Language::Danish, "contractor.csv");
        assert!(list.contains(";B1-ud;C1;;12345678;"), "{list}");
    }

    #[test]
    fn a_protected_citizen_is_named_in_no_file_and_the_driver_is_warned_at_the_door() {
        let mut sample = sample();
        let booking = &mut sample.day.bookings[0];
        booking.protected = true;
        booking.phone = "98 76 54 32".to_owned();
        for (path, bytes) in files(&contents(&sample, Language::Danish)).expect("files") {
            let texts = match path.extension().and_then(|ending| ending.to_str()) {
                Some("pdf") => continue, // Its text is looked at where it is laid out.
                Some("xlsx") => xlsx_texts(bytes),
                _ => String::from_utf8(bytes).expect("UTF-8"),
            };
            for told in ["Åse", "98 76", "9876", "Ørsted"] {
                assert!(!texts.contains(told), "{told} is in {}", path.display());
            }
        }
        let file = |name| file(&sample, Language::Danish, name);
        // At the door out and home, not at the centre; no address goes to a public map.
        let page = file("manifests/Bus-1.html");
        assert_eq!(page.matches("Beskyttet adresse: må ikke gives videre").count(), 2);
        assert_eq!(page.matches("Beskyttet borger: spørg personalet efter").count(), 1);
        assert_eq!(page.matches("Beskyttet borger</p>").count(), 1);
        assert_eq!(page.matches("href=\"geo:55.613451,12.351000?").count(), 2);
        assert!(!page.contains("mlat=55.613451") && page.contains("mlat=55.614000"), "{page}");
        assert!(page.contains("Ægirsvej 1-3") && page.contains("2. tv"), "the driver's address");
        assert_eq!(file("suti.xml").matches("manualText=\"Beskyttet adresse\"").count(), 2);
        let list = file("contractor.csv");
        assert_eq!(list.matches(";nej;nej;ja;").count(), 4, "{list}");
        assert_eq!(list.matches(";ja;\"Nøgleboks").count(), 2, "the note is of the home: {list}");
        let report = file("report.html");
        assert!(report.contains("Beskyttet adresse") && !report.contains("Ægirsvej 1-3"));
    }

    /// All text of a workbook.
    fn xlsx_texts(bytes: Vec<u8>) -> String {
        let book = zip::ZipArchive::new(std::io::Cursor::new(bytes));
        let mut book = book.expect("an archive");
        let texts = book.by_name("xl/sharedStrings.xml").expect("texts");
        std::io::read_to_string(texts).expect("UTF-8")
    }

    #[test]
    fn a_wait_is_told_from_three_minutes_on() {
        let mut sample = sample();
        let stop = &mut sample.plan.runs[0].stops[1];
        stop.arrives = stop.begins - Duration::seconds(179);
        let page = |sample: &Sample| file(sample, Language::English, "manifests.html");
        assert!(!page(&sample).contains("wait until 09:11"));
        let stop = &mut sample.plan.runs[0].stops[1];
        stop.arrives = stop.begins - Duration::minutes(3);
        assert!(page(&sample).contains("Arrive 09:08, wait until 09:11"));
    }

    #[test]
    fn a_rest_before_leaving_goes_with_the_departure() {
        let mut sample = sample();
        let run = &mut sample.plan.runs[0];
        let begins = run.leaves - Duration::minutes(30);
        run.rest = Some(Rest { begins, ends: run.leaves, after_stops: 0 });
        let page = file(&sample, Language::Danish, "manifests.html");
        assert!(page.contains("kl. 08:20–08:50"), "{page}");
    }

    #[test]
    fn openstreetmap_is_named_where_its_roads_were_used() {
        let mut sample = sample();
        let count = |sample: &Sample| {
            let page = file(sample, Language::Danish, "manifests.html");
            page.matches("© OpenStreetMap contributors").count()
        };
        assert_eq!(count(&sample), 0);
        sample.plan.travel.computed_by = ComputedBy::Roads("0".repeat(64));
        assert_eq!(count(&sample), 1);
        sample.plan.travel.computed_pairs = 0;
        assert_eq!(count(&sample), 0);
    }

    #[test]
    fn where_no_vehicle_drives_the_files_say_so() {
        let mut sample = sample();
        sample.plan.runs.clear();
        let page = file(&sample, Language::Danish, "manifests.html");
        assert!(page.contains("Ingen vogne kører"), "{page}");
        let text = summary_text(&contents(&sample, Language::Danish), Path::new("ud"));
        assert!(text.contains("manifests.html") && !text.contains("en køreliste pr. vogn"));
    }

    #[test]
    fn a_proof_says_that_rides_left_out_could_not_be_taken() {
        let mut sample = sample();
        sample.summary.status = Status::Optimal;
        let text =
            |sample: &Sample| summary_text(&contents(sample, Language::Danish), Path::new("ud"));
        assert!(text(&sample).contains("ingen plan tager flere ture med, og ingen med lige så"));
        sample.summary.rides_not_planned = 0;
        assert!(text(&sample).contains("Bevis       ingen plan er billigere"));
    }

    #[test]
    fn figures_are_as_worked_out_by_hand() {
        insta::assert_snapshot!(file(&sample(), Language::Danish, "summary.json"));
    }

    #[test]
    fn the_terminal_tells_it_in_both_languages() {
        let sample = sample();
        for (name, language) in [("danish", Language::Danish), ("english", Language::English)] {
            let text = summary_text(&contents(&sample, language), Path::new("ud"));
            insta::assert_snapshot!(format!("terminal_{name}"), text);
        }
    }

    #[test]
    fn the_folder_holds_these_files_and_replaces_its_like() {
        let home = tempfile::tempdir().expect("a folder");
        let out = home.path().join("plan");
        let sample = sample();
        for language in [Language::English, Language::Danish] {
            write_plan_folder(&out, &contents(&sample, language)).expect("written");
        }
        let files = [
            "plan.json",
            "summary.json",
            "contractor.csv",
            "not_planned.csv",
            "manifests.html",
            "manifests/Bus-1.html",
        ];
        assert!(files.iter().all(|name| out.join(name).is_file()));
        assert_eq!(read_plan(&out).expect("a plan"), sample.plan);
        assert_eq!(read_plan(&out.join(PLAN_FILE)).expect("a plan"), sample.plan);
    }

    #[test]
    fn plan_json_does_not_depend_on_how_it_was_found() {
        let mut sample = sample();
        let first = file(&sample, Language::Danish, "plan.json");
        sample.run.seconds += 1.0;
        assert_eq!(file(&sample, Language::English, "plan.json"), first);
    }

    #[test]
    fn a_plan_of_another_day_is_told_and_nothing_is_written() {
        let home = tempfile::tempdir().expect("a folder");
        let mut sample = sample();
        sample.day.vehicles.clear();
        let out = home.path().join("plan");
        let error = write_plan_folder(&out, &contents(&sample, Language::Danish));
        let message = error.expect_err("refused").to_string();
        assert!(message.contains("vehicle \"Bus 1\" is not in the day folder"), "{message}");
        assert!(!out.exists());
    }

    #[test]
    fn hostile_text_stays_text() {
        let sample = hostile();
        let home = tempfile::tempdir().expect("a folder");
        let out = home.path().join("plan");
        write_plan_folder(&out, &contents(&sample, Language::Danish)).expect("written");
        let left: Vec<_> = std::fs::read_dir(home.path()).expect("a folder").collect();
        assert_eq!(left.len(), 1);

        let page = std::fs::read_to_string(out.join("manifests/x.html")).expect("a manifest");
        assert!(!page.contains("<script") && !page.contains("<img"), "{page}");
        assert!(page.contains("&#60;script&#62;") || page.contains("&lt;script&gt;"));

        for name in ["contractor.csv", "not_planned.csv", "taxis.csv"] {
            let bytes = std::fs::read(out.join(name)).expect("a list");
            let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(&bytes[3..]);
            for record in reader.records() {
                for cell in &record.expect("rows of one length") {
                    assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{name}: {cell}");
                    assert!(!cell.contains(char::is_control), "{name}: {cell}");
                }
            }
        }
        let text = summary_text(&contents(&sample, Language::Danish), &out);
        assert!(!text.contains('\u{1b}'));
    }

    fn without_style(page: &str) -> String {
        let (head, rest) = page.split_once("<style>").expect("a style");
        let (_, body) = rest.split_once("</style>").expect("its end");
        format!("{head}{body}")
    }
}
