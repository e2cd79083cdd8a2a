//! The spellings that peers need to find what gaztag finds.

use std::collections::BTreeSet;

use gaztag::Tagger;
use gaztag_samples::{Names, capitalised};

use crate::Any;

/// The names as peers need them.
pub(crate) struct Spellings {
    /// For engines that compare bytes.
    pub(crate) forms: Vec<String>,
    /// For engines to which only ASCII letters are the same in both cases. In ASCII lower case.
    pub(crate) ascii_caseless: Vec<String>,
    /// For engines to which all letters are the same in both cases. In lower case.
    pub(crate) caseless: Vec<String>,
    /// Bytes of the longest one.
    pub(crate) longest: usize,
    /// How many were added because a text has them.
    pub(crate) of_texts: usize,
}

impl Spellings {
    /// The spellings of names for these texts.
    ///
    /// gaztag folds case, accents, width and white space, peers fold case at most. So they also get
    /// each spelling in which gaztag finds a name in one of the texts.
    pub(crate) fn new<'t>(
        names: &Names,
        texts: impl Iterator<Item = &'t [u8]>,
    ) -> Result<Self, Any> {
        let tagger = Tagger::builder().links(true).gazetteer(names.gazetteer()?).build()?;
        let mut forms: BTreeSet<String> =
            names.as_slice().iter().flat_map(|name| cased(name)).collect();
        let mut caseless: BTreeSet<String> =
            names.as_slice().iter().map(|name| name.to_lowercase()).collect();
        let given = caseless.len();
        for found in found(&tagger, texts) {
            if !forms.contains(&found) {
                caseless.insert(found.to_lowercase());
                forms.insert(found);
            }
        }
        let ascii_caseless: BTreeSet<String> =
            forms.iter().map(|form| form.to_ascii_lowercase()).collect();
        let longest = forms.iter().chain(&caseless).map(String::len).max().unwrap_or(0);
        Ok(Self {
            of_texts: caseless.len() - given,
            forms: forms.into_iter().collect(),
            ascii_caseless: ascii_caseless.into_iter().collect(),
            caseless: caseless.into_iter().collect(),
            longest,
        })
    }
}

/// A name as it is written, lower, UPPER, Title and with a capital first letter.
fn cased(name: &str) -> [String; 5] {
    let lower = name.to_lowercase();
    let title: Vec<String> = lower.split(' ').map(capitalised).collect();
    [name.to_string(), name.to_uppercase(), title.join(" "), capitalised(&lower), lower]
}

/// Every spelling of a name that a tagger finds.
pub(crate) fn found<'t>(
    tagger: &Tagger<'_>,
    texts: impl Iterator<Item = &'t [u8]>,
) -> BTreeSet<String> {
    let mut spellings = BTreeSet::new();
    for text in texts {
        tagger.tag_each(text, |_, found| {
            if let Ok(found) = std::str::from_utf8(found)
                && !spellings.contains(found)
            {
                spellings.insert(found.to_string());
            }
        });
    }
    spellings
}
