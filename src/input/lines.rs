//! Line numbers of places in a text, whatever ends its lines: LF, CRLF or CR.

/// The line, from 1, on which the byte at `position` stands.
pub fn line_at(bytes: &[u8], position: usize) -> u64 {
    LineCounter::new(bytes).line_at(position)
}

/// Counts lines in one pass over a text, for positions asked in rising order.
pub struct LineCounter<'a> {
    bytes: &'a [u8],
    position: usize,
    line: u64,
}

impl<'a> LineCounter<'a> {
    /// A counter at the start of the text.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, position: 0, line: 1 }
    }

    /// The line, from 1, on which the byte at `position` stands; no earlier than the last one asked.
    pub fn line_at(&mut self, position: usize) -> u64 {
        let position = position.min(self.bytes.len());
        while self.position < position {
            let next = self.bytes.get(self.position + 1);
            match self.bytes[self.position] {
                b'\n' => self.line += 1,
                b'\r' if next != Some(&b'\n') => self.line += 1,
                _ => {}
            }
            self.position += 1;
        }
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_counts_once() {
        let text = b"a\nb\r\nc\rd\n\ne";
        let lines: Vec<u64> = [0, 2, 5, 7, 10].map(|position| line_at(text, position)).to_vec();
        assert_eq!(lines, [1, 2, 3, 4, 6]);
        assert_eq!(line_at(b"", 5), 1);
    }
}
