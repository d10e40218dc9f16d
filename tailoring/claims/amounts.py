"""Numbers: the same value, unit and counted noun must stand in a fact. Nothing is rounded."""

from __future__ import annotations

from collections.abc import Iterator

from tailoring.claims import durations
from tailoring.claims.case import Case
from tailoring.claims.claim import Finding
from tailoring.claims.fact import Fact
from tailoring.claims.phrases import rows
from tailoring.claims.quantity import Quantity
from tailoring.claims.quantity import quantities as read
from tailoring.claims.said import root

_CLASSES = frozenset(row[0] for row in rows("nouns"))
_PEOPLE = frozenset({"person", "developer", "apprentice", "lawyer", "student", "worker"})
_NO_NOUN = frozenset({
    "%", "pp", "EUR", "USD", "GBP", "CHF", "JPY", "INR", "ms", "second", "minute", "change",
    "m2", "km", "kg", "tonne", "GB", "TB", "MB",
})  # fmt: skip


def find(case: Case) -> Iterator[Finding]:
    for amount in read(case.said):
        if amount.year or amount.glued:
            continue
        held = [
            (fact, known)
            for fact in case.scope.facts
            for known in fact.quantities
            if amount.measure[0] == known.measure[0] and _value(amount, known)
        ]
        fitting = [fact for fact, known in held if _counted(case, amount, known, fact.rates)]
        start, end = amount.start, amount.end
        if fitting:
            yield case.good("number", start, end, fitting, value=f"{amount.value:g}{amount.unit}")
        elif amount.unit in ("year", "month") and (finding := durations.judge(case, amount)):
            yield finding
        elif _posts(case, amount):
            yield case.good("number", start, end, [p.title for p in case.known.work if p.title])
        else:
            yield _unsupported(case, amount, [fact for fact, _ in held])


def _value(said: Quantity, known: Quantity) -> bool:
    if said.ordinal != known.ordinal:
        return False
    if said.fraction:
        return known.unit == "%" and _share(said, known.value)
    if said.mode == "least":
        if known.mode in ("most", "less", "nearly"):
            return False
        held, wanted = known.measure[1], said.measure[1]
        return held > wanted or (held == wanted and known.mode == "least")
    if said.measure != known.measure:
        return False
    return known.mode not in ("most", "nearly") or said.mode in (known.mode, "less", "about")


def _share(said: Quantity, held: float) -> bool:
    """ "Almost a fifth" is 18 to 20 %, "a third" 33 %."""
    if said.mode == "nearly":
        return said.value * 0.9 <= held <= said.value
    if said.mode == "least":
        return held > said.value
    return abs(held - said.value) < (2 if said.mode == "about" else 0.7)


def _counted(case: Case, said: Quantity, known: Quantity, rates: frozenset[str]) -> bool:
    """The noun beside the number is the fact's, or another word for it."""
    if said.rate not in ("", known.rate, *rates):
        return False
    if said.role and known.role and said.role != known.role:
        return False
    if said.unit in _NO_NOUN:
        return True
    nouns = said.nouns[:3] or said.before[:2]
    known_nouns = [*known.nouns, *known.before]
    if not nouns or not known_nouns:
        return True
    one, other = _class(said.nouns), _class(known.nouns)
    if one == "worker" and other in _PEOPLE:
        return True
    if one and other and one != other and one not in known.nouns:
        return False
    if case.foreign or said.unit:
        return True
    return any(_kin(a, b) for a in [*nouns, *said.before[:1]] for b in known_nouns)


def _class(nouns: tuple[str, ...]) -> str:
    return next((n for n in nouns[:3] if n in _CLASSES), "")


def _kin(one: str, other: str) -> bool:
    if one == other or root(one) == root(other):
        return True
    short, long = sorted((one, other), key=len)
    return len(short) >= 5 and short in long


def _posts(case: Case, amount: Quantity) -> bool:
    """Counts of posts and employers may be computed."""
    if "post" not in amount.nouns[:2] or case.item is not None:
        return False
    employers = {p.organisation.ref.quote for p in case.known.work if p.organisation}
    return amount.value in (len(case.known.work), len(employers))


def _unsupported(case: Case, amount: Quantity, same_value: list[Fact]) -> Finding:
    said = case.said.quote(amount.start, amount.end)
    if same_value:
        near = same_value[0]
        why = f"Your résumé says {said} of something else: “{_short(near)}”."
        return case.bad("number", amount.start, amount.end, why, near=near)
    anchor = case.anchor
    other = _nearest(anchor, amount) if anchor else None
    if anchor and other:
        held = anchor.said.quote(other.start, other.end)
        why = f"Your résumé says {held}, not {said}."
    else:
        why = f"Nothing in your résumé says {said}."
    return case.bad("number", amount.start, amount.end, why, near=anchor)


def _nearest(fact: Fact, amount: Quantity) -> Quantity | None:
    fits = [q for q in fact.quantities if q.unit == amount.unit and not q.year]
    return min(fits, key=lambda q: abs(q.value - amount.value), default=None)


def _short(fact: Fact) -> str:
    text = fact.ref.quote
    return text if len(text) <= 80 else text[:79].rstrip() + "…"
