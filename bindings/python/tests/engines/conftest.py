"""Tests with the real engines, collected only with -m engines. All engines must be installed."""

import itertools
import os
import sys
from pathlib import Path

import pytest

import gaztag

HERE = Path(__file__).parent

# Spark starts its Python processes by this name.
os.environ["PYSPARK_PYTHON"] = sys.executable


def pytest_ignore_collect(collection_path, config):
    return None if "engines" in config.option.markexpr else True


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("engines")


@pytest.fixture(scope="session")
def texts():
    """A fixed column of texts in several scripts, with all names, empty texts and nulls."""
    names = itertools.cycle([entity.name for entity in gaztag.Gazetteer.builtin()])
    patterns = [
        "{} and {} signed an agreement on {}.",
        "Nothing to see here",
        "“{}” — said the minister of {} 🇲🇱",
        None,
        "",
        "Côte d'Ivoire, Mali’s neighbour, buys {}; {} sells it",
        "日本と{} {}",
    ]
    made = []
    for index in range(21_000):
        pattern = patterns[index % len(patterns)]
        made.append(
            None
            if pattern is None
            else pattern.format(*itertools.islice(names, pattern.count("{}")))
        )
    return made


@pytest.fixture(scope="session")
def counts(texts):
    """The number of mentions of each id in the texts, tagged one by one."""
    found = {}
    for text in texts:
        for mention in gaztag.tag(text or ""):
            found[mention.id] = found.get(mention.id, 0) + 1
    assert len(found) > 1000
    return found


@pytest.fixture(scope="session")
def own():
    """A tagger with its own gazetteer."""
    builder = gaztag.GazetteerBuilder(gaztag.Gazetteer.builtin())
    builder.add_entity("company/acme", "Acme")
    builder.add_surface("company/acme", "Acme")
    return gaztag.Tagger(gazetteer=builder.build(), kinds=["company", "country"])


@pytest.fixture(scope="session")
def spark():
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()
