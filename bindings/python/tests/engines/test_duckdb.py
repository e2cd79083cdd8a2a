import duckdb
import pyarrow
import pytest

import gaztag
import gaztag.duckdb


@pytest.fixture
def connection():
    return gaztag.duckdb.register(duckdb.connect())


def test_functions_return_mentions_and_ids(connection):
    text = "Mali’s gold for Mali and the EU"
    expected = [
        {key: value for key, value in mention.items() if key != "text"}
        for mention in gaztag.tag(text).to_dicts()
    ]
    row = connection.execute(
        "SELECT gaztag_tag(t), gaztag_countries(t), gaztag_blocs(t), gaztag_minerals(t) FROM (SELECT $1 AS t)",
        [text],
    ).fetchone()
    assert row == (expected, ["country/MLI"], ["bloc/european-union"], ["mineral/gold"])


def test_null_gives_null_and_a_text_without_mentions_an_empty_list(connection):
    rows = connection.execute(
        "SELECT gaztag_tag(t), gaztag_countries(t) FROM (VALUES (NULL), ('x'), ('Mali'), ('')) v(t)"
    ).fetchall()
    assert [(None if mentions is None else len(mentions), ids) for mentions, ids in rows] == [
        (None, None),
        (0, []),
        (1, ["country/MLI"]),
        (0, []),
    ]
    assert connection.execute("SELECT gaztag_tag(NULL), gaztag_blocs(NULL)").fetchone() == (
        None,
        None,
    )
    news = pyarrow.table({"text": pyarrow.nulls(2)})  # noqa: F841 (DuckDB reads it by its name)
    assert (
        connection.execute("SELECT gaztag_tag(text), gaztag_countries(text) FROM news").fetchall()
        == [(None, None)] * 2
    )


def test_offsets_match_slices_of_the_text(connection):
    rows = connection.execute(
        "SELECT t[m.start + 1 : m.\"end\"] FROM (SELECT t, unnest(gaztag_tag(t)) AS m FROM (VALUES ('Mali’s é 🪙 gold for 日本')) v(t))"
    ).fetchall()
    assert rows == [("Mali",), ("gold",), ("日本",)]


def test_in_where_and_group_by(connection):
    connection.execute(
        "CREATE TABLE news AS FROM (VALUES (1, 'gold of Mali'), (2, 'gold of China'), (3, 'the EU')) v(day, text)"
    )
    assert connection.execute(
        "SELECT day FROM news WHERE list_contains(gaztag_countries(text), 'country/MLI')"
    ).fetchall() == [(1,)]
    assert connection.execute(
        "SELECT id, count(*) FROM (SELECT unnest(gaztag_minerals(text)) AS id FROM news) GROUP BY id"
    ).fetchall() == [("mineral/gold", 2)]


def test_registering_again_replaces_the_tagger(connection, own):
    gaztag.duckdb.register(connection, own)
    assert connection.execute(
        "SELECT [m.id FOR m IN gaztag_tag('Acme of Mali sells gold')]"
    ).fetchone() == (["company/acme", "country/MLI"],)


def test_an_error_in_a_text_ends_the_query(connection):
    gaztag.duckdb.register(connection, gaztag.Tagger(max_text_len=4))
    with pytest.raises(duckdb.Error, match="longer|4"):
        connection.execute("SELECT gaztag_tag('longer than that')").fetchone()


@pytest.mark.parametrize("threads", [1, 2])
def test_counts(connection, texts, counts, threads):
    connection.execute(f"SET threads = {threads}")
    news = pyarrow.table({"text": texts})  # noqa: F841 (DuckDB reads it by its name)
    connection.execute("CREATE TABLE news AS FROM news")
    assert (
        dict(
            connection.execute(
                "SELECT m.id, count(*) FROM (SELECT unnest(gaztag_tag(text)) AS m FROM news) GROUP BY ALL"
            ).fetchall()
        )
        == counts
    )
    # Each id counts once for each text.
    once = dict(
        connection.execute(
            "SELECT id, count(*) FROM (SELECT unnest(gaztag_countries(text)) AS id FROM news) GROUP BY ALL"
        ).fetchall()
    )
    expected = {}
    for text in texts:
        for id in {mention.id for mention in gaztag.tag(text or "") if mention.kind == "country"}:
            expected[id] = expected.get(id, 0) + 1
    assert once == expected
