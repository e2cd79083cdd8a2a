"""Checks of arguments, whose errors say what is expected."""

from __future__ import annotations

from ._error import Error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Optional


def kind_of(value: Any) -> str:
    """Returns the name of the type of a value."""
    return type(value).__name__


def texts(**values: Any) -> None:
    """Raises TypeError for the first value that is not a str."""
    for name, value in values.items():
        if not isinstance(value, str):
            raise TypeError(f"{name} must be a str, not {kind_of(value)}")


def whole(value: Any, name: str) -> int:
    """Returns a whole number. Raises TypeError for anything else."""
    if not hasattr(value, "__index__"):
        raise TypeError(f"{name} must be an int, not {kind_of(value)}")
    number: int = value.__index__()
    return number


def names(values: Any, name: str) -> Optional[tuple[str, ...]]:
    """Returns names as a tuple; a str is a single name. Raises TypeError for other values."""
    if values is None:
        return None
    if isinstance(values, str):
        return (values,)
    expected = f"{name} must be a str or a list of str"
    if isinstance(values, (bytes, bytearray, memoryview)) or not hasattr(values, "__iter__"):
        raise TypeError(f"{expected}, not {kind_of(values)}")
    found = tuple(values)
    for value in found:
        if not isinstance(value, str):
            raise TypeError(f"{expected}; it has a value of the type {kind_of(value)}")
    return found


def is_null(value: Any) -> bool:
    """Returns whether a value is null.

    None; a value that is not equal to itself (nan, NaT); or one whose comparison is neither true
    nor false (pandas.NA).
    """
    if value is None:
        return True
    if hasattr(value, "__len__"):
        # A text, or an array, whose comparison would return an array.
        return False
    try:
        return bool(value != value)
    except TypeError:
        return True


def column(values: Any, name: str) -> Any:
    """Returns a column, that of a DataFrame with one column, or a sequence, as it is.

    Raises TypeError for a dictionary and a set, whose order is not that of a column, and Error for
    a DataFrame with another number of columns.
    """
    if isinstance(values, (dict, set, frozenset)):
        help = f"; list({name}.values()) is one" if isinstance(values, dict) else ""
        raise TypeError(f"{name} must be a sequence or a column, not {kind_of(values)}{help}")
    if kind_of(values) != "DataFrame" or not hasattr(values, "columns"):
        return values
    columns = list(values.columns)
    if len(columns) == 1:
        return values[columns[0]]
    known = f" ({', '.join(map(str, columns))})" if columns else ""
    example = f", such as frame[{columns[0]!r}]" if columns else ""
    raise Error(
        f"a table with {len(columns)} columns{known}; pass only the column with the {name}{example}"
    )
