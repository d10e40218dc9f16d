"""All skill groups of the résumé, the most wanted first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tailoring import style
from tailoring.computed.spelling import respelled
from tailoring.computed.wanted import Wanted, labels
from tailoring.documents.profile import visible
from tailoring.documents.schema import Raw, read
from tailoring.style import Limits


def made(
    raw: Raw,
    *,
    wanted: Wanted,
    limits: Limits,
    elsewhere: frozenset[int],
    spelled: Mapping[str, str],
) -> list[dict[str, Any]]:
    """Groups as {"name", "keywords"}. Beyond the limit stay only keywords that answer what
    nothing `elsewhere` does. `spelled`: how the posting writes a term.
    """
    ranked = sorted(_groups(raw), key=lambda group: -_worth(*group, wanted=wanted))
    found: list[dict[str, Any]] = []
    for name, words in ranked:
        fine = [word for word in dict.fromkeys(words) if not style.avoided(word, limits.avoid)]
        kept = _kept(name, fine, wanted=wanted, limits=limits, elsewhere=elsewhere)
        elsewhere |= _answers(name, kept, wanted=wanted)
        if kept or not words:
            named = [respelled(word, spelled=spelled, whole=True) for word in kept]
            found.append({"name": name, "keywords": list(dict.fromkeys(named))})
    return found


def _kept(
    name: str, words: list[str], *, wanted: Wanted, limits: Limits, elsewhere: frozenset[int]
) -> list[str]:
    ordered = sorted(words, key=lambda word: -wanted.of_word(word))
    kept = ordered[: limits.max_keywords_per_skill]
    for word in ordered[limits.max_keywords_per_skill :]:
        if wanted.answered(labels(word)) - elsewhere - _answers(name, kept, wanted=wanted):
            kept.append(word)
    # "Go" is a language only beside others, so the order may cost one.
    needed = _answers(name, words, wanted=wanted) - elsewhere
    tries = (kept, ordered)
    fits = (one for one in tries if needed <= _answers(name, one, wanted=wanted))
    return next(fits, words)


def _answers(name: str, words: Sequence[str], *, wanted: Wanted) -> frozenset[int]:
    return wanted.answered(labels(f"{name}: {', '.join(words)}"))


def _groups(raw: Raw) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (entry.title, entry.keywords)
        for section in read(raw).sections
        if section.key == "skills" and not section.hidden
        for entry in visible(section)
    ]


def _worth(name: str, words: tuple[str, ...], *, wanted: Wanted) -> int:
    return wanted.of_word(name) + sum(map(wanted.of_word, words))
