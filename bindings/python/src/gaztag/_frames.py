"""Tables that the program makes of many texts: what they are about, and what is named together."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal, Optional, Union

from . import _check
from ._gazetteer import _number
from ._program import records, run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ._tagger import Tagger

PLACES = ("sentence", "paragraph", "document")


def about(
    texts: Union[str, bytes, Iterable[Any]],
    *,
    places: bool = False,
    roll_up: bool = False,
    tagger: Optional[Tagger] = None,
) -> Any:
    """Returns a DataFrame with the entities that each text is about, with the reasons.

    >>> frame = gaztag.about("Mali raises tax on gold\\n\\nMali said that miners of gold pay.")
    >>> frame[["name", "weight", "mentions", "title"]].values.tolist()
    [['Mali', 6, 2, True], ['gold', 6, 2, True]]

    These are countries that a text names in its title or lead, or again and again, and other
    entities that it names in more than one of these ways. Entities with less than 40 percent of the
    largest weight of their kind in the text are left out.

    The columns are document, the number of the text, and id, kind, name, weight, mentions, title
    and lead. weight, from 1 to 8, is the number of mentions, at most four, and two each for the
    title (the first line, if it has at most 200 bytes) and the lead (the 400 bytes after it, or the
    title). The largest weights of a text are first.

    texts: a text, or a list or column of them with nulls, as in `cooccurrence`.
    places: count capitals, and entities of your own with an attribute `country` such as cities and
        divisions, for their countries, in a text that is about no country by its names.
    roll_up: count minerals as what they are traded as or a kind of (spodumene as lithium), and
        organs as their blocs.
    tagger: the tagger to use; None: one with the default options.

    Needs pandas. Raises Error for a tagger with one of the options input, folding_off, strict and
    max_text_len.
    """
    if isinstance(texts, (str, bytes)):
        texts = [texts]
    columns = ["doc", "id", "kind", "name", "weight", "mentions", "title", "lead"]
    words = ["tag", "--json", "--about"] + ["--places"] * places + ["--roll-up"] * roll_up
    frame = _frame(run(words, records(texts), tagger), columns)
    numbers = dict.fromkeys(("document", "weight", "mentions"), "int64")
    flags = dict.fromkeys(("title", "lead"), "bool")
    return frame.rename(columns={"doc": "document"}).astype({**numbers, **flags})


def cooccurrence(
    texts: Iterable[Any],
    kind: str,
    other: str,
    *,
    within: Literal["sentence", "paragraph", "document"] = "sentence",
    roll_up: bool = False,
    tagger: Optional[Tagger] = None,
) -> Any:
    """Returns a DataFrame with the pairs of entities of two kinds that are named together.

    >>> frame = gaztag.cooccurrence(["Mali sells gold. Chad has oil."], "country", "mineral")
    >>> frame[["name", "with_name", "count"]].values.tolist()
    [['Mali', 'gold', 1], ['Chad', 'crude oil', 1]]

    Its columns are id, name, with_id, with_name and count, the number of places that name both. The
    most frequent pairs are first.

    texts: a list, or a column of pandas, Polars or pyarrow, of str (or bytes) and nulls.
    kind, other: kinds of entities, such as "country" and "mineral"; they may be the same.
    within: the places that are counted: sentences, paragraphs or whole texts.
    roll_up: count minerals as what they are traded as or a kind of (spodumene as lithium), and
        organs as their blocs.
    tagger: the tagger to use; None: one with the default options.

    Needs pandas. Raises Error for an unknown kind, and for a tagger with one of the options input,
    folding_off, strict and max_text_len.
    """
    _check.texts(kind=kind, other=other)
    _number(within, PLACES, "value of within")
    words = ["tag", "--json", f"--pairs={kind}:{other}", f"--within={within}"]
    out = run(words + ["--roll-up"] * roll_up, records(texts), tagger)
    columns = ["id", "name", "with_id", "with_name", "count"]
    return _frame(out, columns).astype({"count": "int64"})


def _frame(lines: bytes, columns: list[str]) -> Any:
    """Returns lines of JSON as a data frame."""
    import pandas

    return pandas.DataFrame([json.loads(line) for line in lines.splitlines()], columns=columns)
