//! Hostile text in every field stays text, in every kind of file. A page with hostile text has just the
//! marks that a page with harmless text has: one more, and something was not escaped.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::hostile::{FIELDS, HARMLESS, HOSTILE, OPENED, Written, written};
use crate::parts;

/// What came of the harmless day and of the hostile one.
fn both() -> &'static [Written; 2] {
    static BOTH: OnceLock<[Written; 2]> = OnceLock::new();
    BOTH.get_or_init(|| [HARMLESS, HOSTILE].map(written))
}

/// All files of a folder and those below it that end so, in order.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|own| own == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// How often each mark of a markup language stands in a text.
fn marks(text: &str) -> [usize; 4] {
    ['<', '>', '"', '\''].map(|mark| text.matches(mark).count())
}

fn assert_equal_marks(harmless: &str, hostile: &str, file: &str) {
    assert_eq!(marks(harmless), marks(hostile), "{file}: < > \" '");
    for opened in OPENED {
        assert!(!hostile.contains(opened), "{file} holds {opened:?}");
    }
}

/// The fields that stand in a text, by number.
fn fields_in(text: &str, found: &mut [bool; FIELDS]) {
    for (at, mark) in text.match_indices("zq") {
        let number = &text[at + mark.len()..];
        let end = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
        if let Ok(number) = number[..end].parse::<usize>() {
            found[number] = true;
        }
    }
}

/// Most fields must be there, or nothing is shown by it. The addresses of rides that are not driven and the
/// types of vehicles that stay at home stand nowhere.
fn assert_most(found: &[bool; FIELDS]) {
    let missing: Vec<usize> = (0..FIELDS).filter(|&field| !found[field]).collect();
    assert!(missing.len() < FIELDS / 2, "{missing:?}");
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("UTF-8")
}

/// Hostile pages stand where harmless ones do, in the same number.
fn pairs(ending: &str) -> Vec<(PathBuf, PathBuf)> {
    let [harmless, hostile] = both();
    let pages = |it: &Written| {
        let mut all = files(&it.plan, ending);
        all.extend(files(&it.repaired, ending));
        all.extend(
            (it.compared.extension().is_some_and(|own| own == ending)).then(|| it.compared.clone()),
        );
        all
    };
    let (harmless, hostile) = (pages(harmless), pages(hostile));
    assert_eq!(harmless.len(), hostile.len());
    assert!(!harmless.is_empty(), "{ending}");
    // Manifests are named for vehicles, and those of harmless and hostile names sort alike.
    harmless.into_iter().zip(hostile).collect()
}

#[test]
fn every_field_stands_in_pages_and_none_opens_an_element() {
    let mut found = [false; FIELDS];
    for (harmless, hostile) in pairs("html") {
        let (harmless, text) = (read(&harmless), read(&hostile));
        fields_in(&text, &mut found);
        let shown = hostile.display().to_string();
        // Escape is no mark, and no browser minds it.
        assert_equal_marks(&harmless, &text.replace('\u{1b}', ""), &shown);
    }
    assert_most(&found);
}

#[test]
fn nothing_opens_an_element_of_the_xml() {
    for (harmless, hostile) in pairs("xml") {
        let (harmless, text) = (read(&harmless), read(&hostile));
        assert_equal_marks(&harmless, &text, "suti.xml");
        let mut reader = quick_xml::Reader::from_str(&text);
        while !matches!(reader.read_event().expect("well formed"), quick_xml::events::Event::Eof) {}
    }
}

#[test]
fn no_cell_of_a_list_runs() {
    let mut found = [false; FIELDS];
    for (_, hostile) in pairs("csv") {
        let text = read(&hostile);
        fields_in(&text, &mut found);
        let text = text.strip_prefix('\u{feff}').expect("a mark for Excel");
        let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
        for record in reader.records() {
            for cell in &record.expect("as many cells as the header has") {
                let name = hostile.display();
                assert!(!cell.starts_with(['=', '+', '-', '@']), "{name}: {cell}");
                assert!(!cell.contains(char::is_control), "{name}: {cell:?}");
            }
        }
    }
    assert_most(&found);
}

#[test]
fn nothing_opens_an_element_of_the_workbook_and_nothing_in_it_runs() {
    for (harmless, hostile) in pairs("xlsx") {
        let (harmless, hostile) = (parts(&harmless), parts(&hostile));
        assert_eq!(harmless.len(), hostile.len());
        for ((name, harmless), (_, hostile)) in harmless.iter().zip(&hostile) {
            // Columns as wide as each other are told together, and how wide they are depends on texts.
            let tags = |text: &str| text.matches('<').count() - text.matches("<col ").count();
            assert_eq!(tags(harmless), tags(hostile), "{name}");
            // The sums of the invoice are all that runs.
            let runs = hostile.matches("<f>").count();
            assert_eq!(runs, hostile.matches("<f>SUM(").count(), "{name}");
            assert!(!hostile.contains('\u{1b}'), "{name}");
        }
        assert!(hostile.iter().any(|(_, text)| text.contains("=zq")), "kept as text");
    }
}

#[test]
fn paper_has_no_links_and_no_scripts() {
    for (_, hostile) in pairs("pdf") {
        let bytes = fs::read(&hostile).expect("a file");
        for active in ["/JavaScript", "/JS ", "/URI", "/Launch", "/EmbeddedFile"] {
            let is_there = bytes.windows(active.len()).any(|it| it == active.as_bytes());
            assert!(!is_there, "{}: {active}", hostile.display());
        }
    }
}

#[test]
fn what_programs_read_is_well_formed() {
    for (_, hostile) in pairs("json") {
        let read: serde_json::Value = serde_json::from_str(&read(&hostile)).expect("JSON");
        assert!(read.is_object());
    }
}

#[test]
fn no_vehicle_leaves_its_folder() {
    let [_, hostile] = both();
    let names = |folder: &Path| -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder");
        let names = entries.map(|entry| entry.expect("an entry").file_name());
        names.map(|name| name.into_string().expect("UTF-8")).collect()
    };
    let mut home = names(hostile.home.path());
    home.sort();
    assert_eq!(home, ["compared.html", "day", "plan", "repaired"]);
    let manifests = names(&hostile.plan.join("manifests"));
    assert!(manifests.len() >= 2);
    for name in manifests {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        assert!(name.chars().all(is_plain) && !name.starts_with('.'), "{name}");
    }
}

#[test]
fn nothing_steers_the_terminal() {
    let [_, hostile] = both();
    assert!(hostile.told.contains("zq"), "{}", hostile.told);
    assert!(!hostile.told.contains('\u{1b}'), "{:?}", hostile.told);
}
