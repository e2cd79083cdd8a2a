import pandas
import pyarrow
import pytest

import gaztag
import gaztag.pandas

NEWS = ["Mali’s gold for Mali", None, "the EU and China", "nothing"]


@pytest.mark.parametrize(
    "dtype",
    [
        object,
        "str",
        "string",
        pandas.ArrowDtype(pyarrow.string()),
        pandas.ArrowDtype(pyarrow.large_string()),
    ],
)
def test_every_string_type_has_the_same_result(dtype):
    news = pandas.Series(NEWS, index=list("abcd"), name="text", dtype=dtype)
    tagged = news.gaztag.tag()
    assert (tagged.name, tagged.index.tolist()) == ("text", list("abcd"))
    assert tagged.isna().tolist() == [False, True, False, False]
    for text, mentions in zip(NEWS, tagged):
        if text is not None:
            expected = gaztag.tag(text).to_dicts()
            assert [text[mention["start"] : mention["end"]] for mention in mentions] == [
                mention.pop("text") for mention in expected
            ]
            assert mentions == expected
    assert gaztag.pandas.tag(news).equals(tagged)


def test_ids_are_unique_and_in_order():
    news = pandas.Series(["China, Mali and China", "gold", None, "Mali"])
    ids = news.gaztag.ids("country")
    assert [None if found is pandas.NA else list(found) for found in ids] == [
        ["country/CHN", "country/MLI"],
        [],
        None,
        ["country/MLI"],
    ]


def test_mentions_are_rows_with_the_index_of_their_text():
    news = pandas.Series(NEWS, index=[10, 20, 30, 40])
    frame = news.gaztag.mentions()
    assert frame.columns.tolist() == ["start", "end", "id", "name", "kind", "role", "confidence"]
    assert list(zip(frame.index, frame["id"])) == [
        (10, "country/MLI"),
        (10, "mineral/gold"),
        (10, "country/MLI"),
        (30, "bloc/european-union"),
        (30, "country/CHN"),
    ]
    assert (
        news.to_frame("text").join(frame, how="inner")["text"].tolist()
        == [NEWS[0]] * 3 + [NEWS[2]] * 2
    )


def test_bytes_give_offsets_in_bytes():
    (mentions,) = pandas.Series(["é Mali".encode()]).gaztag.tag()
    assert mentions[0]["start"] == 3


def test_missing_and_empty():
    for nothing in (
        pandas.Series([None, None]),
        pandas.Series([pandas.NA, float("nan")], dtype=object),
        pandas.Series([None, None], dtype=pandas.ArrowDtype(pyarrow.null())),
    ):
        assert (
            nothing.gaztag.tag().isna().all()
            and nothing.gaztag.ids("country").isna().all()
            and len(nothing.gaztag.mentions()) == 0
        )
    assert len(pandas.Series([], dtype="str").gaztag.tag()) == 0
    assert len(pandas.Series([], dtype="str").gaztag.ids("country")) == 0
    assert len(pandas.Series([None, "x"]).gaztag.mentions()) == 0


def test_numbers_raise():
    with pytest.raises(gaztag.Error, match="cast it"):
        pandas.Series([1, 2]).gaztag.tag()


def test_own_tagger_and_threads(own, texts):
    series = pandas.Series([*texts, "Acme of Mali sells gold"])
    frame = series.gaztag.mentions(own, threads=2)
    assert frame.loc[len(texts)]["id"].tolist() == ["company/acme", "country/MLI"]
    assert frame.equals(series.gaztag.mentions(own))


def test_counts(texts, counts):
    assert pandas.Series(texts).gaztag.mentions()["id"].value_counts().to_dict() == counts


def test_an_unknown_kind_raises():
    with pytest.raises(
        gaztag.Error, match="unknown kind 'countries'; expected one of bloc, country, mineral"
    ):
        pandas.Series(["Mali"]).gaztag.ids("countries")
