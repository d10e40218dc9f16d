"""All job sources at once, behind the relay: `https://host/path` is asked as `<url>/host/path`.

    settings.SOURCE_RELAY_URL = boards.url            # fixture `boards`; JOBOPS_SOURCE_RELAY_URL
    boards.fault("remotive", refused())               # from now on, until boards.heal("remotive")
    boards.fault("lever", status(503), fine())        # one after the other; the last one stays
    boards.asked("remotive")                          # its requests so far
    boards.grow("remoteok", 500)                      # that many jobs from now on

Sources answer with what tests/sources/recorded holds, any board with the same jobs, dated so that
the newest is of yesterday (`Boards(yesterday=False)`: as recorded). Faults: status, refused, wall,
hasty, page, half, empty, huge, endless, away, hanging, slow, says, fine.

Alone, as a process: `python -m tests.outside.boards --port 0`. It prints its URL and answers
GET /_asked with the number of requests per source.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Self

from orchestrator.sources.registry import SOURCES
from tests.outside.recordings import answer, listing
from tests.outside.server import Reply, Seen, Server

LEAK = "upstream-canary sk-leaked-0123456789abcdef http://10.9.8.7:4000/internal"
Fault = Callable[[Seen, Reply], Reply]


@dataclass(frozen=True)
class Route:
    """`files` are the pages; `single`: one posting, or the details of one."""

    source: str
    path: str
    files: tuple[str, ...]
    method: str = "GET"
    single: bool = False


_BOARD = r"/boards-api\.greenhouse\.io/v1/boards/[^/]+/jobs"
_LEVER = r"/api(?:\.eu)?\.lever\.co/v0/postings/[^/]+"
_SMART = r"/api\.smartrecruiters\.com/v1/companies/[^/]+/postings"
_WORKDAY = r"/[^/]+\.myworkday(?:jobs|site)\.com/wday/cxs/[^/]+/[^/]+"
ROUTES = (
    Route("greenhouse", _BOARD, ("greenhouse.json",)),
    Route("greenhouse", rf"{_BOARD}/[^/]+", ("greenhouse_pay.json",), single=True),
    Route("lever", _LEVER, ("lever.json",)),
    Route("lever", rf"{_LEVER}/[^/]+", ("lever_salary.json",), single=True),
    Route("ashby", r"/api\.ashbyhq\.com/posting-api/job-board/[^/]+", ("ashby.json",)),
    Route("workable", r"/apply\.workable\.com/api/v1/widget/accounts/[^/]+", ("workable.json",)),
    Route("smartrecruiters", _SMART, ("smartrecruiters.json",)),
    Route("smartrecruiters", rf"{_SMART}/[^/]+", ("smartrecruiters_detail.json",), single=True),
    Route("recruitee", r"/[^/]+\.recruitee\.com/api/offers/?", ("recruitee.json",)),
    Route("workday", rf"{_WORKDAY}/jobs", ("workday.json",), method="POST"),
    Route("workday", rf"{_WORKDAY}/job/.+", ("workday_detail.json",), single=True),
    Route("bamboohr", r"/[^/]+\.bamboohr\.com/careers/list", ("bamboohr.json",)),
    Route("bamboohr", r"/[^/]+\.bamboohr\.com/careers/[^/]+/detail", ("bamboohr_detail.json",),
          single=True),
    Route("remoteok", r"/remoteok\.com/api", ("remoteok.json",)),
    Route("remotive", r"/remotive\.com/api/remote-jobs", ("remotive.json",)),
    Route("arbeitnow", r"/www\.arbeitnow\.com/api/job-board-api",
          ("arbeitnow.json", "arbeitnow_2.json")),
    Route("workingnomads", r"/www\.workingnomads\.com/api/exposed_jobs/?", ("workingnomads.json",)),
    Route("himalayas", r"/himalayas\.app/jobs/api/search", ("himalayas.json", "himalayas_2.json")),
    Route("jobicy", r"/jobicy\.com/api/v2/remote-jobs", ("jobicy.json",)),
    Route("hn_hiring", r"/hn\.algolia\.com/api/v1/search_by_date", ("hn_hiring.json",)),
    Route("adzuna", r"/api\.adzuna\.com/v1/api/jobs/[a-z]{2}/search/\d+", ("adzuna.json",)),
    Route("themuse", r"/www\.themuse\.com/api/public/jobs", ("themuse.json", "themuse_2.json")),
)  # fmt: skip
STORIES = "hn_hiring_stories.json"


class Boards(Server):
    def __init__(self, *, port: int = 0, yesterday: bool = True) -> None:
        super().__init__(port=port)
        self._yesterday = yesterday
        self._faults: dict[str, list[Fault]] = {}
        self._rows: dict[str, int] = {}

    def fault(self, source: str, *faults: Fault) -> Self:
        """Answer for this source this way, one request each; the last one stays."""
        assert source in SOURCES, f"no source {source}"
        self._faults[source] = list(faults)
        return self

    def heal(self, *sources: str) -> Self:
        """Take the faults of these, or of all, away."""
        for source in sources or tuple(self._faults):
            self._faults.pop(source, None)
        return self

    def grow(self, source: str, rows: int) -> Self:
        self._rows[source] = rows
        return self

    def asked(self, source: str) -> list[Seen]:
        return [seen for seen in self.seen if source_of(seen) == source]

    def otherwise(self, seen: Seen) -> Reply:
        if seen.path == "/_asked":
            return Reply(body={source: len(self.asked(source)) for source in SOURCES})
        route = next((one for one in ROUTES if _fits(one, seen)), None)
        source = route.source if route else source_of(seen)
        healthy = self._healthy(route, seen) if route else Reply(status=404, body={"error": LEAK})
        faults = self._faults.get(source or "", [])
        fault = faults.pop(0) if len(faults) > 1 else next(iter(faults), fine())
        return fault(seen, healthy)

    def _healthy(self, route: Route, seen: Seen) -> Reply:
        if route.source == "hn_hiring" and "author_whoishiring" in seen.query.get("tags", ""):
            return Reply(body=answer(STORIES, yesterday=self._yesterday))
        page = page_of(seen)
        if page >= len(route.files):
            return Reply(body=_without_jobs(answer(route.files[-1])))
        rows = 0 if route.single else self._rows.get(route.source, 0)
        found = answer(route.files[page], yesterday=self._yesterday, rows=rows)
        if route.source == "greenhouse" and route.single:
            found = found["jobs"][0]
        return Reply(body=found)


def source_of(seen: Seen) -> str | None:
    """Whose host a request to the relay is for."""
    host = seen.path.split("/")[1] if seen.path.count("/") else ""
    for source in SOURCES.values():
        if any(host == one or (one[0] == "." and host.endswith(one)) for one in source.hosts):
            return source.id
    return None


def page_of(seen: Seen) -> int:
    """From 0, however the source counts; sources that are read whole have but this one."""
    said = dict(seen.query)
    if seen.method == "POST":
        said |= {name: str(value) for name, value in seen.json().items()}
    if any(int(said.get(name) or 0) > 0 for name in ("offset", "skip")):
        return 1
    if "search_by_date" in seen.path:
        return int(said.get("page") or 0)
    numbered = re.search(r"/search/(\d+)$", seen.path)
    return max(int(numbered[1] if numbered else said.get("page") or 1), 1) - 1


def fine() -> Fault:
    return lambda seen, healthy: healthy


def says(body: object, **more: Any) -> Fault:
    """This body with status 200."""
    return lambda seen, healthy: Reply(body=body, **more)


def status(code: int, *, retry_after: object = None) -> Fault:
    """A refusal whose body leaks what no sentence may repeat (`LEAK`)."""
    headers = {} if retry_after is None else {"Retry-After": f"{retry_after}"}
    return lambda seen, healthy: Reply(status=code, body={"error": LEAK}, headers=headers)


def refused() -> Fault:
    return status(403)


def wall() -> Fault:
    """The page that wants to see a person."""
    page = "<html><title>Just a moment...</title><script src=/cdn-cgi/challenge-platform/h></html>"
    return lambda seen, healthy: Reply(status=503, body=page)


def hasty(retry_after: object = 60) -> Fault:
    return status(429, retry_after=retry_after)


def page() -> Fault:
    """A page for people where JSON was due."""
    return says(f"<!doctype html><title>Maintenance</title><p>{LEAK}</p>")


def empty() -> Fault:
    return says(b"")


def half() -> Fault:
    """JSON that breaks off in the middle."""

    def cut(seen: Seen, healthy: Reply) -> Reply:
        whole = json.dumps(healthy.body).encode()
        return replace(healthy, body=whole[: len(whole) // 2])

    return cut


def huge(megabytes: int = 26) -> Fault:
    return says(b" " * (megabytes * 1024 * 1024))


def endless() -> Fault:
    """Full pages of jobs nobody has seen yet, and always one more."""

    def more(seen: Seen, healthy: Reply) -> Reply:
        route = next(one for one in ROUTES if _fits(one, seen))
        if route.single or "author_whoishiring" in seen.query.get("tags", ""):
            return healthy
        size = max(SOURCES[route.source].page_size, 20)
        body = answer(route.files[0], rows=size, page=_number(seen))
        return Reply(body=body if isinstance(body, list) else {**body, **_more_to_come()})

    return more


def away(to: str = "http://169.254.169.254/latest/meta-data") -> Fault:
    """Sent on to an address that is none of the source's."""
    return lambda seen, healthy: Reply(status=302, headers={"Location": to})


def hanging() -> Fault:
    return lambda seen, healthy: Reply(hang=True)


def slow(seconds: float) -> Fault:
    return lambda seen, healthy: replace(healthy, delay=seconds)


def _fits(route: Route, seen: Seen) -> bool:
    return route.method == seen.method and bool(re.fullmatch(route.path, seen.path))


def _without_jobs(found: Any) -> Any:
    jobs = listing(found)
    if isinstance(found, list):
        return []
    return {name: [] if value is jobs else value for name, value in found.items()}


def _number(seen: Seen) -> int:
    """Different for each page, whatever the source counts."""
    said = dict(seen.query)
    if seen.method == "POST":
        said |= {name: str(value) for name, value in seen.json().items()}
    return int(said.get("offset") or said.get("skip") or 0) + page_of(seen)


def _more_to_come() -> dict[str, Any]:
    links = {"next": "https://www.arbeitnow.com/api/job-board-api?page=9"}
    return {"links": links, "page_count": 10**6, "total": 10**6, "totalFound": 10**6}


def main() -> None:
    parser = argparse.ArgumentParser(description="All job sources, recorded, behind one address")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--grow", type=int, default=0, help="jobs per whole feed")
    options = parser.parse_args()
    boards = Boards(port=options.port)
    for source in ("remoteok", "remotive", "workingnomads", "jobicy") if options.grow else ():
        boards.grow(source, options.grow)
    with boards:
        print(boards.url, flush=True)
        boards.stopping.wait()


if __name__ == "__main__":
    main()
