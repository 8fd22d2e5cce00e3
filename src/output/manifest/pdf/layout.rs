//! Where things stand on a printed manifest.
//!
//! A sheet is cut into pieces that are not torn apart: a citizen at a stop, a break, the legend. Pieces
//! go on a page as long as there is room; every page has the vehicle's name, the date and its number.

use crate::output::cells::on_one_line;
use crate::output::manifest::pdf::canvas::{HEIGHT, Mark, Page, Symbol, WIDTH};
use crate::output::manifest::pdf::fonts::{Fonts, Weight};
use crate::output::manifest::pdf::stop::{citizen, symbol};
use crate::output::manifest::view::{Other, Row, Sheet};
use crate::output::words::Words;

pub(super) const LEFT: f32 = 36.0;
pub(super) const RIGHT: f32 = WIDTH - 36.0;
const TOP: f32 = 34.0;
const BOTTOM: f32 = HEIGHT - 40.0;
/// Where columns begin: who and where, who is aboard, blanks.
pub(super) const BODY: f32 = LEFT + 80.0;
pub(super) const ABOARD: f32 = RIGHT - 176.0;
pub(super) const DONE: f32 = RIGHT - 94.0;
/// How wide the inside of the box is that has the run's figures.
const INNER: f32 = RIGHT - LEFT - 16.0;
/// Room between columns.
pub(super) const GAP: f32 = 10.0;

/// Marks that stay together, from a top edge of their own.
#[derive(Default)]
pub(super) struct Piece {
    pub marks: Vec<Mark>,
    pub height: f32,
    /// What stands above where the piece comes first on a page, its beginning being on another.
    pub continued: Option<Box<Piece>>,
}

impl Piece {
    /// Writes a line of text from this point on, `y` being where its letters stand.
    pub fn text(&mut self, x: f32, y: f32, size: f32, weight: Weight, text: &str) {
        let text = on_one_line(text);
        self.marks.push(Mark::Text { x, y, size, weight, grey: 0, text });
    }

    /// Draws a level line.
    pub fn line(&mut self, y: f32, from: f32, to: f32, width: f32) {
        self.marks.push(Mark::Line { from: (from, y), to: (to, y), width });
    }

    /// A line to write on, with its name below.
    pub fn blank(&mut self, y: f32, from: f32, to: f32, name: &str) {
        self.line(y, from, to, 0.5);
        self.text(from, y + 8.0, 7.0, Weight::Plain, name);
    }

    /// Puts all of another piece below what is there, from this height on.
    fn take(&mut self, other: Piece) {
        let down = self.height;
        self.marks.extend(other.marks.into_iter().map(|mark| mark.moved(down)));
        self.height += other.height;
    }
}

/// Text that grows downward.
pub(super) struct Column<'a> {
    pub fonts: &'a Fonts,
    pub piece: Piece,
    pub x: f32,
    pub right: f32,
    pub y: f32,
}

impl Column<'_> {
    /// Writes wrapped lines below what is there.
    pub fn write(&mut self, text: &str, weight: Weight, size: f32) {
        for line in self.fonts.wrap(text, weight, size, self.right - self.x) {
            self.y += size * 1.25;
            self.piece.text(self.x, self.y, size, weight, &line);
        }
    }

    /// Writes behind what was written last if there is room, otherwise below.
    pub fn go_on(&mut self, text: &str, size: f32) {
        const ROOM: f32 = 7.0;
        let last = self.piece.marks.last();
        let end = last.and_then(|mark| match mark {
            Mark::Text { x, y, size, weight, text, .. } if *y == self.y => {
                Some(x + self.fonts.width(text, *weight, *size) + ROOM)
            }
            _ => None,
        });
        let width = self.fonts.width(&on_one_line(text), Weight::Plain, size);
        match end.filter(|end| end + width <= self.right) {
            Some(end) if !text.is_empty() => {
                self.piece.text(end, self.y, size, Weight::Plain, text);
            }
            Some(_) => {}
            None => self.write(text, Weight::Plain, size),
        }
    }

    /// Writes wrapped bold lines beside a sign, if there is one.
    pub fn write_after(&mut self, symbol: Option<Symbol>, text: &str) {
        const INDENT: f32 = 16.0;
        let indent = if symbol.is_some() { INDENT } else { 0.0 };
        if let Some(symbol) = symbol {
            let (x, y) = (self.x, self.y + 2.0);
            self.piece.marks.push(Mark::Symbol { x, y, size: 11.0, symbol, grey: 0 });
        }
        self.x += indent;
        self.write(text, Weight::Bold, 10.5);
        self.x -= indent;
    }
}

/// The pages of a vehicle.
pub(super) fn pages(sheet: &Sheet, words: &Words, fonts: &Fonts) -> Vec<Page> {
    let mut pieces = vec![facts(sheet, words, fonts)];
    for row in &sheet.rows {
        match row {
            Row::Other(other) => pieces.push(self::other(other, fonts)),
            Row::Stop(stop) => {
                let people = stop.people.iter().enumerate();
                pieces.extend(people.map(|(index, person)| {
                    citizen(stop, person, index == 0, index + 1 == stop.people.len(), words, fonts)
                }));
            }
        }
    }
    let filled = filled(pieces);
    let count = filled.len();
    let numbered = filled.into_iter().enumerate().map(|(index, marks)| {
        let mut page = Page(frame(sheet, words, fonts, index + 1, count));
        page.0.extend(marks);
        page
    });
    numbered.collect()
}

/// The pieces on as few pages as hold them.
fn filled(pieces: Vec<Piece>) -> Vec<Vec<Mark>> {
    let blank = || Piece { height: header_height(), ..Piece::default() };
    let mut pages = vec![blank()];
    for mut piece in pieces {
        let page = pages.last().expect("there is a page");
        if page.height + piece.height > BOTTOM && page.height > header_height() {
            let mut next = blank();
            if let Some(heading) = piece.continued.take() {
                next.take(*heading);
            }
            pages.push(next);
        }
        pages.last_mut().expect("there is a page").take(piece);
    }
    pages.into_iter().map(|page| page.marks).collect()
}

/// A page that says that no vehicle drives.
pub(super) fn empty(words: &Words, fonts: &Fonts) -> Page {
    let mut piece = Piece::default();
    let width = fonts.width(words.no_vehicle, Weight::Bold, 16.0);
    piece.text((WIDTH - width) / 2.0, 120.0, 16.0, Weight::Bold, words.no_vehicle);
    Page(piece.marks)
}

/// Pages that name the vehicles that stay at home.
pub(super) fn idle(names: &[&str], words: &Words, fonts: &Fonts) -> Vec<Page> {
    const SIZE: f32 = 12.0;
    const LINE: f32 = 1.4 * SIZE;
    let lines = fonts.wrap(&names.join(", "), Weight::Plain, SIZE, RIGHT - LEFT);
    let room = ((BOTTOM - header_height()) / LINE) as usize;
    let page = |lines: &[String]| {
        let mut piece = Piece::default();
        piece.text(LEFT, TOP + 14.0, 19.0, Weight::Bold, words.idle_vehicles);
        for (index, line) in lines.iter().enumerate() {
            let y = header_height() + LINE * (index + 1) as f32;
            piece.text(LEFT, y, SIZE, Weight::Plain, line);
        }
        Page(piece.marks)
    };
    lines.chunks(room).map(page).collect()
}

fn header_height() -> f32 {
    TOP + 42.0
}

/// What stands on every page: vehicle, date, headings of columns, number.
fn frame(sheet: &Sheet, words: &Words, fonts: &Fonts, number: usize, of: usize) -> Vec<Mark> {
    let mut piece = Piece::default();
    let name = fonts.wrap(&sheet.vehicle, Weight::Bold, 19.0, 215.0);
    piece.text(LEFT, TOP + 14.0, 19.0, Weight::Bold, &name[0]);
    let date = format!("{} {}", words.manifest, sheet.date);
    let width = fonts.width(&date, Weight::Plain, 11.0);
    piece.text(RIGHT - width, TOP + 14.0, 11.0, Weight::Plain, &date);
    let headings = [
        (LEFT, words.time),
        (BODY, words.where_and_who),
        (ABOARD, words.aboard),
        (DONE, words.done),
    ];
    for (x, heading) in headings {
        piece.text(x, TOP + 34.0, 8.5, Weight::Bold, heading);
    }
    piece.line(TOP + 39.0, LEFT, RIGHT, 1.6);
    let page = format!("{} {number}/{of}", words.page);
    let width = fonts.width(&page, Weight::Plain, 8.5);
    piece.text(RIGHT - width, HEIGHT - 22.0, 8.5, Weight::Plain, &page);
    let end = legend(&mut piece, sheet, words, fonts);
    if let Some(attribution) = sheet.attribution {
        piece.text(end, HEIGHT - 22.0, 7.5, Weight::Plain, attribution);
    }
    piece.marks
}

/// The run in figures, and blanks for the driver, in a box.
fn facts(sheet: &Sheet, words: &Words, fonts: &Fonts) -> Piece {
    let mut piece = Piece::default();
    let y = figures(&mut piece, sheet, words, fonts) + 22.0;
    let third = INNER / 3.0;
    let blanks = [words.driver, words.odometer_start, words.odometer_end];
    for (index, name) in blanks.iter().enumerate() {
        let x = LEFT + 8.0 + third * index as f32;
        piece.blank(y, x, x + third - 14.0, name);
    }
    let height = y + 10.0;
    let width = RIGHT - LEFT;
    piece.marks.push(Mark::Box { x: LEFT, y: 4.0, width, height, fill: None });
    piece.height = y + 22.0;
    piece
}

/// Writes the figures in columns and returns where they end.
fn figures(piece: &mut Piece, sheet: &Sheet, words: &Words, fonts: &Fonts) -> f32 {
    const COLUMNS: usize = 4;
    let citizens = sheet.citizens.to_string();
    let figures = [
        (words.leaves, &sheet.leaves),
        (words.returns, &sheet.returns),
        (words.rest, &sheet.rest),
        (words.citizens, &citizens),
        (words.shift, &sheet.shift),
        (words.kind, &sheet.kind),
        (words.depot, &sheet.depot),
        (words.distance, &sheet.distance),
    ];
    let width = INNER / COLUMNS as f32;
    let mut y = 8.0;
    for row in figures.chunks(COLUMNS) {
        let mut height: f32 = 0.0;
        for (index, (name, value)) in row.iter().enumerate() {
            let x = LEFT + 8.0 + width * index as f32;
            piece.text(x, y + 9.0, 8.0, Weight::Plain, name);
            let lines = fonts.wrap(value, Weight::Bold, 11.0, width - 8.0);
            for (line, text) in lines.iter().enumerate() {
                piece.text(x, y + 22.0 + 13.0 * line as f32, 11.0, Weight::Bold, text);
            }
            height = height.max(16.0 + 13.0 * lines.len() as f32);
        }
        y += height;
    }
    y
}

/// Departure, break or return, on grey.
fn other(other: &Other, fonts: &Fonts) -> Piece {
    let mut piece = Piece::default();
    let what = format!("{} · {}", other.what, other.details);
    let lines = fonts.wrap(&what, Weight::Plain, 11.0, RIGHT - BODY - 8.0);
    piece.height = 10.0 + 14.0 * lines.len() as f32;
    let (width, height) = (RIGHT - LEFT, piece.height);
    piece.marks.push(Mark::Box { x: LEFT, y: 0.0, width, height, fill: Some(230) });
    piece.text(LEFT + 4.0, 17.0, 14.0, Weight::Bold, &other.time);
    for (index, line) in lines.iter().enumerate() {
        piece.text(BODY, 16.0 + 14.0 * index as f32, 11.0, Weight::Plain, line);
    }
    piece.line(piece.height, LEFT, RIGHT, 0.8);
    piece
}

/// What the signs mean, at the foot of each page. Returns where it ends.
fn legend(piece: &mut Piece, sheet: &Sheet, words: &Words, fonts: &Fonts) -> f32 {
    const Y: f32 = HEIGHT - 22.0;
    let mut signs = vec![(Symbol::Up, words.pick_up), (Symbol::Down, words.set_down)];
    let stops = sheet.rows.iter().filter_map(|row| match row {
        Row::Stop(stop) => Some(stop),
        Row::Other(_) => None,
    });
    let used: Vec<Symbol> = stops.flat_map(|stop| &stop.people).filter_map(symbol).collect();
    for (sign, meaning) in
        [(Symbol::Wheelchair, words.sign_wheelchair), (Symbol::Aid, words.sign_aid)]
    {
        if used.contains(&sign) {
            signs.push((sign, meaning));
        }
    }
    let mut x = LEFT;
    for (symbol, meaning) in signs {
        piece.marks.push(Mark::Symbol { x, y: Y - 8.0, size: 9.0, symbol, grey: 0 });
        piece.text(x + 13.0, Y, 8.5, Weight::Plain, meaning);
        x += 13.0 + fonts.width(meaning, Weight::Plain, 8.5) + 14.0;
    }
    x
}
