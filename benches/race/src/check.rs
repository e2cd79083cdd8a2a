//! That the peers find what gaztag finds, or why they do not.

use gaztag::{Input, Span, Tagger};
use gaztag_samples::{Any, Content, Kind, Names};

use crate::boundary;
use crate::cut::Cut;
use crate::engine::Standing;
use crate::report::Row;

/// Returns what is to be said of a difference that is known; fails with what is wrong.
pub(crate) fn check(
    kind: &Kind,
    cut: Cut,
    row: &Row,
    text: &[u8],
    names: &Names,
) -> Result<Option<String>, Any> {
    let gaztag = row.matching().map_or(0, |measured| measured.found);
    // A cut may make a name of a part of a word.
    if kind.content == Content::NoNames && matches!(cut, Cut::Whole) && gaztag > 0 {
        return Err(
            format!("{}: gaztag found {gaztag} names where there are none", kind.name).into()
        );
    }
    let peers = row.cells.iter().filter(|cell| cell.standing == Standing::Peer);
    let found = peers.filter_map(|cell| Some((cell.engine, cell.measured.as_ref()?.found)));
    let found: Vec<(&str, usize)> = found.collect();
    if found.iter().all(|(_, found)| *found == gaztag) {
        return Ok(None);
    }
    let listed: Vec<String> = found.iter().map(|(name, found)| format!("{name} {found}")).collect();
    let (title, listed) = (cut.title(), listed.join(", "));
    let said = format!("{}, {title}: gaztag found {gaztag} mentions, {listed}", kind.name);
    let (why, expected, most) = match (kind.input, kind.content) {
        (Input::Html, _) => {
            let in_tags = in_tags(names, text, cut)?;
            let why = format!("{in_tags} are inside tags, which peers read as text");
            (why, gaztag + in_tags, 10)
        }
        (_, Content::RandomBytes) => {
            let why =
                "peers do not know the marks of every script, and underscores that are blanks";
            (why.into(), gaztag, 10)
        }
        _ => {
            let joined = joined(names, text, cut)?;
            let why = format!("{joined} are joined with others in hashtags or handles");
            (why, gaztag - joined, 0)
        }
    };
    // Of a thousand.
    let is_close = |found: usize| found.abs_diff(expected) * 1000 <= expected * most;
    if found.iter().all(|&(_, found)| is_close(found)) {
        return Ok(Some(format!("{said}: {why}")));
    }
    Err(format!("{said}; expected about {expected}: {why}").into())
}

/// How many names begin or end inside words: peers know no names that are joined.
fn joined(names: &Names, text: &[u8], cut: Cut) -> Result<usize, Any> {
    count(names, text, cut, |text, span| {
        !(boundary::starts(text, span.start) && boundary::ends(text, span.end))
    })
}

/// How many names are inside tags.
fn in_tags(names: &Names, text: &[u8], cut: Cut) -> Result<usize, Any> {
    count(names, text, cut, |text, span| {
        let before = text[..span.start].iter().rev();
        let last = before.copied().find(|byte| matches!(byte, b'<' | b'>'));
        last == Some(b'<')
    })
}

/// How many names that gaztag finds are at such a place of a call.
fn count(
    names: &Names,
    text: &[u8],
    cut: Cut,
    is_there: impl Fn(&[u8], Span) -> bool,
) -> Result<usize, Any> {
    let tagger = Tagger::builder().links(true).gazetteer(names.gazetteer()?).build()?;
    let mut count = 0;
    for call in cut.calls(text) {
        let text = &text[call];
        tagger.tag_each(text, |mention, _| count += usize::from(is_there(text, mention.span())));
    }
    Ok(count)
}
