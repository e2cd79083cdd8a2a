import pickle

import pytest
from pyspark.sql import functions

import gaztag
import gaztag.spark

NEWS = [(1, "Mali’s é 🪙 gold for Mali"), (2, None), (3, "the EU and China"), (4, "nothing")]


@pytest.fixture(scope="module")
def news(spark):
    return spark.createDataFrame(NEWS, "id int, text string")


def test_nested(news):
    tagged = gaztag.spark.tag(news, "text")
    assert tagged.columns == ["id", "text", "mentions"]
    for row in tagged.collect():
        if row.text is None:
            assert row.mentions is None
        else:
            assert [mention.asDict() for mention in row.mentions] == [
                {key: value for key, value in mention.items() if key != "text"}
                for mention in gaztag.tag(row.text).to_dicts()
            ]


def test_the_exploded_form_equals_the_nested_one_exploded(news):
    nested = gaztag.spark.tag(news, "text", into="found").select(
        "id", "text", functions.explode("found").alias("mention")
    )
    exploded = gaztag.spark.tag(news, "text", form="exploded")
    assert exploded.schema.simpleString() == nested.schema.simpleString()
    assert exploded.collect() == nested.collect()
    named = exploded.select(
        functions.expr("substring(text, mention.start + 1, mention.end - mention.start)").alias(
            "named"
        ),
        "mention.id",
    ).collect()
    assert [tuple(row) for row in named] == [
        ("Mali", "country/MLI"),
        ("gold", "mineral/gold"),
        ("Mali", "country/MLI"),
        ("EU", "bloc/european-union"),
        ("China", "country/CHN"),
    ]


def test_bytes_give_offsets_in_bytes(spark):
    frame = spark.createDataFrame([(bytearray("é Mali".encode()),)], "text binary")
    assert gaztag.spark.tag(frame, "text").first().mentions[0].start == 3


def test_a_column_of_nulls(spark):
    frame = spark.createDataFrame([(None,), (None,)], "text void")
    assert [row.mentions for row in gaztag.spark.tag(frame, "text").collect()] == [None, None]
    assert gaztag.spark.tag(frame, "text", form="exploded").collect() == []


def test_own_tagger(spark, own):
    frame = spark.createDataFrame([("Acme of Mali sells gold",)], "text string")
    assert [
        row.id
        for row in gaztag.spark.tag(frame, "text", form="exploded", tagger=own)
        .select("mention.id")
        .collect()
    ] == ["company/acme", "country/MLI"]


def test_invalid_arguments_raise_at_once(news):
    with pytest.raises(gaztag.Error, match="no column 'txt'; there are id, text"):
        gaztag.spark.tag(news, "txt")
    with pytest.raises(gaztag.Error, match="column 'id' exists already"):
        gaztag.spark.tag(news, "text", into="id")
    with pytest.raises(gaztag.Error, match="'id' is int; expected string or binary"):
        gaztag.spark.tag(news, "id")
    with pytest.raises(gaztag.Error, match="nested or exploded"):
        gaztag.spark.tag(news, "text", form="flat")


def test_each_process_creates_its_tagger_once(spark, own):
    tag = gaztag.spark._Tag(pickle.dumps(own), 0, "mentions", exploded=False)

    def processes(batches):
        import os

        import pyarrow

        from gaztag import _columns

        for batch in tag(batches):
            yield pyarrow.RecordBatch.from_pydict(
                {"process": [os.getpid()], "made": [_columns._loads.cache_info().misses]}
            )

    frame = spark.range(8, numPartitions=8).select(functions.lit("Acme of Mali").alias("text"))
    rows = frame.mapInArrow(processes, "process long, made long").collect()
    made = {}
    for row in rows:
        made.setdefault(row.process, set()).add(row.made)
    # Eight tasks ran in fewer processes, each of which created one tagger.
    assert len(made) < len(rows) == 8
    assert all(len(numbers) == 1 for numbers in made.values())


def test_counts(spark, texts, counts):
    frame = spark.createDataFrame([(text,) for text in texts], "text string").repartition(4)
    rows = gaztag.spark.tag(frame, "text", form="exploded").groupBy("mention.id").count().collect()
    assert {row.id: row["count"] for row in rows} == counts
    rows = (
        gaztag.spark.tag(frame, "text")
        .select(functions.explode("mentions.id").alias("id"))
        .groupBy("id")
        .count()
        .collect()
    )
    assert {row.id: row["count"] for row in rows} == counts
