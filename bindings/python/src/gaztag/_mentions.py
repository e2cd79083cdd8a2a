"""Methods of Mention, Mentions and Batch that are written in Python.

`complete` adds them to the types of the C extension.
"""

from __future__ import annotations

from ._gaztag import Batch, Mention, Mentions, restore_mentions
from ._gazetteer import Entity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Optional

FIELDS = ("start", "end", "text", "kind", "id", "name", "role", "confidence")
CATEGORIES = dict.fromkeys(("kind", "id", "name", "role"), "category")


def _entity(self: Mention) -> Entity:
    """The entity, with everything that the gazetteer has about it."""
    return Entity(self._mentions.tagger.gazetteer, self._entity)


def _to_dict(self: Mention) -> dict[str, Any]:
    """Returns a dictionary of start, end, text, kind, id, name, role and confidence."""
    return {field: getattr(self, field) for field in FIELDS}


def _mention_repr(self: Mention) -> str:
    place = f"{self.start}, {self.end}, {self.text!r}"
    return f"Mention({place}, {self.id!r}, confidence={self.confidence})"


def _mention_reduce(self: Mention) -> tuple[Any, ...]:
    return _one_of, (self._mentions[self._index : self._index + 1],)


def _one_of(mentions: Mentions) -> Mention:
    return mentions[0]


def _mentions_repr(self: Mentions) -> str:
    shown = [repr(mention) for mention in self[:20]]
    if len(self) > 20:
        shown.append(f"... {len(self) - 20} more")
    return f"Mentions([{', '.join(shown)}])"


def _mentions_reduce(self: Mentions) -> tuple[Any, ...]:
    tagger, text, apart, items = self._state()
    # Buffers such as memoryview cannot be pickled; their bytes can.
    return restore_mentions, (
        tagger,
        text if isinstance(text, (str, bytes, tuple)) else bytes(text),
        apart,
        items,
    )


def _repr_html(self: Mentions) -> Optional[str]:
    if self.text is None:
        # Mentions of an IncrementalTagger have no whole text. Notebooks use repr for None.
        return None
    from ._show import Highlighted

    return Highlighted(self.text, self)._repr_html_()


def _to_dicts(self: Mentions) -> list[dict[str, Any]]:
    """Returns a dictionary for each mention, as `Mention.to_dict` does."""
    return [_to_dict(mention) for mention in self]


def _columns(self: Mentions) -> dict[str, list[Any]]:
    return {field: [getattr(mention, field) for mention in self] for field in FIELDS}


def _to_arrow(self: Mentions) -> Any:
    """Returns a pyarrow.Table with a row for each mention and the columns of `to_dict`."""
    import pyarrow

    text = (
        pyarrow.binary()
        if any(not isinstance(mention.text, str) for mention in self[:1])
        else pyarrow.string()
    )
    types = {
        "start": pyarrow.int64(),
        "end": pyarrow.int64(),
        "text": text,
        "confidence": pyarrow.int8(),
    }
    return pyarrow.table(
        {
            name: pyarrow.array(values, types.get(name, pyarrow.string()))
            for name, values in _columns(self).items()
        }
    )


def _to_pandas(self: Mentions) -> Any:
    """Returns a pandas.DataFrame with a row for each mention and the columns of `to_dict`.

    kind, id, name and role are categories.
    """
    import pandas

    frame = pandas.DataFrame(_columns(self), columns=list(FIELDS))
    return frame.astype({"start": "int64", "end": "int64", "confidence": "int8", **CATEGORIES})


def _to_polars(self: Mentions) -> Any:
    """Returns a polars.DataFrame with a row for each mention and the columns of `to_dict`."""
    import polars

    text = (
        polars.Binary
        if any(not isinstance(mention.text, str) for mention in self[:1])
        else polars.String
    )
    others = {name: polars.String for name in ("kind", "id", "name", "role")}
    return polars.DataFrame(
        _columns(self),
        schema={
            "start": polars.Int64,
            "end": polars.Int64,
            "text": text,
            **others,
            "confidence": polars.Int8,
        },
    )


def _batch_to_pyarrow(self: Batch) -> Any:
    """Returns the lists as a pyarrow.ListArray of structs.

    They are copied if several threads made them. Raises ValueError if there are more mentions than
    one Arrow array can hold; pyarrow.chunked_array takes a batch of any size.
    """
    import pyarrow

    parts = pyarrow.chunked_array(self).chunks
    return parts[0] if len(parts) == 1 else pyarrow.concat_arrays(parts)


def _batch_to_polars(self: Batch) -> Any:
    """Returns the lists as a polars.Series of lists of structs."""
    import polars

    return polars.Series(self)


def _batch_to_pandas(self: Batch) -> Any:
    """Returns the lists as a pandas.Series of lists of structs (pandas.ArrowDtype)."""
    import pandas

    array = _batch_to_pyarrow(self)
    return pandas.Series(array, dtype=pandas.ArrowDtype(array.type))


def _batch_to_frame(self: Batch) -> Any:
    """Returns a pandas.DataFrame with a row for each mention.

    Its columns are document, the number of the text, and start, end, id, name, kind, role and
    confidence. id, name, kind and role are categories. Needs pyarrow.
    """
    import pyarrow
    from pyarrow import compute

    column = _batch_to_pyarrow(self)
    frame = pyarrow.Table.from_struct_array(column.flatten()).to_pandas()
    frame.insert(0, "document", compute.list_parent_indices(column).to_numpy())
    return frame.astype(CATEGORIES)


def _batch_repr(self: Batch) -> str:
    return f"<gaztag.Batch of {len(self)} documents>"


def complete() -> None:
    """Adds the methods of this module to the types of the C extension."""
    # Python always loads _collections_abc at its start; importing collections.abc would double the
    # time of importing gaztag.
    from _collections_abc import Sequence

    mention: Any = Mention
    mention.entity = property(_entity, doc=_entity.__doc__)
    mention.to_dict = _to_dict
    mention.__repr__ = _mention_repr
    mention.__reduce__ = _mention_reduce
    mentions: Any = Mentions
    mentions.__repr__ = _mentions_repr
    mentions.__reduce__ = _mentions_reduce
    mentions._repr_html_ = _repr_html
    mentions.to_dicts = _to_dicts
    mentions.to_arrow = _to_arrow
    mentions.to_pandas = _to_pandas
    mentions.to_frame = _to_pandas
    mentions.to_polars = _to_polars
    batch: Any = Batch
    batch.__repr__ = _batch_repr
    batch.to_pyarrow = _batch_to_pyarrow
    batch.to_polars = _batch_to_polars
    batch.to_pandas = _batch_to_pandas
    batch.to_frame = _batch_to_frame
    mentions.index, mentions.count = Sequence.index, Sequence.count
    Sequence.register(Mentions)
