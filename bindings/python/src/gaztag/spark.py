"""Tags columns of Spark data frames.

>>> gaztag.spark.tag(frame, "text")                                # doctest: +SKIP
DataFrame[id: bigint, text: string, mentions: array<struct<start:bigint,end:bigint,...>>]

gaztag must also be installed on the executors, in the same version.
"""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any, Literal, Optional

import pyarrow
from pyarrow import compute
from pyspark.sql import types

from . import _check, _columns, _default
from ._error import Error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import DataFrame

    from ._tagger import Tagger

__all__ = ["MENTION", "tag"]

MENTION = types.StructType(
    [
        types.StructField("start", types.LongType(), False),
        types.StructField("end", types.LongType(), False),
        types.StructField("id", types.StringType(), False),
        types.StructField("name", types.StringType(), False),
        types.StructField("kind", types.StringType(), False),
        types.StructField("role", types.StringType(), False),
        types.StructField("confidence", types.ByteType(), False),
    ]
)
"""The data type of a mention."""


def tag(
    frame: DataFrame,
    column: str,
    *,
    form: Literal["nested", "exploded"] = "nested",
    into: Optional[str] = None,
    tagger: Optional[Tagger] = None,
) -> DataFrame:
    """Returns the frame with the mentions of the texts in one of its columns.

    column: the name of a column of strings, with offsets in code points, or of binary, with offsets
        in bytes.
    form: "nested": adds a column `mentions`, an array of structs, which is null for null.
        "exploded": a row for each mention, with a column `mention`, a struct; texts without a
        mention have no row.
    into: another name for the added column.
    tagger: the tagger to use; None: one with the default options.

    The result is a mapInArrow: it is lazy and takes one pass over the partitions, in streaming too.
    Select the columns that you need before, because all of them pass through Python. The tagger is
    pickled, with its gazetteer as an image unless it is the built-in one; Spark broadcasts large
    pickles. Each Python process of an executor creates the tagger once.

    Raises Error for an unknown column, a column without texts, and an existing column `into`. An
    error in a text ends the job.
    """
    if form not in ("nested", "exploded"):
        raise Error(f"unknown form {form!r}; expected nested or exploded")
    _check.texts(column=column)
    into = into or ("mentions" if form == "nested" else "mention")
    names = frame.columns
    if column not in names:
        raise Error(f"no column {column!r}; there are {', '.join(names)}")
    if into in names:
        raise Error(f"the column {into!r} exists already; give another name as into")
    given = frame.schema.fields[names.index(column)].dataType
    # A column that has only nulls may have the type void.
    if not isinstance(given, (types.StringType, types.BinaryType, types.NullType)):
        raise Error(
            f"column {column!r} is {given.simpleString()}; expected string or binary: cast it"
        )
    made: types.DataType = types.ArrayType(MENTION, False) if form == "nested" else MENTION
    schema = types.StructType([*frame.schema.fields, types.StructField(into, made)])
    return frame.mapInArrow(
        _Tag(
            pickle.dumps(_default if tagger is None else tagger),
            names.index(column),
            into,
            form == "exploded",
        ),
        schema,
    )


class _Tag:
    """Tags the batches of a partition; runs on the executors."""

    def __init__(self, tagger: bytes, column: int, into: str, exploded: bool) -> None:
        self.tagger = tagger
        self.column = column
        self.into = into
        self.exploded = exploded

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        tagger = _columns.unpickled(self.tagger)
        for batch in batches:
            mentions = tagger.tag_batch(batch.column(self.column)).to_pyarrow()
            if self.exploded:
                batch = batch.take(compute.list_parent_indices(mentions))
                mentions = mentions.flatten()
            yield pyarrow.RecordBatch.from_arrays(
                [*batch.columns, mentions], names=[*batch.schema.names, self.into]
            )
