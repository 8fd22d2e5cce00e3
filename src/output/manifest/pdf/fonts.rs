//! The fonts of a printed manifest: how wide text is, and where its lines break.

use krilla::text::Font;
use ttf_parser::Face;

const PLAIN: &[u8] = include_bytes!("../../../../templates/fonts/DejaVuSansCondensed.ttf");
const BOLD: &[u8] = include_bytes!("../../../../templates/fonts/DejaVuSansCondensed-Bold.ttf");

/// How heavy text is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Weight {
    Plain,
    Bold,
}

/// Both fonts, to be measured and to be written.
pub(super) struct Fonts {
    faces: [Face<'static>; 2],
    fonts: [Font; 2],
}

impl Fonts {
    /// The fonts that are built in.
    pub fn new() -> Self {
        let whole = "the fonts are part of the program";
        Self {
            faces: [PLAIN, BOLD].map(|bytes| Face::parse(bytes, 0).expect(whole)),
            fonts: [PLAIN, BOLD].map(|bytes| Font::new(bytes.into(), 0).expect(whole)),
        }
    }

    /// The font to write with.
    pub fn font(&self, weight: Weight) -> Font {
        self.fonts[weight as usize].clone()
    }

    /// How wide a line is, in points.
    pub fn width(&self, text: &str, weight: Weight, size: f32) -> f32 {
        let face = &self.faces[weight as usize];
        let advance = |letter: char| {
            let glyph = face.glyph_index(letter).unwrap_or_default();
            f32::from(face.glyph_hor_advance(glyph).unwrap_or(0))
        };
        text.chars().map(advance).sum::<f32>() * size / f32::from(face.units_per_em())
    }

    /// The text in lines no wider than this; a word that is wider itself is cut, behind a hyphen where
    /// it has one.
    pub fn wrap(&self, text: &str, weight: Weight, size: f32, width: f32) -> Vec<String> {
        let fits = |line: &str| self.width(line, weight, size) <= width;
        let mut lines = vec![String::new()];
        for word in text.split_whitespace() {
            let last = lines.last_mut().expect("there is a line");
            let joined = if last.is_empty() { word.to_owned() } else { format!("{last} {word}") };
            if fits(&joined) {
                *last = joined;
                continue;
            }
            if !last.is_empty() {
                lines.push(String::new());
            }
            for letter in word.chars() {
                let last = lines.last_mut().expect("there is a line");
                let longer = format!("{last}{letter}");
                if fits(&longer) || last.is_empty() {
                    *last = longer;
                } else {
                    let kept = last.rfind('-').map_or(last.len(), |hyphen| hyphen + 1);
                    let next = format!("{}{letter}", &last[kept..]);
                    let kept = if fits(&next) { kept } else { last.len() };
                    let next = format!("{}{letter}", last.split_off(kept));
                    lines.push(next);
                }
            }
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_within_one_that_is_too_wide() {
        let fonts = Fonts::new();
        let wide = fonts.width("nøgleboks ved", Weight::Plain, 10.0);
        let lines = fonts.wrap("nøgleboks ved døren", Weight::Plain, 10.0, wide + 0.1);
        assert_eq!(lines, ["nøgleboks ved", "døren"]);
        let width = fonts.width("Kjærgaard-Øst", Weight::Plain, 10.0);
        let lines = fonts.wrap("af Kjærgaard-Østergård", Weight::Plain, 10.0, width);
        assert_eq!(lines, ["af", "Kjærgaard-", "Østergård"]);
        let long = "x".repeat(300);
        let lines = fonts.wrap(&long, Weight::Bold, 10.0, 100.0);
        assert!(lines.len() > 10 && lines.concat() == long);
        assert!(lines.iter().all(|line| fonts.width(line, Weight::Bold, 10.0) <= 100.0));
        assert_eq!(fonts.wrap("", Weight::Plain, 10.0, 100.0), [""]);
    }

    #[test]
    fn danish_letters_and_all_signs_of_a_manifest_are_in_both_fonts() {
        let fonts = Fonts::new();
        for face in &fonts.faces {
            for letter in "æøåÆØÅéü–·→×©½§".chars() {
                assert!(face.glyph_index(letter).is_some(), "{letter}");
            }
        }
    }
}
