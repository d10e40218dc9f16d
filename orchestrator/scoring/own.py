"""The owner's rows in a ledger: they win over every other row with the same terms (Q6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from orchestrator.scoring.card import Row
from orchestrator.scoring.extract import MOST, weighed
from orchestrator.scoring.posting import Posting
from orchestrator.scoring.words import occurs, unified


@dataclass(frozen=True)
class Own:
    """`removed`: the row with this scope and these terms is left out of the ledger."""

    row: Row
    removed: bool = False


def with_own(rows: Sequence[Row], own: Sequence[Own], *, posting: Posting) -> tuple[Row, ...]:
    """Those of another posting, whose quotes this one does not hold, are passed over."""
    text = posting_text(posting)
    mine = [one for one in own if occurs(one.row.quote, within=text)]
    if not mine:
        return tuple(rows)
    taken = {key(one.row) for one in mine}
    kept = [row for row in rows if key(row) not in taken]
    added = [replace(one.row, origin="user") for one in mine if not one.removed]
    return tuple(weighed([*added, *kept][:MOST], posting=posting))


def key(row: Row) -> tuple[str, tuple[str, ...]]:
    """Rows without terms are told apart by their words."""
    terms = tuple(sorted(term.casefold() for term in row.terms))
    return row.scope, terms or (unified(row.text),)


def posting_text(posting: Posting) -> str:
    facts = posting.facts
    return unified(f"{facts.title}\n{facts.location}\n{facts.salary}\n{facts.description}")
