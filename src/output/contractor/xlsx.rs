//! `contractor.xlsx`: the contractor's list for people, and what the day costs.
//!
//! Text stays text: no house number becomes a date, no reference loses its noughts, nothing runs as a
//! formula. Clock times and figures are numbers, to be added up. A sheet holds all rows, one each
//! vehicle what its driver's day is, and the last the invoice.

use std::collections::HashSet;
use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::utility::column_number_to_name;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Formula, Workbook, Worksheet, XlsxError,
};

use crate::domain::{Duration, Money};
use crate::input::CONTRACTOR_COLUMNS;
use crate::output::cells::on_one_line;
use crate::output::contractor::{Cell, Line, column_index};
use crate::output::journey::Journey;
use crate::plan::{Action, Plan};

/// What a vehicle's own sheet tells: columns of the list, each from one to another.
const OF_VEHICLE: [RangeInclusive<&str>; 9] = [
    "stop_nr"..="stop_nr",
    "ændring"..="ændring",
    "handling"..="handling",
    "planlagt_tid"..="mødetid",
    "navn"..="by",
    "hjælpemiddel"..="hjælpemiddel",
    "ledsagere"..="ledsagere",
    "forsæde"..="chaufførnote",
    "om_bord_efter"..="om_bord_efter",
];

/// What the sheet of all rows has: every column of the list, what a page of paper begins with first.
const OF_ALL: [RangeInclusive<&str>; 12] = [
    "plan_id"..="plan_version",
    "dato"..="dato",
    "vogntype"..="vogntype",
    ON_EACH_PAGE[0]..=ON_EACH_PAGE[0],
    "vogn"..="vogn",
    "stop_nr"..="handling",
    "planlagt_tid"..="planlagt_tid",
    "rejse_id"..="rejse_id",
    ON_EACH_PAGE[1]..=ON_EACH_PAGE[1],
    "borger_ref"..="borger_ref",
    "telefon"..="lon",
    "mødetid"..="om_bord_efter",
];

/// The first and the last column that are printed on each of several pages side by side.
const ON_EACH_PAGE: [&str; 2] = ["ændring", "navn"];

/// How wide a column of a list is at most, in pixels: texts beyond it go over several lines.
const WIDEST: u32 = 180;

/// How amounts are shown.
const MONEY: &str = "#,##0.00";

const INVOICE: [&str; 14] = [
    "vogn",
    "vogntype",
    "ture",
    "km",
    "kørsel_timer",
    "betjening_timer",
    "ventetid_timer",
    "pr_km_kr",
    "kørsel_pr_time_kr",
    "betjening_pr_time_kr",
    "ventetid_pr_time_kr",
    "dagspris_kr",
    "km_og_timer_kr",
    "i_alt_kr",
];

/// The file's bytes: the same for equal plans.
pub(crate) fn contractor_xlsx(
    plan: &Plan,
    names: (&str, u32),
    lines: &[Line],
    journeys: &[Journey],
) -> Vec<u8> {
    book(plan, names, lines, journeys).expect("sheets have names and cells that Excel takes")
}

fn book(
    plan: &Plan,
    (plan_id, version): (&str, u32),
    lines: &[Line],
    journeys: &[Journey],
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let made = DocProperties::new().set_creation_datetime(&excel_date(plan.date)?);
    book.set_properties(&made);
    let mut names = SheetNames::default();
    let sheet = book.add_worksheet().set_name(names.free("Alle stop"))?;
    let all: Vec<&Line> = lines.iter().collect();
    let of_all: Vec<&str> = OF_ALL.iter().flat_map(columns).copied().collect();
    list(sheet, &of_all, &all)?;
    on_pages_beside(sheet, &of_all, lines.len(), (plan_id, version))?;
    let invoice = names.free("Faktura");
    let of_vehicle: Vec<&str> = OF_VEHICLE.iter().flat_map(columns).copied().collect();
    for journey in journeys {
        let name = &journey.vehicle.name;
        let own: Vec<&Line> =
            lines.iter().filter(|line| *line.cell("vogn") == Cell::Text(name.clone())).collect();
        let sheet = book.add_worksheet().set_name(names.free(name))?;
        list(sheet, &of_vehicle, &own)?;
    }
    bill(book.add_worksheet().set_name(invoice)?, plan, (plan_id, version), journeys)?;
    book.save_to_buffer()
}

fn excel_date(date: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::from_ymd(date.year() as u16, date.month() as u8, date.day() as u8)
}

/// The columns of the list from one to another.
fn columns(between: &RangeInclusive<&str>) -> &'static [&'static str] {
    &CONTRACTOR_COLUMNS[column_index(between.start())..=column_index(between.end())]
}

/// A sheet of these columns: header frozen and repeated in print, with a filter.
fn list(sheet: &mut Worksheet, columns: &[&str], lines: &[&Line]) -> Result<(), XlsxError> {
    header(sheet, columns, lines.len())?;
    let clock = Format::new()
        .set_num_format("hh:mm")
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::Top);
    let plain = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let figure = Format::new().set_align(FormatAlign::Top);
    // Flush right, a count would touch the word in the column behind it.
    let count = Format::new().set_align(FormatAlign::Center).set_align(FormatAlign::Top);
    for (row, line) in (1..).zip(lines) {
        for (column, name) in (0..).zip(columns) {
            match line.cell(name) {
                Cell::Empty => {}
                Cell::Text(text) => {
                    let shown = on_one_line(text);
                    sheet.write_string_with_format(row, column, shown.trim(), &plain)?;
                }
                Cell::Number(value, 0) => {
                    sheet.write_number_with_format(row, column, value.round(), &count)?;
                }
                Cell::Number(value, decimals) => {
                    let places = 10_f64.powi(*decimals as i32);
                    let value = (value * places).round() / places;
                    sheet.write_number_with_format(row, column, value, &figure)?;
                }
                Cell::Clock(time) => {
                    let days = time.as_milliseconds().div_euclid(60_000) as f64 / 1440.0;
                    sheet.write_number_with_format(row, column, days, &clock)?;
                }
            }
        }
    }
    sheet.set_autofit_max_width(WIDEST);
    sheet.autofit();
    Ok(())
}

fn header(sheet: &mut Worksheet, columns: &[&str], rows: usize) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold().set_align(FormatAlign::Top);
    for (column, name) in (0..).zip(columns) {
        sheet.write_string_with_format(0, column, *name, &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, rows as u32, columns.len() as u16 - 1)?;
    sheet.set_landscape().set_paper_size(9).set_repeat_rows(0, 0)?;
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.25, 0.25, 0.5, 0.4, 0.25, 0.25);
    Ok(())
}

/// Prints all columns on several pages side by side: on one they would be too small to read. Each page
/// says whose row it is, and when; what is the same in all rows stands above them once.
fn on_pages_beside(
    sheet: &mut Worksheet,
    columns: &[&str],
    rows: usize,
    (plan_id, version): (&str, u32),
) -> Result<(), XlsxError> {
    const PAGES: u16 = 4;
    let column = |name| columns.iter().position(|it| *it == name).map_or(0, |at| at as u16);
    let [first, last] = ON_EACH_PAGE.map(column);
    sheet.set_print_area(0, first, rows as u32, columns.len() as u16 - 1)?;
    sheet.set_repeat_columns(first, last)?;
    sheet.set_print_fit_to_pages(PAGES, 0);
    sheet.set_header(format!("&L{plan_id} · version {version}&R&P / &N"));
    Ok(())
}

/// What the contractor invoices: a row for each vehicle, and the sum; below it the reserve taxis, which the taxi
/// firm invoices.
fn bill(
    sheet: &mut Worksheet,
    plan: &Plan,
    (plan_id, version): (&str, u32),
    journeys: &[Journey],
) -> Result<(), XlsxError> {
    header(sheet, &INVOICE, journeys.len())?;
    let money = Format::new().set_num_format(MONEY);
    for (row, journey) in (1..).zip(journeys) {
        bill_run(sheet, row, journey, &money)?;
    }
    let mut row = journeys.len() as u32 + 1;
    let bold = Format::new().set_bold();
    sheet.write_string_with_format(row, 0, "I alt", &bold)?;
    sums(sheet, row, journeys)?;
    if !plan.taxis.is_empty() {
        row += 1;
        let fares: Money = plan.taxis.iter().map(|taxi| taxi.cost_ore).sum();
        sheet.write_string(row, 0, "Reservetaxa, faktureres for sig")?;
        sheet.write_number(row, 2, plan.taxis.len() as f64)?;
        sheet.write_number_with_format(row, 13, fares.as_kroner(), &money)?;
    }
    name_list(sheet, row + 2, &excel_date(plan.date)?, [plan_id, &version.to_string()])?;
    sheet.autofit();
    Ok(())
}

/// The sums of the columns that can be added up, as formulas, so that a row that is mended is reckoned with.
fn sums(sheet: &mut Worksheet, row: u32, journeys: &[Journey]) -> Result<(), XlsxError> {
    let rides: f64 = journeys.iter().map(rides).sum();
    let sum = |of: fn(&Journey) -> f64| journeys.iter().map(of).sum::<f64>();
    let runs = journeys.iter().map(|journey| journey.run.cost_ore).sum::<Money>().as_kroner();
    let fees = sum(|it| it.vehicle.spec.tariff.day_fee.as_kroner());
    let columns = [
        (2, rides, "0"),
        (3, sum(km), "0.0"),
        (4, sum(|it| hours(it.run.driving_s)), "0.00"),
        (5, sum(|it| hours(it.run.boarding_s)), "0.00"),
        (6, sum(|it| hours(it.run.waiting_s)), "0.00"),
        (11, fees, MONEY),
        (12, runs - fees, MONEY),
        (13, runs, MONEY),
    ];
    for (column, value, pattern) in columns {
        let bold = Format::new().set_bold().set_num_format(pattern);
        // A day without vehicles has nothing to add up.
        if row < 2 {
            sheet.write_number_with_format(row, column, value, &bold)?;
            continue;
        }
        let name = column_number_to_name(column);
        let sum = Formula::new(format!("=SUM({name}2:{name}{row})"));
        let sum = sum.set_result(value.to_string());
        sheet.write_formula_with_format(row, column, sum, &bold)?;
    }
    Ok(())
}

/// Rides that came to their end.
fn rides(journey: &Journey) -> f64 {
    journey.run.stops.iter().filter(|stop| stop.action == Action::Dropoff).count() as f64
}

fn km(journey: &Journey) -> f64 {
    journey.run.distance_m.as_km()
}

/// Unrounded, so that hours times their rate are the amount.
fn hours(length: Duration) -> f64 {
    length.as_minutes() / 60.0
}

/// The row of a vehicle.
fn bill_run(
    sheet: &mut Worksheet,
    row: u32,
    journey: &Journey,
    money: &Format,
) -> Result<(), XlsxError> {
    let run = journey.run;
    sheet.write_string(row, 0, on_one_line(&journey.vehicle.name).trim())?;
    sheet.write_string(row, 1, on_one_line(&journey.vehicle.kind).trim())?;
    sheet.write_number(row, 2, rides(journey))?;
    let tenths = Format::new().set_num_format("0.0");
    let hundredths = Format::new().set_num_format("0.00");
    sheet.write_number_with_format(row, 3, km(journey), &tenths)?;
    for (column, length) in (4..).zip([run.driving_s, run.boarding_s, run.waiting_s]) {
        sheet.write_number_with_format(row, column, hours(length), &hundredths)?;
    }
    let tariff = journey.vehicle.spec.tariff;
    let per_hour = [tariff.per_hour_driving, tariff.per_hour_boarding, tariff.per_hour_waiting];
    let rates = [tariff.per_km].into_iter().chain(per_hour);
    let amounts = [tariff.day_fee, run.cost_ore - tariff.day_fee, run.cost_ore];
    for (column, amount) in (7..).zip(rates.chain(amounts)) {
        sheet.write_number_with_format(row, column, amount.as_kroner(), money)?;
    }
    Ok(())
}

/// Says below the sum which list is billed, so that the table above stays one that can be sorted and added
/// up.
fn name_list(
    sheet: &mut Worksheet,
    first: u32,
    date: &ExcelDateTime,
    list: [&str; 2],
) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let as_date = Format::new().set_num_format("dd-mm-yyyy").set_align(FormatAlign::Left);
    sheet.write_string_with_format(first, 0, "dato", &bold)?;
    sheet.write_datetime_with_format(first, 1, date, &as_date)?;
    for ((row, name), value) in (first + 1..).zip(["plan_id", "plan_version"]).zip(list) {
        sheet.write_string_with_format(row, 0, name, &bold)?;
        sheet.write_string(row, 1, value)?;
    }
    Ok(())
}

/// Names of sheets as Excel takes them: 31 letters, some of them not, none twice whatever the case.
#[derive(Default)]
struct SheetNames(HashSet<String>);

impl SheetNames {
    fn free(&mut self, wanted: &str) -> String {
        const LONGEST: usize = 31;
        let is_refused = |letter: char| letter.is_control() || "[]:*?/\\".contains(letter);
        let plain: String =
            wanted.chars().map(|letter| if is_refused(letter) { ' ' } else { letter }).collect();
        let plain = plain.trim().trim_matches('\'').trim();
        // Excel keeps this name for itself.
        let plain =
            if plain.is_empty() || plain.eq_ignore_ascii_case("history") { "Vogn" } else { plain };
        let cut = |end: &str| {
            let mut name = String::new();
            for letter in plain.chars() {
                // Excel counts as UTF-16 does.
                if name.encode_utf16().count() + letter.len_utf16() + end.len() > LONGEST {
                    break;
                }
                name.push(letter);
            }
            format!("{}{end}", name.trim_end().trim_end_matches('\''))
        };
        let numbered = (2..).map(|number| cut(&format!(" {number}")));
        let mut names = std::iter::once(cut("")).chain(numbered);
        names.find(|name| self.0.insert(name.to_lowercase())).expect("numbers do not run out")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_have_names_that_excel_takes() {
        let mut names = SheetNames::default();
        let mut free = |wanted: &str| names.free(wanted);
        assert_eq!(free("Vogn 1"), "Vogn 1");
        assert_eq!(free("VOGN 1"), "VOGN 1 2");
        assert_eq!(free("../../x"), ".. .. x");
        assert_eq!(free("'[]:*?"), "Vogn");
        assert_eq!(free("History"), "Vogn 2");
        assert_eq!(free(&"æ".repeat(40)), "æ".repeat(31));
        assert_eq!(free(&"æ".repeat(41)), format!("{} 2", "æ".repeat(29)));
    }
}
