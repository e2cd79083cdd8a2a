"""The SQL functions of gaztag.duckdb, and those of the extension bindings/duckdb."""

import os
import re
from pathlib import Path

import duckdb
import pyarrow
import pytest

import gaztag
import gaztag.duckdb

MANUAL = Path(__file__).parents[3] / "duckdb" / "README.md"


def with_module():
    return gaztag.duckdb.register(duckdb.connect())


def with_extension():
    connection = duckdb.connect(config={"allow_unsigned_extensions": "true"})
    # scripts/engines-test builds it.
    connection.load_extension(os.environ["GAZTAG_DUCKDB"])
    return connection


@pytest.fixture(params=[with_module, with_extension])
def connection(request):
    return request.param()


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


def test_registering_again_replaces_the_tagger(own):
    connection = with_module()
    gaztag.duckdb.register(connection, own)
    assert connection.execute(
        "SELECT [m.id FOR m IN gaztag_tag('Acme of Mali sells gold')]"
    ).fetchone() == (["company/acme", "country/MLI"],)


def test_an_error_in_a_text_ends_the_query():
    connection = with_module()
    gaztag.duckdb.register(connection, gaztag.Tagger(max_text_len=4))
    with pytest.raises(duckdb.Error, match="longer|4"):
        connection.execute("SELECT gaztag_tag('longer than that')").fetchone()


def test_examples_of_the_manual_of_the_extension():
    blocks = re.findall(r"^```(sql|text)\n(.*?)^```$", MANUAL.read_text(), re.M | re.S)
    queries, expected = ([code for name, code in blocks if name == of] for of in ("sql", "text"))
    assert len(queries) == len(expected) == 2
    for query, lines in zip(queries, expected):
        rows = with_extension().execute(query).fetchall()
        assert "".join(f"{' '.join(map(str, row))}\n" for row in rows) == lines


def test_the_extension_lists_ids_of_all_kinds():
    texts = ["gold, Mali, gold", None, "", "x" * 5000, "Mali, " * 3000 + "the EU"]
    connection = with_extension()
    for text in texts:
        expected = None if text is None else list(dict.fromkeys(m.id for m in gaztag.tag(text)))
        row = connection.execute("SELECT gaztag_ids($1), len(gaztag_tag($1))", [text]).fetchone()
        assert row == (expected, None if text is None else len(gaztag.tag(text)))
    with pytest.raises(duckdb.Error):
        connection.execute("SELECT gaztag_ids(7)").fetchone()


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
