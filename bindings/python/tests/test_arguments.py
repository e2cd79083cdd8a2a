"""Arguments of wrong types and wrong values raise errors that say what is expected."""

import datetime
import json
import warnings

import numpy
import pandas
import polars
import pytest

import gaztag

BUILTIN = gaztag.Gazetteer.builtin()


def builder():
    made = gaztag.GazetteerBuilder()
    made.add_entity("company/acme", "Acme")
    return made


def records(rows, **options):
    return gaztag.Gazetteer.from_records(rows, kind="company", form="name", **options)


FRAME = pandas.DataFrame({"text": ["Mali"], "date": ["2026-01-31"]})


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: gaztag.entity(466), TypeError, "a name must be a str, such as .*466', not int"),
        (lambda: gaztag.entity(None), TypeError, "must be a str, .* not NoneType"),
        (lambda: BUILTIN[466], TypeError, "id must be a str, not int"),
        (lambda: BUILTIN.get(466), TypeError, "id must be a str, not int"),
        (lambda: BUILTIN.look_up(3), TypeError, "form must be a str, not int"),
        (lambda: BUILTIN.with_layer("a.gaz"), TypeError, "must be a Gazetteer, not str; .*load"),
        (lambda: gaztag.Gazetteer.from_dict(["a"]), TypeError, "a dictionary .*, not list"),
        (lambda: gaztag.Gazetteer.from_dict("a"), TypeError, "a dictionary .*, not str"),
        (lambda: gaztag.Gazetteer.from_dict({"a": 1}), TypeError, "forms of 'a' must be .*, not int"),
        (lambda: gaztag.Gazetteer.from_dict({"a": None}), TypeError, "forms of 'a' .*not NoneType"),
        (lambda: gaztag.Gazetteer.from_dict({"a": [1]}), TypeError, "forms of 'a' .*type int"),
        (lambda: gaztag.Gazetteer.from_dict({"a": b"b"}), TypeError, "forms of 'a' .*not bytes"),
        (lambda: gaztag.Gazetteer.from_dict({"a": {"b": 1}}), TypeError, "forms of 'a' .*not dict"),
        (lambda: gaztag.Gazetteer.from_dict({1: ["a"]}), TypeError, "a name must be a str, not int"),
        (lambda: gaztag.Gazetteer.from_dict({"a": "b"}, kind=3), TypeError, "kind must be a str"),
        (lambda: gaztag.Gazetteer.from_dict({}, base="x"), TypeError, "must be a Gazetteer, not str"),
        (lambda: gaztag.Gazetteer.from_flashtext(["a"]), TypeError, "a dictionary .*, not list"),
        (lambda: gaztag.Gazetteer.from_flashtext({"a": 1}), TypeError, "forms of 'a' .*not int"),
        (lambda: gaztag.Gazetteer.from_spacy({"label": "A"}), TypeError, "a list of patterns"),
        (lambda: gaztag.Gazetteer.from_spacy(3), TypeError, "a list of patterns .*, not int"),
        (lambda: records("Acme"), TypeError, "records must be a list of mappings.*, not str"),
        (lambda: records({"name": ["Acme"]}), TypeError, "a list of mappings.*, not dict"),
        (lambda: records(["Acme"]), TypeError, "record 1 must be a mapping .*, not str"),
        (lambda: records([{"name": "A"}, ("A",)]), TypeError, "record 2 must be .*, not tuple"),
        (lambda: records(None), TypeError, "records must be a list of mappings"),
        (lambda: records([{"name": {"x": 1}}]), TypeError, "record 1, name: expected .*, not dict"),
        (lambda: records([{"name": {"x"}}]), TypeError, "record 1, name: expected .*, not set"),
        (lambda: records([{"name": b"Acme"}]), TypeError, "record 1, name: expected .*, not bytes"),
        (lambda: records([{"name": ["A", object()]}]), TypeError, "record 1, name: .* not object"),
        (
            lambda: records([{"name": "A"}, {"name": "B", "x": {}}], attributes=["x"]),
            TypeError,
            "record 2, x: expected .*, not dict",
        ),
        (
            lambda: gaztag.Gazetteer.from_records([{"name": "A"}], kind="c", form=None),
            TypeError,
            "form must be the name of a field",
        ),
        (
            lambda: gaztag.Gazetteer.from_records([{"name": "A"}], kind=3, form="name"),
            TypeError,
            "kind must be a str",
        ),
        (
            # Nothing is left out where an error is raised.
            lambda: records([{"name": "x" * 1100}]),
            gaztag.Error,
            "record 1: form longer than 1024 bytes: \"x",
        ),
        (lambda: gaztag.replace("gold", "{foo}"), gaztag.Error, "unknown field 'foo'; the fields are {id}"),
        (lambda: gaztag.replace("nothing", "{foo}"), gaztag.Error, "unknown field 'foo'"),
        (lambda: gaztag.replace("gold", "{}"), gaztag.Error, "template '{}': .*the fields are"),
        (lambda: gaztag.replace("gold", "{"), gaztag.Error, "template '{': .*are braces"),
        (lambda: gaztag.replace("gold", "{id.x}"), gaztag.Error, "template '{id.x}': "),
        (lambda: gaztag.replace("gold", 3), TypeError, "a template as a str, or a function .*not int"),
        (lambda: gaztag.replace(b"gold", b"x"), TypeError, "a template as a str, .*, not bytes"),
        (lambda: gaztag.replace("gold", lambda m: 3), TypeError, "return str for .*'gold', not int"),
        (lambda: gaztag.replace(b"gold", lambda m: "x"), TypeError, "return bytes for .*, not str"),
        (lambda: gaztag.tag_batch({"Mali": 1}), TypeError, "not dict; list\\(texts.values"),
        (lambda: gaztag.tag_batch({"Mali"}), TypeError, "texts must be a sequence .*, not set"),
        (lambda: gaztag.tag_batch(["x"], languages={"en": 1}), TypeError, "languages must be .* dict"),
        (lambda: gaztag.tag_batch(["x"], threads="2"), TypeError, "threads must be an int, not str"),
        (lambda: gaztag.tag_batch(["x"], threads=1.5), TypeError, "threads must be an int"),
        (lambda: gaztag.tag_batch(FRAME), gaztag.Error, r"2 columns \(text, date\).*frame\['text'\]"),
        (
            lambda: gaztag.tag_batch(polars.DataFrame(FRAME.to_dict("list"))),
            gaztag.Error,
            r"2 columns \(text, date\); pass only the column with the texts, such as frame\['text'\]",
        ),
        (lambda: gaztag.tag_batch(pandas.DataFrame()), gaztag.Error, "a table with 0 columns"),
        (lambda: gaztag.report(FRAME), gaztag.Error, r"2 columns \(text, date\)"),
        (lambda: gaztag.report({"a": "Mali"}), TypeError, "texts must be .*, not dict"),
        (lambda: gaztag.report(["x"], "2026"), TypeError, "dates must be a sequence"),
        (lambda: gaztag.report(["x"], title=3), TypeError, "title must be a str"),
        (lambda: gaztag.about(FRAME), gaztag.Error, r"2 columns \(text, date\)"),
        (lambda: gaztag.about(3), TypeError, "texts must be a sequence or a column, not int"),
        (lambda: gaztag.about(["x"], tagger="x"), TypeError, "tagger must be a Tagger or None"),
        (lambda: gaztag.cooccurrence(["x"], "country", 3), TypeError, "other must be a str"),
        (
            lambda: gaztag.cooccurrence(["x"], "country", "bloc", within="page"),
            gaztag.Error,
            "unknown value of within 'page'; expected sentence, paragraph or document",
        ),
        (lambda: gaztag.Tagger(kinds=3), TypeError, "kinds must be a str or a list of str, not int"),
        (lambda: gaztag.Tagger(kinds=[3]), TypeError, "kinds must be .*; it has .* the type int"),
        (lambda: gaztag.Tagger(kinds=b"country"), TypeError, "kinds must be .*, not bytes"),
        (lambda: gaztag.Tagger(languages=[3]), TypeError, "languages must be a str or a list"),
        (lambda: gaztag.Tagger(gazetteer="a.tsv"), TypeError, "not str; Gazetteer.load reads"),
        (lambda: gaztag.Tagger(min_confidence="50"), TypeError, "min_confidence must be an int"),
        (lambda: gaztag.Tagger(max_text_len=1.5), TypeError, "max_text_len must be an int"),
        (lambda: gaztag.Screener("x"), TypeError, "gazetteer must be a Gazetteer, not str"),
        (lambda: gaztag.Screener(gaztag.Tagger()), TypeError, "a Gazetteer, not Tagger"),
        (
            lambda: gaztag.Screener(BUILTIN, kinds=["country"]).screen("x", min_confidence="3"),
            TypeError,
            "min_confidence must be an int",
        ),
        (
            lambda: BUILTIN["bloc/ecowas"].members(status="membr"),
            gaztag.Error,
            "unknown status 'membr'; expected member, ",
        ),
        (lambda: BUILTIN["bloc/ecowas"].members(status=3), TypeError, "status must be a str"),
        (lambda: gaztag.GazetteerBuilder("x"), TypeError, "must be a Gazetteer, not str"),
        (lambda: builder().add_entity(3, "x"), TypeError, "id must be a str, not int"),
        (lambda: builder().add_entity("a/b", None), TypeError, "name must be a str, not NoneType"),
        (lambda: builder().add_entity("a/b", "B", {"n": 3}), TypeError, "n must be a str, not int"),
        (lambda: builder().add_entity("a/b", "B", ["n"]), TypeError, "attributes must be a dict"),
        (lambda: builder().set_attribute("company/acme", "n", 3), TypeError, "value must be a str"),
        (lambda: builder().add_surface("company/acme", ["A"]), TypeError, "form must be .*, not list"),
        (lambda: builder().add_surface("company/acme", "A", prior="5"), TypeError, "prior must be"),
        (lambda: builder().add_surface("company/acme", "A", languages=3), TypeError, "languages must"),
        (lambda: builder().add_decoy(None), TypeError, "form must be a str, not NoneType"),
        (
            lambda: builder().add_member("a/b", "a/c", joined=datetime.date(2020, 1, 1)),
            TypeError,
            "joined must be a str, not date",
        ),
        (lambda: builder().add_words("president"), TypeError, "words must be a list of str"),
        (lambda: builder().add_words([3]), TypeError, "words must be .*type int"),
        (lambda: builder().add_cue("A", "before", ["x"], 3), TypeError, "a number from add_words"),
        (lambda: builder().add_cue("A", "before", 0, 1.5), TypeError, "weight must be an int"),
        (lambda: builder().remove_entity(3), TypeError, "id must be a str, not int"),
        (lambda: builder().set_data_version(3), TypeError, "version must be a str, not int"),
    ],
)
def test_wrong_arguments_raise_what_is_expected(call, error, message):
    with pytest.raises(error, match=message):
        call()


def test_columns_of_engines_are_series():
    import gaztag.pandas
    import gaztag.polars

    for texts in (FRAME, ["Mali"], "Mali"):
        for call in (gaztag.pandas.tag, gaztag.pandas.mentions):
            with pytest.raises(TypeError, match="texts must be a Series of pandas"):
                call(texts)
        with pytest.raises(TypeError, match="texts must be a Series or an Expr of Polars"):
            gaztag.polars.tag(texts)
    with pytest.raises(TypeError, match="a kind must be a str, not int"):
        gaztag.pandas.ids(FRAME["text"], 3)


def test_a_frame_with_one_column_is_this_column():
    texts = FRAME[["text"]]
    for frame in (texts, polars.DataFrame({"text": ["Mali"]})):
        assert gaztag.tag_batch(frame).to_dicts()[0][0]["id"] == "country/MLI"
        assert gaztag.about(frame)["name"].tolist() == ["Mali"]
        assert gaztag.report(frame).tables["entities"][0]["name"] == "Mali"


def test_values_of_records_are_texts_of_python_numpy_and_pandas():
    day = datetime.datetime(2026, 1, 31)
    for value, expected in [
        (True, "true"),
        (numpy.bool_(False), "false"),
        (datetime.date(2026, 1, 31), "2026-01-31"),
        (day, "2026-01-31"),
        (pandas.Timestamp(day), "2026-01-31"),
        (datetime.datetime(2026, 1, 31, 12), "2026-01-31T12:00:00"),
        (numpy.array(["a", "b"]), "a|b"),
        (numpy.int64(7), "7"),
        (("a", None, "b"), "a|b"),
        (12345678901234567890123, "12345678901234567890123"),
    ]:
        (entity,) = records([{"name": "Acme", "x": value}], attributes=["x"])
        assert entity.attributes == {"x": expected}, value
    for missing in (None, "", float("nan"), pandas.NA, pandas.NaT, numpy.nan, [None]):
        (entity,) = records([{"name": "Acme", "x": missing}, {"name": "Acme", "x": 1}], attributes=["x"])
        assert entity.attributes == {"x": "1"}, missing
    (entity,) = records([{"name": "Acme", "x": pandas.Timestamp(day)}], attributes={"x": "date"})
    assert entity.value("x") == day.date()


def test_keys_of_names_are_those_of_the_library():
    for name in ("भारत", "ไทยรัฐ", "தமிழ்", "C#", "C++", "a² Ⅷ", "İstanbul", "Ünal & Söhne"):
        of_dict = gaztag.Gazetteer.from_dict({name: ["Acme"]})
        of_list = gaztag.Gazetteer.from_flashtext({name: ["Acme"]})
        assert [entity.id for entity in of_dict] == [entity.id for entity in of_list]
    both = {"Acme Corp": "A", "Zyx": "Z", "x/y": "B"}
    companies = gaztag.Gazetteer.from_dict(both, kind="company")
    assert [entity.id for entity in companies] == ["company/acme-corp", "company/zyx", "x/y"]
    for names in ({"!!!": "Acme"}, {"Acme\n": "A"}, {"C": "x", "c": "y"}):
        with pytest.raises(gaztag.Error):
            gaztag.Gazetteer.from_dict(names)


def test_long_integers_of_attributes_are_exact():
    for digits in (19, 20, 25, 38, 45):
        number = int("123456789" * 5) // 10 ** (45 - digits)
        for signed in (number, -number):
            gazetteer = records([{"name": "Acme", "n": signed}], attributes=["n"])
            assert gazetteer["company/acme"].value("n") == signed
            batch = gaztag.Tagger(gazetteer=gazetteer).tag_batch(["Acme"], attributes=True)
            found = json.loads(batch.to_dicts()[0][0]["attributes"])["n"]
            assert found == (signed if digits <= 38 else str(signed))


def test_a_language_that_no_form_has_is_warned_of():
    with pytest.warns(UserWarning, match="no form of the gazetteer has the language 'xx'"):
        tagger = gaztag.Tagger(languages=["en", "xx"])
    assert tagger.tag("Mali")[0].id == "country/MLI"
    own = gaztag.Gazetteer.from_dict({"company/acme": "Acme"})
    with pytest.warns(UserWarning, match="'en'"):
        gaztag.Tagger(gazetteer=own, languages="en")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        gaztag.Tagger(languages=["en", "sw", "zh"])
        gaztag.Tagger(languages="en|fr")


def test_replacing_in_html_keeps_tags_paired():
    tagger = gaztag.Tagger(input="html")
    for text, template, expected in [
        ("<b>Burkina</b> Faso.", "{id}", "<b>country/BFA</b>."),
        ("Burkina <b class='>'>Faso</b>.", "{id}", "country/BFA<b class='>'></b>."),
        ("<i>Burkina</i> <b>Faso</b>", "[{text}]", "<i>[Burkina Faso]</i><b></b>"),
        ("Burkina <!-- > -->Faso", "{id}", "country/BFA<!-- > -->"),
        ("C&ocirc;te d&rsquo;<i>Ivoire</i>", "{text}", "C&ocirc;te d&rsquo;Ivoire<i></i>"),
    ]:
        assert tagger.replace(text, template) == expected
        assert tagger.replace(text.encode(), template) == expected.encode()
    assert tagger.replace("<b>Burkina</b> Faso.", lambda m: m.text) == "<b>Burkina</b> Faso."
    builder = gaztag.GazetteerBuilder()
    builder.add_entity("firm/ac", "A<B & C")
    builder.add_surface("firm/ac", "Acme")
    own = gaztag.Tagger(gazetteer=builder.build(), input="html")
    assert own.replace("<p>Acme", "<i>{name}</i>") == "<p><i>A&lt;B &amp; C</i>"
