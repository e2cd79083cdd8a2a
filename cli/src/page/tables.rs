//! The tables of the page, which are readable without a script. Each number is a link that names
//! the texts to show; the script of the page reads the links.

use std::cmp::Reverse;
use std::fmt::Write;

use gaztag::{Entity, Gazetteer};

use super::counts::{Count, Counts};
use super::parts::{Shades, heading, text};

/// The rows and columns of a table of entities that are named together, and the most pairs shown.
const ROWS: usize = 20;
const COLUMNS: usize = 14;
const PAIRS: usize = 50;

/// A link to the texts that name entities.
pub(super) fn link(keys: &[&str], label: &str) -> String {
    let with: Vec<String> = keys.iter().map(|key| format!("with={}", encoded(key))).collect();
    format!("<a href=\"#{}\">{}</a>", with.join("&amp;"), text(label))
}

/// A value in the fragment of an address: what is not a letter, digit, `/`, `-`, `.` or `_` is
/// percent-encoded.
fn encoded(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' => {
                out.push(byte.into());
            }
            _ => {
                // Writing to a string does not fail.
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// A table with its head and rows of cells, each with its tag. The first column has the heads of
/// the rows. Programs, such as the Python package, find the table by its name.
pub(super) fn table(
    name: &str,
    caption: &str,
    head: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
) -> String {
    let mut out = format!(
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\"><table data-name=\"{name}\">\n<caption>{0}</caption>\n<thead><tr>",
        text(caption)
    );
    for name in head {
        out += &format!("<th scope=\"col\"><span>{}</span></th>", text(name));
    }
    out += "</tr></thead>\n<tbody>\n";
    for row in rows {
        out += "<tr>";
        row.iter().for_each(|cell| out += cell);
        out += "</tr>\n";
    }
    out + "</tbody>\n</table></div>\n"
}

pub(super) fn row_head(content: &str) -> String {
    format!("<th scope=\"row\">{content}</th>")
}

fn cell(content: &str) -> String {
    format!("<td>{content}</td>")
}

pub(super) fn number(content: impl std::fmt::Display) -> String {
    format!("<td class=\"n\">{content}</td>")
}

/// Mentions, entities and texts of each kind.
pub(super) fn kinds(counts: &Counts, gazetteer: &Gazetteer<'_>) -> String {
    let rows = counts.kinds().into_iter().map(|kind| {
        let (mentions, entities, texts) = counts.kind(kind, gazetteer);
        let link = format!("<a href=\"#kind={}\">{mentions}</a>", encoded(kind));
        let name = format!("<span class=\"kind\" data-kind=\"{0}\">{0}</span>", text(kind));
        vec![row_head(&name), number(link), number(entities), number(texts)]
    });
    table("kinds", "Mentions of each kind", &["kind", "mentions", "entities", "texts"], rows)
}

/// Every entity that is named, in the order of their ranks.
pub(super) fn entities(ranked: &[(Entity<'_>, Count)]) -> String {
    let rows = ranked.iter().map(|(entity, count)| {
        let mentions = link(&[entity.key()], &count.mentions.to_string());
        vec![
            row_head(&text(entity.name())),
            cell(&text(entity.kind_name())),
            number(mentions),
            number(count.texts),
            cell(&format!("<code>{}</code>", text(entity.key()))),
        ]
    });
    table(
        "entities",
        "Every entity that is named",
        &["name", "kind", "mentions", "texts", "key"],
        rows,
    )
}

/// The entities that texts are about, those of most texts first; empty without such texts.
pub(super) fn topics(topics: &[(Entity<'_>, Count)]) -> String {
    if topics.is_empty() {
        return String::new();
    }
    let rows = topics.iter().map(|(entity, count)| {
        let key = encoded(entity.key());
        vec![
            row_head(&text(entity.name())),
            cell(&text(entity.kind_name())),
            number(format!("<a href=\"#about={key}\">{}</a>", count.about)),
            number(count.texts),
        ]
    });
    heading("topics", "What the texts are about")
        + "<p class=\"quiet\">A text is about what its title or lead names, or what it names again and again.</p>\n"
        + &table(
            "topics",
            "Texts about each entity, and all that name it",
            &["name", "kind", "about", "texts"],
            rows,
        )
}

/// The mentions of each kind on each day; empty without dates.
pub(super) fn days(counts: &Counts, gazetteer: &Gazetteer<'_>) -> String {
    let kinds = counts.kinds();
    let mut rows = counts
        .days(gazetteer)
        .map(|(day, of_kinds)| {
            let link = |count: u64, more: &str| {
                number(if count == 0 {
                    "0".into()
                } else {
                    format!("<a href=\"#from={day}&amp;to={day}{more}\">{count}</a>")
                })
            };
            let mut row = vec![row_head(&text(day)), link(of_kinds.values().sum(), "")];
            row.extend(kinds.iter().map(|kind| {
                let count = of_kinds.get(kind).copied().unwrap_or(0);
                link(count, &format!("&amp;kind={}", encoded(kind)))
            }));
            row
        })
        .peekable();
    if rows.peek().is_none() {
        return String::new();
    }
    let head: Vec<&str> = ["date", "all"].into_iter().chain(kinds.iter().copied()).collect();
    let table = table("days", "Mentions on each date", &head, rows);
    heading("time", "Over time") + "<div id=\"chart\"></div>\n" + &details("The numbers", &table)
}

fn details(summary: &str, content: &str) -> String {
    format!("<details>\n<summary>{summary}</summary>\n{content}</details>\n")
}

/// In how many texts countries are named together with entities of another kind, of those that are
/// named; empty without such texts.
pub(super) fn matrix(
    counts: &Counts,
    ranked: &[(Entity<'_>, Count)],
    (kind, name): (&str, &str),
    gazetteer: &Gazetteer<'_>,
) -> String {
    let together = |one: &Entity<'_>, other: &Entity<'_>| counts.together(one, other, gazetteer);
    let of_kind = |kind: &str| -> Vec<&Entity<'_>> {
        ranked
            .iter()
            .map(|(entity, _)| entity)
            .filter(|entity| entity.kind_name() == kind)
            .collect()
    };
    let (countries, others) = (of_kind("country"), of_kind(kind));
    let rows = strongest(together, &countries, &others, ROWS);
    let columns = strongest(together, &others, &countries, COLUMNS);
    let most = rows
        .iter()
        .flat_map(|row| columns.iter().map(|column| together(row, column)))
        .max()
        .unwrap_or(0);
    if most == 0 {
        return String::new();
    }
    let caption =
        format!("Texts that name both: {} countries, {} {name}", rows.len(), columns.len());
    let head: Vec<&str> =
        ["country"].into_iter().chain(columns.iter().map(|column| column.name())).collect();
    let shades = Shades { most };
    let body = rows.iter().map(|row| {
        let mut cells = vec![row_head(&link(&[row.key()], row.name()))];
        cells.extend(columns.iter().map(|column| match together(row, column) {
            0 => "<td class=\"n\">·</td>".into(),
            count => format!(
                "<td class=\"n s{}\">{}</td>",
                shades.of(count),
                link(&[row.key(), column.key()], &count.to_string())
            ),
        }));
        cells
    });
    let table = table(kind, &caption, &head, body).replacen("<table ", "<table class=\"grid\" ", 1);
    heading(&format!("with-{kind}"), &format!("Countries and {name}")) + &table
}

/// The entities that most texts name together with others; those without such texts are left out.
fn strongest<'e>(
    together: impl Fn(&Entity<'_>, &Entity<'_>) -> u64,
    entities: &[&'e Entity<'e>],
    with: &[&Entity<'_>],
    most: usize,
) -> Vec<&'e Entity<'e>> {
    let sum =
        |entity: &Entity<'_>| -> u64 { with.iter().map(|other| together(entity, other)).sum() };
    let mut sums: Vec<_> = entities.iter().map(|&entity| (sum(entity), entity)).collect();
    sums.retain(|&(sum, _)| sum > 0);
    sums.sort_by_key(|&(sum, _)| Reverse(sum));
    sums.into_iter().take(most).map(|(_, entity)| entity).collect()
}

/// The pairs that most texts name together; empty if there are none.
pub(super) fn pairs(counts: &Counts, gazetteer: &Gazetteer<'_>) -> String {
    let pairs = counts.strongest(gazetteer, PAIRS);
    if pairs.is_empty() {
        return String::new();
    }
    let caption = format!("The {} pairs that most texts name together", pairs.len());
    let rows = pairs.iter().map(|(one, other, count)| {
        let count = link(&[one.key(), other.key()], &count.to_string());
        vec![row_head(&text(one.name())), cell(&text(other.name())), number(count)]
    });
    heading("pairs", "The strongest pairs")
        + "<div id=\"network\"></div>\n"
        + &table("pairs", &caption, &["one", "other", "texts"], rows)
}
