//! The struct of a mention, and filling arrays with mentions.

use core::mem::MaybeUninit;

use super::status::Failure;
use super::tagger::gaztag_tagger;
use crate::{Draft, Drafts, Mention, Text};

/// A span of a text that names an entity. 40 bytes without padding. The layout is frozen, and the
/// struct can be copied and kept.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct gaztag_mention {
    /// Offset of the start of the name, in the tagger's unit. A leading article is not included.
    pub start: u64,
    /// Offset just after the name, in the tagger's unit. A possessive ending is not included.
    pub end: u64,
    /// A number for gaztag_candidates: which surface forms the text matched.
    pub readings: u64,
    /// The id of the entity in the tagger's gazetteer. The upper 32 bits are the layer, 0 unless
    /// the gazetteer has several; the lower 32 bits are an index.
    pub entity: u64,
    /// The kind of the entity: a gaztag_kind, or a kind of the gazetteer's own.
    pub kind: u8,
    /// A gaztag_role: what the matched surface form is to the entity.
    pub role: u8,
    /// How likely the mention is correct, 0 to 100: of 100 mentions with this confidence, about so
    /// many are correct.
    pub confidence: u8,
    /// Always 0.
    pub reserved: [u8; 5],
}

const _: () =
    assert!(size_of::<gaztag_mention>() == 40 && align_of::<gaztag_mention>() == align_of::<u64>());
// `fill` keeps drafts in the memory for the mentions that they become.
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

/// The result of filling an array.
pub(super) struct Filled<'t> {
    /// The number of mentions that were written.
    pub(super) len: usize,
    /// The rest of the text, if it has more mentions.
    pub(super) rest: Option<Drafts<'t>>,
}

/// Fills an array with the first mentions of a text, which are judged with the whole text.
pub(super) fn fill<'t>(
    mut drafts: Drafts<'t>,
    buffer: &mut [MaybeUninit<gaztag_mention>],
) -> Filled<'t> {
    let mut taken = 0;
    for slot in buffer.iter_mut() {
        let Some(draft) = drafts.next() else { break };
        // SAFETY: the slot is memory for a `gaztag_mention`, which has the size and alignment of a
        // `Draft` at least: asserted above.
        unsafe { slot.as_mut_ptr().cast::<Draft>().write(draft) };
        taken += 1;
    }
    // The text after them may decide what they mean.
    let rest = if taken == buffer.len() { Some(drafts.read_to_end()) } else { None };
    let mut len = 0;
    for index in 0..taken {
        // SAFETY: the loop above wrote a draft to each of the first `taken` slots. This loop writes
        // mentions only to slots whose drafts it has read, as `len` is at most `index`.
        let draft = unsafe { buffer[index].as_ptr().cast::<Draft>().read() };
        if let Some((mention, _)) = drafts.settle(&draft) {
            buffer[len].write(gaztag_mention::of(&mention));
            len += 1;
        }
    }
    let more = fill_from(rest, &mut buffer[len..]);
    Filled { len: len + more.len, rest: more.rest }
}

/// Checks a text and fills an array with its first mentions. A cursor that continues does not check
/// the text again, as many small pages would then take quadratic time.
pub(super) fn fill_first<'t>(
    tagger: &'t gaztag_tagger,
    text: Text<'t>,
    buffer: &mut [MaybeUninit<gaztag_mention>],
) -> Result<Filled<'t>, Failure> {
    tagger.limits.check(text.bytes())?;
    Ok(fill(tagger.tagger.drafts(text), buffer))
}

/// Fills an array with mentions of a text that has been read to its end.
pub(super) fn fill_from<'t>(
    rest: Option<Drafts<'t>>,
    buffer: &mut [MaybeUninit<gaztag_mention>],
) -> Filled<'t> {
    let Some(mut drafts) = rest else { return Filled { len: 0, rest: None } };
    let mut len = 0;
    for slot in buffer {
        let Some((mention, _)) = drafts.next_mention() else { return Filled { len, rest: None } };
        slot.write(gaztag_mention::of(&mention));
        len += 1;
    }
    // The next mention is searched for here and again in the next call, so that `rest` is certain.
    let rest = drafts.clone().next_mention().is_some().then_some(drafts);
    Filled { len, rest }
}
