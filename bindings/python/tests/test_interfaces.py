"""Every interface finds the same in the same texts: calls, batches, Arrow columns, every backend,
streams, offsets in code points and in bytes, and the command line.

The texts are those of tests/suite. GAZTAG_TEXTS=FOLDER adds the field `text` of each line of the
files *.jsonl in a folder and in the folders in it. GAZTAG_PROGRAM=FILE is the command line to
compare with, if it is not that of the package.
"""

import json
import os
import pathlib
import random
import subprocess
import sys

import pytest

import gaztag

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

SUITE = pathlib.Path(__file__).resolve().parents[3] / "tests" / "suite"
BACKENDS = ("scalar", "sse2", "avx2", "neon")


def texts():
    """Returns the texts without repetitions, in the order of the files."""
    found = {}
    for theme in sorted(SUITE.glob("*.toml")):
        for case in tomllib.loads(theme.read_text(encoding="utf-8")).get("case", ()):
            found.setdefault(case.get("text"))
    if folder := os.environ.get("GAZTAG_TEXTS"):
        for file in sorted(pathlib.Path(folder).rglob("*.jsonl")):
            with file.open(encoding="utf-8") as lines:
                for line in lines:
                    found.setdefault(json.loads(line).get("text"))
    found.pop(None, None)
    return list(found)


TEXTS = texts()


def plain(mentions):
    return [(m.start, m.end, m.id, m.role, m.confidence) for m in mentions]


def of_dicts(mentions):
    return [(m["start"], m["end"], m["id"], m["role"], m["confidence"]) for m in mentions]


def differences(expected, found):
    """Returns the first texts with another result; a whole list would be of no use to a reader."""
    assert len(expected) == len(found) == len(TEXTS)
    wrong = [at for at in range(len(TEXTS)) if expected[at] != found[at]]
    return [(TEXTS[at], expected[at], found[at]) for at in wrong[:5]]


@pytest.fixture(scope="module")
def expected():
    tagger = gaztag.Tagger()
    found = [plain(tagger.tag(text)) for text in TEXTS]
    assert sum(map(len, found)) > 1000
    return found


def test_bytes_have_the_same_mentions_at_other_offsets(expected):
    tagger = gaztag.Tagger()

    def recounted(text):
        data = text.encode()
        return [
            (len(data[: m.start].decode()), len(data[: m.end].decode()), m.id, m.role, m.confidence)
            for m in tagger.tag(data)
        ]

    assert differences(expected, [recounted(text) for text in TEXTS]) == []


def test_count_and_is_match(expected):
    tagger = gaztag.Tagger()
    for text, mentions in zip(TEXTS, expected):
        assert tagger.count(text) == len(mentions), text
        assert tagger.is_match(text) == bool(mentions), text


@pytest.mark.parametrize("threads", [1, 2])
def test_batches(expected, threads):
    found = gaztag.Tagger().tag_batch(TEXTS, threads=threads).to_dicts()
    assert differences(expected, [of_dicts(mentions) for mentions in found]) == []


def test_arrow_columns(expected):
    pyarrow = pytest.importorskip("pyarrow")
    column = pyarrow.chunked_array([TEXTS[:100], TEXTS[100:]], type=pyarrow.large_string())
    found = gaztag.Tagger().tag_batch(column, dictionaries=True).to_dicts()
    assert differences(expected, [of_dicts(mentions) for mentions in found]) == []


@pytest.mark.parametrize("backend", BACKENDS)
def test_backends(expected, backend):
    try:
        tagger = gaztag.Tagger(backend=backend)
    except gaztag.Error as error:
        assert "does not have" in str(error)
        pytest.skip(str(error))
    assert differences(expected, [plain(tagger.tag(text)) for text in TEXTS]) == []


def test_streams_without_context():
    # A stream judges a name by the text before it, so that only what needs no context is the same.
    tagger = gaztag.Tagger(context=False)
    stream = gaztag.IncrementalTagger(tagger)
    chosen = random.Random(20261124)

    def streamed(text):
        mentions, at = [], 0
        while at < len(text):
            end = at + chosen.randint(1, 40)
            mentions += plain(stream.feed(text[at:end]))
            at = end
        mentions += plain(stream.finish())
        stream.reset()
        return mentions

    whole = [plain(tagger.tag(text)) for text in TEXTS]
    assert differences(whole, [streamed(text) for text in TEXTS]) == []


def test_the_command_line(expected, tmp_path):
    program = os.environ.get("GAZTAG_PROGRAM")
    command = [program] if program else [sys.executable, "-m", "gaztag"]
    documents = tmp_path / "texts.jsonl"
    with documents.open("w", encoding="utf-8") as file:
        for at, text in enumerate(TEXTS):
            file.write(json.dumps({"id": at, "text": text}) + "\n")
    options = ["tag", "--json", "--offsets", "chars", "-j", "2"]
    done = subprocess.run([*command, *options, documents], stdout=subprocess.PIPE, check=True)
    found = [[] for _ in TEXTS]
    for line in done.stdout.splitlines():
        mention = json.loads(line)
        found[int(mention["doc"])] += of_dicts([mention])
    assert differences(expected, found) == []
