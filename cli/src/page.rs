//! The page of `gaztag report`: one file, which loads nothing.
//!
//! Its tables are HTML. The texts are lines of JSON that are compressed with deflate, encoded in
//! base64 and read by the page's script, so that no text can be read as markup.

pub(crate) mod counts;
mod parts;
pub(crate) mod record;
mod tables;
mod world;

use std::io::{self, Write};

use base64::engine::general_purpose::STANDARD;
use base64::write::EncoderWriter;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use gaztag::Gazetteer;
use serde::Serialize;

use crate::plural::plural;
use counts::Counts;
use parts::{heading, text};

const STYLE: &str = include_str!("page/page.css");
const SCRIPT: &str = concat!(
    include_str!("page/data.mjs"),
    include_str!("page/reader.mjs"),
    include_str!("page/export.mjs"),
    include_str!("page/chart.mjs"),
    include_str!("page/network.mjs"),
    include_str!("page/start.mjs"),
);

type Encoder = ZlibEncoder<EncoderWriter<'static, base64::engine::GeneralPurpose, Vec<u8>>>;

/// Collects the records of texts.
pub(crate) struct Collector(Encoder);

/// What the script knows of an entity.
#[derive(Serialize)]
struct Named<'g> {
    index: u32,
    key: &'g str,
    name: &'g str,
    kind: &'g str,
}

impl Collector {
    pub(crate) fn new() -> Self {
        let base64 = EncoderWriter::new(Vec::new(), &STANDARD);
        Self(ZlibEncoder::new(base64, Compression::default()))
    }

    /// Adds whole records.
    pub(crate) fn add(&mut self, records: &[u8]) -> io::Result<()> {
        self.0.write_all(records)
    }

    /// The page.
    pub(crate) fn page(
        mut self,
        title: &str,
        counts: &Counts,
        gazetteer: &Gazetteer<'_>,
    ) -> io::Result<Vec<u8>> {
        let ranked = counts.ranked(gazetteer);
        let mentions: u64 = ranked.iter().map(|(_, count)| count.mentions).sum();
        let dropped = counts.dropped(gazetteer);
        let topics = counts.topics(gazetteer);
        let unnamed = topics.iter().filter(|(_, count)| count.mentions == 0);
        let named = ranked.iter().chain(unnamed).map(|(entity, _)| entity);
        let entities = named.chain(&dropped);
        let entities: Vec<Named<'_>> = entities
            .filter_map(|entity| {
                Some(Named {
                    index: counts::number_of(gazetteer, entity.id())?,
                    key: entity.key(),
                    name: entity.name(),
                    kind: entity.kind_name(),
                })
            })
            .collect();
        // The last line.
        serde_json::to_writer(&mut self.0, &entities)?;
        let sections = [
            heading("overview", "Overview"),
            tables::kinds(counts, gazetteer),
            tables::entities(&ranked),
            tables::topics(&topics),
            tables::days(counts, gazetteer),
            world::map(&ranked),
            tables::matrix(counts, &ranked, ("mineral", "minerals"), gazetteer),
            tables::matrix(counts, &ranked, ("bloc", "blocs"), gazetteer),
            tables::pairs(counts, gazetteer),
        ];
        let summary = format!(
            "{}, {} of {}. Found by gaztag {}, data {}.",
            plural(counts.texts, "text", "texts"),
            plural(mentions, "mention", "mentions"),
            plural(ranked.len(), "entity", "entities"),
            env!("CARGO_PKG_VERSION"),
            gazetteer.data_version()
        );
        let mut page = head(title, &summary).into_bytes();
        page.extend(sections.concat().into_bytes());
        page.extend_from_slice(TEXTS.as_bytes());
        page.extend_from_slice(b"<script type=\"text/plain\" id=\"data\">");
        page.extend(self.0.finish()?.finish()?);
        page.extend_from_slice(b"</script>\n<script type=\"module\">\n");
        page.extend_from_slice(SCRIPT.as_bytes());
        page.extend_from_slice(b"</script>\n</body>\n</html>\n");
        Ok(page)
    }
}

/// The page up to its first section.
fn head(title: &str, summary: &str) -> String {
    format!(
        r##"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>{0}</title>
<style>
{STYLE}</style>
</head>
<body>
<a class="skip" href="#texts">To the texts</a>
<header>
<h1>{0}</h1>
<p>{1}</p>
</header>
<main>
"##,
        text(title),
        text(summary)
    )
}

/// The place of the texts, which the script fills.
const TEXTS: &str = r#"<h2 id="texts" tabindex="-1">The texts</h2>
<noscript><p>The texts are in this page, but only JavaScript can show them.</p></noscript>
<div id="reader"></div>
</main>
"#;
