//! Tables that go to a terminal and to a page.

use askama::Template;

use crate::output::Language;
use crate::output::compare::plot::Plot;
use crate::output::terminal::clean;
use crate::output::words::Words;

/// A table with its heading.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub heading: String,
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
    /// What to say where there are no rows.
    pub empty: &'static str,
}

/// A cell, with a bar in it where its column is drawn.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub text: String,
    /// How long the bar is, in percent of the cell.
    pub share: Option<u32>,
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self { text, share: None }
    }
}

#[derive(Template)]
#[template(path = "compare.html")]
struct Page<'a> {
    words: &'static Words,
    title: &'a str,
    tables: &'a [Table],
    plots: &'a [Plot],
}

/// The tables as a page.
pub(super) fn compared_page(
    title: &str,
    tables: &[Table],
    plots: &[Plot],
    language: Language,
) -> String {
    let page = Page { words: language.words(), title, tables, plots };
    page.render().expect("text is written to memory, and the template calls nothing that fails")
}

/// The tables for a terminal, the first column to the left and the others to the right.
pub(super) fn compared_text(tables: &[Table]) -> String {
    tables.iter().map(text).collect::<Vec<_>>().join("\n")
}

fn text(table: &Table) -> String {
    let head = table.columns.iter().map(|name| clean(name)).collect();
    let rows = table.rows.iter().map(|row| row.iter().map(|cell| clean(&cell.text)).collect());
    let lines: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    let mut out = format!("{}\n", clean(&table.heading));
    if table.rows.is_empty() {
        return out + &format!("  {}\n", table.empty);
    }
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max();
    let widths: Vec<usize> =
        (0..table.columns.len()).map(|column| width(column).unwrap_or(0)).collect();
    for line in lines {
        let cells = line.iter().zip(&widths).enumerate().map(|(column, (cell, &width))| {
            if column == 0 { format!("{cell:width$}") } else { format!("{cell:>width$}") }
        });
        out += &format!("  {}\n", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
    out
}
