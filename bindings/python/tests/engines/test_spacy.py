import pickle

import pytest
import spacy
from spacy.tokens import Doc, Span

import gaztag
import gaztag.spacy

TEXT = "Mali’s gold left by the U.S.-built road for China."


def pipeline(**config):
    nlp = spacy.blank("en")
    nlp.add_pipe("gaztag", config=config)
    return nlp


def entities(doc):
    return [(entity.text, entity.label_, entity.kb_id_) for entity in doc.ents]


def test_mentions_are_entities():
    doc = pipeline()(TEXT)
    assert entities(doc) == [
        ("Mali", "COUNTRY", "country/MLI"),
        ("gold", "MINERAL", "mineral/gold"),
        ("U.S.-built", "COUNTRY", "country/USA"),
        ("China", "COUNTRY", "country/CHN"),
    ]
    assert doc._.gaztag == gaztag.tag(TEXT).to_dicts()
    assert [entity._.gaztag for entity in doc.ents] == doc._.gaztag
    assert doc[1:2]._.gaztag is None
    assert doc.ents[2]._.gaztag["text"] == "U.S."


def test_options_labels_and_groups():
    doc = pipeline(
        tagger={"kinds": ["country"], "overlap": "all"},
        labels={"country": "GPE"},
        spans_key="places",
    )("gold of South Sudan")
    assert not doc.ents
    assert [(span.text, span.label_) for span in doc.spans["places"]] == [
        ("South Sudan", "GPE"),
        ("Sudan", "GPE"),
    ]
    with pytest.raises(gaztag.Error, match="unknown kind"):
        pipeline(tagger={"kinds": ["company"]})


@pytest.mark.parametrize("overwrite", [False, True])
def test_existing_entities_stay_or_are_overwritten(overwrite):
    nlp = pipeline(overwrite=overwrite)
    ruler = nlp.add_pipe("entity_ruler", before="gaztag")
    ruler.add_patterns(
        [{"label": "MINE", "pattern": "Mali Gold Mine"}, {"label": "DAY", "pattern": "Monday"}]
    )
    found = entities(nlp("Mali Gold Mine of China on Monday"))
    assert found[-2:] == [("China", "COUNTRY", "country/CHN"), ("Monday", "DAY", "")]
    assert (("Mali Gold Mine", "MINE", "") in found) is not overwrite


def test_two_names_in_one_token_give_one_entity():
    nlp = spacy.blank("en")
    words = ["Mali-China", "gold"]
    gaztag_component = nlp.add_pipe("gaztag")
    doc = gaztag_component(Doc(nlp.vocab, words=words))
    assert [entity.text for entity in doc.ents] == words
    assert [mention["text"] for mention in doc._.gaztag] == ["Mali", "China", "gold"]


def test_replaces_entity_ruler_with_the_same_patterns():
    patterns = [
        {"label": "COMPANY", "pattern": "Acme Corp", "id": "acme"},
        {"label": "COMPANY", "pattern": "Bolt"},
    ]
    nlp = spacy.blank("en")
    nlp.add_pipe("gaztag").tagger = gaztag.Tagger(gazetteer=gaztag.Gazetteer.from_spacy(patterns))
    ruled = spacy.blank("en")
    ruled.add_pipe("entity_ruler").add_patterns(patterns)
    text = "Acme Corp bought Bolt; nobody bought Acme."
    assert [(entity.start, entity.end, entity.label_) for entity in nlp(text).ents] == [
        (entity.start, entity.end, entity.label_) for entity in ruled(text).ents
    ]


def test_pipelines_are_saved_with_their_gazetteer(own, tmp_path):
    nlp = pipeline(labels={"country": "GPE"})
    nlp.get_pipe("gaztag").tagger = own
    nlp.to_disk(tmp_path / "model")
    expected = [("Acme", "COMPANY", "company/acme"), ("Mali", "GPE", "country/MLI")]
    assert entities(spacy.load(tmp_path / "model")("Acme of Mali sells gold")) == expected
    again = pipeline(labels={"country": "GPE"}).from_bytes(nlp.to_bytes())
    assert entities(again("Acme of Mali sells gold")) == expected
    assert again.get_pipe("gaztag").tagger.gazetteer.to_image() == own.gazetteer.to_image()


def test_gazetteers_are_loaded_by_path(own, tmp_path):
    own.gazetteer.save(tmp_path / "own.gaz")
    assert entities(pipeline(gazetteer=str(tmp_path / "own.gaz"))("Acme")) == [
        ("Acme", "COMPANY", "company/acme")
    ]


def test_processes_and_bytes(own):
    nlp = pipeline()
    nlp.get_pipe("gaztag").tagger = own
    docs = list(nlp.pipe(["Acme of Mali"] * 20, n_process=2, batch_size=5))
    assert [entities(doc) for doc in docs] == [
        [("Acme", "COMPANY", "company/acme"), ("Mali", "COUNTRY", "country/MLI")]
    ] * 20
    assert docs[7].ents[1]._.gaztag["id"] == "country/MLI"
    assert pickle.loads(pickle.dumps(docs[0]))._.gaztag == docs[0]._.gaztag
    assert Span.has_extension("gaztag")


def test_counts(texts, counts):
    nlp = pipeline()
    found = {}
    for doc in nlp.pipe(text or "" for text in texts):
        for mention in doc._.gaztag:
            found[mention["id"]] = found.get(mention["id"], 0) + 1
    assert found == counts
