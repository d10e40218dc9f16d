"""From a model's answer to changes of single bullets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from orchestrator.scoring.card import Row
from tailoring import rules, style
from tailoring.asking.answer import Answer, BulletEdit, BulletOrder
from tailoring.asking.reading import Asked
from tailoring.asking.sheet import Known
from tailoring.asking.words import plain
from tailoring.computed.wanted import labels
from tailoring.documents import bullets
from tailoring.documents.bullets import Bullet
from tailoring.suggestion import Suggestion

_REASON, _LEAST_ROOM, _MOST_CITES = 300, 400, 8


def suggestions(answer: Answer, asked: Asked) -> tuple[tuple[Suggestion, ...], int]:
    """One for each bullet and entry at most, and how many were refused. Where the model proposes
    nothing, the rules may.
    """
    made: dict[str, Suggestion] = {}
    refused = 0
    for edit in answer.edits:
        found = _rewrite(edit, asked)
        if found is None:
            refused += 1
        else:
            made.setdefault(found.address, found)
    for order in answer.orders:
        if moved := _order(order, asked):
            made.setdefault(moved.address, moved)
    shown = [fact.bullet for fact in asked.sheet.known.values() if fact.bullet]
    for one in _computed(asked, shown):
        made.setdefault(one.address, one)
    return tuple(made.values()), refused


def _rewrite(edit: BulletEdit, asked: Asked) -> Suggestion | None:
    bullet = _bullet(edit.bullet, asked)
    after = plain(edit.text)
    if bullet is None or not after or after == bullet.text:
        return None
    room = max(_LEAST_ROOM, 2 * len(bullet.text))
    new = set(style.avoided(after, asked.limits.avoid))
    if len(after) > room or new - set(style.avoided(bullet.text, asked.limits.avoid)):
        return None
    row = asked.row(edit.requirement)
    return Suggestion(
        kind="rewrite",
        address=bullet.address,
        item_id=bullet.home,
        mark=bullet.mark,
        before=bullet.text,
        after=after,
        reason=row.text[:_REASON] if row else "",
        terms=_named(row, after),
        cites=_own_cites(edit.facts, bullet, asked),
    )


def _order(order: BulletOrder, asked: Asked) -> Suggestion | None:
    """Bullets named first go up as far as their lists allow; nothing is torn out of a list."""
    named = [one for one in (_fact(alias, asked) for alias in order.bullets) if one]
    homes = {one.home for one in named}
    if len(homes) != 1:
        return None
    home = homes.pop()
    own = [one for one in bullets.bullets(asked.raw) if one.home == home]
    addresses = list(dict.fromkeys(one.address for one in named))
    place = {address: len(addresses) - at for at, address in enumerate(addresses)}
    places = bullets.ranked(asked.raw, home, ranks=[place.get(one.address, 0) for one in own])
    if places == sorted(places):
        return None
    row = asked.row(order.requirement)
    before = bullets.in_order(one.text for one in own)
    return Suggestion(
        kind="order",
        address=own[0].order_address,
        item_id=home,
        mark=bullets.mark(before),
        before=before,
        after=bullets.in_order(own[at].text for at in places),
        reason=row.text[:_REASON] if row else "",
        terms=row.terms if row else (),
        cites=tuple(addresses[:_MOST_CITES]),
    )


def _computed(asked: Asked, shown: Iterable[Bullet]) -> Iterator[Suggestion]:
    """Of the rules, for what the model was shown."""
    seen = {address for one in shown for address in (one.address, one.order_address)}
    for one in rules.reshape(asked.facts, raw=asked.raw, limits=asked.limits, rows=asked.rows):
        if one.address in seen:
            yield one


def _fact(alias: str, asked: Asked) -> Known | None:
    found = asked.sheet.known.get(alias.strip())
    return found if found and "/description/" in found.address else None


def _bullet(alias: str, asked: Asked) -> Bullet | None:
    found = asked.sheet.known.get(alias.strip())
    return found.bullet if found else None


def _own_cites(aliases: Iterable[str], bullet: Bullet, asked: Asked) -> tuple[str, ...]:
    """Of its own entry and of what was confirmed for it or for the person."""
    family = {"", bullet.item_id, bullet.role_id}
    cites = [bullet.address]
    for alias in aliases:
        fact = asked.sheet.known.get(alias.strip())
        own = fact and (
            fact.home in family if fact.section == "facts" else fact.home in family - {""}
        )
        if fact and own:
            cites.append(fact.address)
    return tuple(dict.fromkeys(cites))[:_MOST_CITES]


def _named(row: Row | None, after: str) -> tuple[str, ...]:
    named = labels(after)
    return tuple(term for term in row.terms if term in named) if row else ()
