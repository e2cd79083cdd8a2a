"""The class Screener: names that are written otherwise than in a gazetteer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Optional, Union

from . import _check, _gaztag
from ._error import Error
from ._gazetteer import Entity, _gazetteer
from ._tagger import _kind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from typing_extensions import Self

    from ._gazetteer import Gazetteer

DIFFERENCES = ("order", "transliteration", "letter")


class LikelyName(NamedTuple):
    """A part of a text that is likely to be a name of a gazetteer."""

    start: int
    """The start of the name in the text, in code points of a str and in bytes otherwise."""
    end: int
    """The end of the name, exclusive, in the same unit."""
    text: Union[str, bytes]
    """The name as written in the text."""
    id: str
    """The key of the entity."""
    name: str
    """The name of the entity."""
    differs: tuple[str, ...]
    """How it is written otherwise: order (of its words), transliteration (or another script),
    letter (one is wrong)."""
    confidence: int
    """How likely the entity is meant, 1 to 99: an order for people who look at what was found, not
    a probability."""
    entity: Entity
    """The entity."""

    def to_dict(self) -> dict[str, Any]:
        """Returns a dictionary for JSON or a data frame, without the entity."""
        fields = self._asdict()
        del fields["entity"]
        return fields


class Screener(_gaztag.Screener):
    """Finds names that are written otherwise than in a gazetteer, for screening against lists of
    persons, companies and vessels.

    >>> listed = gaztag.Gazetteer.from_dict({"listed/17": "Darya Qorbani"})
    >>> screener = gaztag.Screener(listed)
    >>> [(n.text, n.differs) for n in screener.screen("QURBANI, Daria und Дарья Курбани")]
    [('QURBANI, Daria', ('order', 'transliteration')), ('Дарья Курбани', ('transliteration',))]

    Of a name of several words the words may have another order, as in *SURNAME, Given*. Words may
    be transliterated otherwise, or written in another script. One word of eight letters or more may
    have one letter wrong. A name of one word is found only in another script, or with one letter
    wrong. What is written as in the gazetteer is found by a `Tagger`, and not here.

    A screener is immutable: any number of threads may use one at the same time. Creating one takes
    time and memory linear in the names. It can be pickled, as a tagger can.

    gazetteer: the gazetteer with the names.
    kinds: only names of entities of these kinds, such as ["person"]; None: the kinds of users, all
        but country, bloc and mineral. Acronyms, codes, symbols and demonyms are left out.

    Raises Error for a kind that the gazetteer does not have, and for no kinds.
    """

    __slots__ = ("_kinds",)

    _kinds: Optional[tuple[str, ...]]

    def __new__(cls, gazetteer: Gazetteer, *, kinds: Optional[Iterable[str]] = None) -> Self:
        gazetteer, names = _gazetteer(gazetteer), _check.names(kinds, "kinds")
        if names == ():
            raise Error("an empty list of kinds; give None for the kinds of users")
        numbers = None if names is None else bytes(_kind(gazetteer, kind) for kind in names)
        self = super().__new__(cls, gazetteer, numbers)
        self._kinds = names
        return self

    def screen(self, text: Union[str, bytes], *, min_confidence: int = 0) -> list[LikelyName]:
        """Returns the likely names of a text, in the order of their starts. They do not overlap.

        text: a str, with offsets in code points, or bytes or another buffer of bytes, with offsets
            in bytes.
        min_confidence: leave out names with a lower confidence.

        For texts of 8 KiB or more the interpreter's lock is released during the call. Raises
        TypeError for objects that are not texts, and Error for a str with a lone surrogate.
        """
        if not isinstance(text, (str, bytes)):
            # Slices of some buffers are not bytes.
            text = _gaztag.text_bytes(text)
        gazetteer, least = self.gazetteer, _check.whole(min_confidence, "min_confidence")
        names = []
        for start, end, number, bits, confidence in self._screen(text):
            if confidence >= least:
                of = Entity(gazetteer, number)
                differs = tuple(way for bit, way in enumerate(DIFFERENCES) if bits >> bit & 1)
                part = text[start:end]
                name = LikelyName(start, end, part, of.id, of.name, differs, confidence, of)
                names.append(name)
        return names

    def __reduce__(self) -> tuple[Any, ...]:
        return _unpickle, (type(self), self.gazetteer, self._kinds)

    def __repr__(self) -> str:
        return f"Screener({self.gazetteer!r}, kinds={self._kinds!r})"


def _unpickle(
    cls: type[Screener], gazetteer: Gazetteer, kinds: Optional[tuple[str, ...]]
) -> Screener:
    return cls(gazetteer, kinds=kinds)
