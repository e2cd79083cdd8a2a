"""The examples of the documentation, in order, each page in one namespace."""

import doctest
import importlib
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[4] / "docs"
FLAGS = doctest.NORMALIZE_WHITESPACE


def run(text, name):
    test = doctest.DocTestParser().get_doctest(text, {}, name, name, 0)
    assert test.examples
    told = []
    runner = doctest.DocTestRunner(optionflags=FLAGS)
    runner.run(test, out=told.append)
    assert runner.failures == 0, "".join(told)


def test_page(tmp_path, monkeypatch, spark):
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"^```python\n(.*?)^```$", (FOLDER / "python_engines.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    run("\n".join(blocks), "python_engines.md")
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("name", ["pandas", "polars", "duckdb", "spacy"])
def test_module(name):
    run(importlib.import_module(f"gaztag.{name}").__doc__, name)
