import datetime
import json
import re
import shutil
import subprocess

import html5lib
import numpy
import pandas
import polars
import pyarrow
import pytest

import gaztag
from gaztag import _report

TEXTS = [
    "Mali sells gold to China, ECOWAS said.",
    None,
    "Gold of Mali, <script>alert('copper')</script> & the Soviet Union",
    "Nothing.",
]
DAYS = ["2025-01-31", None, datetime.date(2025, 3, 1), datetime.datetime(2025, 3, 2, 12)]

SVG = "{http://www.w3.org/2000/svg}"


def valid(html):
    """Returns the page as a tree. Raises for invalid HTML."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


def text_of(element):
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def table(tree, caption):
    for found in tree.iter("table"):
        if text_of(found.find("caption")).startswith(caption):
            return [[text_of(cell) for cell in row] for row in found.iter("tr")]
    raise AssertionError(f"no table {caption!r}")


def test_numbers():
    tree = valid(gaztag.report(TEXTS, DAYS, title="Mali & more").html)
    assert text_of(tree.find(".//title")) == "Mali & more"
    assert (
        text_of(tree.find(".//header"))
        == f"Mali & more 4 texts, 2025-01-31 to 2025-03-02: 8 mentions of 6 entities. Found by gaztag, data {gaztag.data_version}."
    )
    names = table(tree, "The most frequent entities")
    assert [[row[0], row[1], row[2], row[4], row[-1]] for row in names[1:3]] == [
        ["Mali", "country", "2", "2", "country/MLI"],
        ["gold", "mineral", "2", "2", "mineral/gold"],
    ]
    assert table(tree, "Mentions over time")[0] == ["period", "country", "bloc", "mineral"]
    assert [row for row in table(tree, "Mentions over time")[1:] if row[1:] != ["0", "0", "0"]] == [
        ["2025-01-31", "2", "1", "1"],
        ["2025-03-01", "2", "0", "2"],
    ]
    assert table(tree, "In how many texts both are named")[:2] == [
        ["", "gold", "copper"],
        ["Mali", "2", "1"],
    ]
    assert "Not in the picture: Soviet Union 1." in text_of(tree)
    tiles = {text_of(tile.find(f"{SVG}title")) for tile in tree.iter(f"{SVG}g")}
    assert {"Mali: 2", "China: 1", "Niger: 0"} <= tiles


def test_texts_are_shown_unchanged():
    report = gaztag.report(TEXTS, documents=2)
    tree = valid(report.html)
    articles = [text_of(article) for article in tree.iter("article")]
    assert articles == [f"Text 1 {TEXTS[0]}", f"Text 3 {TEXTS[2]}"]
    assert [text_of(mark) for mark in tree.iter("mark")] == [
        "Mali",
        "gold",
        "China",
        "ECOWAS",
        "Gold",
        "Mali",
        "copper",
        "Soviet Union",
    ]
    assert not list(tree.iter("script"))
    assert "<h2>Over time</h2>" not in report.html


def test_the_page_has_no_external_resources():
    html = gaztag.report(TEXTS, DAYS).html
    assert not re.search(r"https?:|src=|href=|url\(|@import|<script", html)


@pytest.mark.parametrize(
    "columns",
    [
        lambda texts, days: (pandas.Series(texts), pandas.to_datetime(pandas.Series(days))),
        lambda texts, days: (
            pandas.Series(texts, dtype=object),
            numpy.array(days, dtype="datetime64[D]"),
        ),
        lambda texts, days: (polars.Series(texts), polars.Series(days).str.to_date()),
        lambda texts, days: (pyarrow.array(texts), pyarrow.array(days).cast(pyarrow.date32())),
        lambda texts, days: (iter(texts), iter(days)),
    ],
    ids=["pandas", "numpy", "polars", "pyarrow", "iterators"],
)
def test_columns_of_every_library_have_the_same_result(columns):
    days = ["2025-01-31", None, "2025-03-01", "2025-03-02"]
    texts, dates = columns(TEXTS, days)
    assert gaztag.report(texts, dates).html == gaztag.report(TEXTS, days).html


@pytest.mark.parametrize(
    ("first", "last", "name", "count"),
    [
        ("2025-01-01", "2025-03-01", "2025-01-01", 60),
        ("2025-01-01", "2025-03-02", "week of 2024-12-30", 9),
        ("2020-01", "2024-12", "2020-01", 60),
        ("2020-01", "2025-01", "2020, quarter 1", 21),
        ("1990", "2040", "1990", 51),
        ("1900", "2025", "1900s", 13),
        ("0001-01-01", "9999-12-31", "000s", 0),
        ("2025-01-01", "2025-01-01", "2025-01-01", 1),
    ],
)
def test_periods(first, last, name, count):
    rows = table(valid(gaztag.report(["Mali", "Mali"], [first, last]).html), "Mentions over time")[
        1:
    ]
    if count:
        assert (rows[0][0], len(rows)) == (name, count)
    assert sum(int(row[1]) for row in rows) == 2
    assert len(rows) <= 101


def test_nothing_found():
    for texts, dates in (
        ([], None),
        ([], []),
        (["x"], ["2025"]),
        ([None], [None]),
        (pyarrow.nulls(2), None),
        (polars.Series([None]), None),
        (pandas.Series([None]), pyarrow.nulls(1)),
    ):
        valid(gaztag.report(texts, dates).html)
        assert "None of the texts names anything" in gaztag.report(texts, dates).html


def test_characters_that_html_cannot_represent_are_replaced():
    builder = gaztag.GazetteerBuilder()
    builder.add_entity("a.b/c", "<i>&amp;")
    builder.add_surface("a.b/c", "Acme")
    tree = valid(
        gaztag.report(
            ["Acme\0\x07\x85 <b> Acme"],
            ["2025"],
            tagger=gaztag.Tagger(gazetteer=builder.build()),
            title="</title><b>",
        ).html
    )
    assert text_of(tree.find(".//title")) == "</title><b>"
    assert table(tree, "The most frequent entities")[1][0] == "<i>&amp;"
    assert text_of(tree.find(".//article")).endswith("Acme\ufffd\ufffd\ufffd <b> Acme")


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


def test_every_existing_country_has_one_tile():
    tiles = [code for code in _report.WORLD.split() if code != "..."]
    today = {
        entity.id
        for entity in gaztag.Gazetteer.builtin()
        if entity.kind == "country" and entity.attributes["status"] != "former"
    }
    assert sorted(f"country/{code}" for code in tiles) == sorted(today)
    assert len({len(row) for row in _report.WORLD.strip().splitlines()}) == 1


def test_saving_and_display_in_a_notebook(tmp_path):
    report = gaztag.report(TEXTS)
    report.save(tmp_path / "page.html")
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == report.html
    frame = valid(f"<!DOCTYPE html><title>x</title>{report._repr_html_()}").find(".//iframe")
    assert frame.get("srcdoc") == report.html


# Measures the page in a browser, and writes the results into its title.
LOOK = """
<script>
addEventListener("load", () => {
  const channel = value => (value /= 255) <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const light = colour => { const [r, g, b] = colour.match(/[\\d.]+/g).map(Number); return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b); };
  const contrast = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
  const all = selector => [...document.querySelectorAll(selector)];
  const seen = element => { const box = element.getBoundingClientRect(); return box.width > 0 && box.height > 0; };
  const grounds = all("mark, .key, .grid tbody td").map(element => { const style = getComputedStyle(element); return contrast(style.color, style.backgroundColor); });
  const tiles = all("g > rect + text").map(text => contrast(getComputedStyle(text).fill, getComputedStyle(text.previousElementSibling).fill));
  document.title = JSON.stringify({
    loaded: performance.getEntriesByType("resource").length,
    marks: all("mark").filter(seen).length,
    tiles: tiles.length,
    bars: all("table svg rect").filter(seen).length,
    periods: all("svg[role=img] g").filter(group => !group.querySelector("text") && seen(group)).length,
    contrast: Math.min(...grounds, ...tiles),
    over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  });
});
</script>
"""


@pytest.mark.parametrize("width", [1250, 500])
def test_the_page_in_a_browser(tmp_path, texts, dates, width):
    browser = (
        shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    assert browser, "no chromium; apt-get install chromium"
    page = tmp_path / "page.html"
    gaztag.report(texts[:2000], dates[:2000]).save(page)
    page.write_text(
        page.read_text(encoding="utf-8").replace("</body>", f"{LOOK}</body>"), encoding="utf-8"
    )
    command = [
        browser,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path / 'profile'}",
        f"--window-size={width},900",
        "--dump-dom",
        page.as_uri(),
    ]
    dom = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout
    seen = json.loads(re.search(r"<title>(.*?)</title>", dom).group(1))
    assert seen["loaded"] == 0
    assert seen["marks"] > 20
    assert seen["tiles"] > 250
    assert seen["bars"] > 25
    assert seen["periods"] == 20
    assert seen["contrast"] >= 4.5, seen
    assert seen["over"] <= 0, seen


def test_nulls_of_every_library():
    texts = pandas.Series(["Mali", pandas.NA, "Niger"], dtype="string")
    for missing in (None, float("nan"), pandas.NaT, pandas.NA, numpy.datetime64("NaT")):
        page = gaztag.report(texts, ["2025-01-01", "2025-01-02", missing]).html
        assert "3 texts, 2025-01-01 to 2025-01-01: 2 mentions" in page
