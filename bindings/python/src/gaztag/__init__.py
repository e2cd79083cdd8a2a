"""gaztag finds the names of countries, blocs and minerals in text and says which one each name means.

>>> import gaztag
>>> [(m.text, m.id) for m in gaztag.tag("Mali’s gold left for Côte d'Ivoire, ECOWAS said.")]
[('Mali', 'country/MLI'), ('gold', 'mineral/gold'), ("Côte d'Ivoire", 'country/CIV'), ('ECOWAS', 'bloc/ecowas')]

A `Tagger` chooses what is found and how; `Tagger.tag_batch` takes lists and Arrow columns; `Gazetteer` is whose names are found; docs/python.md is the tutorial.
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
    from ._report import Report, report
    from ._show import Highlighted

__all__ = [
    "Batch", "Entity", "Error", "Finding", "Gazetteer", "GazetteerBuilder", "Highlighted", "IncrementalTagger",
    "Membership", "Mention", "Mentions", "Report", "Surface", "Tagger", "Weighed",
    "explain", "replace", "report", "show", "tag", "tag_batch",
]  # fmt: skip

__version__: str = _gaztag.version
data_version: str = _gaztag.data_version
"""The version of the built-in gazetteer's data, such as "2026.11"."""

_mentions.complete()

_default = Tagger()
# The methods of a tagger with the default options.
tag = _default.tag
tag_batch = _default.tag_batch
replace = _default.replace
explain = _default.explain
show = _default.show


def __getattr__(name: str) -> Any:
    # What is rarely wanted is imported when it is.
    if name in ("Finding", "Weighed"):
        from . import _explain

        return getattr(_explain, name)
    if name in ("Report", "report"):
        from . import _report

        return getattr(_report, name)
    if name == "Highlighted":
        from . import _show

        return _show.Highlighted
    raise AttributeError(f"module 'gaztag' has no attribute {name!r}")
