"""What is named together."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal, Optional

from ._program import records, run

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas

    from ._tagger import Tagger


def cooccurrence(
    texts: Iterable[Any],
    kind: str,
    other: str,
    *,
    within: Literal["sentence", "paragraph", "document"] = "sentence",
    roll_up: bool = False,
    tagger: Optional[Tagger] = None,
) -> pandas.DataFrame:
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
    import pandas

    words = ["tag", "--json", f"--pairs={kind}:{other}", f"--within={within}"]
    out = run(words + ["--roll-up"] * roll_up, records(texts), tagger)
    columns = ["id", "name", "with_id", "with_name", "count"]
    frame = pandas.DataFrame([json.loads(line) for line in out.splitlines()], columns=columns)
    return frame.astype({"count": "int64"})
