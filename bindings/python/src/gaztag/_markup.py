"""The markup inside a name in HTML."""

from __future__ import annotations


def parts(html: str) -> tuple[str, str]:
    """Returns the text and the markup of a name: tags within a line, and comments.

    Linear in the length. What the tagger does not read as markup is text.
    """
    text, markup, at = [], [], 0
    while (start := html.find("<", at)) >= 0:
        end = _end(html, start)
        text.append(html[at : start + (end == 0)])
        markup.append(html[start:end])
        at = end or start + 1
    return "".join([*text, html[at:]]), "".join(markup)


def _end(html: str, start: int) -> int:
    """Returns where the markup ends that begins at an index, or 0 if it is text."""
    if html.startswith("<!--", start):
        # Its dashes may end it: <!-->.
        found = html.find("-->", start + 2)
        return len(html) if found < 0 else found + len("-->")
    name = start + 1 + html.startswith("</", start)
    letter = html[name : name + 1]
    if not (letter.isascii() and letter.isalpha()):
        return 0
    quote, value_next = "", False
    for index in range(start, len(html)):
        char = html[index]
        if quote:
            quote = "" if char == quote else quote
        elif char == ">":
            return index + 1
        elif value_next and char in "\"'":
            quote = char
        value_next = char == "=" or value_next and char.isspace()
    return len(html)
