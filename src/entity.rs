//! Entities: their ids, keys and kinds; and the values that describe their surface forms and
//! attributes.

use core::fmt;

use crate::date::Date;
use crate::limits;

/// The id of an entity in a gazetteer: a layer, and an index in it.
///
/// A gazetteer is one layer, with the number 0, or has several: `Gazetteer::with_layer`.
///
/// An id is valid for one gazetteer, and can change with the next version of the data: store the
/// [key](crate::Entity::key).
///
/// ```
/// use gaztag::{EntityId, Gazetteer};
/// let gazetteer = Gazetteer::builtin();
/// let id = gazetteer.find("country/MLI").unwrap().id();
/// assert_eq!(EntityId::from_u64(id.to_u64()), Some(id));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId {
    layer: u8,
    index: u32,
}

impl EntityId {
    /// The id with this index in the layer 0. [`Gazetteer::entity`](crate::Gazetteer::entity)
    /// returns `None` for an index that it does not have.
    pub const fn from_index(index: u32) -> Self {
        Self::new(0, index)
    }

    /// The id with this index in a layer.
    pub const fn new(layer: u8, index: u32) -> Self {
        Self { layer, index }
    }

    /// The number of the layer.
    pub const fn layer(self) -> u8 {
        self.layer
    }

    /// The index in the layer: entities are numbered from 0 without gaps, sorted by key.
    pub const fn index(self) -> u32 {
        self.index
    }

    /// The id as one number: the index in the lower 32 bits, the layer in the next eight.
    pub const fn to_u64(self) -> u64 {
        (self.layer as u64) << 32 | self.index as u64
    }

    /// The id of a number that [`to_u64`](Self::to_u64) returned; `None` for numbers of more than
    /// 40 bits.
    pub const fn from_u64(number: u64) -> Option<Self> {
        match number >> 32 {
            layer @ 0..=0xFF => Some(Self { layer: layer as u8, index: number as u32 }),
            _ => None,
        }
    }
}

impl fmt::Debug for EntityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.layer {
            0 => write!(f, "EntityId({})", self.index),
            layer => write!(f, "EntityId({layer}:{})", self.index),
        }
    }
}

/// The index of an entity in its own gazetteer, as images have it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct EntityIndex(pub(crate) u32);

/// What kind of thing an entity is: the part of its key before the slash.
///
/// ```
/// use gaztag::{Gazetteer, Kind};
/// let gazetteer = Gazetteer::builtin();
/// assert_eq!(gazetteer.find("mineral/lithium").unwrap().kind(), Kind::Mineral);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[non_exhaustive]
pub enum Kind {
    /// A country, territory or former state; keys `country/MLI`.
    Country,
    /// A union, alliance or other organisation of states; keys `bloc/ecowas`.
    Bloc,
    /// A mineral, metal, rock, fuel or gemstone; keys `mineral/lithium`.
    Mineral,
    /// A kind of a user's own, numbered from 0 in each gazetteer.
    /// [`Gazetteer::kind_name`](crate::Gazetteer::kind_name) returns its name.
    Other(u8),
}

impl Kind {
    /// The kinds of this library, in the order of their numbers. `CONTRIBUTING.md` lists what else
    /// a new one touches.
    pub(crate) const LIBRARY: [Self; 3] = [Kind::Country, Kind::Bloc, Kind::Mineral];

    /// How many kinds of a user's own one gazetteer can have.
    pub const OTHERS: usize = 256 - Self::FIRST_OTHER as usize;

    /// The number of the first kind of a user's own. Numbers below it are reserved for kinds of
    /// this library.
    pub const FIRST_OTHER: u8 = 64;

    /// Its number: 0 for countries, 1 for blocs, 2 for minerals, and from
    /// [`FIRST_OTHER`](Self::FIRST_OTHER) on for a user's own. Images and the C ABI have it.
    pub const fn to_u8(self) -> u8 {
        match self {
            Kind::Country => 0,
            Kind::Bloc => 1,
            Kind::Mineral => 2,
            // A number that is too large for a gazetteer becomes one that is reserved.
            Kind::Other(n) => n.wrapping_add(Self::FIRST_OTHER),
        }
    }

    /// The kind with this number; `None` for reserved numbers. Not every gazetteer has every kind.
    ///
    /// ```
    /// use gaztag::Kind;
    /// assert_eq!(Kind::from_u8(1), Some(Kind::Bloc));
    /// assert_eq!(Kind::from_u8(63), None);
    /// assert_eq!(Kind::from_u8(64), Some(Kind::Other(0)));
    /// ```
    pub const fn from_u8(n: u8) -> Option<Self> {
        match Self::of_number(n) {
            Kind::Other(_) if n < Self::FIRST_OTHER => None,
            kind => Some(kind),
        }
    }

    /// The kind with this number. For a reserved number, which a modified image can have, it is a
    /// kind that no gazetteer has.
    pub(crate) const fn of_number(n: u8) -> Self {
        match n {
            0 => Kind::Country,
            1 => Kind::Bloc,
            2 => Kind::Mineral,
            _ => Kind::Other(n.wrapping_sub(Self::FIRST_OTHER)),
        }
    }

    /// The name of a kind of this library; `None` for a user's own, whose name its gazetteer has.
    pub(crate) const fn library_name(self) -> Option<&'static str> {
        match self {
            Kind::Country => Some("country"),
            Kind::Bloc => Some("bloc"),
            Kind::Mineral => Some("mineral"),
            Kind::Other(_) => None,
        }
    }

    /// The kind of this library with this name.
    #[cfg(feature = "alloc")]
    pub(crate) fn library_kind(name: &str) -> Option<Self> {
        Self::LIBRARY.into_iter().find(|kind| kind.library_name() == Some(name))
    }
}

/// The part of a key before its slash: the name of a kind. `None` for a text that is not a key.
pub(crate) fn kind_of_key(key: &str) -> Option<&str> {
    let is_part = |part: &str| {
        !part.is_empty()
            && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+'))
    };
    let (kind, name) = key.split_once('/')?;
    (key.len() <= limits::KEY_LEN && is_part(kind) && is_part(name)).then_some(kind)
}

/// Declares an enumeration whose values have names: the list of its values, their names, and the
/// value with a name. Parsing is in `error`, whose messages list the names.
macro_rules! named_values {
    ($(#[$meta:meta])* $name:ident; $($(#[$doc:meta])* $variant:ident = $text:literal,)+) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[repr(u8)]
        pub enum $name { $($(#[$doc])* $variant,)+ }

        impl $name {
            /// All values, in the order of their declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name in files and on the command line.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// The value with this name.
            #[cfg(feature = "alloc")]
            pub(crate) fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == name)
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

pub(crate) use named_values;

named_values! {
    /// What a surface form is to its entity.
    #[non_exhaustive]
    Role;
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
    /// A closed compound that begins with a name: Goldmine. Counts unless [`Use::Compound`] is left
    /// out.
    Compound = "compound",
}

named_values! {
    /// What a name can be used for other than for the country, bloc or mineral itself. [`Uses`] is
    /// a set of them.
    #[non_exhaustive]
    Use;
    /// A part of another name: Bank of Japan.
    Nested = "nested",
    /// A national team: Brazil beat Chile 2-0.
    Team = "team",
    /// A language: she speaks French.
    Language = "language",
    /// A mineral in the name of a company, or a country in that of an airline: Tata Steel, Kuwait
    /// Airlines.
    Firm = "firm",
    /// An adjective of a mineral, which describes a rock: limonitic.
    Adjective = "adjective",
    /// A street or a restaurant: Peru Street, Casa Mexico.
    Place = "place",
    /// The first part of a closed compound: Goldmine, Ukrainekrieg. The data has those of German
    /// and Dutch, as forms of the role [`Role::Compound`].
    Compound = "compound",
}

/// A set of uses of a name: those that count as mentions. A name that is used otherwise is not a
/// mention, as far as the cues in the data recognise the use.
///
/// A later version can have more uses. Start from [`Uses::default`] to have those that count by
/// default then.
///
/// ```
/// use gaztag::{Tagger, Use, Uses};
/// let strict = Tagger::builder().uses(Uses::default().without(Use::Nested)).build()?;
/// assert!(Tagger::builtin().is_match("the Bank of Japan"));
/// assert!(!strict.is_match("the Bank of Japan"));
/// # Ok::<(), gaztag::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Uses(u32);

impl Uses {
    /// The empty set: no use is a mention.
    pub const NONE: Self = Self(0);

    /// What counts by default: names inside other names, teams, and compounds; not languages,
    /// firms, adjectives and places.
    pub const DEFAULT: Self = Self::NONE.with(Use::Nested).with(Use::Team).with(Use::Compound);

    /// The set with this use added.
    #[must_use]
    pub const fn with(self, of: Use) -> Self {
        Self(self.0 | 1 << of as u32)
    }

    /// The set with this use removed.
    #[must_use]
    pub const fn without(self, of: Use) -> Self {
        Self(self.0 & !(1 << of as u32))
    }

    /// Whether the set has this use.
    #[inline]
    pub const fn has(self, of: Use) -> bool {
        self.0 >> of as u32 & 1 == 1
    }

    /// Whether a use that counts by default is not in the set.
    #[inline]
    pub(crate) const fn are_fewer(self) -> bool {
        Self::DEFAULT.0 & !self.0 != 0
    }
}

impl Default for Uses {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl fmt::Debug for Uses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(Use::ALL.iter().filter(|of| self.has(**of))).finish()
    }
}

named_values! {
    /// Where in a word a surface form may begin and end.
    ///
    /// A form never begins or ends inside a character, nor between a letter and its accents.
    ///
    /// ```
    /// use gaztag::{Bounds, GazetteerBuilder, Surface, Tagger};
    /// let mut builder = GazetteerBuilder::new();
    /// builder.add_entity("part/berg", "berg")?;
    /// builder.add_surface("part/berg", Surface::new("berg").with_bounds(Bounds::End))?;
    /// let tagger = Tagger::builder().gazetteer(builder.build()?).build()?;
    /// assert_eq!(tagger.count("Heidelberg, Bergen, iceberg"), 2);
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    #[non_exhaustive]
    Bounds;
    /// It begins and ends at word boundaries: Mali, never in Malibu. The default.
    Word = "word",
    /// It begins at a word boundary and may end inside a word.
    Start = "start",
    /// It may begin inside a word and ends at a word boundary.
    End = "end",
    /// It may begin and end anywhere.
    Anywhere = "anywhere",
}

named_values! {
    /// Which form counts where one that is added to a gazetteer equals one of another entity that
    /// the gazetteer had before, and no prior is given for it.
    /// [`GazetteerBuilder::set_preference`](crate::GazetteerBuilder::set_preference) sets it.
    #[non_exhaustive]
    Preference;
    /// The form of the gazetteer: an own entity *Morocco* does not take the country's name. The
    /// default.
    Builtin = "builtin",
    /// The form that is added.
    Own = "own",
}

#[allow(clippy::derivable_impls, reason = "the macro that declares it has no attributes of values")]
impl Default for Preference {
    fn default() -> Self {
        Self::Builtin
    }
}

#[allow(clippy::derivable_impls, reason = "the macro that declares it has no attributes of values")]
impl Default for Bounds {
    fn default() -> Self {
        Self::Word
    }
}

/// A set of bounds, one bit each.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct BoundsSet(pub(crate) u8);

impl BoundsSet {
    /// Only those that ask for no boundary.
    pub(crate) const ANYWHERE: Self = Self(1 << Bounds::Anywhere as u8);

    /// The bounds that allow a form where a word begins and ends as given.
    pub(crate) const fn allowed(begins_word: bool, ends_word: bool) -> Self {
        let word =
            Self(1 << Bounds::Word as u8 | 1 << Bounds::Start as u8 | 1 << Bounds::End as u8);
        match (begins_word, ends_word) {
            (true, true) => Self(word.0 | Self::ANYWHERE.0),
            (true, false) => Self(1 << Bounds::Start as u8 | Self::ANYWHERE.0),
            (false, true) => Self(1 << Bounds::End as u8 | Self::ANYWHERE.0),
            (false, false) => Self::ANYWHERE,
        }
    }

    /// The set with these bounds added.
    #[must_use]
    pub(crate) const fn with(self, bounds: Bounds) -> Self {
        Self(self.0 | 1 << bounds as u8)
    }

    pub(crate) const fn has(self, bounds: Bounds) -> bool {
        self.0 >> bounds as u8 & 1 == 1
    }

    /// Whether both sets have some bounds in common.
    pub(crate) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether it has bounds other than words.
    pub(crate) const fn goes_inside(self) -> bool {
        self.0 & !(1 << Bounds::Word as u8) != 0
    }
}

named_values! {
    /// The type of an attribute's value. Values are kept as text.
    #[non_exhaustive]
    AttributeType;
    /// Any text.
    Text = "text",
    /// A decimal number: `0.5`, `-12`, `6.02e23`.
    Number = "number",
    /// A date: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    Date = "date",
    /// Texts separated by `|`.
    List = "list",
    /// The key of an entity.
    Entity = "entity",
    /// Keys of entities separated by `|`.
    Entities = "entities",
}

impl AttributeType {
    /// Whether a text can be a value of this type. A key need not exist.
    ///
    /// ```
    /// use gaztag::AttributeType;
    /// assert!(AttributeType::Date.allows("1960-09"));
    /// assert!(!AttributeType::Date.allows("September 1960"));
    /// ```
    pub fn allows(self, value: &str) -> bool {
        match self {
            Self::Text => true,
            Self::Number => {
                value.starts_with(|c: char| c.is_ascii_digit() || c == '-')
                    && value.parse::<f64>().is_ok_and(f64::is_finite)
            }
            Self::Date => value.parse::<Date>().is_ok(),
            Self::List => value.split('|').all(|item| !item.is_empty() && item.trim() == item),
            Self::Entity => kind_of_key(value).is_some(),
            Self::Entities => value.split('|').all(|key| kind_of_key(key).is_some()),
        }
    }
}

named_values! {
    /// How a text may be cased to match a surface form.
    #[non_exhaustive]
    CaseRule;
    /// In any case: lithium, Lithium, LITHIUM.
    Any = "any",
    /// With a capital first (or a letter without case): Mali, MALI, never mali.
    Capitalised = "capitalised",
    /// Letter by letter as the form is written: US, never Us or us.
    Exact = "exact",
}

/// A language: an ISO 639 code of two or three lower-case letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language([u8; 3]);

impl Language {
    /// English.
    pub const ENGLISH: Self = Self(*b"en\0");

    /// The language with this code; `None` unless it is two or three lower-case ASCII letters.
    /// Codes are not checked against ISO 639.
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

    /// The language with a code as images have it.
    pub(crate) const fn from_code(code: [u8; 3]) -> Self {
        Self(code)
    }

    /// The code as images have it: with a zero after two letters.
    pub(crate) const fn code(self) -> [u8; 3] {
        self.0
    }

    /// The code, such as `en`.
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

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use alloc::vec::Vec;

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
            assert_eq!(Kind::of_number(n).to_u8(), n);
        }
        let library: Vec<Kind> = (0..Kind::FIRST_OTHER).filter_map(Kind::from_u8).collect();
        assert_eq!(library, Kind::LIBRARY);
        assert!(library.iter().all(|kind| kind.library_name().is_some()));
        assert_eq!(Kind::from_u8(64), Some(Kind::Other(0)));
        assert_eq!(Kind::from_u8(255), Some(Kind::Other((Kind::OTHERS - 1) as u8)));
    }

    #[test]
    fn ids_survive_their_number() {
        for id in [EntityId::from_index(0), EntityId::from_index(u32::MAX), EntityId::new(255, 7)] {
            assert_eq!(EntityId::from_u64(id.to_u64()), Some(id));
        }
        assert_eq!(EntityId::from_index(7).to_u64(), 7);
        assert_eq!(EntityId::from_u64(1 << 40), None);
    }

    #[test]
    fn uses_are_a_set() {
        let uses = Uses::default().without(Use::Team).with(Use::Language);
        assert!(uses.has(Use::Nested) && !uses.has(Use::Team) && uses.has(Use::Language));
        assert!(uses.are_fewer() && !Uses::default().with(Use::Language).are_fewer());
        assert_eq!(alloc::format!("{uses:?}"), "{Nested, Language, Compound}");
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
