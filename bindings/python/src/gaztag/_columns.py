"""Columns of mentions as arrays of pyarrow, for the modules of the engines."""

from __future__ import annotations

import pickle
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pyarrow
from pyarrow import compute

if TYPE_CHECKING:
    from ._tagger import Tagger

# The type of a mention in the result of Tagger.tag_batch.
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
    """Returns the ids of one kind for each text, each id once, in the order of the first mentions.

    mentions: a column of lists of mentions. Returns a column of lists of str; nulls stay null.
    """
    values = mentions.flatten()
    chosen = compute.equal(values.field("kind"), kind)
    table = pyarrow.table(
        {
            "row": compute.list_parent_indices(mentions).filter(chosen),
            "id": values.field("id").filter(chosen),
        }
    )
    # With one thread the groups are in the order of their first rows.
    once = table.group_by(["row", "id"], use_threads=False).aggregate([])
    lists = once.group_by("row", use_threads=False).aggregate([("id", "list")])
    given = [chunk for chunk in lists["id_list"].chunks]
    # The last list is for texts without a mention of the kind.
    given.append(pyarrow.array([[]], pyarrow.list_(pyarrow.string())))
    at = compute.fill_null(
        compute.index_in(pyarrow.array(range(len(mentions)), table["row"].type), lists["row"]),
        len(lists),
    )
    at = compute.if_else(mentions.is_valid(), at, pyarrow.scalar(None, at.type))
    return pyarrow.concat_arrays([chunk.cast(given[-1].type) for chunk in given]).take(at)


def unpickled(tagger: bytes) -> Tagger:
    """Returns a tagger from its pickle, created once in each process.

    Engines that send functions to other processes send them with every task.
    """
    made: Tagger = _loads(tagger)
    return made


_loads: Any = lru_cache(maxsize=4)(pickle.loads)
