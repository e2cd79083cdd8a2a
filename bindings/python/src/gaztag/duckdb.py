"""SQL functions for DuckDB that tag texts.

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

MENTIONS = (
    'STRUCT(start BIGINT, "end" BIGINT, id VARCHAR, name VARCHAR, kind VARCHAR, role VARCHAR, '
    "confidence TINYINT)[]"
)
KINDS = {"countries": "country", "blocs": "bloc", "minerals": "mineral"}


def register(
    connection: duckdb.DuckDBPyConnection, tagger: Optional[Tagger] = None
) -> duckdb.DuckDBPyConnection:
    """Registers the SQL functions of gaztag in a connection, and returns the connection.

    gaztag_tag(text): the mentions, a list of structs of start, end, id, name, kind, role and
        confidence. Offsets are in code points, from 0: text[m.start + 1 : m."end"] is the name.
    gaztag_countries(text), gaztag_blocs(text), gaztag_minerals(text): the ids of one kind, each
        once, in the order of the first mentions.

    NULL has the result NULL. DuckDB calls the functions with Arrow columns, from all its threads. A
    text that cannot be tagged ends the query with an error. Registering again replaces the tagger.

    tagger: the tagger to use; None: one with the default options.
    """
    tagger = _default if tagger is None else tagger
    # The stubs of DuckDB do not accept the str "arrow", and the name of the class that they expect
    # depends on the version.
    create: Any = connection.create_function
    functions = {"gaztag_tag": (_tag(tagger), MENTIONS)}
    functions.update(
        {f"gaztag_{name}": (_ids(tagger, kind), "VARCHAR[]") for name, kind in KINDS.items()}
    )
    for name, (function, returned) in functions.items():
        try:
            connection.remove_function(name)
        except duckdb.InvalidInputException:
            # It was not registered before.
            pass
        create(name, function, ["VARCHAR"], connection.dtype(returned), type="arrow")
    return connection


# DuckDB evaluates the annotations of functions, and fails for names it cannot resolve. Lambdas have
# no annotations.
def _tag(tagger: Tagger) -> Any:
    return lambda texts: tagger.tag_batch(texts).to_pyarrow()


def _ids(tagger: Tagger, kind: str) -> Any:
    return lambda texts: _columns.ids_of_kind(tagger.tag_batch(texts).to_pyarrow(), kind)
