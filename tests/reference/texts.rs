//! Pieces of texts: names as people write them, what is between names, markup, words of real texts.
//! Properties and fuzz targets put texts together from them.

use unicode_normalization::UnicodeNormalization;

/// Names inside each other, ambiguous names, names with exact case, decoys, names in many scripts.
pub(crate) const NAMES: &str = include_str!("names.tsv");

/// The forms of [`NAMES`].
pub(crate) fn forms() -> Vec<&'static str> {
    NAMES.lines().skip(1).filter_map(|row| row.split('\t').nth(1)).collect()
}

/// How many ways there are to write a name.
pub(crate) const WAYS: u8 = 20;

/// A name as somebody may write it.
pub(crate) fn written(form: &str, way: u8) -> String {
    match way {
        0 => form.to_uppercase(),
        1 => form.to_lowercase(),
        2 => form
            .chars()
            .map(|c| {
                if c.is_ascii_graphic() && c != '(' {
                    char::from_u32(c as u32 + 0xFEE0).unwrap()
                } else {
                    c
                }
            })
            .collect(),
        3 => form.chars().flat_map(|c| [c, '\u{AD}']).collect(),
        4 => form.chars().flat_map(|c| [c, '\u{301}']).collect(),
        5 => form.replace(' ', "\u{A0} \r\n "),
        6 => form.replace(' ', "\n\n").replace('-', "-\n"),
        7 => form.replace(" and ", " & ").replace('-', "\u{2011}").replace('\'', "’"),
        8 => form
            .replace("Saint", "St.")
            .chars()
            .flat_map(|c| [Some(c), c.is_ascii_uppercase().then_some('.')])
            .flatten()
            .collect(),
        9 => form.nfd().collect(),
        10 => form.replace(" and ", " &amp; ").replace("Saint", "St"),
        11 => form.replace(' ', "-"),
        12 => form.replace('-', " ").replace('\'', " ' "),
        13 => form.replace('-', " \u{2013} ").replace('\'', "' "),
        14 => divided(form, "-\n"),
        15 => divided(form, "\u{AD}\r\n "),
        16 => divided(&form.to_uppercase(), "-\n").replace(' ', "-\n"),
        _ => form.to_string(),
    }
}

/// A name with its middle letters at a line end.
fn divided(form: &str, hyphen: &str) -> String {
    let middle = form.char_indices().nth(form.chars().count() / 2).map_or(0, |(at, _)| at);
    [&form[..middle], hyphen, &form[middle..]].concat()
}

/// What may be beside a name.
pub(crate) const SEPARATORS: [&str; 59] = [
    " ",
    " ",
    " ",
    ", ",
    ".",
    "'s ",
    "’s ",
    "-",
    "—",
    "-\n",
    "-\r\n ",
    " - ",
    "'",
    " '",
    ". ",
    "/",
    "(",
    ")",
    "\n",
    "\n\n",
    "\r\n",
    "\u{200B}",
    "\u{FEFF}",
    "_",
    "1",
    "²",
    "TO ",
    "THE TALKS ",
    "the ",
    "and ",
    "و",
    "ول",
    "ب",
    "ו",
    "שב",
    "는 ",
    "에서",
    "인",
    "の",
    "ー",
    "中",
    "🙂",
    "🇲",
    "\u{301}",
    "\u{5B0}",
    "&",
    "&amp;",
    "+",
    "<",
    ">",
    "A",
    "z",
    "é",
    "ñ",
    "ı",
    "\u{E31}",
    "\u{94D}",
    "@",
    "\t",
];

/// Pieces of HTML.
pub(crate) const MARKUP: [&str; 33] = [
    "<b>",
    "</b>",
    "<p>",
    "</p>",
    "<br>",
    "<a title='Mali > x'>",
    "<!-- Mali -->",
    "<!--",
    "-->",
    "<script>Mali</script>",
    "<style>",
    "</style>",
    "&nbsp;",
    "&eacute;",
    "&#8217;",
    "&#x4d;",
    "&lt;",
    "<",
    "</",
    "https://mali.ml/Niger ",
    "mali@niger.ne ",
    "www.Mali.com<",
    "<img alt=\"Niger\">",
    "<!-->",
    "<p#Mali",
    "&#769;",
    "&#1608;",
    "&#10;",
    "&rsquo; ",
    "&shy;\n",
    "<!DOCTYPE Mali>",
    "=\"",
    "'",
];

/// Words of real texts, many of which are cues of some name, and the shapes of words beside names.
pub(crate) const WORDS: [&str; 89] = [
    "the",
    "The",
    "in",
    "of",
    "and",
    "to",
    "for",
    "from",
    "with",
    "by",
    "a",
    "on",
    "at",
    "de",
    "la",
    "der",
    "in the",
    "said",
    "told",
    "Mr.",
    "Mrs.",
    "Dr.",
    "President",
    "prime minister",
    "minister",
    "government",
    "capital",
    "city",
    "county",
    "state",
    "University",
    "High School",
    "Street",
    "Inc.",
    "Ltd",
    "Corp.",
    "company",
    "shares",
    "mine",
    "mining",
    "ore",
    "price",
    "ounce",
    "per",
    "grade",
    "g/t",
    "tonnes",
    "t",
    "percent",
    "%",
    "1.4%",
    "0.5",
    "12",
    "1998",
    "2,000",
    "$",
    "won",
    "medal",
    "gold",
    "team",
    "match",
    "player",
    "coach",
    "born",
    "wife",
    "John",
    "Smith",
    "Michael",
    "people",
    "language",
    "speaks",
    "food",
    "river",
    "border",
    "north",
    "South",
    "New",
    "Republic of",
    "member",
    "summit",
    "treaty",
    "country",
    "exports",
    "oil",
    "OH",
    "N.Y.",
    "J.",
    "Tex.",
    "WAR TALKS IN",
];
