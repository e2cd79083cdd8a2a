//! Explanations: why a name is a mention, or why not.

use alloc::vec::Vec;
use core::ffi::{CStr, c_char};

use super::gazetteer::{GAZTAG_NO_ENTITY, borrowed, case_number};
use super::pointers::{free, gaztag_str, give, out_handle, out_zeroed, reference};
use super::status::{NONE, OK, gaztag_error, gaztag_status, guard, guard_value};
use super::tagger::gaztag_tagger;
use super::text::{GivenText, gaztag_text_options};
use crate::{CuePlace, EntityId, Finding, Ground, Reason, Span, Tagger, Verdict, Weighed};

/// An explanation: a list of findings, which are all surface forms in a text, whether they became
/// mentions or not. Immutable: any number of threads may use one at the same time. It keeps the
/// gazetteer, but not the text.
pub struct gaztag_explanation {
    findings: Vec<(gaztag_finding, Vec<gaztag_weighed>)>,
    /// It keeps the gazetteer, which has the strings of the findings.
    _tagger: Tagger<'static>,
}

/// Why a surface form in a text is a mention, or why not.
#[repr(C)]
pub enum gaztag_reason {
    /// It is a mention.
    GAZTAG_REASON_KEPT = 0,
    /// The capitalisation of the text does not fit the form's case rule.
    GAZTAG_REASON_CASE = 1,
    /// The text matches only with a part of folding that is switched off.
    GAZTAG_REASON_FOLDING = 2,
    /// It is a decoy, or a decoy has the same span.
    GAZTAG_REASON_DECOY = 3,
    /// The tagger's options exclude its kind, role or language, or the use of compounds.
    GAZTAG_REASON_NOT_ASKED_FOR = 4,
    /// It lies inside a longer name or decoy.
    GAZTAG_REASON_INSIDE = 5,
    /// The name means another entity with a higher probability.
    GAZTAG_REASON_LESS_LIKELY = 6,
    /// Its confidence is below the lowest one of the options.
    GAZTAG_REASON_CONFIDENCE = 7,
    /// It lies inside a web address, a mail address or a path of a file.
    GAZTAG_REASON_LINK = 8,
    /// It is a part of the name of another country, and there is a trace of the rest next to it.
    GAZTAG_REASON_REMAINDER = 9,
    /// An equal form of another entity ranks above it (gaztag_builder_set_preference), or it is a
    /// decoy, and a form that was added equals it.
    GAZTAG_REASON_OUTRANKED = 10,
    /// It is one Han character, which is a country only beside another one or in a few words.
    GAZTAG_REASON_UNPAIRED = 11,
}

/// The kind of evidence for or against a finding.
#[repr(C)]
pub enum gaztag_ground {
    /// A word of a cue near the name, or in the document.
    GAZTAG_GROUND_CUE = 0,
    /// The same name elsewhere in the document.
    GAZTAG_GROUND_SENSE = 1,
    /// A definition of the acronym in the document.
    GAZTAG_GROUND_DEFINITION = 2,
    /// The name next to it in a list, which means the same entity.
    GAZTAG_GROUND_LIST = 3,
    /// The language of the text, which does not have the form.
    GAZTAG_GROUND_LANGUAGE = 4,
    /// Another name of the entity, of a user's own kind, in the document.
    GAZTAG_GROUND_NAMED = 5,
    /// The country near it, in which its entity is.
    GAZTAG_GROUND_COUNTRY = 6,
}

/// The place of a cue's word relative to the name.
#[repr(C)]
pub enum gaztag_place {
    /// No place: the evidence is not a cue.
    GAZTAG_PLACE_NONE = 0,
    /// The word before, with only blanks or a hyphen between them.
    GAZTAG_PLACE_BEFORE = 1,
    /// The word after, with only blanks or a hyphen between them.
    GAZTAG_PLACE_AFTER = 2,
    /// The word before, with a comma between them.
    GAZTAG_PLACE_BEFORE_COMMA = 3,
    /// The word after, with a comma between them.
    GAZTAG_PLACE_AFTER_COMMA = 4,
    /// Within a number of words before, in the same sentence.
    GAZTAG_PLACE_LEFT = 5,
    /// Within a number of words after, in the same sentence.
    GAZTAG_PLACE_RIGHT = 6,
    /// Within a number of words before or after, in the same sentence.
    GAZTAG_PLACE_NEAR = 7,
    /// Anywhere in the document, at least a number of times.
    GAZTAG_PLACE_DOCUMENT = 8,
}

/// In place of a confidence: not judged.
pub const GAZTAG_NO_CONFIDENCE: u8 = 255;

/// A finding: a surface form in a text, and whether it became a mention. All offsets are in bytes,
/// whatever the tagger's unit.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct gaztag_finding {
    /// Offset of the start.
    pub start: u64,
    /// Offset just after the end.
    pub end: u64,
    /// For GAZTAG_REASON_INSIDE, the start of the longer name that contains it; for
    /// GAZTAG_REASON_REMAINDER, the start of the trace; otherwise 0.
    pub inside_start: u64,
    /// The end of the longer name or of the trace; otherwise 0.
    pub inside_end: u64,
    /// The surface form, valid as long as the explanation.
    pub form: gaztag_str,
    /// The id of the entity that the form means; GAZTAG_NO_ENTITY for a decoy.
    pub entity: u64,
    /// The number of pieces of evidence, which gaztag_explanation_weighed returns.
    pub weighed: u32,
    /// A gaztag_reason.
    pub reason: u8,
    /// The confidence, for GAZTAG_REASON_KEPT and GAZTAG_REASON_CONFIDENCE; otherwise
    /// GAZTAG_NO_CONFIDENCE.
    pub confidence: u8,
    /// The confidence by the priors only, before the evidence, if there was evidence to judge it;
    /// otherwise GAZTAG_NO_CONFIDENCE.
    pub before: u8,
    /// A gaztag_role.
    pub role: u8,
    /// A gaztag_case_rule.
    pub case_rule: u8,
    /// The prior of the surface form.
    pub prior: u8,
    /// A gaztag_bounds.
    pub bounds: u8,
    /// Always 0.
    pub reserved: [u8; 5],
}

/// A piece of evidence for or against a finding.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct gaztag_weighed {
    /// Byte offset of the word, if it is near the name; otherwise start and end are 0.
    pub start: u64,
    /// Byte offset just after the word.
    pub end: u64,
    /// The number of times that it doubled the odds, or halved them if below 0.
    pub weight: i32,
    /// A gaztag_ground.
    pub ground: u8,
    /// A gaztag_place.
    pub place: u8,
    /// The number of words or times of a place that has one; otherwise 1, or 0 if the evidence is
    /// not a cue.
    pub number: u8,
    /// Always 0.
    pub reserved: u8,
}

const _: () = assert!(size_of::<gaztag_finding>() == 32 + size_of::<gaztag_str>() + 24);
const _: () = assert!(size_of::<gaztag_weighed>() == 24);

fn finding_of(tagger: &Tagger<'static>, finding: &Finding<'_>) -> gaztag_finding {
    let none = GAZTAG_NO_CONFIDENCE;
    let (reason, confidence, inside) = match finding.verdict {
        Verdict::Kept(confidence) => {
            (gaztag_reason::GAZTAG_REASON_KEPT, confidence, Span::new(0, 0))
        }
        Verdict::Dropped(reason) => match reason {
            Reason::Case => (gaztag_reason::GAZTAG_REASON_CASE, none, Span::new(0, 0)),
            Reason::Folding => (gaztag_reason::GAZTAG_REASON_FOLDING, none, Span::new(0, 0)),
            Reason::Decoy => (gaztag_reason::GAZTAG_REASON_DECOY, none, Span::new(0, 0)),
            Reason::NotAskedFor => {
                (gaztag_reason::GAZTAG_REASON_NOT_ASKED_FOR, none, Span::new(0, 0))
            }
            Reason::Inside(span) => (gaztag_reason::GAZTAG_REASON_INSIDE, none, span),
            Reason::Remainder(span) => (gaztag_reason::GAZTAG_REASON_REMAINDER, none, span),
            Reason::Unpaired => (gaztag_reason::GAZTAG_REASON_UNPAIRED, none, Span::new(0, 0)),
            Reason::Outranked => (gaztag_reason::GAZTAG_REASON_OUTRANKED, none, Span::new(0, 0)),
            Reason::LessLikely => (gaztag_reason::GAZTAG_REASON_LESS_LIKELY, none, Span::new(0, 0)),
            Reason::Link => (gaztag_reason::GAZTAG_REASON_LINK, none, Span::new(0, 0)),
            Reason::Confidence(confidence) => {
                (gaztag_reason::GAZTAG_REASON_CONFIDENCE, confidence, Span::new(0, 0))
            }
        },
    };
    gaztag_finding {
        start: finding.span.start as u64,
        end: finding.span.end as u64,
        inside_start: inside.start as u64,
        inside_end: inside.end as u64,
        form: borrowed(tagger.gazetteer(), finding.surface.form()),
        entity: finding.entity.map_or(GAZTAG_NO_ENTITY, EntityId::to_u64),
        weighed: finding.weighed.len() as u32,
        reason: reason as u8,
        confidence,
        before: finding.before.unwrap_or(none),
        role: finding.surface.role() as u8,
        case_rule: case_number(finding.surface.case()),
        prior: finding.surface.prior(),
        bounds: finding.surface.bounds() as u8,
        reserved: [0; 5],
    }
}

fn weighed_of(weighed: &Weighed) -> gaztag_weighed {
    let place = |place: CuePlace| match place {
        CuePlace::Before => (gaztag_place::GAZTAG_PLACE_BEFORE, 1),
        CuePlace::After => (gaztag_place::GAZTAG_PLACE_AFTER, 1),
        CuePlace::BeforeComma => (gaztag_place::GAZTAG_PLACE_BEFORE_COMMA, 1),
        CuePlace::AfterComma => (gaztag_place::GAZTAG_PLACE_AFTER_COMMA, 1),
        CuePlace::Left(words) => (gaztag_place::GAZTAG_PLACE_LEFT, words),
        CuePlace::Right(words) => (gaztag_place::GAZTAG_PLACE_RIGHT, words),
        CuePlace::Near(words) => (gaztag_place::GAZTAG_PLACE_NEAR, words),
        CuePlace::Document(times) => (gaztag_place::GAZTAG_PLACE_DOCUMENT, times),
    };
    let (ground, (place, number)) = match weighed.ground {
        Ground::Cue(at) => (gaztag_ground::GAZTAG_GROUND_CUE, place(at)),
        Ground::Sense => (gaztag_ground::GAZTAG_GROUND_SENSE, (gaztag_place::GAZTAG_PLACE_NONE, 0)),
        Ground::List => (gaztag_ground::GAZTAG_GROUND_LIST, (gaztag_place::GAZTAG_PLACE_NONE, 0)),
        Ground::Definition => {
            (gaztag_ground::GAZTAG_GROUND_DEFINITION, (gaztag_place::GAZTAG_PLACE_NONE, 0))
        }
        Ground::Language => {
            (gaztag_ground::GAZTAG_GROUND_LANGUAGE, (gaztag_place::GAZTAG_PLACE_NONE, 0))
        }
        Ground::Named => (gaztag_ground::GAZTAG_GROUND_NAMED, (gaztag_place::GAZTAG_PLACE_NONE, 0)),
        Ground::Country => {
            (gaztag_ground::GAZTAG_GROUND_COUNTRY, (gaztag_place::GAZTAG_PLACE_NONE, 0))
        }
    };
    let span = weighed.span.unwrap_or(Span::new(0, 0));
    gaztag_weighed {
        start: span.start as u64,
        end: span.end as u64,
        weight: weighed.weight.into(),
        ground: ground as u8,
        place: place as u8,
        number,
        reserved: 0,
    }
}

/// Explains a text: finds every surface form in it, with the reason why it is a mention or not, in
/// the order of start, then end, then the most likely first. It explains GAZTAG_OVERLAP_LONGEST,
/// whatever the tagger's option.
///
/// text, text_len, options: as for gaztag_tag. out: the explanation, to be freed by
/// gaztag_explanation_free; NULL if the call fails. It needs neither the text nor the tagger's
/// handle any longer. Errors: as gaztag_tag; GAZTAG_ERR_NOMEM.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gaztag_explain(
    tagger: *const gaztag_tagger,
    text: *const c_char,
    text_len: usize,
    options: *const gaztag_text_options,
    out: *mut *mut gaztag_explanation,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `out` is an output, `tagger` a handle, `text` and `options` are inputs: contract
        // of calls.
        let (out, (tagger, text)) =
            unsafe { (out_handle(out)?, GivenText { text, len: text_len, options }.read(tagger)?) };
        let findings = tagger
            .explain(text)
            .iter()
            .map(|finding| {
                (finding_of(tagger, finding), finding.weighed.iter().map(weighed_of).collect())
            })
            .collect();
        give(gaztag_explanation { findings, _tagger: tagger.clone() }, out)?;
        Ok(OK)
    })
}

/// Returns the number of findings; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_explanation_len(explanation: *const gaztag_explanation) -> usize {
    guard_value(0, || {
        // SAFETY: `explanation` is a handle: contract of calls.
        unsafe { reference(explanation, "explanation") }
            .map_or(0, |explanation| explanation.findings.len())
    })
}

/// Returns a finding by its index.
///
/// out: the finding. Returns GAZTAG_OK, or GAZTAG_NONE for an index past the last one. Errors:
/// GAZTAG_ERR_NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_explanation_finding(
    explanation: *const gaztag_explanation,
    index: usize,
    out: *mut gaztag_finding,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `out` is an output, `explanation` a handle: contract of calls. The struct has
        // only numbers and pointers.
        let (out, explanation) =
            unsafe { (out_zeroed(out)?, reference(explanation, "explanation")?) };
        let Some((finding, _)) = explanation.findings.get(index) else { return Ok(NONE) };
        *out = *finding;
        Ok(OK)
    })
}

/// Returns a piece of evidence for or against a finding, by its index.
///
/// finding: the index of the finding. out: the evidence. Returns GAZTAG_OK, or GAZTAG_NONE for an
/// index past the last one. Errors: GAZTAG_ERR_NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_explanation_weighed(
    explanation: *const gaztag_explanation,
    finding: usize,
    index: usize,
    out: *mut gaztag_weighed,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: `out` is an output, `explanation` a handle: contract of calls. The struct has
        // only numbers.
        let (out, explanation) =
            unsafe { (out_zeroed(out)?, reference(explanation, "explanation")?) };
        let Some(weighed) =
            explanation.findings.get(finding).and_then(|(_, weighed)| weighed.get(index))
        else {
            return Ok(NONE);
        };
        *out = *weighed;
        Ok(OK)
    })
}

/// Frees an explanation. Does nothing for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_explanation_free(explanation: *mut gaztag_explanation) {
    // SAFETY: `explanation` is a handle, and its caller does not use it again: contract of calls.
    unsafe { free(explanation) };
}

/// Returns the text of a gaztag_reason, such as "inside a longer name", as a static string that
/// ends with NUL; "?" for an unknown number.
#[unsafe(no_mangle)]
pub extern "C" fn gaztag_reason_text(reason: u32) -> *const c_char {
    const TEXTS: [&CStr; 12] = [
        c"kept",
        c"not cased as the form demands",
        c"needs folding that is off",
        c"a decoy",
        c"not asked for",
        c"inside a longer name",
        c"another reading is likelier",
        c"below the least confidence",
        c"inside a link",
        c"a part of a longer name",
        c"an equal form ranks above it",
        c"one character that is not beside another",
    ];
    TEXTS.get(reason as usize).unwrap_or(&c"?").as_ptr()
}
