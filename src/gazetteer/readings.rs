//! Names that get more readings than they can have by the rows of a file.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use super::assembly::derived_forms;
use super::builder::{GazetteerBuilder, Place, Seen, SurfaceDraft};
use super::records::DECOY;
use crate::fold::Folded;
use crate::limits::READINGS;

/// The rows by which names get too many, in the order of the file, each with the form of which
/// there are too many: that of the row or one that follows from it. Each name is told once.
///
/// `before` is the builder without the file, `after` the same with it; `seen` are the surface forms
/// of the file.
pub(super) fn too_many(
    before: &GazetteerBuilder,
    after: &GazetteerBuilder,
    seen: &Seen,
) -> Vec<(usize, Place, String)> {
    let crowded = crowded(after);
    if crowded.is_empty() {
        return Vec::new();
    }
    let (mut counts, mut told, mut found) = (BTreeMap::new(), BTreeSet::new(), Vec::new());
    before.kept_surfaces().for_each(|draft| {
        crowded_names(draft, &crowded, |_, name| *counts.entry(name).or_insert(0) += 1);
    });
    let mut rows: Vec<_> =
        seen.iter().map(|(&index, &(number, place))| (number, place, index as usize)).collect();
    rows.sort_unstable_by_key(|&(number, _, _)| number);
    for (number, place, index) in rows {
        // A surface form that was there before is replaced.
        let mut old: BTreeSet<Box<[u8]>> = BTreeSet::new();
        if let Some(draft) = before.surfaces.get(index) {
            crowded_names(draft, &crowded, |_, name| _ = old.insert(name));
        }
        crowded_names(&after.surfaces[index], &crowded, |form, name| {
            if old.remove(&name) {
                return;
            }
            let count = counts.entry(name.clone()).or_insert(0);
            *count += 1;
            if *count > READINGS && told.insert(name) {
                found.push((number, place, form.into_owned()));
            }
        });
        for name in old {
            counts.entry(name).and_modify(|count| *count -= 1);
        }
    }
    found
}

/// Checksums that more folded forms have than a name can have readings: nearly always none.
fn crowded(builder: &GazetteerBuilder) -> Vec<u32> {
    let mut checksums = Vec::with_capacity(builder.surfaces.len());
    builder
        .kept_surfaces()
        .for_each(|draft| each_name(draft, |_, name| checksums.push(crc32fast::hash(name))));
    checksums.sort_unstable();
    checksums
        .chunk_by(|a, b| a == b)
        .filter(|alike| alike.len() > READINGS)
        .filter_map(|alike| alike.first().copied())
        .collect()
}

fn crowded_names(
    draft: &SurfaceDraft,
    crowded: &[u32],
    mut see: impl FnMut(Cow<'_, str>, Box<[u8]>),
) {
    each_name(draft, |form, name| {
        if crowded.binary_search(&crc32fast::hash(name)).is_ok() {
            see(form, name.into());
        }
    });
}

/// Calls `see` for a surface form and for those that follow from it, each with its folded text.
fn each_name(draft: &SurfaceDraft, mut see: impl FnMut(Cow<'_, str>, &[u8])) {
    see(Cow::Borrowed(&draft.form), Folded::new(&draft.form).bytes());
    derived_forms(draft, &mut |form, _| {
        let folded = Folded::new(&form);
        see(Cow::Owned(form), folded.bytes());
    });
}

impl GazetteerBuilder {
    /// The surface forms that would be built.
    fn kept_surfaces(&self) -> impl Iterator<Item = &SurfaceDraft> {
        let mut kept = alloc::vec![false; self.entities.len()];
        self.by_key.values().for_each(|&entity| kept[entity as usize] = true);
        let is_kept =
            move |entity: u32| entity == DECOY || kept.get(entity as usize) == Some(&true);
        self.surfaces.iter().filter(move |draft| !draft.removed && is_kept(draft.entity))
    }
}
