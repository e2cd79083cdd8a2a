"""Properties that hold for every text."""

import os
import pickle

from hypothesis import given, settings
from hypothesis import strategies as st

import gaztag

settings.register_profile(
    "gaztag",
    max_examples=int(os.environ.get("HYPOTHESIS_MAX_EXAMPLES", "150")),
    deadline=None,
    derandomize="HYPOTHESIS_MAX_EXAMPLES" not in os.environ,
)
settings.load_profile("gaztag")

NAMES = [
    "Mali",
    "Côte d'Ivoire",
    "Cote d’Ivoire",
    "U.S.",
    "USA",
    "US",
    "Georgia",
    "Georgia Tech",
    "South Sudan",
    "Sudan",
    "lead",
    "gold",
    "Li2CO3",
    "ECOWAS",
    "🇲🇱",
    "中国",
    "말리",
    "Россия",
    "مالي",
    "Alliance of Sahel States (AES)",
    "AES",
    "Congo",
    "Jordan",
    "Türkiye",
    "TÜRKİYE",
    "Ｍａｌｉ",
    "Ma\u00adli",
    "St. Kitts & Nevis",
    "Turkey",
    "Trinidad\nand Tobago",
]
GLUE = [
    " ",
    ", ",
    "-",
    "’s ",
    "\n",
    "\n\n",
    "\u00a0",
    "/",
    "(",
    ") ",
    "\u200b",
    "",
    "é",
    "😀",
    "x",
    "\x00",
    " to ",
    " by ",
    " and zinc ",
    "<b>",
    "&amp;",
]
words = (
    st.sampled_from(NAMES)
    | st.sampled_from(GLUE)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
)
texts = st.lists(words, max_size=40).map("".join)
datas = texts.map(str.encode) | st.lists(
    st.binary(max_size=8) | texts.map(str.encode), max_size=6
).map(b"".join)
options = st.sampled_from(
    [
        {},
        {"overlap": "all"},
        {"input": "html"},
        {"min_confidence": 0, "roles": "all"},
        {"context": False},
        {"lower_case": True},
        {"links": True},
    ]
)


def plain(mentions):
    return [(m.start, m.end, m.id, m.role, m.confidence) for m in mentions]


@given(texts, options)
def test_every_span_slices_to_its_text(text, chosen):
    for m in gaztag.Tagger(**chosen).tag(text):
        assert text[m.start : m.end] == m.text and m.start < m.end
        assert m.id in m.candidates or chosen.get("overlap") == "all"
        assert m.entity.id == m.id and m.entity.name == m.name and m.entity.kind == m.kind


@given(datas, options)
def test_every_span_of_bytes_slices_to_its_text(data, chosen):
    mentions = gaztag.Tagger(**chosen).tag(data)
    assert all(data[m.start : m.end] == m.text for m in mentions)
    assert plain(gaztag.Tagger(**chosen).tag(memoryview(bytearray(data)))) == plain(mentions)


@given(texts, options)
def test_str_and_bytes_agree(text, chosen):
    tagger = gaztag.Tagger(**chosen)
    data = text.encode()
    points = [
        (len(data[: m.start].decode()), len(data[: m.end].decode()), m.id, m.role, m.confidence)
        for m in tagger.tag(data)
    ]
    assert plain(tagger.tag(text)) == points


@given(st.lists(texts | st.none(), max_size=8), options, st.integers(1, 3), st.booleans())
def test_a_batch_equals_its_documents(documents, chosen, threads, dictionaries):
    tagger = gaztag.Tagger(**chosen)
    for batch in (documents, [text if text is None else text.encode() for text in documents]):
        lists = tagger.tag_batch(batch, threads=threads, dictionaries=dictionaries).to_dicts()
        assert len(lists) == len(batch)
        for text, found in zip(batch, lists):
            assert (found is None) == (text is None)
            if text is not None:
                assert found == [
                    {key: value for key, value in m.items() if key != "text"}
                    for m in tagger.tag(text).to_dicts()
                ]


@given(texts, options)
def test_every_call_has_the_same_mentions(text, chosen):
    tagger = gaztag.Tagger(**chosen)
    for whole in (text, text.encode()):
        found = tagger.tag(whole)
        assert tagger.is_match(whole) == bool(found) and tagger.count(whole) == len(found)
        assert plain(tagger.tag(whole, language="fr")) == plain(found)


@given(texts, st.lists(st.integers(0, 200), max_size=5), options)
def test_any_split_of_a_text_equals_the_whole(text, cuts, chosen):
    # The reference is the whole text as one chunk, which is also judged with the text so far.
    tagger = gaztag.Tagger(**chosen)
    data = text.encode()
    for whole in (text, data):
        one, many = tagger.incremental(), tagger.incremental()
        expected = [*one.feed(whole), *one.finish()]
        places = [0, *sorted(min(cut, len(whole)) for cut in cuts), len(whole)]
        found = [m for start, end in zip(places, places[1:]) for m in many.feed(whole[start:end])]
        found += many.finish()
        assert plain(found) == plain(expected) and all(
            whole[m.start : m.end] == m.text for m in found
        )


@given(texts)
def test_replacing_mentions_by_their_text_changes_nothing(text):
    assert (
        gaztag.replace(text, "{text}") == text
        and gaztag.replace(text.encode(), lambda m: m.text) == text.encode()
    )


@given(texts)
def test_kept_findings_equal_mentions(text):
    findings = gaztag.explain(text)
    assert [(f.start, f.end, f.id) for f in findings if f.kept] == [
        (m.start, m.end, m.id) for m in gaztag.tag(text)
    ]
    assert all(text[f.start : f.end] == f.text for f in findings)
    assert all(
        text[w.start : w.end] == w.text for f in findings for w in f.weighed if w.start is not None
    )


@given(texts)
def test_pickles_are_equal(text):
    mentions = gaztag.tag(text)
    assert pickle.loads(pickle.dumps(mentions)) == mentions


@given(
    st.dictionaries(
        st.text("abcdefgABC é'-", min_size=1, max_size=12).filter(
            lambda name: any(c.isalnum() for c in name)
        ),
        st.just([]),
        min_size=1,
        max_size=8,
    )
)
def test_names_of_an_own_gazetteer_are_found(names):
    builder = gaztag.GazetteerBuilder()
    added = {}
    for index, name in enumerate(names):
        try:
            builder.add_entity(f"thing/{index}", "a thing")
            builder.add_surface(f"thing/{index}", name, case="any")
            added[index] = name
        except gaztag.Error as error:
            assert error.code == "parse"
    tagger = gaztag.Tagger(gazetteer=builder.build(), context=False, min_confidence=0)
    for index, name in added.items():
        assert any(f"thing/{index}" in m.candidates for m in tagger.tag(f"( {name} )"))
