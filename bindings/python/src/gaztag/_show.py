"""A text with its mentions highlighted, as HTML."""

from __future__ import annotations

import os
from html import escape
from typing import TYPE_CHECKING, Union

from . import _files

if TYPE_CHECKING:
    from ._gaztag import Mentions

# Background colours with enough contrast to dark text.
COLOURS = {"country": "#bfe8c4", "bloc": "#c3dcfa", "mineral": "#fbe3a1"}
OTHER = "#ecd0f2"


class Highlighted:
    """A text as HTML with its mentions highlighted.

    >>> shown = gaztag.show("gold in Mali")
    >>> "<mark" in shown.html, len(shown.mentions)
    (True, 2)

    `save` writes it to a file. A notebook displays it.
    """

    __slots__ = ("mentions", "text")

    mentions: Mentions
    """The mentions that are highlighted."""
    text: Union[str, bytes]
    """The text; bytes for a text that was given as bytes or another buffer."""

    def __init__(self, text: Union[str, bytes], mentions: Mentions) -> None:
        # A buffer may change, and slices of some buffers are not bytes.
        self.text = text if isinstance(text, (str, bytes)) else bytes(text)
        self.mentions = mentions

    @property
    def html(self) -> str:
        """The text as a <div> element with inline styles."""
        parts = []
        at = 0
        for mention in self.mentions:
            if mention.start < at:
                # It overlaps a mention that is already highlighted.
                continue
            title = f"{mention.id} · {mention.name} · {mention.role} · {mention.confidence}"
            parts.append(self._plain(at, mention.start))
            parts.append(
                f'<mark style="background:{COLOURS.get(mention.kind, OTHER)};color:#111;border-radius:.25em;padding:.05em .2em" data-id="{escape(mention.id)}" title="{escape(title)}">'
                f"{self._plain(mention.start, mention.end)}</mark>"
            )
            at = mention.end
        parts.append(self._plain(at, len(self.text)))
        return f'<div class="gaztag" style="white-space:pre-wrap;line-height:1.6">{"".join(parts)}</div>'

    def _plain(self, start: int, end: int) -> str:
        part = self.text[start:end]
        return escape(
            part if isinstance(part, str) else part.decode("utf-8", "replace"), quote=False
        )

    def save(self, path: Union[str, os.PathLike[str]]) -> None:
        """Writes a complete page to a file, without external resources. Raises OSError.

        An existing file is replaced once the new one is complete.
        """
        kinds = sorted({mention.kind for mention in self.mentions})
        legend = " ".join(
            f'<span style="background:{COLOURS.get(kind, OTHER)};color:#111;border-radius:.25em;padding:.05em .4em">{escape(kind)}</span>'
            for kind in kinds
        )
        page = (
            '<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>gaztag</title></head>\n'
            f'<body style="font-family:sans-serif;max-width:48em;margin:2em auto;padding:0 1em">\n<p>{legend}</p>\n{self.html}\n</body></html>\n'
        )
        _files.write(path, page.encode())

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return f"<gaztag.Highlighted with {len(self.mentions)} mentions>"
