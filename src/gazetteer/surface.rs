//! One written form of an entity.

use super::records::{LANGUAGE, Traits};
use crate::entity::{Bounds, CaseRule, Language, Role};
#[cfg(feature = "alloc")]
use crate::error::ErrorKind;
#[cfg(feature = "alloc")]
use crate::fold::Folded;

/// One written form of an entity, or of a decoy.
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
    bounds: Bounds,
}

/// Languages as users list them, or as images have them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Languages<'a> {
    Listed(&'a [Language]),
    Codes(&'a [[u8; LANGUAGE]]),
}

impl<'a> Surface<'a> {
    /// A form as it stands in running text, without leading article and without possessive. Accents
    /// and apostrophes as they should be.
    pub const fn new(form: &'a str) -> Self {
        Self {
            form,
            role: Role::Name,
            case: None,
            languages: Languages::Listed(&[]),
            prior: None,
            word: false,
            bounds: Bounds::Word,
        }
    }

    /// What the form is to its entity; [`Role::Name`] if not said.
    pub const fn with_role(mut self, role: Role) -> Self {
        self.role = role;
        self
    }

    /// How the form may be cased. If not said: [`CaseRule::Exact`] for acronyms, codes and symbols,
    /// else [`CaseRule::Capitalised`] for forms that begin with a capital letter, else
    /// [`CaseRule::Any`].
    pub const fn with_case(mut self, case: CaseRule) -> Self {
        self.case = Some(case);
        self
    }

    /// The languages that write the form so; none if not said, for forms of no language in
    /// particular.
    pub const fn with_languages(mut self, languages: &'a [Language]) -> Self {
        self.languages = Languages::Listed(languages);
        self
    }

    /// Of 100 places where the form stands, as written and with its case rule kept, how many mean
    /// the entity: 1 to 100. If not said: 95, misspellings 80.
    pub const fn with_prior(mut self, prior: u8) -> Self {
        self.prior = Some(prior);
        self
    }

    /// Whether the form, in lower case, is a common word: then it is no proof in a run of capitals
    /// (`US TO LEAD TALKS`) if its case rule is exact, nor in text without capitals.
    pub const fn with_word(mut self, word: bool) -> Self {
        self.word = word;
        self
    }

    /// Where in a word the form may begin and end; [`Bounds::Word`] if not said. Gazetteers refuse
    /// other bounds yet.
    #[must_use]
    pub const fn with_bounds(mut self, bounds: Bounds) -> Self {
        self.bounds = bounds;
        self
    }

    pub(super) const fn of_record(
        form: &'a str,
        traits: &Traits,
        languages: &'a [[u8; LANGUAGE]],
    ) -> Self {
        Self {
            form,
            role: traits.role,
            case: Some(traits.case),
            languages: Languages::Codes(languages),
            prior: Some(traits.prior),
            word: traits.word,
            bounds: Bounds::Word,
        }
    }

    /// The form.
    pub const fn form(&self) -> &'a str {
        self.form
    }

    /// What it is to its entity.
    pub const fn role(&self) -> Role {
        self.role
    }

    /// How it may be cased.
    pub fn case(&self) -> CaseRule {
        self.case.unwrap_or_else(|| match self.role {
            Role::Acronym | Role::Code | Role::Symbol => CaseRule::Exact,
            _ if self.form.chars().next().is_some_and(char::is_uppercase) => CaseRule::Capitalised,
            _ => CaseRule::Any,
        })
    }

    /// The languages that write it so; empty for forms of no language in particular, which no
    /// choice of languages switches off.
    pub fn languages(&self) -> impl ExactSizeIterator<Item = Language> + Clone + use<'a> {
        let (listed, codes): (&[Language], &[[u8; LANGUAGE]]) = match self.languages {
            Languages::Listed(languages) => (languages, &[]),
            Languages::Codes(codes) => (&[], codes),
        };
        (0..listed.len() + codes.len()).map(move |index| {
            listed.get(index).copied().unwrap_or_else(|| Language::from_code(codes[index]))
        })
    }

    /// Of 100 places where it stands, how many mean the entity.
    pub const fn prior(&self) -> u8 {
        match (self.prior, self.role) {
            (Some(prior), _) => prior,
            (None, Role::Misspelling) => 80,
            (None, _) => 95,
        }
    }

    /// Whether it is a common word too.
    pub const fn is_word(&self) -> bool {
        self.word
    }

    /// Where in a word it may begin and end.
    pub const fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// Checks the form.
    #[cfg(feature = "alloc")]
    pub(super) fn check(&self) -> Result<(), ErrorKind> {
        check_text(self.form)?;
        if self.bounds != Bounds::Word {
            return Err(ErrorKind::UnsupportedBounds(self.bounds));
        }
        if !(1..=100).contains(&self.prior()) {
            return Err(ErrorKind::BadPrior(alloc::format!("{}", self.prior())));
        }
        let folded = Folded::new(self.form);
        if folded.bytes().is_empty() {
            return Err(ErrorKind::EmptyForm(self.form.into()));
        }
        if self.case() == CaseRule::Exact && folded.cases.letters > 64 {
            return Err(ErrorKind::ExactTooLong(self.form.into()));
        }
        Ok(())
    }
}

/// Checks that a text can stand in a gazetteer: no blanks around it, no control characters, not too
/// long.
#[cfg(feature = "alloc")]
pub(super) fn check_text(text: &str) -> Result<(), ErrorKind> {
    if text.len() > crate::limits::FORM_LEN {
        return Err(ErrorKind::FormTooLong { len: text.len() });
    }
    if text.trim() != text
        || text.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'))
    {
        return Err(ErrorKind::BadText(text.into()));
    }
    Ok(())
}
