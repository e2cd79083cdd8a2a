//! Arbitrary texts with arbitrary options: every backend returns the mentions of the reference
//! tagger, and so does a stream.
//!
//! An input is ten bytes of options, then the text, or instructions to make it.

use std::sync::{LazyLock, Mutex};

use gaztag::{
    Backend, Folding, FoldingPart, Gazetteer, IncrementalTagger, Input, Kind, Mention, OffsetUnit,
    Overlap, Role, Tagger, TaggerBuilder, Use, Uses, Verdict,
};

use super::reference::{Found, Reference, cued};
use super::text::{Forms, composed};
use super::{check_same, names, take};

/// A gazetteer, and the reference tagger with it, which is built once.
struct Names {
    gazetteer: Gazetteer<'static>,
    reference: Mutex<Reference>,
}

impl Names {
    fn new(gazetteer: Gazetteer<'static>) -> Self {
        Self { reference: Mutex::new(Reference::new(&gazetteer)), gazetteer }
    }
}

static SMALL: LazyLock<Names> = LazyLock::new(|| Names::new(names().build().unwrap()));
static BUILTIN: LazyLock<Names> = LazyLock::new(|| Names::new(Gazetteer::builtin()));
static CUED: LazyLock<Names> = LazyLock::new(|| Names {
    gazetteer: cued::gazetteer(),
    reference: Mutex::new(Reference::with_cues()),
});

const BACKENDS: &str = "every machine has the scalar backend";

/// The options of an input.
struct Options {
    /// Which forms the text is composed of; `None`: the rest of the input is the text.
    composed: Option<Forms>,
    names: &'static Names,
    overlap: Overlap,
    input: Input,
    unit: OffsetUnit,
    min_confidence: u8,
    kinds: Option<Vec<Kind>>,
    roles: Option<Vec<Role>>,
    language: Option<&'static str>,
    folding: Folding,
    context: bool,
    lower_case: bool,
    links: bool,
    uses: Uses,
    /// The rest of the options: where a stream is cut, and what is between the copies of a text.
    rest: [u8; 5],
}

impl Options {
    fn read(input: &mut &[u8]) -> Self {
        let [options, choice, off] = take(input);
        let rest = take(input);
        let [judgement, uses] = take(input);
        let forms = match (judgement & 1, options >> 4 & 1) {
            (1, _) => Forms::Cued,
            (_, 1) => Forms::Builtin,
            _ => Forms::Small,
        };
        // A bit for each part of folding; the ninth is in the other byte.
        let off = u32::from(off) | u32::from(choice >> 6 & 1) << 8;
        let folding = FoldingPart::ALL
            .iter()
            .filter(|&&part| off >> part as u32 & 1 == 1)
            .fold(Folding::FULL, |folding, &part| folding.without(part));
        Self {
            composed: (options & 0x80 != 0).then_some(forms),
            names: match forms {
                Forms::Small => &SMALL,
                Forms::Builtin => &BUILTIN,
                Forms::Cued => &CUED,
            },
            context: judgement & 0x11 != 0,
            lower_case: judgement & 2 != 0,
            links: judgement & 4 != 0,
            uses: Use::ALL.iter().filter(|&&of| uses >> of as u32 & 1 == 1).fold(
                Uses::DEFAULT,
                |all, &of| match all.has(of) {
                    true => all.without(of),
                    false => all.with(of),
                },
            ),
            rest,
            overlap: if options & 1 == 0 { Overlap::Longest } else { Overlap::All },
            input: if options & 2 == 0 { Input::Text } else { Input::Html },
            unit: [OffsetUnit::Bytes, OffsetUnit::Utf16, OffsetUnit::CodePoints, OffsetUnit::Bytes]
                [usize::from(options >> 2 & 3)],
            min_confidence: [TaggerBuilder::MIN_CONFIDENCE, 0, 35, 90]
                [usize::from(options >> 5 & 3)],
            kinds: [
                None,
                Some(vec![Kind::Country]),
                Some(vec![Kind::Bloc, Kind::Mineral]),
                Some(vec![]),
            ][usize::from(choice & 3)]
            .clone(),
            roles: [
                None,
                Some(vec![Role::Name, Role::Demonym]),
                Some(vec![Role::Capital, Role::Code, Role::Acronym]),
                Some(Role::ALL.to_vec()),
            ][usize::from(choice >> 2 & 3)]
            .clone(),
            language: [None, Some("en"), Some("es"), Some("zh")][usize::from(choice >> 4 & 3)],
            folding,
        }
    }

    fn tagger(&self, backend: Backend, unit: OffsetUnit) -> Tagger<'static> {
        let mut builder = Tagger::builder()
            .gazetteer(self.names.gazetteer.clone())
            .overlap(self.overlap)
            .input(self.input)
            .min_confidence(self.min_confidence)
            .folding(self.folding)
            .lower_case(self.lower_case)
            .links(self.links)
            .uses(self.uses)
            .context(self.context);
        if let Some(kinds) = &self.kinds {
            builder = builder.kinds(kinds);
        }
        if let Some(roles) = &self.roles {
            builder = builder.roles(roles);
        }
        if let Some(language) = self.language {
            builder = builder.languages(&[language.parse().unwrap()]);
        }
        builder.backend(backend).offset_unit(unit).build().unwrap()
    }

    /// The mentions of the reference tagger, or `None` for options that it does not have.
    fn reference(&self, text: &[u8]) -> Option<Vec<Found>> {
        if self.context && !self.is_judged_by_reference(text) {
            return None;
        }
        let mut reference = self.names.reference.lock().unwrap();
        reference.all = self.overlap == Overlap::All;
        reference.kinds = self.kinds.clone();
        reference.roles = self.roles.clone();
        reference.languages = self.language.map(|language| vec![language.into()]);
        reference.min_confidence = self.min_confidence.into();
        (reference.lower_case, reference.links) = (self.lower_case, self.links);
        (reference.folding, reference.html) = (self.folding, self.input == Input::Html);
        reference.set_uses(self.uses);
        Some(reference.tag(text))
    }

    /// Whether the reference tagger judges as the context does.
    fn is_judged_by_reference(&self, text: &[u8]) -> bool {
        std::ptr::eq(self.names, &raw const *CUED)
            && self.input == Input::Text
            && str::from_utf8(text).is_ok()
    }
}

fn found(tagger: &Tagger<'_>, mentions: &[Mention]) -> Vec<Found> {
    mentions
        .iter()
        .map(|m| (m.start(), m.end(), tagger.key(m).to_string(), m.confidence().into()))
        .collect()
}

/// The mentions of a stream that gets chunks of `cut` bytes; or, if `once`, one chunk of `cut`
/// bytes and the rest.
fn stream(tagger: &Tagger<'_>, text: &[u8], cut: usize, once: bool) -> Vec<Mention> {
    let mut stream = IncrementalTagger::new(tagger.clone());
    let mut mentions = Vec::new();
    let mut take = |mention: &Mention, _: &[u8]| mentions.push(*mention);
    if once {
        let (head, tail) = text.split_at(cut.min(text.len()));
        stream.feed(head, &mut take);
        stream.feed(tail, &mut take);
    } else {
        text.chunks(cut.max(1)).for_each(|chunk| stream.feed(chunk, &mut take));
    }
    stream.finish(&mut take);
    mentions
}

/// The text repeated with a filler between, so long that streams release what they have read.
fn lengthened(text: &[u8], between: u8, count: u8) -> Vec<u8> {
    const FILLERS: [&str; 8] = ["", " ", "x", "\u{200B}", "\u{301}", "<a title='", "South ", "و"];
    let filler = FILLERS[usize::from(between & 7)].as_bytes().repeat(1 << (between >> 3 & 15));
    let piece = [text, &filler].concat();
    piece.repeat((usize::from(count) + 1).min((80 << 10) / piece.len().max(1)))
}

/// Runs one input; its format is described at the top of this file. The long texts that some inputs
/// ask for are slow: without `all_long` only one in 16 of them is read.
pub fn tag(mut input: &[u8], all_long: bool) {
    let input = &mut input;
    let options = Options::read(input);
    let [cut_low, cut_high, how, between, count] = options.rest;
    let composed = options.composed.map(|forms| composed(input, forms));
    let text = composed.as_deref().unwrap_or(input);
    let cut = usize::from(u16::from_le_bytes([cut_low, cut_high]));
    let expected = options.reference(text);
    let mut whole: Option<Vec<Mention>> = None;
    let backends = Backend::available().count();
    for (index, backend) in Backend::available().enumerate() {
        let tagger = options.tagger(backend, OffsetUnit::Bytes);
        let mentions = tagger.tag(text);
        if let Some(expected) = &expected {
            check_same(&found(&tagger, &mentions), expected, backend, text);
        }
        check_same(&mentions, whole.get_or_insert_with(|| mentions.clone()), backend, text);
        // One backend for each input, so that many inputs are run.
        if usize::from(how >> 1) % backends != index {
            continue;
        }
        // A stream judges a name by the text up to it, as the iterator does.
        let so_far: Vec<Mention> = match options.context {
            true => tagger.mentions_incremental(text).collect(),
            false => mentions,
        };
        check_same(
            &stream(&tagger, text, cut % (text.len() + 1), how & 1 == 0),
            &so_far,
            (backend, "stream"),
            text,
        );
    }
    let whole = whole.expect(BACKENDS);
    other_units(&options, text, &whole);
    explained(&options, text, &whole);
    if count >= 0xF8 && (all_long || crc32fast::hash(text).is_multiple_of(16)) {
        let long = lengthened(text, between, (count & 7) << 4);
        let mut whole: Option<Vec<Mention>> = None;
        for backend in Backend::available() {
            let tagger = options.tagger(backend, options.unit);
            let mentions: Vec<Mention> = tagger.mentions_incremental(&*long).collect();
            check_same(
                &mentions,
                whole.get_or_insert_with(|| mentions.clone()),
                (backend, "long"),
                &long,
            );
            check_same(
                &stream(&tagger, &long, cut.max(200), how & 1 == 0),
                &mentions,
                (backend, "long stream"),
                &long,
            );
        }
    }
}

/// Offsets in another unit are the number of units before each offset in bytes.
fn other_units(options: &Options, text: &[u8], whole: &[Mention]) {
    let width = match options.unit {
        OffsetUnit::Utf16 => char::len_utf16,
        OffsetUnit::CodePoints => |_| 1,
        _ => return,
    };
    let count = |to: usize| String::from_utf8_lossy(&text[..to]).chars().map(width).sum::<usize>();
    let expected: Vec<(usize, usize)> =
        whole.iter().map(|m| (count(m.start()), count(m.end()))).collect();
    let mentions = options.tagger(Backend::Scalar, options.unit).tag(text);
    let offsets: Vec<(usize, usize)> = mentions.iter().map(|m| (m.start(), m.end())).collect();
    check_same(&offsets, &expected, options.unit, text);
}

/// The findings that `explain` reports as kept are the mentions. Mentions are in order and inside
/// of the text.
fn explained(options: &Options, text: &[u8], whole: &[Mention]) {
    let tagger = options.tagger(Backend::Scalar, OffsetUnit::Bytes);
    let findings = tagger.explain(text);
    if options.overlap == Overlap::Longest {
        let kept = findings.iter().filter_map(|finding| match finding.verdict {
            Verdict::Kept(confidence) => Some((finding.span.start, finding.span.end, confidence)),
            _ => None,
        });
        let mentions = whole.iter().map(|m| (m.start(), m.end(), m.confidence()));
        let (kept, mentions) = (kept.collect::<Vec<_>>(), mentions.collect::<Vec<_>>());
        check_same(&kept, &mentions, "explained", text);
    }
    let mut last = 0;
    for mention in whole {
        assert!(
            last <= mention.start()
                && mention.start() < mention.end()
                && mention.end() <= text.len(),
            "{mention:?}"
        );
        assert!((options.min_confidence..=100).contains(&mention.confidence()), "{mention:?}");
        assert!(
            tagger
                .candidates(mention)
                .any(|(entity, role)| entity == mention.entity() && role == mention.role()),
            "{mention:?}"
        );
        last = if options.overlap == Overlap::Longest { mention.end() } else { mention.start() };
    }
}
