//! Sorting by texts that lie apart in memory.
//!
//! A comparison of two texts reads both, and most of the time goes into waiting for them. So each
//! text has eight of its bytes beside its number, and the others are read only to part texts that
//! these do not: once for each text, and not for each comparison.

use core::cmp::Ordering;

use crate::bytes::padded;

/// The bytes of a part of a text.
pub(super) const PART: usize = size_of::<u64>();

/// Runs that are shorter are compared text by text.
const SHORT: usize = 6;

/// Numbers of texts, each with the part of its text that it is sorted by.
pub(super) type Parts = [(u64, u32)];

/// The part of a text after `at` others, as a number in the order of texts.
pub(super) fn part_of(text: &[u8], at: usize) -> u64 {
    u64::from_be_bytes(padded(text.get(at * PART..).unwrap_or(&[]), 0))
}

/// Sorts numbers by their texts. `part` returns the bytes of a text from its number and how many
/// parts are before them, as a number in the order of texts, with zeros after the end; each number
/// has its first part. `len` returns the length of a text. `compare` compares two texts as a whole,
/// and says how those that are equal are sorted.
pub(super) fn sort(
    numbers: &mut Parts,
    part: &impl Fn(u32, usize) -> u64,
    len: &impl Fn(u32) -> usize,
    compare: &impl Fn(u32, u32) -> Ordering,
) {
    sort_from(numbers, 0, part, len, compare);
}

/// Sorts texts whose first `depth` parts are equal.
fn sort_from(
    numbers: &mut Parts,
    depth: usize,
    part: &impl Fn(u32, usize) -> u64,
    len: &impl Fn(u32) -> usize,
    compare: &impl Fn(u32, u32) -> Ordering,
) {
    numbers.sort_unstable_by_key(|&(part, _)| part);
    for run in numbers.chunk_by_mut(|a, b| a.0 == b.0).filter(|run| run.len() > 1) {
        if run.len() < SHORT {
            run.sort_unstable_by(|a, b| compare(a.1, b.1));
            continue;
        }
        // What ends here is before what goes on.
        let mut ended = 0;
        for at in 0..run.len() {
            if len(run[at].1) <= (depth + 1) * PART {
                run.swap(ended, at);
                ended += 1;
            }
        }
        let (ended, longer) = run.split_at_mut(ended);
        ended.sort_unstable_by(|a, b| compare(a.1, b.1));
        for (next, number) in &mut *longer {
            *next = part(*number, depth + 1);
        }
        sort_from(longer, depth + 1, part, len, compare);
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn as_a_comparison_sorts(texts in prop::collection::vec("[ab]{0,3}(abcdefgh){0,3}[abc]{0,20}", 0..80)) {
            let part = |number: u32, at: usize| part_of(texts[number as usize].as_bytes(), at);
            let compare = |a: u32, b: u32| {
                texts[a as usize].cmp(&texts[b as usize]).then(b.cmp(&a))
            };
            let mut numbers: Vec<(u64, u32)> =
                (0..texts.len() as u32).map(|number| (part(number, 0), number)).collect();
            sort(&mut numbers, &part, &|number| texts[number as usize].len(), &compare);
            let found: Vec<u32> = numbers.iter().map(|of| of.1).collect();
            let mut expected: Vec<u32> = (0..texts.len() as u32).collect();
            expected.sort_by(|&a, &b| compare(a, b));
            prop_assert_eq!(found, expected);
        }
    }
}
