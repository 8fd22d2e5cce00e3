//! One citizen at a stop, as a driver meets them on paper.

use crate::output::manifest::pdf::canvas::{Mark, Symbol};
use crate::output::manifest::pdf::fonts::{Fonts, Weight};
use crate::output::manifest::pdf::layout::{ABOARD, BODY, Column, DONE, GAP, LEFT, Piece, RIGHT};
use crate::output::manifest::view::{Person, Stop};
use crate::output::words::Words;

/// One citizen at a stop; the first has the stop's time and place, the last who is aboard.
pub(super) fn citizen(
    stop: &Stop,
    person: &Person,
    is_first: bool,
    is_last: bool,
    words: &Words,
    fonts: &Fonts,
) -> Piece {
    let mut column =
        Column { fonts, piece: Piece::default(), x: BODY, right: ABOARD - GAP, y: 2.0 };
    let mut least: f32 = 0.0;
    if is_first {
        place(&mut column, stop, words);
        least = 54.0;
    } else {
        column.piece.line(0.0, BODY, RIGHT, 0.3);
        column.piece.continued = Some(Box::new(again(stop, words, fonts)));
    }
    who(&mut column, person, words);
    if is_last {
        least = least.max(aboard(&mut column.piece, stop, words, fonts));
    }
    least = least.max(done(&mut column.piece, person, is_first, words));
    let mut piece = column.piece;
    piece.height = (column.y + 7.0).max(least);
    if is_last {
        piece.line(piece.height, LEFT, RIGHT, 0.8);
    }
    piece
}

/// Which stop goes on at the top of a page.
fn again(stop: &Stop, words: &Words, fonts: &Fonts) -> Piece {
    let piece = Piece::default();
    let mut column = Column { fonts, piece, x: BODY, right: RIGHT, y: 2.0 };
    column.piece.text(LEFT, 17.0, 14.0, Weight::Bold, &stop.time);
    let number = format!("{} {}", words.stop, stop.number);
    column.piece.text(LEFT + 46.0, 17.0, 8.5, Weight::Bold, &number);
    column.write(&format!("{} ({})", stop.title, words.continued), Weight::Bold, 12.0);
    column.piece.height = column.y + 5.0;
    column.piece
}

/// What the driver writes down: at a stop's first citizen when the vehicle came and left, the odometer
/// and initials; at each who is fetched, that nobody came. Returns how high it is.
fn done(piece: &mut Piece, person: &Person, is_first: bool, words: &Words) -> f32 {
    let mut y = 15.0;
    if is_first {
        let half = (RIGHT - DONE - GAP) / 2.0;
        for names in [[words.arrived, words.left], [words.odometer, words.initials]] {
            y += 3.0;
            piece.blank(y, DONE, DONE + half, names[0]);
            piece.blank(y, DONE + half + GAP, RIGHT, names[1]);
            y += 20.0;
        }
    }
    if person.boards {
        y += 1.0;
        piece.marks.push(Mark::Box { x: DONE, y: y - 9.0, width: 9.0, height: 9.0, fill: None });
        piece.text(DONE + 13.0, y - 1.0, 8.5, Weight::Plain, words.no_show);
        y += 12.0;
    }
    y - 8.0
}

/// When and where the vehicle stops.
fn place(column: &mut Column, stop: &Stop, words: &Words) {
    let piece = &mut column.piece;
    piece.text(LEFT, 22.0, 23.0, Weight::Bold, &stop.time);
    piece.text(LEFT, 36.0, 9.5, Weight::Bold, &format!("{} {}", words.stop, stop.number));
    piece.text(LEFT, 48.0, 8.5, Weight::Plain, &stop.drive.join(" · "));
    if let Some(wait) = &stop.wait {
        column.write(wait, Weight::Bold, 9.5);
    }
    column.write(&stop.title, Weight::Bold, 13.0);
    column.go_on(&stop.town, 10.0);
    if !stop.access.is_empty() {
        column.write(&stop.access, Weight::Bold, 11.0);
    }
}

/// Who boards or alights, and what the driver should know of them.
fn who(column: &mut Column, person: &Person, words: &Words) {
    action(column, person, words);
    if person.is_protected {
        let words = format!("{}: {}", words.protected, words.do_not_pass_on);
        column.write_after(Some(Symbol::Lock), &words);
    }
    if !person.needs_nothing() {
        needs(column, person, words);
    }
    let phone = match person.phone.is_empty() {
        true => String::new(),
        false => format!("{} {} · ", words.phone, person.phone),
    };
    let trip = format!("{phone}{}", person.appointment);
    match person.needs_nothing() {
        true => column.write(&trip, Weight::Plain, 10.5),
        false => column.go_on(&trip, 10.5),
    }
    if !person.note.is_empty() {
        let from = column.y + 3.0;
        column.x += 7.0;
        column.write(&format!("{}: {}", words.note, person.note), Weight::Plain, 10.0);
        column.x -= 7.0;
        let to = (BODY + 1.0, column.y + 3.0);
        column.piece.marks.push(Mark::Line { from: (BODY + 1.0, from), to, width: 2.0 });
    }
}

/// In a box whether the citizen boards or alights, and the name beside it.
fn action(column: &mut Column, person: &Person, words: &Words) {
    let (symbol, action) = match person.boards {
        true => (Symbol::Up, words.pick_up),
        false => (Symbol::Down, words.set_down),
    };
    let y = column.y + 4.0;
    let width = column.fonts.width(action, Weight::Bold, 9.0) + 18.0;
    let (fill, ink) = if person.boards { (Some(0), 255) } else { (None, 0) };
    let piece = &mut column.piece;
    piece.marks.push(Mark::Box { x: BODY, y, width, height: 13.0, fill });
    piece.marks.push(Mark::Symbol { x: BODY + 3.0, y: y + 2.5, size: 8.0, symbol, grey: ink });
    let text = action.to_owned();
    let (x, size, weight) = (BODY + 13.0, 9.0, Weight::Bold);
    piece.marks.push(Mark::Text { x, y: y + 10.0, size, weight, grey: ink, text });
    let name = match &person.time {
        Some(time) => format!("{}  {time}", person.name),
        None => person.name.clone(),
    };
    let indent = column.x;
    column.x = BODY + width + 6.0;
    column.write(&name, Weight::Bold, 13.0);
    if person.needs_nothing() {
        column.go_on(&person.aid, 10.5);
    }
    column.x = indent;
}

/// Aid with its symbol, companions, front seat, alone, lift.
fn needs(column: &mut Column, person: &Person, words: &Words) {
    let mut parts = vec![person.aid.clone()];
    parts.extend(person.companions.iter().map(|companions| format!("+ {companions}")));
    let marks = [
        (person.front_seat, words.front_seat),
        (person.alone, words.alone),
        (person.lift, words.lift),
    ];
    parts.extend(marks.into_iter().filter(|(is_so, _)| *is_so).map(|(_, word)| word.to_owned()));
    column.write_after(symbol(person), &parts.join(" · "));
}

pub(super) fn symbol(person: &Person) -> Option<Symbol> {
    person
        .symbol
        .map(|symbol| if symbol == "wheelchair" { Symbol::Wheelchair } else { Symbol::Aid })
}

/// How many are aboard when the vehicle drives on, and who. Returns how high it is.
fn aboard(piece: &mut Piece, stop: &Stop, words: &Words, fonts: &Fonts) -> f32 {
    let (count, size) = match stop.aboard_after {
        0 => (words.aboard_nobody.to_owned(), 11.0),
        count => (count.to_string(), 17.0),
    };
    piece.text(ABOARD, 20.0, size, Weight::Bold, &count);
    let names = fonts.wrap(&stop.aboard.join(", "), Weight::Plain, 8.0, DONE - GAP - ABOARD);
    for (index, line) in names.iter().enumerate() {
        piece.text(ABOARD, 31.0 + 9.5 * index as f32, 8.0, Weight::Plain, line);
    }
    27.0 + 9.5 * names.len() as f32
}
