//! What applies to the forms of whole files, and what is reported of files.

use super::abi::*;
use super::wrapper::{
    CBuilder, CGazetteer, CTagger, c, call, default_options, form_of, given, records_of,
};

fn keys(builder: &CBuilder, text: &str) -> Vec<String> {
    let gazetteer = builder.build().unwrap();
    let tagger = CTagger::new(Some(&gazetteer), &default_options()).unwrap();
    let mentions = tagger.tag(text.as_bytes(), 16);
    mentions.iter().map(|mention| gazetteer.key(mention.3).unwrap().to_string()).collect()
}

#[test]
fn preference() {
    let rows = b"key\tform\nship/morocco\tMorocco\n";
    let text = "talks in Morocco";
    for (preference, expected) in
        [(GAZTAG_PREFERENCE_BUILTIN, "country/MAR"), (GAZTAG_PREFERENCE_OWN, "ship/morocco")]
    {
        let builder = CBuilder::from(&CGazetteer::builtin());
        builder.set_preference(preference).unwrap();
        builder.read(GAZTAG_FORMAT_TSV, "ships", rows).unwrap();
        assert_eq!(keys(&builder, text), [expected]);
    }
    for number in [2, u32::MAX] {
        assert_eq!(CBuilder::new().set_preference(number).unwrap_err().status, GAZTAG_ERR_ARG);
    }
}

#[test]
fn case_of_a_file() {
    let builder = CBuilder::new();
    let rows =
        b"key\tform\tcase\nterm/attack\tHeart Attack\t\nterm/disease\tHeart Disease\texact\n";
    for number in [4, u32::MAX] {
        assert_eq!(builder.set_file_case(number).unwrap_err().status, GAZTAG_ERR_ARG);
    }
    builder.set_file_case(GAZTAG_CASE_ANY).unwrap();
    builder.read(GAZTAG_FORMAT_TSV, "terms", rows).unwrap();
    builder.set_file_case(GAZTAG_CASE_DEFAULT).unwrap();
    builder.read(GAZTAG_FORMAT_TSV, "terms", b"key\tform\nterm/failure\tHeart Failure\n").unwrap();
    let text = "heart attack, heart disease, heart failure, Heart Failure";
    assert_eq!(keys(&builder, text), ["term/attack", "term/failure"]);
}

#[test]
fn accents_of_a_form() {
    let builder = CBuilder::from(&CGazetteer::builtin());
    let form = gaztag_form { accents: 1, ..form_of("M\u{1ef9}") };
    let (key, key_len) = c(b"country/USA");
    call(|error| unsafe { gaztag_builder_add_surface(builder.0, key, key_len, &form, error) })
        .unwrap();
    assert_eq!(keys(&builder, "My, M\u{1ef9}"), ["country/USA"]);
}

#[test]
fn mistakes_and_warnings() {
    let builder = CBuilder::new();
    let (forms, mended) =
        builder.read_lenient("key\tform\ncompany/acme\tAcme \ncompany/acme\tAcme\n").unwrap();
    let lines: Vec<u32> = mended.iter().map(|mistake| mistake.line).collect();
    assert_eq!((forms, &lines[..]), (1, &[2, 3][..]));
    assert_eq!(builder.read_lenient("key\tform\nacme\tA\n").unwrap_err().line, 2);
    // A blank after a character that cannot be seen.
    let (forms, mended) =
        builder.read_lenient("key\tform\ncompany/b\t\u{200B} Bcd \u{AD}\n").unwrap();
    assert_eq!((forms, mended[0].line), (1, 2));
    assert_eq!(keys(&builder, "the Bcd"), ["company/b"]);
    // Control characters in a form and in a name.
    let rows = "key\tform\tname\ncompany/zyx\tZ\u{81}\u{1}y\t\ncompany/abc\tAbc\tA\u{7f}B\n";
    let (forms, mended) = builder.read_lenient(rows).unwrap();
    let lines: Vec<u32> = mended.iter().map(|mistake| mistake.line).collect();
    assert_eq!((forms, &lines[..]), (2, &[2, 3][..]));
    assert!(mended[0].message.contains("a blank in their place"), "{}", mended[0].message);
    assert_eq!(keys(&builder, "Z y and Abc"), ["company/zyx", "company/abc"]);
    assert!(builder.read(GAZTAG_FORMAT_TSV, "f", rows.as_bytes()).is_err());
    assert!(builder.warnings(false).is_empty());

    let mut rows = "key\tform\tweight\n".to_string();
    for number in 0..33 {
        rows += &format!("city/{number}\tSpringfield\t{number}\ncity/{number}\tFairview\t\n");
    }
    builder.read_lenient(&rows).unwrap();
    let lines = |first| -> Vec<u32> {
        builder.warnings(first).iter().map(|warning| warning.line).collect()
    };
    assert_eq!((lines(false), lines(true)), (vec![66, 67], vec![66]));
}

#[test]
fn records_are_those_of_the_library() {
    let mut of = records_of("company", "name\nticker\tacronym");
    (of.key, of.separator, of.weight) = (given("id"), given(";"), given("size"));
    let attributes = "tags\tlist\nat.city\ttext\tcity\nnumber\tnumber";
    (of.attributes, of.without_legal_forms) = (given(attributes), 1);
    let lines = "{\"id\": 7, \"name\": \" Acme, Inc.;Acme Works\", \"ticker\": \"ACM\", \"size\": 1.5}\n\n\
                 {\"id\": 7, \"name\": null, \"ticker\": \"AC\", \"tags\": [\"a\", \"b\"], \"number\": 12345678901234567, \"at\": {\"city\": \"Kati\"}}\n";
    let builder = CBuilder::new();
    assert_eq!(builder.add_records(&of, lines).unwrap(), 5);
    let mut all = gaztag::Records::new("company")
        .with_form("name", gaztag::Role::Name)
        .with_form("ticker", gaztag::Role::Acronym)
        .with_key("id")
        .with_separator(";")
        .with_attribute("tags", "tags", gaztag::AttributeType::List)
        .with_attribute("city", "at.city", gaztag::AttributeType::Text)
        .with_attribute("number", "number", gaztag::AttributeType::Number)
        .with_weight("size")
        .without_legal_forms(true);
    lines.split("\n\n").for_each(|line| all.add_json(line.trim()).unwrap());
    let mut library = gaztag::GazetteerBuilder::new();
    library.add_records(&all).unwrap();
    let image = library.build().unwrap().to_image().to_vec();
    assert_eq!(builder.build().unwrap().image(), image);
    let acme = gaztag::Gazetteer::from_image(&image).unwrap();
    let acme = acme.find("company/7").unwrap();
    let attributes = r#"{"city":"Kati","number":12345678901234567,"tags":["a","b"],"weight":1.5}"#;
    assert_eq!((acme.name(), &*acme.attributes_json()), ("Acme, Inc.", attributes));

    for (forms, attributes, line) in [
        ("name\tshort", "", "{}"),
        ("name", "size\tbig", "{}"),
        ("name", "", "[]"),
        ("name", "size\tnumber", "{\"name\": \"Acme\", \"size\": \"big\"}"),
    ] {
        let mut of = records_of("company", forms);
        of.attributes = given(attributes);
        let failed = builder.add_records(&of, line).unwrap_err();
        assert_eq!(failed.status, GAZTAG_ERR_PARSE, "{}", failed.message);
    }
    let failed =
        builder.add_records(&records_of("company", "name"), "\n{\"name\": \"A\"}\n{").unwrap_err();
    assert_eq!((failed.status, failed.line), (GAZTAG_ERR_PARSE, 3), "{}", failed.message);
    assert_eq!(
        builder.add_records(&records_of("company", ""), "{}").unwrap_err().status,
        GAZTAG_ERR_ARG
    );
    let record = "{\"name\": \"Acme\"}";
    for kind in ["#company", "company\t", "a/b", ""] {
        let failed = builder.add_records(&records_of(kind, "name"), record).unwrap_err();
        assert!(failed.message.contains("bad key"), "{kind:?}: {}", failed.message);
    }
    let mut wrong = records_of("company", "name");
    wrong.attributes = given("size\ttext\tsi\tze");
    assert!(builder.add_records(&wrong, record).is_err());
    let mut wrong = records_of("company", "name");
    wrong.without_legal_forms = 2;
    assert_eq!(builder.add_records(&wrong, "").unwrap_err().status, GAZTAG_ERR_ARG);
}
