//! Counts the entities that the documents of a JSON Lines file mention.
//!
//! ```text
//! cargo run --release --example count_json_lines -- FILE [FIELD]
//! ```
//!
//! Each line is an object; FIELD (`text` unless given) has the document. Without FILE, standard
//! input is read. Prints the number of documents that mention each entity, the largest first.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs::File;
use std::io::{self, BufRead, BufReader};

use gaztag::Tagger;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let input: Box<dyn BufRead> = match arguments.next() {
        Some(path) if path != "-" => Box::new(BufReader::new(File::open(path)?)),
        _ => Box::new(io::stdin().lock()),
    };
    let field = arguments.next().unwrap_or_else(|| "text".to_string());

    let tagger = Tagger::builtin();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (number, line) in (1..).zip(input.lines()) {
        let document: serde_json::Value =
            serde_json::from_str(&line?).map_err(|error| format!("line {number}: {error}"))?;
        let text = document
            .get(&field)
            .and_then(|value| value.as_str())
            .ok_or_else(|| format!("line {number}: no text in the field {field}"))?;
        // Each entity counts once for a document.
        let mentions = tagger.tag(text);
        let keys: BTreeSet<&str> = mentions.iter().map(|mention| tagger.key(mention)).collect();
        for key in keys {
            *counts.entry(key.to_string()).or_default() += 1;
        }
    }

    let mut rows: Vec<(String, usize)> = counts.into_iter().collect();
    rows.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    for (key, count) in rows {
        println!("{count}\t{key}");
    }
    Ok(())
}
