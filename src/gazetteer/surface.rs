//! One written form of an entity.

use super::SurfaceRecord;
use crate::entity::{CaseRule, Language, Role};
use crate::error::ErrorKind;
use crate::fold::{Cases, fold_form};

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
    languages: &'a [Language],
    prior: Option<u8>,
    word: bool,
}

impl<'a> Surface<'a> {
    /// A form as it stands in running text, without leading article and without possessive. Accents and apostrophes as they should be.
    pub const fn new(form: &'a str) -> Self {
        Self { form, role: Role::Name, case: None, languages: &[], prior: None, word: false }
    }

    /// What the form is to its entity; [`Role::Name`] if not said.
    pub const fn with_role(mut self, role: Role) -> Self {
        self.role = role;
        self
    }

    /// How the form may be cased. If not said: [`CaseRule::Exact`] for acronyms, codes and symbols, else [`CaseRule::Capitalised`] for forms that begin with a capital letter, else
    /// [`CaseRule::Any`].
    pub const fn with_case(mut self, case: CaseRule) -> Self {
        self.case = Some(case);
        self
    }

    /// The languages that write the form so; none if not said, for forms of no language in particular.
    pub const fn with_languages(mut self, languages: &'a [Language]) -> Self {
        self.languages = languages;
        self
    }

    /// Of 100 places where the form stands, as written and with its case rule kept, how many mean the entity: 1 to 100. If not said: 95, misspellings 80.
    pub const fn with_prior(mut self, prior: u8) -> Self {
        self.prior = Some(prior);
        self
    }

    /// Whether the form, in lower case, is a common word: then it is no proof in a run of capitals (`US TO LEAD TALKS`).
    pub const fn with_word(mut self, word: bool) -> Self {
        self.word = word;
        self
    }

    pub(super) fn of_record(form: &'a str, record: &SurfaceRecord, languages: &'a [Language]) -> Self {
        Self { form, role: record.role, case: Some(record.case), languages, prior: Some(record.prior), word: record.word }
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

    /// The languages that write it so; empty for forms of no language in particular, which no choice of languages switches off.
    pub const fn languages(&self) -> &'a [Language] {
        self.languages
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

    /// Checks the form, and folds it.
    pub(super) fn check(&self) -> Result<(alloc::vec::Vec<u8>, Cases), ErrorKind> {
        check_text(self.form)?;
        if !(1..=100).contains(&self.prior()) {
            return Err(ErrorKind::BadPrior(alloc::format!("{}", self.prior())));
        }
        let (folded, cases) = fold_form(self.form);
        if folded.is_empty() {
            return Err(ErrorKind::EmptyForm(self.form.into()));
        }
        if self.case() == CaseRule::Exact && cases.letters > 64 {
            return Err(ErrorKind::ExactTooLong(self.form.into()));
        }
        Ok((folded, cases))
    }
}

/// Checks that a text can stand in a gazetteer: no blanks around it, no control characters, not too long.
pub(super) fn check_text(text: &str) -> Result<(), ErrorKind> {
    if text.len() > super::limits::FORM_LEN {
        return Err(ErrorKind::FormTooLong { len: text.len() });
    }
    if text.trim() != text || text.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
        return Err(ErrorKind::BadText(text.into()));
    }
    Ok(())
}
