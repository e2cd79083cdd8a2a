//! Remainders: names that are the beginning or the end of the name of another country.
//!
//! *Sudan* is the end of *South Sudan*, *Guinea* the beginning of *Guinea-Bissau*. Where the rest
//! of the longer name is abbreviated or broken (`Sth. Sudan`, `Guinea-Bis.`), the text has only the
//! remainder, and that means another country. So each remainder has the words that make it longer:
//! its qualifiers. Judgement looks for traces of them next to the name.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use crate::entity::Role;
use crate::fold::Folded;
use crate::image::Qualifier;
use crate::words::words;

/// A name, as far as its remainders depend on it.
pub(super) struct NamedForm<'f> {
    /// The number of the name.
    pub(super) number: u32,
    /// Its first surface form.
    pub(super) form: &'f str,
    /// The countries that it means, sorted; none for a decoy.
    pub(super) countries: Vec<u32>,
    /// Whether it is only a word for people and things of these countries.
    pub(super) is_demonym: bool,
}

/// A qualifier of a remainder.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RemainderDraft {
    /// The number of the name.
    pub(super) number: u32,
    /// The folded words of the qualifier, separated by blanks.
    pub(super) words: String,
    /// The flags of [`Qualifier`].
    pub(super) flags: u8,
}

/// A form cut between two of its words.
struct Cut<'f> {
    head: &'f [String],
    small_head: &'f [bool],
    separator: &'f str,
    tail: &'f [String],
    small_tail: &'f [bool],
}

/// The qualifiers of all remainders among some names of countries and decoys, sorted.
///
/// A name is a remainder if a form of other countries begins or ends with it, or if a decoy is one
/// word of such a form and the name (`New Mexico`). Only scripts with capitals count: others have
/// no blanks between words, or join words in other ways.
pub(super) fn remainders(forms: &[NamedForm<'_>]) -> Vec<RemainderDraft> {
    let cased = |form: &&NamedForm<'_>| form.form.chars().next().is_some_and(char::is_uppercase);
    let folded: Vec<(&NamedForm<'_>, Words<'_>)> =
        forms.iter().filter(cased).map(|form| (form, Words::of(form.form))).collect();
    let mut by_words: BTreeMap<String, Vec<&NamedForm<'_>>> = BTreeMap::new();
    for (form, words) in folded.iter().filter(|(form, _)| !form.countries.is_empty()) {
        by_words.entry(words.folded.join(" ")).or_default().push(form);
    }
    // First those of countries: decoys count only with the same words.
    let (decoys, countries): (Vec<_>, Vec<_>) =
        folded.iter().partition(|(form, _)| form.countries.is_empty());
    let (mut found, mut known) = (Vec::new(), BTreeSet::new());
    for (longer, words) in countries.into_iter().chain(decoys) {
        let is_decoy = longer.countries.is_empty();
        for cut in words.cuts() {
            if !is_decoy && by_words.contains_key(&cut.tail.join(" ")) {
                known.extend(cut.head.iter().cloned());
            }
            let mut add = |rest: &[String], (words, small): (&[String], &[bool]), mut flags: u8| {
                let Some(shorter) = by_words.get(&rest.join(" ")) else { return };
                let named = by_words.get(&words.join(" "));
                if named.is_some_and(|named| named.iter().any(|form| !form.is_demonym)) {
                    flags |= Qualifier::NAME;
                }
                let qualifier = marked(words, small);
                for short in shorter.iter().filter(|short| is_remainder(short, longer)) {
                    let words = qualifier.clone();
                    found.push(RemainderDraft { number: short.number, words, flags });
                }
            };
            if !is_decoy {
                let joined = match cut.separator {
                    "-" => Qualifier::HYPHEN,
                    separator if separator.contains([',', '(']) => Qualifier::LOOSE,
                    _ => 0,
                };
                add(cut.tail, (cut.head, cut.small_head), Qualifier::LEFT | joined);
                add(cut.head, (cut.tail, cut.small_tail), joined);
                // Without prepositions the words are on both sides: Nord Corée, Corée Nord.
                let smalls = cut.small_tail.iter().take_while(|small| **small).count();
                if smalls > 0 && smalls + 1 == cut.tail.len() {
                    let last = (&cut.tail[smalls..], &cut.small_tail[smalls..]);
                    add(cut.head, last, Qualifier::LEFT);
                    add(cut.head, last, Qualifier::HYPHEN);
                }
            } else if let [word] = cut.head
                && known.contains(word)
                && [" ", "-"].contains(&cut.separator)
            {
                let flags = Qualifier::LEFT | Qualifier::DECOY;
                add(cut.tail, (cut.head, cut.small_head), flags);
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

/// The words of a qualifier, those in lower case marked.
fn marked(words: &[String], small: &[bool]) -> String {
    let mut marked = String::new();
    for (word, &is_small) in words.iter().zip(small) {
        if !marked.is_empty() {
            marked.push(' ');
        }
        if is_small {
            marked.push(char::from(Qualifier::SMALL));
        }
        marked.push_str(word);
    }
    marked
}

/// Whether a name that a longer one begins or ends with could be taken for it.
fn is_remainder(short: &NamedForm<'_>, longer: &NamedForm<'_>) -> bool {
    let same = short.countries.len() == 1 && short.countries == longer.countries;
    // In British Virgin Islands the adjective is true of the whole.
    !same && (!short.is_demonym || longer.is_demonym)
}

/// The words of a form, folded, and what separates them.
struct Words<'f> {
    folded: Vec<String>,
    separators: Vec<&'f str>,
    /// Whether each word is in lower case.
    small: Vec<bool>,
}

impl<'f> Words<'f> {
    fn of(form: &'f str) -> Self {
        let (mut folded, mut separators, mut at) = (Vec::new(), Vec::new(), 0);
        let mut small = Vec::new();
        for word in words(form.as_bytes()) {
            let start = word.as_ptr() as usize - form.as_ptr() as usize;
            if !folded.is_empty() {
                separators.push(form.get(at..start).unwrap_or(""));
            }
            let text = form.get(start..start + word.len()).unwrap_or("");
            folded.push(String::from_utf8_lossy(Folded::new(text).bytes()).into_owned());
            small.push(text.starts_with(char::is_lowercase));
            at = start + word.len();
        }
        Self { folded, separators, small }
    }

    fn cuts(&self) -> impl Iterator<Item = Cut<'_>> {
        let separated = (1..).zip(&self.separators).filter(|(_, sign)| !sign.contains(['\'', '’']));
        separated.map(|(at, separator)| {
            let (head, tail) = self.folded.split_at(at);
            let (small_head, small_tail) = self.small.split_at(at);
            Cut { head, small_head, separator, tail, small_tail }
        })
    }
}

/// Whether a form with this role can be a remainder, or the longer name of one.
pub(super) fn counts(role: Role) -> bool {
    !matches!(role, Role::Acronym | Role::Code | Role::Symbol | Role::Capital)
}
