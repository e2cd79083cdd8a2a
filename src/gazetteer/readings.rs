//! How many surface forms fold to the same text: a name can have [`READINGS`] of them.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use super::derivation::derived_forms;
use super::drafts::{Drafts, SurfaceDraft};
use crate::fold::Folded;
use crate::limits::READINGS;

/// How many forms fold to the same text, by some bits of the text's checksum: an upper bound, since
/// texts can share a count. There are as many counts as forms, so that few texts share one.
#[derive(Clone, Default)]
struct Tally(Vec<u8>);

impl Tally {
    /// The fewest counts.
    const LEAST: usize = 1024;

    /// One of no forms, for this many.
    fn new(forms: usize) -> Self {
        Self(alloc::vec![0; forms.max(Self::LEAST).next_power_of_two()])
    }

    fn index(&self, checksum: u32) -> usize {
        checksum as usize & self.0.len().wrapping_sub(1)
    }

    /// At most how many forms fold to a text with this checksum.
    fn count(&self, checksum: u32) -> usize {
        self.0.get(self.index(checksum)).copied().unwrap_or(0).into()
    }

    /// Counts a form.
    fn add(&mut self, checksum: u32) {
        let index = self.index(checksum);
        if let Some(count) = self.0.get_mut(index) {
            *count = count.saturating_add(1);
        }
    }
}

/// How many surface forms of a builder fold to the same text, by the checksum of the text.
///
/// An upper bound: forms that were removed are still counted. It is kept between files, so that the
/// cost of reading a file does not depend on how much the builder has already.
#[derive(Clone, Default)]
pub(super) struct NameCounts {
    tally: Tally,
    /// How many drafts are counted: those before this index.
    counted: usize,
}

impl NameCounts {
    /// Counts the surface forms that were added since the last call.
    pub(super) fn update(&mut self, surfaces: &[SurfaceDraft]) {
        if surfaces.len() > self.tally.0.len() {
            *self = Self { tally: Tally::new(2 * surfaces.len()), counted: 0 };
        }
        let added = surfaces.get(self.counted..).unwrap_or(&[]);
        added.iter().filter(|draft| !draft.removed).for_each(|draft| self.add(draft));
        self.counted = surfaces.len();
    }

    fn add(&mut self, draft: &SurfaceDraft) {
        each_name(draft, |_, name| self.tally.add(crc32fast::hash(name)));
    }

    /// Adds a surface form to the drafts, or replaces the same form of the same entity.
    pub(super) fn put(&mut self, drafts: &mut Drafts, draft: SurfaceDraft) {
        let (index, replaced) = drafts.put_surface(draft);
        // The new draft may have a role that more forms follow from.
        if replaced && index < self.counted {
            self.add(&drafts.surfaces[index]);
        }
    }

    /// The surface forms of a file by which a name gets more readings than it can have: the index
    /// of each and the form, which is that of the file or one that follows from it. Each name is
    /// returned once, for the first form that is too many.
    ///
    /// `drafts` are those without the file, and were counted; `forms` are the surface forms of the
    /// file in their order, with the numbers that they will get. Linear in the file, unless a name
    /// has nearly as many readings as it can have: then linear in the drafts as well.
    pub(super) fn too_many(
        &self,
        drafts: &Drafts,
        forms: &[(u32, SurfaceDraft)],
    ) -> Vec<(usize, String)> {
        let crowded = self.crowded(forms);
        let (mut counts, mut reported, mut found) = (BTreeMap::new(), BTreeSet::new(), Vec::new());
        if crowded.is_empty() {
            return found;
        }
        drafts.kept_surfaces().for_each(|draft| {
            crowded_names(draft, &crowded, |_, name| *counts.entry(name).or_insert(0) += 1);
        });
        for (index, (number, draft)) in forms.iter().enumerate() {
            // The form may replace one that was counted.
            let mut old: BTreeSet<Box<[u8]>> = BTreeSet::new();
            if let Some(draft) = drafts.surfaces.get(*number as usize) {
                crowded_names(draft, &crowded, |_, name| _ = old.insert(name));
            }
            crowded_names(draft, &crowded, |form, name| {
                if old.remove(&name) {
                    return;
                }
                let count = counts.entry(name.clone()).or_insert(0);
                *count += 1;
                if *count > READINGS && reported.insert(name) {
                    found.push((index, form.into_owned()));
                }
            });
            for name in old {
                counts.entry(name).and_modify(|count| *count -= 1);
            }
        }
        found
    }

    /// The checksums of names that may get too many readings by the forms of a file: nearly always
    /// none.
    fn crowded(&self, forms: &[(u32, SurfaceDraft)]) -> BTreeSet<u32> {
        let (mut tally, mut crowded) = (Tally::new(forms.len()), BTreeSet::new());
        for (_, draft) in forms {
            each_name(draft, |_, name| {
                let checksum = crc32fast::hash(name);
                tally.add(checksum);
                if tally.count(checksum) + self.tally.count(checksum) > READINGS {
                    crowded.insert(checksum);
                }
            });
        }
        crowded
    }
}

/// Calls `see` for those names of a surface form that are crowded.
fn crowded_names(
    draft: &SurfaceDraft,
    crowded: &BTreeSet<u32>,
    mut see: impl FnMut(Cow<'_, str>, Box<[u8]>),
) {
    each_name(draft, |form, name| {
        if crowded.contains(&crc32fast::hash(name)) {
            see(form, name.into());
        }
    });
}

/// Calls `see` for a surface form and for those that follow from it, each with its folded text.
fn each_name(draft: &SurfaceDraft, mut see: impl FnMut(Cow<'_, str>, &[u8])) {
    see(Cow::Borrowed(&draft.form), &draft.folded);
    derived_forms(draft, &mut |form, _| {
        let folded = Folded::new(&form);
        see(Cow::Owned(form), folded.bytes());
    });
}
