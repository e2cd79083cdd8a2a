"""gaztag.report, whose pages the program makes."""

import datetime

import pytest

import gaztag

TEXTS = [
    "Mali sells gold to China, ECOWAS said.",
    None,
    "Gold of Mali, <script>alert('copper')</script> & the Soviet Union",
    "Nothing.",
]
DAYS = ["2025-01-31", None, datetime.date(2025, 3, 1), datetime.datetime(2025, 3, 2, 12)]


def test_tables():
    report = gaztag.report(TEXTS, DAYS, title="Mali & more")
    assert "<h1>Mali &amp; more</h1>" in report.html and "4 texts, 8 mentions" in report.html
    tables = report.tables
    assert list(tables) == [
        "kinds", "entities", "topics", "days", "countries", "mineral", "bloc", "pairs",
    ]  # fmt: skip
    assert tables["kinds"][0] == {"kind": "country", "mentions": 4, "entities": 3, "texts": 2}
    assert tables["entities"][1] == {
        "name": "gold", "kind": "mineral", "mentions": 2, "texts": 2, "key": "mineral/gold",
    }  # fmt: skip
    assert tables["topics"][0] == {"name": "Mali", "kind": "country", "about": 2, "texts": 2}
    assert tables["days"] == [
        {"date": "2025-01-31", "all": 4, "country": 2, "bloc": 1, "mineral": 1},
        {"date": "2025-03-01", "all": 4, "country": 2, "bloc": 0, "mineral": 2},
        {"date": "2025-03-02", "all": 0, "country": 0, "bloc": 0, "mineral": 0},
    ]
    assert tables["mineral"][0] == {"country": "Mali", "gold": 2, "copper": 1}
    assert tables["pairs"][0] == {"one": "Mali", "other": "gold", "texts": 2}


def columns():
    days = ["2025-01-31", None, "2025-03-01", "2025-03-02"]
    yield "iterators", lambda: (iter(TEXTS), iter(days))
    pandas = pytest.importorskip("pandas")
    numpy = pytest.importorskip("numpy")
    yield "pandas", lambda: (pandas.Series(TEXTS), pandas.to_datetime(pandas.Series(days)))
    yield (
        "numpy",
        lambda: (pandas.Series(TEXTS, dtype=object), numpy.array(days, dtype="datetime64[D]")),
    )
    polars = pytest.importorskip("polars")
    yield "polars", lambda: (polars.Series(TEXTS), polars.Series(days).str.to_date())
    pyarrow = pytest.importorskip("pyarrow")
    yield (
        "pyarrow",
        lambda: (pyarrow.array(TEXTS), pyarrow.array(days).cast(pyarrow.date32())),
    )


def test_columns_of_every_library_have_the_same_result():
    expected = gaztag.report(TEXTS, ["2025-01-31", None, "2025-03-01", "2025-03-02"]).html
    for name, make in columns():
        assert gaztag.report(*make()).html == expected, name


def test_nulls_of_every_library():
    pandas = pytest.importorskip("pandas")
    texts = pandas.Series(["Mali", pandas.NA, "Niger"], dtype="string")
    for missing in (None, float("nan"), pandas.NaT, pandas.NA):
        report = gaztag.report(texts, ["2025-01", "2025-01-02", missing])
        assert "3 texts, 2 mentions" in report.html
        assert [row["date"] for row in report.tables["days"]] == ["2025-01", "2025-01-02"]


def test_nothing_found():
    for texts, dates in (([], None), ([], []), (["x"], ["2025"]), ([None], [None])):
        report = gaztag.report(texts, dates)
        assert "0 mentions of 0 entities" in report.html and report.tables["entities"] == []


def test_texts_are_escaped_or_replaced():
    builder = gaztag.GazetteerBuilder()
    builder.add_entity("a.b/c", "<i>&amp; 7")
    builder.add_surface("a.b/c", "Acme")
    tagger = gaztag.Tagger(gazetteer=builder.build())
    report = gaztag.report(["Acme\0 <b> Acme", "\ud800 Acme"], tagger=tagger, title="</title><b>")
    assert "<title>&lt;/title&gt;&lt;b&gt;</title>" in report.html
    assert report.tables["entities"][0]["name"] == "<i>&amp; 7"
    assert report.tables["kinds"][0]["mentions"] == 3


@pytest.mark.parametrize(
    "options",
    [
        {"kinds": ["mineral", "bloc"]},
        {"roles": "all"},
        {"roles": ["demonym", "capital"]},
        {"languages": "en"},
        {"min_confidence": 0},
        {"uses": []},
        {"uses": ["language", "firm"]},
        {"lower_case": True},
        {"links": True},
        {"context": False},
        {"backend": "scalar"},
        {"gazetteer": gaztag.Gazetteer.from_dict({"company/acme": ["Acme"]})},
    ],
    ids=str,
)
def test_a_report_has_the_mentions_of_the_tagger(options):
    text = (
        "Malian gold left Bamako for the EU; the Bank of Japan; in chad; Allemagne; Acme; "
        "she speaks French; Tata Steel; Congo; see https://example.org/Mali"
    )
    tagger = gaztag.Tagger(**options)
    report = gaztag.report([text], tagger=tagger)
    found = {row["key"]: row["mentions"] for row in report.tables["entities"]}
    expected = [mention.id for mention in tagger.tag(text)]
    assert found == {id: expected.count(id) for id in expected}


def test_options_that_the_program_does_not_have():
    for options in ({"folding_off": ["case"]}, {"strict": True}, {"input": "html"}):
        with pytest.raises(gaztag.Error, match=f"the option {next(iter(options))}"):
            gaztag.report(["Mali"], tagger=gaztag.Tagger(**options))


def test_invalid_dates_and_texts_raise():
    with pytest.raises(
        gaztag.Error, match="date 1: '31.1.2025' is not a date; expected YYYY-MM-DD"
    ):
        gaztag.report(["a", "b"], ["2025-01-31", "31.1.2025"])
    with pytest.raises(gaztag.Error, match="more texts than the 1 dates"):
        gaztag.report(["a", "b"], ["2025-01-31"])
    with pytest.raises(gaztag.Error, match="3 dates for 2 texts"):
        gaztag.report(["a", "b"], [None] * 3)
    with pytest.raises(TypeError, match="must be a sequence of texts"):
        gaztag.report("Mali")


def test_display_in_a_notebook():
    report = gaztag.report(TEXTS)
    shown = report._repr_html_()
    assert shown.startswith("<iframe ") and "<h1>" not in shown and "&lt;h1&gt;" in shown
