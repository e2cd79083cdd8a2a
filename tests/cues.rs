//! Judgement by the cues of the data: the tagger finds what the reference tagger finds. And in HTML
//! what it finds in text.
//!
//! Names, cues and function words are those of the built-in gazetteer, as `data` has them, in a
//! gazetteer of its own. It leaves out what the reference tagger does not know: acronyms, codes,
//! decoys, names that contain a name of another country, lists of names with several entities, and
//! places where names with cues of capitals only are not judged. `PROPTEST_CASES` is the number of
//! texts.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]
#![cfg(all(feature = "builtin", feature = "std"))]

mod reference;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};

use gaztag::{
    CuePlace, Gazetteer, GazetteerBuilder, Input, Language, Mention, Role, Surface, Tagger, Use,
    Uses,
};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use reference::cued::CueRow;
use reference::{Found, Reference};
use unicode_normalization::UnicodeNormalization;

/// Into so many gazetteers the forms with cues are divided. In a large one, two names of a document
/// may count as one.
const PARTS: usize = 32;
/// The most names of a gazetteer in which that does not happen.
const NAMES: usize = 1024;

/// A form with its cues, and other names of its entities.
struct Judged {
    form: &'static str,
    relatives: Vec<&'static str>,
    cues: Vec<usize>,
}

/// The rows of the data: cues, each with its forms, and function words.
struct Rows {
    builtin: Gazetteer<'static>,
    cues: Vec<(Vec<&'static str>, CueRow)>,
    function_words: Vec<(&'static str, &'static [&'static str])>,
}

/// A gazetteer of some forms with their cues.
struct Part {
    gazetteer: Gazetteer<'static>,
    cues: Vec<CueRow>,
    judged: Vec<Judged>,
    reference: Mutex<Reference>,
}

static ROWS: LazyLock<Rows> = LazyLock::new(rows_of_data);
static DATA: LazyLock<Vec<Part>> = LazyLock::new(|| (0..PARTS).map(part).collect());

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
}

/// The rows of a file, each with its fields by the names of the columns.
fn rows(file: &Path) -> Vec<HashMap<&'static str, &'static str>> {
    let text: &'static str = fs::read_to_string(file).unwrap().leak();
    let mut lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let columns: Vec<&str> = lines.next().unwrap().split('\t').collect();
    lines.map(|line| columns.iter().copied().zip(line.split('\t')).collect()).collect()
}

/// The first column of each file of a folder, by the names of the files.
fn classes(of: &str) -> BTreeMap<&'static str, Vec<&'static str>> {
    let files = fs::read_dir(folder().join(of)).unwrap().map(|file| file.unwrap().path());
    let class = |file: PathBuf| {
        let name: &str = file.file_stem().unwrap().to_str().unwrap().to_string().leak();
        (name, rows(&file).iter().map(|row| row["word"]).collect())
    };
    files.filter(|file| file.extension().is_some_and(|end| end == "tsv")).map(class).collect()
}

/// What a field lists, with the words of its classes.
fn listed(
    field: &'static str,
    classes: &BTreeMap<&'static str, Vec<&'static str>>,
) -> Vec<&'static str> {
    let parts = field.split('|').map(|part| match part.strip_prefix('@') {
        Some(class) => classes[class].clone(),
        None => vec![part],
    });
    parts.flatten().collect()
}

fn rows_of_data() -> Rows {
    let (words, forms) = (classes("words"), classes("forms"));
    let mut lists: HashMap<Vec<&str>, &'static [&'static str]> = HashMap::new();
    let mut cues = Vec::new();
    for row in rows(&folder().join("cues.tsv")) {
        let of: Vec<&str> = match row["form"].strip_prefix('@').and_then(|of| of.split_once('/')) {
            Some((kind, rest)) => {
                let (role, language) = rest.split_once('/').unwrap_or((rest, "en"));
                let file = folder().join(format!("surfaces/{language}.tsv"));
                let is_of = |row: &&HashMap<&str, &str>| {
                    row["role"] == role && row["key"].split('/').next() == Some(kind)
                };
                rows(&file).iter().filter(is_of).map(|row| row["form"]).collect()
            }
            None => listed(row["form"], &forms),
        };
        let list: BTreeSet<&str> = listed(row["words"], &words).into_iter().collect();
        let list: Vec<&str> = list.into_iter().collect();
        let list = *lists.entry(list.clone()).or_insert_with(|| list.leak());
        let cue = CueRow {
            form: "",
            entity: Some(row["entity"]).filter(|key| !key.is_empty()),
            of: (!row["use"].is_empty()).then(|| row["use"].parse::<Use>().unwrap()),
            place: row["where"].parse().unwrap(),
            words: list,
            weight: row["weight"].parse().unwrap(),
        };
        cues.push((of, cue));
    }
    let function_words = classes("function-words").into_iter();
    let function_words = function_words.map(|(language, words)| (language, &*words.leak()));
    Rows { builtin: Gazetteer::builtin(), cues, function_words: function_words.collect() }
}

/// The folded words of a form.
fn words_of(form: &str) -> String {
    let letters = form.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c));
    let text: String = letters.flat_map(char::to_lowercase).collect();
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    format!(" {} ", words.collect::<Vec<_>>().join(" "))
}

fn is_country(key: &str) -> bool {
    key.starts_with("country/")
}

fn is_key(word: &str) -> bool {
    ["country/", "bloc/", "mineral/"].iter().any(|kind| word.starts_with(kind))
}

/// The names of a part: forms that have cues, the usual names and capitals of their entities, and
/// of those that the cues ask for.
fn names_of(part: usize) -> Vec<(&'static str, Surface<'static>)> {
    let is_of_part =
        |form: &str| crc32fast::hash(words_of(form).as_bytes()) as usize % PARTS == part;
    let mut forms = BTreeSet::new();
    let mut keys = BTreeSet::new();
    for (of, cue) in &ROWS.cues {
        let of: Vec<&str> = of.iter().copied().filter(|form| is_of_part(form)).collect();
        if !of.is_empty() {
            keys.extend(cue.words.iter().copied().filter(|word| is_key(word)));
            forms.extend(of);
        }
    }
    let left = |surface: &Surface<'_>| {
        matches!(surface.role(), Role::Acronym | Role::Code) || surface.form().contains(',')
    };
    let mut names = Vec::new();
    for entity in ROWS.builtin.entities() {
        let of = || entity.surfaces().filter(|surface| !left(surface));
        let is_near = keys.contains(entity.key()) || of().any(|of| forms.contains(of.form()));
        for (at, surface) in of().enumerate() {
            let is_usual = at == 0 || surface.role() == Role::Capital;
            if forms.contains(surface.form()) || (is_near && is_usual) {
                names.push((entity.key(), surface));
            }
        }
    }
    let countries: Vec<(&str, String)> = names
        .iter()
        .filter(|(key, _)| is_country(key))
        .map(|(key, of)| (*key, words_of(of.form())))
        .collect();
    names.retain(|(key, surface)| {
        let form = words_of(surface.form());
        let mut others = countries.iter().filter(|(of, _)| of != key);
        !is_country(key) || others.all(|(_, other)| *other == form || !form.contains(&**other))
    });
    names
}

fn part(number: usize) -> Part {
    let names = names_of(number);
    let mut entities: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (key, surface) in &names {
        entities.entry(surface.form().to_lowercase()).or_default().insert(key);
    }
    let mut builder = GazetteerBuilder::new();
    for entity in ROWS.builtin.entities() {
        builder.add_entity(entity.key(), entity.name()).unwrap();
    }
    let mut of_entities: BTreeMap<&str, Vec<&'static str>> = BTreeMap::new();
    for (key, surface) in &names {
        let is_of_several = entities[&surface.form().to_lowercase()].len() > 1;
        let role = match surface.role() {
            // A list of names of several entities is judged otherwise.
            Role::Name if is_of_several => Role::Alias,
            role => role,
        };
        of_entities.entry(key).or_default().push(surface.form());
        let languages: Vec<Language> = surface.languages().collect();
        let surface = Surface::new(surface.form())
            .with_role(role)
            .with_case(surface.case())
            .with_languages(&languages)
            .with_prior(surface.prior())
            .with_word(surface.is_word())
            .with_accents(surface.needs_accents())
            .with_bounds(surface.bounds());
        builder.add_surface(key, surface).unwrap();
    }
    let (mut classes, mut cues) = (HashMap::new(), Vec::new());
    let mut of_names: BTreeMap<&'static str, Vec<usize>> = BTreeMap::new();
    let listed: BTreeSet<&str> = names.iter().map(|(_, surface)| surface.form()).collect();
    let is_of_part =
        |form: &str| crc32fast::hash(words_of(form).as_bytes()) as usize % PARTS == number;
    for (forms, row) in &ROWS.cues {
        let forms = forms.iter().filter(|form| is_of_part(form) && listed.contains(*form));
        for form in forms.copied() {
            of_names.entry(form).or_default().push(cues.len());
            cues.push(CueRow { form, ..*row });
        }
    }
    for form in of_names.keys() {
        // With a cue of another sort a name is judged everywhere.
        let (place, words) = (CuePlace::Near(1), &["zyxwv"]);
        cues.push(CueRow { form, entity: None, of: None, place, words, weight: 1 });
    }
    let mut evidence: BTreeSet<&str> = BTreeSet::new();
    for cue in &cues {
        if matches!(cue.place, CuePlace::Document(_)) {
            evidence.extend(cue.words);
        }
        let class = *classes
            .entry(cue.words.as_ptr())
            .or_insert_with(|| builder.add_word_class(cue.words.iter().copied()).unwrap());
        match cue.of {
            Some(of) => builder.add_use_cue(cue.form, of, cue.place, class, cue.weight),
            None => builder.add_cue(cue.form, cue.entity, cue.place, class, cue.weight),
        }
        .unwrap();
    }
    let count = listed.len() + evidence.len();
    assert!(count < NAMES, "part {number} has {count} names");
    for (language, words) in &ROWS.function_words {
        builder.add_function_words(language.parse().unwrap(), words.iter().copied()).unwrap();
    }
    let relatives = |form: &str| {
        let keys = entities[&form.to_lowercase()].iter();
        keys.flat_map(|key| &of_entities[key]).copied().filter(|other| *other != form).collect()
    };
    let judged = of_names
        .into_iter()
        .map(|(form, cues)| Judged { form, relatives: relatives(form), cues })
        .collect();
    let gazetteer = builder.build().unwrap();
    let reference = Mutex::new(Reference::judging(&gazetteer, &cues, &ROWS.function_words));
    Part { gazetteer, cues, judged, reference }
}

/// A name with a word of one of its cues at the place that the cue asks for, or at another.
#[derive(Clone, Debug)]
struct Piece {
    name: Index,
    cue: Index,
    word: Index,
    /// What is between the parts.
    between: [&'static str; 2],
    /// 0 to 2: another place than the cue asks for; 3: also another name of the entity; 4: also a
    /// function word.
    way: u8,
    other: Index,
}

const BETWEEN: [&str; 22] = [
    " ", " ", " ", " ", " ", " ", ", ", ". ", "; ", "\n", "\n\n", "-", "'s ", "’s ", ": ", " (",
    ") ", " and ", " of the ", " was in ", " 7 ", " J. ",
];

impl Piece {
    fn text(&self, part: &Part) -> String {
        let name = self.name.get(&part.judged);
        let form = match self.way {
            5 => name.form.to_uppercase(),
            6 => name.form.to_lowercase(),
            _ => name.form.to_string(),
        };
        let cue = &part.cues[*self.cue.get(&name.cues)];
        let word = match *self.word.get(cue.words) {
            "<number>" => "12",
            "<percent>" => "1.4%",
            "<initial>" | "<J>" => "J",
            "<capitalised>" | "<title>" => "Smith",
            "<lower>" => "word",
            "<symbol>" => "Pb",
            "<age>" => ", 45, of",
            "<signature>" => "Thanks,\n",
            "<cell>" => "|",
            "<edge>" => "",
            shape if shape.starts_with('<') => "OH",
            key if is_key(key) => {
                let mut of_key = ROWS.builtin.find(key).unwrap().surfaces();
                of_key.next().map_or("", |surface| surface.form())
            }
            word => word,
        };
        let [near, end] = self.between;
        let place = match self.way {
            0 => CuePlace::Before,
            1 => CuePlace::AfterComma,
            2 => CuePlace::Near(4),
            _ => cue.place,
        };
        let joined = match place {
            CuePlace::Before => format!("{word} {form}"),
            CuePlace::After => format!("{form} {word}"),
            CuePlace::BeforeComma => format!("{word}, {form}"),
            CuePlace::AfterComma => format!("{form}, {word}"),
            CuePlace::Left(_) => format!("{word}{near}{form}"),
            CuePlace::Right(_) => format!("{form}{near}{word}"),
            _ => format!("{form}{near}a{near}{word}"),
        };
        let more = match self.way {
            3 if !name.relatives.is_empty() => {
                format!(" {}{near}", self.other.get(&name.relatives))
            }
            4 => format!(" {}{near}", self.other.get(self.other.get(&ROWS.function_words).1)),
            _ => String::new(),
        };
        // The apostrophe of an age is before it.
        joined.replace(" ,", ",") + &more + end
    }
}

fn piece() -> impl Strategy<Value = Piece> {
    let between = || select(BETWEEN.to_vec());
    let indices = (any::<Index>(), any::<Index>(), any::<Index>(), any::<Index>());
    (indices, between(), between(), 0..12u8).prop_map(
        |((name, cue, word, other), near, end, way)| Piece {
            name,
            cue,
            word,
            between: [near, end],
            way,
            other,
        },
    )
}

/// The number of a part, and a text.
fn text() -> impl Strategy<Value = (usize, String)> {
    (0..PARTS, proptest::collection::vec(piece(), 1..6)).prop_map(|(part, pieces)| {
        (part, pieces.iter().map(|piece| piece.text(&DATA[part])).collect())
    })
}

fn found(tagger: &Tagger<'_>, mentions: &[Mention]) -> Vec<Found> {
    let of = |m: &Mention| (m.start(), m.end(), tagger.key(m).into(), m.confidence().into());
    mentions.iter().map(of).collect()
}

#[test]
fn most_cues_of_the_data_are_compared() {
    let all: BTreeSet<&str> = ROWS.cues.iter().flat_map(|(of, _)| of.iter().copied()).collect();
    let forms: BTreeSet<&str> =
        DATA.iter().flat_map(|part| part.judged.iter().map(|of| of.form)).collect();
    let words = |cues: &mut dyn Iterator<Item = &CueRow>| -> usize {
        cues.flat_map(|cue| cue.words).collect::<BTreeSet<_>>().len()
    };
    let of_data = words(&mut ROWS.cues.iter().map(|(_, cue)| cue));
    let compared = words(&mut DATA.iter().flat_map(|part| &part.cues));
    let (forms, all) = (forms.len(), all.len());
    println!("{forms} of {all} forms with cues, {compared} of {of_data} words");
    assert!(forms * 10 > all * 7 && compared * 10 > of_data * 9);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn cues_of_the_data_equal_reference((part, text) in text(), min_confidence in select(vec![0u8, 50]), of in proptest::sample::subsequence(Use::ALL.to_vec(), 0..3),
                                        language in proptest::option::weighted(0.2, select(vec!["en", "es", "fr", "ru", "tr"]))) {
        let part = &DATA[part];
        let uses = of.iter().fold(Uses::DEFAULT, |all, &of| if all.has(of) { all.without(of) } else { all.with(of) });
        let mut reference = part.reference.lock().unwrap_or_else(PoisonError::into_inner);
        reference.set_uses(uses);
        reference.set_text_language(language);
        reference.min_confidence = min_confidence.into();
        let builder = Tagger::builder().gazetteer(part.gazetteer.clone()).uses(uses).min_confidence(min_confidence);
        let builder = match language { Some(language) => builder.text_language(language.parse().unwrap()), None => builder };
        let tagger = builder.build().unwrap();
        let expected = reference.tag(text.as_bytes());
        prop_assert_eq!(found(&tagger, &tagger.tag(&text)), expected, "{}", text);
    }
}

/// A text as HTML, with some words in markup and some signs as references; and where each byte of
/// the text is in it. Words of cues are not read across markup inside them.
fn marked_up(text: &str, marks: &[(Index, u8)]) -> (String, Vec<usize>) {
    let is_of_word =
        |c: char| c.is_alphanumeric() || (!c.is_ascii() && !"’—–“”«»\u{A0}".contains(c));
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let marks: BTreeMap<usize, u8> =
        marks.iter().map(|(at, kind)| (*at.get(&starts), *kind)).collect();
    let (mut html, mut places, mut open) = (String::new(), Vec::new(), "");
    for (at, c) in text.char_indices() {
        let kind = marks.get(&at).copied();
        let is_inside = is_of_word(c) && text[..at].ends_with(is_of_word);
        let begins = is_of_word(c) && !is_inside;
        if !is_of_word(c) {
            html += std::mem::take(&mut open);
        }
        match kind {
            Some(0) if begins && open.is_empty() => (html, open) = (html + "<b>", "</b>"),
            Some(1) if begins && open.is_empty() => {
                (html, open) = (html + "<span class=\"x\">", "</span>");
            }
            Some(2) if !is_inside => html += "<!-- -->",
            _ => {}
        }
        places.resize(at + c.len_utf8(), html.len());
        match kind {
            Some(3) if ['-', '\'', '’'].contains(&c) => html += &format!("&#{};", u32::from(c)),
            _ => html.push(c),
        }
    }
    html += open;
    (html, places)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn html_is_judged_as_its_text((part, text) in text(), marks in proptest::collection::vec((any::<Index>(), 0..4u8), 0..8)) {
        let part = &DATA[part];
        // Lines and cells are others in HTML. Ages, percentages and persons of an index are not
        // read across tags.
        let text = text.replace(['<', '&', '@', '\n', '\t', ',', '|', '%'], "");
        let (html, places) = marked_up(&text, &marks);
        // The view of a name has so many bytes of either.
        prop_assume!(html.len() < 180);
        let builder = Tagger::builder().gazetteer(part.gazetteer.clone()).min_confidence(0);
        let (of_text, of_html) = (builder.clone().build().unwrap(), builder.input(Input::Html).build().unwrap());
        let expected: Vec<_> = found(&of_text, &of_text.tag(&text)).into_iter().map(|(start, _, key, confidence)| (places[start], key, confidence)).collect();
        let got: Vec<_> = found(&of_html, &of_html.tag(&html)).into_iter().map(|(start, _, key, confidence)| (start, key, confidence)).collect();
        prop_assert_eq!(got, expected, "{}\n{}", text, html);
    }
}
