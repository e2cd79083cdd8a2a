//! What can go wrong while a gazetteer is built, and where.

#[cfg(feature = "alloc")]
use alloc::boxed::Box;
#[cfg(feature = "alloc")]
use alloc::string::String;
use core::fmt;
#[cfg(feature = "alloc")]
use core::str::FromStr;

use crate::entity::Bounds;
#[cfg(feature = "alloc")]
use crate::entity::{AttributeType, CaseRule, Kind, Language, Role, Use};
use crate::limits;

/// Why a gazetteer or a tagger could not be built. Tagging itself cannot fail.
///
/// Printed as one line: `my.tsv: line 7, column 3 (role), byte 181: unknown role "nmae"; expected
/// name, official, ...`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Error(#[cfg(feature = "alloc")] Box<Inner>, #[cfg(not(feature = "alloc"))] Inner);

#[derive(Clone, PartialEq, Eq, Debug)]
struct Inner {
    kind: ErrorKind,
    #[cfg(feature = "alloc")]
    location: Option<Location>,
}

/// Where in a gazetteer file an error stands.
#[cfg(feature = "alloc")]
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub struct Location {
    /// The name of the file as it was given to the reader.
    pub file: String,
    /// The line, counted from 1.
    pub line: u64,
    /// In tab-separated files the number of the field in its row, in JSON the number of the
    /// character in its line; counted from 1.
    pub column: u64,
    /// The name of the field, where the file's format gives it one.
    pub field: Option<String>,
    /// The byte offset in the file, counted from 0.
    pub byte: u64,
}

#[cfg(feature = "alloc")]
impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: line {}, column {}", self.file, self.line, self.column)?;
        if let Some(field) = &self.field {
            write!(f, " ({field})")?;
        }
        write!(f, ", byte {}", self.byte)
    }
}

/// What is wrong. The texts say what to do.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A role that does not exist.
    #[cfg(feature = "alloc")]
    #[error(
        "unknown role {0:?}; expected name, official, alias, former, demonym, acronym, code, symbol, capital or misspelling"
    )]
    UnknownRole(String),
    /// A use that does not exist.
    #[cfg(feature = "alloc")]
    #[error("unknown use {0:?}; expected nested, team or language")]
    UnknownUse(String),
    /// A part of folding that does not exist.
    #[cfg(feature = "alloc")]
    #[error(
        "unknown part of folding {0:?}; expected case, accents, punctuation, width, blanks, invisible, ampersand, dotted or saint"
    )]
    UnknownFoldingPart(String),
    /// A case rule that does not exist.
    #[cfg(feature = "alloc")]
    #[error("unknown case rule {0:?}; expected any, capitalised or exact")]
    UnknownCaseRule(String),
    /// A language that is no code.
    #[cfg(feature = "alloc")]
    #[error(
        "bad language {0:?}; expected ISO 639 codes of two or three lower-case letters, such as en, separated by |"
    )]
    BadLanguage(String),
    /// Bounds that do not exist.
    #[cfg(feature = "alloc")]
    #[error("unknown bounds {0:?}; expected word, start, end or anywhere")]
    UnknownBounds(String),
    /// Bounds that this version does not know to match.
    #[error("forms with the bounds {0} cannot be matched yet; only word can")]
    UnsupportedBounds(Bounds),
    /// A type of attributes that does not exist.
    #[cfg(feature = "alloc")]
    #[error("unknown type of attribute {0:?}; expected text, number, date, list or entity")]
    UnknownAttributeType(String),
    /// An attribute whose value does not fit its type.
    #[cfg(feature = "alloc")]
    #[error("the value {value:?} of the attribute {name:?} is no {value_type}; expected {expected}", expected = shape_of(*.value_type))]
    BadAttribute {
        /// The name of the attribute.
        name: String,
        /// Its value.
        value: String,
        /// The type that it should have.
        value_type: AttributeType,
    },
    /// A malformed date of a membership.
    #[cfg(feature = "alloc")]
    #[error("bad date {0:?}; expected YYYY, YYYY-MM or YYYY-MM-DD")]
    BadDate(String),
    /// A retired key whose successor is itself.
    #[cfg(feature = "alloc")]
    #[error(
        "the key {key:?} cannot be retired for {successor:?}, which is the same entity; give another successor"
    )]
    BadSuccessor {
        /// The key.
        key: String,
        /// What should take its place.
        successor: String,
    },
    /// A prior that is no number from 1 to 100.
    #[cfg(feature = "alloc")]
    #[error("bad prior {0:?}; expected a whole number from 1 to 100")]
    BadPrior(String),
    /// A flag that is neither yes nor no.
    #[cfg(feature = "alloc")]
    #[error("bad flag {0:?}; expected yes, no or an empty field")]
    BadFlag(String),
    /// A key that is not `kind/name`.
    #[cfg(feature = "alloc")]
    #[error("bad key {0:?}; expected a kind, a slash and a name, such as country/MLI: letters, digits and . _ - + ; at most {max} bytes", max = limits::KEY_LEN)]
    BadKey(String),
    /// More kinds than one gazetteer can tell apart.
    #[cfg(feature = "alloc")]
    #[error("kind {0:?} is one too many; a gazetteer holds at most {max} kinds beside country, bloc and mineral", max = Kind::OTHERS)]
    TooManyKinds(String),
    /// A key that nothing was declared under.
    #[cfg(feature = "alloc")]
    #[error("unknown entity {0:?}; add the entity first")]
    UnknownEntity(String),
    /// An entity that exists already under another name.
    #[cfg(feature = "alloc")]
    #[error(
        "entity {key:?} exists already with the name {name:?}; leave the name out, or take the entity out first"
    )]
    DuplicateEntity {
        /// The key.
        key: String,
        /// The name that it has.
        name: String,
    },
    /// The same form twice for one entity in one file.
    #[cfg(feature = "alloc")]
    #[error("form {form:?} stands twice for {key}; first in line {first_line}")]
    DuplicateForm {
        /// The form.
        form: String,
        /// The key of the entity, or `decoy`.
        key: String,
        /// The line where it stands first.
        first_line: u64,
    },
    /// A form of nothing but spaces and invisible characters.
    #[cfg(feature = "alloc")]
    #[error("form {0:?} has no visible character")]
    EmptyForm(String),
    /// A field with blanks around it, a control character or a line break.
    #[cfg(feature = "alloc")]
    #[error(
        "{0:?} begins or ends with a blank, or has a control character or a line break; write it as it stands in running text"
    )]
    BadText(String),
    /// A form that is too long.
    #[cfg(feature = "alloc")]
    #[error("form of {len} bytes; at most {max} are allowed", max = limits::FORM_LEN)]
    FormTooLong {
        /// Its length in bytes.
        len: usize,
    },
    /// An exact form with too many letters.
    #[cfg(feature = "alloc")]
    #[error(
        "form {0:?} with the case rule exact has more than 64 letters and digits; use capitalised"
    )]
    ExactTooLong(String),
    /// One form with too many meanings.
    #[cfg(feature = "alloc")]
    #[error("{form:?} has more than {max} readings (surface forms that fold to the same text)", max = limits::READINGS)]
    TooManyReadings {
        /// One of the forms.
        form: String,
    },
    /// A required column is missing.
    #[cfg(feature = "alloc")]
    #[error(
        "the header has no column {0:?}; the first row must name the columns: key, form, and if wanted name, role, case, lang, prior, word"
    )]
    MissingColumn(&'static str),
    /// A column that is not known.
    #[cfg(feature = "alloc")]
    #[error(
        "unknown column {0:?}; expected key, form, name, role, case, lang, prior, word, source or note"
    )]
    UnknownColumn(String),
    /// A column twice.
    #[cfg(feature = "alloc")]
    #[error("column {0:?} stands twice in the header")]
    DuplicateColumn(String),
    /// A row with too many or too few fields.
    #[cfg(feature = "alloc")]
    #[error("row of {found} fields; the header names {expected}, separated by tabs")]
    FieldCount {
        /// As many as the header names.
        expected: usize,
        /// As many as the row has.
        found: usize,
    },
    /// A required field is empty.
    #[cfg(feature = "alloc")]
    #[error("empty field; {0}")]
    EmptyField(&'static str),
    /// Text that is not UTF-8.
    #[cfg(feature = "alloc")]
    #[error("not UTF-8; save the file as UTF-8")]
    NotUtf8,
    /// A row that is too long.
    #[cfg(feature = "alloc")]
    #[error("row of {len} bytes; at most {max} are allowed", max = limits::ROW_LEN)]
    RowTooLong {
        /// Its length in bytes.
        len: usize,
    },
    /// Too many rows.
    #[cfg(feature = "alloc")]
    #[error("too many surface forms; at most {max} are allowed", max = limits::SURFACES)]
    TooManySurfaces,
    /// Text that is too large.
    #[cfg(feature = "alloc")]
    #[error("the texts of the gazetteer take more than {max} bytes", max = limits::TEXT_LEN)]
    TooLarge,
    /// JSON that is ill-formed.
    #[cfg(feature = "alloc")]
    #[error("bad JSON: {0}")]
    Json(String),
    /// JSON of another shape than the format has.
    #[cfg(feature = "alloc")]
    #[error("expected {expected}, found {found}")]
    JsonShape {
        /// What should stand there.
        expected: &'static str,
        /// What stands there.
        found: String,
    },
    /// A member that the format does not have.
    #[cfg(feature = "alloc")]
    #[error("unknown member {name:?}; expected {known}")]
    UnknownMember {
        /// Its name.
        name: String,
        /// The names that are known.
        known: String,
    },
    /// A spaCy pattern that a gazetteer cannot hold.
    #[cfg(feature = "alloc")]
    #[error(
        "token pattern with {0:?}; only phrases and tokens with LOWER, TEXT or ORTH can be read"
    )]
    TokenPattern(String),
    /// A word that no cue can speak of.
    #[cfg(feature = "alloc")]
    #[error("bad word {0:?} of a cue; expected words or phrases of one to four words")]
    BadCueWord(String),
    /// A use that a document is asked for.
    #[cfg(feature = "alloc")]
    #[error("a use is told by what stands near the name, not by the document")]
    UseOfDocument,
    /// A place where no cue can stand.
    #[cfg(feature = "alloc")]
    #[error(
        "bad place {0:?} of a cue; expected before, after, before-comma, after-comma, left N, right N, near N (1 to 12), document or document N (1 to 9)"
    )]
    BadCuePlace(String),
    /// A weight that no cue can have.
    #[cfg(feature = "alloc")]
    #[error("bad weight {0:?}; expected a whole number from -12 to 12, not 0")]
    BadWeight(String),
    /// More cues, or more classes of words, than fit.
    #[cfg(feature = "alloc")]
    #[error(
        "more than {max} cues of one name, classes of one word, or classes that documents are asked for"
    )]
    TooManyCues {
        /// As many as fit.
        max: usize,
    },
    /// An option that contradicts itself.
    #[error("the least confidence is {0}; expected 0 to 100")]
    BadConfidence(u8),
    /// No gazetteer was given, and none is built in.
    #[error("no gazetteer; give one to the builder, or switch the feature builtin on")]
    NoGazetteer,
    /// An offset that is not in the text, or less than the one before it.
    #[error(
        "offset {offset} (number {index}) is behind the end of the text or less than the one before it"
    )]
    BadOffset {
        /// The offset.
        offset: usize,
        /// Its index among the offsets.
        index: usize,
    },
    /// More languages than a tagger can be asked for.
    #[error("more than {max} languages", max = limits::LANGUAGES)]
    TooManyLanguages,
    /// A backend that the machine does not have.
    #[error("this machine has no {0}; leave the backend out to get the fastest that it has")]
    NoSuchBackend(&'static str),
    /// Bytes that are no image.
    #[error(transparent)]
    Image(#[from] ImageError),
}

/// How values of a type look.
#[cfg(feature = "alloc")]
const fn shape_of(value_type: AttributeType) -> &'static str {
    match value_type {
        AttributeType::Text => "any text",
        AttributeType::Number => "a decimal number such as -0.5",
        AttributeType::Date => "YYYY, YYYY-MM or YYYY-MM-DD",
        AttributeType::List => "texts separated by |",
        AttributeType::Entity => "the key of an entity, such as country/MLI",
    }
}

/// Why bytes are no image that can be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImageError {
    /// They do not begin like one.
    #[error("not a gaztag image; `gaztag build` and `Gazetteer::to_image` make them")]
    NotAnImage,
    /// They are of another version of the format.
    #[error(
        "image of version {found}; this library reads version {expected}: build the image again from its gazetteer files"
    )]
    Version {
        /// As the image says.
        found: u32,
        /// As this library has it.
        expected: u32,
    },
    /// They were built with other tables of folding.
    #[error(
        "image with the folding {found:#010x}; this library folds by {expected:#010x}: build the image again from its gazetteer files"
    )]
    Folding {
        /// As the image says.
        found: u32,
        /// As this library has it.
        expected: u32,
    },
    /// There are fewer or more than the header says.
    #[error(
        "image of {found} bytes; its header says {expected}: the file was cut or something follows it"
    )]
    Length {
        /// As many as there are.
        found: u64,
        /// As many as the header says.
        expected: u64,
    },
    /// The checksum is another.
    #[error(
        "the checksum of the image is {found:#010x}, not {expected:#010x}: its bytes were changed"
    )]
    Checksum {
        /// Of the bytes.
        found: u32,
        /// As the header says.
        expected: u32,
    },
    /// The checksum is right and the content is not: nothing that this library wrote.
    #[error("bad image: {what}, in its {section}, byte {byte}")]
    Content {
        /// The part of the image.
        section: &'static str,
        /// What is wrong.
        what: &'static str,
        /// The offset of the record in the image.
        byte: u64,
    },
}

impl Error {
    #[cfg(feature = "alloc")]
    pub(crate) fn at(kind: ErrorKind, location: Location) -> Self {
        Self(Box::new(Inner { kind, location: Some(location) }))
    }

    /// What is wrong.
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// Where it stands, if it came from a file.
    #[cfg(feature = "alloc")]
    pub fn location(&self) -> Option<&Location> {
        self.0.location.as_ref()
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        #[cfg(feature = "alloc")]
        return Self(Box::new(Inner { kind, location: None }));
        #[cfg(not(feature = "alloc"))]
        Self(Inner { kind })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        #[cfg(feature = "alloc")]
        if let Some(location) = &self.0.location {
            write!(f, "{location}: ")?;
        }
        self.0.kind.fmt(f)
    }
}

impl core::error::Error for Error {}

/// Parsing of what has names.
macro_rules! parsed_by_name {
    ($($name:ident, $what:literal, $error:ident;)+) => {
        $(#[cfg(feature = "alloc")]
        impl core::str::FromStr for $name {
            type Err = $crate::error::ErrorKind;

            #[doc = concat!("Reads a ", $what, " by its name as `as_str` returns it.")]
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::named(text).ok_or_else(|| Self::Err::$error(text.into()))
            }
        })+
    };
}

pub(crate) use parsed_by_name;

parsed_by_name! {
    Role, "role", UnknownRole;
    Use, "use", UnknownUse;
    Bounds, "bounds", UnknownBounds;
    AttributeType, "type of attribute", UnknownAttributeType;
    CaseRule, "case rule", UnknownCaseRule;
}

#[cfg(feature = "alloc")]
impl FromStr for Language {
    type Err = ErrorKind;

    /// Reads a code of two or three lower-case ASCII letters.
    fn from_str(text: &str) -> Result<Self, ErrorKind> {
        Self::new(text).ok_or_else(|| ErrorKind::BadLanguage(text.into()))
    }
}

#[cfg(feature = "alloc")]
impl Language {
    /// Reads codes separated by `|`, as gazetteer files have them: sorted, each once.
    #[cfg(feature = "alloc")]
    pub(crate) fn list(text: &str) -> Result<alloc::vec::Vec<Self>, ErrorKind> {
        let mut languages = text
            .split('|')
            .map(str::parse)
            .collect::<Result<alloc::vec::Vec<Self>, ErrorKind>>()?;
        languages.sort_unstable();
        languages.dedup();
        Ok(languages)
    }
}
