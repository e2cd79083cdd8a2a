"""Tags documents in a cluster of Spark: two executors in processes of their own, with one core each.

    python bench/spark_cluster.py [ROWS]    in the environment of scripts/engines-test

Checks that every run counts the same mentions as one thread without Spark, and that each Python
process creates its tagger once: with even partitions, with nearly all texts in one partition, and
when an executor is killed while it works. Prints the times with one and two executors, and what a
million documents cost in seconds of cores, of all processes.
"""

import os
import pathlib
import pickle
import signal
import sys
import tempfile
import threading
import time
from collections import Counter

os.environ["PYSPARK_PYTHON"] = sys.executable

import pyarrow
import pyarrow.parquet
from engines import rows
from pyspark.sql import SparkSession, functions

import gaztag
import gaztag.spark

PARTITIONS = 16


def own_tagger():
    """A tagger with its own gazetteer, which is shipped as an image of some megabytes."""
    builder = gaztag.GazetteerBuilder(gaztag.Gazetteer.builtin())
    builder.add_entity("company/acme", "Acme")
    builder.add_surface("company/acme", "Acme")
    return gaztag.Tagger(gazetteer=builder.build())


def start(executors):
    session = (
        SparkSession.builder.master(f"local-cluster[{executors},1,1024]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.files.maxPartitionBytes", "8m")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    # An executor is needed before the time counts.
    session.range(executors).repartition(executors).count()
    return session


class Observed:
    """The function of gaztag.spark, with a row for each batch: where it ran, what it found."""

    def __init__(self, tag):
        self.tag = tag

    def __call__(self, batches):
        from gaztag import _columns

        for batch in self.tag(batches):
            made = _columns._loads.cache_info().misses
            ids = batch.column(batch.num_columns - 1).flatten().field("id")
            found = ids.value_counts()
            yield pyarrow.RecordBatch.from_arrays(
                [
                    found.field("values"),
                    found.field("counts"),
                    pyarrow.array([os.getpid()] * len(found), pyarrow.int64()),
                    pyarrow.array([made] * len(found), pyarrow.int64()),
                ],
                names=["id", "count", "process", "made"],
            )


def count(frame, tagger):
    """The mentions of each entity, and the number of Python processes that tagged."""
    tag = gaztag.spark._Tag(
        pickle.dumps(tagger), frame.columns.index("text"), "mentions", exploded=False
    )
    found = frame.mapInArrow(Observed(tag), "id string, count long, process long, made long")
    result = found.groupBy("id", "process", "made").agg(functions.sum("count").alias("count"))
    counts, processes = Counter(), {}
    for row in result.collect():
        counts[row.id] += row["count"]
        processes.setdefault(row.process, set()).add(row.made)
    assert all(numbers == {1} for numbers in processes.values()), processes
    return counts, len(processes)


def descendants():
    """The processes that this one has started, directly or not: command and seconds of cores."""
    parents, found = {}, {}
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            continue
        process = int(folder.name)
        parents[process] = int(fields[1])
        # Its own time, and that of its children which have ended.
        ticks = sum(map(int, fields[11:15]))
        found[process] = (command, ticks / os.sysconf("SC_CLK_TCK"))

    def is_ours(process):
        while process in parents and process != os.getpid():
            process = parents[process]
        return process == os.getpid()

    return {process: found[process] for process in found if is_ours(process)}


def executors():
    """The process ids of the executors."""
    return [
        process
        for process, (command, _) in descendants().items()
        if b"CoarseGrainedExecutorBackend" in command and b"/java" in command
    ]


def core_seconds():
    return sum(seconds for _, seconds in descendants().values())


def main():
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    tagger = own_tagger()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "news.parquet")
        table = pyarrow.table({"text": pyarrow.array(rows(documents), pyarrow.string())})
        pyarrow.parquet.write_table(table, path, row_group_size=documents // PARTITIONS + 1)
        size = table.nbytes / 1e6
        begin, used = time.perf_counter(), time.process_time()
        ids = tagger.tag_batch(table["text"], dictionaries=True).to_pyarrow().flatten().field("id")
        expected = {pair["values"]: pair["counts"] for pair in ids.value_counts().to_pylist()}
        print(f"{documents:,} documents, {size:.0f} MB, {sum(expected.values()):,} mentions")

        def report(name, begin, used, processes):
            took = time.perf_counter() - begin
            cores = used * 1e6 / documents
            print(f"{name:<25} {took:8.1f} s {cores:8.1f} core seconds for a million documents"
                  f"  {processes} Python processes", flush=True)
            return took

        report("without Spark", begin, time.process_time() - used, 1)

        def run(name, frame, during=None):
            thread = threading.Thread(target=during or (lambda: None))
            begin, used = time.perf_counter(), core_seconds()
            thread.start()
            counts, processes = count(frame, tagger)
            took = report(name, begin, core_seconds() - used, processes)
            thread.join()
            assert counts == expected, f"{name}: {sum(counts.values())} mentions"
            return took

        times = {}
        for number in (1, 2):
            session = start(number)
            even = session.read.parquet(path).repartition(PARTITIONS)
            run(f"{number} executors, first run", even)
            times[number] = run(f"{number} executors", even)
            if number == 1:
                session.stop()
        print(f"scaling from one to two executors: {times[1] / times[2]:.2f}")
        # Nine of ten texts are in one of the partitions.
        place = functions.when(functions.rand(1) < 0.9, 0).otherwise(functions.rand(2) * 1000)
        skewed = session.read.parquet(path).withColumn("place", place.cast("int"))
        run("2 executors, skew", skewed.repartition(PARTITIONS, "place"))
        killed = []

        def kill():
            time.sleep(min(5.0, times[2] / 3))
            killed.append(executors()[0])
            os.kill(killed[0], signal.SIGKILL)

        run("2 executors, one killed", even, kill)
        assert killed and killed[0] not in executors()
        session.stop()


if __name__ == "__main__":
    main()
