//! Records of a list, which become entities with their surface forms.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write;

#[cfg(feature = "std")]
use serde_json::Value;

use super::builder::GazetteerBuilder;
use super::compiled::Gazetteer;
use super::drafts::WEIGHT;
use super::format::Format;
use super::legal_form::without_legal_form;
use super::slug::{identifier, slug};
use super::surface::check_text;
use crate::entity::{AttributeType, CaseRule, Role};
#[cfg(feature = "std")]
use crate::error::Location;
use crate::error::{Error, ErrorKind, RecordProblem};
use crate::limits;

/// Makes entities of records, such as the rows of a table: which fields have the forms, the key and
/// the attributes. What `gaztag import` does.
///
/// A record is a list of fields, each with its name and its value; a field with several values is
/// there several times. Empty values are missing. Records with equal keys are one entity.
///
/// Texts are mended: blanks, underscores, commas and semicolons around forms are removed, and runs
/// of blanks, line breaks and control characters become one blank. Forms in capitals of up to five
/// letters match letter by letter.
///
/// ```
/// use gaztag::{AttributeType, Gazetteer, Records, Role, Tagger};
/// let companies = Records::new("company")
///     .with_form("name", Role::Name)
///     .with_form("ticker", Role::Acronym)
///     .with_attribute("sector", "sector", AttributeType::Text)
///     .without_legal_forms(true);
/// let listed = [
///     vec![("name", "Acme Mining, Inc."), ("ticker", "ACM"), ("sector", "Mining")],
///     vec![("name", "Zyx Ltd")],
/// ];
/// let gazetteer = Gazetteer::from_records(companies, listed)?;
/// let acme = gazetteer.find("company/acme-mining-inc").unwrap();
/// assert_eq!(acme.attribute("sector"), Some("Mining"));
/// let tagger = Tagger::builder().gazetteer(gazetteer).build()?;
/// assert_eq!(tagger.count("ACM is Acme Mining; so is Acme Mining, Inc."), 3);
/// # Ok::<(), gaztag::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Records {
    kind: String,
    forms: Vec<(String, Role)>,
    key: Option<String>,
    separator: Option<String>,
    attributes: Vec<Attribute>,
    without_legal_forms: bool,
    case: Option<CaseRule>,
    entities: Vec<Entity>,
    by_key: BTreeMap<String, usize>,
    known: BTreeSet<(usize, String)>,
    count: u64,
}

#[derive(Clone, Debug)]
struct Attribute {
    name: String,
    field: String,
    value_type: AttributeType,
}

#[derive(Clone, Debug)]
struct Entity {
    key: String,
    forms: Vec<(String, Role)>,
    /// The values of each attribute.
    values: Vec<Vec<String>>,
}

impl Records {
    /// Records of entities of a kind, such as `company`. At least one field with forms must be
    /// named: [`with_form`](Self::with_form).
    pub fn new(kind: &str) -> Self {
        Self {
            kind: kind.into(),
            forms: Vec::new(),
            key: None,
            separator: None,
            attributes: Vec::new(),
            without_legal_forms: false,
            case: None,
            entities: Vec::new(),
            by_key: BTreeMap::new(),
            known: BTreeSet::new(),
            count: 0,
        }
    }

    /// Adds a field that has forms of this role. The first form of a record is the name of its
    /// entity.
    #[must_use]
    pub fn with_form(mut self, field: &str, role: Role) -> Self {
        self.forms.push((field.into(), role));
        self
    }

    /// Sets the field that has the identifier of the entity: what the key has after the kind. Other
    /// characters than letters, digits and `+ . _ -` become hyphens. Without it, and in records
    /// where it is empty, the key has the name as [`slug`] makes it.
    #[must_use]
    pub fn with_key(mut self, field: &str) -> Self {
        self.key = Some(field.into());
        self
    }

    /// Sets what separates several forms, or items of a list, in one value, such as `;`.
    #[must_use]
    pub fn with_separator(mut self, separator: &str) -> Self {
        self.separator = Some(separator.into()).filter(|text: &String| !text.is_empty());
        self
    }

    /// Adds an attribute, with the field that has its value and its type. Of several values the
    /// first counts; those of a list are all of its items.
    #[must_use]
    pub fn with_attribute(mut self, name: &str, field: &str, value_type: AttributeType) -> Self {
        self.attributes.push(Attribute { name: name.into(), field: field.into(), value_type });
        self
    }

    /// Sets the field with a number from 0 on that says how large an entity is among those with the
    /// same name, such as its people or turnover.
    #[must_use]
    pub fn with_weight(self, field: &str) -> Self {
        self.with_attribute(WEIGHT, field, AttributeType::Number)
    }

    /// Sets whether names [without their legal form](without_legal_form) are added as aliases:
    /// *Acme* for *Acme, Inc.*
    #[must_use]
    pub fn without_legal_forms(mut self, yes: bool) -> Self {
        self.without_legal_forms = yes;
        self
    }

    /// Sets the case rule of all forms.
    #[must_use]
    pub fn with_case(mut self, case: CaseRule) -> Self {
        self.case = Some(case);
        self
    }

    /// Adds a record. `problem` gets what was mended or left out, with the text that shows it.
    /// Fields that are not asked for are not read. Time f n log m for f fields that are asked for,
    /// n values of the record and m forms.
    ///
    /// ```
    /// use gaztag::{RecordProblem, Records, Role};
    /// let mut names = Records::new("ship").with_form("name", Role::Name);
    /// let mut found = Vec::new();
    /// for name in ["Zarla ", "!"] {
    ///     names.add(&[("name", name)], |problem, text| found.push((problem, text.to_string())));
    /// }
    /// assert_eq!(found[0], (RecordProblem::Trimmed, "Zarla ".into()));
    /// assert_eq!(found[1], (RecordProblem::NoLetter, "!".into()));
    /// assert_eq!(names.to_tsv(), "key\tform\trole\tcase\nship/zarla\tZarla\t\t\n");
    /// ```
    pub fn add(&mut self, record: &[(&str, &str)], mut problem: impl FnMut(RecordProblem, &str)) {
        let problem = &mut problem;
        self.count += 1;
        let forms = self.forms_of(record, problem);
        let Some((name, _, _)) = forms.first() else {
            return problem(RecordProblem::NoForm, record.first().map_or("", |&(_, value)| value));
        };
        let id = self.key.as_ref().and_then(|key| values(record, key).next());
        let part = id.map_or_else(|| slug(name), identifier);
        if part.is_empty() {
            return problem(RecordProblem::NoKey, name);
        }
        let part = cut(part, limits::KEY_LEN.saturating_sub(self.kind.len() + 1), problem);
        let key = alloc::format!("{}/{part}", self.kind);
        let entity = match self.by_key.get(&key) {
            Some(&entity) => {
                let first = self.entities[entity].forms.first();
                if id.is_none() && first.is_some_and(|(first, _)| first != name) {
                    problem(RecordProblem::EqualKey, name);
                }
                entity
            }
            None => {
                let values = alloc::vec![Vec::new(); self.attributes.len()];
                self.by_key.insert(key.clone(), self.entities.len());
                self.entities.push(Entity { key, forms: Vec::new(), values });
                self.entities.len() - 1
            }
        };
        for (form, role, is_derived) in forms {
            if self.known.insert((entity, form.clone())) {
                self.entities[entity].forms.push((form, role));
            } else if !is_derived {
                problem(RecordProblem::Repeated, &form);
            }
        }
        for index in 0..self.attributes.len() {
            self.add_values(entity, index, record, problem);
        }
    }

    /// Adds a record like [`add`](Self::add), which mends harmless problems.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::BadRecord`] for the first other problem. The record may have been added in
    /// part.
    ///
    /// ```
    /// use gaztag::{AttributeType, Records, Role};
    /// let mut ships = Records::new("ship").with_form("name", Role::Name);
    /// ships = ships.with_attribute("built", "built", AttributeType::Date);
    /// ships.add_strictly(&[("name", "Zarla "), ("built", "1999")])?;
    /// assert!(ships.add_strictly(&[("name", "Qrs"), ("built", "long ago")]).is_err());
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn add_strictly(&mut self, record: &[(&str, &str)]) -> Result<(), Error> {
        let number = self.count + 1;
        let mut first = None;
        self.add(record, |problem, text| {
            if !problem.is_harmless() && first.is_none() {
                first = Some(ErrorKind::BadRecord { number, problem, text: text.into() });
            }
        });
        first.map_or(Ok(()), |kind| Err(kind.into()))
    }

    /// Adds the record of a JSON object, [strictly](Self::add_strictly). Strings, numbers and
    /// booleans are values; an array has several; those of objects inside have names such as
    /// `outer.inner`; null is a missing value.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Json`], and those of [`add_strictly`](Self::add_strictly).
    ///
    /// ```
    /// use gaztag::{AttributeType, Records, Role};
    /// let mut ships = Records::new("ship").with_form("names", Role::Name);
    /// ships = ships.with_attribute("built", "about.built", AttributeType::Number);
    /// ships.add_json(r#"{"names": ["Zarla", "MV Zarla"], "about": {"built": 1999}}"#)?;
    /// assert_eq!(ships.to_tsv().lines().nth(1), Some("ship/zarla\tZarla\t\t\t1999"));
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    #[cfg(feature = "std")]
    pub fn add_json(&mut self, record: &str) -> Result<(), Error> {
        let object: serde_json::Map<String, Value> = serde_json::from_str(record)
            .map_err(|error| ErrorKind::Json(alloc::string::ToString::to_string(&error)))?;
        let mut values = Vec::new();
        object.iter().for_each(|(name, value)| flatten(name, value, &mut values));
        let values: Vec<(&str, &str)> =
            values.iter().map(|(name, value)| (&**name, &**value)).collect();
        self.add_strictly(&values)
    }

    /// Adds the records of lines of JSON, one in each, as [`add_json`](Self::add_json) does. Empty
    /// lines are skipped.
    ///
    /// # Errors
    ///
    /// Those of [`add_json`](Self::add_json), with the line.
    ///
    /// ```
    /// use gaztag::{Records, Role};
    /// let mut ships = Records::new("ship").with_form("name", Role::Name);
    /// ships.add_json_lines("{\"name\": \"Zarla\"}\n{\"name\": \"Tikva\"}\n")?;
    /// assert_eq!(ships.count(), 2);
    /// assert_eq!(ships.add_json_lines("\n{").unwrap_err().location().unwrap().line, 2);
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    #[cfg(feature = "std")]
    pub fn add_json_lines(&mut self, lines: &str) -> Result<(), Error> {
        let mut byte = 0;
        for (line, text) in (1..).zip(lines.split_inclusive('\n')) {
            if !text.trim().is_empty() {
                self.add_json(text).map_err(|error| {
                    let file = "records".into();
                    let location = Location { file, line, column: 1, field: None, byte };
                    Error::at(error.kind().clone(), location)
                })?;
            }
            byte += text.len() as u64;
        }
        Ok(())
    }

    /// The forms of a record, clean, and whether each follows from another.
    fn forms_of(
        &self,
        record: &[(&str, &str)],
        problem: &mut impl FnMut(RecordProblem, &str),
    ) -> Vec<(String, Role, bool)> {
        let mut forms = Vec::new();
        for (field, role) in &self.forms {
            for part in values(record, field).flat_map(|value| self.split(value)) {
                let Some(form) = clean_form(part, problem) else { continue };
                let has_short = self.without_legal_forms
                    && !matches!(role, Role::Acronym | Role::Code | Role::Symbol);
                let short = without_legal_form(&form).filter(|_| has_short).map(String::from);
                forms.push((form, *role, false));
                forms.extend(short.map(|form| (form, Role::Alias, true)));
            }
        }
        forms
    }

    /// Adds the values of an attribute.
    fn add_values(
        &mut self,
        entity: usize,
        index: usize,
        record: &[(&str, &str)],
        problem: &mut impl FnMut(RecordProblem, &str),
    ) {
        let Attribute { name, field, value_type } = &self.attributes[index];
        let is_list = matches!(value_type, AttributeType::List | AttributeType::Entities);
        let mut known = core::mem::take(&mut self.entities[entity].values[index]);
        for value in values(record, field) {
            let parts = if is_list { self.split(value) } else { alloc::vec![value] };
            for part in parts {
                let Some(value) = clean_value(part, problem) else { continue };
                let is_right = value_type.allows(&value)
                    && !(is_list && value.contains('|'))
                    && !(name == WEIGHT && value.starts_with('-'));
                if !is_right {
                    problem(RecordProblem::BadValue, &value);
                } else if is_list || known.is_empty() {
                    if !known.contains(&value) {
                        known.push(value);
                    }
                } else if known[0] != value {
                    problem(RecordProblem::OtherValue, &value);
                }
            }
        }
        self.entities[entity].values[index] = known;
    }

    fn split<'v>(&self, value: &'v str) -> Vec<&'v str> {
        match &self.separator {
            Some(separator) => value.split(&**separator).map(str::trim).collect(),
            None => alloc::vec![value],
        }
    }

    /// How many records were added.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Checks that the kind and the names of attributes can be in a gazetteer.
    fn check(&self) -> Result<(), ErrorKind> {
        if crate::entity::kind_of_key(&alloc::format!("{}/x", self.kind)).is_none() {
            return Err(ErrorKind::BadKey(alloc::format!("{}/...", self.kind)));
        }
        self.attributes.iter().try_for_each(|attribute| check_text(&attribute.name))
    }

    /// The entities as a gazetteer file of tab-separated values, [`Format::Tsv`]: a header, and a
    /// row for each form in the order of the records.
    pub fn to_tsv(&self) -> String {
        let mut text = String::from("key\tform\trole\tcase");
        for Attribute { name, value_type, .. } in &self.attributes {
            // Writing to a string cannot fail.
            let _ = match value_type {
                _ if name == WEIGHT => write!(text, "\t{WEIGHT}"),
                // A colon in the name would be read as the beginning of a type.
                AttributeType::Text if !name.contains(':') => write!(text, "\tattr:{name}"),
                value_type => write!(text, "\tattr:{name}:{}", value_type.as_str()),
            };
        }
        text.push('\n');
        for entity in &self.entities {
            for (number, (form, role)) in entity.forms.iter().enumerate() {
                let role = if *role == Role::Name { "" } else { role.as_str() };
                let case = match self.case {
                    Some(case) => case.as_str(),
                    None if is_short_in_capitals(form) => CaseRule::Exact.as_str(),
                    None => "",
                };
                let _ = write!(text, "{}\t{form}\t{role}\t{case}", entity.key);
                for values in &entity.values {
                    text.push('\t');
                    if number == 0 {
                        text.push_str(&values.join("|"));
                    }
                }
                text.push('\n');
            }
        }
        text
    }

    /// Takes away the forms in some lines of [`to_tsv`](Self::to_tsv), counted from 1, such as
    /// those that [`GazetteerBuilder::check`] refuses. Returns how many there were.
    pub fn remove_lines(&mut self, lines: &[u64]) -> usize {
        let lines: BTreeSet<u64> = lines.iter().copied().collect();
        // The first line is the header.
        let (mut line, mut count) = (1, 0);
        for entity in &mut self.entities {
            entity.forms.retain(|_| {
                line += 1;
                let is_removed = lines.contains(&line);
                count += usize::from(is_removed);
                !is_removed
            });
        }
        count
    }
}

impl Gazetteer<'_> {
    /// A gazetteer of records: [`Records`] says which fields are read. To add them to another
    /// gazetteer, [`GazetteerBuilder::add_records`].
    ///
    /// # Errors
    ///
    /// [`ErrorKind::BadRecord`] for a record with a problem that is not
    /// [harmless](RecordProblem::is_harmless); those of [`GazetteerBuilder::add_records`] and
    /// [`GazetteerBuilder::build`].
    ///
    /// ```
    /// use gaztag::{Gazetteer, Records, Role};
    /// let rows = [[("id", "7"), ("name", "Zarla")], [("id", "7"), ("name", "MV Zarla")]];
    /// let ships = Records::new("ship").with_key("id").with_form("name", Role::Name);
    /// let gazetteer = Gazetteer::from_records(ships, rows)?;
    /// assert_eq!(gazetteer.find("ship/7").unwrap().surfaces().count(), 2);
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn from_records<'r, R: AsRef<[(&'r str, &'r str)]>>(
        fields: Records,
        records: impl IntoIterator<Item = R>,
    ) -> Result<Gazetteer<'static>, Error> {
        let mut builder = GazetteerBuilder::new();
        let mut all = fields;
        for record in records {
            all.add_strictly(record.as_ref())?;
        }
        builder.add_records(&all)?;
        builder.build()
    }
}

impl GazetteerBuilder {
    /// Adds the entities of records, as [`read`](Self::read) adds those of a file. Returns how many
    /// surface forms there were.
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::BadKey`]: the kind.
    /// - [`ErrorKind::BadText`]: the name of an attribute.
    /// - Those of [`read`](Self::read), of which the line is that of [`Records::to_tsv`].
    ///
    /// ```
    /// use gaztag::{Gazetteer, GazetteerBuilder, Records, Role};
    /// let mut names = Records::new("country").with_key("iso").with_form("name", Role::Alias);
    /// names.add_strictly(&[("iso", "MLI"), ("name", "Maliba")])?;
    /// let mut builder = GazetteerBuilder::from(&Gazetteer::builtin());
    /// assert_eq!(builder.add_records(&names)?, 1);
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn add_records(&mut self, records: &Records) -> Result<usize, Error> {
        records.check()?;
        self.read(Format::Tsv, "records", records.to_tsv().as_bytes())
    }
}

/// The values inside a value of JSON, with their names.
#[cfg(feature = "std")]
fn flatten(name: &str, value: &Value, values: &mut Vec<(String, String)>) {
    match value {
        Value::Null => {}
        Value::String(text) => values.push((name.into(), text.clone())),
        Value::Array(items) => items.iter().for_each(|item| flatten(name, item, values)),
        Value::Object(fields) => fields
            .iter()
            .for_each(|(inner, value)| flatten(&alloc::format!("{name}.{inner}"), value, values)),
        Value::Bool(_) | Value::Number(_) => values.push((name.into(), alloc::format!("{value}"))),
    }
}

/// The values of a field that are not empty.
fn values<'r>(record: &[(&'r str, &'r str)], field: &str) -> impl Iterator<Item = &'r str> {
    let of_field = record.iter().filter(move |&&(name, value)| name == field && !is_empty(value));
    of_field.map(|&(_, value)| value)
}

fn is_empty(value: &str) -> bool {
    value.trim().is_empty()
}

/// A form as it is written in running text; `None` if it is left out.
fn clean_form(text: &str, problem: &mut impl FnMut(RecordProblem, &str)) -> Option<String> {
    let trimmed = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '_' | ',' | ';'));
    if trimmed.is_empty() {
        return None;
    }
    if trimmed.len() < text.len() {
        problem(RecordProblem::Trimmed, text);
    }
    let clean = one_line(trimmed, problem);
    if clean.len() > limits::FORM_LEN {
        problem(RecordProblem::LongForm, &clean);
        None
    } else if !clean.contains(char::is_alphanumeric) {
        problem(RecordProblem::NoLetter, &clean);
        None
    } else {
        Some(clean)
    }
}

/// The value of an attribute; `None` if it is left out.
fn clean_value(text: &str, problem: &mut impl FnMut(RecordProblem, &str)) -> Option<String> {
    let clean = one_line(text.trim(), problem);
    if clean.len() > limits::FORM_LEN {
        problem(RecordProblem::LongValue, &clean);
        return None;
    }
    (!clean.is_empty()).then_some(clean)
}

/// A text with one blank for each run of blanks, line breaks and control characters.
fn one_line(text: &str, problem: &mut impl FnMut(RecordProblem, &str)) -> String {
    let is_blank = |c: char| c.is_whitespace() || c.is_control();
    let words = text.split(is_blank).filter(|word| !word.is_empty());
    let clean = words.collect::<Vec<_>>().join(" ");
    // A no-break space is as good as a blank.
    if clean != text.replace(char::is_whitespace, " ") || text.contains(['\n', '\t']) {
        problem(RecordProblem::Blanks, text);
    }
    clean
}

/// A part of a key of at most `max` bytes: a longer one is cut and gets a hash of the whole, so
/// that names with equal beginnings stay apart.
fn cut(part: String, max: usize, problem: &mut impl FnMut(RecordProblem, &str)) -> String {
    if part.len() <= max {
        return part;
    }
    // FNV-1a: the same list gives the same keys.
    let hash = part
        .bytes()
        .fold(0x811C_9DC5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let hash = alloc::format!("-{hash:08x}");
    let mut end = max.saturating_sub(hash.len());
    while !part.is_char_boundary(end) {
        end -= 1;
    }
    let short = alloc::format!("{}{hash}", &part[..end]);
    problem(RecordProblem::LongKey, &short);
    short
}

/// Whether a form is in capitals and has up to five letters: such a word in lower case is rarely
/// meant.
fn is_short_in_capitals(form: &str) -> bool {
    let letters = form.chars().filter(|c| c.is_alphabetic());
    (1..=5).contains(&letters.clone().count()) && letters.clone().all(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_stay_apart() {
        let problem = &mut |problem, _: &str| assert_eq!(problem, RecordProblem::LongKey);
        let (a, b) = ("é".repeat(80) + "a", "é".repeat(80) + "b");
        let short = cut(a, 100, problem);
        assert!(short.len() <= 100 && short != cut(b, 100, problem));
        assert_eq!(cut("acme".into(), 4, problem), "acme");
    }

    #[test]
    fn short_forms_in_capitals_are_recognised() {
        for form in ["US", "AT&T", "3M", "ABCDE", "A"] {
            assert!(is_short_in_capitals(form), "{form}");
        }
        for form in ["ABCDEF", "Us", "us", "123", "中国", ""] {
            assert!(!is_short_in_capitals(form), "{form}");
        }
    }

    #[test]
    fn entities_are_those_of_all_records() {
        let mut all = Records::new("x")
            .with_form("n", Role::Name)
            .with_key("id")
            .with_separator(";")
            .with_attribute("tags", "t", AttributeType::List)
            .with_weight("w");
        let mut found = Vec::new();
        for record in [
            &[("n", "Acme;ACM"), ("id", "7 a"), ("t", "a"), ("t", "b;c"), ("w", "3")][..],
            &[("n", "Acme"), ("id", "7 a"), ("t", "c"), ("w", "-3"), ("other", "")],
            &[("n", " "), ("id", "8")],
        ] {
            all.add(record, |problem, _| found.push(problem));
        }
        let tsv = "key\tform\trole\tcase\tattr:tags:list\tweight\n\
                   x/7-a\tAcme\t\t\ta|b|c\t3\nx/7-a\tACM\t\texact\t\t\n";
        assert_eq!((all.to_tsv(), all.count()), (tsv.into(), 3));
        let (repeated, bad) = (RecordProblem::Repeated, RecordProblem::BadValue);
        assert_eq!(found, [repeated, bad, RecordProblem::NoForm]);
        assert_eq!((all.remove_lines(&[1, 2, 9]), all.remove_lines(&[])), (1, 0));
        assert!(all.to_tsv().ends_with("weight\nx/7-a\tACM\t\texact\ta|b|c\t3\n"));
    }
}
