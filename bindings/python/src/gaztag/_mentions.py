"""The methods of mentions that need not be fast, which are written in Python: `complete` adds them to the types of the extension."""

from __future__ import annotations

from ._gaztag import Batch, Mention, Mentions, restore_mentions
from ._gazetteer import Entity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Optional

FIELDS = ("start", "end", "text", "kind", "id", "name", "role", "confidence")


def _entity(self: Mention) -> Entity:
    """The entity, with everything known about it."""
    return Entity(self._mentions.tagger.gazetteer, self._entity)


def _to_dict(self: Mention) -> dict[str, Any]:
    """A dictionary of start, end, text, kind, id, name, role and confidence."""
    return {field: getattr(self, field) for field in FIELDS}


def _mention_repr(self: Mention) -> str:
    return f"Mention({self.start}, {self.end}, {self.text!r}, {self.id!r}, confidence={self.confidence})"


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
    # A view of memory cannot be pickled, what it shows can.
    return restore_mentions, (
        tagger,
        text if isinstance(text, (str, bytes, tuple)) else bytes(text),
        apart,
        items,
    )


def _repr_html(self: Mentions) -> Optional[str]:
    if self.text is None:
        # Of an incremental tagger, whose text is gone: notebooks take repr then.
        return None
    from ._show import Highlighted

    return Highlighted(self.text, self)._repr_html_()


def _to_dicts(self: Mentions) -> list[dict[str, Any]]:
    """A dictionary for each mention: start, end, text, kind, id, name, role and confidence."""
    return [_to_dict(mention) for mention in self]


def _columns(self: Mentions) -> dict[str, list[Any]]:
    return {field: [getattr(mention, field) for mention in self] for field in FIELDS}


def _to_arrow(self: Mentions) -> Any:
    """A pyarrow.Table with a row for each mention."""
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
    """A pandas.DataFrame with a row for each mention."""
    import pandas

    frame = pandas.DataFrame(_columns(self), columns=list(FIELDS))
    return frame.astype({"start": "int64", "end": "int64", "confidence": "int8"})


def _to_polars(self: Mentions) -> Any:
    """A polars.DataFrame with a row for each mention."""
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
    """A pyarrow.ListArray, without a copy."""
    import pyarrow

    return pyarrow.array(self)


def _batch_to_polars(self: Batch) -> Any:
    """A polars.Series of lists of structs."""
    import polars

    return polars.Series(self)


def _batch_to_pandas(self: Batch) -> Any:
    """A pandas.Series of lists of structs, as Arrow has them (pandas.ArrowDtype)."""
    import pandas

    array = _batch_to_pyarrow(self)
    return pandas.Series(array, dtype=pandas.ArrowDtype(array.type))


def _batch_repr(self: Batch) -> str:
    return f"<gaztag.Batch of {len(self)} documents>"


def complete() -> None:
    """Adds the methods of this file to the extension's types."""
    # collections.abc under the name that is loaded always: half of the time of importing gaztag.
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
    mentions.to_polars = _to_polars
    batch: Any = Batch
    batch.__repr__ = _batch_repr
    batch.to_pyarrow = _batch_to_pyarrow
    batch.to_polars = _batch_to_polars
    batch.to_pandas = _batch_to_pandas
    mentions.index, mentions.count = Sequence.index, Sequence.count
    Sequence.register(Mentions)
