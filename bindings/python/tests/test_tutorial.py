"""The examples of docs/python.md, of docs/from_other_libraries.md and of the docstrings. Everything
public has a docstring."""

import doctest
import importlib.util
import inspect
import pathlib
import re

import pytest

import gaztag

DOCS = pathlib.Path(__file__).resolve().parents[3] / "docs"


def is_usable(library):
    """Whether a library is installed and works with the other ones that are."""
    if importlib.util.find_spec(library) is None:
        return False
    if library == "country_converter":
        try:
            importlib.import_module(library).CountryConverter()
        except TypeError:
            # Its version 1.3 cannot read its data with pandas 3.
            return False
    return True


@pytest.mark.parametrize(
    ("page", "least"), [("python.md", 30), ("from_other_libraries.md", 15)], ids=str
)
def test_examples_of_pages(page, least):
    blocks = re.findall(r"```python\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.S)
    assert len(blocks) > 8
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    names, ran = {}, 0
    for index, block in enumerate(blocks):
        wanted = re.findall(r">>> (?:import|from) (\w+)", block)
        if all(map(is_usable, wanted)):
            test = doctest.DocTestParser().get_doctest(block, names, f"block {index}", page, 0)
            failed, tried = runner.run(test, clear_globs=False)
            # Each block uses the names of the blocks before it.
            names.update(test.globs)
            assert failed == 0, block
            ran += tried
    assert ran > least
    if "folder" in names:
        names["folder"].cleanup()


def public():
    """The package, its public classes and functions, and their public attributes, by name."""
    yield "gaztag", gaztag
    for name in gaztag.__all__:
        thing = getattr(gaztag, name)
        yield name, thing
        if inspect.isclass(thing):
            for kind in thing.__mro__[:2]:
                # A class of this package, or its base class in the extension.
                if kind.__module__.startswith("gaztag"):
                    for attribute, value in vars(kind).items():
                        if not attribute.startswith("_") or attribute.startswith("__arrow"):
                            yield f"{name}.{attribute}", value


def test_examples_of_the_docstrings():
    ran = 0
    for name, thing in public():
        doc = inspect.cleandoc(thing.__doc__ or "")
        test = doctest.DocTestParser().get_doctest(doc, {"gaztag": gaztag}, name, name, 0)
        failed, tried = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test)
        assert failed == 0, name
        ran += tried
    assert ran > 25


def test_everything_public_has_a_docstring():
    without = []
    for name, thing in public():
        # Fields are documented below their annotations.
        is_field = inspect.isdatadescriptor(thing) and not isinstance(thing, property)
        is_field &= name.partition(".")[0] in (
            "Entity",
            "Finding",
            "Highlighted",
            "Membership",
            "Report",
            "Surface",
            "Weighed",
        )
        if not is_field and not thing.__doc__:
            without.append(name)
    assert without == []
