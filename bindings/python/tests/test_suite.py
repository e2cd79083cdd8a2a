"""The conformance suite of the project, tests/suite: as str, as bytes, in chunks, in batches."""

import pathlib
import sys

import pytest

import gaztag

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

SUITE = pathlib.Path(__file__).resolve().parents[3] / "tests" / "suite"


def themes():
    return sorted(SUITE.glob("*.toml"))


FIELDS = {
    "name",
    "text",
    "hex",
    "mentions",
    "so_far",
    "context",
    "input",
    "overlap",
    "offsets",
    "kinds",
    "roles",
    "languages",
    "min_confidence",
    "uses",
    "lower_case",
    "links",
    "off",
    "confidence",
    "role",
    "candidates",
}


def data(case):
    return case["text"].encode() if "text" in case else bytes.fromhex(case["hex"])


def tagger(case, gazetteer):
    options = {
        name: case[name]
        for name in (
            "kinds",
            "roles",
            "languages",
            "min_confidence",
            "overlap",
            "input",
            "uses",
            "lower_case",
            "links",
            "context",
        )
        if name in case
    }
    return gaztag.Tagger(gazetteer=gazetteer, folding_off=case.get("off", ()), **options)


def found(mentions):
    return [[mention.start, mention.end, mention.id] for mention in mentions]


def in_bytes(case, text):
    """Returns the expected mentions with offsets in bytes, whatever the unit of the case."""
    unit = case.get("offsets", "bytes")
    if unit == "bytes":
        return case["mentions"]
    # Each maximal ill-formed part counts as one unit, as in decoding with replacement.
    at, byte_at = 0, {0: 0}
    for start in range(len(text) + 1):
        decoded = text[:start].decode("utf-8", "replace")
        count = len(decoded) if unit == "chars" else len(decoded.encode("utf-16-le")) // 2
        if count > at and not (start < len(text) and text[start] & 0xC0 == 0x80):
            byte_at[count] = start
            at = count
    return [[byte_at[start], byte_at[end], key] for start, end, key in case["mentions"]]


def in_points(mentions, text):
    return [
        [len(text[:start].decode()), len(text[:end].decode()), key] for start, end, key in mentions
    ]


@pytest.mark.parametrize("path", themes(), ids=lambda path: path.stem)
def test_theme(path):
    theme = tomllib.loads(path.read_text(encoding="utf-8"))
    gazetteer = gaztag.Gazetteer.from_tsv(theme["gazetteer"]) if "gazetteer" in theme else None
    for case in theme["case"]:
        assert case.keys() <= FIELDS, "a field that this test does not know"
        name, text, one = case["name"], data(case), tagger(case, gazetteer)
        expected = in_bytes(case, text)
        mentions = one.tag(text)
        assert found(mentions) == expected, name
        assert one.is_match(text) == bool(expected) and one.count(text) == len(expected), name
        for field, values in (
            ("confidence", [m.confidence for m in mentions]),
            ("role", [m.role for m in mentions]),
            ("candidates", [list(m.candidates) for m in mentions]),
        ):
            assert case.get(field, values) == values, (name, field)
        assert [
            [m["start"], m["end"], m["id"]] for m in one.tag_batch([text]).to_dicts()[0]
        ] == expected, name
        if "offsets" not in case:
            for cut in {0, len(text) // 3, len(text) // 2, len(text)}:
                stream = one.incremental()
                streamed = [*stream.feed(text[:cut]), *stream.feed(text[cut:]), *stream.finish()]
                assert found(streamed) == case.get("so_far", expected), (name, cut)
        if "text" in case:
            mentions = one.tag(case["text"])
            assert found(mentions) == in_points(expected, text), name
            assert all(case["text"][m.start : m.end] == m.text for m in mentions), name
            assert one.tag_batch([case["text"]]).to_dicts()[0] == [
                {k: v for k, v in m.items() if k != "text"} for m in mentions.to_dicts()
            ], name


def test_the_suite_has_its_cases():
    assert (
        sum(len(tomllib.loads(path.read_text(encoding="utf-8"))["case"]) for path in themes())
        >= 1000
    )
