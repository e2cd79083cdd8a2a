//! The kinds of text, and how texts are cut into calls.
//!
//! Texts come from files or are made here, the same each time, of the names and of common words.
//! Made texts are small and repeat themselves, which flatters every engine: figures to publish come
//! from files.

use std::fmt::Write as _;
use std::ops::Range;
use std::path::Path;

use gaztag::{Input, Tagger};

use crate::names::Names;
use crate::random::Random;
use crate::words;
use crate::{Any, read_bytes};

/// Longer texts are cut.
const LONGEST: usize = 3_000_000;

/// What a text consists of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// Sentences of the language.
    Sentences,
    /// The lower-case words of the sentences, without those that begin names.
    NoNames,
    /// An article, again and again.
    Article,
    /// The names, one a line.
    NameList,
    Capitals,
    Html,
    JsonLines,
    MinifiedJson,
    RandomBytes,
}

/// A kind of text.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) language: &'static str,
    /// What is read if the folder of texts has it.
    file: &'static str,
    pub(crate) content: Content,
    pub(crate) input: Input,
}

impl Kind {
    const fn new(
        name: &'static str,
        language: &'static str,
        file: &'static str,
        content: Content,
    ) -> Self {
        Self { name, language, file, content, input: Input::Text }
    }

    const fn of_language(language: &'static str, file: &'static str) -> Self {
        Self::new(language, language, file, Content::Sentences)
    }
}

/// Kinds of one language follow each other.
pub(crate) const KINDS: [Kind; 21] = [
    Kind::new("news", "en", "news.txt", Content::Sentences),
    Kind::new("no-names", "en", "no-names.txt", Content::NoNames),
    Kind::new("article", "en", "article.txt", Content::Article),
    Kind::new("name-list", "en", "name-list.txt", Content::NameList),
    Kind::new("capitals", "en", "caps.txt", Content::Capitals),
    Kind { input: Input::Html, ..Kind::new("html", "en", "html.txt", Content::Html) },
    Kind::new("html-as-text", "en", "html.txt", Content::Html),
    Kind::new("jsonl", "en", "jsonl.txt", Content::JsonLines),
    Kind::new("minified-json", "en", "minjson.txt", Content::MinifiedJson),
    Kind::new("random-bytes", "en", "random.bin", Content::RandomBytes),
    Kind::of_language("de", "de.txt"),
    Kind::of_language("fr", "fr.txt"),
    Kind::of_language("pt", "pt.txt"),
    Kind::of_language("el", "el.txt"),
    Kind::of_language("ru", "ru.txt"),
    Kind::of_language("ar", "ar.txt"),
    Kind::of_language("hi", "hi.txt"),
    Kind::of_language("th", "th.txt"),
    Kind::of_language("zh", "zh.txt"),
    Kind::of_language("ja", "ja.txt"),
    Kind::of_language("ko", "ko.txt"),
];

/// Whether most letters of a language are ASCII.
pub(crate) fn is_latin(language: &str) -> bool {
    matches!(language, "en" | "de" | "fr" | "pt")
}

/// Where texts come from.
pub(crate) struct Source<'s> {
    /// A folder of texts, one file for each kind; what it lacks is made.
    pub(crate) folder: Option<&'s Path>,
    /// About as many bytes are made.
    pub(crate) size: usize,
}

impl Source<'_> {
    /// The text of a kind, for these names of its language.
    pub(crate) fn text(&self, kind: &Kind, names: &Names) -> Result<Vec<u8>, Any> {
        if let Some(file) = self.folder.map(|folder| folder.join(kind.file)).filter(|f| f.exists())
        {
            return Ok(cut(read_bytes(&file)?));
        }
        Ok(cut(self.made(kind, names)?))
    }

    /// English texts are made of the news, so that they have its words.
    fn made(&self, kind: &Kind, names: &Names) -> Result<Vec<u8>, Any> {
        let news = || -> Result<String, Any> {
            let text = self.text(&KINDS[0], names)?;
            Ok(String::from_utf8_lossy(&text).into_owned())
        };
        let text = match kind.content {
            Content::Sentences => words::sentences(kind.language, names, self.size),
            Content::NoNames => without_names(&news()?, names)?,
            Content::Article => {
                let article = include_str!("../../../examples/article.txt");
                article.repeat(self.size.div_ceil(article.len()))
            }
            Content::NameList => name_list(names, self.size),
            Content::Capitals => news()?.to_uppercase(),
            Content::Html => html(&news()?),
            Content::JsonLines => json_lines(&news()?),
            Content::MinifiedJson => minified_json(self.size),
            Content::RandomBytes => return Ok(random_bytes(self.size)),
        };
        Ok(text.into_bytes())
    }
}

/// At most [`LONGEST`] bytes, to the end of a character.
fn cut(mut text: Vec<u8>) -> Vec<u8> {
    if text.len() > LONGEST {
        text.truncate(character_at(&text, LONGEST));
    }
    text
}

/// The first offset from `at` on that is not inside a character; the end of the text at most.
fn character_at(text: &[u8], at: usize) -> usize {
    (at..text.len()).find(|&at| text[at] & 0xC0 != 0x80).unwrap_or(text.len())
}

/// gaztag is asked which words begin names, because it also finds them without their accents.
fn without_names(text: &str, names: &Names) -> Result<String, Any> {
    let tagger = Tagger::builder().gazetteer(names.first_words().gazetteer()?).build()?;
    let is_plain =
        |word: &&str| word.bytes().all(|byte| byte.is_ascii_lowercase()) && !tagger.is_match(*word);
    Ok(text.split_whitespace().filter(is_plain).collect::<Vec<_>>().join(" "))
}

fn name_list(names: &Names, size: usize) -> String {
    let (mut random, mut list) = (Random::new(), String::new());
    while list.len() < size {
        list.push_str(random.choose::<String>(names.as_slice()));
        list.push('\n');
    }
    list
}

/// Paragraphs as news pages have them: a link in each, ampersands escaped.
fn html(text: &str) -> String {
    let mut html = String::from("<!DOCTYPE html><html><head><title>News</title></head><body>\n");
    for (index, paragraph) in text.lines().filter(|line| !line.is_empty()).enumerate() {
        let link = format!(", <a href=\"https://example.com/{index}?q=1&amp;r=2\">see</a> ");
        let paragraph = paragraph.replace('&', "&amp;").replacen(", ", &link, 1);
        html.push_str("<div class=\"article-body\"><p class=\"text\">");
        html.push_str(&paragraph);
        html.push_str("</p></div>\n");
    }
    html.push_str("</body></html>\n");
    html
}

fn json_lines(text: &str) -> String {
    let mut lines = String::new();
    for (index, paragraph) in text.lines().filter(|line| !line.is_empty()).enumerate() {
        let paragraph = paragraph.replace('\\', "\\\\").replace('"', "\\\"");
        // Writing into a string cannot fail.
        let _ =
            writeln!(lines, "{{\"id\":{index},\"source\":\"newswire\",\"text\":\"{paragraph}\"}}");
    }
    lines
}

/// Records of numbers, times and short labels, as measuring instruments write them.
fn minified_json(size: usize) -> String {
    let (mut random, mut json) = (Random::new(), String::from("["));
    while json.len() < size {
        let values: Vec<String> =
            (0..8).map(|_| format!("0.{:05}", random.below(100_000))).collect();
        let _ = write!(
            json,
            "{{\"id\":{},\"ts\":\"2026-{:02}-{:02}T{:02}:00:00Z\",\"v\":[{}],\
             \"tags\":[\"a{}\",\"sensor_{}\"],\"ok\":true,\"n\":null}},",
            random.below(1_000_000_000),
            1 + random.below(12),
            1 + random.below(28),
            random.below(24),
            values.join(","),
            random.below(99),
            random.below(50),
        );
    }
    json.push_str("{}]");
    json
}

fn random_bytes(size: usize) -> Vec<u8> {
    let mut random = Random::new();
    (0..size).map(|_| random.below(256) as u8).collect()
}

/// How a text is given to the engines.
#[derive(Clone, Copy)]
pub(crate) enum Cut {
    Whole,
    /// Documents of this many bytes.
    Documents(usize),
    Sentences,
}

impl Cut {
    pub(crate) const ALL: [Self; 4] =
        [Self::Whole, Self::Documents(10_000), Self::Documents(1_000), Self::Sentences];

    pub(crate) fn title(self) -> String {
        match self {
            Self::Whole => "whole texts".into(),
            Self::Documents(bytes) => format!("documents of {} KB", bytes / 1000),
            Self::Sentences => "calls of one sentence".into(),
        }
    }

    /// The calls, each from the start to the end of a character. More than one call is made only of
    /// the first million bytes.
    pub(crate) fn calls(self, text: &[u8]) -> Vec<Range<usize>> {
        let part = &text[..character_at(text, 1_000_000.min(text.len()))];
        let mut calls = Vec::new();
        let mut at = 0;
        while at < part.len() {
            let end = match self {
                Self::Whole => return std::iter::once(0..text.len()).collect(),
                Self::Documents(bytes) => character_at(part, at + bytes),
                Self::Sentences => sentence_end(part, at),
            };
            calls.push(at..end);
            at = end;
        }
        calls
    }
}

/// Where the sentence ends that starts at `start`: after a full stop or a line from 80 bytes on,
/// after a blank from 280 bytes on, after any character from 320 bytes on.
fn sentence_end(text: &[u8], start: usize) -> usize {
    const ENDS: [&str; 8] = ["\n", ". ", "! ", "? ", "。", "？", "！", "। "];
    let ends = |at: usize| {
        let sentence = &text[start..at];
        let is_character = text.get(at).is_none_or(|byte| byte & 0xC0 != 0x80);
        ENDS.iter().any(|end| sentence.ends_with(end.as_bytes()))
            || sentence.len() >= 280 && sentence.ends_with(b" ")
            || sentence.len() >= 320 && is_character
    };
    (start + 80..text.len()).find(|&at| ends(at)).unwrap_or(text.len())
}
