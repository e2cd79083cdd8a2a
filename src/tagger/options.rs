//! The options of a tagger.

#[cfg(feature = "alloc")]
use alloc::sync::Arc;

use crate::gazetteer::Gazetteer;
use crate::offsets::OffsetUnit;
use crate::prefilter::Chosen;
use crate::resolve::Policy;

/// What a tagger consists of: everything that a scan needs.
#[derive(Clone)]
pub(crate) struct Options<'i> {
    pub(crate) gazetteer: Gazetteer<'i>,
    pub(crate) backend: Chosen,
    pub(crate) policy: Policy,
    pub(crate) overlap: Overlap,
    pub(crate) input: Input,
    pub(crate) unit: OffsetUnit,
}

#[cfg(feature = "alloc")]
impl<'i> Options<'i> {
    /// The options of each layer of the gazetteer, if there are several: with that alone, and with
    /// its own numbers of kinds.
    pub(super) fn of_layers(&self) -> Option<Arc<[Self]>> {
        if self.gazetteer.layer_count() == 1 {
            return None;
        }
        let of_layer = |(number, gazetteer)| {
            let mut options = Self { gazetteer, ..self.clone() };
            let place = self.gazetteer.place_of(number);
            options.policy.removed = place.and_then(|place| place.removed.clone());
            options.policy.fits_by_options |= options.policy.removed.is_some();
            options.policy.kinds = self.policy.kinds.map(|all| {
                let has = |kind: u8| {
                    let kind = self.gazetteer.kind_in(number, kind);
                    all[usize::from(kind / 64)] >> (kind % 64) & 1 == 1
                };
                let word = |word: u8| (0..64).map(move |bit| word * 64 + bit);
                core::array::from_fn(|index| {
                    word(index as u8)
                        .fold(0, |bits, kind| bits | u64::from(has(kind)) << (kind % 64))
                })
            });
            options
        };
        Some((0..).zip(self.gazetteer.layers()).map(of_layer).collect())
    }
}

/// Which of several overlapping names are mentions.
///
/// ```
/// use gaztag::{Overlap, Tagger};
///
/// let all = Tagger::builder().overlap(Overlap::All).build()?;
/// let text = "Democratic Republic of the Congo";
/// assert_eq!(Tagger::builtin().count(text), 1);
/// assert!(all.count(text) > 1);
/// # Ok::<(), gaztag::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub enum Overlap {
    /// The leftmost name, and of several that start there the longest: mentions do not overlap.
    #[default]
    Longest,
    /// Every name, nested and overlapping ones too, and every entity that an ambiguous name could
    /// mean, each as a mention of its own; ordered by start, then by end, then the likeliest first.
    /// Names are judged by their priors alone. Names inside a decoy are left out.
    All,
}

/// The format of texts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub enum Input {
    /// Plain text: markup is text like any other.
    #[default]
    Text,
    /// HTML: tags, comments, scripts, styles, attributes, web and mail addresses are skipped,
    /// character references are read. Offsets are those of the raw text. It is read character by
    /// character, at a lower speed.
    Html,
}
