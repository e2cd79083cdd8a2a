//! Instructions a call for short texts, by the complete tagger.

use gaztag_samples::Any;

use crate::{Place, count, tag, tagger};

const CALLS: usize = 100;

/// A name, the text, and the mentions in it.
const TEXTS: [(&str, &str, usize); 3] = [
    (
        "plain",
        "The committee met again on Tuesday and said that it would publish a longer report before \
         the winter.",
        0,
    ),
    (
        "three-names",
        "Officials from Mali, Ghana and Nigeria met on Tuesday and said that they would publish a \
         report soon.",
        3,
    ),
    (
        "five-cued-names",
        "The president of Georgia met ministers from Chad, Jordan, Turkey and Guinea at the border \
         on Tuesday.",
        5,
    ),
];

pub(crate) fn count_all() -> Result<(), Any> {
    let mut tag = tag(tagger().build()?);
    for (row, text, expected) in TEXTS {
        let found = tag(text.as_bytes());
        if found != expected {
            return Err(format!("{row}: found {found} mentions, expected {expected}").into());
        }
        let place = Place { section: "short", row, column: "call" };
        count(place, CALLS, || (0..CALLS).map(|_| tag(text.as_bytes())).sum());
    }
    Ok(())
}
