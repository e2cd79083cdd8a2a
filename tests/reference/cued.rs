//! A gazetteer with cues of every place and of uses, as rows: the library gets them by its builder,
//! the reference tagger reads them as they are.

use gaztag::{CuePlace, Format, Gazetteer, GazetteerBuilder, Use, Uses};

/// Names with cues and without, of one entity and of several. No name of a country is a part of
/// another, and none is an acronym: these are judged in other ways too.
pub(crate) const NAMES: &str = "\
key\tform\trole\tcase\tlang\tprior\tword
country/GEO\tGeorgia\t\t\ten\t55\t
country/JOR\tJordan\talias\t\ten\t60\t
country/TUR\tTurkey\t\t\ten\t80\t
country/TUR\tTürkiye\tofficial\t\ttr\t\t
country/PER\tPeru\t\t\ten\t\t
country/PER\tpéruvien\tdemonym\tany\tfr\t\t
country/PER\tPerulu\tdemonym\t\ttr\t\t
country/COD\tCongo\talias\t\ten\t55\t
country/COG\tCongo\t\t\ten\t35\t
country/COD\tDRC\tofficial\texact\ten\t\t
country/COD\tKinshasa\tcapital\t\ten\t\t
country/COG\tBrazzaville\tcapital\t\ten\t60\t
country/TCD\tЧад\t\t\tru\t72\t
mineral/lead\tlead\t\t\ten\t45\t
mineral/gold\tgold\t\t\ten\t85\t
mineral/nickel\tnickel\t\t\ten\t\t
mineral/nickel\tníquel\t\t\tes|pt\t\t
mineral/lead\tплюмбум\t\t\tru\t\t
mineral/silver\tplata\t\t\tes\t60\tyes
mineral/lead\tplomb\t\t\tfr\t90\tyes
mineral/iron\tiron\t\t\ten\t60\tyes
mineral/silver\tsilver\t\t\ten\t70\t
mineral/silver\tAg\tsymbol\t\ten\t40\tyes
mineral/argon\tAg\tsymbol\t\ten\t30\t
bloc/aes\tAlliance of Sahel States\t\t\ten\t\t
bloc/oeste\tOeste\t\texact\tes\t60\tyes
-\tgold medal\t\t\t\t\t
-\tLead Belly\t\t\t\t\t
";

/// A cue, as the builder has it.
pub(crate) struct CueRow {
    pub(crate) form: &'static str,
    /// `None`: of all readings.
    pub(crate) entity: Option<&'static str>,
    pub(crate) of: Option<Use>,
    pub(crate) place: CuePlace,
    /// Words, phrases, shapes, and keys of entities.
    pub(crate) words: &'static [&'static str],
    pub(crate) weight: i8,
}

impl CueRow {
    const fn new(
        form: &'static str,
        entity: &'static str,
        place: CuePlace,
        words: &'static [&'static str],
        weight: i8,
    ) -> Self {
        Self { form, entity: Some(entity), of: None, place, words, weight }
    }

    const fn of_all(
        form: &'static str,
        place: CuePlace,
        words: &'static [&'static str],
        weight: i8,
    ) -> Self {
        Self { form, entity: None, of: None, place, words, weight }
    }

    const fn of_use(
        form: &'static str,
        of: Use,
        place: CuePlace,
        words: &'static [&'static str],
        weight: i8,
    ) -> Self {
        Self { form, entity: None, of: Some(of), place, words, weight }
    }

    /// Whether another row for the form says the same.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        (self.entity, self.of, self.place, self.words, self.weight)
            == (other.entity, other.of, other.place, other.words, other.weight)
    }

    /// Whether it is weighed unless a tagger has other uses.
    pub(crate) fn is_weighed_by_default(&self) -> bool {
        self.of.is_none_or(|of| !Uses::DEFAULT.has(of))
    }
}

use CuePlace::{After, AfterComma, Before, BeforeComma, Document, Left, Near, Right};

pub(crate) const CUES: &[CueRow] = &[
    CueRow::new("Georgia", "country/GEO", Near(5), &["president", "the border of", "Тбилиси"], 3),
    CueRow::of_all("Georgia", BeforeComma, &["atlanta", "new york"], -6),
    CueRow::of_all("Georgia", AfterComma, &["usa", "états unis"], -12),
    CueRow::of_all("Georgia", After, &["tech", "<number>"], -5),
    CueRow::new("Georgia", "country/GEO", Document(1), &["caucasus", "country/TUR"], 5),
    CueRow::of_all("Jordan", Before, &["michael", "mr", "<initial>", "<J>"], -9),
    CueRow::new("Jordan", "country/JOR", Right(12), &["king", "river valley"], 7),
    CueRow::of_all("Jordan", After, &["<lower>"], 1),
    CueRow::new("Jordan", "country/JOR", Document(2), &["king", "river", "Peru", "nickel"], 4),
    CueRow::of_use("Turkey", Use::Team, After, &["goalkeeper", "<number>"], -4),
    CueRow::of_use("Turkey", Use::Team, Left(3), &["match against"], -8),
    CueRow::of_use("Turkey", Use::Adjective, Before, &["roast", "cold"], -8),
    CueRow::new("Turkey", "country/TUR", Before, &["in"], 2),
    CueRow::of_use("Peru", Use::Place, AfterComma, &["indiana", "in"], -10),
    CueRow::of_use("Peru", Use::Team, Near(4), &["goal", "beat"], -6),
    CueRow::new("Congo", "country/COD", Near(8), &["Goma", "Félix Tshisekedi"], 6),
    CueRow::new("Congo", "country/COG", Near(8), &["Pointe Noire"], 6),
    CueRow::of_all("Congo", Before, &["belgian", "<lower>"], -2),
    CueRow::of_all("Чад", After, &["от", "kw"], -7),
    CueRow::of_all("lead", Before, &["to", "will", "the", "<edge>"], -7),
    CueRow::new("lead", "mineral/lead", Near(4), &["nickel", "ore", "mine"], 5),
    CueRow::new("lead", "mineral/lead", Document(2), &["nickel", "mineral/silver", "assay"], 3),
    CueRow::of_all("gold", Left(3), &["won", "a"], -6),
    CueRow::new("gold", "mineral/gold", Right(6), &["per ounce", "g/t", "price of the day"], 4),
    CueRow::of_use("iron", Use::Nested, Right(2), &["man", "curtain"], -5),
    CueRow::of_all("iron", After, &["<edge>"], 2),
    CueRow::of_all("silver", After, &["medal", "lining", "<edge>"], -8),
    CueRow::of_all("Ag", Before, &["<number>"], 5),
    CueRow::of_all("Ag", Document(3), &["nickel", "assay", "silver"], 6),
    CueRow::of_all("Oeste", Before, &["el"], -3),
    CueRow::of_all("Georgia", After, &["<age>"], -7),
    CueRow::of_all("Jordan", Left(1), &["<signature>"], -8),
    CueRow::of_all("Jordan", After, &["<age>", "<capitalised>"], -5),
    CueRow::of_all("Jordan", BeforeComma, &["<OH>"], -6),
    CueRow::new("lead", "mineral/lead", Left(1), &["<cell>"], 5),
    CueRow::new("Congo", "country/COG", Left(1), &["<cell>", "<symbol>"], 4),
    CueRow::of_all("gold", Before, &["<title>"], -9),
    CueRow::of_use("Peru", Use::Place, After, &["<title>", "<age>"], -9),
    CueRow::of_all("Ag", Left(1), &["<percent>"], 6),
    CueRow::of_all("Ag", Right(1), &["<percent>", "<cell>"], 4),
    CueRow::of_all("silver", Near(1), &["<symbol>"], 3),
];

/// Function words by language.
pub(crate) const FUNCTION_WORDS: &[(&str, &[&str])] = &[
    ("en", &["the", "of", "in", "to", "and", "a", "is", "on"]),
    ("es", &["el", "la", "de", "en", "y", "a", "los"]),
    ("fr", &["le", "la", "de", "et", "en", "à", "les", "on"]),
    ("ru", &["в", "и", "на"]),
    ("tr", &["ve", "bir", "o"]),
];

/// What is beside a name that has a shape, or before it.
const SHAPED: [&str; 26] = [
    ", 45, of",
    ", 9, and",
    ", a 41-year-old",
    "Renee Smith, 41, died",
    "in Jordan, 45, mostly",
    "Best wishes,\n",
    "Thanks!\n\n-- ",
    "~",
    "—",
    "|",
    ";",
    "\t",
    ",",
    "\"",
    "*",
    "1.4%",
    "1,4 %",
    "(%)",
    "%",
    "Pb",
    "OH",
    "Tata",
    "SHARES",
    "Wins Gold At Games",
    "Éric",
    "12",
];

/// The gazetteer of both.
pub(crate) fn gazetteer() -> Gazetteer<'static> {
    let mut builder = GazetteerBuilder::new();
    builder.read(Format::Tsv, "cued", NAMES.as_bytes()).unwrap();
    for cue in CUES {
        let class = builder.add_word_class(cue.words.iter().copied()).unwrap();
        match cue.of {
            Some(of) => builder.add_use_cue(cue.form, of, cue.place, class, cue.weight),
            None => builder.add_cue(cue.form, cue.entity, cue.place, class, cue.weight),
        }
        .unwrap();
    }
    for (language, words) in FUNCTION_WORDS {
        builder.add_function_words(language.parse().unwrap(), words.iter().copied()).unwrap();
    }
    builder.build().unwrap()
}

/// The forms and the words of cues, for texts.
pub(crate) fn pieces() -> Vec<&'static str> {
    let forms = NAMES.lines().skip(1).filter_map(|row| row.split('\t').nth(1));
    let words = CUES.iter().flat_map(|cue| cue.words).copied();
    let words = words.filter(|word| !word.contains(['<', '/']) || *word == "g/t");
    let forms = forms.chain(["LEAD", "Gold"]);
    forms
        .chain(words)
        .chain(SHAPED)
        .chain(FUNCTION_WORDS.iter().flat_map(|(_, words)| *words).copied())
        .collect()
}
