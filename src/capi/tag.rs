//! Tagging: into the caller's room, by callback, counts. Nothing here allocates.

use core::ffi::{c_char, c_void};
use core::mem::MaybeUninit;
use core::ops::ControlFlow;

use super::gazetteer::Page;
use super::pointers::{array, bytes, optional, optional_out, out, reference, room};
use super::status::{Failure, MORE, OK, STOPPED, code, gaztag_error, gaztag_status, guard};
use super::tagger::gaztag_tagger;
use crate::{Draft, Mention, Span, Tagger};

/// A span of text judged to name one entity. 32 bytes without padding; the layout is frozen.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct gaztag_mention {
    /// Where the name starts, in the tagger's unit, without a leading article.
    pub start: u64,
    /// Where it ends: just behind its last byte, UTF-16 unit or code point, without possessive.
    pub end: u64,
    /// The name and its surface forms that fit the text, for gaztag_candidates. Valid for one gazetteer.
    pub readings: u64,
    /// The index of the entity in the tagger's gazetteer.
    pub entity: u32,
    /// A gaztag_kind.
    pub kind: u8,
    /// A gaztag_role: what the surface form is to the entity.
    pub role: u8,
    /// How sure the reading is: of 100 mentions with this confidence about as many are meant to be right. 0 to 100.
    pub confidence: u8,
    /// 0.
    pub reserved: u8,
}

const _: () = assert!(size_of::<gaztag_mention>() == 32 && align_of::<gaztag_mention>() == align_of::<u64>());
// The room of a mention serves for what is known of it before the text has ended.
const _: () = assert!(size_of::<Draft>() <= 32 && align_of::<Draft>() <= align_of::<u64>());

/// An entity that a name could mean.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct gaztag_candidate {
    /// Its index.
    pub entity: u32,
    /// A gaztag_role: what the surface form is to it.
    pub role: u32,
}

impl gaztag_mention {
    #[inline]
    pub(super) fn of(mention: &Mention) -> Self {
        Self {
            start: mention.start() as u64,
            end: mention.end() as u64,
            readings: mention.readings(),
            entity: mention.entity().index(),
            kind: mention.kind().to_u8(),
            role: mention.role() as u8,
            confidence: mention.confidence(),
            reserved: 0,
        }
    }
}

/// Fills room with the mentions of a text behind its first `skip` drafts. Gives how many mentions were written, how many drafts were looked at, and whether more are left.
pub(super) fn fill(tagger: &Tagger<'static>, text: &[u8], skip: usize, room: &mut [MaybeUninit<gaztag_mention>]) -> (usize, usize, bool) {
    let mut drafts = tagger.drafts(text);
    let mut taken = 0;
    if skip > 0 {
        drafts.by_ref().take(skip).for_each(drop);
    }
    let more = loop {
        let Some(draft) = drafts.next() else { break false };
        let Some(place) = room.get_mut(taken) else { break true };
        // SAFETY: the place is as large and as aligned as a draft needs, which was asserted.
        unsafe { place.as_mut_ptr().cast::<Draft>().write(draft) };
        taken += 1;
    };
    if more {
        // What follows may decide what these are.
        drafts.by_ref().for_each(drop);
    }
    let mut kept = 0;
    for index in 0..taken {
        // SAFETY: a draft was written there, and no mention is written before its draft was read: `kept` is never more than `index`.
        let draft = unsafe { room[index].as_ptr().cast::<Draft>().read() };
        if let Some((mention, _)) = drafts.settle(&draft) {
            room[kept].write(gaztag_mention::of(&mention));
            kept += 1;
        }
    }
    (kept, taken, more)
}

/// How many drafts a call keeps on its stack; a text that has more is read twice.
const ROOM: usize = 128;

/// Calls `found` for every mention, judged with the whole text, with its span in bytes; until it breaks.
pub(super) fn each(tagger: &Tagger<'static>, text: &[u8], mut found: impl FnMut(&Mention, Span) -> ControlFlow<()>) -> ControlFlow<()> {
    let mut room = [const { MaybeUninit::<Draft>::uninit() }; ROOM];
    let mut drafts = tagger.drafts(text);
    let mut len = 0;
    let mut fits = true;
    while let Some(draft) = drafts.next() {
        match room.get_mut(len) {
            Some(place) => {
                place.write(draft);
                len += 1;
            }
            None => {
                fits = false;
                drafts.by_ref().for_each(drop);
            }
        }
    }
    let mut settle = |draft: &Draft| match drafts.settle(draft) {
        Some((mention, span)) => found(&mention, span),
        None => ControlFlow::Continue(()),
    };
    match fits {
        // SAFETY: the first `len` were written.
        true => room[..len].iter().try_for_each(|draft| settle(unsafe { draft.assume_init_ref() })),
        false => tagger.drafts(text).try_for_each(|draft| settle(&draft)),
    }
}

/// What a callback is given: some mentions in the order of the text, valid during the call only. Returns 0 to go on, else to stop. It may call gaztag, but not free the tagger that it was called
/// with; it must not unwind or jump out.
pub type gaztag_mention_fn = Option<unsafe extern "C" fn(user: *mut c_void, mentions: *const gaztag_mention, mentions_len: usize) -> i32>;

/// A tagger, and a text that it takes.
///
/// # Safety
/// As [`reference`] and [`bytes`].
pub(super) unsafe fn tagger_and_text<'a>(tagger: *const gaztag_tagger, text: *const c_char, text_len: usize) -> Result<(&'a Tagger<'static>, &'a [u8]), Failure> {
    // SAFETY: the same contracts.
    let (tagger, text) = unsafe { (reference(tagger, "tagger")?, bytes(text, text_len, "text")?) };
    tagger.limits.check(text)?;
    Ok((&tagger.tagger, text))
}

/// The mentions of a text, judged with the whole text. Allocates nothing; time is linear in the text.
///
/// text, text_len: any bytes; NULL is the empty text if the length is 0.
/// resume: NULL, or a number that is 0 at first: when the call returns GAZTAG_MORE, the next one with the same text goes on behind what this one looked at. Each call reads the whole text:
/// give room for what you expect.
/// out, capacity: room for so many mentions, which the call may overwrite all; out_len: how many there are. With GAZTAG_MORE they may be fewer than there is room for: places were looked at
/// that turned out to be no mentions.
/// Returns GAZTAG_OK, or GAZTAG_MORE if there may be more.
/// Errors: GAZTAG_ERR_NULL, GAZTAG_ERR_ARG; GAZTAG_ERR_TOO_LARGE and GAZTAG_ERR_UTF8 if the tagger was built so.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_tag(
    tagger: *const gaztag_tagger,
    text: *const c_char,
    text_len: usize,
    resume: *mut usize,
    out: *mut gaztag_mention,
    capacity: usize,
    out_len: *mut usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says.
        let (len, room) = unsafe { (self::out(out_len, 0, "out_len")?, room(out, capacity, "out")?) };
        // SAFETY: as the header says; resume holds a number.
        let ((tagger, text), resume) = unsafe { (tagger_and_text(tagger, text, text_len)?, optional(resume, "resume")?) };
        let first = resume.as_deref().copied().unwrap_or(0);
        let (kept, taken, more) = fill(tagger, text, first, room);
        *len = kept;
        if let Some(resume) = resume {
            *resume = first.saturating_add(taken);
        }
        Ok(if more { MORE } else { OK })
    })
}

/// Calls a function with the mentions of a text, some at a time, judged with the whole text. Allocates nothing; a text with more than 128 names is read twice.
///
/// Returns GAZTAG_OK, or GAZTAG_STOPPED if the callback returned something else than 0. Errors: as gaztag_tag.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_tag_each(
    tagger: *const gaztag_tagger,
    text: *const c_char,
    text_len: usize,
    found: gaztag_mention_fn,
    user: *mut c_void,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says.
        let (tagger, text) = unsafe { tagger_and_text(tagger, text, text_len)? };
        let found = found.ok_or_else(|| Failure::new(code::GAZTAG_ERR_NULL, "found is NULL"))?;
        let mut batch = [const { MaybeUninit::<gaztag_mention>::uninit() }; 64];
        let mut len = 0;
        // SAFETY: the first `len` of the batch were written.
        let call = |batch: &[MaybeUninit<gaztag_mention>]| match unsafe { found(user, batch.as_ptr().cast(), batch.len()) } {
            0 => ControlFlow::Continue(()),
            _ => ControlFlow::Break(()),
        };
        let mut flow = each(tagger, text, |mention, _| {
            batch[len].write(gaztag_mention::of(mention));
            len += 1;
            if len < batch.len() {
                return ControlFlow::Continue(());
            }
            len = 0;
            call(&batch)
        });
        if flow.is_continue() && len > 0 {
            flow = call(&batch[..len]);
        }
        Ok(if flow.is_break() { STOPPED } else { OK })
    })
}

/// Whether a text has a mention; stops at the first. A name is judged with what the text has said up to it. Allocates nothing.
///
/// out_found: 1 or 0. Errors: as gaztag_tag.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_is_match(tagger: *const gaztag_tagger, text: *const c_char, text_len: usize, out_found: *mut i32, error: *mut gaztag_error) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says.
        let found = unsafe { out(out_found, 0, "out_found")? };
        // SAFETY: as the header says.
        let (tagger, text) = unsafe { tagger_and_text(tagger, text, text_len)? };
        *found = tagger.is_match(text).into();
        Ok(OK)
    })
}

/// Counts the mentions of a text, judged with the whole text. Allocates nothing; a text with more than 128 names is read twice.
///
/// counts, counts_len: NULL and 0, or a number for each entity of the tagger's gazetteer (gaztag_gazetteer_len), which each mention of the entity adds 1 to: one array can count over many texts.
/// out_total: the mentions of this text, or NULL.
/// Errors: as gaztag_tag; GAZTAG_ERR_ARG if there are fewer counts than entities.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_count(
    tagger: *const gaztag_tagger,
    text: *const c_char,
    text_len: usize,
    counts: *mut u64,
    counts_len: usize,
    out_total: *mut u64,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        // SAFETY: as the header says.
        let total = unsafe { optional_out(out_total, 0, "out_total")? };
        // SAFETY: as the header says.
        let (tagger, text) = unsafe { tagger_and_text(tagger, text, text_len)? };
        // SAFETY: checks the pointer; the numbers are initialised, as the header says.
        unsafe { array::<u64>(counts, counts_len, "counts")? };
        if !(counts.is_null() && counts_len == 0) && counts_len < tagger.gazetteer().len() {
            return Err(Failure::argument(alloc::format!("counts_len is {counts_len}; the gazetteer has {} entities", tagger.gazetteer().len())));
        }
        let mut sum = 0;
        let _ = each(tagger, text, |mention, _| {
            sum += 1;
            let index = mention.entity().index() as usize;
            if index < counts_len {
                // SAFETY: one of the caller's counts, and nothing else uses them meanwhile.
                unsafe { *counts.add(index) = (*counts.add(index)).wrapping_add(1) };
            }
            ControlFlow::Continue(())
        });
        total.into_iter().for_each(|total| *total = sum);
        Ok(OK)
    })
}

/// All entities that a mention's name could mean, the likeliest first; the one that it was judged to mean is among them.
///
/// readings: of a mention of this tagger, or of one with the same gazetteer.
/// resume, out, capacity, out_len: as gaztag_entity_attributes. There are at most 32. Returns GAZTAG_OK or GAZTAG_MORE. Errors: GAZTAG_ERR_NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_candidates(
    tagger: *const gaztag_tagger,
    readings: u64,
    resume: *mut usize,
    out: *mut gaztag_candidate,
    capacity: usize,
    out_len: *mut usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        let list = || {
            // SAFETY: as the header says.
            let tagger = unsafe { reference(tagger, "tagger")? };
            Ok(Some(tagger.tagger.candidates_of(readings).map(|(entity, role)| gaztag_candidate { entity: entity.index(), role: role as u32 })))
        };
        // SAFETY: as the header says.
        unsafe { Page { resume, out, capacity, out_len }.fill(list) }
    })
}
