"""One text under the guard, with what it may cite, and how its findings are written down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from tailoring.claims.base import FactBase
from tailoring.claims.claim import Claim, FactRef, Finding, Kind
from tailoring.claims.clauses import Clause, clauses
from tailoring.claims.content import content
from tailoring.claims.fact import Fact, Scope
from tailoring.claims.said import Said, Word, root, same


@dataclass(frozen=True, eq=False)
class Case:
    """`item`: the bullet's own entry or role; None where everything may be cited. `where`: bullet,
    headline, summary, skills (keywords, maybe under "Group:"), or group (its name alone).
    """

    said: Said
    known: FactBase
    item: str | None
    before: str
    where: str
    language: str
    employer: str

    @property
    def is_listed(self) -> bool:
        """Keywords, or the name over them, not prose."""
        return self.where in ("skills", "group")

    @cached_property
    def scope(self) -> Scope:
        return self.known.scope(self.item)

    @cached_property
    def content(self) -> tuple[Word, ...]:
        return content(self.said)

    @cached_property
    def roots(self) -> frozenset[str]:
        return frozenset(root(word.key) for word in self.content)

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        return clauses(self.said)

    @cached_property
    def anchor(self) -> Fact | None:
        """The fact this text rewrites: the bullet it replaces, else the nearest."""
        if self.before:
            held = self.scope.sentences.get(same(self.before))
            if held is not None:
                return held
        return self.scope.nearest(self.roots)

    @cached_property
    def foreign(self) -> bool:
        """Written in another language than the résumé, so that words cannot be compared."""
        own = self.known.language
        return bool(own and self.language and own != self.language)

    def sentence(self, at: int) -> tuple[int, int]:
        start = 0
        for clause in self.clauses:
            if clause.closes:
                if at < clause.end:
                    return start, clause.end
                start = clause.end
        return start, len(self.said.flat)

    def clause(self, at: int) -> Clause | None:
        return next((c for c in self.clauses if c.start <= at < c.end), None)

    def bad(
        self,
        kind: Kind,
        start: int,
        end: int,
        why: str,
        *,
        near: Fact | None = None,
        value: str = "",
    ) -> Finding:
        near = near or self.anchor
        return Finding(
            self._claim(kind, start, end, value), "unsupported", why, near.ref if near else None
        )

    def good(
        self, kind: Kind, start: int, end: int, facts: Iterable[Fact], *, value: str = ""
    ) -> Finding:
        """Asserted where nothing but the owner's own statement says so."""
        refs: tuple[FactRef, ...] = tuple(dict.fromkeys(fact.ref for fact in facts))[:6]
        told = bool(refs) and all(ref.section == "facts" for ref in refs)
        why = "You confirmed this; your résumé does not say it." if told else ""
        state = "asserted" if told else "supported"
        claim = self._claim(kind, start, end, value)
        return Finding(claim, "asserted" if state == "asserted" else "supported", why, None, refs)

    def _claim(self, kind: Kind, start: int, end: int, value: str) -> Claim:
        text = self.said.quote(start, end)
        at = self.said.place(start)
        return Claim(kind, text, at, at + len(text), value or text)
