"""The options of taggers, texts in chunks, languages, pickles."""

import array
import inspect
import pickle

import pytest

import gaztag
from gaztag._tagger import BACKENDS


def ids(mentions):
    return [m.id for m in mentions]


def test_kinds_roles_languages():
    text = "Malian gold left Bamako for the EU and Allemagne"
    assert ids(gaztag.tag(text)) == [
        "country/MLI",
        "mineral/gold",
        "bloc/european-union",
        "country/DEU",
    ]
    assert ids(gaztag.Tagger(kinds=["country", "bloc"]).tag(text)) == [
        "country/MLI",
        "bloc/european-union",
        "country/DEU",
    ]
    assert ids(gaztag.Tagger(kinds="mineral").tag(text)) == ["mineral/gold"]
    assert ids(gaztag.Tagger(kinds=[]).tag(text)) == []
    assert [m.text for m in gaztag.Tagger(roles=["capital", "demonym"]).tag(text)] == [
        "Malian",
        "Bamako",
    ]
    assert "Bamako" in [m.text for m in gaztag.Tagger(roles="all").tag(text)]
    assert ids(gaztag.Tagger(languages=["en"]).tag(text)) == [
        "country/MLI",
        "mineral/gold",
        "bloc/european-union",
    ]


def test_other_options():
    assert ids(gaztag.Tagger(overlap="all").tag("South Sudan")) == ["country/SSD", "country/SDN"]
    assert ids(gaztag.Tagger(input="html").tag('<a href="/mali">Niger</a> &amp; Mali')) == [
        "country/NER",
        "country/MLI",
    ]
    assert ids(gaztag.Tagger(folding_off=["accents"]).tag("Máli")) == [] != ids(gaztag.tag("Máli"))
    assert (
        ids(gaztag.Tagger(lower_case=True).tag("talks in mali")) == ["country/MLI"]
        and ids(gaztag.tag("talks in mali")) == []
    )
    assert (
        gaztag.Tagger(uses=["language"]).tag("the Bank of Japan")
        == gaztag.Tagger(uses=()).tag("the Bank of Japan")
        != gaztag.tag("the Bank of Japan")
    )
    assert [m.confidence for m in gaztag.Tagger(context=False).tag("Georgia and Tbilisi")] <= [
        m.confidence for m in gaztag.tag("Georgia and Tbilisi")
    ]
    assert len(gaztag.Tagger(min_confidence=0).tag("Turkey, lead and Jordan")) >= len(
        gaztag.tag("Turkey, lead and Jordan")
    )
    assert ids(gaztag.Tagger(min_confidence=99).tag("Mali")) == []
    text = (
        "Russia is set to look for lithium in Mali, a founder of the Alliance of Sahel States. " * 3
    )
    for backend in ("scalar", "fastest"):
        tagger = gaztag.Tagger(backend=backend)
        assert (
            tagger.tag(text) == gaztag.tag(text)
            and tagger.backend in BACKENDS[1:]
            and (backend == "fastest" or tagger.backend == "scalar")
        )
    options = inspect.signature(gaztag.Tagger.__new__).parameters
    assert [name in options["backend"].annotation for name in BACKENDS] == [True] * len(BACKENDS)
    assert gaztag.Tagger().memory_usage > 100_000


def test_strict_and_longest_text():
    strict = gaztag.Tagger(strict=True)
    assert ids(strict.tag("é Mali")) == ["country/MLI"]
    with pytest.raises(gaztag.Error) as caught:
        strict.tag(b"Mali \xff")
    assert (caught.value.code, caught.value.offset) == ("utf8", 5)
    short = gaztag.Tagger(max_text_len=4)
    assert ids(short.tag("Mali")) == ["country/MLI"]
    for call in (short.tag, short.is_match, short.explain, lambda text: short.tag_batch([text])):
        with pytest.raises(gaztag.Error) as caught:
            call("Mali!")
        assert caught.value.code == "too_large"


@pytest.mark.parametrize(
    "options, message",
    [
        ({"kinds": ["planet"]}, "unknown kind 'planet'; expected one of bloc, country, mineral"),
        ({"roles": ["nmae"]}, "unknown role 'nmae'; expected name, official"),
        ({"roles": []}, "None for all"),
        ({"languages": []}, "None for all"),
        ({"languages": ["english!"]}, "english!"),
        ({"overlap": "some"}, "unknown overlap 'some'; expected longest or all"),
        ({"input": "pdf"}, "unknown input"),
        ({"folding_off": ["vowels"]}, "unknown part of folding"),
        ({"uses": ["nickname"]}, "unknown use"),
        ({"min_confidence": 101}, "expected 0 to 100"),
        ({"min_confidence": -1}, "expected 0 to 100"),
        ({"max_text_len": 0}, "expected 1 to"),
        ({"backend": "gpu"}, "unknown backend"),
    ],
)
def test_invalid_values_of_options_raise(options, message):
    with pytest.raises(gaztag.Error, match=message.replace("(", r"\(")):
        gaztag.Tagger(**options)


def test_unknown_options_raise():
    with pytest.raises(TypeError):
        gaztag.Tagger(kind="country")
    with pytest.raises(TypeError):
        gaztag.Tagger("country")
    with pytest.raises(TypeError):
        gaztag.Tagger(gazetteer="countries")


def test_is_match():
    assert (
        gaztag.Tagger().is_match("to Mali")
        and not gaztag.Tagger().is_match("to nowhere")
        and not gaztag.Tagger().is_match("")
    )


def test_taggers_pickle():
    text = "Malian gold in Acme, Bamako"
    own = gaztag.Gazetteer.from_dict({"company/acme": ["Acme"]}, base=gaztag.Gazetteer.builtin())
    for tagger in (
        gaztag.Tagger(),
        gaztag.Tagger(
            kinds=["country"],
            roles=["capital"],
            min_confidence=0,
            context=False,
            uses=["language"],
            lower_case=True,
            links=True,
        ),
        gaztag.Tagger(gazetteer=own),
    ):
        again = pickle.loads(pickle.dumps(tagger))
        assert again.tag(text) == tagger.tag(text) and repr(again)[:7] == "Tagger("
    assert len(pickle.dumps(gaztag.Tagger())) < 200
    assert (
        pickle.loads(pickle.dumps(gaztag.Tagger(kinds="bloc")))
        == gaztag.Tagger(kinds=["bloc"])
        != gaztag.Tagger()
    )
    assert hash(gaztag.Tagger(kinds="bloc")) == hash(gaztag.Tagger(kinds=["bloc"]))
    assert pickle.loads(pickle.dumps(gaztag.tag))("Mali") == gaztag.tag("Mali")


def test_a_subclass():
    class Mine(gaztag.Tagger):
        def countries(self, text):
            return {m.id for m in self.tag(text) if m.kind == "country"}

    mine = Mine(kinds=["country"])
    mine.note = "it may have attributes"
    assert mine.countries("gold of Mali") == {"country/MLI"} and mine.note


def test_texts_in_chunks():
    text = "Gold left Côte d'Ivoire for the EU. " * 300
    for parts in (text, text.encode()):
        stream = gaztag.Tagger().incremental()
        found = []
        for at in range(0, len(parts), 7):
            found += stream.feed(parts[at : at + 7])
        found += stream.finish()
        assert [(m.start, m.end, m.id) for m in found] == [
            (m.start, m.end, m.id) for m in gaztag.tag(parts)
        ]
        assert all(parts[m.start : m.end] == m.text for m in found)
        # The next chunk starts another text, which may have the other type.
        other = b"Mali" if isinstance(parts, str) else "Mali"
        assert (
            not stream.feed(other)
            and [m.text for m in stream.finish()] == [other]
            and not stream.finish()
        )
    stream.feed("Mali")
    with pytest.raises(TypeError, match="all str, or all bytes"):
        stream.feed(b"Mali")
    stream.reset()
    stream.feed(b"Niger")
    assert ids(stream.finish()) == ["country/NER"]
    with pytest.raises(TypeError):
        gaztag.IncrementalTagger("no tagger")
    assert stream.tagger.gazetteer is gaztag.Gazetteer.builtin()


def test_a_strict_incremental_tagger_can_be_reset_after_an_error():
    stream = gaztag.Tagger(strict=True).incremental()
    with pytest.raises(gaztag.Error):
        stream.feed(b"Mali \xff\xff " + b" " * 9000)
        stream.finish()
    stream.reset()
    stream.feed(b"Mali")
    assert ids(stream.finish()) == ["country/MLI"]


def test_max_text_len_is_not_truncated_to_64_bits():
    for length in (0, -1, 1 << 63, (1 << 64) + 5):
        with pytest.raises(gaztag.Error, match="max_text_len"):
            gaztag.Tagger(max_text_len=length)
    assert len(gaztag.Tagger(max_text_len=(1 << 63) - 1).tag("gold in Mali")) == 2


def test_replace_explain_and_show_accept_buffers():
    text = "Côte d'Ivoire <b>& Mali".encode()
    for buffer in (bytearray(text), memoryview(text), array.array("b", text)):
        assert gaztag.replace(buffer, "{id}") == gaztag.replace(text, "{id}")
        assert gaztag.explain(buffer) == gaztag.explain(text) and isinstance(
            gaztag.explain(buffer)[0].text, bytes
        )
        assert gaztag.show(buffer).html == gaztag.show(text).html


AES = "The AES met on Monday. Officials from Mali, Niger and Burkina Faso signed."
GEORGIA = "Georgia was quiet. Police in Atlanta said so."


@pytest.mark.parametrize(
    ("kinds", "text", "whole", "so_far"),
    [
        # The words after the name are evidence for or against it.
        (["bloc"], AES, ["AES"], []),
        (None, GEORGIA, [], ["Georgia"]),
        (None, "gold in Mali", ["gold", "Mali"], ["gold", "Mali"]),
        (None, "", [], []),
    ],
)
@pytest.mark.parametrize("given", [str, str.encode])
def test_methods_judge_with_the_whole_text(kinds, text, whole, so_far, given):
    tagger, of, text = gaztag.Tagger(kinds=kinds), list(map(given, whole)), given(text)
    assert [m.text for m in tagger.tag(text)] == of
    assert tagger.is_match(text) is bool(of) and tagger.count(text) == len(of)
    assert [f.text for f in tagger.explain(text) if f.kept] == of
    assert tagger.replace(text, lambda m: given("*")).count(given("*")) == len(of)
    assert [[m["id"] for m in found] for found in tagger.tag_batch([text, text]).to_dicts()] == [
        ids(tagger.tag(text))
    ] * 2
    incremental = tagger.incremental()
    assert [m.text for m in [*incremental.feed(text), *incremental.finish()]] == list(
        map(given, so_far)
    )


TEXT_CALLS = {
    "tag": lambda tagger, text, **known: tagger.tag(text, **known),
    "is_match": lambda tagger, text, **known: tagger.is_match(text, **known),
    "count": lambda tagger, text, **known: tagger.count(text, **known),
    "replace": lambda tagger, text, **known: tagger.replace(text, "{id}", **known),
    "explain": lambda tagger, text, **known: tagger.explain(text, **known),
    "show": lambda tagger, text, **known: tagger.show(text, **known).html,
    "incremental": lambda tagger, text, **known: fed(tagger.incremental(**known), text),
}


def fed(incremental, text):
    return list(incremental.feed(text)) + list(incremental.finish())


@pytest.mark.parametrize(
    "text",
    ["gold in Mali", "é, gold in Mali", b"gold in Mali", "gold in Mali" + " " * (1 << 20)],
    ids=["str", "points", "bytes", "long"],
)
@pytest.mark.parametrize("call", TEXT_CALLS.values(), ids=TEXT_CALLS)
def test_the_language_of_a_text_is_checked_and_changes_nothing(call, text):
    tagger = gaztag.Tagger()
    plainly = call(tagger, text)
    for language in (None, "fr", "".join(["p", "t"])):
        assert call(tagger, text, language=language) == plainly
    for wrong in ("", "e", "EN", "english", "en|fr", "é", "\ud800"):
        with pytest.raises(gaztag.Error, match="language") as caught:
            call(tagger, text, language=wrong)
        assert caught.value.code == "argument"
    for wrong in (3, b"en", ["en"]):
        with pytest.raises(TypeError, match="language must be an ISO 639 code as str"):
            call(tagger, text, language=wrong)


def test_the_language_of_a_text_is_evidence():
    tagger = gaztag.Tagger()
    # The acronym of the United Nations in French and Spanish.
    for language, count in [(None, 1), ("fr", 1), ("en", 0)]:
        assert tagger.count("ONU", language=language) == count
        assert len(tagger.tag("ONU", language=language)) == count
    batch = tagger.tag_batch(["ONU", "ONU", "ONU"], languages=["fr", "en", None])
    assert [len(mentions) for mentions in batch.to_dicts()] == [1, 0, 1]
    # A language that no form has counts as unknown.
    assert tagger.count("ONU", language="tlh") == 1


def test_invalid_arguments_of_methods_raise():
    for call in (gaztag.Tagger().tag, gaztag.Tagger().is_match, gaztag.Tagger().count):
        for arguments, named in [
            ((), {}),
            (("Mali", "en"), {}),
            (("Mali",), {"lang": "en"}),
            ((), {"text": "Mali"}),
            ((), {"language": "en"}),
        ]:
            with pytest.raises(TypeError, match=call.__name__):
                call(*arguments, **named)
    for arguments, named in [
        ((), {}),
        ((gaztag.Tagger(), "en"), {}),
        ((gaztag.Tagger(),), {"lang": "en"}),
    ]:
        with pytest.raises(TypeError):
            gaztag.IncrementalTagger(*arguments, **named)


def test_compounds_are_a_use():
    text = "Der Ölpreis fiel."
    uses = [("nested", "team", "compound"), ("nested", "team"), ()]
    counts = [gaztag.Tagger(uses=of).count(text) for of in uses]
    assert (gaztag.Tagger().count(text), counts) == (1, [1, 0, 0])
