//! Countries by one Han character, which are names beside another and in a few words.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The words of each list of the data.
static LISTS: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let mut lists: HashMap<&str, Vec<&str>> = HashMap::new();
    let text = include_str!("../../data/han.tsv");
    for line in text.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let mut fields = line.split('\t');
        let (list, word) = (fields.next().unwrap(), fields.next().unwrap());
        lists.entry(list).or_default().push(word);
    }
    lists
});

/// Signs before a clause.
const SIGNS: &str = "，。、；：！？「『《（“‘—…(, \n\u{3000}";

/// Whether a list has a word.
fn has(list: &str, word: &str) -> bool {
    LISTS[list].contains(&word)
}

/// Whether a text begins with a word of a list.
fn begins(text: &str, list: &str) -> bool {
    LISTS[list].iter().any(|word| text.starts_with(word))
}

/// Whether a text ends with a word of a list.
fn ends(text: &str, list: &str) -> bool {
    LISTS[list].iter().any(|word| text.ends_with(word))
}

/// Whether a form is one of these characters.
pub(super) fn is_of_pair(form: &str) -> bool {
    let is_half = |pair: &&str| pair.starts_with(form) || pair.ends_with(form);
    form.len() == 3
        && form.chars().count() == 1
        && LISTS["pair"].iter().chain(&LISTS["doubtful-pair"]).any(is_half)
}

/// Whether the character between these texts is a country there.
pub(super) fn is_country(before: &str, character: &str, after: &str) -> bool {
    let begins_clause = |before: &str| before.is_empty() || before.ends_with(|c| SIGNS.contains(c));
    let is_mere_word = |before: &str| {
        let before = before.strip_suffix(' ').unwrap_or(before);
        ends(before, "not-before")
            || before.ends_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c))
    };
    let is_rare = |character: char| has("rare", &character.to_string());
    if before.ends_with(['驻', '駐']) {
        if begins(after, "office") {
            return true;
        }
    } else if let Some(before) = before.strip_suffix(['访', '訪']) {
        let ends_line = after.is_empty() || after.starts_with(['\n', '\r']);
        if character != "中"
            && !ends(before, "no-visit")
            && (begins(after, "visit")
                || (has("rare", character) && (begins(after, "visit-rare") || ends_line)))
        {
            return true;
        }
    } else if character == "日"
        && (begins(after, "of-japan")
            || (begins(after, "of-japan-clause") && begins_clause(before)))
        && !is_mere_word(before)
    {
        return true;
    }

    let is_pair = |first: char, second: char, list: &str| has(list, &format!("{first}{second}"));
    let is_after = |last: char, rest: &str| {
        begins(rest, "after") || (!matches!(last, '中' | '日') && begins(rest, "after-others"))
    };
    // Whether one of the clearest words follows the character `last`.
    let is_before = |last: char, rest: &str| {
        begins(rest, "between") || (is_rare(last) && begins(rest, "between-rare"))
    };
    // Characters before and after it that are pairs with their neighbours.
    let mut run: Vec<char> = character.chars().collect();
    let (mut start, mut end) = (before.to_owned(), after);
    while run.len() < 8 && start.chars().next_back().is_some_and(|c| is_pair(c, run[0], "pair")) {
        run.insert(0, start.pop().unwrap());
    }
    let before_it = run.len() - 1;
    while run.len() < 8
        && end.chars().next().is_some_and(|c| is_pair(run[run.len() - 1], c, "pair"))
    {
        let c = end.chars().next().unwrap();
        run.push(c);
        end = &end[c.len_utf8()..];
    }
    if run.len() == 1 {
        let it = run[0];
        // Whether a doubtful pair of these characters between these texts is two countries.
        let is_doubtful_pair = |before: &str, first: char, second: char, after: &str| {
            is_before(second, after)
                || ((is_after(second, after) || begins(after, "clause-doubtful"))
                    && begins_clause(before)
                    && !is_pair(first, second, "no-clause"))
        };
        if let Some(c) = before.chars().next_back()
            && is_pair(c, it, "doubtful-pair")
        {
            return is_doubtful_pair(&before[..before.len() - c.len_utf8()], c, it, after);
        }
        return after.chars().next().is_some_and(|c| {
            is_pair(it, c, "doubtful-pair")
                && is_doubtful_pair(before, it, c, &after[c.len_utf8()..])
        });
    }
    let last = run[run.len() - 1];
    let is_surely = is_before(last, end);
    if (run[0] == '日' || (run[0] == '中' && !is_surely))
        && is_mere_word(&start)
        && (before_it == 0 || run.len() == 2)
    {
        return false;
    }
    is_surely
        || is_after(last, end)
        || (begins_clause(&start)
            && !is_pair(run[0], run[1], "no-clause")
            && ((!matches!(last, '中' | '日') && begins(end, "clause"))
                || (last != '日' && begins(end, "clause-kana"))
                || (is_rare(last) && begins(end, "clause-rare"))))
}
