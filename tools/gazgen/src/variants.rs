//! Forms that follow from the data by rule. Those of the names of countries: shortened (`Dem. Rep.
//! Congo`, `S.Sudan`), inverted (`Korea, Dem. Rep.`, `Virgin Islands (British)`) and joined ones
//! (`BurkinaFaso`); and closed compounds (`Goldmine`).

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use gaztag::CaseRule;

use crate::compounds::compounds;
use crate::data::{Data, Row, Table};
use crate::fold_table::fold_text;
use crate::variant::Variant;

/// How official names of a language are put together: a word for the kind of state, then what joins
/// it to the usual name.
struct Style {
    language: &'static str,
    states: &'static [&'static str],
    joints: &'static [&'static str],
}

const STYLES: [Style; 6] = [
    Style {
        language: "en",
        states: &[
            "Republic",
            "States",
            "State",
            "Kingdom",
            "Emirate",
            "Emirates",
            "Union",
            "Commonwealth",
            "Federation",
            "Principality",
            "Sultanate",
            "Duchy",
        ],
        joints: &[" of the ", " of "],
    },
    Style {
        language: "fr",
        states: &["République", "Royaume", "État", "États", "Union", "Fédération", "Principauté"],
        joints: &[" de la ", " de l'", " du ", " des ", " d'", " de "],
    },
    Style {
        language: "es",
        states: &["República", "Reino", "Estado", "Estados", "Unión", "Federación", "Principado"],
        joints: &[" de la ", " de los ", " de las ", " del ", " de "],
    },
    Style {
        language: "pt",
        states: &["República", "Reino", "Estado", "Estados", "União", "Federação", "Principado"],
        joints: &[" da ", " do ", " dos ", " das ", " de "],
    },
    Style {
        language: "it",
        states: &["Repubblica", "Regno", "Stato", "Stati", "Unione", "Federazione", "Principato"],
        joints: &[" della ", " dell'", " delle ", " degli ", " del ", " dei ", " di "],
    },
    Style {
        language: "de",
        states: &["Republik", "Königreich", "Staat", "Staaten", "Union", "Fürstentum"],
        joints: &[" "],
    },
];

/// The article of inverted names: `Gambia, The`. In lower case it belongs to what follows.
const THE: &str = "The";

/// The directions, whose initials are also written without a full stop and without a blank.
const DIRECTIONS: [&str; 4] = ["N.", "S.", "E.", "W."];

/// The most shortened forms of one form.
const SHORTENED: usize = 48;

/// The lowest prior of a form that is also found without its blanks.
const JOINED: u8 = 90;

/// The forms that follow from the rows, and those that are left out because they are forms of
/// another entity or decoys, sorted.
pub(crate) fn variants(data: &Data) -> (Vec<Variant<'_>>, BTreeSet<String>) {
    let rules = Rules::new(data);
    let mut all = Vec::new();
    for (language, table) in data.surfaces_english_first() {
        for row in table.rows().iter().filter(|row| is_name(table, row)) {
            let (key, form) = (table.get(row, "key"), table.get(row, "form"));
            let mut forms = Vec::new();
            if let Some(style) = STYLES.iter().find(|style| style.language == language) {
                rules.invert(key, form, style, &mut forms);
            }
            if language == "en" {
                rules.invert_qualified(key, form, &mut forms);
                rules.shorten(form, &mut forms);
            }
            let variant = |form: String, case: CaseRule| Variant {
                key: Some(key),
                form,
                case,
                role: table.get(row, "role"),
                prior: table.get(row, "prior"),
                language,
            };
            // A form that often means something else is not found without blanks.
            let prior = table.get(row, "prior");
            let is_sure = prior.is_empty() || prior.parse().is_ok_and(|prior: u8| prior >= JOINED);
            let joined = joined(form).filter(|_| language == "en" && is_sure);
            all.extend(joined.map(|form| variant(form, CaseRule::Any)));
            all.extend(forms.into_iter().map(|form| {
                let case = rules.case_of(&form);
                variant(form, case)
            }));
        }
    }
    let table = &data.decoys;
    for row in table.rows() {
        let mut forms = Vec::new();
        rules.shorten_decoy(table.get(row, "form"), &mut forms);
        let variant = |form: String| Variant {
            key: None,
            case: rules.case_of(&form),
            form,
            role: "",
            prior: "",
            language: "en",
        };
        all.extend(forms.into_iter().map(variant));
    }
    all.extend(compounds(data));
    rules.without_clashes(all)
}

/// Whether a word is one that was shortened.
fn is_short(word: &str) -> bool {
    word.ends_with('.')
}

/// Whether a row is a name of a country in use, or a word for its people.
fn is_name(table: &Table, row: &Row) -> bool {
    table.get(row, "key").starts_with("country/")
        && matches!(table.get(row, "role"), "name" | "official" | "alias" | "demonym")
}

/// A name of two or three words without the blanks, as in names of files and columns:
/// `BurkinaFaso`.
fn joined(form: &str) -> Option<String> {
    let is_part = |word: &str| {
        word.starts_with(char::is_uppercase) && word.chars().skip(1).all(char::is_lowercase)
    };
    let words: Vec<&str> = form.split(' ').collect();
    ((2..=3).contains(&words.len()) && words.iter().all(|word| is_part(word)))
        .then(|| words.concat())
}

/// What the rules need of the data.
struct Rules<'d> {
    /// The short forms of a word or phrase.
    short: BTreeMap<&'d str, Vec<&'d str>>,
    /// The countries of each name, without official names and demonyms.
    names: HashMap<&'d str, BTreeSet<&'d str>>,
    /// Common words.
    words: &'d BTreeSet<String>,
    /// The entities of each folded form of the data; a decoy has none.
    known: HashMap<String, HashSet<&'d str>>,
}

impl<'d> Rules<'d> {
    fn new(data: &'d Data) -> Self {
        let table = &data.abbreviations;
        let short = table.rows().iter().map(|row| {
            (table.get(row, "word"), table.get(row, "short").split('|').collect::<Vec<_>>())
        });
        let mut names: HashMap<&str, BTreeSet<&str>> = HashMap::new();
        let mut known: HashMap<String, HashSet<&str>> = HashMap::new();
        for (_, table) in data.surfaces_english_first() {
            for row in table.rows() {
                let (key, form) = (table.get(row, "key"), table.get(row, "form"));
                known.entry(fold_text(form)).or_default().insert(key);
                if is_name(table, row) && matches!(table.get(row, "role"), "name" | "alias") {
                    names.entry(form).or_default().insert(key);
                }
            }
        }
        for row in data.decoys.rows() {
            known.entry(fold_text(data.decoys.get(row, "form"))).or_default().insert("");
        }
        Self { short: short.collect(), names, words: &data.words, known }
    }

    /// Whether a short form is a common word too: `Is.`
    fn is_word(&self, short: &str) -> bool {
        self.words.contains(&short.trim_end_matches('.').to_lowercase())
    }

    /// The case rule of a variant. One that has a word other than names counts as written only.
    fn case_of(&self, form: &str) -> CaseRule {
        let is_word = |part: &str| part == THE || (is_short(part) && self.is_word(part));
        let exact = form.split(' ').any(is_word);
        if exact { CaseRule::Exact } else { CaseRule::Capitalised }
    }

    /// `Tanzania, United Republic of` and the like from `United Republic of Tanzania`.
    fn invert(&self, key: &str, form: &str, style: &Style, out: &mut Vec<String>) {
        for joint in style.joints {
            let Some((state, name)) = form.rsplit_once(joint) else { continue };
            if !self.names.get(name).is_some_and(|keys| keys.contains(key))
                || !state.split(' ').any(|word| style.states.contains(&word))
            {
                continue;
            }
            let joint = joint.trim();
            let with = |state: &str| format!("{state} {joint}").trim_end().to_string();
            out.push(format!("{name}, {}", with(state)));
            out.push(format!("{name} ({})", with(state)));
            if style.language == "en" {
                self.invert_english(state, joint, name, out);
            }
            return;
        }
    }

    fn invert_english(&self, state: &str, joint: &str, name: &str, out: &mut Vec<String>) {
        let is_ambiguous = self.names.get(name).is_some_and(|keys| keys.len() > 1);
        if joint == "of the" {
            if !is_ambiguous {
                out.push(format!("{name}, {THE}"));
            }
            out.push(format!("{name}, {state} of"));
            out.push(format!("{name} ({state} of)"));
        }
        // The plainest names say nothing more than the usual name does.
        if state == "Republic" && !is_ambiguous {
            for short in self.short.get(state).into_iter().flatten() {
                out.push(format!("{name}, {short} {joint}"));
                out.push(format!("{name} ({short} {joint})"));
            }
            return;
        }
        out.push(format!("{name} (the {state} {joint})"));
        out.push(format!("{name}, {state}"));
        out.push(format!("{name} ({state})"));
        let mut shortened: Vec<String> = self.shorten_all(state).into_iter().collect();
        // Not "Democratic Rep.": the next word may be the name of a representative.
        if let Some((first, last)) = state.rsplit_once(' ')
            && !first.starts_with("Democratic")
            && let Some(last) = self.shorten_all(last)
        {
            shortened.push(format!("{first} {last}"));
        }
        if let Some((first, last)) = state.rsplit_once(' ')
            && let Some(first) = self.shorten_all(first)
        {
            shortened.push(format!("{first} {last}"));
        }
        let initials = self.short.get(state).into_iter().flatten().copied();
        let initials: Vec<&str> = initials.filter(|_| state.contains(' ')).collect();
        for short in &shortened {
            for short in [short.clone(), short.replace('.', "")] {
                for form in [
                    format!("{name}, {short}"),
                    format!("{name}, {short} of"),
                    format!("{name}, {short} {joint}"),
                    format!("{name} ({short})"),
                    format!("{name} ({short} {joint})"),
                    format!("{short} {name}"),
                ] {
                    out.push(form);
                }
            }
        }
        for short in initials {
            for form in [
                format!("{short} {name}"),
                format!("{short} {joint} {name}"),
                format!("{name} {short}"),
                format!("{name}, {short}"),
                format!("{name}, {short} of"),
                format!("{name} ({short})"),
            ] {
                out.push(form);
            }
        }
    }

    /// `Virgin Islands (British)` and `Korea, South` from a name that ends with a name which means
    /// another country too.
    fn invert_qualified(&self, key: &str, form: &str, out: &mut Vec<String>) {
        if form.contains([',', '(', '.']) {
            return;
        }
        for (at, _) in form.match_indices(' ') {
            let (qualifier, name) = (&form[..at], &form[at + 1..]);
            let is_qualified =
                self.names.get(name).is_some_and(|keys| keys.len() > 1 || !keys.contains(key));
            // Not the "Republic of" of an official name.
            let last = qualifier.rsplit(' ').next().unwrap_or("");
            // Nor Congo, DRC: two names in a list.
            let is_acronym = qualifier.chars().all(char::is_uppercase);
            if is_qualified && last.starts_with(char::is_uppercase) && !is_acronym {
                out.push(format!("{name}, {qualifier}"));
                out.push(format!("{name} ({qualifier})"));
            }
        }
    }

    /// The forms with some words short: `Dem. Rep. of the Congo`, `S. Sudan`. Initials are also
    /// written without a blank (`S.Sudan`), those of directions also without a full stop
    /// (`S Sudan`).
    fn shorten(&self, form: &str, out: &mut Vec<String>) {
        if form.contains(['.', ',', '(']) {
            return;
        }
        let words: Vec<&str> = form.split(' ').collect();
        let mut forms: Vec<Vec<&str>> = vec![Vec::new()];
        for word in &words {
            let short = self.short.get(word).map_or(&[][..], Vec::as_slice);
            forms = forms
                .iter()
                .flat_map(|start| {
                    [*word].into_iter().chain(short.iter().copied()).map(move |word| {
                        let mut form = start.clone();
                        form.push(word);
                        form
                    })
                })
                .take(SHORTENED)
                .collect();
        }
        for parts in forms {
            let short: Vec<&str> = parts.iter().copied().filter(|part| is_short(part)).collect();
            // A word in full says what is meant: not "Dom. Rep.".
            let says = parts.iter().any(|part| !is_short(part) && part.len() > 3);
            if short.is_empty() || !says {
                continue;
            }
            let form = parts.join(" ");
            let initials = || short.iter().filter(|part| part.len() == 2);
            // Without full stops, but not if a part is a word (No, So, Is).
            let says_itself =
                initials().next().is_none() && !short.iter().any(|part| self.is_word(part));
            if says_itself || short.iter().all(|part| DIRECTIONS.contains(part)) {
                out.push(form.replace('.', ""));
            }
            let joined = initials()
                .fold(form.clone(), |form, initial| form.replace(&format!("{initial} "), initial));
            if joined != form {
                out.push(joined);
            }
            out.push(form);
        }
    }

    /// All words short that can be, if any can.
    fn shorten_all(&self, form: &str) -> Option<String> {
        let first = |word| self.short.get(word).and_then(|short| short.first()).copied();
        let words = form.split(' ').map(|word| first(word).unwrap_or(word));
        let short = words.collect::<Vec<_>>().join(" ");
        (short != form).then_some(short)
    }

    /// The forms of a decoy that begins with a direction and ends with the name of a country:
    /// `S. Australia`, `N. Mexico`.
    fn shorten_decoy(&self, form: &str, out: &mut Vec<String>) {
        let Some((first, name)) = form.split_once(' ') else { return };
        let short = self.short.get(first).map_or(&[][..], Vec::as_slice);
        if short.iter().any(|short| DIRECTIONS.contains(short)) && self.names.contains_key(name) {
            self.shorten(form, out);
        }
    }

    /// The variants that are forms of no other entity, of no decoy, and of no other variant of
    /// another entity, each once; and the other forms.
    fn without_clashes<'v>(&self, all: Vec<Variant<'v>>) -> (Vec<Variant<'v>>, BTreeSet<String>) {
        let mut keys: HashMap<String, HashSet<&str>> = HashMap::new();
        for variant in &all {
            let key = variant.key.unwrap_or("");
            keys.entry(fold_text(&variant.form)).or_default().insert(key);
        }
        let (mut kept, mut left_out, mut seen) = (Vec::new(), BTreeSet::new(), HashSet::new());
        for variant in all {
            let (key, folded) = (variant.key.unwrap_or(""), fold_text(&variant.form));
            let known = self.known.get(&folded);
            let clashes = known.is_some_and(|known| known.iter().any(|known| *known != key));
            if clashes || keys.get(&folded).is_some_and(|keys| keys.len() > 1) {
                // A form that the data has for this entity too needs no variant.
                if !known.is_some_and(|known| known.contains(key)) {
                    left_out.insert(variant.form);
                }
            } else if known.is_none() {
                // Exact forms that differ in case never match the same text.
                let is_exact = variant.case == CaseRule::Exact;
                if seen.insert(if is_exact { variant.form.clone() } else { folded }) {
                    kept.push(variant);
                }
            }
        }
        (kept, left_out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The forms that would be of two entities: names of two territories or of two peoples.
    const LEFT_OUT: [&str; 17] = [
        "Channel Is.",
        "Channel Isds",
        "Channel Isds.",
        "Channel Isl",
        "Channel Isl.",
        "N Ireland",
        "N. Ireland",
        "N.Ireland",
        "Turk Cypriot",
        "Turk Cypriots",
        "Turk. Cypriot",
        "Turk. Cypriots",
        "Virgin Is.",
        "Virgin Isds",
        "Virgin Isds.",
        "Virgin Isl",
        "Virgin Isl.",
    ];

    #[test]
    fn variants_of_the_data() {
        let data = crate::check::tests::project_data();
        let (kept, left_out) = variants(&data);
        let has = |form: &str, key: Option<&str>| {
            kept.iter().any(|variant| variant.form == form && variant.key == key)
        };
        for (form, key) in [
            ("Korea, Dem. Rep.", "country/PRK"),
            ("Tanzania, United Rep.", "country/TZA"),
            ("Samoa (American)", "country/ASM"),
            ("Gambia, The", "country/GMB"),
            ("S.Sudanese", "country/SSD"),
            ("Fr. Polynesia", "country/PYF"),
            ("BurkinaFaso", "country/BFA"),
            ("Congo (République démocratique du)", "country/COD"),
        ] {
            assert!(has(form, Some(key)), "{form}");
        }
        assert!(has("S. Australia", None));
        assert!(!has("Dom. Rep.", Some("country/DOM")) && !has("Cook Is", Some("country/COK")));
        assert_eq!(left_out.iter().map(String::as_str).collect::<Vec<_>>(), LEFT_OUT);
    }
}
