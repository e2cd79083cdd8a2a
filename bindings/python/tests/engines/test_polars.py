import polars
import pytest

import gaztag
import gaztag.polars

NEWS = polars.Series("text", ["Mali’s é 🪙 gold for Mali", None, "the EU and China", "nothing"])


def test_series_and_expressions_equal_tag():
    tagged = NEWS.gaztag.tag()
    assert (tagged.name, tagged.dtype) == ("text", gaztag.polars.MENTIONS)
    assert tagged.to_list() == [
        None
        if text is None
        else [
            {key: value for key, value in mention.items() if key != "text"}
            for mention in gaztag.tag(text).to_dicts()
        ]
        for text in NEWS
    ]
    assert (
        NEWS.to_frame().select(polars.col("text").gaztag.tag())["text"].to_list()
        == tagged.to_list()
    )
    assert gaztag.polars.tag(NEWS).to_list() == tagged.to_list()


def test_ids_are_unique_and_in_order():
    news = polars.Series("text", ["China, Mali and China", "gold", None, "Mali"])
    expected = [["country/CHN", "country/MLI"], [], None, ["country/MLI"]]
    assert news.gaztag.ids("country").to_list() == expected
    assert (
        news.to_frame()
        .lazy()
        .select(polars.col("text").gaztag.ids("country"))
        .collect()["text"]
        .to_list()
        == expected
    )


def test_offsets_match_slices_of_the_text():
    frame = (
        NEWS.to_frame()
        .select("text", mention=polars.col("text").gaztag.tag())
        .explode("mention")
        .drop_nulls()
        .unnest("mention")
    )
    said = frame.select(
        polars.col("text").str.slice(polars.col("start"), polars.col("end") - polars.col("start"))
    )["text"].to_list()
    assert said == ["Mali", "gold", "Mali", "EU", "China"]


def test_bytes_nulls_and_empty():
    assert polars.Series(["é Mali".encode()]).gaztag.tag()[0][0]["start"] == 3
    assert (
        polars.Series([None, None]).gaztag.tag().to_list()
        == polars.Series([None, None]).gaztag.ids("bloc").to_list()
        == [None, None]
    )
    assert polars.LazyFrame({"text": [None, None]}).select(
        polars.col("text").gaztag.tag()
    ).collect()["text"].to_list() == [None, None]
    assert polars.Series([], dtype=polars.String).gaztag.tag().to_list() == []
    assert (
        polars.DataFrame({"text": []}, schema={"text": polars.String})
        .select(polars.col("text").gaztag.ids("bloc"))
        .height
        == 0
    )


def test_numbers_raise():
    with pytest.raises(gaztag.Error, match="cast it"):
        polars.Series([1, 2]).gaztag.tag()


def test_own_tagger(own):
    frame = polars.DataFrame({"text": ["Acme of Mali sells gold"]})
    assert frame.select(polars.col("text").gaztag.ids("company", own)).to_series().to_list() == [
        ["company/acme"]
    ]


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_counts(texts, counts, engine):
    frame = polars.LazyFrame({"text": texts}, schema={"text": polars.String})
    rows = (
        frame.select(mention=polars.col("text").gaztag.tag(threads=2))
        .explode("mention")
        .unnest("mention")
        .drop_nulls("id")
        .group_by("id")
        .len()
        .collect(engine=engine)
    )
    assert dict(rows.iter_rows()) == counts


def test_an_unknown_kind_raises():
    with pytest.raises(
        gaztag.Error, match="unknown kind 'countries'; expected one of bloc, country, mineral"
    ):
        polars.Series(["Mali"]).gaztag.ids("countries")
