"""What an address asks of the board: order, filters, the lane in front, how many closed ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

from jobops.lib.words import later_each
from orchestrator.tracking.derive import STAGES

URL = "/applications/in-progress"
SORTS: Mapping[str, str] = later_each({
    "waiting": "longest waiting", "recent": "most recent", "title": "title",
    "employer": "employer",
})  # fmt: skip
# Closed ones are folded away, those of the last days are shown, or all there are.
CLOSED = ("", "recent", "all")
LIMIT = 200


@dataclass(frozen=True)
class Asked:
    """`lane` is the one a narrow screen shows, empty for the first with a card. `whole`: the lane
    of which every card is shown.
    """

    sort: str = "waiting"
    words: str = ""
    source: str = ""
    due: bool = False
    closed: str = ""
    lane: str = ""
    whole: str = ""

    @property
    def query(self) -> str:
        given = {
            "q": self.words, "source": self.source, "due": "1" if self.due else "",
            "sort": "" if self.sort == "waiting" else self.sort, "closed": self.closed,
            "lane": self.lane, "whole": self.whole,
        }  # fmt: skip
        return urlencode({name: value for name, value in given.items() if value})

    @property
    def url(self) -> str:
        return f"{URL}?{self.query}" if self.query else URL

    @property
    def is_filtered(self) -> bool:
        return bool(self.words or self.source or self.due)

    @property
    def back(self) -> str:
        """For an address that leads back here afterwards."""
        return urlencode({"back": self.url})

    def but(self, **changes: object) -> str:
        """The address with something else asked."""
        return replace(self, **changes).url  # type: ignore[arg-type]

    def of(self, job_id: object) -> str:
        """Where one of its cards is moved."""
        return f"{URL}/{job_id}/move{f'?{self.query}' if self.query else ''}"


def asked(query: QueryDict) -> Asked:
    """Whatever is not known is left out."""
    sort, closed, lane, whole = (query.get(one, "") for one in ("sort", "closed", "lane", "whole"))
    return Asked(
        sort=sort if sort in SORTS else "waiting",
        words=query.get("q", "").replace("\x00", "").strip()[:LIMIT],
        source=query.get("source", "").replace("\x00", "")[:LIMIT],
        due=query.get("due") == "1",
        closed=closed if closed in CLOSED else "",
        lane=lane if lane in STAGES else "",
        whole=whole if whole in STAGES else "",
    )
