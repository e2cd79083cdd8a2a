"""A component for spaCy pipelines that tags documents.

>>> import spacy, gaztag.spacy
>>> nlp = spacy.blank("en")
>>> component = nlp.add_pipe("gaztag")
>>> doc = nlp("Mali’s gold left for China.")
>>> [(entity.text, entity.label_, entity.kb_id_) for entity in doc.ents]
[('Mali', 'COUNTRY', 'country/MLI'), ('gold', 'MINERAL', 'mineral/gold'),
 ('China', 'COUNTRY', 'country/CHN')]
"""

# Without `from __future__ import annotations`: spaCy checks configurations with the annotations of
# `_make`, and older versions cannot evaluate annotations that are strings.
import json
import os
import pathlib
from collections.abc import Iterable
from typing import Any, Optional, Union

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from ._files import write
from ._gazetteer import Gazetteer
from ._tagger import Tagger

__all__ = ["Component"]


class Component:
    """A component that adds mentions to documents, as `doc.ents` or as the spans of a group.

    A span has the kind as its label and the id as its kb_id_. `doc._.gaztag` has all mentions as
    dictionaries of start and end (in code points), text, kind, id, name, role and confidence,
    whatever the tokens are. `span._.gaztag` is the mention of a span, or None. They are plain
    values, so documents can be pickled and converted to bytes.

    A mention that begins or ends inside a token (spaCy has 'U.S.-built' as one) marks the whole
    token.

    tagger: the tagger to use, None: one with the default options. It can be replaced later:
        `nlp.get_pipe("gaztag").tagger = ...`.
    labels: labels by kind; a kind without a label has its name in capitals.
    spans_key: the group of spans to fill, whose spans may overlap; None: doc.ents.
    overwrite: whether a mention replaces existing entities that it overlaps; False: they stay.
    """

    def __init__(
        self,
        tagger: Optional[Tagger] = None,
        *,
        labels: Optional[dict[str, str]] = None,
        spans_key: Optional[str] = None,
        overwrite: bool = False,
    ) -> None:
        self.tagger = Tagger() if tagger is None else tagger
        self.labels = labels or {}
        self.spans_key = spans_key
        self.overwrite = overwrite

    def __call__(self, doc: Doc) -> Doc:
        """Adds the mentions to a document, and returns the document."""
        mentions = self.tagger.tag(doc.text)
        doc._.gaztag = mentions.to_dicts()
        spans: list[Span] = []
        for mention in mentions:
            label = self.labels.get(mention.kind) or mention.kind.upper()
            span = doc.char_span(
                mention.start, mention.end, label=label, kb_id=mention.id, alignment_mode="expand"
            )
            if span is not None:
                spans.append(span)
        if self.spans_key is not None:
            doc.spans[self.spans_key] = spans
        else:
            doc.ents = self._entities(list(doc.ents), filter_spans(spans))
        return doc

    def _entities(self, before: list[Span], found: list[Span]) -> list[Span]:
        first, then = (found, before) if self.overwrite else (before, found)
        taken = {token for span in first for token in range(span.start, span.end)}
        return first + [span for span in then if taken.isdisjoint(range(span.start, span.end))]

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Returns the options of the tagger, and the image of its gazetteer unless built in."""
        options = dict(self.tagger._options)
        gazetteer: Optional[Gazetteer] = options.pop("gazetteer", None)
        return (
            json.dumps(options).encode()
            + b"\n"
            + (b"" if gazetteer is None else gazetteer.to_image())
        )

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> "Component":
        """Sets the tagger from the result of `to_bytes`, and returns the component."""
        options, _, image = bytes(data).partition(b"\n")
        self.tagger = Tagger(
            **json.loads(options), gazetteer=Gazetteer.from_image(image) if image else None
        )
        return self

    def to_disk(self, path: Union[str, "os.PathLike[str]"], *, exclude: Iterable[str] = ()) -> None:
        """Writes the result of `to_bytes` to a file. Raises OSError."""
        write(path, self.to_bytes())

    def from_disk(
        self, path: Union[str, "os.PathLike[str]"], *, exclude: Iterable[str] = ()
    ) -> "Component":
        """Sets the tagger from a file of `to_disk`, and returns the component."""
        return self.from_bytes(pathlib.Path(path).read_bytes())


def _make(
    nlp: Language,
    name: str,
    tagger: dict[str, Any],
    gazetteer: Optional[str],
    labels: Optional[dict[str, str]],
    spans_key: Optional[str],
    overwrite: bool,
) -> Component:
    """Creates the component from a configuration.

    tagger: options of Tagger.
    gazetteer: the path of an image (`Gazetteer.save`); None: the built-in gazetteer.
    """
    made = Tagger(**tagger, gazetteer=None if gazetteer is None else Gazetteer.load(gazetteer))
    return Component(made, labels=labels, spans_key=spans_key, overwrite=overwrite)


def _mention_of(span: Span) -> Optional[dict[str, Any]]:
    for mention in span.doc._.gaztag or ():
        if (
            mention["start"] < span.end_char
            and mention["end"] > span.start_char
            and (not span.kb_id_ or mention["id"] == span.kb_id_)
        ):
            found: dict[str, Any] = mention
            return found
    return None


Language.factory(
    "gaztag",
    default_config={
        "tagger": {},
        "gazetteer": None,
        "labels": None,
        "spans_key": None,
        "overwrite": False,
    },
    assigns=["doc.ents", "doc.spans"],
    func=_make,
)
Doc.set_extension("gaztag", default=None, force=True)
Span.set_extension("gaztag", getter=_mention_of, force=True)
