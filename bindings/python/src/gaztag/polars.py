"""gaztag on columns of Polars, eager and lazy.

>>> import polars, gaztag.polars
>>> news = polars.DataFrame({"text": ["Mali’s gold", None, "the EU and China"]})
>>> news.select(polars.col("text").gaztag.ids("country"))["text"].to_list()
[['country/MLI'], None, ['country/CHN']]

Importing this module gives Series and Expr the namespace `gaztag`; the functions do the same without it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Optional, TypeVar

import polars

from . import _default
from ._tagger import _kind

if TYPE_CHECKING:
    from ._tagger import Tagger

# What the functions take, and give the same.
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
"""The type of a column of mentions."""


def tag(texts: Column, tagger: Optional[Tagger] = None, *, threads: int = 1) -> Column:
    """The mentions of each text: a column of lists of structs; nulls stay null. Offsets are in characters (of `str.slice`), or in bytes in a column of Binary.

    Of an Expr an Expr, which runs in batches without copying texts, in streaming too. `explode` and `unnest` make a row for each mention.
    threads: of each batch; 0: one for each core. Raises as `Tagger.tag_batch` does.
    """
    run = partial(_tag, tagger=_default if tagger is None else tagger, threads=threads)
    if isinstance(texts, polars.Expr):
        return texts.map_batches(run, return_dtype=MENTIONS, is_elementwise=True)
    return run(texts)


def ids(texts: Column, kind: str, tagger: Optional[Tagger] = None, *, threads: int = 1) -> Column:
    """The ids of one kind ("country", "bloc", "mineral") in each text, each once, in the order of their first mentions: a column of lists. Raises Error for an unknown kind."""
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
    """The functions of this module on a Series or an Expr: `polars.col("text").gaztag.tag()`."""

    def __init__(self, texts: Any) -> None:
        self._texts = texts

    def tag(self, tagger: Optional[Tagger] = None, *, threads: int = 1) -> Any:
        """The mentions of each text, as the function `tag` gives them."""
        return tag(self._texts, tagger, threads=threads)

    def ids(self, kind: str, tagger: Optional[Tagger] = None, *, threads: int = 1) -> Any:
        """The ids of one kind in each text, as the function `ids` gives them."""
        return ids(self._texts, kind, tagger, threads=threads)


def _tag(texts: polars.Series, tagger: Tagger, threads: int) -> polars.Series:
    return polars.Series(tagger.tag_batch(texts, threads=threads), dtype=MENTIONS).rename(
        texts.name
    )


polars.api.register_series_namespace("gaztag")(Namespace)
polars.api.register_expr_namespace("gaztag")(Namespace)
