"""What the modules for the engines share: columns of mentions, as pyarrow has them."""

from __future__ import annotations

import pickle
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pyarrow
from pyarrow import compute

if TYPE_CHECKING:
    from ._tagger import Tagger

# The types of a mention in Tagger.tag_batch.
MENTION = pyarrow.struct(
    [
        ("start", pyarrow.int64()),
        ("end", pyarrow.int64()),
        ("id", pyarrow.string()),
        ("name", pyarrow.string()),
        ("kind", pyarrow.string()),
        ("role", pyarrow.string()),
        ("confidence", pyarrow.int8()),
    ]
)


def ids_of_kind(mentions: Any, kind: str) -> Any:
    """Of a column of lists of mentions the ids of one kind, each once, in the order of their first mentions: a column of lists; nulls stay null."""
    values = mentions.flatten()
    chosen = compute.equal(values.field("kind"), kind)
    table = pyarrow.table(
        {
            "row": compute.list_parent_indices(mentions).filter(chosen),
            "id": values.field("id").filter(chosen),
        }
    )
    # On one thread groups come in the order in which they are met.
    once = table.group_by(["row", "id"], use_threads=False).aggregate([])
    lists = once.group_by("row", use_threads=False).aggregate([("id", "list")])
    given = [chunk for chunk in lists["id_list"].chunks]
    # The last list is for documents without any.
    given.append(pyarrow.array([[]], pyarrow.list_(pyarrow.string())))
    at = compute.fill_null(
        compute.index_in(pyarrow.array(range(len(mentions)), table["row"].type), lists["row"]),
        len(lists),
    )
    at = compute.if_else(mentions.is_valid(), at, pyarrow.scalar(None, at.type))
    return pyarrow.concat_arrays([chunk.cast(given[-1].type) for chunk in given]).take(at)


def unpickled(tagger: bytes) -> Tagger:
    """The tagger of a pickle, made once in each process: engines that ship functions ship them with every task."""
    made: Tagger = _loads(tagger)
    return made


_loads: Any = lru_cache(maxsize=4)(pickle.loads)
