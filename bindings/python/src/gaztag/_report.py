"""Reports: an HTML page about the entities that many texts mention."""

from __future__ import annotations

import datetime
import os
from collections import Counter
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple, Optional, Union

from . import _files
from ._error import Error
from ._show import COLOURS, OTHER, Highlighted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ._gaztag import Mentions
    from ._gazetteer import Gazetteer
    from ._tagger import Tagger

# A tile for each country and territory that exists today, roughly at its place in the world. All
# tiles have one size, so that small countries are visible.
WORLD = """
... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... SJM ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ...
... ... ... ... ... ... ... ... ... ... ... GRL ISL ... FRO ... ... ... NOR ... SWE ... FIN ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ...
... ... ... ... CAN ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ALA LVA EST ... ... ... ... ... ... ... RUS ... ... ... ... ... ... ...
... ... ... ... ... ... ... ... ... ... ... ... ... ... IMN GBR ... NLD DNK ... ... POL LTU BLR ... ... ... ... ... ... ... ... ... ... ... ... ... ... ...
... ... ... ... ... ... ... ... ... ... ... ... ... ... IRL GGY BEL LUX DEU ... CZE SVK ... ... UKR ... ... ... ... ... ... ... ... ... ... ... ... ... ...
... ... ... ... ... ... ... ... ... ... ... SPM ... ... ... JEY FRA CHE LIE AUT HRV HUN ... MDA XTN ... ... ... ... KAZ ... ... MNG ... ... ... ... ... ...
... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... MCO SMR SVN BIH SRB ROU ... ... ... XOS ... ... ... ... ... ... ... ... ... ... ... ...
... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... AND ... VAT ITA MNE XKX MKD BGR ... XAB GEO AZE UZB KGZ ... ... ... ... ... ... ... ... ...
... ... ... ... USA ... ... ... ... ... ... ... ... ... PRT ESP ... ... ... ... ... ALB GRC ... TUR SYR ARM ... TKM TJK ... ... ... ... PRK ... ... ... ...
... ... ... ... ... ... ... ... ... ... ... ... ... ... GIB ... ... ... TUN MLT ... ... ... CYP XNC LBN IRQ IRN AFG ... ... ... CHN ... KOR JPN ... ... ...
... ... ... ... ... ... ... ... ... BMU ... ... ... ... MAR ... DZA ... ... ... ... ... ... ... ISR PSE KWT BHR ... PAK NPL BTN ... ... ... ... ... ... ...
... ... ... MEX ... ... BHS TCA VGB MAF AIA ... ... ESH ... ... ... ... ... ... LBY ... ... EGY ... JOR SAU QAT ARE ... ... BGD ... HKG TWN ... ... ... ...
... ... ... ... BLZ CYM CUB HTI PRI SXM BLM ATG ... ... MRT ... ... ... ... ... ... ... ... ... ... ... ... OMN ... ... IND MMR LAO MAC ... ... ... UMI ...
... ... ... ... GTM HND JAM DOM VIR KNA MSR GLP CPV SEN ... MLI ... ... NER ... ... TCD ... SDN ... ERI YEM ... ... ... ... ... THA VNM ... ... MNP ... ...
... ... ... ... SLV NIC ... ABW CUW DMA LCA MTQ ... GMB ... BFA ... ... ... ... ... ... ... ... ... ... DJI ... ... ... ... ... KHM ... PHL GUM ... ... ...
... ... ... ... ... CRI PAN ... BES GRD VCT BRB ... GNB GIN GHA BEN ... NGA ... ... ... ... ... ... ETH XSL ... ... ... ... ... ... ... ... ... ... ... ...
... ... ... ... ... ... ... COL VEN TTO GUY SUR ... SLE LBR CIV TGO ... ... CMR ... CAF ... SSD ... ... SOM ... ... MDV LKA ... MYS BRN ... PLW ... FSM MHL
... ... ... ... ... ... ECU ... ... ... ... GUF ... ... ... ... ... STP GNQ GAB COG ... ... RWA UGA KEN ... ... ... ... ... ... SGP ... ... ... ... NRU KIR
... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... COD BDI ... TZA ... SYC ... IOT ... ... ... IDN ... PNG ... ... ...
WSM TKL ... ... ... ... ... PER ... ... ... BRA ... ... ... ... ... ... ... ... AGO ... ... ... ... ... COM ... ... ... ... CCK CXR ... TLS ... ... SLB TUV
WLF ASM PYF ... ... ... ... ... ... BOL ... ... ... ... SHN ... ... ... ... ... ... ... ... ZMB MWI MOZ MYT ... ... ... ... ... ... ... ... ... ... VUT FJI
TON NIU COK ... ... ... ... ... ... ... PRY ... ... ... ... ... ... ... ... ... NAM ... BWA ZWE ... ... MDG REU MUS ... ... ... ... ... ... ... ... NCL ...
... ... ... PCN ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ZAF LSO SWZ ... ... ... ... ... ... ... ... ... ... AUS ... NFK ...
... ... ... ... ... ... ... ... CHL ARG ... URY ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ...
... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ATF ... ... ... ... ... ... ... ... NZL
... ... ... ... ... ... ... ... ... ... FLK SGS ... ... ... ... ... BVT ... ... ... ... ... ... ... ... ... ... ... HMD ... ... ... ... ... ... ... ... ...
... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ATA ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ... ...
"""
# The rows of the table of names; the rows and columns of the tables of entities that are mentioned
# in the same texts.
TOP, ROWS, COLUMNS = 25, 15, 12
# The largest number of periods drawn; if there are more, the next longer period is used.
PERIODS = 60
# Shades from few to many mentions. White or black text on each has a contrast of at least 4.5.
SHADES = ("#e7f0ea", "#c3dfcc", "#98cba9", "#68b384", "#2c7a4b", "#14532d")
# The colours of bars by kind, darker than the backgrounds of text.
BARS = {"country": "#2c7a4b", "bloc": "#2f6fb5", "mineral": "#96610f"}
OTHER_BAR = "#8a4fa0"
# Characters that HTML cannot represent are replaced.
CONTROLS = dict.fromkeys([*range(9), 11, *range(14, 32), *range(127, 160)], "\ufffd")
STYLE = """
body{font:16px/1.5 system-ui,sans-serif;color:#1b1b1b;background:#fff;max-width:72em;margin:2em auto;padding:0 1em}
h1{font-size:1.7em;margin:0}h2{font-size:1.25em;margin:2.2em 0 .3em;border-bottom:1px solid #ccc}
p{margin:.4em 0}.note{color:#555}
table{border-collapse:collapse;font-size:.9em}caption{text-align:left;color:#555;padding:.3em 0}
th,td{padding:.15em .5em;text-align:left}td.n{text-align:right;font-variant-numeric:tabular-nums}
.grid th,.grid td{border:1px solid #fff}.grid td{text-align:right;min-width:2.2em}
.grid thead th{vertical-align:bottom;font-weight:normal}.grid thead th span{writing-mode:vertical-rl;transform:rotate(180deg);max-height:13em}
.grid tbody th{font-weight:normal;white-space:nowrap}
.wide{overflow-x:auto}svg{max-width:100%;height:auto;display:block}td svg{max-width:none}
.key{display:inline-block;border-radius:.25em;padding:.05em .4em;margin-right:.3em;color:#111}
article{border:1px solid #ccc;border-radius:.4em;padding:.6em 1em;margin:.8em 0;overflow-wrap:anywhere}article h3{font-size:.9em;color:#555;margin:0 0 .3em}
""".strip()


class Report:
    """A report as one HTML page without scripts and external resources.

    `save` writes it to a file. A notebook displays it.
    """

    __slots__ = ("html",)

    html: str
    """The page as HTML."""

    def __init__(self, html: str) -> None:
        self.html = html

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
    tagger: Optional[Tagger] = None,
    title: str = "What the texts name",
    documents: int = 20,
) -> Report:
    """Returns an HTML page about the entities that texts mention.

    >>> report = gaztag.report(["Mali sells gold."], ["2026-01-31"], title="News")
    >>> "<h1>News</h1>" in report.html
    True

    The page shows the most frequent entities, counts over time, a map of tiles shaded by mentions,
    how often minerals and blocs are mentioned together with countries, and the first texts with
    their mentions highlighted.

    texts: a list, or a column of pandas, Polars or pyarrow, of str (or bytes) and nulls.
    dates: None, or one date for each text: a date, a datetime, a str that begins with YYYY, YYYY-MM
        or YYYY-MM-DD, or None.
    tagger: the tagger to use; None: one with the default options.
    title: the title of the page.
    documents: the number of texts shown.

    Raises Error for an invalid date, if there are more or fewer dates than texts, and as
    `Tagger.tag` does.
    """
    if isinstance(texts, (str, bytes)):
        raise TypeError("texts must be a sequence of texts, not one text")
    if tagger is None:
        from . import _default

        tagger = _default
    counts = _Counts()
    shown: list[tuple[int, Optional[datetime.date], Mentions]] = []
    days = (
        None if dates is None else [_date(date, index) for index, date in enumerate(_plain(dates))]
    )
    for index, text in enumerate(_plain(texts)):
        day = None
        if days is not None:
            if index >= len(days):
                raise Error(
                    f"more texts than the {len(days)} dates; give a date or None for each text"
                )
            day = days[index]
        if _missing(text):
            counts.texts += 1
            continue
        mentions = tagger.tag(text)
        counts.add(mentions, day)
        if len(shown) < documents:
            shown.append((index, day, mentions))
    if days is not None and len(days) != counts.texts:
        raise Error(
            f"{len(days)} dates for {counts.texts} texts; give a date or None for each text"
        )
    return Report(_page(counts, shown, title, tagger.gazetteer).translate(CONTROLS))


class _Named(NamedTuple):
    """What the page shows of an entity."""

    kind: str
    name: str


class _Counts:
    """The counts that the page shows, collected in one pass over the texts."""

    def __init__(self) -> None:
        self.texts = 0
        self.mentions: Counter[str] = Counter()
        # The number of texts that mention each entity.
        self.spread: Counter[str] = Counter()
        self.named: dict[str, _Named] = {}
        self.days: dict[datetime.date, Counter[str]] = {}
        # The number of texts that mention both a country and a bloc or a mineral.
        self.together: Counter[tuple[str, str]] = Counter()

    def add(self, mentions: Mentions, day: Optional[datetime.date]) -> None:
        self.texts += 1
        here: dict[str, int] = {}
        for mention in mentions:
            id = mention.id
            here[id] = here.get(id, 0) + 1
            if id not in self.named:
                self.named[id] = _Named(mention.kind, mention.name)
        on_day = None if day is None else self.days.setdefault(day, Counter())
        countries = [id for id in here if self.named[id].kind == "country"]
        for id, count in here.items():
            self.mentions[id] += count
            self.spread[id] += 1
            if on_day is not None:
                on_day[id] += count
            if self.named[id].kind != "country":
                for country in countries:
                    self.together[country, id] += 1

    def of_kind(self, kind: str) -> list[str]:
        """Returns the ids of a kind, the most frequent first; equal counts in order of the name."""
        return [id for id in self.ranked() if self.named[id].kind == kind]

    def ranked(self) -> list[str]:
        return sorted(self.mentions, key=lambda id: (-self.mentions[id], self.named[id].name, id))

    def kinds(self) -> list[str]:
        """Returns the kinds: country, bloc and mineral first, then others in order of the name."""
        known = list(COLOURS)
        return sorted(
            {named.kind for named in self.named.values()},
            key=lambda kind: (known.index(kind) if kind in known else len(known), kind),
        )


def _missing(value: Any) -> bool:
    """Returns whether a value is null.

    None; a value that is not equal to itself (nan, NaT); or one whose comparison returns the value
    itself (pandas.NA).
    """
    if value is None:
        return True
    if hasattr(value, "__len__"):
        # A text, or an array, whose comparison would return an array.
        return False
    unequal = value != value
    return unequal is value or bool(unequal)


def _plain(column: Any) -> Iterable[Any]:
    """Returns the values of a column as Python objects; pyarrow's columns have their own."""
    values: Iterable[Any] = column.to_pylist() if hasattr(column, "to_pylist") else column
    return values


def _date(date: Any, index: int) -> Optional[datetime.date]:
    if _missing(date):
        return None
    # The str of dates and datetimes, those of pandas and numpy included, begins with YYYY-MM-DD.
    text = str(date)[:10]
    try:
        return datetime.date.fromisoformat(text + {4: "-01-01", 7: "-01"}.get(len(text), ""))
    except ValueError:
        raise Error(
            f"date {index}: {str(date)!r} is not a date; "
            "expected YYYY-MM-DD, YYYY-MM, YYYY, a date or a datetime"
        ) from None


def _number(number: int) -> str:
    return f"{number:,}"


def _share(count: int, most: int) -> float:
    return count / most if most else 0.0


def _shade(count: int, most: int) -> tuple[str, str]:
    """Returns the colours of a tile and of its text.

    The limits of the shades grow by a constant factor, because a few entities have most of the
    mentions.
    """
    if count == 0:
        return "#f3f3f3", "#6b6b6b"
    step = 0
    limit = 1.0
    factor = max(most, 2) ** (1 / len(SHADES))
    while step < len(SHADES) - 1 and count > limit * factor + 1e-9:
        limit *= factor
        step += 1
    return SHADES[step], "#fff" if step >= 4 else "#111"


def _page(
    counts: _Counts,
    shown: Sequence[tuple[int, Optional[datetime.date], Mentions]],
    title: str,
    gazetteer: Gazetteer,
) -> str:
    days = sorted(counts.days)
    dated = f", {days[0].isoformat()} to {days[-1].isoformat()}" if days else ""
    periods = _periods(days)
    sections = [_names(counts, periods)]
    if periods:
        sections.append(_time(counts, periods))
    sections += [
        _world(counts, gazetteer),
        _together(counts, "mineral", "minerals"),
        _together(counts, "bloc", "blocs"),
        _documents(counts, shown),
    ]
    mentions, entities = sum(counts.mentions.values()), len(counts.mentions)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n<header>\n<h1>{escape(title)}</h1>\n"
        f"<p>{_number(counts.texts)} texts{dated}: {_number(mentions)} mentions of {_number(entities)} entities.</p>\n"
        f'<p class="note">Found by gaztag, data {escape(gazetteer.data_version)}.</p>\n</header>\n<main>\n'
        + "\n".join(sections)
        + "\n</main>\n</body>\n</html>\n"
    )


def _periods(days: Sequence[datetime.date]) -> list[tuple[str, list[datetime.date]]]:
    """Returns the days grouped by day, week, month, quarter, year, decade or century.

    The finest grouping with at most PERIODS periods is used. Periods without a text are included,
    so that the time axis is uniform.
    """
    if not days:
        return []
    for number, name, length in _CALENDARS:
        first, last = number(days[0]), number(days[-1])
        if (last - first) // length < PERIODS:
            break
    periods: dict[int, list[datetime.date]] = {at: [] for at in range(first, last + length, length)}
    for day in days:
        periods[number(day)].append(day)
    return [(name(at), inside) for at, inside in periods.items()]


def _month(day: datetime.date) -> int:
    return day.year * 12 + day.month - 1


_CALENDARS: tuple[tuple[Any, Any, int], ...] = (
    (lambda day: day.toordinal(), lambda at: datetime.date.fromordinal(at).isoformat(), 1),
    (
        lambda day: day.toordinal() - day.weekday(),
        lambda at: "week of " + datetime.date.fromordinal(max(at, 1)).isoformat(),
        7,
    ),
    (_month, lambda at: f"{at // 12:04}-{at % 12 + 1:02}", 1),
    (lambda day: _month(day) // 3, lambda at: f"{at // 4:04}, quarter {at % 4 + 1}", 1),
    (lambda day: day.year, lambda at: f"{at:04}", 1),
    (lambda day: day.year // 10, lambda at: f"{at}0s", 1),
    (lambda day: day.year // 100, lambda at: f"{at}00 to {at}99", 1),
)


def _key(kind: str) -> str:
    return f'<span class="key" style="background:{COLOURS.get(kind, OTHER)}">{escape(kind)}</span>'


def _names(counts: _Counts, periods: Sequence[tuple[str, list[datetime.date]]]) -> str:
    if not counts.mentions:
        return "<h2>Names</h2>\n<p>None of the texts names anything that the gazetteer knows.</p>"
    ranked = counts.ranked()
    most = counts.mentions[ranked[0]]
    rows = []
    for id in ranked[:TOP]:
        kind, name = counts.named[id]
        bar = f'<svg width="160" height="12" aria-hidden="true"><rect width="{max(1, round(160 * _share(counts.mentions[id], most)))}" height="12" fill="{BARS.get(kind, OTHER_BAR)}"/></svg>'
        line = (
            f"<td>{_line([sum(counts.days[day][id] for day in inside) for _, inside in periods], kind)}</td>"
            if periods
            else ""
        )
        rows.append(
            f'<tr><th scope="row">{escape(name)}</th><td>{_key(kind)}</td><td class="n">{_number(counts.mentions[id])}</td><td>{bar}</td>'
            f'<td class="n">{_number(counts.spread[id])}</td>{line}<td class="note">{escape(id)}</td></tr>'
        )
    left = f" The other {_number(len(ranked) - TOP)} are not shown." if len(ranked) > TOP else ""
    over_time = '<th scope="col">over time</th>' if periods else ""
    return (
        f'<h2>Names</h2>\n<div class="wide"><table>\n<caption>The most frequent entities.{left}</caption>\n<thead><tr><th scope="col">name</th><th scope="col">kind</th>'
        f'<th scope="col">mentions</th><td></td><th scope="col">texts</th>{over_time}<th scope="col">id</th></tr></thead>\n<tbody>\n'
        + "\n".join(rows)
        + "\n</tbody>\n</table></div>"
    )


def _line(numbers: Sequence[int], kind: str) -> str:
    """Returns a small bar chart without a scale."""
    most = max(numbers)
    width = 120 / len(numbers)
    bars = "".join(
        f'<rect x="{index * width:.1f}" y="{18 - max(1, 18 * _share(number, most)):.1f}" width="{max(width - 0.5, 0.5):.1f}" height="{max(1, 18 * _share(number, most)):.1f}"/>'
        for index, number in enumerate(numbers)
        if number
    )
    return f'<svg width="120" height="18" fill="{BARS.get(kind, OTHER_BAR)}" aria-hidden="true">{bars}</svg>'


def _time(counts: _Counts, periods: Sequence[tuple[str, list[datetime.date]]]) -> str:
    kinds = counts.kinds()
    table: list[Counter[str]] = []
    for _, inside in periods:
        period: Counter[str] = Counter()
        for day in inside:
            for id, count in counts.days[day].items():
                period[counts.named[id].kind] += count
        table.append(period)
    most = max(max(sum(period.values()) for period in table), 1)
    width, height, left = 900, 200, 60
    step = (width - left) / len(periods)
    bars = []
    for index, ((name, _), period) in enumerate(zip(periods, table)):
        y = float(height)
        parts = []
        for kind in kinds:
            tall = height * _share(period[kind], most)
            y -= tall
            if tall:
                parts.append(
                    f'<rect x="{left + index * step:.1f}" y="{y + 10:.1f}" width="{max(step - 1, 0.5):.1f}" height="{tall:.1f}" fill="{BARS.get(kind, OTHER_BAR)}"/>'
                )
        said = ", ".join(f"{kind} {_number(period[kind])}" for kind in kinds)
        bars.append(f"<g><title>{escape(f'{name}: {said}')}</title>{''.join(parts)}</g>")
    every = -(-len(periods) // 8)
    # A label that would be cut off at the right is omitted.
    labelled = [
        index for index in range(0, len(periods), every) if (len(periods) - index) * step > 60
    ]
    labels = "".join(
        f'<text x="{left + index * step:.1f}" y="{height + 26}">{escape(periods[index][0].replace("week of ", ""))}</text>'
        for index in labelled
    )
    scale = ""
    for mark in sorted({0, most // 2, most}):
        y = height + 10 - height * _share(mark, most)
        scale += f'<path d="M{left} {y:.1f}H{width}" stroke="#ddd"/><text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{_number(mark)}</text>'
    keys = "".join(
        f'<span class="key" style="background:{BARS.get(kind, OTHER_BAR)};color:#fff">{escape(kind)}</span>'
        for kind in kinds
    )
    head = "".join(f'<th scope="col">{escape(kind)}</th>' for kind in kinds)
    rows = []
    for (name, _), period in zip(periods, table):
        cells = "".join(f'<td class="n">{_number(period[kind])}</td>' for kind in kinds)
        rows.append(f'<tr><th scope="row">{escape(name)}</th>{cells}</tr>')
    return (
        f"<h2>Over time</h2>\n<p>Mentions in each period, by kind: {keys}</p>\n"
        f'<svg viewBox="0 0 {width} {height + 34}" width="{width}" height="{height + 34}" role="img" aria-label="Mentions over time, by kind; the same numbers are in the table below" '
        f'font-size="12" fill="#555">{scale}{"".join(bars)}{labels}</svg>\n'
        f'<details><summary>The numbers</summary>\n<table>\n<caption>Mentions over time</caption>\n<thead><tr><th scope="col">period</th>{head}</tr></thead>\n<tbody>\n'
        + "\n".join(rows)
        + "\n</tbody>\n</table></details>"
    )


def _world(counts: _Counts, gazetteer: Gazetteer) -> str:
    ids = counts.of_kind("country")
    most = max((counts.mentions[id] for id in ids), default=0)
    placed = set()
    tiles = []
    rows = [row.split() for row in WORLD.strip().splitlines()]
    for y, row in enumerate(rows):
        for x, code in enumerate(row):
            if code == "...":
                continue
            id = f"country/{code}"
            placed.add(id)
            count = counts.mentions[id]
            ground, letters = _shade(count, most)
            entity = gazetteer.get(id)
            said = f"{code if entity is None else entity.name}: {_number(count)}"
            tiles.append(
                f'<g><title>{escape(said)}</title><rect x="{x * 24}" y="{y * 20}" width="23" height="19" rx="3" fill="{ground}"/>'
                f'<text x="{x * 24 + 11.5}" y="{y * 20 + 13}" fill="{letters}">{code}</text></g>'
            )
    others = [id for id in ids if id not in placed]
    elsewhere = (
        "<p>Not in the picture: "
        + ", ".join(
            f"{escape(counts.named[id].name)} {_number(counts.mentions[id])}" for id in others
        )
        + ".</p>\n"
        if others
        else ""
    )
    width, height = max(len(row) for row in rows) * 24, len(rows) * 20
    keys = "".join(
        f'<span class="key" style="background:{ground};color:{letters}">{_number(count)}</span>'
        for count, ground, letters in _steps(most)
    )
    return (
        f"<h2>The world</h2>\n<p>Mentions of each country and territory, a tile of one size for each, about where it lies. Shades, up to: {keys}</p>\n"
        f'<div class="wide"><svg viewBox="0 0 {width} {height}" width="{width * 1.2:.0f}" height="{height * 1.2:.0f}" role="img" '
        f'aria-label="Countries shaded by mentions; the most frequent are in the table of names" font-size="9" text-anchor="middle">{"".join(tiles)}</svg></div>\n{elsewhere}'
    ).rstrip("\n")


def _steps(most: int) -> list[tuple[int, str, str]]:
    """Returns the largest count of each shade that is used, with its colours."""
    largest: dict[str, tuple[int, str, str]] = {}
    for step in range(len(SHADES)):
        count = min(most, int(max(most, 2) ** ((step + 1) / len(SHADES)) + 1e-9))
        ground, letters = _shade(count, most)
        if count:
            largest[ground] = (count, ground, letters)
    return list(largest.values())


def _together(counts: _Counts, kind: str, name: str) -> str:
    heading = f"<h2>Countries and {name}</h2>"
    pairs: Counter[str] = Counter()
    for (country, other), count in counts.together.items():
        if counts.named[other].kind == kind:
            pairs[country] += count
            pairs[other] += count
    ranked = sorted(pairs, key=lambda id: (-pairs[id], counts.named[id].name, id))
    countries = [id for id in ranked if counts.named[id].kind == "country"]
    others = [id for id in ranked if counts.named[id].kind == kind]
    if not countries:
        return f"{heading}\n<p>No text names both.</p>"
    most = max(
        count for (_, other), count in counts.together.items() if counts.named[other].kind == kind
    )
    head = "".join(
        f'<th scope="col"><span>{escape(counts.named[id].name)}</span></th>'
        for id in others[:COLUMNS]
    )
    rows = []
    for country in countries[:ROWS]:
        cells = []
        for other in others[:COLUMNS]:
            count = counts.together[country, other]
            ground, letters = _shade(count, most)
            cells.append(
                f'<td style="background:{ground};color:{letters}">{_number(count) if count else "·"}</td>'
            )
        rows.append(
            f'<tr><th scope="row">{escape(counts.named[country].name)}</th>{"".join(cells)}</tr>'
        )
    left = (
        f", the first of {_number(len(countries))} countries and {_number(len(others))} {name}"
        if len(countries) > ROWS or len(others) > COLUMNS
        else ""
    )
    return (
        f'{heading}\n<div class="wide"><table class="grid">\n<caption>In how many texts both are named{left}.</caption>\n<thead><tr><td></td>{head}</tr></thead>\n<tbody>\n'
        + "\n".join(rows)
        + "\n</tbody>\n</table></div>"
    )


def _documents(
    counts: _Counts, shown: Sequence[tuple[int, Optional[datetime.date], Mentions]]
) -> str:
    if not shown:
        return "<h2>The texts</h2>\n<p>No text is shown.</p>"
    parts = []
    for index, day, mentions in shown:
        dated = f", {day.isoformat()}" if day else ""
        parts.append(
            f"<article>\n<h3>Text {_number(index + 1)}{dated}</h3>\n{Highlighted(mentions.text, mentions).html}\n</article>"
        )
    keys = "".join(_key(kind) for kind in counts.kinds())
    first = (
        f"the first {_number(len(shown))} of {_number(counts.texts)}"
        if len(shown) < counts.texts
        else "all"
    )
    return f"<h2>The texts</h2>\n<p>{keys} {first}</p>\n" + "\n".join(parts)
