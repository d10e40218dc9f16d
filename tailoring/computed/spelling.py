"""The same thing by another spelling: "JS" where the posting says "JavaScript".

The lexicon's aliases are wider (OpenShift stands for Kubernetes there), so only spellings that
mean the very same are exchanged.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from orchestrator.scoring.brief import JobFacts
from orchestrator.scoring.lexicon import Hit, find

_KINDS = "ltmdc"
_HUMPS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_PLAIN = re.compile(r"[^\w+#]+|_+")
_WITH_JS = frozenset({"react", "vue", "node", "next", "nuxt", "express", "ember", "nest"})
_SAME = frozenset(
    map(
        frozenset,
        (
            ("go", "golang"),
            ("postgres", "postgresql"),
            ("mongo", "mongodb"),
            ("mssql", "sqlserver"),
            ("mssql", "microsoftsqlserver"),
            ("sqlserver", "microsoftsqlserver"),
            ("excel", "msexcel"),
            ("excel", "microsoftexcel"),
            ("msexcel", "microsoftexcel"),
        ),
    )
)


def of_posting(facts: JobFacts) -> dict[str, str]:
    """Term → how the posting writes it most often; terms it writes in several ways are left."""
    counts: dict[str, Counter[str]] = {}
    text = f"{facts.title}\n{facts.description}"
    for hit in find(text):
        if hit.term.kind in _KINDS:
            written = text[hit.start : hit.end]
            counts.setdefault(hit.term.label, Counter())[written] += 1
    return {
        label: next(iter(written))
        for label, written in counts.items()
        if len({_compact(one) for one in written}) == 1
    }


def respelled(text: str, *, spelled: Mapping[str, str], whole: bool = False) -> str:
    """The text with such terms written as the posting writes them; `whole`: only if the text is
    nothing but the term.
    """
    hits = find(text)
    for hit in reversed(hits):
        new = _exchange(text, hit, hits=hits, spelled=spelled)
        covers_all = (hit.start, hit.end) == (0, len(text))
        if new and (covers_all or not whole):
            text = text[: hit.start] + new + text[hit.end :]
    return text


def is_same(one: str, other: str) -> bool:
    left, right = _compact(one), _compact(other)
    if left == right or frozenset({left, right}) in _SAME:
        return True
    short, long = sorted((one, other), key=len)
    compact = _compact(short)
    return (len(compact) > 1 and compact in (_initials(long), _numeronym(long))) or (
        _compact(long) == f"{compact}js" and compact in _WITH_JS
    )


def _exchange(text: str, hit: Hit, *, hits: list[Hit], spelled: Mapping[str, str]) -> str:
    """The other spelling, unless the text has it already; empty for none."""
    old, new = text[hit.start : hit.end], spelled.get(hit.term.label, "")
    others = sum(1 for other in hits if other.term.label == hit.term.label)
    # A name is written out, never shortened.
    if not new or others > 1 or len(new) <= len(old) or old.casefold() == new.casefold():
        return ""
    return new if is_same(old, new) else ""


def _compact(text: str) -> str:
    return _PLAIN.sub("", text).casefold()


def _initials(text: str) -> str:
    return "".join(part[0] for part in _HUMPS.findall(text)).casefold()


def _numeronym(text: str) -> str:
    plain = _compact(text)
    return f"{plain[0]}{len(plain) - 2}{plain[-1]}" if len(plain) > 3 else ""
