//! The kinds of text.
//!
//! Texts come from files or are made here, the same each time, of the names and of common words.
//! Made texts are small and repeat themselves, which flatters every engine: figures to publish come
//! from files.

use std::fmt::Write as _;
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
pub enum Content {
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
pub struct Kind {
    pub name: &'static str,
    pub language: &'static str,
    /// What is read if the folder of texts has it.
    file: &'static str,
    pub content: Content,
    pub input: Input,
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
pub const KINDS: [Kind; 21] = [
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
pub fn is_latin(language: &str) -> bool {
    matches!(language, "en" | "de" | "fr" | "pt")
}

/// Where texts come from.
pub struct Source<'s> {
    /// A folder of texts, one file for each kind; what it lacks is made.
    pub folder: Option<&'s Path>,
    /// About as many bytes are made.
    pub size: usize,
}

impl Source<'_> {
    /// The text of a kind, for these names of its language.
    pub fn text(&self, kind: &Kind, names: &Names) -> Result<Vec<u8>, Any> {
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
pub fn character_at(text: &[u8], at: usize) -> usize {
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
