"""What goes wrong."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional


class Error(ValueError):
    """A text, a gazetteer or an option is not as it must be. The message says what is wrong and what to do."""

    code: str
    """What kind of error: "parse", "utf8", "too_large", "version", "corrupt", "surrogate", "argument", "unsupported", "state", "io", "null" or "internal"."""
    line: Optional[int]
    """The line in a gazetteer file, counted from 1."""
    column: Optional[int]
    """In tab-separated files the number of the field in its row, in JSON the number of the character in its line; counted from 1."""
    offset: int
    """The byte in the file, image or text that was read (for a lone surrogate: the character in the str); 0 if there is none."""

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
