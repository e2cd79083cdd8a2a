//! Why a place is a mention, or why not.

use alloc::vec::Vec;
use core::ffi::{CStr, c_char};

use super::gazetteer::{GAZTAG_NO_ENTITY, borrowed, case_number};
use super::pointers::{free, gaztag_str, give, out, reference};
use super::status::{NONE, OK, gaztag_error, gaztag_status, guard, guard_value};
use super::tagger::gaztag_tagger;
use super::text::{GivenText, gaztag_text_options};
use crate::{CuePlace, EntityId, Finding, Ground, Reason, Span, Tagger, Verdict, Weighed};

/// Every surface form that stands in a text between word boundaries, kept or dropped. Immutable:
/// any number of threads may use one at once. It keeps the tagger's gazetteer, not the text.
pub struct gaztag_explanation {
    findings: Vec<(gaztag_finding, Vec<gaztag_weighed>)>,
    /// The strings of the findings are of its gazetteer.
    _tagger: Tagger<'static>,
}

/// Why a surface form is no mention.
#[repr(C)]
pub enum gaztag_reason {
    /// It is one.
    GAZTAG_REASON_KEPT = 0,
    /// The text is not cased as the surface form demands.
    GAZTAG_REASON_CASE = 1,
    /// A part of folding that the text needs is switched off.
    GAZTAG_REASON_FOLDING = 2,
    /// It is a decoy, or a decoy stands at the same place.
    GAZTAG_REASON_DECOY = 3,
    /// Its kind, role or language was not asked for.
    GAZTAG_REASON_NOT_ASKED_FOR = 4,
    /// It lies inside a longer name or decoy.
    GAZTAG_REASON_INSIDE = 5,
    /// Another reading of the same name is likelier.
    GAZTAG_REASON_LESS_LIKELY = 6,
    /// Its confidence is below the least one.
    GAZTAG_REASON_CONFIDENCE = 7,
}

/// What spoke for or against a reading.
#[repr(C)]
pub enum gaztag_ground {
    /// A cue at a place.
    GAZTAG_GROUND_CUE = 0,
    /// The same name elsewhere in the document.
    GAZTAG_GROUND_SENSE = 1,
    /// A definition of the acronym.
    GAZTAG_GROUND_DEFINITION = 2,
}

/// Where a cue stands, seen from the name that it speaks of.
#[repr(C)]
pub enum gaztag_place {
    /// The ground is no cue.
    GAZTAG_PLACE_NONE = 0,
    /// The word before, with nothing but blanks or a hyphen between.
    GAZTAG_PLACE_BEFORE = 1,
    /// The word behind.
    GAZTAG_PLACE_AFTER = 2,
    /// The word before, with a comma between.
    GAZTAG_PLACE_BEFORE_COMMA = 3,
    /// The word behind, with a comma between.
    GAZTAG_PLACE_AFTER_COMMA = 4,
    /// At most so many words to the left, in the same sentence.
    GAZTAG_PLACE_LEFT = 5,
    /// At most so many words to the right, in the same sentence.
    GAZTAG_PLACE_RIGHT = 6,
    /// At most so many words to either side, in the same sentence.
    GAZTAG_PLACE_NEAR = 7,
    /// Anywhere in the document, at least so many times.
    GAZTAG_PLACE_DOCUMENT = 8,
}

/// In place of a confidence: there is none.
pub const GAZTAG_NO_CONFIDENCE: u8 = 255;

/// A surface form that stands in a text, and what became of it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct gaztag_finding {
    /// Where it starts, in bytes whatever the tagger's unit.
    pub start: u64,
    /// Where it ends, in bytes.
    pub end: u64,
    /// Where the longer name starts that it lies inside (GAZTAG_REASON_INSIDE), in bytes; else 0.
    pub inside_start: u64,
    /// Where the longer name ends; else 0.
    pub inside_end: u64,
    /// The surface form; valid as long as the explanation.
    pub form: gaztag_str,
    /// The entity that it would be a mention of; GAZTAG_NO_ENTITY for a decoy.
    pub entity: u64,
    /// How many things spoke for and against it: gaztag_explanation_weighed tells them.
    pub weighed: u32,
    /// A gaztag_reason.
    pub reason: u8,
    /// The confidence that it was judged to have, if it was kept or dropped for it; else
    /// GAZTAG_NO_CONFIDENCE.
    pub confidence: u8,
    /// Its confidence by the priors alone, if it was judged by what stands around it; else
    /// GAZTAG_NO_CONFIDENCE.
    pub before: u8,
    /// A gaztag_role.
    pub role: u8,
    /// A gaztag_case_rule.
    pub case_rule: u8,
    /// The prior of the surface form.
    pub prior: u8,
    /// A gaztag_bounds.
    pub bounds: u8,
    /// 0.
    pub reserved: [u8; 5],
}

/// Something that spoke for or against a reading.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct gaztag_weighed {
    /// Where it stands, in bytes; 0 and 0 if not near the name.
    pub start: u64,
    /// Where it ends, in bytes.
    pub end: u64,
    /// Steps by which the odds were doubled, or halved if below 0.
    pub weight: i32,
    /// A gaztag_ground.
    pub ground: u8,
    /// A gaztag_place.
    pub place: u8,
    /// How many words or times, for the places that have a number; else 1, or 0 if the ground is no
    /// cue.
    pub number: u8,
    /// 0.
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
            Reason::LessLikely => (gaztag_reason::GAZTAG_REASON_LESS_LIKELY, none, Span::new(0, 0)),
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
        Ground::Definition => {
            (gaztag_ground::GAZTAG_GROUND_DEFINITION, (gaztag_place::GAZTAG_PLACE_NONE, 0))
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

/// Explains a text: every surface form that stands in it, kept or dropped, with the reason; by
/// start, then by end, then the likeliest first. It explains tagging with GAZTAG_OVERLAP_LONGEST,
/// whatever the tagger's overlap is.
///
/// out: the explanation, to be freed by gaztag_explanation_free; NULL if the call fails. It is
/// independent of the text and of the tagger's handle. Errors: as gaztag_tag; GAZTAG_ERR_NOMEM.
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
        // SAFETY: as the header says.
        let out = unsafe { self::out(out, core::ptr::null_mut(), "out")? };
        // SAFETY: as the header says.
        let (tagger, text) = unsafe { GivenText { text, len: text_len, options }.read(tagger)? };
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

/// How many findings an explanation has. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_explanation_len(explanation: *const gaztag_explanation) -> usize {
    guard_value(0, || {
        // SAFETY: as the header says.
        unsafe { reference(explanation, "explanation") }
            .map_or(0, |explanation| explanation.findings.len())
    })
}

/// A finding by its index.
///
/// Returns GAZTAG_NONE behind the last one. Errors: GAZTAG_ERR_NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_explanation_finding(
    explanation: *const gaztag_explanation,
    index: usize,
    out: *mut gaztag_finding,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says; zeros make a struct of numbers and pointers.
        let (out, explanation) = unsafe {
            (self::out(out, core::mem::zeroed(), "out")?, reference(explanation, "explanation")?)
        };
        let Some((finding, _)) = explanation.findings.get(index) else { return Ok(NONE) };
        *out = *finding;
        Ok(OK)
    })
}

/// What spoke for or against a finding, by its index, in the order in which it was weighed.
///
/// Returns GAZTAG_NONE behind the last one. Errors: GAZTAG_ERR_NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_explanation_weighed(
    explanation: *const gaztag_explanation,
    finding: usize,
    index: usize,
    out: *mut gaztag_weighed,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says; zeros make a struct of numbers and pointers.
        let (out, explanation) = unsafe {
            (self::out(out, core::mem::zeroed(), "out")?, reference(explanation, "explanation")?)
        };
        let Some(weighed) =
            explanation.findings.get(finding).and_then(|(_, weighed)| weighed.get(index))
        else {
            return Ok(NONE);
        };
        *out = *weighed;
        Ok(OK)
    })
}

/// Frees an explanation; NULL is let pass.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_explanation_free(explanation: *mut gaztag_explanation) {
    // SAFETY: as the header says.
    unsafe { free(explanation) };
}

/// A reason in words, such as "inside a longer name"; "?" for a number that is none. A static
/// string.
#[unsafe(no_mangle)]
pub extern "C" fn gaztag_reason_text(reason: u32) -> *const c_char {
    const TEXTS: [&CStr; 8] = [
        c"kept",
        c"not cased as the form demands",
        c"needs folding that is off",
        c"a decoy",
        c"not asked for",
        c"inside a longer name",
        c"another reading is likelier",
        c"below the least confidence",
    ];
    TEXTS.get(reason as usize).unwrap_or(&c"?").as_ptr()
}
