//! The tables of the prefilter: how they are built, and a view of those in an image.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use super::backend::Chosen;
use super::special::{ByteKind, FirstBytes, LISTED, SpecialBytes};
#[cfg(feature = "alloc")]
use super::tokens;
use super::tokens::{Beginning, Casings, OtherWord, Tokens};
use super::wide::{self, Head, TABLES, Wide};
use crate::bytes::{array_at, u64_at};

/// What is known of the beginnings of the names: a view of an image.
#[derive(Clone, Copy)]
pub(crate) struct Prefilter<'i> {
    /// The bytes that folded names begin with.
    first: FirstBytes,
    /// The sets of first words.
    pub(super) tokens: Tokens<'i>,
    /// The first characters of names in scripts of three bytes a character.
    pub(super) wide: Wide<'i>,
    pub(super) backend: Chosen,
    pub(super) special: SpecialBytes,
}

/// Bytes of the image's section of beginnings: the first bytes by bit, the list and the table of
/// special bytes, the sizes of the tables of wide characters, and the power of two of the bytes of
/// the set of first words.
pub(crate) const BEGINNINGS: usize = SIZES + TABLES + 1;

/// Where the sizes of the tables of wide characters are.
const SIZES: usize = 32 + LISTED + 16;

/// The tables of a prefilter as bytes of an image.
#[cfg(feature = "alloc")]
pub(crate) struct PrefilterTables {
    pub(crate) beginnings: [u8; BEGINNINGS],
    pub(crate) tokens: Vec<u8>,
    pub(crate) wide: Vec<u8>,
}

/// The tables for these folded names, each with the ways in which it may be cased, and whether it
/// is a country only where [`each_following`](crate::boundary::each_following) says.
#[cfg(feature = "alloc")]
pub(crate) fn lay_out<'n>(
    names: impl Iterator<Item = (&'n [u8], Casings, bool)> + Clone,
) -> PrefilterTables {
    let tokens =
        names.clone().filter_map(|(name, casings, _)| Some((Beginning::new(name)?, casings)));
    // The others are few in most gazetteers.
    let (mut first, mut others) = (FirstBytes([0; 4]), Vec::new());
    for (name, casings, paired) in names {
        name.first().into_iter().for_each(|&byte| first.insert(byte));
        if !name.first().is_some_and(u8::is_ascii_alphanumeric) {
            others.push((name, casings, paired));
        }
    }
    let words = others.iter().filter_map(|&(name, casings, _)| Some((other_word(name)?, casings)));
    let mut heads = Vec::new();
    for &(name, _, paired) in &others {
        Head::each(name, paired, |head| heads.push(head));
    }
    let mut beginnings = [0; BEGINNINGS];
    for (bytes, bits) in beginnings.chunks_exact_mut(8).zip(first.0) {
        bytes.copy_from_slice(&bits.to_le_bytes());
    }
    let special = SpecialBytes::new(&first);
    beginnings[32..32 + LISTED].copy_from_slice(&special.list);
    beginnings[32 + LISTED..32 + LISTED + 16].copy_from_slice(&special.table);
    let (tokens, power) = tokens::lay_out(tokens, words);
    let (wide, sizes) = wide::lay_out(&heads);
    beginnings[SIZES..SIZES + TABLES].copy_from_slice(&sizes);
    beginnings[BEGINNINGS - 1] = power;
    PrefilterTables { beginnings, tokens, wide }
}

/// The first word of a folded name, if it is looked up by the hash of the whole.
fn other_word(name: &[u8]) -> Option<OtherWord> {
    if wide::has_group(name) { None } else { OtherWord::new(name) }
}

impl<'i> Prefilter<'i> {
    /// A view of these three sections of an image.
    #[inline]
    pub(crate) fn new(
        beginnings: &[u8],
        tokens: &'i [u8],
        wide: &'i [u8],
        backend: Chosen,
    ) -> Self {
        let special = SpecialBytes {
            list: array_at(beginnings, 32),
            table: array_at(beginnings, 32 + LISTED),
        };
        Self {
            first: FirstBytes(core::array::from_fn(|index| u64_at(beginnings, index * 8))),
            wide: Wide::new(wide, array_at(beginnings, SIZES)),
            tokens: Tokens::new(tokens, beginnings.get(BEGINNINGS - 1).copied().unwrap_or(0)),
            backend: if special.are_too_many_for_a_list() {
                backend.without_list()
            } else {
                backend
            },
            special,
        }
    }

    /// Whether there is no name.
    pub(crate) fn is_empty(&self) -> bool {
        self.first.0 == [0; 4]
    }

    /// Whether a name may begin with this folded byte.
    #[inline(always)]
    pub(super) fn may_begin_with(&self, byte: u8) -> bool {
        self.first.has(byte)
    }

    /// Whether a byte is special: see [`super::special`].
    #[inline(always)]
    pub(super) fn is_special(&self, byte: u8) -> bool {
        match ByteKind::of(byte) {
            ByteKind::Word => false,
            ByteKind::Separator => self.may_begin_with(byte),
            ByteKind::Special => true,
        }
    }

    /// Whether a name with this folded text could be missed; `paired` as for [`lay_out`]. For the
    /// check of images.
    pub(crate) fn misses(&self, name: &[u8], casings: Casings, paired: bool) -> bool {
        let Some(&first) = name.first() else { return true };
        let word_is_missed = Beginning::new(name).is_some_and(|beginning| {
            let Beginning { token, following } = beginning;
            !self.tokens.have_all(beginning.letters(casings))
                || casings.keys(token).any(|key| {
                    !self.tokens.may_begin(key)
                        || [following, 0]
                            .into_iter()
                            .any(|of| !self.tokens.may_be_followed(key, of))
                })
        });
        let other_word_is_missed =
            other_word(name).is_some_and(|word| !self.tokens.have_all(word.entries(casings)));
        let is_missed = |paired| {
            let mut is_missed = false;
            Head::each(name, paired, |head| is_missed |= self.wide.misses(&head));
            is_missed
        };
        // Where another form of its name is not paired, all places are found.
        let head_is_missed = is_missed(false) && (!paired || is_missed(true));
        !self.may_begin_with(first) || word_is_missed || other_word_is_missed || head_is_missed
    }

    /// Whether the tables of wide characters have the sizes that the beginnings say. For the check
    /// of images.
    pub(crate) fn has_its_wide_tables(&self) -> bool {
        self.wide.is_complete()
    }

    /// Whether the special bytes are those that follow from the first bytes of the names. With
    /// others, the backends would differ. For the check of images.
    pub(crate) fn has_its_signs(&self) -> bool {
        self.special == SpecialBytes::new(&self.first)
    }
}
