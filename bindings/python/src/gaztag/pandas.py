"""Tags columns of pandas.

>>> import pandas, gaztag.pandas
>>> news = pandas.Series(["Mali’s gold", None, "the EU and China"])
>>> news.gaztag.ids("country").tolist()
[['country/MLI'], <NA>, ['country/CHN']]

Importing this module adds the accessor `gaztag` to Series; the functions of this module do the same
without it. Columns of mentions have Arrow types (pandas.ArrowDtype), without a Python object for
each text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

import pandas
import pyarrow

from . import _check, _columns, _default
from ._tagger import _kind

if TYPE_CHECKING:
    from ._gaztag import Batch
    from ._tagger import Tagger

__all__ = ["Accessor", "ids", "mentions", "tag"]


def tag(
    texts: pandas.Series, tagger: Optional[Tagger] = None, *, threads: int = 1
) -> pandas.Series:
    """Returns the mentions of each text: a Series of lists of structs, with the index and the name.

    Missing values stay missing. Offsets are in code points for str, in bytes for bytes.

    tagger: the tagger to use; None: one with the default options.
    threads: the number of threads; 0: one for each core. Raises as `Tagger.tag_batch` does.
    """
    return _series(_tag(texts, tagger, threads), texts)


def ids(
    texts: pandas.Series, kind: str, tagger: Optional[Tagger] = None, *, threads: int = 1
) -> pandas.Series:
    """Returns the ids of one kind in each text: a Series of lists of str.

    Each id occurs once, in the order of the first mentions. Missing values stay missing.

    kind: such as "country", "bloc" or "mineral". Raises Error for an unknown kind, and as `tag`
    does.
    """
    _kind((_default if tagger is None else tagger).gazetteer, kind)
    return _series(_columns.ids_of_kind(_tag(texts, tagger, threads), kind), texts)


def mentions(
    texts: pandas.Series, tagger: Optional[Tagger] = None, *, threads: int = 1
) -> pandas.DataFrame:
    """Returns a DataFrame with a row for each mention.

    Its columns are start, end, id, name, kind, role and confidence; id, name, kind and role are
    categories. The index of a row is that of its text. Offsets, tagger, threads and errors are as
    in `tag`.
    """
    frame = _batch(texts, tagger, threads).to_frame()
    frame.index = texts.index.take(frame.pop("document"))
    return frame


class Accessor:
    """The functions of this module as methods of a Series: `series.gaztag.tag()`."""

    def __init__(self, texts: pandas.Series) -> None:
        self._texts = texts

    def tag(self, tagger: Optional[Tagger] = None, *, threads: int = 1) -> pandas.Series:
        """Returns the mentions of each text, as the function `tag` does."""
        return tag(self._texts, tagger, threads=threads)

    def ids(self, kind: str, tagger: Optional[Tagger] = None, *, threads: int = 1) -> pandas.Series:
        """Returns the ids of one kind in each text, as the function `ids` does."""
        return ids(self._texts, kind, tagger, threads=threads)

    def mentions(self, tagger: Optional[Tagger] = None, *, threads: int = 1) -> pandas.DataFrame:
        """Returns a DataFrame with a row for each mention, as the function `mentions` does."""
        return mentions(self._texts, tagger, threads=threads)


def _batch(texts: pandas.Series, tagger: Optional[Tagger], threads: int) -> Batch:
    column = pyarrow.Array.from_pandas(_series_of(texts))
    return (_default if tagger is None else tagger).tag_batch(column, threads=threads)


def _tag(texts: pandas.Series, tagger: Optional[Tagger], threads: int) -> Any:
    return _batch(texts, tagger, threads).to_pyarrow()


def _series_of(texts: Any) -> pandas.Series:
    """Returns a Series. Raises TypeError for anything else."""
    if isinstance(texts, pandas.Series):
        return texts
    help = ", such as frame['text']" if isinstance(texts, pandas.DataFrame) else ""
    raise TypeError(f"texts must be a Series of pandas{help}, not {_check.kind_of(texts)}")


def _series(column: Any, texts: pandas.Series) -> pandas.Series:
    return pandas.Series(
        pandas.arrays.ArrowExtensionArray(column), index=texts.index, name=texts.name
    )


pandas.api.extensions.register_series_accessor("gaztag")(Accessor)
