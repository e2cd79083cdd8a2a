//! Each check finds its mistake.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::{GENERAL, check};
use crate::data::Data;
use crate::inflection;

/// A small folder of data without mistakes.
const FILES: [(&str, &str); 24] = [
    ("VERSION", "2000.1\n"),
    (
        "han.tsv",
        "list\tword\tsource\n\
         pair\t中美\tgeneral\n\
         doubtful-pair\t中加\tgeneral\n\
         between\t关系\tgeneral\n\
         between-rare\t战争\tgeneral\n\
         after\t两国\tgeneral\n\
         after-others\t政府\tgeneral\n\
         clause\t将\tgeneral\n\
         clause-doubtful\t已\tgeneral\n\
         clause-kana\tは\tgeneral\n\
         clause-rare\t在\tgeneral\n\
         no-clause\t日中\tgeneral\n\
         rare\t俄\tgeneral\n\
         office\t大使\tgeneral\n\
         visit\t期间\tgeneral\n\
         visit-rare\t后\tgeneral\n\
         no-visit\t查\tgeneral\n\
         of-japan\t媒称\tgeneral\n\
         of-japan-clause\t军\tgeneral\n\
         not-before\t今\tgeneral\n",
    ),
    (
        "beside.tsv",
        "list\tword\tsource\n\
         street\tulica\tgeneral\n\
         given\tAnna\tgeneral\n\
         street-after\tвулиця\tgeneral\n",
    ),
    ("legal-forms.tsv", "# words\nword\tkind\tsource\nand\tlink\tgeneral\ninc\tform\telf\n"),
    ("words_en.txt", "# words\nlead\nus\n"),
    ("function-words/en.tsv", "# words\nword\tsource\nthe\tgeneral\n"),
    (
        "countries.tsv",
        "key\tname\talpha2\talpha3\tnumeric\tstatus\tpart_of\tsource\ncountry/MLI\tMali\tML\tMLI\t466\tindependent\t\tiso\ncountry/NER\tNiger\tNE\tNER\t562\tindependent\t\tiso\n",
    ),
    (
        "blocs.tsv",
        "key\tname\tclass\tfounded\tdissolved\tstatus\tparent\tsuccessor\tmembership\tsource_url\tas_of\tsource\nbloc/au\tAfrican Union\tregional\t2002\t\tactive\t\t\tstates\t\t1999-06\tgeneral\nbloc/oau\tOAU\tregional\t\t2002\tformer\t\tbloc/au\tnone\t\t\tgeneral\n",
    ),
    (
        "minerals.tsv",
        "key\tname\tclass\tsymbol\tformula\tcas\ths\twikidata\tcommodity\tcontains\tkind_of\tore_of\tlists\tsource\nmineral/lead\tlead\telement\tPb\t\t7439-92-1\t7801\tQ708\t\t\t\t\tus2000\tmendeleev\nmineral/lead-ore\tlead ore\tore\t\t\t\t2607\t\tmineral/lead\t\t\tmineral/lead\t\tgeneral\n",
    ),
    (
        "lists.tsv",
        "code\tkind\ttitle\tissuer\tdate\tsource_url\tcount\tsource\nldc\tcountry\tLeast developed\tUN\t2000\t\t1\tgeneral\nus2000\tmineral\tCritical minerals\tUSGS\t2000\t\t1\tgeneral\n",
    ),
    (
        "country-lists.tsv",
        "list\tcountry\tsince\tuntil\tsource\nldc\tcountry/MLI\t1971\t\tgeneral\nldc\tcountry/NER\t1971\t1999\tgeneral\n",
    ),
    (
        "country-attributes.tsv",
        "key\tregion\tsubregion\tcapital\tcurrency\tdomain\tcalling_code\tlatitude\tlongitude\twikidata\tformer_codes\tfounded\tdissolved\tabsent\tsource\ncountry/MLI\tAfrica\tWestern Africa\tBamako\tXOF\t.ml\t223\t17\t-4\tQ912\tSU|SUN\t1960-09-22\t\t\tiso\ncountry/NER\tAfrica\tWestern Africa\tNiamey\tXOF\t.ne\t227\t16\t8\tQ1032\t\t\t\t\tiso\n",
    ),
    (
        "members.tsv",
        "bloc\tmember\tstatus\tjoined\tleft\tsource_url\tas_of\tsource\nbloc/au\tcountry/MLI\tmember\t1963-05\t1990-06-30\t\t\tgeneral\nbloc/au\tcountry/MLI\tsuspended\t1990-06-30\t1991\thttps://example.org/a\t1999\tpage\nbloc/au\tcountry/MLI\tmember\t1992\t\t\t1999-06\tcia|general\nbloc/au\tcountry/NER\tmember\t\t\t\t\tcia\n",
    ),
    (
        "counts.tsv",
        "bloc\tdate\tcount\tsource_url\tas_of\tsource\nbloc/au\t1990-06-30\t2\t\t\tgeneral\nbloc/au\t1991-01-01\t1\t\t\tgeneral\n",
    ),
    (
        "retired.tsv",
        "key\treplaced_by\tsince\tsource\ncountry/NIG\tcountry/NER\t2000-01\tgeneral\n",
    ),
    ("keys.tsv", "key\nbloc/au\nbloc/oau\ncountry/MLI\ncountry/NIG\n"),
    (
        "compounds/de.tsv",
        "part\tforms\tof\tsource\nfirst\tBlei\tmineral/lead\tgeneral\nlast\tmine|minen\tmineral\tgeneral\n",
    ),
    ("inflection/en.tsv", "ending\tsuffixes\tprior\tsource\ner\tera|ere\t90\tgeneral\n"),
    ("words/metal.tsv", "# Metals.\nword\tsource\nzinc\tgeneral\n"),
    ("forms/rock.tsv", "# Rocks.\nword\tsource\nlead\tgeneral\n"),
    (
        "cues.tsv",
        "form\tentity\twhere\twords\tweight\tuse\tsource\nlead\tmineral/lead\tnear 4\t@metal|mine\t4\t\tgeneral\nNiger\t\tdocument\tNiamey|country/MLI\t2\t\tgeneral\n@country/name\t\tbefore\tBank of\t-8\tnested\tgeneral\n@rock\t\tafter\tzinc\t1\t\tgeneral\n",
    ),
    ("abbreviations.tsv", "word\tshort\tsource\nNorth\tN.|No.\tgeneral\nSouth\tS.\tgeneral\n"),
    ("decoys.tsv", "form\tcase\tsource\nNiger River\t\tgeneral\nwill lead\t\tgeneral\n"),
    (
        "surfaces/en.tsv",
        "key\tform\trole\tcase\tprior\tsource\nbloc/au\tAfrican Union\tname\t\t\tgeneral\nbloc/oau\tOAU\tacronym\t\t\tgeneral\ncountry/MLI\tMali\tname\t\t\tiso\ncountry/NER\tNiger\tname\t\t88\tiso\nmineral/lead\tlead\tname\t\t25\tgeneral\nmineral/lead-ore\tlead ore\tname\t\t\tgeneral\n",
    ),
];

/// A folder of the data in which `old` is replaced with `new` in a file.
pub(crate) fn folder(name: &str, file: &str, old: &str, new: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("gazgen-{}", std::process::id())).join(name);
    fs::create_dir_all(folder.join("surfaces")).unwrap();
    fs::create_dir_all(folder.join("words")).unwrap();
    fs::create_dir_all(folder.join("forms")).unwrap();
    fs::create_dir_all(folder.join("function-words")).unwrap();
    fs::create_dir_all(folder.join("compounds")).unwrap();
    fs::create_dir_all(folder.join("inflection")).unwrap();
    for (path, text) in FILES {
        let text = if path == file { text.replacen(old, new, 1) } else { text.into() };
        fs::write(folder.join(path), text).unwrap();
    }
    folder
}

/// The data of the project.
pub(crate) fn project_data() -> Data {
    inflection::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data")).unwrap()
}

/// The errors of the data when `old` is replaced with `new` in a file.
pub(super) fn errors(name: &str, file: &str, old: &str, new: &str) -> Vec<String> {
    let errors = match inflection::read(&folder(name, file, old, new)) {
        Ok(data) => check(&data),
        Err(errors) => errors,
    };
    errors.iter().map(ToString::to_string).collect()
}

#[test]
fn good_data_has_no_errors() {
    assert_eq!(errors("good", "VERSION", "", ""), [""; 0]);
}

#[test]
fn mistakes_are_reported_with_their_place() {
    let cases = [
        (
            "compound-of-nothing",
            "compounds/de.tsv",
            "mineral/lead",
            "mineral/leed",
            "compounds/de.tsv: line 2, column 3 (of)",
            "is not the key of an entity",
        ),
        (
            "compound-of-no-kind",
            "compounds/de.tsv",
            "mineral\tgeneral",
            "metal\tgeneral",
            "compounds/de.tsv: line 3, column 3 (of)",
            "is not kinds of entities",
        ),
        (
            "compound-part",
            "compounds/de.tsv",
            "last",
            "middle",
            "compounds/de.tsv: line 3, column 1 (part)",
            "unknown part",
        ),
        (
            "compound-twice",
            "compounds/de.tsv",
            "mine|minen",
            "mine|mine",
            "compounds/de.tsv: line 3, column 2 (forms)",
            "empty or listed twice",
        ),
        (
            "inflection-of-another",
            "inflection/en.tsv",
            "er\tera",
            "Niger\tMali",
            "inflection/en.tsv: line 2, column 2 (suffixes)",
            "is also country/MLI",
        ),
        (
            "inflection-word",
            "inflection/en.tsv",
            "er\tera",
            "Niger\tlead",
            "inflection/en.tsv: line 2, column 2 (suffixes)",
            "is also mineral/lead",
        ),
        (
            "inflection-twice",
            "inflection/en.tsv",
            "general\n",
            "general\ner\t\t\tgeneral\n",
            "inflection/en.tsv: line 3, column 1 (ending)",
            "listed twice",
        ),
        (
            "abbreviations-unsorted",
            "abbreviations.tsv",
            "North",
            "Upper",
            "abbreviations.tsv: line 3, column 1 (word)",
            "sort the rows by word",
        ),
        (
            "no-abbreviation",
            "abbreviations.tsv",
            "S.",
            "S.|",
            "abbreviations.tsv: line 3, column 2 (short)",
            "an empty short form",
        ),
        (
            "lost-key",
            "keys.tsv",
            "country/NIG",
            "country/UPV",
            "keys.tsv: line 5, column 1 (key)",
            "keys are permanent",
        ),
        (
            "key-in-use",
            "retired.tsv",
            "country/NIG",
            "country/MLI",
            "retired.tsv: line 2, column 1 (key)",
            "is still the key of an entity",
        ),
        (
            "no-successor",
            "retired.tsv",
            "country/NER",
            "country/NEX",
            "retired.tsv: line 2, column 2 (replaced_by)",
            "unknown key",
        ),
        (
            "bad-date",
            "members.tsv",
            "1963-05",
            "May 1963",
            "members.tsv: line 2, column 4 (joined)",
            "expected a date",
        ),
        (
            "duplicate-key",
            "countries.tsv",
            "country/NER\t",
            "country/MLI\t",
            "countries.tsv: line 3, column 1 (key)",
            "is listed twice",
        ),
        (
            "unsorted",
            "countries.tsv",
            "country/MLI",
            "country/ZZZ",
            "line 3, column 1 (key)",
            "sort the rows by key",
        ),
        (
            "unknown-key",
            "surfaces/en.tsv",
            "country/NER",
            "country/NEX",
            "surfaces/en.tsv: line 5, column 1 (key)",
            "unknown key \"country/NEX\"",
        ),
        (
            "claimed-twice",
            "surfaces/en.tsv",
            "country/NER\tNiger\tname\t\t88",
            "country/MLI\tMali\tname\t\t88",
            "line 5, column 2 (form)",
            "is listed twice for country/MLI",
        ),
        (
            "decoy-is-name",
            "decoys.tsv",
            "Niger River",
            "NIGER",
            "decoys.tsv: line 2, column 1 (form)",
            "is a surface form of country/NER",
        ),
        (
            "decoy-twice",
            "decoys.tsv",
            "will lead",
            "niger river",
            "decoys.tsv: line 3, column 1 (form)",
            "is listed twice",
        ),
        (
            "decoy-beginning",
            "decoys.tsv",
            "will lead",
            "à la Malta",
            "decoys.tsv: line 3, column 1 (form)",
            "begins with \"a\"",
        ),
        (
            "decoys-unsorted",
            "decoys.tsv",
            "Niger River",
            "zinc it",
            "decoys.tsv: line 3, column 1 (form)",
            "\"will lead\" comes after \"zinc it\"",
        ),
        (
            "bad-role",
            "surfaces/en.tsv",
            "Mali\tname",
            "Mali\tnmae",
            "line 4, column 3 (role)",
            "unknown role",
        ),
        (
            "bad-case",
            "surfaces/en.tsv",
            "Mali\tname\t\t",
            "Mali\tname\tCaps\t",
            "line 4, column 4 (case)",
            "unknown case rule",
        ),
        (
            "wrong-case",
            "surfaces/en.tsv",
            "lead\tname\t\t",
            "lead\tname\tcapitalised\t",
            "line 6, column 4 (case)",
            "would never match it",
        ),
        (
            "word",
            "surfaces/en.tsv",
            "lead\tname\t\t25",
            "lead\tname\t\t",
            "line 6, column 5 (prior)",
            "common English word",
        ),
        (
            "bad-prior",
            "surfaces/en.tsv",
            "\t88\t",
            "\t101\t",
            "line 5, column 5 (prior)",
            "bad prior",
        ),
        (
            "prior-sum",
            "surfaces/en.tsv",
            "country/NER\tNiger\tname\t\t88",
            "country/NER\tMali\tname\t\t88",
            "(prior)",
            "add up to 183",
        ),
        (
            "not-composed",
            "surfaces/en.tsv",
            "Mali\t",
            "Ma\u{301}li\t",
            "line 4, column 2 (form)",
            "normalization form C",
        ),
        (
            "trailing-blank",
            "minerals.tsv",
            "lead\telement",
            "lead \telement",
            "minerals.tsv: line 2, column 2 (name)",
            "ends with a blank",
        ),
        (
            "unknown-source",
            "members.tsv",
            "general",
            "rumour",
            "members.tsv: line 2, column 8 (source)",
            "unknown source",
        ),
        (
            "unknown-class",
            "blocs.tsv",
            "regional",
            "club",
            "blocs.tsv: line 2, column 3 (class)",
            "unknown class",
        ),
        (
            "unknown-member",
            "members.tsv",
            "country/MLI",
            "country/ML",
            "members.tsv: line 2, column 2 (member)",
            "unknown key",
        ),
        (
            "fields",
            "blocs.tsv",
            "\tregional",
            "",
            "blocs.tsv: line 2",
            "expected 12 fields, found 11",
        ),
        ("header", "decoys.tsv", "form\tcase", "form\tkase", "decoys.tsv: line 1", "header"),
        (
            "last-line",
            "decoys.tsv",
            "will lead\t\tgeneral\n",
            "will lead\t\tgeneral",
            "decoys.tsv",
            "a line feed at the end",
        ),
        (
            "word-twice",
            "words/metal.tsv",
            "zinc\tgeneral\n",
            "zinc\tgeneral\nZinc\tgeneral\n",
            "words/metal.tsv: line 4, column 1 (word)",
            "is listed twice",
        ),
        (
            "long-phrase",
            "words/metal.tsv",
            "zinc",
            "a b c d e",
            "words/metal.tsv: line 3, column 1 (word)",
            "has 5 words",
        ),
        (
            "unused-class",
            "cues.tsv",
            "@metal|mine",
            "mine",
            "words/metal.tsv: line 1, column 1 (word)",
            "unused class \"metal\"",
        ),
        (
            "cue-form",
            "cues.tsv",
            "lead\tmineral",
            "leed\tmineral",
            "cues.tsv: line 2, column 1 (form)",
            "is not a surface form of mineral/lead",
        ),
        (
            "cue-entity",
            "cues.tsv",
            "mineral/lead",
            "mineral/laed",
            "cues.tsv: line 2, column 2 (entity)",
            "unknown key",
        ),
        (
            "cue-place",
            "cues.tsv",
            "near 4",
            "near 40",
            "cues.tsv: line 2, column 3 (where)",
            "bad place",
        ),
        (
            "cue-class",
            "cues.tsv",
            "@metal|",
            "@metal|@mettle|",
            "cues.tsv: line 2, column 4 (words)",
            "no class \"mettle\" in data/words",
        ),
        (
            "class-of-words-as-form",
            "cues.tsv",
            "@rock",
            "@metal",
            "cues.tsv: line 5, column 1 (form)",
            "no class \"metal\" in data/forms; a class of words cannot be judged",
        ),
        (
            "class-of-forms-as-words",
            "cues.tsv",
            "after\tzinc",
            "after\t@rock",
            "cues.tsv: line 5, column 4 (words)",
            "no class \"rock\" in data/words; a class of forms is not evidence",
        ),
        (
            "unused-forms",
            "cues.tsv",
            "@rock",
            "lead",
            "forms/rock.tsv: line 1, column 1 (word)",
            "unused class \"rock\"",
        ),
        (
            "no-introduction",
            "words/metal.tsv",
            "# Metals.\n",
            "",
            "words/metal.tsv: line 1, column 1 (word)",
            "expected a comment in the first line",
        ),
        (
            "cue-key",
            "cues.tsv",
            "country/MLI",
            "country/ML",
            "cues.tsv: line 3, column 4 (words)",
            "unknown key \"country/ML\"",
        ),
        (
            "cue-shape",
            "cues.tsv",
            "|mine",
            "|<upper>",
            "cues.tsv: line 2, column 4 (words)",
            "unknown shape",
        ),
        (
            "cue-shape-in-document",
            "cues.tsv",
            "country/MLI",
            "<number>",
            "cues.tsv: line 3, column 4 (words)",
            "near a name only",
        ),
        (
            "cue-weight",
            "cues.tsv",
            "\t4\t\tgeneral",
            "\t40\t\tgeneral",
            "cues.tsv: line 2, column 5 (weight)",
            "bad weight",
        ),
        (
            "cue-forms",
            "cues.tsv",
            "@country/name",
            "@country/former",
            "cues.tsv: line 4, column 1 (form)",
            "no class \"country/former\" in data/forms",
        ),
        (
            "cue-use",
            "cues.tsv",
            "nested",
            "nest",
            "cues.tsv: line 4, column 6 (use)",
            "unknown use \"nest\"",
        ),
        (
            "cue-use-of-one",
            "cues.tsv",
            "@country/name\t",
            "@country/name\tcountry/MLI",
            "cues.tsv: line 4, column 2 (entity)",
            "applies to every reading",
        ),
        (
            "cue-use-in-document",
            "cues.tsv",
            "before\tBank of",
            "document\tBank of",
            "cues.tsv: line 4, column 3 (where)",
            "must be near the name",
        ),
        (
            "open-spell-of-dissolved-bloc",
            "blocs.tsv",
            "2002\t\tactive",
            "2002\t2010\tformer",
            "members.tsv: line 4, column 5 (left)",
            "the bloc is dissolved",
        ),
        (
            "active-but-dissolved",
            "blocs.tsv",
            "2002\t\tactive",
            "2002\t2010\tactive",
            "blocs.tsv: line 2, column 6 (status)",
            "for a dissolved bloc",
        ),
        (
            "organ-of-itself",
            "blocs.tsv",
            "active\t\t",
            "active\tbloc/au\t",
            "blocs.tsv: line 2, column 7 (parent)",
            "leads back",
        ),
        (
            "successor-of-itself",
            "blocs.tsv",
            "former\t\tbloc/au",
            "former\t\tbloc/oau",
            "blocs.tsv: line 3, column 8 (successor)",
            "leads back",
        ),
        (
            "no-members",
            "blocs.tsv",
            "none",
            "states",
            "blocs.tsv: line 3, column 9 (membership)",
            "if, and only if, data/members.tsv has members of it",
        ),
        (
            "members-of-parent",
            "blocs.tsv",
            "none",
            "parent",
            "blocs.tsv: line 3, column 7 (parent)",
            "the bloc whose members it has",
        ),
        (
            "bad-membership",
            "blocs.tsv",
            "none",
            "many",
            "blocs.tsv: line 3, column 9 (membership)",
            "unknown membership",
        ),
        (
            "old-review",
            "blocs.tsv",
            "1999-06",
            "1998-12",
            "blocs.tsv: line 2, column 11 (as_of)",
            "expected a review of the members",
        ),
        (
            "unknown-status",
            "members.tsv",
            "suspended",
            "expelled",
            "members.tsv: line 3, column 3 (status)",
            "unknown status",
        ),
        (
            "left-before-joining",
            "members.tsv",
            "\t1991\t",
            "\t1990\t",
            "members.tsv: line 3, column 5 (left)",
            "is not after",
        ),
        (
            "overlap",
            "members.tsv",
            "\t1991\t",
            "\t1992-02\t",
            "members.tsv: line 4, column 4 (joined)",
            "before the one in the row above ends",
        ),
        (
            "two-open-spells",
            "members.tsv",
            "\t1991\t",
            "\t\t",
            "members.tsv: line 4, column 4 (joined)",
            "before the one in the row above ends",
        ),
        (
            "unsorted-members",
            "members.tsv",
            "bloc/au\tcountry/MLI\tmember\t1963-05",
            "bloc/au\tcountry/NER\tmember\t1963-05",
            "members.tsv: line 3, column 1 (bloc)",
            "in the order of bloc, member",
        ),
        (
            "left-but-member",
            "members.tsv",
            "\t1990-06-30\t\t",
            "\t1990-06-29\t\t",
            "members.tsv: line 2, column 3 (status)",
            "expected the status former",
        ),
        (
            "former-but-not-left",
            "members.tsv",
            "member\t1992",
            "former\t1992",
            "members.tsv: line 4, column 5 (left)",
            "on which the member left",
        ),
        (
            "factbook-date",
            "members.tsv",
            "cia|general",
            "cia",
            "members.tsv: line 4, column 8 (source)",
            "has no dates of membership",
        ),
        (
            "page-without-address",
            "members.tsv",
            "https://example.org/a",
            "",
            "members.tsv: line 3, column 6 (source_url)",
            "expected an address if, and only if",
        ),
        (
            "address-not-read",
            "members.tsv",
            "\tpage",
            "\tgeneral",
            "members.tsv: line 3, column 6 (source_url)",
            "expected an address if, and only if",
        ),
        (
            "bad-address",
            "members.tsv",
            "https://example.org/a",
            "example.org",
            "members.tsv: line 3, column 6 (source_url)",
            "bad address",
        ),
        (
            "bad-as-of",
            "members.tsv",
            "\t1999\t",
            "\tnow\t",
            "members.tsv: line 3, column 7 (as_of)",
            "expected a date",
        ),
        (
            "wrong-count",
            "counts.tsv",
            "1990-06-30\t2",
            "1990-06-30\t3",
            "counts.tsv: line 2, column 3 (count)",
            "data/members.tsv has 2 on 1990-06-30: MLI NER",
        ),
        (
            "count-of-a-year",
            "counts.tsv",
            "1990-06-30",
            "1990",
            "counts.tsv: line 2, column 2 (date)",
            "expected a day",
        ),
        (
            "count-twice",
            "counts.tsv",
            "1991-01-01",
            "1990-06-30",
            "counts.tsv: line 3, column 1 (bloc)",
            "without repetition",
        ),
        (
            "nameless",
            "surfaces/en.tsv",
            "African Union\tname",
            "African Union\talias",
            "blocs.tsv: line 2, column 1 (key)",
            "expected an English surface form",
        ),
    ];
    for (name, file, old, new, place, message) in cases {
        let errors = errors(name, file, old, new);
        assert!(
            errors.iter().any(|error| error.contains(place) && error.contains(message)),
            "{name}: {errors:?}"
        );
    }
}

#[test]
fn a_former_bloc_without_a_date_is_a_warning() {
    let folder = folder("undated", "blocs.tsv", "\t2002\tformer", "\t\tformer");
    let data = inflection::read(&folder).unwrap();
    let warnings: Vec<String> = super::warnings(&data).iter().map(ToString::to_string).collect();
    assert_eq!(check(&data).len(), 0);
    assert!(warnings.len() == 1 && warnings[0].contains("line 3, column 5 (dissolved)"));
}

#[test]
fn members_are_counted_for_many_blocs_over_time() {
    let data = project_data();
    let counts = &data.counts;
    let blocs: BTreeSet<&str> = counts.rows().iter().map(|row| counts.get(row, "bloc")).collect();
    assert!(counts.rows().len() >= 150, "{} counts", counts.rows().len());
    assert!(blocs.len() >= 80, "{} blocs", blocs.len());
    let errors: Vec<String> = check(&data).iter().map(ToString::to_string).collect();
    assert_eq!(errors, [""; 0]);
}

#[test]
fn most_facts_have_a_source_that_can_be_looked_up() {
    let data = project_data();
    let most = [
        ("countries", &data.countries, 25),
        ("country-attributes", &data.country_attributes, 25),
        ("members", &data.members, 25),
        ("lists", &data.lists, 25),
        ("country-lists", &data.country_lists, 25),
        ("blocs", &data.blocs, 50),
    ];
    for (name, table, percent) in most {
        let general = table.rows().iter().filter(|row| table.get(row, "source") == GENERAL).count();
        let rows = table.rows().len();
        assert!(
            100 * general <= percent * rows,
            "{name}.tsv: the only source of {general} of {rows} rows is {GENERAL:?}, of more than \
             {percent} %"
        );
    }
}

#[test]
fn cases_of_names_follow_from_rules() {
    let data = project_data();
    for (language, form, key) in [
        ("de", "Grönlands", "country/GRL"),
        ("el", "Αγκόλας", "country/AGO"),
        ("pl", "Polsce", "country/POL"),
        ("ru", "Китаем", "country/CHN"),
        ("tr", "Arnavutluğa", "country/ALB"),
        ("uk", "Польщею", "country/POL"),
    ] {
        let (_, table) = data.surfaces.iter().find(|(of, _)| of == language).unwrap();
        let has = |row| table.get(row, "form") == form && table.get(row, "key") == key;
        assert!(table.rows().iter().any(has), "{form}");
    }
}
