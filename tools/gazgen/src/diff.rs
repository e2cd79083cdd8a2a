//! Compares the countries of the data with a list that someone else keeps: names, codes, and states
//! that one of them does not have. The list is read, never copied; its licence may forbid that.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use gaztag::Gazetteer;
use serde_json::{Map, Value};

use crate::data::Data;

/// Two letters that Unicode CLDR names and that the data has no country for: regions, parts of
/// countries that ISO 3166 reserves codes for, and codes for tests.
const NO_COUNTRY: &[&str] =
    &["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"];
const FORMATS: &str = "iso3166-1.json of iso-codes or pycountry, territories.json of CLDR, or a \
                       langs/LANG.json of i18n-iso-countries";

/// An error in a list.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DiffError {
    #[error("{file}: {error}")]
    File { file: String, error: std::io::Error },
    #[error("{file}: {error}")]
    Json { file: String, error: serde_json::Error },
    #[error("{file}: not a list of countries that is known; expected {FORMATS}")]
    Format { file: String },
}

/// What a list has of one country.
#[derive(Default)]
struct Listed {
    names: Vec<String>,
    alpha3: Option<String>,
    numeric: Option<String>,
}

/// The countries of a list by their two letters.
type List = BTreeMap<String, Listed>;

/// Returns a line for each difference between the data and a list.
pub(crate) fn diff(
    data: &Data,
    gazetteer: &Gazetteer,
    path: &Path,
) -> Result<Vec<String>, DiffError> {
    let file = path.display().to_string();
    let text =
        fs::read_to_string(path).map_err(|error| DiffError::File { file: file.clone(), error })?;
    let json = serde_json::from_str(&text)
        .map_err(|error| DiffError::Json { file: file.clone(), error })?;
    let list = read(&json).ok_or(DiffError::Format { file: file.clone() })?;
    let mut lines = Vec::new();
    let countries = &data.countries;
    let mut own = BTreeMap::new();
    for row in countries.rows() {
        let alpha2 = countries.get(row, "alpha2");
        if !alpha2.is_empty() && countries.get(row, "status") != "former" {
            own.insert(alpha2, row);
        }
    }
    for (alpha2, listed) in &list {
        let Some(&row) = own.get(alpha2.as_str()) else {
            lines.push(format!("{file}: {alpha2} {:?} is not in countries.tsv", listed.names));
            continue;
        };
        let key = countries.get(row, "key");
        for (column, code) in [("alpha3", &listed.alpha3), ("numeric", &listed.numeric)] {
            if code.as_deref().is_some_and(|code| code != countries.get(row, column)) {
                let code = code.as_deref().unwrap_or_default();
                let known = countries.get(row, column);
                lines.push(format!("{file}: {key}: {column} {code}, in the data {known:?}"));
            }
        }
        for name in &listed.names {
            // Forms have no article.
            let bare = ["the ", "The "].iter().find_map(|article| name.strip_prefix(article));
            let mut found = gazetteer.look_up(bare.unwrap_or(name));
            if !found.any(|(entity, _)| entity.is_some_and(|entity| entity.key() == key)) {
                lines.push(format!("{file}: {key}: the data does not have the name {name:?}"));
            }
        }
    }
    for (alpha2, row) in own {
        // Codes that users assign are in some lists only.
        if !alpha2.starts_with('X') && !list.contains_key(alpha2) {
            lines.push(format!("{file}: {} is missing", countries.get(row, "key")));
        }
    }
    Ok(lines)
}

/// Reads a list in one of the formats.
fn read(json: &Value) -> Option<List> {
    if let Some(rows) = json.get("3166-1").and_then(Value::as_array) {
        return rows.iter().map(of_iso_codes).collect();
    }
    let names = json.get("countries").or_else(|| {
        let main = json.get("main")?.as_object()?.values().next()?;
        main.get("localeDisplayNames")?.get("territories")
    });
    let mut list = List::new();
    for (code, names) in names?.as_object()? {
        // CLDR: AF, BA-alt-short, 001.
        let code = code.split('-').next().unwrap_or(code);
        if code.len() != 2 || NO_COUNTRY.contains(&code) {
            continue;
        }
        let names: Vec<String> = match names {
            Value::String(name) => vec![name.clone()],
            Value::Array(names) => {
                names.iter().map(|name| name.as_str().map(str::to_owned)).collect::<Option<_>>()?
            }
            _ => return None,
        };
        list.entry(code.to_owned()).or_default().names.extend(names);
    }
    Some(list)
}

/// A country of iso-codes.
fn of_iso_codes(row: &Value) -> Option<(String, Listed)> {
    let row: &Map<String, Value> = row.as_object()?;
    let field = |name: &str| row.get(name).and_then(Value::as_str).map(str::to_owned);
    let names = ["name", "common_name", "official_name"].iter().filter_map(|name| field(name));
    let listed = Listed {
        names: names.collect(),
        alpha3: Some(field("alpha_3")?),
        numeric: Some(field("numeric")?),
    };
    Some((field("alpha_2")?, listed))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two countries, as in the data.
    fn data() -> Data {
        let good = crate::check::tests::folder("diff", "VERSION", "", "");
        Data::read(&good).unwrap()
    }

    fn gazetteer() -> Gazetteer<'static> {
        let mut builder = gaztag::GazetteerBuilder::new();
        for (key, name) in [("country/MLI", "Mali"), ("country/NER", "Niger")] {
            builder.add_entity(key, name).unwrap();
            builder.add_surface(key, gaztag::Surface::new(name)).unwrap();
        }
        builder.build().unwrap()
    }

    #[test]
    fn names_codes_and_new_states_are_compared() {
        let iso = |name: &str, numeric: &str| {
            format!(
                r#"{{"3166-1": [{{"alpha_2": "ML", "alpha_3": "MLI", "numeric": "466", "name": "Mali"}},
                {{"alpha_2": "NE", "alpha_3": "NER", "numeric": "{numeric}", "name": "{name}"}}]}}"#
            )
        };
        let cases = [
            (iso("the Niger", "562"), vec![]),
            (iso("niger", "563"), vec![r#"country/NER: numeric 563, in the data "562""#]),
            (
                iso("Nigre", "562"),
                vec![r#"country/NER: the data does not have the name "Nigre""#],
            ),
            (
                r#"{"locale": "en", "countries": {"ML": "Mali", "NE": ["Niger", "Mali"]}}"#.into(),
                vec![r#"country/NER: the data does not have the name "Mali""#],
            ),
            (
                r#"{"main": {"en": {"localeDisplayNames": {"territories":
                {"001": "world", "EU": "EU", "ML": "Mali", "NL": "Newland", "ML-alt-short": "Mali"}}}}}"#
                    .into(),
                vec![r#"NL ["Newland"] is not in countries.tsv"#, "country/NER is missing"],
            ),
        ];
        let (data, gazetteer) = (data(), gazetteer());
        let folder = tempfile();
        for (number, (json, expected)) in cases.into_iter().enumerate() {
            let path = folder.join(format!("{number}.json"));
            fs::write(&path, json).unwrap();
            let expected: Vec<String> =
                expected.iter().map(|line| format!("{}: {line}", path.display())).collect();
            assert_eq!(diff(&data, &gazetteer, &path).unwrap(), expected);
        }
        for (json, message) in [("[]", "not a list of countries"), ("{", "EOF while parsing")] {
            let path = folder.join("bad.json");
            fs::write(&path, json).unwrap();
            let error = diff(&data, &gazetteer, &path).unwrap_err().to_string();
            assert!(error.contains(message) && error.contains("bad.json"), "{error}");
        }
        fs::remove_dir_all(folder).unwrap();
    }

    fn tempfile() -> std::path::PathBuf {
        let folder = std::env::temp_dir().join(format!("gazgen-diff-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    }
}
