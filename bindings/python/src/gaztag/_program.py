"""The program gaztag, the command line, which is written in Rust."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tempfile
from typing import TYPE_CHECKING, Any, Optional

from . import _check, _gaztag
from ._error import Error

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ._tagger import Tagger

# The options of a tagger that the program has too, with the names that it has for them.
LISTS = {"kinds": "kind", "roles": "role", "languages": "lang", "uses": "uses"}
SWITCHES = {
    ("lower_case", True): "lower-case",
    ("links", True): "links",
    ("context", False): "no-context",
    ("overlap", "all"): "all",
}


def find() -> str:
    """Returns the path of the program. Raises FileNotFoundError with the places searched."""
    name = "gaztag" + sysconfig.get_config_var("EXE")
    places = list(dict.fromkeys(_folders()))
    for place in places:
        path = os.path.join(place, name)
        if os.path.isfile(path):
            return path
    raise FileNotFoundError(
        f"the program {name} is not in {', '.join(places)}; install the package again with pip"
    )


def _folders() -> Iterator[str]:
    """The folders into which pip installs programs of packages, the likeliest first."""
    yield sysconfig.get_path("scripts")
    # A virtual environment that has the packages of its Python.
    yield sysconfig.get_path("scripts", vars={"base": sys.base_prefix})
    # pip install --user
    yield sysconfig.get_path("scripts", scheme="nt_user" if os.name == "nt" else "posix_user")
    # pip install --target
    yield os.path.join(os.path.dirname(os.path.dirname(__file__)), "bin")


def run(
    words: list[str], documents: Iterable[dict[str, str]], tagger: Optional[Tagger]
) -> bytes:
    """Runs a command of the program on documents, with the options of a tagger.

    Returns its output. Raises Error with its messages if it fails.
    """
    if tagger is not None and not isinstance(tagger, _gaztag.Tagger):
        raise TypeError(f"tagger must be a Tagger or None, not {_check.kind_of(tagger)}")
    lines = b"".join(json.dumps(document).encode() + b"\n" for document in documents)
    with tempfile.TemporaryDirectory(prefix="gaztag-") as folder:
        options = [] if tagger is None else _options(tagger, folder)
        command = [find(), *words, "--input=jsonl", *options]
        # GAZTAG_OPTS is for people who type commands.
        environment = {name: value for name, value in os.environ.items() if name != "GAZTAG_OPTS"}
        ran = subprocess.run(command, input=lines, capture_output=True, env=environment)
    # 1: there were no mentions.
    if ran.returncode not in (0, 1):
        said = ran.stderr.decode("utf-8", "replace").strip().removeprefix("gaztag: ")
        raise Error(said or f"{command[0]} ended with the code {ran.returncode}")
    return ran.stdout


def records(texts: Iterable[Any]) -> Iterator[dict[str, str]]:
    """Yields a document for each text; a null has no words. Its id is its place, from 0 on."""
    if isinstance(texts, (str, bytes)):
        raise TypeError("texts must be a sequence of texts, not one text")
    for index, text in enumerate(plain(texts, "texts")):
        if _check.is_null(text):
            text = ""
        elif not isinstance(text, str):
            try:
                text = _gaztag.text_bytes(text).decode("utf-8", "replace")
            except TypeError as error:
                raise TypeError(f"document {index}: {error}") from None
        yield {"id": str(index), "text": text}


def plain(column: Any, name: str) -> Iterable[Any]:
    """Returns the values of a column as Python objects; pyarrow's columns have their own."""
    column = _check.column(column, name)
    values: Iterable[Any] = column.to_pylist() if hasattr(column, "to_pylist") else column
    if not hasattr(values, "__iter__"):
        raise TypeError(f"{name} must be a sequence or a column, not {_check.kind_of(values)}")
    return values


def _options(tagger: Tagger, folder: str) -> list[str]:
    """Returns the options of the program for a tagger."""
    words = []
    for name, value in tagger._options.items():
        if name in LISTS:
            words.append(f"--{LISTS[name]}={','.join(value) or 'none'}")
        elif (name, value) in SWITCHES:
            words.append(f"--{SWITCHES[name, value]}")
        elif name == "min_confidence":
            words.append(f"--min-confidence={value}")
        elif name == "gazetteer":
            image = os.path.join(folder, "names.gaz")
            value.save(image)
            words.append(f"--gazetteer={image}")
        elif name != "backend":
            raise Error(f"a tagger with the option {name} cannot be used here")
    return words
