//! A benchmark file as numbers under their names, checked against each other.
//!
//! The first line reads `vehicles N longest_route capacity longest_ride`, each other line
//! `id x y service load opens closes`. Node 0 is the depot, request `i` boards at node `i` and
//! alights at node `n + i`; node `2n + 1`, the depot again, is in some files and in others not. In
//! some files N is the number of requests, in others that of their nodes: the number of lines
//! decides.

use std::fs;
use std::io::Read;
use std::path::Path;

use crate::error::{Error, Flaw, Result};
use crate::input::benchmark::consistency::consistent;
use crate::input::benchmark::fields::{Fields, Range};
use crate::input::benchmark::window;
use crate::input::lines::line_at;

/// The most requests of a file: their table of drives takes 128 MB.
const MOST_REQUESTS: usize = 2_000;
/// More bytes than any such file has.
const MOST_BYTES: u64 = 4_000_000;
/// So far from zero a coordinate may be that the longest drive still fits a travel table.
const COORDINATES: Range = Range { least: -20_000.0, most: 20_000.0 };
/// Minutes, more than two months of them.
const MINUTES: Range = Range { least: 0.0, most: 100_000.0 };
const PEOPLE: Range = Range { least: -999.0, most: 999.0 };
const CAPACITY: Range = Range { least: 1.0, most: 999.0 };
const VEHICLES: Range = Range { least: 1.0, most: MOST_REQUESTS as f64 };

const HEADER: [&str; 5] = ["vehicles", "requests", "longest route", "capacity", "longest ride"];
const NODE: [&str; 7] = ["id", "x", "y", "service", "load", "opens", "closes"];
/// Columns of a node.
pub(super) const ID: usize = 0;
pub(super) const SERVICE: usize = 3;
pub(super) const LOAD: usize = 4;
pub(super) const OPENS: usize = 5;

/// What a file says.
#[derive(Clone, Debug)]
pub(super) struct File {
    /// How many vehicles there are.
    pub vehicles: usize,
    /// How many requests.
    pub requests: usize,
    /// Minutes from leaving the depot to being back.
    pub longest_route: f64,
    /// Seats of a vehicle.
    pub capacity: u16,
    /// Minutes from the end of boarding to the beginning of alighting.
    pub longest_ride: f64,
    /// The depot, the pickups, the deliveries, the depot.
    pub nodes: Vec<Node>,
}

/// A line of a file; times are minutes.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// The line it stands on, from 1.
    pub line: u64,
    /// Its number.
    pub id: usize,
    /// Where it is.
    pub point: (f64, f64),
    /// How long boarding or alighting takes.
    pub service: f64,
    /// How many people board; negative if they alight.
    pub load: i16,
    /// When service may begin at the earliest.
    pub opens: f64,
    /// When service may begin at the latest.
    pub closes: f64,
}

impl Node {
    /// A flaw of one of its columns, numbered from 0.
    pub fn flaw(
        &self,
        file: &str,
        column: usize,
        found: String,
        expected: impl Into<String>,
    ) -> Flaw {
        Flaw::new(file, found, expected).line(self.line).column(NODE[column])
    }
}

struct Header {
    vehicles: usize,
    /// Requests or nodes.
    size: usize,
    longest_route: f64,
    capacity: u16,
    longest_ride: f64,
}

/// What the file says, or every flaw of it.
pub(super) fn read(path: &Path) -> Result<File> {
    let read_error = |source| Error::Read { path: path.to_owned(), source };
    let file = fs::File::open(path).map_err(read_error)?;
    let mut bytes = Vec::new();
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(read_error)?;
    let name = path.display().to_string();
    parse(&name, &bytes).map_err(|flaws| Error::Invalid { flaws })
}

fn parse(name: &str, bytes: &[u8]) -> Result<File, Vec<Flaw>> {
    let text = text(name, bytes).map_err(|flaw| vec![*flaw])?;
    let lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    let mut lines = lines.map(|(line, number)| Fields::new(name, number, line));
    let Some(first) = lines.next() else {
        let expected = format!("the first line is: {}", HEADER.join(", "));
        return Err(vec![Flaw::new(name, "is empty", expected)]);
    };
    let first_line = first.line();
    let rows: Vec<_> = lines.take(2 * MOST_REQUESTS + 3).collect();
    let mut flaws = Vec::new();
    let header = header(first, &mut flaws);
    let requests = header.as_ref().and_then(|header| {
        let requests = requests(header.size, rows.len());
        if requests.is_none() {
            flaws.push(wrong_count(name, header.size, rows.len()).line(first_line));
        }
        requests
    });
    let nodes: Vec<_> = rows.into_iter().map(|row| node(row, &mut flaws)).collect();
    let nodes = requests.and_then(|requests| consistent(name, nodes, requests, &mut flaws));
    match (header, requests, nodes) {
        (Some(header), Some(requests), Some(nodes)) if flaws.is_empty() => {
            let Header { vehicles, longest_route, capacity, longest_ride, .. } = header;
            Ok(File { vehicles, requests, longest_route, capacity, longest_ride, nodes })
        }
        _ => {
            flaws.sort();
            flaws.dedup();
            Err(flaws)
        }
    }
}

/// The text of a file that is one.
fn text<'a>(name: &str, bytes: &'a [u8]) -> Result<&'a str, Box<Flaw>> {
    const EXPECTED: &str = "give a text file of numbers";
    if bytes.len() as u64 > MOST_BYTES {
        let found = format!("holds more than {} MB", MOST_BYTES / 1_000_000);
        return Err(Flaw::new(name, found, EXPECTED).into());
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let not_text = |position| {
        Box::new(Flaw::new(name, "is not text", EXPECTED).line(line_at(bytes, position)))
    };
    let text = std::str::from_utf8(bytes).map_err(|wrong| not_text(wrong.valid_up_to()))?;
    match text.find(|letter: char| letter.is_control() && !letter.is_whitespace()) {
        Some(position) => Err(not_text(position)),
        None => Ok(text),
    }
}

fn header(mut fields: Fields, flaws: &mut Vec<Flaw>) -> Option<Header> {
    if !fields.are(&HEADER, flaws) {
        return None;
    }
    let size = Range { least: 1.0, most: 2.0 * MOST_REQUESTS as f64 };
    let vehicles = fields.whole(VEHICLES, flaws);
    let size = fields.whole(size, flaws);
    let longest_route = fields.number(MINUTES, flaws);
    let capacity = fields.whole(CAPACITY, flaws);
    let longest_ride = fields.number(MINUTES, flaws);
    Some(Header {
        vehicles: vehicles?.unsigned_abs().into(),
        size: size?.unsigned_abs().into(),
        longest_route: longest_route?,
        capacity: capacity?.unsigned_abs(),
        longest_ride: longest_ride?,
    })
}

fn node(mut fields: Fields, flaws: &mut Vec<Flaw>) -> Option<Node> {
    if !fields.are(&NODE, flaws) {
        return None;
    }
    let id = fields.whole(Range { least: 0.0, most: 2.0 * MOST_REQUESTS as f64 + 1.0 }, flaws);
    let x = fields.number(COORDINATES, flaws);
    let y = fields.number(COORDINATES, flaws);
    let service = fields.number(MINUTES, flaws);
    let load = fields.whole(PEOPLE, flaws);
    let opens = fields.number(MINUTES, flaws);
    let closes = fields.number(MINUTES, flaws);
    let node = Node {
        line: fields.line(),
        id: id?.unsigned_abs().into(),
        point: (x?, y?),
        service: service?,
        load: load?,
        opens: opens?,
        closes: closes?,
    };
    if window(&node).is_empty() {
        let found = format!("opens at {} and closes at {}", node.opens, node.closes);
        flaws.push(node.flaw(
            fields.file(),
            OPENS,
            found,
            "a window closes no earlier than it opens",
        ));
    }
    Some(node)
}

/// How many requests a file has, from the number in its first line and its lines of nodes.
fn requests(size: usize, lines: usize) -> Option<usize> {
    let lines_of = |requests: usize| [2 * requests + 1, 2 * requests + 2];
    let counts = if size.is_multiple_of(2) { [size, size / 2] } else { [size, size] };
    let fits = |&requests: &usize| requests <= MOST_REQUESTS && lines_of(requests).contains(&lines);
    counts.into_iter().find(fits)
}

fn wrong_count(name: &str, size: usize, lines: usize) -> Flaw {
    let found = match lines {
        0 => "no line of a node follows".to_owned(),
        1 => "1 line of a node follows".to_owned(),
        _ if lines > 2 * MOST_REQUESTS + 2 => format!("more than {MOST_REQUESTS} requests follow"),
        _ => format!("{lines} lines of nodes follow"),
    };
    let mut counts = vec![];
    if size <= MOST_REQUESTS {
        counts.push(format!("{size} requests take {} or {}", 2 * size + 1, 2 * size + 2));
    }
    if size.is_multiple_of(2) {
        counts.push(format!("{size} nodes take {} or {}", size + 1, size + 2));
    }
    if counts.is_empty() {
        counts.push(format!("a file has at most {MOST_REQUESTS} requests"));
    }
    Flaw::new(name, found, counts.join(", ")).column(HEADER[1])
}
