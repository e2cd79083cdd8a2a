"""Tags columns of Polars, eager and lazy.

>>> import polars, gaztag.polars
>>> news = polars.DataFrame({"text": ["Mali’s gold", None, "the EU and China"]})
>>> news.select(polars.col("text").gaztag.ids("country"))["text"].to_list()
[['country/MLI'], None, ['country/CHN']]

Importing this module adds the namespace `gaztag` to Series and Expr; the functions of this module
do the same without it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Optional, TypeVar

import polars

from . import _check, _default
from ._tagger import _kind

if TYPE_CHECKING:
    from ._tagger import Tagger

# The functions return a Series for a Series, and an Expr for an Expr.
Column = TypeVar("Column", polars.Series, polars.Expr)

__all__ = ["MENTIONS", "Namespace", "ids", "tag"]

MENTIONS = polars.List(
    polars.Struct(
        {
            "start": polars.Int64,
            "end": polars.Int64,
            "id": polars.String,
            "name": polars.String,
            "kind": polars.String,
            "role": polars.String,
            "confidence": polars.Int8,
        }
    )
)
"""The data type of a column of mentions."""


def tag(texts: Column, tagger: Optional[Tagger] = None, *, threads: int = 1) -> Column:
    """Returns the mentions of each text: a Series of lists of structs, or an Expr for an Expr.

    Nulls stay null. Offsets are in code points for String, as in `str.slice`, and in bytes for
    Binary. `explode` and `unnest` create a row for each mention. An Expr runs in batches without
    copying the texts, in the streaming engine too.

    tagger: the tagger to use; None: one with the default options.
    threads: the number of threads for each batch; 0: one for each core. Raises as
        `Tagger.tag_batch` does.
    """
    run = partial(_tag, tagger=_default if tagger is None else tagger, threads=threads)
    if isinstance(texts, polars.Expr):
        return texts.map_batches(run, return_dtype=MENTIONS, is_elementwise=True)
    if not isinstance(texts, polars.Series):
        help = ", such as frame['text']" if isinstance(texts, polars.DataFrame) else ""
        raise TypeError(
            f"texts must be a Series or an Expr of Polars{help}, not {_check.kind_of(texts)}"
        )
    return run(texts)


def ids(texts: Column, kind: str, tagger: Optional[Tagger] = None, *, threads: int = 1) -> Column:
    """Returns the ids of one kind in each text: a Series of lists of str, or an Expr for an Expr.

    Each id occurs once, in the order of the first mentions. Nulls stay null.

    kind: such as "country", "bloc" or "mineral". Raises Error for an unknown kind, and as `tag`
    does.
    """
    _kind((_default if tagger is None else tagger).gazetteer, kind)
    mention = polars.element().struct
    of_kind = (
        polars.element()
        .filter(mention.field("kind") == kind)
        .struct.field("id")
        .unique(maintain_order=True)
    )
    return tag(texts, tagger, threads=threads).list.eval(of_kind)


class Namespace:
    """The functions of this module as methods: `polars.col("text").gaztag.tag()`."""

    def __init__(self, texts: Any) -> None:
        self._texts = texts

    def tag(self, tagger: Optional[Tagger] = None, *, threads: int = 1) -> Any:
        """Returns the mentions of each text, as the function `tag` does."""
        return tag(self._texts, tagger, threads=threads)

    def ids(self, kind: str, tagger: Optional[Tagger] = None, *, threads: int = 1) -> Any:
        """Returns the ids of one kind in each text, as the function `ids` does."""
        return ids(self._texts, kind, tagger, threads=threads)


def _tag(texts: polars.Series, tagger: Tagger, threads: int) -> polars.Series:
    return polars.Series(tagger.tag_batch(texts, threads=threads), dtype=MENTIONS).rename(
        texts.name
    )


polars.api.register_series_namespace("gaztag")(Namespace)
polars.api.register_expr_namespace("gaztag")(Namespace)
