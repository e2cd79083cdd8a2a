//! The crate `flashtext2`. Its words are those of Unicode's annex 29, which takes `U.S.` and `3.5`
//! for one, so that it may find other mentions.

use flashtext2::case_insensitive::KeywordProcessor;

use crate::engine::{Engine, Standing};
use crate::spellings::Spellings;

pub(crate) fn engine(spellings: &Spellings) -> Engine {
    let mut processor = KeywordProcessor::new();
    processor.add_keywords_from_iter(spellings.caseless.iter());
    Engine::of_utf8("flashtext2", Standing::OwnRules, move |text| {
        processor.extract_keywords_with_span(text).count()
    })
}
