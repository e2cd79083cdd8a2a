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
/// Two letters that the United Nations' table M49 does not have.
const NOT_IN_M49: &[&str] = &["TW"];
const FORMATS: &str = "iso3166-1.json of iso-codes or pycountry, territories.json of CLDR, a \
                       langs/LANG.json of i18n-iso-countries, or the United Nations' table M49 as \
                       CSV";
/// The columns of M49 that are compared: name, M49 code, two letters, three letters.
const M49_COLUMNS: [&str; 4] =
    ["Country or Area", "M49 Code", "ISO-alpha2 Code", "ISO-alpha3 Code"];

/// An error in a list.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DiffError {
    #[error("{file}: {error}")]
    File { file: String, error: std::io::Error },
    #[error("{file}: {error}")]
    Json { file: String, error: serde_json::Error },
    #[error("{file}: {error}")]
    Csv { file: String, error: csv::Error },
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
    let is_m49 = text.lines().next().is_some_and(|line| line.contains(M49_COLUMNS[1]));
    let list = if is_m49 {
        of_m49(&text).map_err(|error| DiffError::Csv { file: file.clone(), error })?
    } else {
        let json = serde_json::from_str(&text)
            .map_err(|error| DiffError::Json { file: file.clone(), error })?;
        read(&json)
    };
    let list = list.ok_or(DiffError::Format { file: file.clone() })?;
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
        let is_left_out = alpha2.starts_with('X') || is_m49 && NOT_IN_M49.contains(&alpha2);
        if !is_left_out && !list.contains_key(alpha2) {
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

/// Reads the table M49: countries and areas with an ISO code. Other rows (Sark) are areas of those.
fn of_m49(text: &str) -> Result<Option<List>, csv::Error> {
    let header = text.lines().next().unwrap_or_default();
    let delimiter = [b';', b'\t'].into_iter().find(|byte| header.as_bytes().contains(byte));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter.unwrap_or(b','))
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let columns = M49_COLUMNS
        .map(|name| reader.headers().map(|header| header.iter().position(|known| known == name)));
    let [Some(name), Some(numeric), Some(alpha2), Some(alpha3)] =
        columns.into_iter().collect::<Result<Vec<_>, _>>()?[..]
    else {
        return Ok(None);
    };
    let mut list = List::new();
    for row in reader.records() {
        let row = row?;
        let field = |column: usize| row.get(column).unwrap_or_default().trim().to_owned();
        if field(alpha2).is_empty() {
            continue;
        }
        let listed = Listed {
            names: vec![field(name)],
            alpha3: Some(field(alpha3)),
            numeric: Some(format!("{:0>3}", field(numeric))),
        };
        list.insert(field(alpha2), listed);
    }
    Ok(Some(list))
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
            (
                "\u{feff}Country or Area;M49 Code;ISO-alpha2 Code;ISO-alpha3 Code\n\
                Mali;466;ML;MLI\nNiger;56;NE;NER\nSark;680;;\n"
                    .into(),
                vec![r#"country/NER: numeric 056, in the data "562""#],
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
        for (list, message) in [
            ("[]", "not a list of countries"),
            ("{", "EOF while parsing"),
            ("M49 Code;Country\n", "not a list of countries"),
            ("Country or Area;M49 Code;ISO-alpha2 Code;ISO-alpha3 Code\nMali;466\n", "CSV error"),
        ] {
            let path = folder.join("bad.json");
            fs::write(&path, list).unwrap();
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
