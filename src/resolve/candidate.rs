//! A name in a text, with the readings that fit it.

use super::own::{self, Judged};
use super::policy::Policy;
use super::reading::Reading;
use super::reason::Reason;
use super::{acronym, case, remainder};
use crate::boundary::is_paired;
use crate::entity::{Bounds, BoundsSet, CaseRule, EntityIndex, Role};
use crate::fold::switches::{Folding, FoldingPart};
use crate::fold::{Class, Reader};
use crate::gazetteer::{Derivation, Rank, SurfaceRecord, Tables, TextRange};
use crate::span::Span;

/// A span that folds to a name, with the readings that fit it, before judgement.
#[derive(Clone, Copy)]
pub(crate) struct Candidate {
    /// In bytes.
    pub(crate) span: Span,
    /// The number of the name.
    pub(crate) name: u32,
    /// Which of the name's surface forms fit the text, by bit; not empty.
    pub(crate) readings: u32,
}

/// Whether the text at a span, which folds to the name with a number, fits one of its surface
/// forms, that with this index and record: by its case rule, by the parts of folding
/// that are on, and by what is next to it if its traits say so.
#[inline(always)]
pub(crate) fn fits(
    tables: &Tables<'_>,
    policy: &Policy,
    name: (u32, usize),
    record: &SurfaceRecord,
    reader: &Reader<'_>,
    span: Span,
) -> Result<(), Reason> {
    fits_as::<false>(tables, policy, name, record, reader, span)
}

/// As [`fits`], for a text in which the words of the name may be joined.
#[inline(always)]
fn fits_as<const JOINED: bool>(
    tables: &Tables<'_>,
    policy: &Policy,
    name: (u32, usize),
    record: &SurfaceRecord,
    reader: &Reader<'_>,
    span: Span,
) -> Result<(), Reason> {
    let text = reader.text.get(span.range()).unwrap_or(&[]);
    if record.traits.role == Role::Symbol && has_accents(tables, record.text, text, reader.html) {
        return Err(Reason::Folding);
    }
    if policy.fits_by_options {
        fits_by_options(tables, policy, name, (text, reader.html, JOINED))?;
    } else if !tables.admits(record, text, reader.html) {
        return Err(Reason::Case);
    }
    if record.traits.accents {
        fits_with_accents(tables, record.text, text, reader.html)?;
    }
    if record.traits.adjoining {
        return adjoins(tables, policy, record.text, reader, span);
    }
    Ok(())
}

/// Whether what is next to a span allows a form that asks for it.
#[cold]
fn adjoins(
    tables: &Tables<'_>,
    policy: &Policy,
    form: TextRange,
    reader: &Reader<'_>,
    span: Span,
) -> Result<(), Reason> {
    // Of the names of three bytes, only one character that is a country beside another asks.
    if form.len == 3 && !tables.text(form).is_ascii() {
        return if is_paired(reader.text, span) { Ok(()) } else { Err(Reason::Unpaired) };
    }
    if policy.context { remainder::is_apart(reader, span) } else { Ok(()) }
}

/// Whether a raw text has the accents of a surface form that needs them. Like the other functions
/// that are called for some forms only, it takes a part of the record: see [`fits_by_options`].
#[inline(never)]
fn fits_with_accents(
    tables: &Tables<'_>,
    form: TextRange,
    text: &[u8],
    html: bool,
) -> Result<(), Reason> {
    let form = tables.text(form);
    // Most have no accents, or those of the form. Both fold to the same name.
    let is_plain = text.is_ascii() && form.is_ascii() && !(html && text.contains(&b'&'));
    if is_plain || text == form.as_bytes() {
        return Ok(());
    }
    let folding = Folding::FULL.without(FoldingPart::Accents);
    if folding.is_same(form, text, html) { Ok(()) } else { Err(Reason::Folding) }
}

/// As [`fits`], with options other than the defaults. It reads the record again: passing it on
/// would make every call of [`fits`] read all of it.
#[cold]
#[inline(never)]
fn fits_by_options(
    tables: &Tables<'_>,
    policy: &Policy,
    (name, index): (u32, usize),
    (text, html, joined): (&[u8], bool, bool),
) -> Result<(), Reason> {
    let Some((number, record)) = tables.readings(name).nth(index) else { return Err(Reason::Case) };
    let record = &record;
    if policy.takes_away(number, record) {
        return Err(Reason::Case);
    }
    let is_cased =
        tables.admits(record, text, html) || (policy.lower_case && case::in_lower_case(text, html));
    if !is_cased
        || !(policy.folding.has(FoldingPart::Case) || tables.is_cased_as(record.text, text, html))
    {
        return Err(Reason::Case);
    }
    let is_same = is_folded(tables, policy, record, (text, html, joined));
    if is_same { Ok(()) } else { Err(Reason::Folding) }
}

/// Whether a text is the surface form with a record by the parts of folding that are on.
fn is_folded(
    tables: &Tables<'_>,
    policy: &Policy,
    record: &SurfaceRecord,
    (text, html, joined): (&[u8], bool, bool),
) -> bool {
    let folding = match record.traits.accents {
        true => policy.folding.without(FoldingPart::Accents),
        false => policy.folding,
    };
    let derived = match record.traits.derivation {
        Derivation::Given => true,
        Derivation::Dotted => folding.has(FoldingPart::Dotted),
        Derivation::Saint => folding.has(FoldingPart::Saint),
        Derivation::Dashed => folding.has(FoldingPart::Hyphens),
    };
    let form = || tables.written_surface(record);
    derived
        && match joined {
            _ if folding == Folding::FULL => true,
            true => folding.is_joined(form().form(), text),
            false => folding.is_same(form().form(), text, html),
        }
}

/// Whether a text has accents that the form of a record does not have: Ní is not nickel. Subscripts
/// are other bytes.
fn has_accents(tables: &Tables<'_>, form: TextRange, text: &[u8], html: bool) -> bool {
    let reader = Reader::new(text, html);
    let is_accented = |at| {
        let c = reader.char(at).map_or(' ', |c| c.code());
        ('\u{C0}'..='\u{1FFF}').contains(&c)
    };
    text.iter().enumerate().any(|(at, byte)| match byte {
        0xC3..=0xE1 => true,
        b'&' => is_accented(at),
        _ => false,
    }) && tables.text(form).is_ascii()
}

/// Whether a number goes on after a name that ends with a digit: *G5* in `G 5,720`.
#[inline(always)]
pub(crate) fn is_cut_number(reader: &Reader<'_>, span: Span) -> bool {
    let is_digit = |at: usize| reader.byte(at).is_some_and(|byte| byte.is_ascii_digit());
    is_digit(span.end.wrapping_sub(1))
        && matches!(reader.byte(span.end), Some(b'.' | b','))
        && is_digit(span.end + 1)
}

/// Whether a text with a hyphen for a blank or a blank for a hyphen may be the surface form with a
/// record. It may not if the form is a decoy of common words: *lead in* is not *lead-in*. Nor may
/// it if the form is *Saint* with one word: *Saint-Martin* is the name of a place in French, and
/// *Saint Martin* that of a person.
#[inline(always)]
fn may_exchange(tables: &Tables<'_>, record: &SurfaceRecord, text: &[u8]) -> bool {
    let is_common = record.traits.hides && record.entity().is_none();
    let is_saint = || matches!(text, [b'S', b'a' | b't' | b'A' | b'T', ..]);
    !(is_common || is_saint())
        || may_exchange_in(tables, record.text, record.entity().is_none(), text)
}

#[cold]
#[inline(never)]
fn may_exchange_in(tables: &Tables<'_>, form: TextRange, is_decoy: bool, text: &[u8]) -> bool {
    let form = tables.text(form).as_bytes();
    // In one word there is nothing to exchange.
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric();
    if form == text || (form.iter().all(is_letter) && text.iter().all(is_letter)) {
        return true;
    }
    let words = |text| separators(text).count();
    if is_decoy {
        let has_capital = form.iter().any(u8::is_ascii_uppercase);
        return has_capital
            || words(form) != words(text)
            || separators(form)
                .zip(separators(text))
                .all(|(form, text)| text == Separator::Hyphen || form == Separator::Blank);
    }
    let first = form.split(|byte| matches!(byte, b' ' | b'-')).next().unwrap_or(&[]);
    let is_saint = [&b"saint"[..], b"sainte", b"st", b"ste", b"st.", b"ste."]
        .iter()
        .any(|saint| first.eq_ignore_ascii_case(saint));
    !is_saint || words(form) != 1 || words(text) != 1 || separators(form).eq(separators(text))
}

/// What is between two words of a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Separator {
    Blank,
    Hyphen,
}

/// What is between the words of a name as it is written: runs of white space and hyphens.
fn separators(text: &[u8]) -> impl Iterator<Item = Separator> {
    let reader = Reader::new(text, false);
    let mut at = 0;
    core::iter::from_fn(move || {
        let mut found = None;
        while let Some(c) = reader.char(at) {
            let separator = match (c.class, c.first_folded()) {
                (Class::Space | Class::LineBreak, _) => Some(Separator::Blank),
                (_, Some(b'-')) => Some(Separator::Hyphen),
                _ => None,
            };
            match (separator, found) {
                (None, Some(_)) => break,
                (None, None) => {}
                (Some(Separator::Hyphen), _) | (_, None) => found = separator,
                _ => {}
            }
            at = c.next;
        }
        found
    })
}

/// As [`is_whole_name`], with a reason, and for a number that goes on as well.
#[cfg(feature = "alloc")]
pub(crate) fn has_its_place(
    tables: &Tables<'_>,
    reader: &Reader<'_>,
    span: Span,
    record: &SurfaceRecord,
) -> Result<(), Reason> {
    let is_whole = !is_cut_number(reader, span) && is_whole_name(tables, reader, span, record);
    if is_whole { Ok(()) } else { Err(Reason::Case) }
}

/// Whether the text at and around a span allows the surface form with a record there: a dotted
/// acronym is not a part of a longer one (`U.S.C.`), no ill-formed byte is next to an acronym, of
/// which it could be a letter, and hyphens and blanks are as the form [needs](may_exchange) them.
#[inline(always)]
pub(crate) fn is_whole_name(
    tables: &Tables<'_>,
    reader: &Reader<'_>,
    span: Span,
    record: &SurfaceRecord,
) -> bool {
    if !may_exchange(tables, record, reader.text.get(span.range()).unwrap_or(&[])) {
        return false;
    }
    if record.traits.derivation == Derivation::Dotted && acronym::is_part(reader.text, span) {
        return false;
    }
    let is_high = |at: Option<usize>| at.and_then(|at| reader.byte(at)).is_some_and(|b| b >= 0x80);
    !(is_high(Some(span.end)) || is_high(span.start.checked_sub(1)))
        || !reader.byte(span.start).is_some_and(|byte| byte.is_ascii_alphanumeric())
        || !matches!(record.traits.role, Role::Acronym | Role::Code | Role::Symbol)
        || !is_beside_ill_formed(reader, span)
}

#[cold]
fn is_beside_ill_formed(reader: &Reader<'_>, span: Span) -> bool {
    let is_ill_formed =
        |at: usize| reader.byte(at).is_some_and(|byte| byte >= 0x80) && reader.letter(at).is_none();
    is_ill_formed(span.end)
        || reader.char_before(span.start).is_some_and(|(before, _)| is_ill_formed(before))
}

/// Which surface forms of a name with bounds of a set fit the text at a span, by bit.
pub(crate) fn readings_within(
    tables: &Tables<'_>,
    policy: &Policy,
    reader: &Reader<'_>,
    span: Span,
    (name, bounds): (u32, BoundsSet),
) -> u32 {
    if is_cut_number(reader, span) {
        return 0;
    }
    tables.readings(name).enumerate().fold(0, |readings, (index, (_, record))| {
        let fits = bounds.has(record.traits.bounds())
            && fits(tables, policy, (name, index), &record, reader, span).is_ok()
            && is_whole_name(tables, reader, span, &record);
        readings | u32::from(fits) << index
    })
}

/// Which surface forms of a name fit a raw text in which the words of the name are joined, by bit.
/// Only forms of whole words; besides those that fit in their case, [sure](is_sure_when_joined)
/// ones in lower case.
pub(crate) fn fitting_joined(tables: &Tables<'_>, policy: &Policy, name: u32, text: &[u8]) -> u32 {
    let is_lower = policy.folding.has(FoldingPart::Case) && case::in_lower_case(text, false);
    let (reader, span) = (Reader::new(text, false), Span::new(0, text.len()));
    tables.readings(name).enumerate().fold(0, |readings, (index, (number, record))| {
        let fits = record.traits.bounds() == Bounds::Word
            && !policy.takes_away(number, &record)
            && (fits_as::<true>(tables, policy, (name, index), &record, &reader, span).is_ok()
                || (is_lower
                    && record.traits.case == CaseRule::Capitalised
                    && (record.is_decoy() || is_sure_when_joined(&record))
                    && is_folded(tables, policy, &record, (text, false, true))));
        readings | u32::from(fits) << index
    })
}

/// Whether a surface form nearly always means its entity, in any case.
pub(crate) fn is_sure_when_joined(record: &SurfaceRecord) -> bool {
    record.entity().is_some() && record.traits.prior >= SURE_WHEN_JOINED && !record.traits.word
}

/// The least prior of a form that counts where no capitals show it.
const SURE_WHEN_JOINED: u8 = 90;

impl Candidate {
    /// The readings that fit, with their indices among those of the name, the likeliest first.
    #[inline]
    pub(crate) fn fitting<'g>(
        &self,
        tables: &Tables<'g>,
    ) -> impl Iterator<Item = (usize, SurfaceRecord)> + use<'g> {
        let readings = self.readings;
        tables
            .readings(self.name)
            .enumerate()
            .filter(move |(index, _)| readings >> index & 1 == 1)
            .map(|(index, (_, record))| (index, record))
    }

    /// Whether a reading that fits, that with this index, gives way to another: to one that fits,
    /// ranks above it and would count. A form on request counts only when its role is asked for.
    #[cold]
    #[inline(never)]
    pub(crate) fn is_outranked(
        &self,
        tables: &Tables<'_>,
        policy: &Policy,
        (index, rank): (usize, Rank),
    ) -> bool {
        self.fitting(tables).take_while(|&(above, _)| above < index).any(|(above, record)| {
            record.entity().is_some()
                && record.traits.rank.level() > rank.level()
                && (!record.traits.on_request || policy.wants(tables, (self.name, above), &record))
        })
    }

    /// Whether a decoy among the readings that fit gives way to another reading that fits, and no
    /// decoy does not.
    pub(crate) fn takes_decoy(&self, tables: &Tables<'_>) -> bool {
        let mut readings = self.fitting(tables);
        let mut decoys = self.fitting(tables).filter(|(_, record)| record.is_decoy());
        readings.any(|(_, record)| record.entity().is_some())
            && self.is_decoy(tables)
            && decoys.all(|(_, record)| record.traits.yields)
    }

    /// Whether a decoy is among the readings that fit.
    pub(crate) fn is_decoy(&self, tables: &Tables<'_>) -> bool {
        self.fitting(tables).any(|(_, record)| record.is_decoy())
    }

    /// The readings that fit and that the tagger reports, one for each entity, the likeliest first.
    #[inline]
    pub(crate) fn wanted<'g>(
        &self,
        tables: &Tables<'g>,
        policy: &'g Policy,
    ) -> impl Iterator<Item = Reading> + use<'g> {
        let (candidate, tables) = (*self, *tables);
        candidate.fitting(&tables).filter_map(move |(index, record)| {
            let reading = Reading::new(index, &record)?;
            let is_first = || !candidate.wanted_before(&tables, policy, index, reading.entity);
            let counts = || {
                let of = (index, record.traits.rank);
                !record.traits.yields || !candidate.is_outranked(&tables, policy, of)
            };
            (policy.wants(&tables, (candidate.name, index), &record) && counts() && is_first())
                .then_some(reading)
        })
    }

    /// Whether a wanted reading before this one means the same entity.
    pub(super) fn wanted_before(
        &self,
        tables: &Tables<'_>,
        policy: &Policy,
        index: usize,
        entity: EntityIndex,
    ) -> bool {
        self.fitting(tables).take_while(|&(earlier, _)| earlier < index).any(|(earlier, record)| {
            record.entity() == Some(entity) && policy.wants(tables, (self.name, earlier), &record)
        })
    }
}

/// The confidence of one of the wanted readings, the sum of whose priors is `sum`: its prior, or
/// its share of 100 if the sum is larger. `highest` is [`case::highest_confidence`].
#[inline]
pub(super) fn confidence_of(
    reading: &Reading,
    sum: u32,
    highest: impl FnOnce(&Reading) -> u8,
) -> u8 {
    let prior = u32::from(reading.prior);
    let share = if sum <= 100 { prior.min(100) } else { prior * 100 / sum } as u8;
    share.min(highest(reading))
}

/// One of the wanted readings by the priors alone. `highest` is [`case::highest_confidence`].
pub(crate) fn by_priors(
    tables: &Tables<'_>,
    policy: &Policy,
    candidate: &Candidate,
    reading: &Reading,
    highest: impl Fn(&Reading) -> u8,
) -> Judged {
    let wanted = || candidate.wanted(tables, policy);
    let sum = wanted().map(|reading| u32::from(reading.prior)).sum();
    let confidence = confidence_of(reading, sum, &highest);
    // Tested first, because hardly any reading is.
    let own = match reading.own && wanted().nth(1).is_some() && wanted().all(|known| known.own) {
        true => own_by_priors(tables, policy, candidate, &highest),
        false => None,
    };
    // Every other reading counts by itself.
    let likeliest = own.filter(|own| own.reading.index == reading.index);
    let of_name = likeliest.map_or(confidence, |own| own.of_name);
    Judged { reading: *reading, confidence, of_name }
}

/// A name of users' own entities only, by the priors alone. `highest` is as in [`by_priors`].
#[cold]
pub(super) fn own_by_priors(
    tables: &Tables<'_>,
    policy: &Policy,
    candidate: &Candidate,
    highest: &impl Fn(&Reading) -> u8,
) -> Option<Judged> {
    let readings = || candidate.wanted(tables, policy);
    own::judge(|| readings().map(|reading| (reading, highest(&reading), 0)))
}
