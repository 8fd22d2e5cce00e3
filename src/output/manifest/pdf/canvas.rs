//! What is drawn on a page, in points from its upper left corner, and how it gets into the file.

use krilla::Document;
use krilla::color::luma;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::text::TextDirection;

use crate::output::manifest::pdf::fonts::{Fonts, Weight};

/// A4.
pub(super) const WIDTH: f32 = 595.28;
pub(super) const HEIGHT: f32 = 841.89;

/// Everything on one page.
#[derive(Clone, Default)]
pub(super) struct Page(pub Vec<Mark>);

/// One thing that is drawn.
#[derive(Clone, Debug)]
pub(super) enum Mark {
    Text {
        x: f32,
        y: f32,
        size: f32,
        weight: Weight,
        grey: u8,
        text: String,
    },
    /// A straight line.
    Line {
        from: (f32, f32),
        to: (f32, f32),
        width: f32,
    },
    /// A rectangle, filled with a grey or only drawn round.
    Box {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        fill: Option<u8>,
    },
    /// Lines through points, for symbols: shapes in a box of 24 by 24, scaled to this size.
    Symbol {
        x: f32,
        y: f32,
        size: f32,
        symbol: Symbol,
        grey: u8,
    },
}

/// A drawn sign.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Symbol {
    Up,
    Down,
    Wheelchair,
    Aid,
    Lock,
}

impl Mark {
    /// The same, so much further down.
    pub fn moved(mut self, down: f32) -> Self {
        match &mut self {
            Self::Text { y, .. } | Self::Box { y, .. } | Self::Symbol { y, .. } => *y += down,
            Self::Line { from, to, .. } => {
                from.1 += down;
                to.1 += down;
            }
        }
        self
    }
}

/// Writes a page into the file.
pub(super) fn draw(document: &mut Document, page: &Page, fonts: &Fonts) {
    let size = PageSettings::from_wh(WIDTH, HEIGHT).expect("a page has a size");
    let mut written = document.start_page_with(size);
    let mut surface = written.surface();
    for mark in &page.0 {
        draw_mark(&mut surface, mark, fonts);
    }
    surface.finish();
    written.finish();
}

fn draw_mark(surface: &mut Surface, mark: &Mark, fonts: &Fonts) {
    match mark {
        Mark::Text { x, y, size, weight, grey, text } => {
            paint(surface, Some(*grey), None);
            let (at, font) = (Point::from_xy(*x, *y), fonts.font(*weight));
            surface.draw_text(at, font, *size, text, false, TextDirection::LeftToRight);
        }
        Mark::Line { from, to, width } => {
            paint(surface, None, Some(*width));
            draw_line(surface, [*from, *to].into_iter());
        }
        Mark::Box { x, y, width, height, fill } => {
            paint(surface, *fill, if fill.is_some() { None } else { Some(0.8) });
            if let Some(rect) = Rect::from_xywh(*x, *y, *width, *height) {
                path(surface, |path| path.push_rect(rect));
            }
        }
        Mark::Symbol { x, y, size, symbol, grey } => {
            let scale = size / 24.0;
            let is_solid = matches!(symbol, Symbol::Up | Symbol::Down);
            if is_solid {
                paint(surface, Some(*grey), None);
            } else {
                paint(surface, None, Some(2.0 * scale));
            }
            for line in strokes(*symbol) {
                draw_line(
                    surface,
                    line.iter().map(|(across, down)| (x + across * scale, y + down * scale)),
                );
            }
        }
    }
}

/// A line through all points.
fn draw_line(surface: &mut Surface, points: impl Iterator<Item = (f32, f32)>) {
    path(surface, |path| {
        for (index, (x, y)) in points.enumerate() {
            match index {
                0 => path.move_to(x, y),
                _ => path.line_to(x, y),
            }
        }
    });
}

fn paint(surface: &mut Surface, fill: Option<u8>, line: Option<f32>) {
    let grey = |grey: u8| luma::Color::new(grey).into();
    surface.set_fill(fill.map(|level| Fill { paint: grey(level), ..Fill::default() }));
    surface.set_stroke(line.map(|width| Stroke { paint: grey(0), width, ..Stroke::default() }));
}

fn path(surface: &mut Surface, draw: impl FnOnce(&mut PathBuilder)) {
    let mut path = PathBuilder::new();
    draw(&mut path);
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

/// The lines of a sign: polygons for the solid ones.
fn strokes(symbol: Symbol) -> Vec<Vec<(f32, f32)>> {
    match symbol {
        Symbol::Up => vec![vec![(12.0, 4.0), (22.0, 20.0), (2.0, 20.0)]],
        Symbol::Down => vec![vec![(2.0, 4.0), (22.0, 4.0), (12.0, 20.0)]],
        Symbol::Wheelchair => vec![
            circle(10.0, 3.0, 2.0),
            vec![(10.0, 6.0), (10.0, 14.0), (17.0, 14.0), (20.0, 20.0)],
            vec![(10.0, 9.0), (16.0, 9.0)],
            circle(10.0, 16.5, 5.5),
        ],
        Symbol::Aid => vec![
            vec![(4.0, 4.0), (8.0, 4.0), (11.0, 17.0)],
            vec![(9.0, 9.0), (17.0, 9.0)],
            vec![(11.0, 17.0), (18.0, 17.0), (16.0, 4.0)],
            circle(10.0, 20.0, 2.0),
            circle(19.0, 20.0, 2.0),
        ],
        Symbol::Lock => vec![
            vec![(5.0, 11.0), (19.0, 11.0), (19.0, 21.0), (5.0, 21.0), (5.0, 11.0)],
            vec![(8.0, 11.0), (8.0, 6.0), (10.0, 3.5), (14.0, 3.5), (16.0, 6.0), (16.0, 11.0)],
        ],
    }
}

fn circle(x: f32, y: f32, radius: f32) -> Vec<(f32, f32)> {
    let point = |step: u8| {
        let angle = f32::from(step) * std::f32::consts::TAU / 24.0;
        (x + radius * angle.cos(), y + radius * angle.sin())
    };
    (0..=24).map(point).collect()
}
