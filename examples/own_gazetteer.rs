//! Adds companies to the built-in gazetteer and tags a text with both.
//!
//! ```text
//! cargo run --example own_gazetteer [-- FILE.tsv]
//! ```
//!
//! FILE is a table as in docs/gazetteers.md; without it, a small one is used.

use std::error::Error;

use gaztag::{Format, Gazetteer, GazetteerBuilder, Tagger};

const ROWS: &str = "\
key\tform\trole
company/acme\tAcme Corporation\tname
company/acme\tACM\tacronym
-\tAcme Bakery\t
";

const TEXT: &str = "Acme Corporation (ACM) digs for lithium in Mali. Acme Bakery does not.";

fn main() -> Result<(), Box<dyn Error>> {
    let (name, rows) = match std::env::args().nth(1) {
        Some(path) => (path.clone(), std::fs::read(path)?),
        None => ("ROWS".to_string(), ROWS.as_bytes().to_vec()),
    };

    // An error has the name of the file, the line and the column; nothing is added then.
    let mut builder = GazetteerBuilder::from(&Gazetteer::builtin());
    let forms = builder.read(Format::Tsv, &name, &rows)?;
    println!("{forms} forms from {name}");

    let tagger = Tagger::builder().gazetteer(builder.build()?).build()?;
    for mention in tagger.tag(TEXT) {
        let text = &TEXT[mention.span().range()];
        println!("{}\t{text}\t{}", mention.span().start, tagger.key(&mention));
    }
    Ok(())
}
