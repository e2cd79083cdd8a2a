"""Legal forms at the end of companies' names, as `gaztag import --strip-suffixes` knows them."""

from __future__ import annotations

import re
from typing import Optional

# In lower case without dots. Longer ones are written as their words.
FORMS = frozenset(
    """
    a/s aae ab ad adr ag aktiengesellschaft as asa berhad bhd bv ca co company corp
    corporation cv d.d dd doo ehf eood fze gmbh hf inc incorporated jsc k.k kaisha kabushiki
    kft kg kgaa kk lda limited llc llp lp ltd ltda mbh nv nyrt oao ood ooo oy oyj pao pjsc
    plc pllc psc pte pty public publ pvt rt s.a sa sab sae sarl sas sca sdn se sl spa sro
    srl tbk zrt zao
    """.split()
)
# Words that link legal forms: S.A. de C.V., GmbH & Co. KG.
LINKS = frozenset(("de", "&", "and", "und"))


def stripped(name: str) -> Optional[str]:
    """Returns the name of a company without its legal form, and without an article before it; None
    if nothing was removed or nothing remains."""
    rest = at = name.rstrip()
    found = False
    # What is removed ends with a legal form, read from its end.
    while parts := re.fullmatch(r"(.*)[\s,]([^\s,]*)", at, re.DOTALL):
        before, word = parts.groups()
        bare = word.strip(".,()").lower()
        if not bare:
            at = before
        elif bare in FORMS or bare.replace(".", "") in FORMS:
            at = rest = before
            found = True
        elif found and bare in LINKS:
            at = before
        else:
            break
    rest = rest.rstrip(" ,.").rstrip()
    rest = rest[4:].lstrip() if rest.startswith("The ") else rest
    return rest if found and any(map(str.isalnum, rest)) else None
