"""Tables of mentions, nulls in lists, progress bars, and what is named together."""

import math
import subprocess
import sys

import pytest

import gaztag

pandas = pytest.importorskip("pandas")
numpy = pytest.importorskip("numpy")

TEXTS = ["Mali sells gold. Chad has oil.", None, "", "Gold of Mali; é Niger"]


def test_a_frame_of_a_batch_has_a_row_for_each_mention():
    pytest.importorskip("pyarrow")
    expected = [
        (number, mention.start, mention.end, mention.id, mention.name, mention.kind, mention.role)
        for number, text in enumerate(TEXTS)
        for mention in gaztag.tag(text or "")
    ]
    for options in ({}, {"dictionaries": True}, {"threads": 2}):
        frame = gaztag.tag_batch(TEXTS, **options).to_frame()
        assert [tuple(row)[:7] for row in frame.values.tolist()] == expected, options
        assert frame.columns[0] == "document" and frame.columns[-1] == "confidence"
        assert frame.groupby("kind", observed=True).size()["mineral"] == 3
        for name in ("id", "name", "kind", "role"):
            assert frame[name].dtype == "category", name
    assert len(gaztag.tag_batch([]).to_frame()) == len(gaztag.tag_batch([None]).to_frame()) == 0


def test_a_frame_of_the_mentions_of_one_text():
    frame = gaztag.tag(TEXTS[0]).to_frame()
    assert frame["text"].tolist() == ["Mali", "gold", "Chad", "oil"]
    assert frame["id"].dtype == "category" and gaztag.tag("").to_frame()["id"].dtype == "category"


@pytest.mark.parametrize(
    "null",
    [None, float("nan"), math.nan, numpy.float64("nan"), numpy.nan, pandas.NA, pandas.NaT],
    ids=repr,
)
def test_nulls_in_lists(null):
    assert gaztag.tag_batch(["Mali", null, "Niger"]).to_dicts()[1] is None
    assert gaztag.tag_batch([null]).to_dicts() == [None]


@pytest.mark.parametrize("value", [0, 1.5, True, False, numpy.False_, object(), [], numpy.zeros(3)], ids=repr)
def test_other_values_in_lists(value):
    with pytest.raises((TypeError, ValueError), match="^document 1: "):
        gaztag.tag_batch(["Mali", value])


def test_pairs_by_place():
    def pairs(*arguments, **options):
        frame = gaztag.cooccurrence(TEXTS, *arguments, **options)
        assert frame.columns.tolist() == ["id", "name", "with_id", "with_name", "count"]
        return list(zip(frame["name"], frame["with_name"], frame["count"].tolist()))

    assert pairs("country", "mineral") == [
        ("Mali", "gold", 2),
        ("Niger", "gold", 1),
        ("Chad", "crude oil", 1),
    ]
    assert ("Mali", "crude oil", 1) in pairs("country", "mineral", within="document")
    assert pairs("mineral", "country")[0] == ("gold", "Mali", 2)
    assert pairs("country", "bloc") == []
    tagger = gaztag.Tagger(min_confidence=100)
    assert pairs("country", "mineral", tagger=tagger) == []
    rolled = gaztag.cooccurrence(["Spodumene of Mali"], "mineral", "country", roll_up=True)
    assert rolled["id"].tolist() == ["mineral/lithium"]
    with pytest.raises(gaztag.Error, match='^unknown kind "planet"; expected one of bloc, country'):
        pairs("country", "planet")
    with pytest.raises(gaztag.Error):
        pairs("country", "")
    with pytest.raises(gaztag.Error, match="within"):
        pairs("country", "bloc", within="page")


def test_what_texts_are_about():
    texts = ["Mali sells gold", None, "News\n" + "x" * 500 + " Niger", "Chad\nChad, é Niger"]
    frame = gaztag.about(texts)
    assert frame.columns.tolist() == [
        "document", "id", "kind", "name", "weight", "mentions", "title", "lead",
    ]  # fmt: skip
    assert frame[["document", "name", "weight", "title"]].values.tolist() == [
        [0, "Mali", 5, True],
        [0, "gold", 5, True],
        [3, "Chad", 6, True],
        [3, "Niger", 3, False],
    ]
    kinds = gaztag.about(texts[0], tagger=gaztag.Tagger(kinds=["mineral"]))
    assert kinds["id"].tolist() == ["mineral/gold"] and kinds["document"].dtype == "int64"
    capitals = gaztag.about("Spodumene for Canberra", places=True, roll_up=True)
    assert sorted(capitals["id"]) == ["country/AUS", "mineral/lithium"]
    nothing = gaztag.about([])
    assert len(nothing) == 0 and nothing["title"].dtype == "bool"


def test_a_progress_bar():
    tqdm = pytest.importorskip("tqdm")
    assert tqdm
    code = (
        "import gaztag\n"
        "texts = ['Gold of Mali, and more'] * 50_000\n"
        "plain = gaztag.tag_batch(texts).to_dicts()\n"
        "assert gaztag.tag_batch(texts, progress=True, threads=2).to_dicts() == plain\n"
        "assert gaztag.tag_batch(iter(texts[:2]), progress=True).to_dicts() == plain[:2]\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "50.0k/50.0k" in ran.stderr and "2.00 texts" in ran.stderr, ran.stderr


def test_an_entity_by_its_name_and_what_the_package_has():
    assert gaztag.entity("Mali").id == gaztag.entity("ML").id == "country/MLI"
    with pytest.raises(gaztag.Error):
        gaztag.entity("qqq")
    assert {*gaztag.__all__} <= {*dir(gaztag)}
