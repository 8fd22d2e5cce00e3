//! Manifests as PDF: A4, for paper, with fonts of their own.
//!
//! Typeset from the same rows as the HTML manifest. krilla writes the file; what stands where is decided
//! here, since all that is needed of a typesetter are lines that wrap and pieces that stay together.
//! Equal plans give equal bytes.

mod canvas;
mod fonts;
mod layout;
mod stop;

use chrono::Datelike;
use krilla::Document;
use krilla::metadata::{DateTime, Metadata};

use crate::output::journey::Journey;
use crate::output::manifest::Issue;
use crate::output::manifest::view::Sheet;
use crate::plan::Plan;
use canvas::draw;
use fonts::Fonts;
use layout::pages;

/// One file with the manifests of these vehicles, each starting on a new page.
pub(super) fn pdf(
    title: &str,
    plan: &Plan,
    journeys: &[Journey],
    idle: &[&str],
    issue: Issue,
) -> Vec<u8> {
    let language = issue.language;
    let fonts = Fonts::new();
    let mut document = Document::new();
    let date = plan.date;
    let made = DateTime::new(date.year() as u16).month(date.month() as u8).day(date.day() as u8);
    document.set_metadata(
        Metadata::new()
            .title(title.to_owned())
            .language(language.words().tag.to_owned())
            .creator("korsel".to_owned())
            .creation_date(made),
    );
    let sheets = journeys.iter().map(|journey| Sheet::of(plan, journey, issue));
    let mut all: Vec<canvas::Page> =
        sheets.flat_map(|sheet| pages(&sheet, language.words(), &fonts)).collect();
    if all.is_empty() {
        all.push(layout::empty(language.words(), &fonts));
    } else if !idle.is_empty() {
        all.extend(layout::idle(idle, language.words(), &fonts));
    }
    all.iter().for_each(|page| draw(&mut document, page, &fonts));
    document.finish().expect("nothing is validated that could fail, and memory takes it")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Language;
    use crate::output::journey::journeys;
    use crate::output::manifest::view::Row;
    use crate::output::sample::{Sample, hostile, sample};
    use canvas::{HEIGHT, Mark, WIDTH};

    /// The first vehicle's sheet, and its pages.
    fn laid_out(sample: &Sample, language: Language) -> (Sheet, Vec<canvas::Page>) {
        let Sample { day, plan, summary, .. } = sample;
        let journeys = journeys(day, plan, summary).expect("the plan is of this day");
        let sheet = Sheet::of(plan, &journeys[0], Issue { language, version: 2 });
        let pages = pages(&sheet, language.words(), &Fonts::new());
        (sheet, pages)
    }

    fn texts(pages: &[canvas::Page]) -> Vec<String> {
        let marks = pages.iter().flat_map(|page| &page.0);
        let text = |mark: &Mark| match mark {
            Mark::Text { text, .. } => Some(text.clone()),
            _ => None,
        };
        marks.filter_map(text).collect()
    }

    /// Every text lies within its page.
    fn assert_within(pages: &[canvas::Page]) {
        let fonts = Fonts::new();
        for mark in pages.iter().flat_map(|page| &page.0) {
            if let Mark::Text { x, y, size, weight, text, .. } = mark {
                let right = x + fonts.width(text, *weight, *size);
                assert!(*x >= 30.0 && right <= WIDTH - 30.0, "{text} from {x} to {right}");
                assert!(*y >= 30.0 && *y <= HEIGHT - 20.0, "{text} at {y}");
            }
        }
    }

    #[test]
    fn a_page_says_all_that_a_driver_needs() {
        let (_, pages) = laid_out(&sample(), Language::Danish);
        assert_within(&pages);
        let texts = texts(&pages).join("\n");
        for expected in [
            "Bus 1",
            "Køreliste mandag den 7. december 2026 · version 2",
            "09:00",
            "Åse Ørsted",
            "2. tv",
            "Nøgleboks ved døren; ring",
            "+ 1 ledsager",
            "kørestol",
            "Forsæde",
            "Åse Ørsted +1, Bo",
            "Ikke mødt",
            "Km-tæller",
            "Init.",
            "Ankomst",
            "Afgang",
            "Side 1/1",
        ] {
            assert!(texts.contains(expected), "{expected} is not in\n{texts}");
        }
    }

    #[test]
    fn a_protected_address_is_marked_at_the_door_and_nobody_named() {
        let mut sample = sample();
        sample.day.bookings[0].protected = true;
        let (_, pages) = laid_out(&sample, Language::Danish);
        assert_within(&pages);
        let texts = texts(&pages);
        let warnings = texts.iter().filter(|text| text.starts_with("Beskyttet adresse: må ikke"));
        assert_eq!(warnings.count(), 2);
        let texts = texts.join("\n");
        assert!(!texts.contains("Åse") && texts.contains("C1 +1, Bo"), "{texts}");
    }

    #[test]
    fn forty_stops_long_notes_and_long_names_stay_on_their_pages() {
        let mut sample = sample();
        sample.day.bookings[0].note = "Nøgleboks ".repeat(20);
        sample.day.bookings[1].name = "Å".repeat(120);
        sample.day.bookings[0].address.floor_door = "bag den grønne port, anden opgang ".repeat(3);
        let stops = sample.plan.runs[0].stops.clone();
        sample.plan.runs[0].stops = stops.into_iter().cycle().take(40).collect();
        sample.plan.runs[0].rest = None;
        let (sheet, pages) = laid_out(&sample, Language::Danish);
        assert_within(&pages);
        assert!(pages.len() > 5, "{}", pages.len());
        // Each stop's time stands on just one page.
        let stops = sheet.rows.iter().filter(|row| matches!(row, Row::Stop(_))).count();
        let large = |mark: &&Mark| matches!(mark, Mark::Text { size, .. } if *size == 23.0);
        let times = pages.iter().flat_map(|page| &page.0).filter(large).count();
        assert_eq!(times, stops);
        let last = format!("Side {0}/{0}", pages.len());
        assert!(texts(&pages).contains(&last), "{last}");
    }

    #[test]
    fn a_stop_that_goes_on_has_its_time_and_place_on_every_page() {
        let mut sample = sample();
        let run = &mut sample.plan.runs[0];
        run.stops = vec![run.stops[2].clone(); 40];
        run.rest = None;
        let (sheet, pages) = laid_out(&sample, Language::Danish);
        assert_within(&pages);
        assert_eq!(sheet.rows.iter().filter(|row| matches!(row, Row::Stop(_))).count(), 1);
        assert!(pages.len() > 1);
        for (index, page) in pages.iter().enumerate() {
            let texts = texts(std::slice::from_ref(page));
            let again =
                texts.iter().filter(|text| *text == "Træningscenter Nord (fortsat)").count();
            assert_eq!(again, usize::from(index > 0), "page {}", index + 1);
            assert!(texts.contains(&"Stop 1".to_owned()));
        }
    }

    #[test]
    fn a_page_holds_ten_stops_in_type_as_large_as_before() {
        let mut sample = sample();
        let run = &mut sample.plan.runs[0];
        run.stops = run.stops[4..].iter().cycle().take(40).cloned().collect();
        run.rest = None;
        sample.day.bookings[0].companions = 0;
        sample.day.bookings[0].note = String::new();
        let (sheet, pages) = laid_out(&sample, Language::Danish);
        assert_eq!(sheet.rows.iter().filter(|row| matches!(row, Row::Stop(_))).count(), 40);
        assert!(pages.len() <= 5, "{} pages", pages.len());
        let name = pages.iter().flat_map(|page| &page.0).find_map(|mark| match mark {
            Mark::Text { text, size, .. } if text == "Åse Ørsted" => Some(*size),
            _ => None,
        });
        assert_eq!(name, Some(13.0));
    }

    #[test]
    fn a_vehicle_without_stops_has_a_page() {
        let mut sample = sample();
        sample.plan.runs[0].stops.clear();
        sample.plan.runs[0].rest = None;
        let (_, pages) = laid_out(&sample, Language::English);
        assert_eq!(pages.len(), 1);
        assert_within(&pages);
        assert!(texts(&pages).contains(&"Leaves".to_owned()));
    }

    #[test]
    fn vehicles_that_stay_at_home_are_named_on_pages_of_their_own() {
        let page = |names: &[&str]| layout::idle(names, Language::Danish.words(), &Fonts::new());
        let few = page(&["Vogn 2", "Vogn 3"]);
        assert_eq!(texts(&few), ["Kører ikke denne dag", "Vogn 2, Vogn 3"]);
        let many = page(&["Vognmandsforretningens lille bus"; 400]);
        assert!(many.len() > 1);
        assert_within(&many);
    }

    #[test]
    fn hostile_text_stays_on_its_page() {
        let (_, pages) = laid_out(&hostile(), Language::Danish);
        assert_within(&pages);
        assert!(texts(&pages).iter().all(|text| !text.contains(char::is_control)));
    }

    #[test]
    fn equal_plans_give_equal_files_and_no_vehicle_a_page_that_says_so() {
        let Sample { day, plan, summary, .. } = &sample();
        let journeys = journeys(day, plan, summary).expect("the plan is of this day");
        let issue = Issue { language: Language::Danish, version: 1 };
        let file = |journeys| pdf("x", plan, journeys, &[], issue);
        assert!(file(&journeys) == file(&journeys));
        assert!(file(&journeys).starts_with(b"%PDF-1."));
        assert!(file(&[]).len() > 500);
    }
}
