//! Building a gazetteer: from another one, from files, from calls.

use alloc::string::String;
use alloc::vec::Vec;

use super::assembly;
use super::compiled::Gazetteer;
use super::drafts::{AttributeDraft, Drafts, EntityDraft, MemberDraft, SurfaceDraft};
use super::format::Format;
use super::merge;
use super::ranks::Defaults;
use super::read::{self, Addition, Mode};
use super::readings::NameCounts;
use super::spell::Spell;
use super::surface::{Surface, check_text};
use crate::entity::{AttributeType, Bounds, CaseRule, Preference, kind_of_key};
use crate::error::{Error, ErrorKind};
use crate::image::DECOY;
use crate::limits;

/// Builds a gazetteer. Starts empty ([`GazetteerBuilder::new`]) or from another gazetteer
/// (`GazetteerBuilder::from(&Gazetteer::builtin())`).
///
/// Calls that add return the builder, so that they can be chained. After an error the builder is as
/// it was before the call.
///
/// ```
/// use gaztag::{Gazetteer, GazetteerBuilder, Role, Surface, Tagger};
/// let mut builder = GazetteerBuilder::from(&Gazetteer::builtin());
/// builder.add_entity("company/acme", "Acme")?;
/// builder.add_surface("company/acme", Surface::new("Acme Corp"))?;
/// builder.add_surface("company/acme", Surface::new("ACM").with_role(Role::Acronym))?;
/// builder.add_decoy(Surface::new("Acme Bakery"))?;
/// builder.remove_entity("country/MLI");
/// let tagger = Tagger::builder().gazetteer(builder.build()?).build()?;
/// let mentions = tagger.tag("Acme Corp left Mali for Niger.");
/// let names: Vec<&str> = mentions.iter().map(|m| tagger.name(m)).collect();
/// assert_eq!(names, ["Acme", "Niger"]);
/// # Ok::<(), gaztag::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct GazetteerBuilder {
    pub(super) drafts: Drafts,
    counts: NameCounts,
    /// What applies to forms that are added.
    defaults: Defaults,
    /// What files have that is left out of what is built.
    warnings: Vec<Error>,
}

impl GazetteerBuilder {
    /// An empty builder: no entity, no decoy, no cue.
    ///
    /// ```
    /// assert!(gaztag::GazetteerBuilder::new().build()?.is_empty());
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty builder of a layer that will be above a gazetteer: [`Gazetteer::with_layer`] puts
    /// it there. What is added to it ranks beside the forms of that gazetteer as if it was added to
    /// a builder that started from it. Forms can be added to its entities, and the calls and rows
    /// that remove can take away what it has, without building it again. Its entities cannot be
    /// changed otherwise.
    ///
    /// ```
    /// use gaztag::{Gazetteer, GazetteerBuilder, Preference, Surface, Tagger};
    /// let builtin = Gazetteer::builtin();
    /// let mut own = GazetteerBuilder::above(&builtin);
    /// own.add_surface("country/MLI", Surface::new("Maliba"))?;
    /// assert!(own.remove_surface("country/MLI", "Malian") && own.remove_decoy("New Mexico"));
    /// let both = builtin.with_layer(&own.build()?, Preference::Builtin)?;
    /// let tagger = Tagger::builder().gazetteer(both).build()?;
    /// let mentions = tagger.tag("Maliba, a Malian ship");
    /// assert_eq!((mentions.len(), tagger.key(&mentions[0])), (1, "country/MLI"));
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn above(lower: &Gazetteer<'static>) -> Self {
        let drafts = Drafts { lower: Some(lower.clone()), ..Drafts::default() };
        let defaults = Defaults { has_base: true, ..Defaults::default() };
        Self { drafts, defaults, ..Self::default() }
    }

    /// Sets the version of the data, any text; empty if never set.
    ///
    /// ```
    /// let mut builder = gaztag::GazetteerBuilder::new();
    /// builder.set_data_version("2026.11");
    /// assert_eq!(builder.build()?.data_version(), "2026.11");
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn set_data_version(&mut self, version: &str) -> &mut Self {
        self.drafts.version = version.into();
        self
    }

    /// Adds an entity with its key and its name. The key is a kind, a slash and a name
    /// (`country/MLI`); kinds other than `country`, `bloc` and `mineral` become
    /// [`Kind::Other`](crate::Kind::Other). Does nothing if the entity exists with the same name.
    ///
    /// The name is for people. To find it in text, add it as a surface form too.
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::BadKey`]: the key has another shape.
    /// - [`ErrorKind::DuplicateEntity`]: the entity exists with another name.
    /// - [`ErrorKind::TooManyKinds`]: the kind is one more than a gazetteer can have.
    /// - [`ErrorKind::BadText`], [`ErrorKind::FormTooLong`]: the name.
    ///
    /// ```
    /// let mut builder = gaztag::GazetteerBuilder::new();
    /// builder.add_entity("company/acme", "Acme")?;
    /// assert!(builder.add_entity("company/acme", "Acme Corp").is_err());
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn add_entity(&mut self, key: &str, name: &str) -> Result<&mut Self, Error> {
        check_text(name)?;
        let known = self.drafts.known(key);
        match known.and_then(|number| self.drafts.entities.get(number as usize)) {
            Some(known) if known.name == name => {}
            Some(known) => {
                let (key, name) = (key.into(), known.name.clone());
                return Err(ErrorKind::DuplicateEntity { key, name }.into());
            }
            None => {
                let mut kinds = Vec::new();
                let draft = match self.drafts.draft_of_lower(key, &mut kinds)? {
                    Some(lower) if lower.name != name => {
                        let (key, name) = (lower.key, lower.name);
                        return Err(ErrorKind::DuplicateEntity { key, name }.into());
                    }
                    Some(lower) => lower,
                    None => {
                        let kind = self.drafts.kind_number(key, &mut kinds)?;
                        let (key, name, attributes) = (key.into(), name.into(), Vec::new());
                        EntityDraft { key, name, kind, attributes, of_lower: false }
                    }
                };
                self.drafts.kinds.extend(kinds);
                self.drafts.push_entity(draft);
            }
        }
        Ok(self)
    }

    /// The number of an entity to which a form is added. It may be of a lower layer.
    fn with_forms(&mut self, key: &str) -> Result<u32, Error> {
        let drafts = &mut self.drafts;
        if let Some(known) = drafts.known(key) {
            return Ok(known);
        }
        let mut kinds = Vec::new();
        let Some(draft) = drafts.draft_of_lower(key, &mut kinds)? else {
            return Err(ErrorKind::UnknownEntity(key.into()).into());
        };
        // A retired key means the entity that took its place.
        if let Some(known) = drafts.known(&draft.key) {
            return Ok(known);
        }
        drafts.kinds.extend(kinds);
        drafts.push_entity(draft);
        Ok(drafts.entities.len() as u32 - 1)
    }

    /// Adds an attribute of an entity, or replaces the one with its name. The value is any text.
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::UnknownEntity`]: there is no entity with the key.
    /// - [`ErrorKind::BadText`], [`ErrorKind::FormTooLong`]: the name or the value.
    /// - [`ErrorKind::BadAttribute`]: the name is `weight`, which is a number.
    ///
    /// ```
    /// let mut builder = gaztag::GazetteerBuilder::new();
    /// builder.add_entity("company/acme", "Acme")?;
    /// builder.set_attribute("company/acme", "seat", "Bamako")?;
    /// let gazetteer = builder.build()?;
    /// let acme = gazetteer.find("company/acme").unwrap();
    /// assert_eq!(acme.attribute("seat"), Some("Bamako"));
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn set_attribute(
        &mut self,
        key: &str,
        name: &str,
        value: &str,
    ) -> Result<&mut Self, Error> {
        self.set_typed_attribute(key, name, AttributeType::Text, value)
    }

    /// Adds an attribute of an entity, or replaces the one with its name. The value has a type.
    ///
    /// # Errors
    ///
    /// Those of [`set_attribute`](Self::set_attribute), and [`ErrorKind::BadAttribute`] for a value
    /// that its type does not [allow](AttributeType::allows). The attribute `weight`, which chooses
    /// among entities with the same name, is a number of at least 0.
    ///
    /// ```
    /// use gaztag::{AttributeType, GazetteerBuilder};
    /// let mut builder = GazetteerBuilder::new();
    /// builder.add_entity("company/acme", "Acme")?;
    /// builder.set_typed_attribute("company/acme", "founded", AttributeType::Date, "1950-05")?;
    /// let (key, date) = ("company/acme", AttributeType::Date);
    /// assert!(builder.set_typed_attribute(key, "closed", date, "never").is_err());
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn set_typed_attribute(
        &mut self,
        key: &str,
        name: &str,
        value_type: AttributeType,
        value: &str,
    ) -> Result<&mut Self, Error> {
        let draft = AttributeDraft { name: name.into(), value: value.into(), value_type };
        draft.check()?;
        let number = self.drafts.existing(key)?;
        self.drafts.entities[number as usize].set_attribute(draft);
        Ok(self)
    }

    /// Adds a spell of membership: that an entity, `member`, is or was in another, `bloc`. Each
    /// call adds one.
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::UnknownEntity`]: there is no entity with one of the keys.
    /// - [`ErrorKind::BadDate`]: a date of another shape.
    /// - [`ErrorKind::BadText`], [`ErrorKind::FormTooLong`]: a text of the spell.
    ///
    /// ```
    /// use gaztag::{GazetteerBuilder, Spell};
    /// let mut builder = GazetteerBuilder::new();
    /// builder.add_entity("bloc/ecowas", "ECOWAS")?.add_entity("country/MLI", "Mali")?;
    /// let spell = Spell::new("former").with_joined("1975-05-28").with_left("2025-01-29");
    /// builder.add_member("bloc/ecowas", "country/MLI", spell)?;
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn add_member(
        &mut self,
        bloc: &str,
        member: &str,
        spell: Spell<'_>,
    ) -> Result<&mut Self, Error> {
        spell.texts().into_iter().try_for_each(check_text)?;
        let is_bad = |date: &&str| !date.is_empty() && !AttributeType::Date.allows(date);
        if let Some(date) = spell.dates().into_iter().find(is_bad) {
            return Err(ErrorKind::BadDate(date.into()).into());
        }
        let (bloc, member) = (self.drafts.existing(bloc)?, self.drafts.existing(member)?);
        let texts = spell.texts().map(String::from);
        self.drafts.members.push(MemberDraft { bloc, member, texts });
        Ok(self)
    }

    /// Retires a key: from then on it means its successor, in this builder, in
    /// [`Gazetteer::find`] and in files that are read. An entity with the key is removed; what
    /// should remain of it must be added to the successor.
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::BadKey`]: the key has another shape.
    /// - [`ErrorKind::UnknownEntity`]: there is no entity with the key `successor`.
    /// - [`ErrorKind::BadSuccessor`]: both are the same entity.
    ///
    /// ```
    /// let mut builder = gaztag::GazetteerBuilder::new();
    /// builder.add_entity("company/acme", "Acme")?;
    /// builder.retire_key("company/acme-corp", "company/acme")?;
    /// let gazetteer = builder.build()?;
    /// let acme = gazetteer.find("company/acme-corp").unwrap();
    /// assert_eq!(acme.key(), "company/acme");
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn retire_key(&mut self, key: &str, successor: &str) -> Result<&mut Self, Error> {
        if kind_of_key(key).is_none() {
            return Err(ErrorKind::BadKey(key.into()).into());
        }
        let drafts = &mut self.drafts;
        let number = drafts.existing(successor)?;
        let old = drafts.by_key.get(key).copied();
        if old == Some(number) {
            let (key, successor) = (key.into(), successor.into());
            return Err(ErrorKind::BadSuccessor { key, successor }.into());
        }
        if let Some(old) = old {
            drafts.by_key.remove(key);
            let successors = drafts.retired.values_mut();
            successors.filter(|entity| **entity == old).for_each(|entity| *entity = number);
        }
        drafts.retired.insert(key.into(), number);
        Ok(self)
    }

    /// Adds a surface form to an entity. A form that the entity has already is replaced, but keeps
    /// its languages beside those that are new.
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::UnknownEntity`]: there is no entity with the key.
    /// - [`ErrorKind::EmptyForm`], [`ErrorKind::BadText`], [`ErrorKind::FormTooLong`],
    ///   [`ErrorKind::ExactTooLong`]: a form that no text can match.
    /// - [`ErrorKind::BadPrior`]: not from 1 to 100.
    /// - [`ErrorKind::InsideTooLong`]: a form with other bounds than words of more than
    ///   [`limits::INSIDE_LEN`] bytes.
    /// - [`ErrorKind::TooManySurfaces`]: more than [`limits::SURFACES`].
    ///
    /// ```
    /// use gaztag::{GazetteerBuilder, Role, Surface};
    /// let mut builder = GazetteerBuilder::new();
    /// builder.add_entity("company/acme", "Acme")?;
    /// builder.add_surface("company/acme", Surface::new("ACM").with_role(Role::Acronym))?;
    /// assert_eq!(builder.build()?.look_up("acm").count(), 1);
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn add_surface(&mut self, key: &str, surface: Surface<'_>) -> Result<&mut Self, Error> {
        // Checked first, so that an error leaves the builder as it was.
        surface.check()?;
        let entity = self.with_forms(key)?;
        self.put(entity, &surface)?;
        Ok(self)
    }

    /// Adds a decoy: a form that means no entity and hides the names inside it. A decoy that equals
    /// a name hides that name. Its role and its prior are not used. If it has several words and its
    /// case is [`CaseRule::Exact`](crate::CaseRule::Exact), whole words of it may also be in
    /// capitals.
    ///
    /// # Errors
    ///
    /// Those of [`add_surface`](Self::add_surface) for the form.
    ///
    /// ```
    /// use gaztag::{Gazetteer, GazetteerBuilder, Surface, Tagger};
    /// let mut builder = GazetteerBuilder::from(&Gazetteer::builtin());
    /// builder.add_decoy(Surface::new("Mali Bakery"))?;
    /// let tagger = Tagger::builder().gazetteer(builder.build()?).build()?;
    /// assert!(!tagger.is_match("the Mali Bakery"));
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn add_decoy(&mut self, surface: Surface<'_>) -> Result<&mut Self, Error> {
        self.put(DECOY, &surface)?;
        Ok(self)
    }

    /// Removes an entity, with its surface forms, its memberships and the keys that were retired
    /// for it. Returns whether there was one.
    ///
    /// ```
    /// use gaztag::{Gazetteer, GazetteerBuilder};
    /// let mut builder = GazetteerBuilder::from(&Gazetteer::builtin());
    /// assert!(builder.remove_entity("country/MLI"));
    /// assert!(builder.build()?.find("country/MLI").is_none());
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn remove_entity(&mut self, key: &str) -> bool {
        let in_lower = self.drafts.remove_in_lower(Some(key), None);
        let Some(&entity) = self.drafts.by_key.get(key) else { return in_lower };
        self.drafts.remove_entity(entity);
        true
    }

    /// Removes a surface form of an entity, spelled exactly like `form`. Returns whether there was
    /// one.
    ///
    /// ```
    /// use gaztag::{Gazetteer, GazetteerBuilder};
    /// let mut builder = GazetteerBuilder::from(&Gazetteer::builtin());
    /// assert!(builder.remove_surface("country/MLI", "Malian"));
    /// assert!(!builder.remove_surface("country/MLI", "malian"));
    /// ```
    pub fn remove_surface(&mut self, key: &str, form: &str) -> bool {
        let in_lower = self.drafts.remove_in_lower(Some(key), Some(form));
        let known = self.drafts.known(key);
        known.is_some_and(|entity| self.drafts.remove_form(entity, form)) || in_lower
    }

    /// Removes a decoy, spelled exactly like `form`. Returns whether there was one.
    ///
    /// ```
    /// use gaztag::{GazetteerBuilder, Surface};
    /// let mut builder = GazetteerBuilder::new();
    /// builder.add_decoy(Surface::new("Mali Bakery"))?;
    /// assert!(builder.remove_decoy("Mali Bakery"));
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn remove_decoy(&mut self, form: &str) -> bool {
        let in_lower = self.drafts.remove_in_lower(None, Some(form));
        self.drafts.remove_form(DECOY, form) || in_lower
    }

    /// Sets the [bounds](Bounds) of those forms and decoys of files that give none of their own.
    /// Applies to [`read`](Self::read) and [`check`](Self::check) from then on, in every format;
    /// [`Bounds::Word`] if never set.
    ///
    /// ```
    /// use gaztag::{Bounds, Format, GazetteerBuilder, Tagger};
    /// let mut builder = GazetteerBuilder::new();
    /// builder.set_file_bounds(Bounds::Anywhere);
    /// builder.read(Format::Tsv, "codes.tsv", b"key\tform\ncode/x7\tx7\n")?;
    /// let tagger = Tagger::builder().gazetteer(builder.build()?).build()?;
    /// assert_eq!(tagger.count("AX7B x7"), 2);
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn set_file_bounds(&mut self, bounds: Bounds) -> &mut Self {
        self.defaults.bounds = bounds;
        self
    }

    /// Sets the case rule of those forms and decoys of files that give none of their own. Applies
    /// to files from then on, in every format; `None`, as at first, leaves it to
    /// [`Surface::with_case`].
    ///
    /// ```
    /// use gaztag::{CaseRule, Format, GazetteerBuilder, Tagger};
    /// let mut builder = GazetteerBuilder::new();
    /// builder.set_file_case(Some(CaseRule::Any));
    /// let rows = b"key\tform\nterm/heart-attack\tHeart Attack\n";
    /// builder.read(Format::Tsv, "terms.tsv", rows)?;
    /// let tagger = Tagger::builder().gazetteer(builder.build()?).build()?;
    /// assert!(tagger.is_match("a heart attack"));
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn set_file_case(&mut self, case: Option<CaseRule>) -> &mut Self {
        self.defaults.case = case;
        self
    }

    /// Sets which form counts where one that is added equals one of another entity of the gazetteer
    /// that the builder started from. Applies to what is added from then on;
    /// [`Preference::Builtin`] if never set.
    ///
    /// Without it the form that is added counts only where the other does not fit. If its prior is
    /// given, both count, and their priors decide. A decoy of the gazetteer never hides an equal
    /// form that is added.
    ///
    /// ```
    /// use gaztag::{Gazetteer, GazetteerBuilder, Preference, Surface, Tagger};
    /// let mut builder = GazetteerBuilder::from(&Gazetteer::builtin());
    /// builder.add_entity("ship/morocco", "Morocco")?;
    /// builder.add_surface("ship/morocco", Surface::new("Morocco"))?;
    /// let key = |builder: &GazetteerBuilder| {
    ///     let tagger = Tagger::builder().gazetteer(builder.build()?).build()?;
    ///     let mention = tagger.tag("talks in Morocco")[0];
    ///     Ok::<_, gaztag::Error>(tagger.key(&mention).to_string())
    /// };
    /// assert_eq!(key(&builder)?, "country/MAR");
    /// builder.set_preference(Preference::Own);
    /// builder.add_surface("ship/morocco", Surface::new("Morocco"))?;
    /// assert_eq!(key(&builder)?, "ship/morocco");
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn set_preference(&mut self, preference: Preference) -> &mut Self {
        self.defaults.preference = preference;
        self
    }

    /// Reads a gazetteer file. `file` is its name for messages, `text` is its content. Returns how
    /// many surface forms and decoys it has.
    ///
    /// Entities that do not exist are added, with the name that the file gives or with their first
    /// form as name.
    ///
    /// The time is n log m for n bytes of the file and m surface forms of the builder and the file.
    ///
    /// # Errors
    ///
    /// The first row that is wrong, with its [location](Error::location); then nothing of the file
    /// is added. A row by which more than [`limits::READINGS`] surface forms fold to the same text
    /// is wrong too: those that the builder has already count, and those that follow from others by
    /// rule.
    ///
    /// ```
    /// use gaztag::{Format, GazetteerBuilder};
    /// let mut builder = GazetteerBuilder::new();
    /// let rows = "key\tform\trole\ncompany/acme\tAcme\t\ncompany/acme\tACM\tacronym\n";
    /// assert_eq!(builder.read(Format::Tsv, "companies.tsv", rows.as_bytes())?, 2);
    ///
    /// let error = builder.read(Format::Tsv, "bad.tsv", b"key\tform\nacme\tAcme\n").unwrap_err();
    /// assert_eq!(error.location().map(|location| location.line), Some(2));
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn read(&mut self, format: Format, file: &str, text: &[u8]) -> Result<usize, Error> {
        let (count, _) = self.read_in(Mode::First, format, file, text)?;
        Ok(count)
    }

    /// Reads a gazetteer file like [`read`](Self::read), and mends harmless mistakes: blanks around
    /// fields and forms are removed, and underscores, commas and semicolons around forms. A blank
    /// takes the place of control characters in forms and names. Of a form that is repeated for its
    /// entity the first row counts. Returns how many surface forms and decoys the file has, and the
    /// mistakes that were mended, in the order of the rows.
    ///
    /// # Errors
    ///
    /// The first other mistake; then nothing of the file is added.
    ///
    /// ```
    /// use gaztag::{Format, GazetteerBuilder};
    /// let mut builder = GazetteerBuilder::new();
    /// let rows = b"key\tform\ncompany/acme\tAcme \ncompany/acme\tAcme\n";
    /// let (count, mended) = builder.read_lenient(Format::Tsv, "companies.tsv", rows)?;
    /// assert_eq!((count, mended.len()), (1, 2));
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn read_lenient(
        &mut self,
        format: Format,
        file: &str,
        text: &[u8],
    ) -> Result<(usize, Vec<Error>), Error> {
        self.read_in(Mode::Lenient, format, file, text)
    }

    fn read_in(
        &mut self,
        mode: Mode,
        format: Format,
        file: &str,
        text: &[u8],
    ) -> Result<(usize, Vec<Error>), Error> {
        self.counts.update(&self.drafts.surfaces);
        let file = (format, file, text);
        let reading = read::read(&self.drafts, &self.counts, file, self.defaults, mode);
        match reading.errors.into_iter().next() {
            Some(error) => Err(error),
            None => {
                let count = reading.addition.len();
                self.append(reading.addition);
                Ok((count, reading.mended))
            }
        }
    }

    /// All errors that [`read`](Self::read) could return for a file, in the order of the file. If
    /// there are none, the error of [`build`](Self::build) with the file. Adds nothing. A text to
    /// which too many surface forms fold is reported once, at the first row that is too many.
    ///
    /// Copies the builder if the file is right.
    ///
    /// ```
    /// use gaztag::{Format, GazetteerBuilder};
    /// let rows = b"key\tform\nacme\tAcme\ncompany/b\tB\tB\n";
    /// let errors = GazetteerBuilder::new().check(Format::Tsv, "bad.tsv", rows);
    /// assert_eq!(errors.len(), 2);
    /// ```
    pub fn check(&self, format: Format, file: &str, text: &[u8]) -> Vec<Error> {
        let mut counts = self.counts.clone();
        counts.update(&self.drafts.surfaces);
        let file = (format, file, text);
        let reading = read::read(&self.drafts, &counts, file, self.defaults, Mode::All);
        if !reading.errors.is_empty() {
            return reading.errors;
        }
        let mut with_file = self.clone();
        with_file.append(reading.addition);
        with_file.build().err().into_iter().collect()
    }

    /// What the files that were read have that is left out of what is built, with its location: the
    /// rows by which more than [`limits::READINGS`] surface forms fold to the same text, if their
    /// entities have weights. Those of the largest weights are kept.
    ///
    /// ```
    /// use gaztag::{Format, GazetteerBuilder};
    /// let mut builder = GazetteerBuilder::new();
    /// let mut rows = String::from("key\tform\tweight\n");
    /// (0..40).for_each(|n| rows += &format!("city/{n}\tSpringfield\t{n}\n"));
    /// builder.read(Format::Tsv, "cities.tsv", rows.as_bytes())?;
    /// assert_eq!(builder.warnings()[0].location().map(|location| location.line), Some(34));
    /// assert_eq!(builder.build()?.look_up("Springfield").count(), 32);
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn warnings(&self) -> &[Error] {
        &self.warnings
    }

    fn append(&mut self, mut addition: Addition) {
        self.warnings.append(&mut addition.warnings);
        addition.append_to(&mut self.drafts, &mut self.counts);
    }

    /// Adds a surface form to an entity, or to [`DECOY`].
    fn put(&mut self, entity: u32, surface: &Surface<'_>) -> Result<(), Error> {
        surface.check()?;
        let draft = SurfaceDraft::new(entity, surface, self.defaults.rank_of(surface));
        if self.drafts.surfaces.len() >= limits::SURFACES
            && !self.drafts.by_form.contains_key(&(entity, draft.form.clone()))
        {
            return Err(ErrorKind::TooManySurfaces.into());
        }
        self.counts.put(&mut self.drafts, draft);
        Ok(())
    }

    /// Builds the gazetteer. The builder can be used further. Time n log n in the number of surface
    /// forms.
    ///
    /// The order of the calls that added does not change the result: the same content gives the
    /// same bytes.
    ///
    /// # Errors
    ///
    /// A limit of [`limits`]: [`ErrorKind::TooLarge`], [`ErrorKind::TooManyReadings`],
    /// [`ErrorKind::TooManyCues`].
    ///
    /// ```
    /// use gaztag::{GazetteerBuilder, Surface};
    /// let mut builder = GazetteerBuilder::new();
    /// builder.add_entity("company/acme", "Acme")?;
    /// builder.add_surface("company/acme", Surface::new("Acme"))?;
    /// let gazetteer = builder.build()?;
    /// assert_eq!(gazetteer.len(), 1);
    /// # Ok::<(), gaztag::Error>(())
    /// ```
    pub fn build(&self) -> Result<Gazetteer<'static>, Error> {
        Ok(Gazetteer::of_built(assembly::assemble(&self.drafts)?))
    }
}

impl From<&Gazetteer<'_>> for GazetteerBuilder {
    /// A builder with everything that a gazetteer has, in one layer. Linear in its image.
    fn from(gazetteer: &Gazetteer<'_>) -> Self {
        let defaults = Defaults { has_base: true, ..Defaults::default() };
        Self { drafts: merge::drafts_of(gazetteer), defaults, ..Self::default() }
    }
}
