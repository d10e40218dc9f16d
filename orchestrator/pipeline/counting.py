"""What a reading of a source came to, in numbers and a few titles. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

MOST_SAMPLES = 20
LONGEST_SAMPLE = 120


@dataclass
class Counted:
    """`taken` passed all filters. `samples` are the first titles under each reason."""

    fetched: int = 0
    bad: int = 0
    taken: int = 0
    unknown_place: int = 0
    requests: int = 0
    seconds: float = 0.0
    filtered: dict[str, int] = field(default_factory=dict)
    samples: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, stored: Mapping[str, Any] | None) -> Counted:
        said = dict(stored or {})
        said["filtered"] = dict(said.get("filtered", {}))
        said["samples"] = {name: list(texts) for name, texts in said.get("samples", {}).items()}
        return cls(**said)

    def stored(self) -> dict[str, Any]:
        return asdict(self)

    def reject(self, reason: str, title: str) -> None:
        self.filtered[reason] = self.filtered.get(reason, 0) + 1
        self._show(reason, title)

    def miss(self, title: str, why: str) -> None:
        self.bad += 1
        self._show("bad", f"{title}: {why}" if title else why)

    def spent(self, *, requests: int, seconds: float) -> None:
        self.requests += requests
        self.seconds = round(self.seconds + seconds, 2)

    def shown(self, outcomes: Mapping[str, int]) -> dict[str, Any]:
        """As insights name them; `outcomes` are what the run's finds of this item were."""
        created, refreshed = outcomes.get("created", 0), outcomes.get("refreshed", 0)
        return {
            "fetched": self.fetched,
            "bad": self.bad,
            "filtered": self.filtered,
            "samples": self.samples,
            "taken": self.taken,
            "created": created,
            "refreshed": refreshed,
            "linked": outcomes.get("linked", 0),
            "unchanged": max(self.taken - created - refreshed, 0),
            "unknownPlace": self.unknown_place,
            "requests": self.requests,
            "seconds": self.seconds,
        }

    def _show(self, reason: str, title: str) -> None:
        samples = self.samples.setdefault(reason, [])
        if len(samples) < MOST_SAMPLES:
            samples.append(title[:LONGEST_SAMPLE])
