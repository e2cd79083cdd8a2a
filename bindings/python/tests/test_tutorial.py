"""The code of docs/python.md and of the package's documentation, run as it stands."""

import doctest
import importlib.util
import pathlib
import re

import gaztag

PAGE = pathlib.Path(__file__).resolve().parents[3] / "docs" / "python.md"


def test_the_tutorial():
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    assert len(blocks) > 8
    runner, names, ran = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE), {}, 0
    for index, block in enumerate(blocks):
        wanted = re.findall(r">>> import (\w+)", block)
        if all(importlib.util.find_spec(name) for name in wanted):
            test = doctest.DocTestParser().get_doctest(block, names, f"block {index}", str(PAGE), 0)
            failed, tried = runner.run(test, clear_globs=False)
            # Each block goes on with the names of those before it.
            names.update(test.globs)
            assert failed == 0, block
            ran += tried
    assert ran > 30
    if "folder" in names:
        names["folder"].cleanup()


def test_the_package_s_own_example():
    assert doctest.testmod(gaztag).failed == 0
