"""gaztag as functions of SQL in DuckDB.

>>> import duckdb, gaztag.duckdb
>>> connection = gaztag.duckdb.register(duckdb.connect())
>>> connection.execute("SELECT gaztag_countries('Mali’s gold and China')").fetchone()
(['country/MLI', 'country/CHN'],)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

import duckdb

from . import _columns, _default

if TYPE_CHECKING:
    from ._tagger import Tagger

__all__ = ["register"]

MENTIONS = 'STRUCT(start BIGINT, "end" BIGINT, id VARCHAR, name VARCHAR, kind VARCHAR, role VARCHAR, confidence TINYINT)[]'
KINDS = {"countries": "country", "blocs": "bloc", "minerals": "mineral"}


def register(
    connection: duckdb.DuckDBPyConnection, tagger: Optional[Tagger] = None
) -> duckdb.DuckDBPyConnection:
    """Gives a connection these functions, and gives the connection. Registered again, with another tagger, they are replaced.

    gaztag_tag(text): the mentions, a list of structs of start, end, id, name, kind, role and confidence. Offsets are in characters, from 0: `text[m.start + 1 : m."end"]` is the name.
    gaztag_countries(text), gaztag_blocs(text), gaztag_minerals(text): the ids in a text, each once, in the order of their first mentions.

    NULL gives NULL. DuckDB calls them with vectors of texts as Arrow columns, from as many threads as it uses; a text that cannot be tagged ends the query with an error.
    """
    tagger = _default if tagger is None else tagger
    # Its types do not know that "arrow" will do; the name of the class that they ask for changes
    # with the version.
    create: Any = connection.create_function
    functions = {"gaztag_tag": (_tag(tagger), MENTIONS)}
    functions.update(
        {f"gaztag_{name}": (_ids(tagger, kind), "VARCHAR[]") for name, kind in KINDS.items()}
    )
    for name, (function, returned) in functions.items():
        try:
            connection.remove_function(name)
        except duckdb.InvalidInputException:
            # It was not there.
            pass
        create(name, function, ["VARCHAR"], connection.dtype(returned), type="arrow")
    return connection


# DuckDB reads the annotations of functions, and would look for the names in them: lambdas have
# none.
def _tag(tagger: Tagger) -> Any:
    return lambda texts: tagger.tag_batch(texts).to_pyarrow()


def _ids(tagger: Tagger, kind: str) -> Any:
    return lambda texts: _columns.ids_of_kind(tagger.tag_batch(texts).to_pyarrow(), kind)
