//! Surface forms as users see them.

use core::ops::Range;

use crate::entity::{Bounds, CaseRule, Language, Role};
#[cfg(feature = "alloc")]
use crate::error::ErrorKind;
#[cfg(feature = "alloc")]
use crate::fold::Folded;
use crate::image::{Derivation, LANGUAGE, Section, SurfaceRecord, Tables};

/// How many letters the folded text of an exact form can have: a number has a bit for the case of
/// each.
#[cfg(feature = "alloc")]
const EXACT_LETTERS: u32 = u64::BITS;

/// A surface form: one written form of an entity, or a decoy. What is not set has a default.
///
/// ```
/// use gaztag::{CaseRule, Role, Surface};
/// let surface = Surface::new("ACME").with_role(Role::Acronym);
/// assert_eq!(surface.case(), CaseRule::Exact);
/// assert_eq!(Surface::new("lithium").case(), CaseRule::Any);
/// assert_eq!(Surface::new("Mali").case(), CaseRule::Capitalised);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Surface<'a> {
    form: &'a str,
    role: Role,
    case: Option<CaseRule>,
    languages: Languages<'a>,
    prior: Option<u8>,
    word: bool,
    accents: bool,
    bounds: Bounds,
}

/// Languages as users list them, or codes as images have them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Languages<'a> {
    Listed(&'a [Language]),
    Codes(&'a [[u8; LANGUAGE]]),
}

impl<'a> Surface<'a> {
    /// A form as it is written in running text, without a leading article and without a possessive.
    /// Write accents and apostrophes: texts without them match too.
    pub const fn new(form: &'a str) -> Self {
        Self {
            form,
            role: Role::Name,
            case: None,
            languages: Languages::Listed(&[]),
            prior: None,
            word: false,
            accents: false,
            bounds: Bounds::Word,
        }
    }

    /// Sets what the form is to its entity; [`Role::Name`] if not set.
    ///
    /// ```
    /// use gaztag::{Role, Surface};
    /// assert_eq!(Surface::new("Malian").with_role(Role::Demonym).role(), Role::Demonym);
    /// ```
    pub const fn with_role(mut self, role: Role) -> Self {
        self.role = role;
        self
    }

    /// Sets how a text may be cased to match. If not set: [`CaseRule::Exact`] for acronyms, codes
    /// and symbols, else [`CaseRule::Capitalised`] for forms that begin with a capital letter, else
    /// [`CaseRule::Any`].
    pub const fn with_case(mut self, case: CaseRule) -> Self {
        self.case = Some(case);
        self
    }

    /// Sets the languages that write the form like this; none if not set, for forms of no language
    /// in particular.
    pub const fn with_languages(mut self, languages: &'a [Language]) -> Self {
        self.languages = Languages::Listed(languages);
        self
    }

    /// Sets the prior: of 100 occurrences that satisfy the case rule, how many mean the entity.
    /// From 1 to 100; if not set 95, for misspellings 80, for compounds 85.
    pub const fn with_prior(mut self, prior: u8) -> Self {
        self.prior = Some(prior);
        self
    }

    /// Sets whether the form, in lower case, is a common word. Such a form does not count in text
    /// without capitals nor, if its case rule is exact, in a run of capitals (`NEW US TALKS`). With
    /// a prior of 90 or more it does where a line of capitals begins with it (`US TO LEAD TALKS`).
    /// One of a user's own kind counts only where its case shows that it is a name, whatever its
    /// case rule: not in lower case, in capitals, in a title or as the first word of a sentence.
    pub const fn with_word(mut self, word: bool) -> Self {
        self.word = word;
        self
    }

    /// Sets whether a text must have the accents of the form, and no others; by default texts with
    /// other accents or none match too. It is for languages whose accents tell words apart, and for
    /// short forms: with it *Mỹ* (Vietnamese for the US) is not found in *My* and *mỳ*. Letters
    /// that a text writes as a letter and a combining mark do not match precomposed ones.
    ///
    /// ```
    /// use gaztag::{GazetteerBuilder, Surface, Tagger};
    /// let mut builder = GazetteerBuilder::new();
    /// builder.add_entity("country/USA", "United States")?;
    /// builder.add_surface("country/USA", Surface::new("Mỹ").with_accents(true))?;
    /// let tagger = Tagger::builder().gazetteer(builder.build()?).build()?;
    /// assert!(tagger.is_match("Tổng thống Mỹ") && !tagger.is_match("My reason"));
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    #[must_use]
    pub const fn with_accents(mut self, accents: bool) -> Self {
        self.accents = accents;
        self
    }

    /// Sets where in a word the form may begin and end; [`Bounds::Word`] if not set.
    #[must_use]
    pub const fn with_bounds(mut self, bounds: Bounds) -> Self {
        self.bounds = bounds;
        self
    }

    /// The form.
    pub const fn form(&self) -> &'a str {
        self.form
    }

    /// What it is to its entity.
    pub const fn role(&self) -> Role {
        self.role
    }

    /// How a text may be cased to match.
    pub fn case(&self) -> CaseRule {
        self.case.unwrap_or_else(|| match self.role {
            Role::Acronym | Role::Code | Role::Symbol => CaseRule::Exact,
            _ if self.form.chars().next().is_some_and(char::is_uppercase) => CaseRule::Capitalised,
            _ => CaseRule::Any,
        })
    }

    /// The languages that write it like this. None for forms of no language in particular, which
    /// match whatever languages a tagger is built with.
    pub fn languages(&self) -> impl ExactSizeIterator<Item = Language> + Clone + use<'a> {
        let (listed, codes): (&[Language], &[[u8; LANGUAGE]]) = match self.languages {
            Languages::Listed(languages) => (languages, &[]),
            Languages::Codes(codes) => (&[], codes),
        };
        (0..listed.len() + codes.len()).map(move |index| {
            listed.get(index).copied().unwrap_or_else(|| Language::from_code(codes[index]))
        })
    }

    /// Its prior: of 100 occurrences, how many mean the entity.
    pub const fn prior(&self) -> u8 {
        match (self.prior, self.role) {
            (Some(prior), _) => prior,
            (None, Role::Misspelling) => 80,
            (None, Role::Compound) => 85,
            (None, _) => 95,
        }
    }

    /// The same without its prior.
    #[cfg(feature = "alloc")]
    pub(super) const fn without_prior(self) -> Self {
        Self { prior: None, ..self }
    }

    /// Whether its prior was set.
    #[cfg(feature = "alloc")]
    pub(super) const fn has_prior(&self) -> bool {
        self.prior.is_some()
    }

    /// Whether it is a common word too, in lower case.
    pub const fn is_word(&self) -> bool {
        self.word
    }

    /// Whether a text must have its accents, and no others.
    pub const fn needs_accents(&self) -> bool {
        self.accents
    }

    /// Where in a word it may begin and end.
    pub const fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// Checks that the form can be in a gazetteer.
    #[cfg(feature = "alloc")]
    pub(super) fn check(&self) -> Result<(), ErrorKind> {
        check_text(self.form)?;
        // An underscore folds to a blank, and no name begins or ends with one.
        if self.form.starts_with('_') || self.form.ends_with('_') {
            return Err(ErrorKind::BadText(self.form.into()));
        }
        if !(1..=100).contains(&self.prior()) {
            return Err(ErrorKind::BadPrior(alloc::format!("{}", self.prior())));
        }
        // Folding takes time, and most forms are within its limits. No text has more letters than
        // bytes.
        let is_exact = self.case() == CaseRule::Exact;
        if self.form.starts_with(|c: char| c.is_ascii_alphanumeric())
            && self.form.ends_with(|c: char| c.is_ascii())
            && self.bounds == Bounds::Word
            && (!is_exact || self.form.len() <= EXACT_LETTERS as usize)
        {
            return Ok(());
        }
        let folded = Folded::new(self.form);
        if folded.bytes().is_empty() {
            return Err(ErrorKind::EmptyForm(self.form.into()));
        }
        if folded.has_blank_around {
            return Err(ErrorKind::BadText(self.form.into()));
        }
        if self.bounds != Bounds::Word && folded.bytes().len() > crate::limits::INSIDE_LEN {
            return Err(ErrorKind::InsideTooLong(self.form.into()));
        }
        if is_exact && folded.cases.letters > EXACT_LETTERS {
            return Err(ErrorKind::ExactTooLong(self.form.into()));
        }
        Ok(())
    }
}

impl<'g> Tables<'g> {
    /// A surface form as users see it.
    pub(crate) fn written_surface(&self, record: &SurfaceRecord) -> Surface<'g> {
        Surface {
            form: self.text(record.text),
            role: record.traits.role,
            case: Some(record.traits.case),
            languages: Languages::Codes(self.languages_of(record)),
            prior: Some(record.traits.prior),
            word: record.traits.word,
            accents: record.traits.accents,
            bounds: record.traits.bounds(),
        }
    }

    /// The surface forms in a range that were not derived and for which `wanted` returns true.
    pub(super) fn given_surfaces<W: Fn(u32, &SurfaceRecord) -> bool>(
        self,
        range: Range<u32>,
        wanted: W,
    ) -> impl Iterator<Item = Surface<'g>> + use<'g, W> {
        let given = self
            .existing(Section::Surfaces, range)
            .filter_map(move |index| Some((index, self.surface(index)?)))
            .filter(move |(index, record)| {
                record.traits.derivation == Derivation::Given && wanted(*index, record)
            });
        given.map(move |(_, record)| self.written_surface(&record))
    }
}

/// Checks that a text can be in a gazetteer: no blanks around it, no control characters, not too
/// long.
#[cfg(feature = "alloc")]
pub(super) fn check_text(text: &str) -> Result<(), ErrorKind> {
    if text.len() > crate::limits::FORM_LEN {
        return Err(ErrorKind::FormTooLong { len: text.len() });
    }
    let is_bad = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~');
    if text.trim().len() != text.len()
        || !text.as_bytes().iter().all(is_plain) && text.chars().any(is_bad)
    {
        return Err(ErrorKind::BadText(text.into()));
    }
    Ok(())
}
