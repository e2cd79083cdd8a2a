//! The crate `daachorse`: overlapping hits, then boundaries.
//!
//! It has no case rule. Latin text is lowered within the time, which is faster than three times as
//! many names; other scripts have few or no cases, so there each name has its cased spellings.

use daachorse::{CharwiseDoubleArrayAhoCorasick, DoubleArrayAhoCorasick};
use gaztag_samples::Any;

use crate::chooser::Chooser;
use crate::engine::{Engine, Standing};
use crate::spellings::Spellings;

pub(crate) fn engines(spellings: &Spellings, latin: bool) -> Result<Vec<Engine>, Any> {
    let names = if latin { &spellings.ascii_caseless } else { &spellings.forms };
    let bytes = DoubleArrayAhoCorasick::<u32>::new(names).map_err(|error| error.to_string())?;
    let chars =
        CharwiseDoubleArrayAhoCorasick::<u32>::new(names).map_err(|error| error.to_string())?;
    let (mut chooser, mut lower) = (Chooser::new(spellings.longest), Vec::new());
    let by_bytes = Engine::new("daachorse", Standing::Peer, move |text| {
        let mut searched = text;
        if latin {
            lower.clear();
            lower.extend_from_slice(text);
            lower.make_ascii_lowercase();
            searched = &lower;
        }
        let hits = bytes.find_overlapping_iter(searched);
        chooser.count(text, hits.map(|hit| (hit.start(), hit.end())))
    });
    let (mut chooser, mut lower) = (Chooser::new(spellings.longest), String::new());
    let by_chars = Engine::of_utf8("daachorse-chars", Standing::Peer, move |text| {
        let mut searched = text;
        if latin {
            lower.clear();
            lower.push_str(text);
            lower.make_ascii_lowercase();
            searched = &lower;
        }
        let hits = chars.find_overlapping_iter(searched);
        chooser.count(text.as_bytes(), hits.map(|hit| (hit.start(), hit.end())))
    });
    Ok(vec![by_bytes, by_chars])
}
