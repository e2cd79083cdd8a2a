//! Mentions as C has them, and arrays of them.

use core::mem::MaybeUninit;

use super::status::Failure;
use super::tagger::gaztag_tagger;
use crate::{Draft, Drafts, Mention, Text};

/// A span of text judged to name one entity. 40 bytes without padding; the layout is frozen.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct gaztag_mention {
    /// Where the name starts, in the tagger's unit, without a leading article.
    pub start: u64,
    /// Where it ends: just after its last byte, UTF-16 unit or code point, without possessive.
    pub end: u64,
    /// The name and its surface forms that fit the text, for gaztag_candidates.
    pub readings: u64,
    /// The id of the entity in the tagger's gazetteer: the layer of the gazetteer times 2 to the
    /// power of 32, plus the index there. There is only the layer 0 yet.
    pub entity: u64,
    /// A gaztag_kind.
    pub kind: u8,
    /// A gaztag_role: what the surface form is to the entity.
    pub role: u8,
    /// How sure the reading is: of 100 mentions with this confidence about as many are meant to be
    /// right. 0 to 100.
    pub confidence: u8,
    /// 0.
    pub reserved: [u8; 5],
}

const _: () =
    assert!(size_of::<gaztag_mention>() == 40 && align_of::<gaztag_mention>() == align_of::<u64>());
// The memory of a mention serves for what is known of it before the text has ended.
const _: () = assert!(size_of::<Draft>() <= 40 && align_of::<Draft>() <= align_of::<u64>());

impl gaztag_mention {
    #[inline]
    pub(super) fn of(mention: &Mention) -> Self {
        Self {
            start: mention.start() as u64,
            end: mention.end() as u64,
            readings: mention.readings(),
            entity: mention.entity().to_u64(),
            kind: mention.kind().to_u8(),
            role: mention.role() as u8,
            confidence: mention.confidence(),
            reserved: [0; 5],
        }
    }
}

/// What a call that fills an array found.
pub(super) struct Filled<'t> {
    /// How many mentions were written.
    pub(super) len: usize,
    /// What is left, if there may be more.
    pub(super) rest: Option<Drafts<'t>>,
}

/// Fills an array with the first mentions of a text, judged with all of it.
pub(super) fn fill<'t>(
    mut drafts: Drafts<'t>,
    room: &mut [MaybeUninit<gaztag_mention>],
) -> Filled<'t> {
    let mut taken = 0;
    for place in room.iter_mut() {
        let Some(draft) = drafts.next() else { break };
        // SAFETY: the place is as large and as aligned as a draft needs, which was asserted.
        unsafe { place.as_mut_ptr().cast::<Draft>().write(draft) };
        taken += 1;
    }
    // What follows may decide what these are.
    let rest = if taken == room.len() { Some(drafts.read_to_end()) } else { None };
    let mut len = 0;
    for index in 0..taken {
        // SAFETY: a draft was written there, and no mention is written before its draft was read:
        // `len` is never more than `index`.
        let draft = unsafe { room[index].as_ptr().cast::<Draft>().read() };
        if let Some((mention, _)) = drafts.settle(&draft) {
            room[len].write(gaztag_mention::of(&mention));
            len += 1;
        }
    }
    let more = fill_from(rest, &mut room[len..]);
    Filled { len: len + more.len, rest: more.rest }
}

/// Begins a text, which is checked here: not again when a cursor goes on with it, or many small
/// pages of a strict tagger would take quadratic time.
pub(super) fn fill_first<'t>(
    tagger: &'t gaztag_tagger,
    text: Text<'t>,
    room: &mut [MaybeUninit<gaztag_mention>],
) -> Result<Filled<'t>, Failure> {
    tagger.limits.check(text.bytes())?;
    Ok(fill(tagger.tagger.drafts(text), room))
}

/// Goes on with a text that was read to its end: its document is known.
pub(super) fn fill_from<'t>(
    rest: Option<Drafts<'t>>,
    room: &mut [MaybeUninit<gaztag_mention>],
) -> Filled<'t> {
    let Some(mut drafts) = rest else { return Filled { len: 0, rest: None } };
    let mut len = 0;
    for place in room {
        let Some((mention, _)) = drafts.next_mention() else { return Filled { len, rest: None } };
        place.write(gaztag_mention::of(&mention));
        len += 1;
    }
    // Whether there is another one is told for certain, at the price of looking for it twice.
    let rest = drafts.clone().next_mention().is_some().then_some(drafts);
    Filled { len, rest }
}
