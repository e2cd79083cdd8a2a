"""Tags a million short rows with every engine, and compares the counts of all ids.

    python bench/engines.py [ROWS]    in the environment of scripts/engines-test

The times include reading the Parquet file, tagging, and counting the ids, with two threads or
processes. The time to start a Spark session is measured separately. The seconds of all cores are
those of this process, without the processes of Spark. GAZTAG_DUCKDB is the path of the extension of
DuckDB; without it, the extension does not take part.
"""

import os
import sys
import tempfile
import time
from collections import Counter

os.environ["PYSPARK_PYTHON"] = sys.executable

import duckdb
import pandas
import polars
import pyarrow
import pyarrow.compute
import pyarrow.parquet

import gaztag
import gaztag.duckdb
import gaztag.pandas
import gaztag.polars
import gaztag.spark

THREADS = 2


def rows(count):
    """Yields headlines of about 100 bytes, most with two names, some without a name, some null."""
    names = [entity.name for entity in gaztag.Gazetteer.builtin()]
    for index in range(count):
        first, second = names[index * 7 % len(names)], names[index * 13 % len(names)]
        if index % 10 == 9:
            yield (
                "The committee will meet again on Thursday to talk about what the members have sent in since."
                if index % 20 == 9
                else None
            )
        else:
            yield f"Number {index}: talks on {first} and {second} went on for hours, and nobody said what came of them — yet."


def one_by_one(path):
    counts = Counter()
    for batch in pyarrow.parquet.ParquetFile(path).iter_batches(columns=["text"]):
        for text in batch["text"].to_pylist():
            if text is not None:
                counts.update(mention.id for mention in gaztag.tag(text))
    return counts


def arrow(path):
    column = pyarrow.parquet.read_table(path)["text"]
    ids = (
        gaztag.tag_batch(column, threads=THREADS, dictionaries=True)
        .to_pyarrow()
        .flatten()
        .field("id")
    )
    return {pair["values"]: pair["counts"] for pair in ids.value_counts().to_pylist()}


def with_pandas(path):
    return (
        pandas.read_parquet(path, dtype_backend="pyarrow")["text"]
        .gaztag.mentions(threads=THREADS)["id"]
        .value_counts()
        .to_dict()
    )


def with_polars(path):
    frame = (
        polars.scan_parquet(path)
        .select(mention=polars.col("text").gaztag.tag())
        .explode("mention")
        .select(polars.col("mention").struct.field("id"))
        .drop_nulls()
    )
    return dict(frame.group_by("id").len().collect(engine="streaming").iter_rows())


def with_duckdb(path):
    return counted_by(gaztag.duckdb.register(duckdb.connect(config={"threads": THREADS})), path)


def with_extension(path):
    options = {"threads": THREADS, "allow_unsigned_extensions": "true"}
    connection = duckdb.connect(config=options)
    connection.load_extension(os.environ["GAZTAG_DUCKDB"])
    return counted_by(connection, path)


def counted_by(connection, path):
    return dict(
        connection.execute(
            "SELECT m.id, count(*) FROM (SELECT unnest(gaztag_tag(text)) AS m FROM read_parquet($1)) GROUP BY ALL",
            [path],
        ).fetchall()
    )


def with_spark(path, session):
    return {
        row.id: row["count"]
        for row in gaztag.spark.tag(session.read.parquet(path), "text", form="exploded")
        .groupBy("mention.id")
        .count()
        .collect()
    }


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "news.parquet")
        table = pyarrow.table({"text": pyarrow.array(rows(count), pyarrow.string())})
        pyarrow.parquet.write_table(table, path, row_group_size=100_000)
        print(f"{count:,} rows, {table.nbytes / 1e6:.0f} MB")
        expected = None

        def run(name, function, *arguments):
            nonlocal expected
            begin, used = time.perf_counter(), time.process_time()
            counts = dict(function(path, *arguments))
            took, used = time.perf_counter() - begin, time.process_time() - used
            expected = expected or counts
            assert counts == expected, f"{name} counts otherwise"
            print(
                f"{name:17} {took:7.2f} s, {used:7.2f} s of all cores  {sum(counts.values()):,} mentions of {len(counts):,} entities",
                flush=True,
            )

        run("one by one", one_by_one)
        run("pyarrow", arrow)
        run("pandas", with_pandas)
        run("Polars", with_polars)
        run("DuckDB", with_duckdb)
        if "GAZTAG_DUCKDB" in os.environ:
            run("DuckDB, extension", with_extension)
        from pyspark.sql import SparkSession

        begin = time.perf_counter()
        session = (
            SparkSession.builder.master(f"local[{THREADS}]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .getOrCreate()
        )
        session.sparkContext.setLogLevel("ERROR")
        print(f"{'Spark starts':17} {time.perf_counter() - begin:7.2f} s")
        run("Spark", with_spark, session)
        run("Spark again", with_spark, session)
        session.stop()


if __name__ == "__main__":
    main()
