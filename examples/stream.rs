//! Tags standard input as it comes, in bounded memory.
//!
//! ```text
//! tail -f log | cargo run --release --example stream
//! ```
//!
//! Prints one mention a line: offset, text, entity, confidence. A mention is printed some 4 KiB
//! after it was read, or at the end of the input.

use std::io::{self, Read, Write};

use gaztag::{IncrementalTagger, Mention, Tagger};

fn main() -> io::Result<()> {
    let tagger = Tagger::builtin();
    let mut stream = IncrementalTagger::new(tagger.clone());
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    let mut chunk = [0; 8192];
    loop {
        let len = input.read(&mut chunk)?;
        // The callbacks cannot fail, so the lines are collected and then written.
        let mut lines = String::new();
        let mut add = |mention: &Mention, text: &[u8]| {
            let text = String::from_utf8_lossy(text);
            let (start, key) = (mention.start(), tagger.key(mention));
            lines.push_str(&format!("{start}\t{text}\t{key}\t{}\n", mention.confidence()));
        };
        if len == 0 {
            stream.finish(&mut add);
        } else {
            stream.feed(&chunk[..len], &mut add);
        }
        output.write_all(lines.as_bytes())?;
        output.flush()?;
        if len == 0 {
            return Ok(());
        }
    }
}
