"""What became of every value of an imported file, found by looking for it in the result.

It knows nothing of the formats, so a field that a mapping forgets is named, never lost in silence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tailoring.documents import tolerant
from tailoring.documents.clean import plain
from tailoring.documents.periods import month

# A hostile file of many short strings could keep a worker busy; beyond this, strings that are not
# there word for word are named without a search.
_BUDGET = 2_000_000_000


@dataclass(frozen=True)
class Report:
    """taken: "work: 23 values". changed: "path: value" of what now reads differently or elsewhere.

    not_understood and ids_added are paths.
    """

    taken: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    not_understood: tuple[str, ...] = ()
    ids_added: tuple[str, ...] = ()


def taken_whole(document: Mapping[str, Any]) -> tuple[str, ...]:
    return _counted(path for path, _ in _leaves(document))


def compare(source: Mapping[str, Any], document: Mapping[str, Any]) -> Report:
    exact = {value for _, value in _leaves(document)}
    pages = [plain(value) for value in exact if isinstance(value, str)]
    lines = {"", *(line for page in pages for line in page.splitlines()), *map(_joined, pages)}
    words = "\x1f".join(map(_joined, pages))
    leaves = list(_leaves(source))
    searches = len(leaves) * len(words) <= _BUDGET
    taken, changed, lost = [], [], []
    for path, value in leaves:
        shown = _joined(plain(value)) if isinstance(value, str) else str(value)
        if value in exact or (isinstance(value, str) and shown in lines):
            taken.append(path)
        elif searches and _reads_otherwise(path, shown, words=words):
            changed.append(f"{path}: {_short(shown)}")
        else:
            lost.append(path)
    return Report(taken=_counted(taken), changed=tuple(changed), not_understood=tuple(lost))


def _reads_otherwise(path: str, shown: str, *, words: str) -> bool:
    is_level = path.startswith(("sections.skills", "sections.languages"))
    is_date = path.lower().endswith(("date", ".start", ".end"))
    return (
        (is_level and path.endswith("levelNum"))
        or shown in words
        or (is_date and month(shown) in words)
    )


def _leaves(value: object, path: str = "") -> Iterator[tuple[str, str | int | float]]:
    if isinstance(value, Mapping):
        for key, child in value.items():
            yield from _leaves(child, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for position, child in enumerate(value):
            yield from _leaves(child, f"{path}[{position}]")
    elif isinstance(value, str | int | float) and tolerant.text(value):
        yield path, value.strip() if isinstance(value, str) else value


def _counted(paths: Iterator[str] | list[str]) -> tuple[str, ...]:
    counts = Counter(path.removeprefix("sections.").split(".")[0].split("[")[0] for path in paths)
    return tuple(f"{name}: {n} {'value' if n == 1 else 'values'}" for name, n in counts.items())


def _joined(text: str) -> str:
    return " ".join(text.split())


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
