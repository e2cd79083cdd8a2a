//! Countries by one Han character, which are names only beside another (*俄乌战争*,
//! *韩俄关系*) and in a few words (*驻俄大使*).
//!
//! The characters are frequent words and parts of words. So they must be beside each other in a
//! pair that is usual, and before a word for what states have with each other. Pairs that also
//! arise where two words meet (*宪法 | 中*) must be before one of the clearest words, or begin a
//! clause. The characters and their countries are surface forms. What a reading of one means is not
//! checked here: a character of several countries (*巴*) has none. The lists are those of
//! `data/han.tsv`.
//!
//! What follows a frequent character (*中*, *日*, *美*) is known: the prefilter has the character
//! together with it, because each place of the character alone would cost time. After the rare ones
//! (*俄*, *韩*) more words count, and the prefilter has them as names of one character.

use super::pair_words::{
    AFTER, AFTER_OTHERS, BETWEEN, BETWEEN_RARE, CLAUSE, CLAUSE_DOUBTFUL, CLAUSE_KANA, CLAUSE_RARE,
    DOUBTFUL_PAIRS, NO_CLAUSE, NO_VISITS, NOT_BEFORE, OF_JAPAN, OF_JAPAN_CLAUSE, OFFICES, PAIRS,
    RARE, VISITS, VISITS_RARE,
};
use crate::bytes::array_at;
use crate::span::Span;

/// The bytes of a character.
const LEN: usize = 3;
/// The most characters beside each other: 中俄美韩日.
const RUN: usize = 8;

/// Whether a surface form is a character that is a country only beside another one.
pub(crate) fn is_of_pair(form: &str) -> bool {
    let is_half = |pair: &str| pair.starts_with(form) || pair.ends_with(form);
    form.len() == LEN && PAIRS.iter().chain(DOUBTFUL_PAIRS).any(|pair| is_half(pair))
}

/// As [`is_of_pair`], for characters that are frequent words or parts of words.
pub(crate) fn is_frequent_of_pair(form: &str) -> bool {
    is_of_pair(form) && !RARE.contains(&form)
}

/// Calls a function with the bytes of what may follow a frequent character that is a country: one
/// text or several parts of it. Where none of them follows, [`is_paired`] is false.
pub(crate) fn each_following(form: &str, mut of: impl FnMut([&str; 2])) {
    let is_last = |pairs: &[&str]| pairs.iter().any(|pair| pair.ends_with(form));
    for second in PAIRS.iter().filter_map(|pair| pair.strip_prefix(form)) {
        of([second, ""]);
    }
    for second in DOUBTFUL_PAIRS.iter().filter_map(|pair| pair.strip_prefix(form)) {
        let rare = if RARE.contains(&second) { BETWEEN_RARE } else { &[] };
        let words = [BETWEEN, AFTER, words_after(second), CLAUSE_DOUBTFUL, rare];
        words.into_iter().flatten().for_each(|word| of([second, word]));
    }
    let [of_japan, of_japan_clause] =
        if form == "日" { [OF_JAPAN, OF_JAPAN_CLAUSE] } else { [&[][..]; 2] };
    let by_itself = [OFFICES, VISITS, of_japan, of_japan_clause];
    let clause = if is_last(PAIRS) { clause_after(form) } else { [&[][..], &[]] };
    let doubtful = if is_last(DOUBTFUL_PAIRS) { CLAUSE_DOUBTFUL } else { &[] };
    let after = [BETWEEN, AFTER, words_after(form), doubtful].into_iter().chain(clause);
    by_itself.into_iter().chain(after).flatten().for_each(|word| of([word, ""]));
}

/// By the last two bytes of a character, a bit that is set if it is one of a pair.
static CHARACTERS: [u64; 64] = {
    let mut set = [0; 64];
    let lists = [PAIRS, DOUBTFUL_PAIRS];
    let (mut list, mut index) = (0, 0);
    while list < lists.len() {
        if index == lists[list].len() {
            (list, index) = (list + 1, 0);
            continue;
        }
        if let [_, a, b, _, c, d] = *lists[list][index].as_bytes() {
            set[(a & 63) as usize] |= 1 << (b & 63);
            set[(c & 63) as usize] |= 1 << (d & 63);
        }
        index += 1;
    }
    set
};

/// Signs before a clause.
const SIGNS: &[&str] = &[
    "，", "。", "、", "；", "：", "！", "？", "「", "『", "《", "（", "“", "‘", "—", "…", "　",
    "\n", " ", "(", ",",
];

/// Whether the character at a span is beside another one, and both are before a word for what
/// states have with each other.
#[inline]
pub(crate) fn is_paired(text: &[u8], span: Span) -> bool {
    let may_be = |character: Option<&[u8]>| match character {
        Some(&[_, a, b]) => CHARACTERS[usize::from(a & 63)] >> (b & 63) & 1 == 1,
        _ => false,
    };
    // Most neighbours are other characters.
    let before = span.start.checked_sub(LEN).and_then(|at| text.get(at..span.start));
    (may_be(text.get(span.end..span.end + LEN)) || may_be(before)) && is_in_pair(text, span)
        || is_by_itself(text, span)
}

/// Whether words around a character that is not in a pair show that it is a country.
fn is_by_itself(text: &[u8], span: Span) -> bool {
    let before = text.get(..span.start).unwrap_or(&[]);
    let is = |character: &str| text.get(span.range()) == Some(character.as_bytes());
    match before {
        // 驻 and 駐
        [.., 0xE9, 0xA9, 0xBB] | [.., 0xE9, 0xA7, 0x90] => begins(text, span.end, OFFICES),
        // 访 and 訪
        [rest @ .., 0xE8, 0xAE, 0xBF] | [rest @ .., 0xE8, 0xA8, 0xAA] => {
            !is("中")
                && !NO_VISITS.iter().any(|word| rest.ends_with(word.as_bytes()))
                && (begins(text, span.end, VISITS)
                    || (is_rare(text, span.end)
                        && (begins(text, span.end, VISITS_RARE)
                            || matches!(text.get(span.end), None | Some(b'\n' | b'\r')))))
        }
        _ => {
            is("日")
                && (begins(text, span.end, OF_JAPAN)
                    || begins(text, span.end, OF_JAPAN_CLAUSE) && begins_clause(text, span.start))
                && !is_mere_word(text, span.start)
        }
    }
}

#[cold]
fn is_in_pair(text: &[u8], span: Span) -> bool {
    let (mut start, mut end) = (span.start, span.end);
    let mut count = 1;
    while count < RUN && start.checked_sub(LEN).is_some_and(|at| is_pair(text, at, PAIRS)) {
        (start, count) = (start - LEN, count + 1);
    }
    while count < RUN && is_pair(text, end - LEN, PAIRS) {
        (end, count) = (end + LEN, count + 1);
    }
    if count == 1 {
        let before = start.checked_sub(LEN).filter(|&at| is_pair(text, at, DOUBTFUL_PAIRS));
        let Some(first) = before.or(is_pair(text, start, DOUBTFUL_PAIRS).then_some(start)) else {
            return false;
        };
        let end = first + 2 * LEN;
        let is_apart = || begins_clause(text, first) && !is_pair(text, first, NO_CLAUSE);
        return is_surely_before(text, end)
            || ((is_after(text, end) || begins(text, end, CLAUSE_DOUBTFUL)) && is_apart());
    }
    let is_surely = is_surely_before(text, end);
    let first = array_at::<LEN>(text, start);
    let is_day = first == *"日".as_bytes();
    if (is_day || (first == *"中".as_bytes() && !is_surely)) && is_mere_word(text, start) {
        // What is after it may be a pair by itself: 今日 | 米中関係.
        if span.start == start || count == 2 {
            return false;
        }
    }
    is_surely
        || is_after(text, end)
        || (begins_clause(text, start)
            && !is_pair(text, start, NO_CLAUSE)
            && (clause_after(character_before(text, end))
                .iter()
                .any(|words| begins(text, end, words))
                || (is_rare(text, end) && begins(text, end, CLAUSE_RARE))))
}

/// Whether one of the clearest words begins at an offset, after a pair.
fn is_surely_before(text: &[u8], at: usize) -> bool {
    begins(text, at, BETWEEN) || (is_rare(text, at) && begins(text, at, BETWEEN_RARE))
}

/// Whether one of the other words begins at an offset, after a pair.
fn is_after(text: &[u8], at: usize) -> bool {
    begins(text, at, AFTER) || begins(text, at, words_after(character_before(text, at)))
}

/// Words that follow a pair whose last character is this one, beside [`AFTER`]. Before them, *中*
/// and *日* mostly are *in* and a day.
fn words_after(last: &str) -> &'static [&'static str] {
    if matches!(last, "中" | "日") { &[] } else { AFTER_OTHERS }
}

/// The words that follow a pair with which a clause begins and whose last character is this one. In
/// Chinese, pairs seldom end with *中* or *日*, which most of these words often follow otherwise.
fn clause_after(last: &str) -> [&'static [&'static str]; 2] {
    match last {
        "日" => [&[], &[]],
        "中" => [&[], CLAUSE_KANA],
        _ => [CLAUSE, CLAUSE_KANA],
    }
}

/// The character before an offset; empty if it has not three bytes.
fn character_before(text: &[u8], at: usize) -> &str {
    let bytes = at.checked_sub(LEN).and_then(|start| text.get(start..at)).unwrap_or(&[]);
    core::str::from_utf8(bytes).unwrap_or("")
}

/// Whether the character before an offset is a rare one.
fn is_rare(text: &[u8], at: usize) -> bool {
    RARE.contains(&character_before(text, at))
}

/// Whether the two characters at an offset are one of these pairs.
fn is_pair(text: &[u8], at: usize, pairs: &[&str]) -> bool {
    let Some(two) = text.get(at..at + 2 * LEN) else { return false };
    pairs.iter().any(|pair| pair.as_bytes() == two)
}

/// Whether one of these words begins at an offset.
fn begins(text: &[u8], at: usize, words: &[&str]) -> bool {
    text.get(at..).is_some_and(|rest| words.iter().any(|word| rest.starts_with(word.as_bytes())))
}

/// Whether a clause begins at an offset.
fn begins_clause(text: &[u8], at: usize) -> bool {
    let before = text.get(..at).unwrap_or(&[]);
    before.is_empty() || SIGNS.iter().any(|sign| before.ends_with(sign.as_bytes()))
}

/// Whether the sign before an offset shows that 日 and 中 are other words there.
fn is_mere_word(text: &[u8], at: usize) -> bool {
    let before = text.get(..at).unwrap_or(&[]);
    // A blank may be between a number and 日.
    let before = before.strip_suffix(b" ").unwrap_or(before);
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    // Full-width digits are EF BC 90 to EF BC 99.
    before.last().is_some_and(is_digit)
        || matches!(before, [.., 0xEF, 0xBC, 0x90..=0x99])
        || NOT_BEFORE.iter().any(|sign| before.ends_with(sign.as_bytes()))
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use alloc::string::String;

    #[test]
    fn characters_of_pairs_are_countries() {
        for (text, expected) in [
            ("发展中美关系", "中美"),
            ("日米首脳会談", "日米"),
            ("日米韓首脳会談", "日米韓"),
            ("日米豪印外相", "日米豪印"),
            ("今日米中関係は", "米中"),
            ("10日米政府は", ""),
            ("其中美国政府", ""),
            ("日中の気温", ""),
            ("美中不足", ""),
            ("宪法中明确", ""),
            ("宪法中政府", ""),
            ("法中两国", "法中"),
            ("中米関係", ""),
            ("年中德双边贸易额", "中德"),
            ("米英が合意した", "米英"),
            ("米中が合意した", "米中"),
            ("米日が合意した", ""),
            ("，中加建立了", "中加"),
            ("过程中加建立了", ""),
            ("会议，中美就关税", "中美"),
            ("日中は病院", ""),
            ("巴中两国", "巴中"),
            ("中国驻美大使", "美"),
            ("他在访美期间说", "美"),
            ("中俄美韩日五国外长", "中俄美韩日"),
            ("中俄美印澳外长", "中俄美印澳"),
            ("采访美的", ""),
            ("常驻日内瓦", ""),
            ("日军占领", "日"),
            ("9日军方", ""),
            ("朝日新聞", ""),
            ("中美洲国家", ""),
        ] {
            let found: String = text
                .char_indices()
                .filter(|&(at, c)| {
                    c.len_utf8() == LEN
                        && is_of_pair(c.encode_utf8(&mut [0; 4]))
                        && is_paired(text.as_bytes(), Span::new(at, at + LEN))
                })
                .map(|(_, c)| c)
                .collect();
            assert_eq!(found, expected, "{text}");
        }
        assert!(!is_paired("中".as_bytes(), Span::new(0, 3)));
        assert!(!is_of_pair("中国") && !is_of_pair("ab"));
    }

    #[test]
    fn what_follows_a_frequent_character_is_known() {
        for text in [
            "发展中美关系",
            "日米豪印外相",
            "法中两国",
            "米英が",
            "驻美大使",
            "访美期间",
            "日军占领",
        ] {
            for (at, c) in text.char_indices() {
                let form = String::from(c);
                if c.len_utf8() != LEN || !is_frequent_of_pair(&form) {
                    continue;
                }
                if is_paired(text.as_bytes(), Span::new(at, at + LEN)) {
                    let (rest, mut follows) = (&text[at + LEN..], false);
                    each_following(&form, |parts| follows |= rest.starts_with(&parts.concat()));
                    assert!(follows, "{form} in {text}");
                }
            }
        }
    }
}
