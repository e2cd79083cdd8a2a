"""Reports: an HTML page about the entities that many texts mention."""

from __future__ import annotations

import datetime
import os
import tempfile
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, Optional, Union

from . import _check, _files
from ._error import Error
from ._program import plain, records, run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ._tagger import Tagger

class Report:
    """A report: one HTML page that loads nothing.

    `save` writes it to a file. A notebook displays it.
    """

    __slots__ = ("html",)

    html: str
    """The page as HTML."""

    def __init__(self, html: str) -> None:
        self.html = html

    @property
    def tables(self) -> dict[str, list[dict[str, Any]]]:
        """The tables of the page by their names: a dictionary for each row, by columns.

        >>> gaztag.report(["Mali sells gold."]).tables["entities"][0]
        {'name': 'Mali', 'kind': 'country', 'mentions': 1, 'texts': 1, 'key': 'country/MLI'}

        kinds: mentions, entities and texts of each kind. entities: every entity that is named.
        topics: how many texts are about each entity, and how many name it.
        countries: countries and territories. With dates, days: mentions of each kind on each date.
        mineral and bloc: how many texts name each country together with each of them. pairs: the
        pairs that most texts name together. A table without rows may be missing.
        `pandas.DataFrame(tables["entities"])` makes a data frame of one.
        """
        reader = _Reader()
        reader.feed(self.html)
        return {
            name: [dict(zip(head, row)) for row in rows]
            for name, (head, *rows) in reader.tables.items()
        }

    def save(self, path: Union[str, os.PathLike[str]]) -> None:
        """Writes the page to a file, as UTF-8. Raises OSError.

        An existing file is replaced once the new one is complete.
        """
        _files.write(path, self.html.encode())

    def _repr_html_(self) -> str:
        return f'<iframe title="gaztag report" style="width:100%;height:40em;border:1px solid #ccc" srcdoc="{escape(self.html)}"></iframe>'

    def __repr__(self) -> str:
        return f"<gaztag.Report of {len(self.html)} characters>"


def report(
    texts: Iterable[Any],
    dates: Optional[Iterable[Any]] = None,
    *,
    places: bool = False,
    roll_up: bool = False,
    tagger: Optional[Tagger] = None,
    title: str = "What the texts name",
) -> Report:
    """Returns an HTML page about the entities that texts mention.

    >>> report = gaztag.report(["Mali sells gold."], ["2026-01-31"], title="News")
    >>> "<h1>News</h1>" in report.html
    True

    The page is that of the command line, `gaztag report`: every entity that is named, counts over
    time, a map, what is named together, and the texts with their mentions and the reasons.

    texts: a list, or a column of pandas, Polars or pyarrow, of str (or bytes) and nulls. A null is
        a text without mentions. The id of a text in the page is its place, from 0 on.
    dates: None, or one date for each text: a date, a datetime, a str that begins with YYYY, YYYY-MM
        or YYYY-MM-DD, or None.
    places, roll_up: what counts for other entities in what the texts are about, as in `about`.
    tagger: the tagger to use; None: one with the default options.
    title: the title of the page.

    Raises Error for an invalid date, if there are more or fewer dates than texts, for a text of
    more than 64 MiB, and for a tagger with one of the options input, folding_off, strict and
    max_text_len.
    """
    days = None
    _check.texts(title=title)
    if isinstance(dates, (str, bytes)):
        raise TypeError("dates must be a sequence, one for each text, not one date")
    if dates is not None:
        days = [_date(date, index) for index, date in enumerate(plain(dates, "dates"))]
    with tempfile.TemporaryDirectory(prefix="gaztag-") as folder:
        page = os.path.join(folder, "page.html")
        words = ["report", "-o", page, f"--title={title}"]
        words += ["--places"] * places + ["--roll-up"] * roll_up
        run(words, _records(texts, days), tagger)
        with open(page, encoding="utf-8", newline="") as file:
            return Report(file.read())


def _records(texts: Iterable[Any], days: Optional[list[Optional[str]]]) -> Iterator[dict[str, str]]:
    count = 0
    for count, record in enumerate(records(texts), 1):
        if days is not None:
            if count > len(days):
                raise Error(
                    f"more texts than the {len(days)} dates; give a date or None for each text"
                )
            day = days[count - 1]
            if day is not None:
                record["date"] = day
        yield record
    if days is not None and len(days) != count:
        raise Error(f"{len(days)} dates for {count} texts; give a date or None for each text")


def _date(date: Any, index: int) -> Optional[str]:
    """Returns a date as YYYY, YYYY-MM or YYYY-MM-DD."""
    if _check.is_null(date):
        return None
    # The str of dates and datetimes, those of pandas and numpy included, begins with YYYY-MM-DD.
    text = str(date)[:10]
    try:
        datetime.date.fromisoformat(text + {4: "-01-01", 7: "-01"}.get(len(text), ""))
    except ValueError:
        raise Error(
            f"date {index}: {str(date)!r} is not a date; "
            "expected YYYY-MM-DD, YYYY-MM, YYYY, a date or a datetime"
        ) from None
    return text


class _Reader(HTMLParser):
    """Reads the tables of a page that have a name: rows of cells."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, list[list[Any]]] = {}
        self._table: Optional[list[list[Any]]] = None
        self._cell = ""
        self._is_number = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Optional[str]]]) -> None:
        attributes = dict(attrs)
        name = attributes.get("data-name")
        if tag == "table" and name is not None:
            self._table = self.tables.setdefault(name, [])
        elif self._table is not None and tag == "tr":
            self._table.append([])
        elif tag in ("td", "th"):
            self._cell = ""
            self._is_number = "n" in (attributes.get("class") or "").split()

    def handle_endtag(self, tag: str) -> None:
        if self._table is not None and tag in ("td", "th"):
            # The page has a dot for zero.
            self._table[-1].append(
                int(self._cell.replace("·", "0")) if self._is_number else self._cell
            )
        elif tag == "table":
            self._table = None

    def handle_data(self, data: str) -> None:
        self._cell += data
