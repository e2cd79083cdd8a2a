//! What a text is about.

use core::ffi::c_char;

use super::gazetteer::Page;
use super::status::{gaztag_error, gaztag_status, guard};
use super::tagger::{gaztag_tagger, known_bits};
use super::text::{GivenText, gaztag_text_options};
use crate::{EntityId, Topic};

/// For what gaztag_about counts mentions beside the entity that they mean, one bit each.
#[repr(C)]
#[allow(dead_code, reason = "numbers for callers")]
pub enum gaztag_about_as {
    /// Entities count as gaztag_entity_roll_up says: minerals as what they are traded as or a kind
    /// of, organs as their blocs.
    GAZTAG_ABOUT_ROLL_UP = 1,
    /// Entities with an attribute "country", such as cities and divisions of your own, count as
    /// their countries, but only in a text that is about no country by its own names: places are
    /// weaker evidence. The value is a key, a name or a code. The first call with this bit lists
    /// the places once for the tagger. Capitals need a tagger with GAZTAG_ROLE_CAPITAL; they count
    /// by the same rule, with and without this bit.
    GAZTAG_ABOUT_PLACES = 2,
}

/// An entity that a text is about, with the reasons.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct gaztag_topic {
    /// The id of the entity.
    pub entity: u64,
    /// How often the text names it.
    pub mentions: u64,
    /// How much of the text it is, from 1 to 8: its mentions, at most four, and two each for the
    /// title and the lead.
    pub weight: u32,
    /// 1 if the title names it: the first line, if it has at most 200 bytes; otherwise 0.
    pub in_title: u8,
    /// 1 if the first 400 bytes after the title name it, or the title does; otherwise 0.
    pub in_lead: u8,
    /// Always 0.
    pub reserved: [u8; 2],
}

const _: () = assert!(size_of::<gaztag_topic>() == 24);

impl gaztag_tagger {
    /// The entity that a mention of an entity counts for.
    fn counted_as(&self, entity: EntityId, count_as: u32) -> EntityId {
        let has = |bit: gaztag_about_as| count_as & bit as u32 != 0;
        let gazetteer = self.tagger.gazetteer();
        if has(gaztag_about_as::GAZTAG_ABOUT_PLACES) {
            let places = self.places.get_or_init(|| gazetteer.countries_of_places());
            if let Some(&country) = places.get(&entity) {
                return country;
            }
        }
        match gazetteer.entity(entity) {
            Some(entity) if has(gaztag_about_as::GAZTAG_ABOUT_ROLL_UP) => entity.roll_up().id(),
            _ => entity,
        }
    }
}

fn topic_of(topic: Topic) -> gaztag_topic {
    gaztag_topic {
        entity: topic.entity.to_u64(),
        mentions: topic.mentions as u64,
        weight: topic.weight,
        in_title: topic.in_title.into(),
        in_lead: topic.in_lead.into(),
        reserved: [0; 2],
    }
}

/// Lists the entities that a text is about: those of its mentions that are in the title or the
/// lead, or are named again and again. The largest weight is first; equal weights are in the order
/// of mentions and keys. Each call reads the whole text.
///
/// A country that is named once in the lead is a topic, anything else also has to be named again or
/// in the title. Entities with less than 40 percent of the largest weight of their kind are left
/// out. Capitals, and the places of GAZTAG_ABOUT_PLACES, count only in a text that is about no
/// country by its own names.
///
/// text, text_len, options: as for gaztag_tag. count_as: bits of gaztag_about_as; 0: mentions count
/// for the entities that they mean. resume, out, capacity, out_len: as for
/// gaztag_entity_attributes. Returns GAZTAG_OK or GAZTAG_MORE. Errors: as gaztag_tag, and
/// GAZTAG_ERR_ARG for an unknown bit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gaztag_about(
    tagger: *const gaztag_tagger,
    text: *const c_char,
    text_len: usize,
    options: *const gaztag_text_options,
    count_as: u32,
    resume: *mut usize,
    out: *mut gaztag_topic,
    capacity: usize,
    out_len: *mut usize,
    error: *mut gaztag_error,
) -> gaztag_status {
    guard(error, || {
        let list = || {
            // SAFETY: `tagger` is a handle, `text` and `options` are inputs: contract of calls.
            let (tagger, text) =
                unsafe { GivenText { text, len: text_len, options }.read_checked(tagger)? };
            known_bits(count_as, 3, "count_as")?;
            let topics = tagger.tagger.about_as(text, |entity| tagger.counted_as(entity, count_as));
            Ok(Some(topics.into_iter().map(topic_of)))
        };
        // SAFETY: `resume`, `out` and `out_len` are outputs, the first one initialised: contract of
        // calls.
        unsafe { Page { resume, out, capacity, out_len }.fill(list) }
    })
}
