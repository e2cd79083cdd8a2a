//! What an entity is, and what a surface form is to it.

use core::fmt;
#[cfg(feature = "alloc")]
use core::str::FromStr;

#[cfg(feature = "alloc")]
use crate::error::ErrorKind;

/// The index of an entity in one gazetteer. It means nothing for another gazetteer, and may change with the next version of the data: store the key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(transparent)]
pub struct EntityId(pub(crate) u32);

impl EntityId {
    /// The id with this index: for ids that went through code that knows numbers only. Asking a gazetteer for an index that it does not have gives nothing.
    pub const fn from_index(index: u32) -> Self {
        Self(index)
    }

    /// The index: entities are numbered from 0 without gaps.
    pub const fn index(self) -> u32 {
        self.0
    }
}

/// What kind of thing an entity is: the part of its key before the slash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[non_exhaustive]
pub enum Kind {
    /// A country, territory or former state; keys `country/MLI`.
    Country,
    /// A union, alliance or other organisation of states; keys `bloc/ecowas`.
    Bloc,
    /// A mineral, metal, rock, fuel or gemstone; keys `mineral/lithium`.
    Mineral,
    /// A kind of a user's own gazetteer; the number is valid for that gazetteer, [`Gazetteer::kind_name`](crate::Gazetteer::kind_name) tells its name.
    Other(u8),
}

impl Kind {
    /// How many kinds of their own users may add to one gazetteer.
    pub const OTHERS: usize = 253;

    /// Its number: 0, 1 and 2 for the three, then those of a user's own gazetteer. For code that knows numbers only.
    pub const fn to_u8(self) -> u8 {
        match self {
            Kind::Country => 0,
            Kind::Bloc => 1,
            Kind::Mineral => 2,
            Kind::Other(n) => n.saturating_add(3),
        }
    }

    /// The kind with this number; whether a gazetteer has it, [`Gazetteer::kind_name`](crate::Gazetteer::kind_name) tells.
    pub const fn from_u8(n: u8) -> Self {
        match n {
            0 => Kind::Country,
            1 => Kind::Bloc,
            2 => Kind::Mineral,
            _ => Kind::Other(n - 3),
        }
    }
}

/// Writes a type with a fixed list of named values: parsing, printing, listing, and sets of its values.
macro_rules! named_values {
    ($(#[$meta:meta])* $name:ident, $what:literal, $error:ident; $($(#[$doc:meta])* $variant:ident = $text:literal,)+) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[repr(u8)]
        pub enum $name { $($(#[$doc])* $variant,)+ }

        impl $name {
            /// All values, in the order of their declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name that files and the command line use.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        #[cfg(feature = "alloc")]
        impl FromStr for $name {
            type Err = ErrorKind;

            #[doc = concat!("Reads a ", $what, " by its name as `as_str` gives it.")]
            fn from_str(text: &str) -> Result<Self, ErrorKind> {
                Self::ALL.iter().copied().find(|value| value.as_str() == text).ok_or_else(|| ErrorKind::$error(text.into()))
            }
        }
    };
}

named_values! {
    /// What a surface form is to its entity.
    #[non_exhaustive]
    Role, "role", UnknownRole;
    /// A usual name: Mali, European Union, lithium.
    Name = "name",
    /// An official long form: Republic of Mali.
    Official = "official",
    /// Another name or spelling: Ivory Coast, Brent.
    Alias = "alias",
    /// A name of the past: Upper Volta, Burma.
    Former = "former",
    /// People and adjectives: Malian, Malians.
    Demonym = "demonym",
    /// An acronym: EU, DRC, LNG.
    Acronym = "acronym",
    /// A code: MLI, ML, and the flag. Codes of letters count only when the role is asked for.
    Code = "code",
    /// A chemical symbol or formula: Li2CO3.
    Symbol = "symbol",
    /// The capital: Bamako. Counts only when the role is asked for.
    Capital = "capital",
    /// A frequent misspelling: Phillipines.
    Misspelling = "misspelling",
}

named_values! {
    /// What a country's name can be used for beside the country: [`Uses`] chooses which of them are mentions.
    Use, "use", UnknownUse;
    /// A part of another name: Bank of Japan, Kuwait Airlines.
    Nested = "nested",
    /// A national team: Brazil beat Chile 2-0.
    Team = "team",
    /// A language: she speaks French.
    Language = "language",
}

/// Which uses of a name are mentions. Of the others those are none that cues in the data tell: such a cue is weighed against the name unless its use counts.
///
/// ```
/// use gaztag::{Tagger, Uses};
/// let strict = Tagger::builder().uses(Uses { nested: false, ..Uses::default() }).build()?;
/// assert!(Tagger::builtin().is_match("the Bank of Japan") && !strict.is_match("the Bank of Japan"));
/// # Ok::<(), gaztag::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Uses {
    /// Names inside other names. By default they count.
    pub nested: bool,
    /// National teams. By default they count.
    pub teams: bool,
    /// Languages. By default they do not count.
    pub languages: bool,
}

impl Uses {
    /// What counts by default.
    pub(crate) const DEFAULT: Self = Self { nested: true, teams: true, languages: false };

    /// Whether a use counts.
    #[inline]
    pub(crate) const fn count(self, of: Use) -> bool {
        match of {
            Use::Nested => self.nested,
            Use::Team => self.teams,
            Use::Language => self.languages,
        }
    }

    /// Whether a use counts by default.
    #[cfg(feature = "alloc")]
    pub(crate) const fn count_by_default(of: Use) -> bool {
        Self::DEFAULT.count(of)
    }

    /// Whether a use does not count that does by default.
    #[inline]
    pub(crate) const fn are_fewer(self) -> bool {
        let Self { nested, teams, languages } = Self::DEFAULT;
        (nested && !self.nested) || (teams && !self.teams) || (languages && !self.languages)
    }
}

impl Default for Uses {
    fn default() -> Self {
        Self::DEFAULT
    }
}

named_values! {
    /// How a surface form may be cased in the text.
    CaseRule, "case rule", UnknownCaseRule;
    /// As it comes: lithium, Lithium, LITHIUM.
    Any = "any",
    /// Its first letter is a capital (or has no case): Mali, MALI, never mali.
    Capitalised = "capitalised",
    /// Letter by letter as the form is written: US, never Us or us.
    Exact = "exact",
}

/// A language of a surface form: an ISO 639 code of two or three lower-case letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language([u8; 3]);

impl Language {
    /// English.
    pub const ENGLISH: Self = Self(*b"en\0");

    /// The language with this code: two or three lower-case ASCII letters.
    ///
    /// ```
    /// use gaztag::Language;
    /// assert_eq!(Language::new("en"), Some(Language::ENGLISH));
    /// assert_eq!(Language::new("EN"), None);
    /// ```
    pub const fn new(code: &str) -> Option<Self> {
        match *code.as_bytes() {
            [a @ b'a'..=b'z', b @ b'a'..=b'z'] => Some(Self([a, b, 0])),
            [a @ b'a'..=b'z', b @ b'a'..=b'z', c @ b'a'..=b'z'] => Some(Self([a, b, c])),
            _ => None,
        }
    }

    /// The language that an image has.
    pub(crate) const fn from_code(code: [u8; 3]) -> Self {
        Self(code)
    }

    /// As images have it.
    pub(crate) const fn code(self) -> [u8; 3] {
        self.0
    }

    /// Reads codes separated by `|`, as gazetteer files have them: sorted, each once.
    #[cfg(feature = "alloc")]
    pub(crate) fn list(text: &str) -> Result<alloc::vec::Vec<Self>, ErrorKind> {
        let mut languages = text.split('|').map(str::parse).collect::<Result<alloc::vec::Vec<Self>, ErrorKind>>()?;
        languages.sort_unstable();
        languages.dedup();
        Ok(languages)
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        let len = if self.0[2] == 0 { 2 } else { 3 };
        core::str::from_utf8(&self.0[..len]).unwrap_or("")
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(feature = "alloc")]
impl FromStr for Language {
    type Err = ErrorKind;

    /// Reads a code of two or three lower-case ASCII letters.
    fn from_str(text: &str) -> Result<Self, ErrorKind> {
        Self::new(text).ok_or_else(|| ErrorKind::BadLanguage(text.into()))
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn names_are_read_back() {
        for &role in Role::ALL {
            assert_eq!(role.to_string().parse::<Role>().ok(), Some(role));
        }
        for &rule in CaseRule::ALL {
            assert_eq!(rule.to_string().parse::<CaseRule>().ok(), Some(rule));
        }
        assert!("Name".parse::<Role>().is_err());
        assert!("".parse::<CaseRule>().is_err());
    }

    #[test]
    fn kinds_survive_their_number() {
        for n in 0..=255 {
            assert_eq!(Kind::from_u8(n).to_u8(), n);
        }
    }

    #[test]
    fn languages_are_codes() {
        assert_eq!("fr".parse::<Language>().map(|l| l.to_string()).ok().as_deref(), Some("fr"));
        assert_eq!("yue".parse::<Language>().map(|l| l.to_string()).ok().as_deref(), Some("yue"));
        assert_eq!("en".parse::<Language>().ok(), Some(Language::ENGLISH));
        for bad in ["", "e", "EN", "engl", "é", "e1"] {
            assert!(bad.parse::<Language>().is_err(), "{bad}");
        }
    }
}
