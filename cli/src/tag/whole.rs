//! The mentions of a text that is judged whole, in bounded memory.

use gaztag::{Draft, Mention, Tagger};

use crate::error::CliError;

/// Places that are remembered until the text has ended, 32 bytes each. A text with more of them is
/// read a second time for the rest.
pub(crate) const DRAFTS: usize = 1 << 20;

/// Calls `found` for every mention with the bytes of its span: those of [`Tagger::tag`]. Stops at
/// the first error, and reads a text twice only where memory ends. `drafts` is memory to use again.
pub(crate) fn mentions(
    tagger: &Tagger<'_>,
    text: &[u8],
    drafts: &mut Vec<Draft>,
    remembered: usize,
    mut found: impl FnMut(&Mention, &[u8]) -> Result<(), CliError>,
) -> Result<(), CliError> {
    let mut judge = tagger.drafts(text);
    drafts.clear();
    drafts.extend(judge.by_ref().take(remembered));
    let rest = judge.read_to_end();
    for draft in drafts.iter().copied().chain(rest) {
        if let Some((mention, span)) = judge.settle(&draft) {
            found(&mention, text.get(span.range()).unwrap_or(&[]))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_remembered_the_mentions_are_those_of_the_tagger() {
        let text = "The AES met. Georgia was quiet, \u{1F642} Georgia Tech in Congo too. Mali, Niger and Burkina Faso signed. Police in Atlanta, Georgia. Kinshasa is in Congo.";
        for unit in [gaztag::OffsetUnit::Bytes, gaztag::OffsetUnit::CodePoints] {
            for overlap in [gaztag::Overlap::Longest, gaztag::Overlap::All] {
                let tagger = Tagger::builder().offset_unit(unit).overlap(overlap).build().unwrap();
                let mut expected = Vec::new();
                tagger.tag_each(text, |mention, text| expected.push((*mention, text.to_vec())));
                assert!(expected.len() > 4);
                for remembered in 0..12 {
                    let mut all = Vec::new();
                    let result = mentions(
                        &tagger,
                        text.as_bytes(),
                        &mut Vec::new(),
                        remembered,
                        |mention, text| {
                            all.push((*mention, text.to_vec()));
                            Ok(())
                        },
                    );
                    assert!(result.is_ok() && all == expected, "{unit:?} {overlap:?} {remembered}");
                }
            }
        }
    }
}
