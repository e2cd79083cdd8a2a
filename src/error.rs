//! Errors, and where they are in a gazetteer file.

#[cfg(feature = "alloc")]
use alloc::boxed::Box;
#[cfg(feature = "alloc")]
use alloc::string::{String, ToString as _};
use core::fmt;
#[cfg(feature = "alloc")]
use core::str::FromStr;

#[cfg(feature = "alloc")]
use crate::entity::{AttributeType, Bounds, CaseRule, Kind, Language, Preference, Role, Use};
use crate::limits;

/// Why a gazetteer or a tagger could not be built. Tagging itself cannot fail.
///
/// `Display` writes one line, such as `my.tsv: line 7, column 3 (role), byte 181: unknown role
/// "nmae"; expected name, official, ...`.
///
/// ```
/// use gaztag::{ErrorKind, Format, GazetteerBuilder};
/// let rows = b"key\tform\trole\ncompany/acme\tAcme\tnmae\n";
/// let error = GazetteerBuilder::new().read(Format::Tsv, "my.tsv", rows).unwrap_err();
/// assert_eq!(*error.kind(), ErrorKind::UnknownRole("nmae".into()));
/// assert_eq!(error.location().map(|location| (location.line, location.column)), Some((2, 3)));
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Error(#[cfg(feature = "alloc")] Box<Inner>, #[cfg(not(feature = "alloc"))] Inner);

#[derive(Clone, PartialEq, Eq, Debug)]
struct Inner {
    kind: ErrorKind,
    #[cfg(feature = "alloc")]
    location: Option<Location>,
}

/// Where an error is in a gazetteer file.
#[cfg(feature = "alloc")]
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub struct Location {
    /// The name of the file, as it was given to
    /// [`GazetteerBuilder::read`](crate::GazetteerBuilder::read).
    pub file: String,
    /// The line, counted from 1.
    pub line: u64,
    /// In tab-separated files the number of the field in its row; in JSON the number of the
    /// character in its line. Counted from 1.
    pub column: u64,
    /// The name of the field, in tab-separated files.
    pub field: Option<String>,
    /// The offset in the file in bytes, counted from 0.
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

/// What is wrong. The messages say what is expected or what to do.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A role that does not exist.
    #[cfg(feature = "alloc")]
    #[error(
        "unknown role {0:?}; expected name, official, alias, former, demonym, acronym, code, symbol, capital, misspelling or compound"
    )]
    UnknownRole(String),
    /// A use that does not exist.
    #[cfg(feature = "alloc")]
    #[error(
        "unknown use {0:?}; expected nested, team, language, firm, adjective, place or compound"
    )]
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
    /// A language that is not a code.
    #[cfg(feature = "alloc")]
    #[error(
        "bad language {0:?}; expected ISO 639 codes of two or three lower-case letters, such as en, separated by |"
    )]
    BadLanguage(String),
    /// Bounds that do not exist.
    #[cfg(feature = "alloc")]
    #[error("unknown bounds {0:?}; expected word, start, end or anywhere")]
    UnknownBounds(String),
    /// A preference that does not exist.
    #[cfg(feature = "alloc")]
    #[error("unknown preference {0:?}; expected builtin or own")]
    UnknownPreference(String),
    /// A form that may begin or end inside a word and is too long for that.
    #[cfg(feature = "alloc")]
    #[error(
        "the form {0:?} folds to more than {max} bytes, so its bounds can only be word",
        max = limits::INSIDE_LEN
    )]
    InsideTooLong(String),
    /// A type of attributes that does not exist.
    #[cfg(feature = "alloc")]
    #[error(
        "unknown type of attribute {0:?}; expected text, number, date, list, entity or entities"
    )]
    UnknownAttributeType(String),
    /// An attribute whose value is not of its type.
    #[cfg(feature = "alloc")]
    #[error("the value {value:?} of the attribute {name:?} is not of the type {value_type}; expected {expected}", expected = shape_of(*.value_type))]
    BadAttribute {
        /// The name of the attribute.
        name: String,
        /// Its value.
        value: String,
        /// The type that it should have.
        value_type: AttributeType,
    },
    /// A date of a membership that is not a [`Date`](crate::Date).
    #[cfg(feature = "alloc")]
    #[error("bad date {0:?}; expected YYYY, YYYY-MM or YYYY-MM-DD, of a day that exists")]
    BadDate(String),
    /// A name or code of several entities.
    #[cfg(feature = "alloc")]
    #[error("{name:?} can mean {candidates}; give the key of one of them")]
    AmbiguousName {
        /// The name.
        name: String,
        /// The keys of the entities, the likeliest first, separated by commas.
        candidates: String,
    },
    /// A text that is neither a key nor a name nor a code.
    #[cfg(feature = "alloc")]
    #[error("no entity with the key, name or code {name:?}{}", suggestion(.alike))]
    UnknownName {
        /// The text.
        name: String,
        /// Keys of entities with a similar key or name, separated by commas; may be empty.
        alike: String,
    },
    /// A retired key whose successor is itself.
    #[cfg(feature = "alloc")]
    #[error(
        "the key {key:?} cannot be retired for {successor:?}, which is the same entity; use another successor"
    )]
    BadSuccessor {
        /// The key.
        key: String,
        /// The key that should take its place.
        successor: String,
    },
    /// A prior that is not a number from 1 to 100.
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
    /// More kinds than one gazetteer can have.
    #[cfg(feature = "alloc")]
    #[error("kind {0:?} is one too many; a gazetteer holds at most {max} kinds other than country, bloc and mineral", max = Kind::OTHERS)]
    TooManyKinds(String),
    /// More layers than one gazetteer can have.
    #[cfg(feature = "alloc")]
    #[error("too many layers; a gazetteer has at most {max}", max = limits::LAYERS)]
    TooManyLayers,
    /// A key without an entity.
    #[cfg(feature = "alloc")]
    #[error("unknown entity {0:?}; add the entity first")]
    UnknownEntity(String),
    /// An entity of a lower layer, to which a layer can add only forms.
    #[cfg(feature = "alloc")]
    #[error(
        "{0:?} is an entity of a lower layer, to which only forms can be added; build both into one gazetteer to change it"
    )]
    OfLowerLayer(String),
    /// An entity to remove that does not exist, or a form that it does not have.
    #[cfg(feature = "alloc")]
    #[error("there is nothing to remove: the gazetteer has no {0}; write it as the gazetteer does")]
    NothingToRemove(String),
    /// A row that removes something, after rows that add something.
    #[cfg(feature = "alloc")]
    #[error("rows that remove something come first in a file; move this one to the beginning")]
    LateRemoval,
    /// An entity that exists with another name.
    #[cfg(feature = "alloc")]
    #[error(
        "entity {key:?} exists already with the name {name:?}; leave the name out, or remove the entity first"
    )]
    DuplicateEntity {
        /// The key.
        key: String,
        /// The name that it has.
        name: String,
    },
    /// The same form twice for one entity in one file.
    #[cfg(feature = "alloc")]
    #[error("duplicate form {form:?} of {key}; first in line {first_line}")]
    DuplicateForm {
        /// The form.
        form: String,
        /// The key of the entity, or `a decoy`.
        key: String,
        /// The line of the first one, counted from 1.
        first_line: u64,
    },
    /// A form of only blanks and invisible characters.
    #[cfg(feature = "alloc")]
    #[error("form {0:?} has no visible character")]
    EmptyForm(String),
    /// A field or a form of a file with blanks around it, or a form with underscores, commas or
    /// semicolons.
    #[cfg(feature = "alloc")]
    #[error(
        "{0:?} begins or ends with a blank, an underscore or a comma; write it as in running text"
    )]
    BlanksAround(String),
    /// A form or a name of a file with control characters. Where harmless mistakes are mended, each
    /// run of them becomes a blank.
    #[cfg(feature = "alloc")]
    #[error("{0:?} has control characters; expected a blank in their place")]
    ControlCharacters(String),
    /// A text with blanks around it (or a form with underscores), a control character or a line
    /// break.
    #[cfg(feature = "alloc")]
    #[error(
        "{0:?} begins or ends with a blank or an underscore, or has a control character or a line break; write it as in running text"
    )]
    BadText(String),
    /// A form, name or value that is too long.
    #[cfg(feature = "alloc")]
    #[error("text of {len} bytes; at most {max} are allowed", max = limits::FORM_LEN)]
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
    /// Too many surface forms that fold to the same text.
    #[cfg(feature = "alloc")]
    #[error("{form:?} has more than {max} readings (surface forms that fold to the same text)", max = limits::READINGS)]
    TooManyReadings {
        /// One of the forms.
        form: String,
    },
    /// A header whose columns are not separated by tabs.
    #[cfg(feature = "alloc")]
    #[error(
        "the header has no tabs but commas or semicolons; expected columns key and form separated by tabs: `gaztag import` makes them of a CSV file"
    )]
    NotTabs,
    /// A list of names without a header.
    #[cfg(feature = "alloc")]
    #[error(
        "no header: the first row must name the columns key and form, separated by tabs; `gaztag import` makes a gazetteer file of a list of one name a line"
    )]
    NoHeader,
    /// An image in the place of a gazetteer file.
    #[cfg(feature = "alloc")]
    #[error(
        "an image, not a gazetteer file: it is loaded as it is, and `gaztag list --gazetteer FILE` lists what it has"
    )]
    ImageAsFile,
    /// As [`TooManyReadings`](Self::TooManyReadings), with weights by which those are chosen that
    /// are kept: a [warning](crate::GazetteerBuilder::warnings), no error.
    #[cfg(feature = "alloc")]
    #[error("{form:?} has more than {max} readings; those of the largest weights are kept", max = limits::READINGS)]
    CrowdedName {
        /// One of the forms.
        form: String,
    },
    /// A header without a required column.
    #[cfg(feature = "alloc")]
    #[error(
        "the header has no column {0:?}; the first row must name the columns: key, form, and if wanted name, role, case, lang, prior, word"
    )]
    MissingColumn(&'static str),
    /// A column that does not exist.
    #[cfg(feature = "alloc")]
    #[error(
        "unknown column {0:?}; expected key, form, name, role, case, lang, prior, word, bounds, accents, weight, remove, attr:NAME, source or note"
    )]
    UnknownColumn(String),
    /// A column that is in the header twice.
    #[cfg(feature = "alloc")]
    #[error("duplicate column {0:?} in the header")]
    DuplicateColumn(String),
    /// A row with too many or too few fields.
    #[cfg(feature = "alloc")]
    #[error("row of {found} fields; the header names {expected}, separated by tabs")]
    FieldCount {
        /// How many fields the header has.
        expected: usize,
        /// How many fields the row has.
        found: usize,
    },
    /// A required field that is empty.
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
    /// More surface forms than one gazetteer can have.
    #[cfg(feature = "alloc")]
    #[error("too many surface forms; at most {max} are allowed", max = limits::SURFACES)]
    TooManySurfaces,
    /// More texts than one gazetteer can have.
    #[cfg(feature = "alloc")]
    #[error("the texts of the gazetteer take more than {max} bytes", max = limits::TEXT_LEN)]
    TooLarge,
    /// JSON that is ill-formed.
    #[cfg(feature = "alloc")]
    #[error("bad JSON: {0}")]
    Json(String),
    /// JSON of another shape than the format.
    #[cfg(feature = "alloc")]
    #[error("expected {expected}, found {found}")]
    JsonShape {
        /// What should be there.
        expected: &'static str,
        /// The beginning of what is there.
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
    /// A text that is not a word or a short phrase, for a class of words.
    #[cfg(feature = "alloc")]
    #[error("bad word {0:?} of a cue; expected a word, or a phrase of at most four words")]
    BadCueWord(String),
    /// A cue of a use with the place [`CuePlace::Document`](crate::CuePlace::Document).
    #[cfg(feature = "alloc")]
    #[error("a cue of a use must be near the name; use another place than document")]
    UseOfDocument,
    /// A place that a cue cannot have.
    #[cfg(feature = "alloc")]
    #[error(
        "bad place {0:?} of a cue; expected before, after, before-comma, after-comma, left N, right N, near N (1 to 12), document or document N (1 to 9)"
    )]
    BadCuePlace(String),
    /// A weight that a cue cannot have.
    #[cfg(feature = "alloc")]
    #[error("bad weight {0:?}; expected a whole number from -12 to 12, not 0")]
    BadWeight(String),
    /// More cues of one name, or more classes of words, than a gazetteer can have.
    #[cfg(feature = "alloc")]
    #[error(
        "more than {max} cues of one name, classes of one word, or classes of cues in the document"
    )]
    TooManyCues {
        /// How many it can have.
        max: usize,
    },
    /// A function word of a language that is not one word in lower case, or that is in a script
    /// which is written without blanks.
    #[cfg(feature = "alloc")]
    #[error("bad function word {0:?}; expected one word in lower case, of letters between blanks")]
    BadFunctionWord(String),
    /// A record of a list with a problem that cannot be mended.
    #[cfg(feature = "alloc")]
    #[error("record {number}: {}: {text:?}", problem.found())]
    BadRecord {
        /// Which record, counted from 1.
        number: u64,
        /// What is wrong.
        problem: RecordProblem,
        /// The text that shows it.
        text: String,
    },
    /// Function words of more languages than a gazetteer can have.
    #[cfg(feature = "alloc")]
    #[error("function words of more than {max} languages, with English", max = limits::TEXT_LANGUAGES)]
    TooManyTextLanguages,
    /// A language of texts that the gazetteer does not have.
    #[cfg(feature = "alloc")]
    #[error("unknown language of texts {language}; the gazetteer has {known}")]
    UnknownTextLanguage {
        /// The language.
        language: Language,
        /// The languages that the gazetteer has, separated by blanks.
        known: String,
    },
    /// A language of texts that the gazetteer does not have.
    #[cfg(not(feature = "alloc"))]
    #[error("unknown language of texts {language}")]
    UnknownTextLanguage {
        /// The language.
        language: crate::entity::Language,
    },
    /// A least confidence of more than 100.
    #[error("the least confidence is {0}; expected 0 to 100")]
    BadConfidence(u8),
    /// A tagger without a gazetteer, in a library that has none built in.
    #[error("no gazetteer; give one to the builder, or enable the feature builtin")]
    NoGazetteer,
    /// An offset that is not in the text, or that is less than the one before it.
    #[error(
        "offset {offset} (number {index}) is after the end of the text or less than the one before it"
    )]
    BadOffset {
        /// The offset, in the unit that the text was given with.
        offset: usize,
        /// Its index among the offsets.
        index: usize,
    },
    /// More languages than a tagger can be built with.
    #[error("more than {max} languages", max = limits::LANGUAGES)]
    TooManyLanguages,
    /// A backend that this machine does not have.
    #[error("this machine does not have {0}; leave the backend out to get the fastest one")]
    NoSuchBackend(&'static str),
    /// An image that cannot be used.
    #[error(transparent)]
    Image(#[from] ImageError),
}

impl ErrorKind {
    /// Whether [`GazetteerBuilder::read_lenient`](crate::GazetteerBuilder::read_lenient) mends the
    /// mistake.
    #[cfg(feature = "alloc")]
    pub fn is_harmless(&self) -> bool {
        matches!(
            self,
            Self::BlanksAround(_) | Self::ControlCharacters(_) | Self::DuplicateForm { .. }
        )
    }
}

/// A problem of a record. Its message says what [`Records::add`](crate::Records::add) makes of it
/// too; that of [`ErrorKind::BadRecord`], where nothing is made of it, does not.
#[cfg(feature = "alloc")]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RecordProblem {
    /// A form with something around it that is not written in running text.
    #[error("blanks, underscores or commas around a form: removed")]
    Trimmed,
    /// A text of several lines, or with more blanks than one.
    #[error("line break, tab, control character or several blanks in a text: made one blank")]
    Blanks,
    /// A form that its entity has already.
    #[error("form repeated for its entity: merged")]
    Repeated,
    /// A record without an identifier whose name gives the key of another name.
    #[error("record with the key of an earlier record of another name: merged")]
    EqualKey,
    /// A key that is longer than [`limits::KEY_LEN`].
    #[error("key longer than 128 bytes: shortened")]
    LongKey,
    /// A second value of an attribute that is not a list.
    #[error("value of an attribute other than the entity's first one: left out")]
    OtherValue,
    /// A value that is not of the attribute's type.
    #[error("value of an attribute that is not of its type: left out")]
    BadValue,
    /// A value that is longer than [`limits::FORM_LEN`].
    #[error("value of an attribute longer than 1024 bytes: left out")]
    LongValue,
    /// A record without any form.
    #[error("record without a form: left out")]
    NoForm,
    /// A name of which no key can be made.
    #[error("record without a letter or digit for a key: left out")]
    NoKey,
    /// A form that is longer than [`limits::FORM_LEN`].
    #[error("form longer than 1024 bytes: left out")]
    LongForm,
    /// A form that no text can have.
    #[error("form without a letter or digit: left out")]
    NoLetter,
}

#[cfg(feature = "alloc")]
impl RecordProblem {
    /// Whether nothing is lost but what a list has too much of: blanks, repetitions, empty records.
    pub const fn is_harmless(self) -> bool {
        matches!(
            self,
            Self::Trimmed
                | Self::Blanks
                | Self::Repeated
                | Self::EqualKey
                | Self::LongKey
                | Self::OtherValue
                | Self::NoForm
        )
    }

    /// The message without what is made of the record.
    fn found(self) -> String {
        let message = self.to_string();
        message.split_once(": ").map_or(message.clone(), |(found, _)| found.into())
    }
}

/// What values of a type look like.
#[cfg(feature = "alloc")]
const fn shape_of(value_type: AttributeType) -> &'static str {
    match value_type {
        AttributeType::Text => "any text",
        AttributeType::Number => "a decimal number such as -0.5",
        AttributeType::Date => "YYYY, YYYY-MM or YYYY-MM-DD",
        AttributeType::List => "texts separated by |",
        AttributeType::Entity => "the key of an entity, such as country/MLI",
        AttributeType::Entities => "keys of entities separated by |",
    }
}

/// The end of a message about an unknown name.
#[cfg(feature = "alloc")]
fn suggestion(alike: &str) -> String {
    if alike.is_empty() { String::new() } else { alloc::format!("; did you mean {alike}?") }
}

/// Why an image cannot be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImageError {
    /// The bytes do not begin like an image.
    #[error("not a gaztag image; `gaztag build` and `Gazetteer::to_image` make them")]
    NotAnImage,
    /// The image is of another version of the format.
    #[error(
        "image of version {found}; this library reads version {expected}: build the image again from its gazetteer files"
    )]
    Version {
        /// That of the image.
        found: u32,
        /// That of this library.
        expected: u32,
    },
    /// The image was built with other tables of folding.
    #[error(
        "image with the folding {found:#010x}; this library folds by {expected:#010x}: build the image again from its gazetteer files"
    )]
    Folding {
        /// That of the image.
        found: u32,
        /// That of this library.
        expected: u32,
    },
    /// The image is shorter or longer than its header says.
    #[error(
        "image of {found} bytes; its header says {expected}: it was truncated, or something was added"
    )]
    Length {
        /// The length in bytes.
        found: u64,
        /// The length that the header says.
        expected: u64,
    },
    /// The checksum is wrong.
    #[error(
        "the checksum of the image is {found:#010x}, not {expected:#010x}: the image was modified"
    )]
    Checksum {
        /// That of the bytes.
        found: u32,
        /// The checksum that the header says.
        expected: u32,
    },
    /// The checksum is right but the content is not: this library did not write it.
    #[error("bad image: {what} in section {section:?}, byte {byte}")]
    Content {
        /// The name of the section, as `docs/image.md` in the project has it.
        section: &'static str,
        /// What is wrong.
        what: &'static str,
        /// The offset of the record in the image, in bytes.
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

    /// Where it is, if it came from a gazetteer file.
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

/// Implements parsing for enumerations whose values have names.
macro_rules! parsed_by_name {
    ($($name:ident, $what:literal, $error:ident;)+) => {
        $(#[cfg(feature = "alloc")]
        impl core::str::FromStr for $name {
            type Err = $crate::error::ErrorKind;

            #[doc = concat!("Reads the name of a ", $what, ", as `as_str` returns it.")]
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
    Preference, "preference", UnknownPreference;
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
    /// Reads codes separated by `|`, as gazetteer files have them. Returns them sorted, each once.
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
