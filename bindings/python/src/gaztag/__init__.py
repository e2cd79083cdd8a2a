"""Finds the names of countries, blocs and minerals in text and says which one each name means.

>>> import gaztag
>>> text = "Mali’s gold left for Côte d'Ivoire, ECOWAS said."
>>> [(m.text, m.id) for m in gaztag.tag(text)]  # doctest: +NORMALIZE_WHITESPACE
[('Mali', 'country/MLI'), ('gold', 'mineral/gold'), ("Côte d'Ivoire", 'country/CIV'),
 ('ECOWAS', 'bloc/ecowas')]

`tag`, `tag_batch`, `replace`, `explain` and `show` are the methods of a `Tagger` with the default
options, and `entity` is the method `resolve` of the built-in gazetteer. A `Tagger` selects what is found and how, `Tagger.tag_batch` takes lists and Arrow columns,
and a `Gazetteer` has the names to search for. A `Screener` finds names that are written otherwise
than in a gazetteer. docs/python.md is the tutorial.

Offsets are half-open: `text[m.start : m.end] == m.text`. They are in code points for a str and in
bytes for bytes and other buffers. Taggers, gazetteers and mentions may be used by any number of
threads at the same time. Invalid texts, gazetteers and options raise `Error`.
"""

from __future__ import annotations

from . import _gaztag

_gaztag.check_interpreter()

from . import _mentions
from ._error import Error
from ._gaztag import Batch, IncrementalTagger, Mention, Mentions
from ._gazetteer import Entity, Gazetteer, GazetteerBuilder, Membership, Surface
from ._tagger import Tagger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._explain import Finding, Weighed
    from ._frames import about, cooccurrence
    from ._report import Report, report
    from ._screener import LikelyName, Screener
    from ._show import Highlighted

__all__ = [
    "Batch", "Entity", "Error", "Finding", "Gazetteer", "GazetteerBuilder", "Highlighted",
    "IncrementalTagger", "LikelyName", "Membership", "Mention", "Mentions", "Report", "Screener",
    "Surface", "Tagger", "Weighed", "about", "cooccurrence", "entity", "explain", "replace",
    "report", "show", "tag", "tag_batch",
]  # fmt: skip

__version__: str = _gaztag.version
"""The version of the package, such as "0.1.0"."""
data_version: str = _gaztag.data_version
"""The version of the data of the built-in gazetteer, such as "2026.11"."""

_mentions.complete()

_default = Tagger()
# The methods of a tagger with the default options.
tag = _default.tag
tag_batch = _default.tag_batch
replace = _default.replace
explain = _default.explain
show = _default.show
entity = Gazetteer.builtin().resolve


def __getattr__(name: str) -> Any:
    # Imported at their first use, to keep the import of gaztag fast.
    if name in ("Finding", "Weighed"):
        from . import _explain

        return getattr(_explain, name)
    if name in ("about", "cooccurrence"):
        from . import _frames

        return getattr(_frames, name)
    if name in ("Report", "report"):
        from . import _report

        return getattr(_report, name)
    if name in ("LikelyName", "Screener"):
        from . import _screener

        return getattr(_screener, name)
    if name == "Highlighted":
        from . import _show

        return _show.Highlighted
    raise AttributeError(f"module 'gaztag' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
