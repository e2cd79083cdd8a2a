//! Parts of the page that its sections share.

use crate::output::html::escape;

/// A heading that links can lead to.
pub(super) fn heading(id: &str, name: &str) -> String {
    format!("<h2 id=\"{id}\">{name}</h2>\n")
}

/// Text that no browser reads as markup.
pub(super) fn text(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    escape(text.as_bytes(), &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

/// Six shades from few to many. Their limits grow by a constant factor, because a few entities have
/// most of the mentions.
pub(super) struct Shades {
    pub(super) most: u64,
}

impl Shades {
    pub(super) const STEPS: u32 = 6;

    /// The shade of a count, from 1; 0 for none.
    pub(super) fn of(&self, count: u64) -> u32 {
        let steps = if count == 0 { 0..=0 } else { 1..=Self::STEPS };
        steps.into_iter().find(|&step| count <= self.limit(step)).unwrap_or(Self::STEPS)
    }

    /// The largest count of a shade.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "counts of mentions are far below the integers that f64 represents"
    )]
    pub(super) fn limit(&self, step: u32) -> u64 {
        let share = f64::from(step) / f64::from(Self::STEPS);
        let limit = (self.most as f64).powf(share) + 1e-9;
        if step == 0 { 0 } else { limit as u64 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shades_grow_with_counts() {
        let shades = Shades { most: 1_000_000 };
        let of: Vec<u32> =
            [0, 1, 10, 11, 100, 101, 100_001, 1_000_000].map(|n| shades.of(n)).into();
        assert_eq!(of, [0, 1, 1, 2, 2, 3, 6, 6]);
        assert_eq!(
            (Shades { most: 1 }.of(1), Shades { most: 0 }.of(0), Shades { most: 3 }.of(2)),
            (1, 0, 4)
        );
    }
}
