"""The files of the package import each other without a circle, names for type checkers included."""

import ast
import graphlib
import pathlib
import re

import gaztag

FOLDER = pathlib.Path(gaztag.__file__).parent
EXTENSION = pathlib.Path(__file__).resolve().parents[1] / "c"


def imports(name, text):
    """Returns the files of the package that a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            if node.module is not None:
                found.add(node.module)
            else:
                found.update(alias.name for alias in node.names if alias.name.startswith("_"))
    # Engines use a tagger of the package itself.
    return found - {"_default", name}


def graph(sources):
    edges = {name: imports(name, text) for name, text in sources.items()}
    return {name: targets & edges.keys() for name, targets in edges.items()}


def test_no_circle():
    sources = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py")}
    edges = graph(sources)
    assert len(edges) > 15 and sum(map(len, edges.values())) > 30
    tuple(graphlib.TopologicalSorter(edges).static_order())


def c_graph(headers, sources):
    """Returns which C files use names of which others. The headers have the names of each file
    after a comment with the name of the file, and at their ends functions such as batch_init."""
    owners = {}
    split = (re.split(r"^/\* (?=[a-z]+\.c \*/$)", header, flags=re.M)[1:] for header in headers)
    for section in (section for sections in split for section in sections):
        file, _, text = section.partition(" */\n")
        names = re.findall(r"^\w[\w *]*\b(\w+)\(", text, re.M)
        for line in re.findall(r"^extern .*", text, re.M):
            names += re.findall(r"\*(\w+)", line)
        owners.update(dict.fromkeys(names, file[: -len(".c")]))
    owners.update((f"{name}_init", name) for name in sources)
    edges = {}
    for name, text in sources.items():
        words = set(re.findall(r"\w+", re.sub(r"/\*.*?\*/", "", text, flags=re.S)))
        edges[name] = {owner for word, owner in owners.items() if word in words} - {name}
    return edges


def test_no_circle_in_c():
    headers = [(EXTENSION / name).read_text() for name in ("module.h", "arrow.h")]
    edges = c_graph(headers, {path.stem: path.read_text() for path in EXTENSION.glob("*.c")})
    assert {"object", "text", "gazetteer"} <= edges["mentions"] and len(edges) > 10
    tuple(graphlib.TopologicalSorter(edges).static_order())


def test_circles_are_found():
    sources = {"_a": "def f():\n    from ._b import B\n", "_b": "from . import _a\n"}
    try:
        tuple(graphlib.TopologicalSorter(graph(sources)).static_order())
    except graphlib.CycleError:
        return
    raise AssertionError
