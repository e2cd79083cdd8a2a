//! Finds the mentions of a text that is judged as a whole, in bounded memory.

use gaztag::{Draft, Mention, Span, Tagger};

use crate::error::CliError;

/// The most drafts that are kept until the end of the text, 32 bytes each. A text with more of them
/// is read a second time for the rest.
pub(crate) const DRAFTS: usize = 1 << 20;

/// Calls `found` for every mention with its span in bytes: the mentions of [`Tagger::tag`].
/// Stops at the first error. `kept` is the most drafts to keep, and `drafts` is memory for them
/// that can be used again.
pub(crate) fn mentions(
    tagger: &Tagger<'_>,
    text: &[u8],
    drafts: &mut Vec<Draft>,
    kept: usize,
    mut found: impl FnMut(&Mention, Span) -> Result<(), CliError>,
) -> Result<(), CliError> {
    let mut judge = tagger.drafts(text);
    drafts.clear();
    drafts.extend(judge.by_ref().take(kept));
    let rest = judge.read_to_end();
    for draft in drafts.iter().copied().chain(rest) {
        if let Some((mention, span)) = judge.settle(&draft) {
            found(&mention, span)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mentions_do_not_depend_on_how_many_drafts_are_kept() {
        let text = "The AES met. Georgia was quiet, \u{1F642} Georgia Tech in Congo too. Mali, Niger and Burkina Faso signed. Police in Atlanta, Georgia. Kinshasa is in Congo.";
        for unit in [gaztag::OffsetUnit::Bytes, gaztag::OffsetUnit::CodePoints] {
            for overlap in [gaztag::Overlap::Longest, gaztag::Overlap::All] {
                let tagger = Tagger::builder().offset_unit(unit).overlap(overlap).build().unwrap();
                let mut expected = Vec::new();
                tagger.tag_each(text, |mention, text| expected.push((*mention, text.to_vec())));
                assert!(expected.len() > 4);
                for kept in 0..12 {
                    let mut all = Vec::new();
                    let result = mentions(
                        &tagger,
                        text.as_bytes(),
                        &mut Vec::new(),
                        kept,
                        |mention, span| {
                            all.push((*mention, text[span.range()].as_bytes().to_vec()));
                            Ok(())
                        },
                    );
                    assert!(result.is_ok() && all == expected, "{unit:?} {overlap:?} {kept}");
                }
            }
        }
    }
}
