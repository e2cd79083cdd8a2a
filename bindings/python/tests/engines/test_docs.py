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


def blocks(text):
    return re.findall(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def test_examples_of_from_other_libraries():
    text = (FOLDER / "from_other_libraries.md").read_text(encoding="utf-8")
    first, _, rest = text.partition("## ")
    (section,) = [part for part in rest.split("\n## ") if part.startswith("The EntityRuler")]
    run("\n".join([*blocks(first), *blocks(section)]), "from_other_libraries.md")


def test_examples_of_python_engines(tmp_path, monkeypatch, spark):
    monkeypatch.chdir(tmp_path)
    text = (FOLDER / "python_engines.md").read_text(encoding="utf-8")
    run("\n".join(blocks(text)), "python_engines.md")
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")


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
