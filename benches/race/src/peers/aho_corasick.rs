//! The crate `aho-corasick`: overlapping hits, then boundaries.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use gaztag_samples::Any;

use crate::chooser::Chooser;
use crate::engine::{Engine, Standing};
use crate::spellings::Spellings;

pub(crate) fn engines(spellings: &Spellings) -> Result<Vec<Engine>, Any> {
    Ok(vec![
        engine("ac-nfa", AhoCorasickKind::ContiguousNFA, spellings)?,
        engine("ac-dfa", AhoCorasickKind::DFA, spellings)?,
    ])
}

fn engine(name: &'static str, kind: AhoCorasickKind, spellings: &Spellings) -> Result<Engine, Any> {
    let automaton = AhoCorasick::builder()
        .kind(Some(kind))
        .match_kind(MatchKind::Standard)
        .ascii_case_insensitive(true)
        .build(&spellings.ascii_caseless)?;
    let mut chooser = Chooser::new(spellings.longest);
    Ok(Engine::new(name, Standing::Peer, move |text| {
        let hits = automaton.find_overlapping_iter(text);
        chooser.count(text, hits.map(|hit| (hit.start(), hit.end())))
    }))
}
