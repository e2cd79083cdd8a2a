"""Screeners: the names that every interface finds in tests/screening, and the class."""

import pathlib
import pickle
import subprocess
import sys
import threading

import pytest

import gaztag

SCREENING = pathlib.Path(__file__).resolve().parents[3] / "tests" / "screening"


def lines(name):
    return (SCREENING / name).read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def screener():
    listed = gaztag.Gazetteer.from_tsv((SCREENING / "names.tsv").read_bytes())
    return gaztag.Screener(listed)


def rows(screener, of):
    found = []
    for number, text in enumerate(lines("texts.txt"), start=1):
        text = of(text)
        for name in screener.screen(text):
            assert text[name.start : name.end] == name.text
            assert name.entity.id == name.id and name.entity.name == name.name
            span, ways = f"{name.start}-{name.end}", "|".join(name.differs)
            found.append([number, span, name.id, ways, name.confidence])
    return [list(map(str, row)) for row in found]


@pytest.mark.parametrize(
    ("column", "of"),
    [(3, str), (1, str.encode), (1, lambda text: bytes(bytearray(text.encode())))],
)
def test_recorded_names(screener, column, of):
    recorded = [row.split("\t") for row in lines("expected.tsv")[1:]]
    assert len(recorded) > 20
    assert rows(screener, of) == [[row[0], row[column], *row[4:]] for row in recorded]


def test_buffers_and_ill_formed_bytes(screener):
    text = b"\xff Qorbani Darya\n\n\xe9 Zarqani,\nMustafa. Qorbani\xff Darya"
    for of in (bytes, bytearray, memoryview):
        found = screener.screen(of(text))
        assert [(n.start, n.end, n.text) for n in found] == [
            (2, 15, b"Qorbani Darya"),
            (19, 35, b"Zarqani,\nMustafa"),
        ]
    for wrong in (None, 7, ["Qorbani Darya"]):
        with pytest.raises(TypeError):
            screener.screen(wrong)
    with pytest.raises(gaztag.Error, match="surrogate"):
        screener.screen("Qorbani Darya \ud800")


def test_confidence_and_dictionaries(screener):
    text = "Qorbani Darya, Moustapha Zarkani"
    counts = [len(screener.screen(text, min_confidence=least)) for least in (0, 80, 99)]
    assert counts == [2, 1, 0]
    assert screener.screen(text)[0].to_dict() == {
        "start": 0,
        "end": 13,
        "text": "Qorbani Darya",
        "id": "listed/01",
        "name": "Darya Qorbani",
        "differs": ("order",),
        "confidence": 85,
    }


def test_kinds():
    builtin = gaztag.Gazetteer.builtin()
    assert len(gaztag.Screener(builtin)) == 0
    countries = gaztag.Screener(builtin, kinds=["country"])
    assert len(countries) > 1000 and countries.gazetteer is builtin
    assert [name.id for name in countries.screen("Faso Burkina")] == ["country/BFA"]
    assert gaztag.Screener(builtin, kinds="country").screen("Faso Burkina")
    with pytest.raises(gaztag.Error, match="unknown kind"):
        gaztag.Screener(builtin, kinds=["ship"])
    with pytest.raises(gaztag.Error, match="empty list of kinds"):
        gaztag.Screener(builtin, kinds=[])
    with pytest.raises(TypeError):
        gaztag.Screener("listed.tsv")


def test_layers(screener):
    both = gaztag.Gazetteer.builtin().with_layer(screener.gazetteer)
    found = gaztag.Screener(both).screen("QORBANI, Darya")
    assert [(name.id, name.entity) for name in found] == [("listed/01", both["listed/01"])]


def test_pickles_and_texts_of_names(screener):
    again = pickle.loads(pickle.dumps(screener))
    text = "QORBANI, Darya"
    assert [name[:7] for name in again.screen(text)] == [name[:7] for name in screener.screen(text)]
    assert len(again) == len(screener) and "Screener(" in repr(screener)


def test_threads_and_long_texts(screener):
    text = "nobody said é to anybody. " * 50_000 + "QORBANI, Darya"
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(screener.screen(text))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [[(n.start, n.text) for n in names] for names in found] == [
        [(len(text) - 14, "QORBANI, Darya")]
    ] * 4


def test_the_command_line_finds_the_same(screener, tmp_path):
    texts = tmp_path / "texts.txt"
    texts.write_bytes((SCREENING / "texts.txt").read_bytes())
    program = [sys.executable, "-m", "gaztag", "screen", "--no-builtin", "--tsv"]
    program += ["--gazetteer", str(SCREENING / "names.tsv"), "--offsets", "chars", str(texts)]
    run = subprocess.run(program, stdout=subprocess.PIPE, check=True, encoding="utf-8")
    printed = [row.split("\t") for row in run.stdout.splitlines()[1:]]
    names = screener.screen(texts.read_text(encoding="utf-8"))
    assert [(int(row[1]), int(row[2]), row[5], row[8]) for row in printed] == [
        (n.start, n.end, n.id, str(n.confidence)) for n in names
    ]
