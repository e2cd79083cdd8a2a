//! What applies to the forms of whole files, and what is reported of files.

use super::abi::*;
use super::wrapper::{CBuilder, CGazetteer, CTagger, c, call, default_options, form_of};

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
    let (forms, mended) = builder.read_lenient("key\tform\ncompany/b\t\u{200B} Bcd\n").unwrap();
    assert_eq!((forms, mended[0].line), (1, 2));
    assert_eq!(keys(&builder, "the Bcd"), ["company/b"]);
    // Control characters in a form and in a name.
    let rows = "key\tform\tname\ncompany/zyx\tZ\u{81}\u{1}y\t\ncompany/abc\tAbc\tA\u{7f}B\n";
    let (forms, mended) = builder.read_lenient(rows).unwrap();
    let lines: Vec<u32> = mended.iter().map(|mistake| mistake.line).collect();
    assert_eq!((forms, &lines[..]), (2, &[2, 3][..]));
    assert!(mended[0].message.contains("a blank takes their place"), "{}", mended[0].message);
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
