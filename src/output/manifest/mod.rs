//! Manifests: what a driver follows, on paper or on a phone in a dark car.
//!
//! HTML that needs nothing from outside: A4, one vehicle a page and its header on every page, large
//! black type on white; on a screen set to dark, white on black. Everything a colour or a symbol
//! says stands there in words too. The template is `templates/manifest.html`.

mod names;
mod view;

use askama::Template;

use crate::output::Language;
use crate::output::journey::Journey;
use crate::output::words::Words;
use crate::plan::Plan;
use view::{Row, Sheet};

#[derive(Template)]
#[template(path = "manifest.html")]
struct Page {
    words: &'static Words,
    title: String,
    sheets: Vec<Sheet>,
}

/// One page with the manifests of all vehicles, each on a sheet of its own.
pub(crate) fn all(plan: &Plan, journeys: &[Journey], language: Language) -> String {
    let title = format!("{}, {}", language.words().manifests, language.date(plan.date));
    page(title, plan, journeys, language)
}

/// A page per vehicle, with its file name.
pub(crate) fn one_each(
    plan: &Plan,
    journeys: &[Journey],
    language: Language,
) -> Vec<(String, String)> {
    let vehicles = journeys.iter().map(|journey| journey.vehicle.name.as_str());
    let files = names::file_names(vehicles, language);
    let pages = journeys.iter().map(|journey| {
        let date = language.date(plan.date);
        let title = format!("{} {}, {date}", language.words().manifest, journey.vehicle.name);
        page(title, plan, std::slice::from_ref(journey), language)
    });
    files.into_iter().zip(pages).collect()
}

fn page(title: String, plan: &Plan, journeys: &[Journey], language: Language) -> String {
    let sheets = journeys.iter().map(|journey| Sheet::of(plan, journey, language)).collect();
    let page = Page { words: language.words(), title, sheets };
    page.render().expect("text is written to memory, and the template calls nothing that fails")
}
