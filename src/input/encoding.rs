//! Bytes of a file → text: UTF-8 with or without its mark, or Windows-1252 as older Excel writes it.
//!
//! A file that is neither is refused with the line where it stops making sense: a name read wrongly
//! would be printed on a manifest.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use encoding_rs::WINDOWS_1252;

use crate::error::Flaw;
use crate::input::lines::line_at;

/// What Danish letters look like in text that was read with the wrong encoding: the first letter of
/// each pair is what the lead byte of UTF-8 turns into.
const MISREAD: [&str; 7] = ["Ã¦", "Ã¸", "Ã¥", "Ã†", "Ã˜", "Ã…", "Ã©"];

/// The text of a file, or the flaw that makes it unreadable. A file that is not there is `Ok(None)`.
pub fn read_text(path: &Path, file: &str) -> Result<Option<String>, Box<Flaw>> {
    match fs::read(path) {
        Ok(bytes) => decode(&bytes, file).map(Some),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => {
            let found = format!("cannot be read ({error})");
            Err(Flaw::new(file, found, "give a file that may be read").into())
        }
    }
}

/// The text these bytes stand for.
fn decode(bytes: &[u8], file: &str) -> Result<String, Box<Flaw>> {
    const SAVE: &str = "save it as \"CSV UTF-8\"";
    let is_marked_utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    let zeros = bytes.iter().filter(|&&byte| byte == 0).count();
    if is_marked_utf16 || zeros * 4 > bytes.len() {
        return Err(Flaw::new(file, "is UTF-16 text", SAVE).into());
    }
    if let Some(zero) = bytes.iter().position(|&byte| byte == 0) {
        return Err(Flaw::new(file, "a NUL byte, which no text has", SAVE)
            .line(line_at(bytes, zero))
            .hint("the file may be a workbook or be damaged")
            .into());
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(wrong) => windows_1252(bytes).ok_or_else(|| {
            Flaw::new(file, "bytes that are neither UTF-8 nor Windows-1252", SAVE)
                .line(line_at(bytes, wrong.valid_up_to()))
        })?,
    };
    match MISREAD.iter().filter_map(|misread| text.find(misread)).min() {
        Some(position) => {
            Err(Flaw::new(file, "Danish letters that were saved in the wrong encoding", SAVE)
                .line(line_at(text.as_bytes(), position))
                .hint("æ, ø and å read as Ã and a sign; mend them where the file comes from")
                .into())
        }
        None => Ok(text),
    }
}

/// The bytes as Windows-1252, unless one of them has no meaning there.
fn windows_1252(bytes: &[u8]) -> Option<String> {
    let text = WINDOWS_1252.decode_without_bom_handling_and_without_replacement(bytes)?;
    // The web's Windows-1252 has no errors: its five unused bytes become control characters.
    let has_unused_bytes = text.chars().any(|letter| ('\u{80}'..='\u{9F}').contains(&letter));
    (!has_unused_bytes).then(|| text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(bytes: &[u8]) -> String {
        decode(bytes, "x.csv").expect_err("not text").to_string()
    }

    #[test]
    fn utf8_with_and_without_mark_and_windows_1252_read_equal() {
        let expected = "vej;by\nBækkeskovvej;Ishøj";
        let marked = [b"\xEF\xBB\xBF", expected.as_bytes()].concat();
        assert_eq!(decode(&marked, "x.csv").as_deref(), Ok(expected));
        assert_eq!(decode(expected.as_bytes(), "x.csv").as_deref(), Ok(expected));
        let windows = b"vej;by\nB\xE6kkeskovvej;Ish\xF8j";
        assert_eq!(decode(windows, "x.csv").as_deref(), Ok(expected));
    }

    #[test]
    fn bytes_of_no_encoding_are_refused_with_their_line() {
        assert!(message(b"a\nb\n\x81").starts_with("x.csv line 3: bytes that are neither"));
        assert!(message(b"a\nb\0c, more text").starts_with("x.csv line 2: a NUL byte"));
        assert!(message(b"\xFF\xFEa\0").starts_with("x.csv: is UTF-16"));
        assert!(message(b"a\0b\0c\0").starts_with("x.csv: is UTF-16"));
    }

    #[test]
    fn a_mixture_of_encodings_is_refused() {
        let mixed = [b"navn\n".as_slice(), "Søren\n".as_bytes(), b"S\xF8ren"].concat();
        assert!(message(&mixed).starts_with("x.csv line 2: Danish letters"));
    }
}
