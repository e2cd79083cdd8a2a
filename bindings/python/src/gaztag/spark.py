"""gaztag on data frames of Spark.

>>> gaztag.spark.tag(frame, "text")                                # doctest: +SKIP
DataFrame[id: bigint, text: string, mentions: array<struct<start:bigint,end:bigint,id:string,name:string,kind:string,role:string,confidence:tinyint>>]

gaztag must be installed on the executors too, in the same version.
"""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any, Literal, Optional

import pyarrow
from pyarrow import compute
from pyspark.sql import types

from . import _columns, _default
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
"""The type of a mention."""


def tag(
    frame: DataFrame,
    column: str,
    *,
    form: Literal["nested", "exploded"] = "nested",
    into: Optional[str] = None,
    tagger: Optional[Tagger] = None,
) -> DataFrame:
    """The frame with the mentions of the texts in one of its columns: strings, with offsets in characters, or binary, with offsets in bytes.

    form: "nested": a column `mentions` more, an array of structs; null for null. "exploded": a row for each mention, with a column `mention` more, a struct; a text without any has no row.
    into: another name for that column.

    It is one mapInArrow: lazy, and one pass over the partitions, in streaming too. Select the columns that you need before; all of them travel through Python. The tagger is pickled, the built-in
    gazetteer by its version and another one as an image, which Spark broadcasts when it is large; each Python process of an executor makes it once.

    Raises Error for a column that is not there or has no texts, and for one that is there already; what a text can raise ends the job.
    """
    if form not in ("nested", "exploded"):
        raise Error(f"unknown form {form!r}; expected nested or exploded")
    into = into or ("mentions" if form == "nested" else "mention")
    names = frame.columns
    if column not in names:
        raise Error(f"no column {column!r}; there are {', '.join(names)}")
    if into in names:
        raise Error(f"there is a column {into!r} already; give another name as into")
    given = frame.schema.fields[names.index(column)].dataType
    # A column without any value may have the type void.
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
    """What runs on the executors: batches of a partition in, batches out."""

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
