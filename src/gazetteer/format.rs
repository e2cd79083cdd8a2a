//! The formats of gazetteer files.

/// A format of gazetteer files. `docs/gazetteers.md` in the project shows an example of each.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Format {
    /// Tab-separated values, one surface form a row. The first row has the names of the columns:
    /// `key` and `form`, and if wanted `name`, `role`, `case`, `lang`, `prior`, `word`, `bounds`,
    /// `accents`.
    /// The columns `source` and `note` are not read. The key of a decoy is `-`.
    Tsv,
    /// One JSON object a line: `{"key": .., "name": .., "forms": [..], "attributes": {..}}` or
    /// `{"decoy": ..}`. A form is a string or an object.
    #[cfg(feature = "std")]
    JsonLines,
    /// The dictionary that flashtext reads: one JSON object `{name: [forms]}`. Forms match in any
    /// case; the kind is `keyword`.
    #[cfg(feature = "std")]
    Flashtext,
    /// The patterns that spaCy's EntityRuler writes, one JSON object a line: `{"label": ..,
    /// "pattern": .., "id": ..}`. The kind is the label in lower case.
    #[cfg(feature = "std")]
    Spacy,
}

impl Format {
    /// The likely format of a file, from the end of its name: `.jsonl` and `.ndjson` are JSON Lines
    /// (or spaCy's patterns, if the first line has a `pattern` and a `label`), `.json` is
    /// flashtext's dictionary, and everything else is TSV.
    ///
    /// ```
    /// use gaztag::Format;
    /// assert_eq!(Format::guess("companies.tsv", b"key\tform\n"), Format::Tsv);
    /// let line = br#"{"label": "ORG", "pattern": "Acme"}"#;
    /// assert_eq!(Format::guess("patterns.jsonl", line), Format::Spacy);
    /// ```
    pub fn guess(file: &str, text: &[u8]) -> Self {
        #[cfg(feature = "std")]
        {
            let name = file.to_ascii_lowercase();
            let first_line = text
                .split(|&b| b == b'\n')
                .find(|line| !line.trim_ascii().is_empty())
                .unwrap_or(&[]);
            if name.ends_with(".jsonl") || name.ends_with(".ndjson") {
                let spacy = memchr::memmem::find(first_line, b"\"pattern\"").is_some()
                    && memchr::memmem::find(first_line, b"\"label\"").is_some();
                return if spacy { Self::Spacy } else { Self::JsonLines };
            }
            if name.ends_with(".json") {
                return Self::Flashtext;
            }
        }
        let _ = (file, text);
        Self::Tsv
    }
}
