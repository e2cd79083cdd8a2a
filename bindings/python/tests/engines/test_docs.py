"""The examples of docs/python_engines.md and of the modules for engines."""

import doctest
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[4] / "docs"
FLAGS = doctest.NORMALIZE_WHITESPACE


def run(text, name):
    test = doctest.DocTestParser().get_doctest(text, {}, name, name, 0)
    assert test.examples
    report = []
    runner = doctest.DocTestRunner(optionflags=FLAGS)
    runner.run(test, out=report.append)
    assert runner.failures == 0, "".join(report)


def test_examples_of_python_engines(tmp_path, monkeypatch, spark):
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(
        r"^```python\n(.*?)^```$",
        (FOLDER / "python_engines.md").read_text(encoding="utf-8"),
        re.DOTALL | re.MULTILINE,
    )
    run("\n".join(blocks), "python_engines.md")
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("name", ["pandas", "polars", "duckdb", "spacy"])
def test_examples_of_the_modules(name):
    run(importlib.import_module(f"gaztag.{name}").__doc__, name)


def test_importing_gaztag_imports_no_engine():
    engines = ["pandas", "polars", "duckdb", "pyarrow", "numpy", "spacy", "pyspark"]
    code = f"import sys, gaztag; gaztag.report(['Mali'], ['2025']); gaztag.tag_batch(['Mali']); print([name for name in {engines} if name in sys.modules])"
    assert (
        subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True
        ).stdout
        == "[]\n"
    )
