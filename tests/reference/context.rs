//! Judgement by cues: a second implementation, which lists the words of a sentence and compares
//! each phrase with each cue. It knows cues of own gazetteers without functions words, names of
//! several entities in lists, acronyms, and names that are parts of names of other countries.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use gaztag::{CuePlace, Kind, Role, Use, Uses};

use super::characters::units;
use super::cued::CueRow;
use super::language::{FunctionWords, Nearby};
use super::shape::Place;
use super::{Found, Hit, Name, Reference};

/// How many readings cues are weighed for.
pub(super) const READINGS: usize = 4;
/// The bytes that are read on each side of a name.
pub(super) const VIEW: usize = 192;
/// The words that are read on each side: those in reach, and the rest of a phrase.
const WORDS: usize = 15;
/// The words in reach of a cue.
const REACH: usize = 12;

/// What is between two words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Gap {
    Close,
    Comma,
    Other,
}

/// A word beside a name.
#[derive(Debug)]
pub(super) struct Word {
    pub(super) start: usize,
    pub(super) end: usize,
    gap: Gap,
}

/// The words on one side of a name, the nearest first.
pub(super) struct Side {
    pub(super) words: Vec<Word>,
    /// Whether the sentence ends after them.
    pub(super) is_whole: bool,
    /// Whether they are of a person in an index.
    is_inverted: bool,
}

/// What a cue looks for. Cues with the same list share one.
#[derive(Default)]
struct Words {
    phrases: BTreeSet<Vec<String>>,
    /// The words of the longest phrase.
    longest: usize,
    shapes: Vec<&'static str>,
    entities: Vec<String>,
}

/// A cue of a name: a row, or another name of its entity in the document.
struct Cue {
    words: Arc<Words>,
    entity: Option<String>,
    of: Option<Use>,
    place: CuePlace,
    weight: i32,
}

/// The cues of a name.
struct OfName {
    cues: Vec<Cue>,
    /// Whether it has cues of uses that count by default, and no other cues.
    for_uses: bool,
}

/// The cues of a gazetteer, by folded names.
pub(super) struct Context {
    names: BTreeMap<String, OfName>,
    words: FunctionWords,
    pub(super) uses: Uses,
    /// The language that is stated for texts.
    pub(super) stated: Option<String>,
}

/// The weights near one occurrence.
struct Near {
    readings: [i32; READINGS],
    uses: i32,
}

/// A name that waits for the whole text.
struct Open<'h, 'n> {
    start: usize,
    hit: &'h Hit<'n>,
    near: Near,
    foreign: [bool; READINGS],
}

fn folded(text: &str) -> String {
    units(text.as_bytes(), false, false).iter().map(|unit| unit.folded.as_str()).collect()
}

pub(super) fn is_of_word(c: char) -> bool {
    match c {
        '\0'..='\u{7F}' => c.is_ascii_alphanumeric(),
        '\u{80}'..='\u{BF}' | '\u{2000}'..='\u{2BFF}' | '\u{3000}'..='\u{303F}' => false,
        '\u{1F000}'..='\u{1FFFF}' => false,
        _ => true,
    }
}

/// The folded words of a text.
fn phrase(text: &str) -> Vec<String> {
    text.split(|c| !is_of_word(c)).filter(|word| !word.is_empty()).map(folded).collect()
}

impl Words {
    fn new(words: &[&'static str]) -> Self {
        let is_shape = |word: &&&str| word.starts_with('<');
        let is_key = |word: &&&str| {
            ["country/", "bloc/", "mineral/"].iter().any(|kind| word.starts_with(kind))
        };
        let is_phrase = |word: &&&str| !is_shape(word) && !is_key(word);
        let phrases: BTreeSet<Vec<String>> =
            words.iter().filter(is_phrase).map(|word| phrase(word)).collect();
        Self {
            longest: phrases.iter().map(Vec::len).max().unwrap_or(0),
            phrases,
            shapes: words.iter().filter(is_shape).copied().collect(),
            entities: words.iter().filter(is_key).map(|key| key.to_string()).collect(),
        }
    }
}

impl Cue {
    fn new(row: &CueRow, words: Arc<Words>) -> Self {
        Self {
            words,
            entity: row.entity.map(String::from),
            of: row.of,
            place: row.place,
            weight: row.weight.into(),
        }
    }

    fn relative(entity: &str) -> Self {
        Self {
            words: Arc::new(Words { entities: vec![entity.into()], ..Words::default() }),
            entity: Some(entity.into()),
            of: None,
            place: CuePlace::Document(1),
            weight: 4,
        }
    }

    fn reaches(&self, is_left: bool, distance: usize, gap: Gap) -> bool {
        let within = |words: u8| distance <= usize::from(words);
        match self.place {
            CuePlace::Before => is_left && distance == 1 && gap == Gap::Close,
            CuePlace::After => !is_left && distance == 1 && gap == Gap::Close,
            CuePlace::BeforeComma => is_left && distance == 1 && gap == Gap::Comma,
            CuePlace::AfterComma => !is_left && distance == 1 && gap == Gap::Comma,
            CuePlace::Left(words) => is_left && within(words),
            CuePlace::Right(words) => !is_left && within(words),
            CuePlace::Near(words) => within(words),
            _ => false,
        }
    }
}

impl Context {
    /// By the names of a gazetteer and its cues.
    pub(super) fn new(
        names: &BTreeMap<String, Vec<Name>>,
        rows: &[CueRow],
        function_words: &[(&str, &[&str])],
    ) -> Self {
        let mut of_forms: BTreeMap<String, Vec<&CueRow>> = BTreeMap::new();
        for row in rows {
            // Rows that say the same count once.
            let of_form = of_forms.entry(folded(row.form)).or_default();
            if !of_form.iter().any(|other| row.says_the_same(other)) {
                of_form.push(row);
            }
        }
        // By the list itself.
        let mut lists: HashMap<*const &str, Arc<Words>> = HashMap::new();
        let mut of_names = BTreeMap::new();
        for (folded_form, readings) in names {
            let rows = of_forms.get(folded_form).map_or(&[][..], Vec::as_slice);
            let by_default = rows.iter().any(|row| row.is_weighed_by_default());
            let entities: BTreeSet<&str> = readings
                .iter()
                .filter(|name| !matches!(name.role, Role::Capital | Role::Code))
                .filter_map(|name| name.entity.as_ref().map(|(key, _)| key.as_str()))
                .collect();
            let is_weighed = by_default || entities.len() > 1;
            if rows.is_empty() && !is_weighed {
                continue;
            }
            // A row may say what counts without rows.
            let is_row = |key: &str| {
                let mut rows = rows.iter().filter(|row| row.weight == 4);
                rows.any(|row| {
                    (row.entity, row.of, row.place, row.words)
                        == (Some(key), None, CuePlace::Document(1), &[key])
                })
            };
            let relatives = entities
                .iter()
                .filter(|key| is_weighed && !is_row(key))
                .map(|key| Cue::relative(key));
            let cues = rows.iter().map(|row| {
                let words = lists.entry(row.words.as_ptr());
                Cue::new(row, Arc::clone(words.or_insert_with(|| Arc::new(Words::new(row.words)))))
            });
            let cues = cues.chain(relatives).collect();
            of_names.insert(folded_form.clone(), OfName { cues, for_uses: !is_weighed });
        }
        let words = FunctionWords::new(function_words);
        Self { names: of_names, words, uses: Uses::default(), stated: None }
    }

    /// The cues of a name that are weighed with the uses that count.
    fn of(&self, hit: &Hit<'_>) -> Option<&OfName> {
        let of = self.names.get(&hit.readings[0].folded)?;
        let has_all = [Use::Nested, Use::Team, Use::Compound].iter().all(|of| self.uses.has(*of));
        (!of.for_uses || !has_all).then_some(of)
    }

    /// The sums of the cues near a name.
    /// `lines`: whether words of another line do not count.
    fn near(
        &self,
        text: &str,
        (start, end): (usize, usize),
        of: &OfName,
        readings: &[&str],
        lines: bool,
    ) -> Near {
        let fields = readings.first().is_some_and(|key| key.starts_with("country/"));
        let limits = Limits { fields, lines };
        let (left, right) = (left(text, start, limits), right(text, end, limits));
        let inverted = inverted(text, start, end);
        let (own, place) = (&text[start..end], Place::new(text, start, end));
        let has_shapes = of.cues.iter().any(|cue| !cue.words.shapes.is_empty());
        let shapes = |side, is_left| match has_shapes {
            true => place.shapes(text, side, is_left),
            false => Vec::new(),
        };
        let (on_left, on_right) = (shapes(&left, true), shapes(&right, false));
        let (mut sums, mut uses) = ([0; READINGS], 0);
        for cue in &of.cues {
            if cue.of.is_some_and(|of| self.uses.has(of)) {
                continue;
            }
            let is_inverted = inverted.as_ref().is_some_and(|(side, is_left)| {
                cue.weight < 0
                    && cue.reaches(*is_left, 1, Gap::Close)
                    && is_near(text, own, cue, side, &initial(text, side), *is_left)
            });
            if !is_inverted
                && !is_near(text, own, cue, &left, &on_left, true)
                && !is_near(text, own, cue, &right, &on_right, false)
            {
                continue;
            }
            if cue.of.is_some() {
                uses += cue.weight;
                continue;
            }
            for (sum, key) in sums.iter_mut().zip(readings) {
                if cue.entity.as_ref().is_none_or(|of| of == key) {
                    *sum += cue.weight;
                }
            }
        }
        Near { readings: sums.map(|sum| sum.clamp(-12, 12)), uses: uses.clamp(-12, 0) }
    }
}

/// The other name of a person in an index (`Poland, Merle; Smith, John`), and whether it would be
/// on the left of the name in the usual order.
fn inverted(text: &str, start: usize, end: usize) -> Option<(Side, bool)> {
    let is_joint = |c: char| c == '-' || c == '\'';
    let is_letter = |c: char| c.is_ascii_alphabetic() || is_joint(c) || !c.is_ascii();
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_uppercase())
            && !name.ends_with("'s")
            && (name.len() == 1 || name.contains(|c: char| c.is_ascii_lowercase()))
    };
    let first = |text: &str| text[..text.len() - text.trim_start_matches(is_letter).len()].len();
    let begins = |before: &str| {
        before.is_empty()
            || before.ends_with(['\n', '\t', '"'])
            || ["; ", ": ", "| ", "* ", "- ", "& "].iter().any(|sign| before.ends_with(sign))
    };
    let ends = |mut after: &str, is_author: bool| {
        after = after.strip_prefix('.').unwrap_or(after);
        for _ in 0..2 {
            let rest = match after.strip_prefix(' ') {
                Some(rest) => rest,
                None if is_author => after,
                None => break,
            };
            let len = first(rest);
            if !is_name(&rest[..len]) {
                break;
            }
            after = rest[len..].strip_prefix('.').unwrap_or(&rest[len..]);
        }
        let number = after.strip_prefix(", ");
        after.is_empty()
            || number
                .is_some_and(|rest| is_author || rest.starts_with(|c: char| c.is_ascii_digit()))
            || (is_author && after.starts_with(" & "))
            || after.starts_with(['\n', '\r', '\t', ';', '"'])
            || [" |", " (", " and "].iter().any(|sign| after.starts_with(sign))
    };
    let side = |start: usize, end: usize| Side {
        words: vec![Word { start, end, gap: Gap::Close }],
        is_whole: false,
        is_inverted: true,
    };
    if let Some(rest) = text[end..].strip_prefix(", ")
        && rest.starts_with(|c: char| c.is_ascii_uppercase())
    {
        let from = end + 2;
        if rest[1..].starts_with('.') {
            let mut last = text[..start].chars().rev().skip(3);
            let follows = text[..start].ends_with("., ")
                && last.next().is_some_and(|c| c.is_ascii_uppercase());
            let fits = (begins(&text[..start]) || follows) && ends(&rest[1..], true);
            return fits.then(|| (side(from, from + 1), true));
        }
        let len = first(rest);
        let fits = is_name(&rest[..len]) && begins(&text[..start]) && ends(&rest[len..], false);
        let last = rest[..len].rfind(is_joint).map_or(0, |joint| joint + 1);
        return fits.then(|| (side(from + last, from + len), true));
    }
    let before = text[..start].strip_suffix(", ")?;
    let from = before.trim_end_matches(is_letter).len();
    let name = &before[from..];
    let len = name.find(is_joint).unwrap_or(name.len());
    let fits =
        is_name(name) && name.len() <= 32 && begins(&before[..from]) && ends(&text[end..], false);
    fits.then(|| (side(from, from + len), false))
}

/// Whether a cue is among the words of a side, which has some shapes.
fn is_near(
    text: &str,
    own: &str,
    cue: &Cue,
    side: &Side,
    shapes: &[String],
    is_left: bool,
) -> bool {
    let word = |word: &Word| folded(&text[word.start..word.end]);
    let nearest = side.words.first();
    let is_own = |from: usize, to: usize| text[from..to].eq_ignore_ascii_case(own);
    let is_other = nearest.is_none_or(|word| !is_own(word.start, word.end));
    let gap = nearest.map_or(Gap::Close, |word| word.gap);
    let reaches = |shape: &str| {
        // An age counts as the next word, whatever is between.
        cue.reaches(is_left, 1, if shape == "<age>" { Gap::Close } else { gap })
    };
    if is_other && shapes.iter().any(|shape| cue.words.shapes.contains(&&**shape) && reaches(shape))
    {
        return true;
    }
    (0..side.words.len().min(REACH)).any(|first| {
        let words = &side.words[first..];
        cue.reaches(is_left, first + 1, words[0].gap)
            && (1..=cue.words.longest).any(|len| {
                let Some(words) = words.get(..len) else { return false };
                let mut written: Vec<String> = words.iter().map(word).collect();
                if is_left {
                    written.reverse();
                }
                let from = words.iter().map(|word| word.start).min().unwrap();
                let to = words.iter().map(|word| word.end).max().unwrap();
                cue.words.phrases.contains(&written) && !is_own(from, to)
            })
    })
}

/// The shape of the other name of a person in an index, if it is an initial.
fn initial(text: &str, side: &Side) -> Vec<String> {
    let word = &text[side.words[0].start..side.words[0].end];
    let is_initial = word.len() == 1 && word.starts_with(|c: char| c.is_ascii_uppercase());
    Vec::from_iter(is_initial.then(|| format!("<{word}>")))
}

/// What parts words besides the end of a sentence.
#[derive(Clone, Copy, Default)]
pub(super) struct Limits {
    /// A semicolon ends the sentence.
    fields: bool,
    /// Words of another line do not count.
    lines: bool,
}

/// What is between two words, of which `word` is the first; `None` if a sentence ends there.
fn gap(between: &str, word: &str, limits: Limits) -> Option<Gap> {
    let is_blank = |c: char| " \r\t\n\u{A0}".contains(c);
    let is_stop = |c: char| ".!?".contains(c);
    let is_ended = between.find(is_stop).is_some_and(|at| between[at..].contains(is_blank));
    let breaks = between.matches('\n').count();
    let abbreviations = ["Prof", "Capt", "Corp", "Univ", "Inst", "Dept", "ul", "ул", "вул"];
    let is_short = word.len() == 1
        || (word.len() <= 3 && word.starts_with(|c: char| c.is_ascii_uppercase()))
        || abbreviations.contains(&word);
    if breaks > 1 || (is_ended && !is_short) || (limits.fields && between.contains(';')) {
        return None;
    }
    let is_other = |c: char| !is_blank(c) && !is_stop(c) && !",-_".contains(c);
    let is_below = limits.lines && breaks > 0;
    Some(if is_below || between.contains('\t') && breaks == 0 || between.contains(is_other) {
        Gap::Other
    } else if between.contains(',') {
        Gap::Comma
    } else if between.contains(is_stop) && !is_ended {
        Gap::Other
    } else {
        Gap::Close
    })
}

/// Whether a possessive or a dash parts a capitalised word from the name.
fn is_apart(between: &str, word: &str) -> bool {
    between.len() > 1
        && word.starts_with(|c: char| c.is_ascii_uppercase())
        && between.contains(' ')
        && between.contains(|c: char| "-'&".contains(c) || !c.is_ascii())
}

pub(super) fn left(text: &str, name: usize, limits: Limits) -> Side {
    let from = name.saturating_sub(VIEW);
    let mut words: Vec<Word> = Vec::new();
    let mut at = name;
    while words.len() < WORDS {
        let before = &text[..at];
        let end = before.trim_end_matches(|c| !is_of_word(c)).len();
        let start = before[..end].trim_end_matches(is_of_word).len();
        if start <= from && from > 0 {
            return Side { words, is_whole: false, is_inverted: false };
        }
        let word = &text[start..end];
        let (false, Some(mut gap)) = (word.is_empty(), gap(&text[end..at], word, limits)) else {
            return Side { words, is_whole: true, is_inverted: false };
        };
        at = start;
        if word == "s" && text[..start].ends_with(['\'', '’']) {
            continue;
        }
        if words.is_empty() && is_apart(&text[end..name], word) {
            gap = Gap::Other;
        } else if words.is_empty() && word.len() == 1 && ["'", "’"].contains(&&text[end..name]) {
            gap = Gap::Close;
        }
        words.push(Word { start, end, gap });
    }
    Side { words, is_whole: false, is_inverted: false }
}

pub(super) fn right(text: &str, name: usize, limits: Limits) -> Side {
    let to = text.len().min(name + VIEW);
    let mut words: Vec<Word> = Vec::new();
    let mut at = name;
    for mark in ["'s", "’s"] {
        if let Some(rest) = text[name..].strip_prefix(mark)
            && name + mark.len() <= to
            && !rest.starts_with(is_of_word)
        {
            at = name + mark.len();
        }
    }
    while words.len() < WORDS {
        let after = &text[at..];
        let start = text.len() - after.trim_start_matches(|c| !is_of_word(c)).len();
        let end = text.len() - text[start..].trim_start_matches(is_of_word).len();
        if end >= to && to < text.len() {
            return Side { words, is_whole: false, is_inverted: false };
        }
        let last = words.last().map_or("", |word| &text[word.start..word.end]);
        let (false, Some(mut gap)) = (start == end, gap(&text[at..start], last, limits)) else {
            return Side { words, is_whole: true, is_inverted: false };
        };
        if words.is_empty() && is_apart(&text[name..start], &text[start..end]) {
            gap = Gap::Other;
        }
        at = end;
        words.push(Word { start, end, gap });
    }
    Side { words, is_whole: false, is_inverted: false }
}

/// The evidence that the names of a document give.
#[derive(Default)]
struct Document {
    /// The phrases of names that are evidence by their forms, and the entities of sure names; each
    /// name counts once.
    forms: Vec<Vec<String>>,
    entities: Vec<String>,
    counted: BTreeSet<String>,
    /// For each name and its likeliest entity, the weights near all occurrences.
    senses: BTreeMap<(String, String), [i32; READINGS]>,
}

impl Document {
    /// How many names are of a cue's class.
    fn count(&self, cue: &Cue) -> usize {
        let forms = self.forms.iter().filter(|form| cue.words.phrases.contains(*form)).count();
        let entities = self.entities.iter().filter(|key| cue.words.entities.contains(key)).count();
        (forms + entities).min(9)
    }
}

impl Reference {
    /// Judges the chosen names of a text: those with cues by them.
    pub(super) fn judge_with_cues(
        &self,
        context: &Context,
        text: &str,
        chosen: &[(usize, Hit<'_>)],
    ) -> Vec<Found> {
        let mut document = Document::default();
        let mut open: Vec<Result<Found, Open<'_, '_>>> = Vec::new();
        for (start, hit) in chosen {
            let (start, bytes) = (*start, text.as_bytes());
            if !self.links && super::link::holds(bytes, start, hit.end) {
                continue;
            }
            let is_decoy = hit.readings.iter().any(|name| name.is_decoy());
            let of = context.of(hit);
            let is_cued = context.names.get(&hit.readings[0].folded).is_some_and(|of| !of.for_uses);
            let sure = hit.readings.iter().filter(|name| name.prior >= 70);
            let sure = sure.filter_map(|name| name.entity.as_ref()).next();
            let sure = sure.filter(|_| !is_cued && !is_decoy);
            let is_evidence = hit.readings.iter().any(|name| name.evidence);
            let wanted: Vec<_> = self.wanted(hit).into_iter().take(READINGS).collect();
            let foreign = match is_decoy {
                true => [false; READINGS],
                false => self.foreign(context, text, start, hit, &wanted),
            };
            let is_foreign = foreign.contains(&true);
            if !is_foreign
                && (is_evidence || sure.is_some())
                && document.counted.insert(hit.readings[0].folded.clone())
            {
                if is_evidence {
                    document.forms.push(phrase(&text[start..hit.end]));
                }
                document.entities.extend(sure.map(|(key, _)| key.clone()));
            }
            let Some(of) = of else {
                if is_foreign {
                    let found = self.likeliest(bytes, start, hit, &wanted, [0; READINGS], foreign);
                    open.extend(found.map(Ok));
                    continue;
                }
                open.extend(self.judge(bytes, start, hit).into_iter().next().map(Ok));
                continue;
            };
            if is_decoy || wanted.is_empty() {
                continue;
            }
            let keys: Vec<&str> = wanted.iter().map(|(key, _)| *key).collect();
            let lines =
                keys[0].starts_with("country/") && self.is_above_country(bytes, start, hit.end);
            let near = context.near(text, (start, hit.end), of, &keys, lines);
            if near.readings != [0; READINGS] {
                let of = (hit.readings[0].folded.clone(), keys[0].to_string());
                let sense = document.senses.entry(of).or_default();
                sense.iter_mut().zip(near.readings).for_each(|(sum, near)| *sum += near);
            }
            open.push(Err(Open { start, hit, near, foreign }));
        }
        let judged = open.into_iter().filter_map(|open| match open {
            Ok(found) => Some(found),
            Err(open) => self.judge_open(context, text, &open, &document),
        });
        judged.collect()
    }

    /// Whether a name is alone in its line, and the next line has the sure name of a country and
    /// nothing else.
    fn is_above_country(&self, text: &[u8], start: usize, end: usize) -> bool {
        let (from, to) = (start.saturating_sub(VIEW), text.len().min(end + VIEW));
        let indent = |byte: &&u8| b" \t".contains(byte);
        let starts = match text[from..start].iter().rev().find(|byte| !indent(byte)) {
            None => from == 0,
            Some(byte) => b"\n\r".contains(byte),
        };
        let rest = text[end..to].strip_prefix(b"\r").unwrap_or(&text[end..to]);
        let (true, Some(rest)) = (starts, rest.strip_prefix(b"\n")) else { return false };
        let rest = &rest[rest.iter().take_while(indent).count()..];
        let line = match rest.iter().position(|byte| b"\n\r".contains(byte)) {
            Some(len) => &rest[..len],
            None if to < text.len() => return false,
            None => rest,
        };
        let below = to - rest.len();
        let end = below + line.trim_ascii_end().len();
        let longest = self.hits_at(&text[..end], below).into_iter().max_by_key(|hit| hit.end);
        longest.filter(|hit| hit.end == end).is_some_and(|hit| {
            let wanted = self.wanted(&hit);
            !hit.readings.iter().any(|name| name.is_decoy())
                && wanted.first().is_some_and(|(key, name)| {
                    key.starts_with("country/") && name.prior >= 90 && name.role != Role::Demonym
                })
        })
    }

    fn judge_open(
        &self,
        context: &Context,
        text: &str,
        Open { start, hit, near, foreign }: &Open<'_, '_>,
        document: &Document,
    ) -> Option<Found> {
        let wanted: Vec<_> = self.wanted(hit).into_iter().take(READINGS).collect();
        let mut sums = [0; READINGS];
        let own = phrase(&text[*start..hit.end]);
        let is_evidence = hit.readings.iter().any(|name| name.evidence);
        for cue in &context.of(hit)?.cues {
            let CuePlace::Document(times) = cue.place else { continue };
            let is_own = is_evidence && cue.words.phrases.contains(&own);
            if document.count(cue).saturating_sub(usize::from(is_own)) < usize::from(times) {
                continue;
            }
            for (sum, (key, _)) in sums.iter_mut().zip(&wanted) {
                if cue.entity.as_ref().is_none_or(|of| of == key) {
                    *sum += cue.weight;
                }
            }
        }
        let sense = document.senses.get(&(hit.readings[0].folded.clone(), wanted[0].0.into()));
        for (reading, sum) in sums.iter_mut().enumerate() {
            let name = wanted.get(reading).map(|(_, name)| *name);
            let is_symbol = name.is_some_and(|name| name.role == Role::Symbol);
            let is_mineral = name.is_some_and(|name| {
                name.entity.as_ref().is_some_and(|(_, kind)| *kind == Kind::Mineral)
            });
            let is_used = near.uses < 0;
            *sum = (*sum).clamp(-6, if is_symbol || is_used { 0 } else { 6 });
            *sum += near.readings[reading] + near.uses;
            if let (Some(all), Some(_)) = (sense, name) {
                let is_against = near.readings[reading] <= -6;
                let most = if is_symbol || is_used || is_against { 0 } else { 4 };
                let elsewhere = (all[reading] - near.readings[reading]).clamp(-6, most);
                *sum += if is_mineral { elsewhere.max(0) } else { elsewhere };
            }
        }
        self.likeliest(text.as_bytes(), *start, hit, &wanted, sums, *foreign)
    }

    /// Which readings of a name are of another language than the text.
    fn foreign(
        &self,
        context: &Context,
        text: &str,
        start: usize,
        hit: &Hit<'_>,
        wanted: &[(&str, &Name)],
    ) -> [bool; READINGS] {
        let stated = context.stated.as_deref();
        let nearby = Nearby { words: &context.words, text, start, end: hit.end, stated };
        let readings: Vec<&Name> = wanted.iter().map(|(_, name)| *name).collect();
        nearby.foreign(&readings, &self.names[&hit.readings[0].folded])
    }

    /// The likeliest reading by these weights.
    fn likeliest(
        &self,
        text: &[u8],
        start: usize,
        hit: &Hit<'_>,
        wanted: &[(&str, &Name)],
        mut sums: [i32; READINGS],
        foreign: [bool; READINGS],
    ) -> Option<Found> {
        for (sum, foreign) in sums.iter_mut().zip(foreign) {
            *sum -= if foreign { 8 } else { 0 };
        }
        // Odds of 1 in a fixed point that leaves space for every weight.
        let weigh = |prior: u32, sum: i32| u128::from(prior) << (24 + sum.clamp(-24, 24));
        let capped = |name: &Name| name.prior.min(self.highest(text, start, hit.end, name));
        let (mut best, mut all, mut odds_of_all) = ((0, 0), 0, 0);
        for (reading, (_, name)) in wanted.iter().enumerate() {
            let odds = weigh(capped(name), sums[reading]);
            (all, odds_of_all) = (all + capped(name), odds_of_all + odds);
            if odds > best.1 {
                best = (reading, odds);
            }
        }
        let is_against = sums.iter().any(|sum| *sum < 0);
        let rest = 100_u32.saturating_sub(all).max(is_against.into());
        odds_of_all += weigh(rest, 0);
        let confidence = (best.1 * 100 / odds_of_all.max(1)) as u32;
        let found = (start, hit.end, wanted[best.0].0.to_string(), confidence);
        (confidence >= self.min_confidence).then_some(found)
    }
}
