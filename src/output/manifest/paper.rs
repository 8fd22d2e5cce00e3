//! Manifests on paper: what `templates/manifest.typ` is given, and the way from there to PDF by typst.
//!
//! Text is handed over as values, so that nothing of it is ever read as typst's markup. Fonts are part
//! of the program; the template reads no file, and the date in a PDF is the plan's, so equal plans give
//! equal bytes. The whole day is typeset once: a vehicle's own file is made of the pages that it has there.

use chrono::Datelike;
use serde::Serialize;
use serde_json::Value;
use typst::foundations::Dict;
use typst_as_lib::TypstEngine;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use crate::output::cells::on_one_line;
use crate::output::manifest::Issue;
use crate::output::manifest::view::Sheet;
use crate::output::words::Words;
use crate::plan::Plan;

const TEMPLATE: &str = include_str!("../../../templates/manifest.typ");
const PLAIN: &[u8] = include_bytes!("../../../templates/fonts/DejaVuSansCondensed.ttf");
const BOLD: &[u8] = include_bytes!("../../../templates/fonts/DejaVuSansCondensed-Bold.ttf");

/// The most sheets typeset at once: the memory that typesetting takes grows with them.
const MOST_TOGETHER: usize = 50;

/// A day's manifests as PDF: all in one file, and one for each sheet.
pub(super) struct Papers {
    pub all: Vec<u8>,
    pub each: Vec<Vec<u8>>,
}

/// The sheets on paper, each starting on a new page, and after them the vehicles that stay at home. `titles`
/// are those of the sheets' own files.
pub(super) fn papers(
    title: &str,
    titles: &[String],
    plan: &Plan,
    sheets: &[Sheet],
    idle: &[&str],
    issue: Issue,
) -> Papers {
    let parts = typeset_in_parts(title, plan, sheets, idle, issue);
    // One after the other: what writes a PDF does other tasks of rayon while it waits, so that hundreds at a
    // time would wait within each other, each on top of the stack of the last.
    let each = titles.iter().enumerate().map(|(index, title)| {
        let (part, index) = (&parts[index / MOST_TOGETHER], index % MOST_TOGETHER);
        pdf(&cut_out(part, index, title), Structure::Tagged)
    });
    let each = each.collect();
    // Typst tells elements apart by their texts, within one part only.
    let structure = if parts.len() == 1 { Structure::Tagged } else { Structure::None };
    Papers { all: pdf(&together(&parts), structure), each }
}

fn typeset_in_parts(
    title: &str,
    plan: &Plan,
    sheets: &[Sheet],
    idle: &[&str],
    issue: Issue,
) -> Vec<PagedDocument> {
    let count = sheets.len().div_ceil(MOST_TOGETHER).max(1);
    let of_part = |part: usize| {
        let end = sheets.len().min((part + 1) * MOST_TOGETHER);
        let idle = if part + 1 == count { idle } else { &[] };
        typeset(&Given::of(title, plan, &sheets[part * MOST_TOGETHER..end], idle, issue))
    };
    (0..count).map(of_part).collect()
}

/// All pages of the parts as one document.
fn together(parts: &[PagedDocument]) -> PagedDocument {
    let pages = parts.iter().flat_map(|part| part.pages().iter().cloned()).collect();
    PagedDocument::new(pages, typst::model::Document::info(&parts[0]).clone())
}

/// Whether a PDF says what its parts are, for programs that read it aloud.
enum Structure {
    Tagged,
    None,
}

/// All that the template is given, by the names that it knows.
#[derive(Serialize)]
struct Given<'a> {
    words: &'static Words,
    title: &'a str,
    date: Date,
    sheets: &'a [Sheet],
    idle: &'a [&'a str],
}

#[derive(Serialize)]
struct Date {
    year: i32,
    month: u32,
    day: u32,
}

impl<'a> Given<'a> {
    fn of(
        title: &'a str,
        plan: &Plan,
        sheets: &'a [Sheet],
        idle: &'a [&'a str],
        issue: Issue,
    ) -> Self {
        let (year, month, day) = (plan.date.year(), plan.date.month(), plan.date.day());
        let date = Date { year, month, day };
        Self { words: issue.language.words(), title, date, sheets, idle }
    }

    fn values(&self) -> Dict {
        let mut values = serde_json::to_value(self).expect("all names are text");
        without_line_breaks(&mut values);
        serde_json::from_value(values).expect("typst has a type for all that is in JSON")
    }
}

/// Puts each text on one line, as no line of a sheet is to begin where a cell of a table has a break.
fn without_line_breaks(value: &mut Value) {
    match value {
        Value::String(text) => *text = on_one_line(text),
        Value::Array(values) => values.iter_mut().for_each(without_line_breaks),
        Value::Object(values) => values.values_mut().for_each(without_line_breaks),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn typeset(given: &Given) -> PagedDocument {
    let engine = TypstEngine::builder().main_file(TEMPLATE).fonts([PLAIN, BOLD]).build();
    let typeset = engine.compile_with_input(given.values());
    debug_assert!(typeset.warnings.is_empty(), "{:?}", typeset.warnings);
    typeset.output.expect("the template takes every text, and asks for no file")
}

/// The pages of one sheet as a document of its own.
fn cut_out(whole: &PagedDocument, sheet: usize, title: &str) -> PagedDocument {
    let pages = whole.pages();
    let firsts: Vec<usize> = (0..pages.len()).filter(|&index| pages[index].number == 1).collect();
    let end = firsts.get(sheet + 1).copied().unwrap_or(pages.len());
    let own = pages[firsts[sheet]..end].iter().cloned().collect();
    let mut document = PagedDocument::new(own, typst::model::Document::info(whole).clone());
    document.info_mut().title = Some(title.into());
    document
}

fn pdf(document: &PagedDocument, structure: Structure) -> Vec<u8> {
    let creator = typst::foundations::Smart::Custom(Some("korsel".into()));
    let tagged = matches!(structure, Structure::Tagged);
    let options = PdfOptions { creator, tagged, ..PdfOptions::default() };
    typst_pdf::pdf(document, &options)
        .expect("no standard is asked for that it could fall short of")
}

#[cfg(test)]
mod tests {
    use typst::layout::{Abs, Frame, FrameItem, Point};

    use super::*;
    use crate::output::Language;
    use crate::output::journey::journeys;
    use crate::output::manifest::view::Row;
    use crate::output::sample::{Sample, hostile, sample};

    /// Text as it stands on a page, in points from its upper left corner.
    struct Text {
        page: usize,
        left: f64,
        right: f64,
        y: f64,
        size: f64,
        text: String,
    }

    /// The first vehicle's sheet, and what stands where on its pages.
    fn laid_out(sample: &Sample, language: Language) -> (Sheet, Vec<Text>) {
        let Sample { day, plan, summary, .. } = sample;
        let journeys = journeys(day, plan, summary).expect("the plan is of this day");
        let issue = Issue { language, plan_id: "2026-12-07-1a2b3c4d", version: 2 };
        let sheets = [Sheet::of(plan, &journeys[0], issue)];
        let document = typeset(&Given::of("x", plan, &sheets, &[], issue));
        let [sheet] = sheets;
        (sheet, texts(&document))
    }

    fn texts(document: &PagedDocument) -> Vec<Text> {
        let mut texts = Vec::new();
        for (page, shown) in document.pages().iter().enumerate() {
            read(&shown.frame, Point::zero(), page, &mut texts);
        }
        texts
    }

    fn read(frame: &Frame, at: Point, page: usize, texts: &mut Vec<Text>) {
        for (offset, item) in frame.items() {
            let at = at + *offset;
            match item {
                FrameItem::Group(group) => read(&group.frame, at, page, texts),
                FrameItem::Text(text) => texts.push(Text {
                    page,
                    left: at.x.to_pt(),
                    right: (at.x + text.width()).to_pt(),
                    y: at.y.to_pt(),
                    size: text.size.to_pt(),
                    text: text.text.to_string(),
                }),
                _ => {}
            }
        }
    }

    /// All that is said, each line of type on one of its own.
    fn said(texts: &[Text]) -> String {
        let mut said = String::new();
        for (index, text) in texts.iter().enumerate() {
            let goes_on =
                index > 0 && texts[index - 1].y == text.y && text.left > texts[index - 1].left;
            said.push_str(if goes_on { " " } else { "\n" });
            said.push_str(&text.text);
        }
        said
    }

    fn page_count(texts: &[Text]) -> usize {
        texts.iter().map(|text| text.page + 1).max().unwrap_or(0)
    }

    fn stop_count(sheet: &Sheet) -> usize {
        sheet.rows.iter().filter(|row| matches!(row, Row::Stop(_))).count()
    }

    /// Every text lies within its page.
    fn assert_within(texts: &[Text]) {
        let (width, height) = (Abs::mm(210.0).to_pt(), Abs::mm(297.0).to_pt());
        for Text { left, right, y, text, .. } in texts {
            assert!(*left >= 30.0 && *right <= width - 30.0, "{text} from {left} to {right}");
            assert!(*y >= 30.0 && *y <= height - 20.0, "{text} at {y}");
        }
    }

    #[test]
    fn a_page_says_all_that_a_driver_needs() {
        let (_, texts) = laid_out(&sample(), Language::Danish);
        assert_within(&texts);
        let said = said(&texts);
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
            assert!(said.contains(expected), "{expected} is not in\n{said}");
        }
    }

    #[test]
    fn a_protected_address_is_marked_at_the_door_and_nobody_named() {
        let mut sample = sample();
        sample.day.bookings[0].protected = true;
        let (_, texts) = laid_out(&sample, Language::Danish);
        assert_within(&texts);
        let said = said(&texts);
        assert_eq!(said.matches("Beskyttet adresse: må ikke").count(), 2, "{said}");
        assert!(!said.contains("Åse") && said.contains("C1 +1, Bo"), "{said}");
    }

    #[test]
    fn what_looks_like_markup_or_code_is_printed_as_it_is_spelled() {
        let mut sample = sample();
        let names = ["#panic(\"x\")", "*æ* _ø_ $x$ `y` <a> @b", "= C \\ // D [E] #{1+1}"];
        for (booking, name) in sample.day.bookings.iter_mut().zip(names) {
            booking.name = name.to_owned();
            booking.note = format!("{name}!");
        }
        let (_, texts) = laid_out(&sample, Language::Danish);
        let said = said(&texts);
        for name in &names[..2] {
            assert!(said.contains(name) && said.contains(&format!("{name}!")), "{name} in\n{said}");
        }
    }

    #[test]
    fn forty_stops_long_notes_and_long_names_stay_on_their_pages() {
        let mut sample = sample();
        sample.day.bookings[0].note = "Nøgleboks ".repeat(20);
        sample.day.bookings[1].name = "Å".repeat(120);
        sample.day.bookings[0].address.floor_door = "bag den grønne port, anden opgang ".repeat(3);
        sample.day.vehicles[0].name = "Vognmandsforretningens store hvide liftbus".repeat(3);
        sample.plan.runs[0].vehicle = sample.day.vehicles[0].name.clone();
        let stops = sample.plan.runs[0].stops.clone();
        sample.plan.runs[0].stops = stops.into_iter().cycle().take(40).collect();
        sample.plan.runs[0].rest = None;
        let (sheet, texts) = laid_out(&sample, Language::Danish);
        assert_within(&texts);
        let pages = page_count(&texts);
        assert!(pages > 5, "{pages}");
        // Each stop's time stands on the page where it begins, and where it goes on.
        let times = texts.iter().filter(|text| text.size == 23.0).count();
        let again = texts.iter().filter(|text| text.text == "(fortsat)").count();
        assert_eq!(times, stop_count(&sheet) + again);
        assert!(said(&texts).contains(&format!("Side {pages}/{pages}")));
    }

    #[test]
    fn a_stop_that_goes_on_has_its_time_and_place_on_every_page() {
        let mut sample = sample();
        let run = &mut sample.plan.runs[0];
        run.stops = vec![run.stops[2].clone(); 40];
        run.rest = None;
        let (sheet, texts) = laid_out(&sample, Language::Danish);
        assert_within(&texts);
        assert_eq!(stop_count(&sheet), 1);
        let pages = page_count(&texts);
        assert!(pages > 1);
        for page in 0..pages {
            let on_it = |wanted: &str| {
                texts.iter().filter(|it| it.page == page && it.text.contains(wanted)).count()
            };
            assert_eq!(on_it("Træningscenter Nord"), 1, "page {}", page + 1);
            assert_eq!(on_it("Stop 1"), 1, "page {}", page + 1);
            assert_eq!(on_it("(fortsat)"), usize::from(page > 0), "page {}", page + 1);
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
        let (sheet, texts) = laid_out(&sample, Language::Danish);
        assert_eq!(stop_count(&sheet), 40);
        assert!(page_count(&texts) <= 5, "{} pages", page_count(&texts));
        let name = texts.iter().find(|text| text.text == "Åse Ørsted").map(|text| text.size);
        assert_eq!(name, Some(13.0));
    }

    #[test]
    fn a_vehicle_without_stops_has_a_page() {
        let mut sample = sample();
        sample.plan.runs[0].stops.clear();
        sample.plan.runs[0].rest = None;
        let (_, texts) = laid_out(&sample, Language::English);
        assert_eq!(page_count(&texts), 1);
        assert_within(&texts);
        assert!(said(&texts).contains("Leaves"));
    }

    #[test]
    fn vehicles_that_stay_at_home_are_named_on_pages_of_their_own() {
        let Sample { day, plan, summary, .. } = &sample();
        let journeys = journeys(day, plan, summary).expect("the plan is of this day");
        let issue =
            Issue { language: Language::Danish, plan_id: "2026-12-07-1a2b3c4d", version: 1 };
        let sheets: Vec<Sheet> = journeys.iter().map(|it| Sheet::of(plan, it, issue)).collect();
        let idle = ["Vognmandsforretningens lille bus"; 400];
        let whole = typeset(&Given::of("x", plan, &sheets, &idle, issue));
        let all = texts(&whole);
        assert_within(&all);
        let own = texts(&cut_out(&whole, 0, "own"));
        let rest: Vec<Text> = all.into_iter().skip(own.len()).collect();
        assert!(said(&rest).starts_with("\nx\nKører ikke denne dag\nVognmands"), "{}", said(&rest));
        assert!(page_count(&rest) > page_count(&own) + 1);
        assert!(!said(&own).contains("Kører ikke"));
    }

    #[test]
    fn every_page_of_every_vehicle_has_its_name_and_the_headings_once_and_its_own_number() {
        let mut sample = sample();
        let stops = sample.plan.runs[0].stops.clone();
        sample.plan.runs[0].stops = stops.into_iter().cycle().take(20).collect();
        sample.plan.runs[0].rest = None;
        let Sample { day, plan, summary, .. } = &sample;
        let journeys = journeys(day, plan, summary).expect("the plan is of this day");
        let issue =
            Issue { language: Language::Danish, plan_id: "2026-12-07-1a2b3c4d", version: 1 };
        let sheets: Vec<Sheet> = (0..3).map(|_| Sheet::of(plan, &journeys[0], issue)).collect();
        let whole = typeset(&Given::of("x", plan, &sheets, &[], issue));
        let all = texts(&whole);
        let pages = page_count(&all) / sheets.len();
        assert!(pages > 1);
        for page in 0..page_count(&all) {
            let on_it =
                |wanted: &str| all.iter().filter(|it| it.page == page && it.text == wanted).count();
            let number = format!("Side {}/{pages}", page % pages + 1);
            for once in ["Bus 1", "Køreliste mandag den 7. december 2026", "Udført", &number] {
                assert_eq!(on_it(once), 1, "{once} on page {}", page + 1);
            }
        }
    }

    #[test]
    fn hostile_text_stays_on_its_page() {
        let (_, texts) = laid_out(&hostile(), Language::Danish);
        assert_within(&texts);
        assert!(texts.iter().all(|text| !text.text.contains(char::is_control)));
    }

    #[test]
    fn equal_plans_give_equal_files_and_no_vehicle_a_page_that_says_so() {
        let Sample { day, plan, summary, .. } = &sample();
        let journeys = journeys(day, plan, summary).expect("the plan is of this day");
        let issue =
            Issue { language: Language::Danish, plan_id: "2026-12-07-1a2b3c4d", version: 1 };
        let papers = |count: usize| {
            let sheets: Vec<Sheet> =
                journeys.iter().cycle().take(count).map(|it| Sheet::of(plan, it, issue)).collect();
            papers("day", &vec!["own".to_owned(); count], plan, &sheets, &[], issue)
        };
        let (one, other) = (papers(1), papers(1));
        assert!(one.all == other.all && one.each == other.each && one.all != one.each[0]);
        assert!(one.all.starts_with(b"%PDF-1."));
        assert!(papers(0).all.len() > 500 && papers(0).each.is_empty());
    }

    #[test]
    fn many_vehicles_are_typeset_in_parts_and_stand_in_one_file() {
        let Sample { day, plan, summary, .. } = &sample();
        let journeys = journeys(day, plan, summary).expect("the plan is of this day");
        let issue =
            Issue { language: Language::English, plan_id: "2026-12-07-1a2b3c4d", version: 1 };
        let sheets: Vec<Sheet> = journeys
            .iter()
            .cycle()
            .take(MOST_TOGETHER + 1)
            .map(|it| Sheet::of(plan, it, issue))
            .collect();
        let parts = typeset_in_parts("day", plan, &sheets, &["Bus 9"], issue);
        let all = texts(&together(&parts));
        let (first, last) = (texts(&parts[0]), texts(&parts[1]));
        assert_eq!(parts.len(), 2);
        assert_eq!(page_count(&all), page_count(&first) + page_count(&last));
        let says_idle = |texts: &[Text]| said(texts).matches("Bus 9").count();
        assert_eq!((says_idle(&first), says_idle(&all)), (0, 1));
        let titles = vec!["own".to_owned(); sheets.len()];
        let papers = papers("day", &titles, plan, &sheets, &[], issue);
        assert_eq!(papers.each.len(), sheets.len());
        assert!(papers.all.starts_with(b"%PDF-1."));
    }
}
