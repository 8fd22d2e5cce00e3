//! Tables that go to a terminal and to a page.

use askama::Template;

use crate::output::Language;
use crate::output::cells::on_one_line;
use crate::output::compare::plot::Plot;
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
    let head = table.columns.iter().map(|name| on_one_line(name)).collect();
    let rows =
        table.rows.iter().map(|row| row.iter().map(|cell| on_one_line(&cell.text)).collect());
    let lines: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    let mut out = format!("{}\n", on_one_line(&table.heading));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_break_in_a_name_breaks_no_line_and_steers_no_terminal() {
        let table = Table {
            heading: "week\u{1b}[2J".to_owned(),
            columns: vec!["Vogn\nto".to_owned(), "km".to_owned()],
            rows: vec![vec!["A\tB".to_owned().into(), "7".to_owned().into()]],
            empty: "nothing",
        };
        assert_eq!(compared_text(&[table]), "week [2J\n  Vogn to  km\n  A B       7\n");
    }
}
