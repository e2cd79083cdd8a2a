//! The folding table: what every character folds to, and its class.
//!
//! The facts come from the Unicode Character Database through four crates (general category,
//! decompositions, simple case folding, scripts). This file decides what is gaztag's own choice:
//! which marks are accents, which letters equal a plain one, which characters are invisible.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use unicode_normalization::char::{decompose_canonical, decompose_compatible};
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};

/// The class of a character; the same as `fold::Class` in `src/fold/class.rs`, with its numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Class {
    Other,
    Word,
    Space,
    LineBreak,
    Invisible,
    Accent,
    Mark,
    Spaceless,
    Katakana,
    Hangul,
    Arabic,
    Hebrew,
    Regional,
}

/// Letters that Unicode does not decompose, and the plain letters that people write for them.
const TWINS: &[(char, &str)] = &[
    ('ß', "ss"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('ø', "o"),
    ('đ', "d"),
    ('ð', "d"),
    ('ħ', "h"),
    ('ı', "i"),
    ('ĸ', "k"),
    ('ł', "l"),
    ('ŋ', "n"),
    ('ŧ', "t"),
    ('þ', "th"),
    ('ƀ', "b"),
    ('ɓ', "b"),
    ('ƈ', "c"),
    ('ɖ', "d"),
    ('ɗ', "d"),
    ('ƙ', "k"),
    ('ɲ', "n"),
    ('ƴ', "y"),
    ('ə', "e"),
    ('ǝ', "e"),
    ('ɛ', "e"),
    ('ɔ', "o"),
    // Arabic letters that are interchanged with their Persian, Urdu or dotless forms.
    ('ی', "ي"),
    ('ى', "ي"),
    ('ک', "ك"),
    ('ٱ', "ا"),
];

/// Whether a mark is an accent, a point or a vowel sign that writers may leave out. Marks of other
/// scripts (vowel signs of India, voicing marks of Kana) are parts of letters.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{34E}' | '\u{350}'..='\u{36F}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}' | '\u{5C4}' | '\u{5C5}'
        | '\u{5C7}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20F0}' | '\u{FE20}'..='\u{FE2F}')
}

/// Whether a character is not shown and does not separate words: soft hyphen, zero-width
/// characters, directional marks, byte order mark, variation selectors, tatweel.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{640}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`'
            | '´'
            | 'ʹ'
            | '\u{374}'
            | 'ʻ'
            | 'ʼ'
            | 'ʽ'
            | 'ˈ'
            | '‘'
            | '’'
            | '‛'
            | '′'
            | '‵'
            | '＇'
            | '｀'
    )
}

fn is_hyphen(c: char) -> bool {
    c == '\u{2212}' || c.general_category() == GeneralCategory::DashPunctuation
}

/// Whether `c` is a digit of a chemical formula: `Li₂O`.
fn is_subscript(c: char) -> bool {
    matches!(c, '\u{2080}'..='\u{2089}')
}

fn class(c: char) -> Class {
    use GeneralCategory as G;
    if is_invisible(c) {
        return Class::Invisible;
    }
    if matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}') {
        return Class::LineBreak;
    }
    // The underscore stands for a blank in names of files and of variables: South_Sudan.
    if matches!(c, '\t' | '_') || c.general_category() == G::SpaceSeparator {
        return Class::Space;
    }
    if is_accent(c) {
        return Class::Accent;
    }
    if ('\u{1F1E6}'..='\u{1F1FF}').contains(&c) {
        return Class::Regional;
    }
    if is_apostrophe(c) || is_hyphen(c) {
        return Class::Other;
    }
    let word = match c.general_category() {
        G::NonspacingMark | G::SpacingMark | G::EnclosingMark => return Class::Mark,
        G::DecimalNumber | G::LetterNumber => true,
        _ if is_subscript(c) => true,
        _ => c.general_category_group() == GeneralCategoryGroup::Letter,
    };
    if !word {
        return Class::Other;
    }
    match c.script() {
        Script::Han
        | Script::Hiragana
        | Script::Bopomofo
        | Script::Yi
        | Script::Thai
        | Script::Lao
        | Script::Khmer
        | Script::Myanmar
        | Script::Tibetan => Class::Spaceless,
        Script::Katakana => Class::Katakana,
        _ if matches!(c, 'ー' | 'ｰ') => Class::Katakana,
        Script::Hangul => Class::Hangul,
        Script::Arabic => Class::Arabic,
        Script::Hebrew => Class::Hebrew,
        _ => Class::Word,
    }
}

/// What `c` folds to; empty for characters that are removed.
fn fold(c: char) -> String {
    if matches!(class(c), Class::Invisible | Class::Accent) {
        return String::new();
    }
    if matches!(class(c), Class::Space | Class::LineBreak) {
        return " ".into();
    }
    if is_apostrophe(c) {
        return "'".into();
    }
    if is_hyphen(c) {
        return "-".into();
    }
    if c == '&' || c == '＆' {
        return "and".into();
    }
    let mut plain = String::new();
    if is_subscript(c) || matches!(c, '\u{FF00}'..='\u{FFEF}' | '\u{FB00}'..='\u{FB06}') {
        decompose_compatible(c, |d| plain.push(d));
        // Unicode decomposes the full-width macron to a blank with an accent; only characters of
        // the classes Space and LineBreak fold to a blank.
        if plain.starts_with(' ') {
            plain = c.to_string();
        }
    } else {
        decompose_canonical(c, |d| plain.push(d));
        // Hangul syllables, voiced Kana and the letters of India are not decomposed, nor is any
        // other character that has a part other than accents.
        let mut parts = plain.chars();
        parts.next();
        if !parts.all(is_accent) {
            plain = c.to_string();
        }
    }
    let mut folded = String::new();
    for d in plain.chars().filter(|&d| !is_accent(d)) {
        let lower =
            unicode_case_mapping::case_folded(d).and_then(|n| char::from_u32(n.get())).unwrap_or(d);
        match TWINS.iter().find(|(from, _)| *from == lower) {
            Some((_, to)) => folded.push_str(to),
            None => {
                // The lower-case letter of a pair may have an accent itself.
                let mut last = String::new();
                decompose_canonical(lower, |e| last.push(e));
                if last.chars().skip(1).all(is_accent) && last.chars().count() > 1 {
                    folded.extend(last.chars().filter(|&e| !is_accent(e)));
                } else {
                    folded.push(lower);
                }
            }
        }
    }
    folded
}

fn is_upper(c: char) -> bool {
    matches!(
        c.general_category(),
        GeneralCategory::UppercaseLetter | GeneralCategory::TitlecaseLetter
    )
}

fn is_lower(c: char) -> bool {
    c.general_category() == GeneralCategory::LowercaseLetter
}

/// The first character after the table. From here on there are no letters, which a test checks:
/// unassigned and private characters, tags, and variation selectors, which the library handles.
const END: u32 = 0x4_0000;

/// Returns the table as Rust source.
pub(crate) fn render() -> String {
    const BLOCK: u32 = 16;
    let mut pool = String::new();
    let mut pooled: BTreeMap<String, u32> = BTreeMap::new();
    let mut value = |c: char| -> u32 {
        let text = fold(c);
        let mut chars = text.chars();
        let payload = match (chars.next(), chars.next()) {
            (Some(only), None) if only == c => 0,
            (Some(only), None) => only as u32 | 1 << 21,
            _ => {
                let at = *pooled.entry(text.clone()).or_insert_with(|| {
                    let at = pool.len() as u32;
                    pool.push_str(&text);
                    at
                });
                at | (text.len() as u32) << 16 | 2 << 21
            }
        };
        payload
            | (class(c) as u32) << 23
            | u32::from(is_upper(c)) << 27
            | u32::from(is_lower(c)) << 28
    };
    let mut blocks: Vec<Vec<u32>> = Vec::new();
    let mut index: BTreeMap<Vec<u32>, usize> = BTreeMap::new();
    let mut stage1: Vec<usize> = Vec::new();
    for start in (0..END).step_by(BLOCK as usize) {
        let block: Vec<u32> =
            (start..start + BLOCK).map(|n| char::from_u32(n).map_or(0, &mut value)).collect();
        let id = *index.entry(block.clone()).or_insert_with(|| {
            blocks.push(block);
            blocks.len() - 1
        });
        stage1.push(id);
    }
    let (major, minor, _) = unicode_normalization::UNICODE_VERSION;
    let mut out = format!(
        "// @generated by: cargo run -p gazgen (Unicode {major}.{minor}) - do not edit\n\n\
         /// The index of the block of 16 entries for every 16 characters. Characters after\n\
         /// the last one are not letters and fold to themselves.\n\
         pub(super) static BLOCKS: [u16; {}] = [\n",
        stage1.len()
    );
    rows(&mut out, stage1.iter().map(|n| n.to_string()), 32);
    let _ = writeln!(out, "];\n");
    let _ = writeln!(
        out,
        "/// One entry for each character; `Entry` describes the bits.\n\
         pub(super) static ENTRIES: [u32; {}] = [",
        blocks.len() * BLOCK as usize
    );
    rows(&mut out, blocks.iter().flatten().map(|n| format!("{n:#x}")), 16);
    let _ = writeln!(
        out,
        "];\n\n/// The texts of characters that fold to several characters or to none, without separators.\npub(super) static POOL: &str = {pool:?};"
    );
    let _ = writeln!(
        out,
        "\n/// Identifies these tables: an image that was built with others cannot be used.\npub(crate) const FINGERPRINT: u32 = {:#010x};",
        fingerprint(&out)
    );
    out
}

/// The 32-bit FNV-1a hash (RFC 9923) of the tables in a source text. Comments and white space are
/// left out, so that images stay usable when only those change.
fn fingerprint(text: &str) -> u32 {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(str::bytes)
        .filter(|byte| !byte.is_ascii_whitespace())
        .fold(0x811C_9DC5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

fn rows(out: &mut String, items: impl Iterator<Item = String>, per_row: usize) {
    let items: Vec<String> = items.collect();
    for row in items.chunks(per_row) {
        let _ = writeln!(out, "    {},", row.join(", "));
    }
}

/// Folds a text by the table, but keeps runs of blanks: enough to compare forms.
pub(crate) fn fold_text(text: &str) -> String {
    text.chars().map(fold).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprint_depends_on_the_tables_alone() {
        let tables = "// Generated.\n\n/// Blocks.\nstatic BLOCKS: [u16; 2] = [\n    1, 2,\n];\n";
        let same = [
            "static BLOCKS: [u16; 2] = [1, 2,];",
            "/// Other words.\nstatic  BLOCKS: [u16; 2] =\n[\n\t// One.\n 1,\r\n2,\n];\n// End.",
        ];
        for text in same {
            assert_eq!(fingerprint(text), fingerprint(tables), "{text}");
        }
        for (old, new) in [("1, 2", "1, 3"), ("1, 2", "2, 1"), ("1, 2", "12"), ("u16", "u32")] {
            let changed = tables.replace(old, new);
            assert_ne!(fingerprint(&changed), fingerprint(tables), "{changed}");
        }
    }

    #[test]
    fn nothing_above_the_table_is_a_letter() {
        for c in (END..=0x10_FFFF).filter_map(char::from_u32) {
            let expected = if ('\u{E0100}'..='\u{E01EF}').contains(&c) {
                Class::Invisible
            } else {
                Class::Other
            };
            assert_eq!(class(c), expected, "{:x}", c as u32);
        }
    }
}
