//! `report.html`: what the coordinator looks at. Promise, map, timeline, citizens, proof, on one page.
//!
//! One file that needs nothing from outside: everything is written into it as HTML and SVG, so that it
//! can be read without its script, which only isolates vehicles, sorts, searches and zooms. A content
//! security policy lets that one script run, by its hash, and nothing else. Whatever a colour says, a
//! letter says too, and each picture has its figures in a table or in words.

mod figures;
mod histogram;
mod map;
mod palette;
mod people;
mod stops;
mod timeline;
mod vehicle;

use askama::Template;
use sha2::{Digest, Sha256};

use crate::output::base64::base64;
use crate::output::beside::{OPENSTREETMAP, attribution};
use crate::output::convergence::plan_plot;
use crate::output::journey::Journey;
use crate::output::manifest::Issue;
use crate::output::words::Words;
use crate::output::{Contents, contractor};
use figures::{Figures, figures};
use histogram::{Histogram, histogram};
use map::{Map, map};
use people::{Listed, People, left_out, people};
use timeline::{Timeline, timeline};
use vehicle::{VehicleView, vehicles};

/// The page's script, as it stands in the page.
const SCRIPT: &str = include_str!("../../../templates/report.js");

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    words: &'static Words,
    title: String,
    plan_id: &'a str,
    figures: Figures,
    vehicles: Vec<VehicleView>,
    map: Map,
    timeline: Timeline,
    histogram: Histogram,
    left_out: Vec<Listed>,
    people: People,
    /// How the cost fell, as a picture in base64, and in words.
    convergence: Option<(String, String)>,
    attribution: Option<&'static str>,
    script: &'static str,
    /// The script's SHA-256 in base64.
    script_hash: String,
}

/// The page's text.
pub(crate) fn report(contents: &Contents, plan_id: &str, journeys: &[Journey]) -> String {
    let &Contents { plan, language, beside, .. } = contents;
    let words = language.words();
    let version = contractor::version(beside.previous);
    let issue = Issue { language, plan_id, version };
    let course = beside
        .course
        .map(|course| (base64(plan_plot(course, language).as_bytes()), course.in_words(language)));
    let map = map(journeys, beside.roads, language);
    let page = Page {
        words,
        title: format!("{} {}", words.plan_for, issue.date(plan)),
        plan_id,
        figures: figures(contents),
        vehicles: vehicles(journeys, language),
        timeline: timeline(journeys, language),
        histogram: histogram(contents),
        left_out: left_out(contents),
        people: people(contents, journeys),
        convergence: course,
        attribution: attribution(&plan.travel).or(map.has_ways.then_some(OPENSTREETMAP)),
        map,
        script: SCRIPT,
        script_hash: base64(&Sha256::digest(SCRIPT)),
    };
    page.render().expect("text is written to memory, and the template calls nothing that fails")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Coordinates, PlaceId};
    use crate::output::journey::journeys;
    use crate::output::sample::{Sample, hostile, sample};
    use crate::output::{Beside, Language};
    use crate::travel::RoadMap;

    fn page(sample: &Sample, language: Language) -> String {
        let Sample { day, plan, summary, run, roads } = sample;
        let beside = Beside::of(roads);
        let contents = Contents { day, plan, summary, run, language, beside };
        let journeys = journeys(day, plan, summary).expect("the plan is of this day");
        report(&contents, "2026-12-07-test", &journeys)
    }

    /// The page without its style and its script, which are files of their own.
    fn bare(page: &str) -> String {
        let without = |page: &str, start: &str, end: &str| {
            let (before, rest) = page.split_once(start).expect(start);
            format!("{before}{}", rest.split_once(end).expect(end).1)
        };
        without(&without(page, "<style>", "</style>"), "<script>", "</script>")
    }

    #[test]
    fn the_page_is_as_agreed() {
        insta::assert_snapshot!(bare(&page(&sample(), Language::Danish)));
    }

    #[test]
    fn an_english_page_has_no_danish_in_it() {
        let page = page(&sample(), Language::English);
        for danish in ["Vogn", "Kort", "Tur<", "Borger", "ventetid", "henter", "taxa", "mandag"] {
            assert!(!page.contains(danish), "{danish}");
        }
    }

    #[test]
    fn hostile_text_stays_text_and_the_one_script_is_ours() {
        let hostile = page(&hostile(), Language::Danish);
        assert_eq!(hostile.matches("<script").count(), 1);
        assert!(!hostile.contains("<img src=x") && hostile.contains("alert("));
        // What a quote in an attribute would open stays within it.
        assert!(!hostile.contains("title=\"=1+1;\""), "a quote is not escaped");
        assert!(hostile.contains(&format!("<script>{SCRIPT}</script>")));
        let policy = format!("script-src 'sha256-{}'", base64(&Sha256::digest(SCRIPT)));
        assert!(hostile.contains(&policy) && hostile.contains("default-src 'none'"));
    }

    #[test]
    fn nothing_is_fetched_from_elsewhere() {
        let page = page(&sample(), Language::Danish);
        for fetching in ["src=\"http", "@import", "url(http", "<link", "<iframe", "src=\"//"] {
            assert!(!page.contains(fetching), "{fetching}");
        }
    }

    #[test]
    fn ways_are_drawn_along_roads_where_they_are_known() {
        let mut sample = sample();
        let straight = page(&sample, Language::Danish);
        assert!(
            straight.contains("Lige linjer mellem stop") && !straight.contains("OpenStreetMap")
        );
        let corner = Coordinates { lat: 55.7, lon: 12.3 };
        let line = crate::travel::RoadLine {
            rank: crate::travel::RoadRank::Main,
            points: vec![corner, Coordinates { lat: 55.62, lon: 12.3 }],
        };
        sample.roads = RoadMap::new([((PlaceId(1), PlaceId(2)), vec![corner])], vec![line]);
        let along = page(&sample, Language::Danish);
        assert!(along.contains("class=\"road main\"") && along.contains("OpenStreetMap"));
        assert!(!along.contains("Lige linjer mellem stop"));
        // The corner is further north than any stop, so the map is higher.
        assert_ne!(map_height(&along), map_height(&straight));
    }

    fn map_height(page: &str) -> &str {
        let rest = page.split_once("id=\"chart\" viewBox=\"0 0 1000 ").expect("a map").1;
        &rest[..rest.find('"').expect("its end")]
    }

    #[test]
    fn a_plan_without_vehicles_has_a_page_too() {
        let mut sample = sample();
        sample.plan.runs.clear();
        let summary = crate::plan::summary::Summary { trips: Vec::new(), ..sample.summary };
        let page = page(&Sample { summary, ..sample }, Language::English);
        assert!(page.contains("No vehicle drives") && page.contains("no trips are driven"));
        assert!(!page.contains("NaN") && !page.contains("inf"));
    }
}
