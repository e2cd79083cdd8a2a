"""Tagging of texts, and mentions."""

import array
import collections.abc
import copy
import gc
import mmap
import pickle
import weakref

import pytest

import gaztag

TEXT = "Mali’s gold left for Côte d'Ivoire by the U.S.-built road 🇲🇱, ECOWAS said. Congo is near."


def test_mentions_of_a_str_have_offsets_in_code_points():
    mentions = gaztag.tag(TEXT)
    assert [(m.text, m.id, m.kind, m.role) for m in mentions] == [
        ("Mali", "country/MLI", "country", "name"),
        ("gold", "mineral/gold", "mineral", "name"),
        ("Côte d'Ivoire", "country/CIV", "country", "name"),
        ("U.S.", "country/USA", "country", "acronym"),
        ("🇲🇱", "country/MLI", "country", "code"),
        ("ECOWAS", "bloc/ecowas", "bloc", "acronym"),
        ("Congo", "country/COD", "country", "name"),
    ]
    assert all(TEXT[m.start : m.end] == m.text for m in mentions)
    assert (
        mentions[3].name == "United States"
        and mentions[5].name == "Economic Community of West African States"
    )
    assert all(50 <= m.confidence <= 100 for m in mentions)
    assert mentions[0].candidates == ("country/MLI",) and mentions[6].candidates == (
        "country/COD",
        "country/COG",
    )
    assert mentions.text is TEXT and mentions.tagger is gaztag.tag.__self__


def test_mentions_of_bytes_and_buffers_have_offsets_in_bytes(tmp_path):
    data = TEXT.encode()
    expected = [(m.text.encode(), m.id) for m in gaztag.tag(TEXT)]
    path = tmp_path / "text"
    path.write_bytes(data)
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        for text in (
            data,
            bytearray(data),
            memoryview(data),
            memoryview(b"x" + data)[1:],
            array.array("B", data),
            mapped,
        ):
            mentions = gaztag.tag(text)
            assert [(m.text, m.id) for m in mentions] == expected
            assert all(data[m.start : m.end] == m.text for m in mentions)
        del mentions


def test_a_bytearray_that_became_shorter():
    data = bytearray(b"gold in Mali")
    mentions = gaztag.tag(data)
    del data[9:]
    assert [m.text for m in mentions] == [b"gold", b"M"]


def test_mentions_are_a_sequence():
    mentions = gaztag.tag("Mali, Niger, Chad")
    assert isinstance(mentions, collections.abc.Sequence)
    assert len(mentions) == 3 and mentions[-1].text == "Chad" == mentions[2].text
    assert (
        [m.text for m in mentions[1:]] == ["Niger", "Chad"]
        and [m.text for m in mentions[::-2]] == ["Chad", "Mali"]
        and len(mentions[5:]) == 0
    )
    assert mentions[0] in mentions and [m.text for m in reversed(mentions)] == [
        "Chad",
        "Niger",
        "Mali",
    ]
    assert mentions.index(mentions[1]) == 1 and mentions.count(mentions[1]) == 1
    for index in (3, -4, 1 << 70):
        with pytest.raises(IndexError):
            mentions[index]
    with pytest.raises(TypeError):
        mentions["a"]
    assert not gaztag.tag("") and not gaztag.tag(b"") and gaztag.tag("")[:] == gaztag.tag(b"")


def test_equal_mentions_have_the_same_place_entity_role_and_confidence():
    one, other = gaztag.tag("Mali, Niger"), gaztag.Tagger(kinds=["country"]).tag("Mali; Niger")
    assert one == other and one[0] == other[0] and hash(one[0]) == hash(other[0])
    assert one != other[:1] and one[0] != one[1] and one != [*one] and one[0] != "Mali"
    assert gaztag.tag(" Mali") != gaztag.tag("Mali")
    own = gaztag.Gazetteer.from_dict({"country/MLI": ["Mali"], "country/NER": ["Niger"]})
    assert [m.id for m in gaztag.Tagger(gazetteer=own).tag("Mali")] == ["country/MLI"]
    assert len({*one, *other}) == 2
    with pytest.raises(TypeError):
        hash(one)


def test_mentions_outlive_everything_else():
    def found():
        tagger = gaztag.Tagger(gazetteer=gaztag.Gazetteer.from_dict({"company/acme": ["Acme"]}))
        return tagger.tag("".join(["Ac", "me"]))[0]

    mention = found()
    assert (mention.text, mention.id, mention.entity.name) == ("Acme", "company/acme", "Acme")


def test_types_of_mentions_cannot_be_instantiated():
    for made in (gaztag.Mention, gaztag.Mentions, gaztag.Batch):
        with pytest.raises(TypeError):
            made()
    with pytest.raises(AttributeError):
        gaztag.tag("Mali")[0].start = 3


@pytest.mark.parametrize(
    "again", [copy.copy, copy.deepcopy, lambda thing: pickle.loads(pickle.dumps(thing))]
)
def test_mentions_pickle_and_copy(again):
    for text in (TEXT, TEXT.encode(), memoryview(TEXT.encode())):
        mentions = gaztag.tag(text)
        assert again(mentions) == mentions and [m.text for m in again(mentions)] == [
            m.text for m in mentions
        ]
        assert again(mentions[1]) == mentions[1] and again(mentions[1]).text == mentions[1].text
    stream = gaztag.Tagger().incremental()
    stream.feed("gold in Mali")
    left = stream.finish()
    assert [m.text for m in again(left)] == ["gold", "Mali"]


def test_repr():
    mentions = gaztag.tag("gold in Mali")
    one = f"Mention(8, 12, 'Mali', 'country/MLI', confidence={mentions[1].confidence})"
    assert repr(mentions[1]) == one and repr(mentions[1:]) == f"Mentions([{one}])"
    assert "... 80 more" in repr(gaztag.tag("Mali, " * 100))


def test_lone_surrogates_raise_with_their_index():
    for text in ("\ud800", "Mali \udc80", "\U0001f1f2\ud83c"):
        with pytest.raises(gaztag.Error, match="lone surrogate at character") as caught:
            gaztag.tag(text)
        assert (
            caught.value.code == "surrogate" and "\ud800" <= text[caught.value.offset] <= "\udfff"
        )
        with pytest.raises(gaztag.Error):
            gaztag.tag_batch([text])
        with pytest.raises(gaztag.Error):
            gaztag.Tagger().incremental().feed(text)
    assert [m.text for m in gaztag.tag("Mali \ud800".encode("utf-8", "surrogatepass"))] == [b"Mali"]


def test_objects_that_are_not_texts_raise():
    for text in (None, 3, ["Mali"], object()):
        with pytest.raises(TypeError, match="a text must be str, bytes or another buffer"):
            gaztag.tag(text)
    with pytest.raises((TypeError, BufferError, ValueError)):
        gaztag.tag(memoryview(b"MMaallii")[::2])
    with pytest.raises(TypeError):
        gaztag.tag()


def test_any_bytes_are_a_text():
    assert [m.start for m in gaztag.tag(b"\xff\x00Mali\xc3(\x00")] == [2]
    assert [m.start for m in gaztag.tag("\x00Mali\x00")] == [1]


@pytest.mark.parametrize("filler", ["x ", "é ", "漢字"])
def test_texts_around_the_limits_of_length(filler):
    # The lengths from which the interpreter's lock is released, and mentions do not fit on the
    # stack.
    for count in (4094, 8188, 8192, 8196, 20000):
        text = (filler * count)[:count] + " Mali"
        assert [(m.start, m.end) for m in gaztag.tag(text)] == [(count + 1, count + 5)]
    for count in (95, 96, 97, 200, 3000):
        text = filler + "Mali, " * count
        mentions = gaztag.tag(text)
        assert len(mentions) == count and all(text[m.start : m.end] == "Mali" for m in mentions)


def test_a_huge_text():
    text = "no name here, " * 3_000_000 + "Mali"
    (mention,) = gaztag.tag(text)
    assert text[mention.start :] == mention.text == "Mali"


def test_replace():
    assert gaztag.replace("gold in Mali", "<{id}>") == "<mineral/gold> in <country/MLI>"
    assert gaztag.replace("gold in Mali.", lambda m: m.name.upper()) == "GOLD in MALI."
    assert (
        gaztag.replace("é Mali", "{start}-{end} {kind} {role} {text}") == "é 2-6 country name Mali"
    )
    assert gaztag.replace(b"\xff Mali \xff", "[{text}]") == b"\xff [Mali] \xff"
    assert gaztag.replace(b"gold in Mali", lambda m: m.text.upper()) == b"GOLD in MALI"
    assert gaztag.replace(b"Mali", lambda m: bytearray(m.text)) == b"Mali"
    assert gaztag.replace("nothing", "x") == "nothing" and gaztag.replace("", "x") == ""
    assert gaztag.Tagger(overlap="all").replace("South Sudan!", "x") == "x!"
    assert gaztag.replace("{Mali}", "{{{id}}}") == "{{country/MLI}}"
    with pytest.raises(gaztag.Error):
        gaztag.replace("Mali", "{nothing}")


def test_explain():
    findings = gaztag.explain("é South Sudan sends lead, zinc")
    by_text = {(f.text, f.id): f for f in findings}
    kept = by_text["South Sudan", "country/SSD"]
    assert (
        kept.kept
        and (kept.start, kept.end, kept.reason) == (2, 13, "kept")
        and kept.confidence > 50
        and kept.form == "South Sudan"
    )
    inside = by_text["Sudan", "country/SDN"]
    assert (
        not inside.kept
        and inside.reason == "inside"
        and inside.inside == (2, 13)
        and inside.confidence is None
    )
    leads = [f for f in findings if f.id == "mineral/lead"]
    assert any(
        f.before is not None and "zinc" in [w.text for w in f.weighed] for f in leads
    ) and all(w.ground for f in leads for w in f.weighed)
    assert [f.text for f in gaztag.explain("é Mali".encode()) if f.kept] == [b"Mali"]
    assert gaztag.explain("") == []
    assert {f.reason for f in gaztag.explain("Georgia Tech")} >= {"decoy"} or any(
        f.id is None for f in gaztag.explain("Georgia Tech")
    )


def test_show():
    shown = gaztag.show("<b>gold</b> & Mali")
    assert (
        "&lt;b&gt;<mark" in shown.html
        and "</mark>&lt;/b&gt; &amp; <mark" in shown.html
        and 'data-id="country/MLI"' in shown.html
    )
    assert (
        shown._repr_html_() == shown.html
        and gaztag.tag("<b>gold</b> & Mali")._repr_html_() == shown.html
    )
    assert "gold" in gaztag.show(b"\xff gold").html and "2 mentions" in repr(shown)


def test_show_saves_a_page(tmp_path):
    path = tmp_path / "page.html"
    gaztag.show("gold in Côte d'Ivoire").save(path)
    page = path.read_text(encoding="utf-8")
    assert (
        page.startswith("<!DOCTYPE html>")
        and "Côte d'Ivoire</mark>" in page
        and "mineral</span>" in page
        and "http" not in page
    )


def test_to_dicts():
    mentions = gaztag.tag("é Mali")
    (mention,) = mentions.to_dicts()
    assert mention == {
        "start": 2,
        "end": 6,
        "text": "Mali",
        "kind": "country",
        "id": "country/MLI",
        "name": "Mali",
        "role": "name",
        "confidence": mentions[0].confidence,
    }
    assert gaztag.tag("é Mali")[0].to_dict() == mention


def test_mentions_of_an_incremental_tagger_have_no_html():
    stream = gaztag.Tagger().incremental()
    stream.feed("gold in Mali")
    mentions = stream.finish()
    assert (
        mentions._repr_html_() is None
        and "Mali" in repr(mentions)
        and "<mark" in gaztag.tag("Mali")._repr_html_()
    )


def test_a_text_of_a_subclass_can_hold_its_mentions():
    class Text(str):
        pass

    text = Text("gold in Côte d'Ivoire")
    text.mentions = gaztag.tag(text)
    assert (
        type(text.mentions.text) is str
        and text.mentions.text == text
        and text.mentions[1].text == "Côte d'Ivoire"
        and type(text.mentions[1:].text) is str
    )
    gone = weakref.ref(text)
    del text
    gc.collect()
    assert gone() is None
