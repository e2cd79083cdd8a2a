//! A map of the world, shaded by mentions.

use std::collections::BTreeMap;

use gaztag::Entity;

use super::counts::Count;
use super::parts::{Shades, heading, text};
use super::tables::{link, number, row_head, table};

/// A line for each country and territory: its code, and its outline or the place of a dot.
const WORLD: &str = include_str!("world.tsv");

/// The map with those of the named entities that are countries; empty without them.
pub(super) fn map(ranked: &[(Entity<'_>, Count)]) -> String {
    let ranked: Vec<_> =
        ranked.iter().filter(|(entity, _)| entity.kind_name() == "country").collect();
    let Some((_, first)) = ranked.first() else { return String::new() };
    let shades = Shades { most: first.mentions };
    let of_key: BTreeMap<&str, _> =
        ranked.iter().map(|(entity, count)| (entity.key(), (entity, count.mentions))).collect();
    // Dots are last, so that no outline covers them.
    let (mut outlines, mut dots) = (String::new(), String::new());
    let mut elsewhere = ranked.len();
    for (code, shape) in WORLD.lines().filter_map(|line| line.split_once('\t')) {
        let key = format!("country/{code}");
        let named = of_key.get(key.as_str()).copied();
        let shade = named.map_or(0, |(_, count)| shades.of(count));
        let (out, shape) = match shape.split_once(' ').filter(|_| !shape.starts_with('M')) {
            // Most of these are small: those without mentions would only hide the others.
            Some(_) if named.is_none() => continue,
            Some((x, y)) => {
                (&mut dots, format!("<circle class=\"f{shade}\" cx=\"{x}\" cy=\"{y}\" r=\"4\">"))
            }
            None => (&mut outlines, format!("<path class=\"f{shade}\" d=\"{shape}\">")),
        };
        let end = if shape.starts_with("<c") { "</circle>" } else { "</path>" };
        match named {
            None => *out += &format!("{shape}{end}"),
            // The links of the table are for the keyboard.
            Some((entity, count)) => {
                elsewhere -= 1;
                *out += &format!(
                    "<a href=\"#with={key}\" tabindex=\"-1\">{shape}<title>{}: {count}</title>{end}</a>",
                    text(entity.name())
                );
            }
        }
    }
    let rows = ranked.iter().map(|(entity, count)| {
        let mentions = link(&[entity.key()], &count.mentions.to_string());
        vec![row_head(&text(entity.name())), number(mentions), number(count.texts)]
    });
    let table =
        table("countries", "Countries and territories", &["name", "mentions", "texts"], rows);
    let note = if elsewhere == 0 {
        String::new()
    } else {
        format!(
            "<p class=\"quiet\">{elsewhere} of them, which do not exist today, are only in the table.</p>\n"
        )
    };
    heading("world", "The world")
        + "<div class=\"beside\">\n<div>\n<svg class=\"world\" viewBox=\"0 0 1000 487\" aria-hidden=\"true\">\n"
        + &outlines
        + &dots
        + "\n</svg>\n"
        + &legend(&shades)
        + &note
        + "</div>\n<div>\n"
        + &table
        + "</div>\n</div>\n"
}

/// The largest count of each shade.
fn legend(shades: &Shades) -> String {
    let mut out = String::from("<p class=\"quiet\">Mentions, up to:");
    let mut last = 0;
    for step in 1..=Shades::STEPS {
        let limit = shades.limit(step);
        if limit > last {
            out += &format!(" <span class=\"key s{step}\">{limit}</span>");
        }
        last = limit;
    }
    out + "</p>\n"
}

#[cfg(test)]
mod tests {
    use gaztag::Gazetteer;

    use super::*;

    #[test]
    fn every_country_of_today_has_one_shape() {
        let gazetteer = Gazetteer::builtin();
        let mut today: Vec<&str> = gazetteer
            .entities()
            .filter(|entity| entity.kind_name() == "country")
            .filter(|entity| entity.attribute("status") != Some("former"))
            .filter_map(|entity| entity.key().strip_prefix("country/"))
            .collect();
        today.sort_unstable();
        let drawn: Vec<&str> =
            WORLD.lines().filter_map(|line| line.split_once('\t')).map(|(code, _)| code).collect();
        assert_eq!(drawn, today);
    }
}
