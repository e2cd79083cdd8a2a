//! Builds the built-in gazetteer from the data.

use std::collections::{BTreeSet, HashMap, HashSet};

use gaztag::{
    AttributeType, CaseRule, Gazetteer, GazetteerBuilder, Language, Role, Spell, Surface, WordClass,
};

use crate::data::{ACCENTED_FORMS, Data, FOREIGN_WORDS, KINDS, Row, Table, case_of};
use crate::fold_table::fold_text;
use crate::relations;
use crate::variants::variants;

/// A capitalised form with at least this prior is never treated as a common word.
const SURE: u8 = 95;

/// The least prior of an acronym that counts with the number of members after it.
const COUNTED: u8 = 97;

/// The least prior of an English acronym that has no language: it holds in every text.
const UNDOUBTED: u8 = 88;

/// An attribute: the name of its column, and the type of its values.
type Attribute = (&'static str, AttributeType);

/// The attributes of each of [`KINDS`].
const ATTRIBUTES: [&[Attribute]; KINDS.len()] = [
    &[
        ("class", AttributeType::Text),
        ("founded", AttributeType::Date),
        ("dissolved", AttributeType::Date),
        ("status", AttributeType::Text),
        ("parent", AttributeType::Entity),
        ("successor", AttributeType::Entity),
        ("membership", AttributeType::Text),
        ("as_of", AttributeType::Date),
    ],
    &[
        ("alpha2", AttributeType::Text),
        ("alpha3", AttributeType::Text),
        ("numeric", AttributeType::Text),
        ("status", AttributeType::Text),
        ("part_of", AttributeType::Entities),
    ],
    &[
        ("class", AttributeType::Text),
        ("symbol", AttributeType::Text),
        ("formula", AttributeType::Text),
        ("cas", AttributeType::Text),
        ("hs", AttributeType::List),
        ("wikidata", AttributeType::Text),
        ("commodity", AttributeType::Entity),
        ("kind_of", AttributeType::Entity),
        ("ore_of", AttributeType::Entities),
        ("lists", AttributeType::List),
    ],
];

/// The attributes of the table of facts about countries.
const OF_COUNTRIES: &[Attribute] = &[
    ("region", AttributeType::Text),
    ("subregion", AttributeType::Text),
    ("capital", AttributeType::List),
    ("currency", AttributeType::List),
    ("domain", AttributeType::Text),
    ("calling_code", AttributeType::List),
    ("latitude", AttributeType::Number),
    ("longitude", AttributeType::Number),
    ("wikidata", AttributeType::Text),
    ("former_codes", AttributeType::List),
    ("founded", AttributeType::Date),
    ("dissolved", AttributeType::Date),
];

/// Builds the gazetteer of the data. Fails with an error of the builder that no check has found.
pub(crate) fn build(data: &Data) -> Result<Gazetteer<'static>, gaztag::Error> {
    let mut builder = GazetteerBuilder::new();
    builder.set_data_version(&data.version);
    for (table, attributes) in data.entities().into_iter().zip(ATTRIBUTES) {
        for row in table.rows() {
            builder.add_entity(table.get(row, "key"), table.get(row, "name"))?;
        }
        add_attributes(table, attributes, &mut builder)?;
    }
    add_attributes(&data.country_attributes, OF_COUNTRIES, &mut builder)?;
    derived_attributes(data, &mut builder)?;
    // The same form of several languages becomes one form, with the fields of its first row, which
    // is the English one if there is one.
    let mut forms: Vec<(&Table, &Row, Vec<Language>)> = Vec::new();
    let mut places: HashMap<(&str, &str), usize> = HashMap::new();
    for (language, table) in data.surfaces_english_first() {
        let language: Language = language.parse()?;
        for row in table.rows() {
            let place = *places
                .entry((table.get(row, "key"), table.get(row, "form")))
                .or_insert(forms.len());
            match forms.get_mut(place) {
                Some((_, _, languages)) => languages.push(language),
                None => forms.push((table, row, vec![language])),
            }
        }
    }
    // The prior of an English form limits that of the same letters with other accents: a reader of
    // English text may write Niger for Níger. But greco never matches where Greco, a surname, does.
    let mut english: HashMap<(&str, String), [u8; 2]> = HashMap::new();
    for (table, row, _) in
        forms.iter().filter(|(_, _, languages)| languages[0] == Language::ENGLISH)
    {
        let form = table.get(row, "form");
        let highest = english.entry((table.get(row, "key"), fold_text(form))).or_default();
        let highest = &mut highest[usize::from(form.starts_with(char::is_lowercase))];
        *highest = prior_of(table, row)?.max(*highest);
    }
    let foreign: HashSet<String> = data.forms_of_class(FOREIGN_WORDS).map(fold_text).collect();
    let accented: HashSet<String> = data.forms_of_class(ACCENTED_FORMS).map(fold_text).collect();
    let everywhere = Everywhere::new(data);
    for (table, row, mut languages) in forms {
        let form = table.get(row, "form");
        let role: Role = table.get(row, "role").parse()?;
        let case = case_of(table.get(row, "case"), form, role)?;
        let prior = prior_of(table, row)?;
        let lower = case == CaseRule::Exact && form.starts_with(char::is_lowercase);
        let prior = english
            .get(&(table.get(row, "key"), fold_text(form)))
            .map(
                |&[capitalised, lower_case]| {
                    if lower { lower_case } else { capitalised.max(lower_case) }
                },
            )
            .filter(|&english| english > 0)
            .map_or(prior, |english| prior.min(english));
        // Forms with a high prior do not count as common words although a list has them: china.
        let word = (case == CaseRule::Exact || (case == CaseRule::Capitalised && prior < SURE))
            && data.words.contains(&fold_text(form))
            || foreign.contains(&fold_text(form));
        languages.sort_unstable();
        let has_accents = accented.contains(&fold_text(form))
            || has_own_accents(&languages, table.get(row, "key"), form, role);
        // Web pages lose apostrophes: *Chinas* is a genitive in English as in German.
        let is_genitive = role != Role::Demonym
            && fold_text(form)
                .strip_suffix('s')
                .is_some_and(|name| english.contains_key(&(table.get(row, "key"), name.into())));
        if is_genitive || everywhere.has(role, prior, form) {
            languages.clear();
        }
        let surface = Surface::new(form)
            .with_role(role)
            .with_case(case)
            .with_languages(&languages)
            .with_prior(prior)
            .with_word(word)
            .with_accents(has_accents);
        builder.add_surface(table.get(row, "key"), surface)?;
    }
    for (key, form, prior) in with_counts(data)? {
        let surface =
            Surface::new(&form).with_role(Role::Acronym).with_languages(&[Language::ENGLISH]);
        builder.add_surface(key, surface.with_prior(prior))?;
    }
    for row in data.countries.rows() {
        if let Some(flag) = flag(data.countries.get(row, "alpha2")) {
            builder.add_surface(
                data.countries.get(row, "key"),
                Surface::new(&flag).with_role(Role::Code).with_case(CaseRule::Any),
            )?;
        }
    }
    for row in data.decoys.rows() {
        let form = data.decoys.get(row, "form");
        builder.add_decoy(Surface::new(form).with_case(case_of(
            data.decoys.get(row, "case"),
            form,
            Role::Name,
        )?))?;
    }
    add_variants(data, &mut builder)?;
    let members = &data.members;
    for row in members.rows() {
        let field = |name| members.get(row, name);
        let url = field("source_url");
        builder.add_member(
            field("bloc"),
            field("member"),
            Spell::new(field("status"))
                .with_joined(field("joined"))
                .with_left(field("left"))
                .with_source(if url.is_empty() { field("source") } else { url })
                .with_as_of(field("as_of")),
        )?;
    }
    for row in data.retired.rows() {
        builder.retire_key(data.retired.get(row, "key"), data.retired.get(row, "replaced_by"))?;
    }
    cues(data, &mut builder)?;
    for (language, table) in &data.function_words {
        let words = table.rows().iter().map(|row| table.get(row, "word"));
        builder.add_function_words(language.parse()?, words)?;
    }
    builder.build()
}

/// Whether a text must have the accents of a form, and no others. Vietnamese accents tell words
/// apart, and texts in Vietnamese have them. Accents on a form without any make another word of an
/// acronym, demonym or mineral: *çiğ* is not CIG. Not of English ones, which other languages take
/// over and write in their own way, nor of Turkish ones: their capitals have İ. Polish cases in
/// -ę are other words without their accents: *Kenię* is not Kenie.
fn has_own_accents(languages: &[Language], key: &str, form: &str, role: Role) -> bool {
    let has = |code: &str| languages.iter().any(|language| language.as_str() == code);
    let is_short = matches!(role, Role::Acronym | Role::Demonym) || key.starts_with("mineral/");
    let is_polish_case = has("pl") && role == Role::Alias && form.ends_with('ę');
    (languages.len() == 1 && (has("vi") || is_polish_case))
        || (is_short && form.is_ascii() && !has("en") && !has("tr"))
}

/// The English acronyms that texts in every language have: NATO, WHO, DRC.
struct Everywhere<'d> {
    /// English forms that mean one entity and that no language has as a function word.
    forms: HashSet<&'d str>,
}

impl<'d> Everywhere<'d> {
    fn new(data: &'d Data) -> Self {
        let mut keys: HashMap<&str, BTreeSet<&str>> = HashMap::new();
        for (_, table) in &data.surfaces {
            for row in table.rows() {
                keys.entry(table.get(row, "form")).or_default().insert(table.get(row, "key"));
            }
        }
        let words: HashSet<String> = data
            .function_words
            .iter()
            .flat_map(|(_, table)| table.rows().iter().map(|row| fold_text(table.get(row, "word"))))
            .collect();
        let english = data.surfaces.iter().filter(|(language, _)| language == "en");
        let forms = english
            .flat_map(|(_, table)| table.rows().iter().map(|row| table.get(row, "form")))
            .filter(|form| {
                keys.get(form).is_some_and(|keys| keys.len() == 1)
                    && !words.contains(&fold_text(form))
            })
            .collect();
        Self { forms }
    }

    /// Whether an acronym, by its prior and form, is one of them.
    fn has(&self, role: Role, prior: u8, form: &str) -> bool {
        role == Role::Acronym && prior >= UNDOUBTED && self.forms.contains(form)
    }
}

/// Adds the attributes of a table to the entities of its column `key`. Empty fields are left out.
fn add_attributes(
    table: &Table,
    attributes: &[Attribute],
    builder: &mut GazetteerBuilder,
) -> Result<(), gaztag::Error> {
    for row in table.rows() {
        for &(name, value_type) in attributes {
            let value = table.get(row, name);
            if !value.is_empty() {
                builder.set_typed_attribute(table.get(row, "key"), name, value_type, value)?;
            }
        }
    }
    Ok(())
}

/// Adds the forms that follow from the data by rule.
fn add_variants(data: &Data, builder: &mut GazetteerBuilder) -> Result<(), gaztag::Error> {
    for variant in variants(data).0 {
        let surface = Surface::new(&variant.form).with_case(variant.case);
        match variant.key {
            None => builder.add_decoy(surface)?,
            Some(key) => {
                let role: Role = variant.role.parse()?;
                builder.add_surface(
                    key,
                    surface
                        .with_role(role)
                        .with_languages(&[variant.language.parse()?])
                        .with_prior(stated_prior(&variant.form, role, variant.prior)?),
                )?
            }
        };
    }
    Ok(())
}

/// Adds the attributes that no single field has: what a mineral contains, the lists that it
/// inherits, the lists that a country is on, and the successors of a former state.
fn derived_attributes(data: &Data, builder: &mut GazetteerBuilder) -> Result<(), gaztag::Error> {
    use AttributeType::{Entities, List};
    let by_name = [
        ("contains", Entities, relations::contents(data)),
        ("inherited_lists", List, relations::inherited_lists(data)),
        ("lists", List, relations::lists_of_countries(data)),
        ("successor", Entities, relations::successors(data)),
    ];
    for (name, value_type, values) in by_name {
        for (key, items) in values {
            builder.set_typed_attribute(key, name, value_type, &items.join("|"))?;
        }
    }
    Ok(())
}

/// Adds the cues. Rows with the same field of words share one class of words.
fn cues(data: &Data, builder: &mut GazetteerBuilder) -> Result<(), gaztag::Error> {
    let mut classes: HashMap<&str, WordClass> = HashMap::new();
    for row in data.cues.rows() {
        let field = |name| data.cues.get(row, name);
        let words = field("words");
        let class = match classes.get(words) {
            Some(class) => *class,
            None => {
                let class = builder.add_word_class(data.words_of(words).unwrap_or_default())?;
                classes.insert(words, class);
                class
            }
        };
        let entity = Some(field("entity")).filter(|key| !key.is_empty());
        let weight = field("weight")
            .parse()
            .map_err(|_| gaztag::ErrorKind::BadWeight(field("weight").into()))?;
        for form in data.forms_of(field("form")).unwrap_or_default() {
            match field("use") {
                "" => builder.add_cue(form, entity, field("where").parse()?, class, weight)?,
                of => builder.add_use_cue(
                    form,
                    of.parse()?,
                    field("where").parse()?,
                    class,
                    weight,
                )?,
            };
        }
    }
    Ok(())
}

/// The prior of a surface form: the one that its row states, or the library's default.
fn prior_of(table: &Table, row: &Row) -> Result<u8, gaztag::ErrorKind> {
    let role: Role = table.get(row, "role").parse()?;
    stated_prior(table.get(row, "form"), role, table.get(row, "prior"))
}

/// The prior that is stated for a form, or the library's default.
fn stated_prior(form: &str, role: Role, stated: &str) -> Result<u8, gaztag::ErrorKind> {
    match stated {
        "" => Ok(gaztag::Surface::new(form).with_role(role).prior()),
        _ => stated.parse().map_err(|_| gaztag::ErrorKind::BadPrior(stated.into())),
    }
}

/// The English acronyms of blocs together with each number of members that the bloc has had (EU28,
/// NATO-30), as key, form and prior. Not those that have a row, nor those of acronyms that often
/// mean something else.
fn with_counts(data: &Data) -> Result<Vec<(&str, String, u8)>, gaztag::Error> {
    let mut counts: HashMap<&str, BTreeSet<&str>> = HashMap::new();
    for row in data.counts.rows() {
        let field = |name| data.counts.get(row, name);
        counts.entry(field("bloc")).or_default().insert(field("count"));
    }
    let mut known = HashSet::new();
    let mut acronyms = Vec::new();
    for (language, table) in &data.surfaces {
        for row in table.rows() {
            let (key, form) = (table.get(row, "key"), table.get(row, "form"));
            known.insert((key, form));
            if language.as_str() == "en"
                && table.get(row, "role") == "acronym"
                && form.bytes().all(|b| b.is_ascii_uppercase())
            {
                acronyms.push((key, form, prior_of(table, row)?));
            }
        }
    }
    let mut forms = Vec::new();
    for (key, acronym, prior) in acronyms.into_iter().filter(|&(.., prior)| prior >= COUNTED) {
        for count in counts.get(key).into_iter().flatten() {
            for form in [format!("{acronym}{count}"), format!("{acronym}-{count}")] {
                if !known.contains(&(key, form.as_str())) {
                    forms.push((key, form, prior));
                }
            }
        }
    }
    Ok(forms)
}

/// The flag of a country by its two-letter code.
fn flag(alpha2: &str) -> Option<String> {
    let half = |letter: u8| char::from_u32(0x1F1E6 + u32::from(letter) - u32::from(b'A'));
    (alpha2.len() == 2 && alpha2.bytes().all(|b| b.is_ascii_uppercase()))
        .then(|| alpha2.bytes().filter_map(half).collect())
}
