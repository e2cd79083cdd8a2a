"""gaztag on columns of pandas.

>>> import pandas, gaztag.pandas
>>> news = pandas.Series(["Mali’s gold", None, "the EU and China"])
>>> news.gaztag.ids("country").tolist()
[['country/MLI'], <NA>, ['country/CHN']]

Importing this module gives every Series the accessor `gaztag`; the functions do the same without it. Columns of mentions are of Arrow (pandas.ArrowDtype): no object for each document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

import pandas
import pyarrow
from pyarrow import compute

from . import _columns, _default
from ._tagger import _kind

if TYPE_CHECKING:
    from ._tagger import Tagger

__all__ = ["Accessor", "ids", "mentions", "tag"]


def tag(
    texts: pandas.Series, tagger: Optional[Tagger] = None, *, threads: int = 1
) -> pandas.Series:
    """The mentions of each text: a Series of lists of structs with the same index and name; what is missing stays missing. Offsets are those of str, or of bytes in a Series of bytes.

    threads: 0: one for each core. Raises as `Tagger.tag_batch` does.
    """
    return _series(_tag(texts, tagger, threads), texts)


def ids(
    texts: pandas.Series, kind: str, tagger: Optional[Tagger] = None, *, threads: int = 1
) -> pandas.Series:
    """The ids of one kind ("country", "bloc", "mineral") in each text, each once, in the order of their first mentions: a Series of lists. Raises Error for an unknown kind."""
    _kind((_default if tagger is None else tagger).gazetteer, kind)
    return _series(_columns.ids_of_kind(_tag(texts, tagger, threads), kind), texts)


def mentions(
    texts: pandas.Series, tagger: Optional[Tagger] = None, *, threads: int = 1
) -> pandas.DataFrame:
    """A row for each mention, with start, end, id, name, kind, role and confidence. The index is that of the text, as often as it has mentions."""
    column = _tag(texts, tagger, threads)
    frame = pyarrow.Table.from_struct_array(column.flatten()).to_pandas()
    frame.index = texts.index.take(compute.list_parent_indices(column).to_numpy())
    return frame


class Accessor:
    """The functions of this module on a Series: `series.gaztag.tag()`."""

    def __init__(self, texts: pandas.Series) -> None:
        self._texts = texts

    def tag(self, tagger: Optional[Tagger] = None, *, threads: int = 1) -> pandas.Series:
        """The mentions of each text, as the function `tag` gives them."""
        return tag(self._texts, tagger, threads=threads)

    def ids(self, kind: str, tagger: Optional[Tagger] = None, *, threads: int = 1) -> pandas.Series:
        """The ids of one kind in each text, as the function `ids` gives them."""
        return ids(self._texts, kind, tagger, threads=threads)

    def mentions(self, tagger: Optional[Tagger] = None, *, threads: int = 1) -> pandas.DataFrame:
        """A row for each mention, as the function `mentions` gives them."""
        return mentions(self._texts, tagger, threads=threads)


def _tag(texts: pandas.Series, tagger: Optional[Tagger], threads: int) -> Any:
    return (
        (_default if tagger is None else tagger)
        .tag_batch(pyarrow.Array.from_pandas(texts), threads=threads)
        .to_pyarrow()
    )


def _series(column: Any, texts: pandas.Series) -> pandas.Series:
    return pandas.Series(
        pandas.arrays.ArrowExtensionArray(column), index=texts.index, name=texts.name
    )


pandas.api.extensions.register_series_accessor("gaztag")(Accessor)
