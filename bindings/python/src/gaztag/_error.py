"""The exception Error."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional


class Error(ValueError):
    """A text, a gazetteer or an option is not valid.

    >>> try:
    ...     gaztag.Gazetteer.from_tsv("key\\tform\\trole\\ncompany/acme\\tAcme\\tnmae\\n")
    ... except gaztag.Error as error:
    ...     print(error.code, error.line, error.column)
    parse 2 3

    A subclass of ValueError. The message says what is wrong and what to do.
    """

    code: str
    """The kind of error: "parse", "utf8", "too_large", "version", "corrupt", "surrogate",
    "argument", "unsupported", "state", "io", "null", "ambiguous", "unknown" or "internal"."""
    line: Optional[int]
    """The line of a gazetteer file, counted from 1; None if the error has no line."""
    column: Optional[int]
    """In tab-separated values the number of the field in its row, in JSON the number of the
    character in its line, counted from 1; None if the error has no column."""
    offset: int
    """The byte offset in the file, image or text, or 0 if the error has none; for a lone surrogate
    the index of the character in the str."""

    def __init__(
        self, message: str, code: str = "argument", line: int = 0, column: int = 0, offset: int = 0
    ) -> None:
        super().__init__(message)
        self.code = code
        self.line = line or None
        self.column = column or None
        self.offset = offset

    def __reduce__(self) -> tuple[type[Error], tuple[str, str, int, int, int]]:
        return type(self), (str(self), self.code, self.line or 0, self.column or 0, self.offset)
