"""One request after the other on one kept-open connection, as a browser sends them: seconds, bytes
as they came, bytes before compression. And twenty lists at once, beside which /health answers.
"""

from __future__ import annotations

import gzip
import http.client
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import quote

from bench.bulk import act
from bench.installation import Installation
from bench.web_asks import Ask

WARM = 3
ENCODINGS = {"Accept-Encoding": "gzip"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
CROWD, TURNS = 20, 5


@dataclass
class Cost:
    """`status` of the answers; 404 is a page that is not there. `work`: processor time of one
    in the server and its worker, in milliseconds; `asked`: what a list is asked with.
    """

    status: int = 200
    seconds: list[float] = field(default_factory=list)
    size: int = 0
    sent: int = 0
    work: float = 0.0
    asked: dict[str, str] = field(default_factory=dict)

    def place(self, share: float) -> float:
        """Milliseconds."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


def cost(found: Installation, ask: Ask, *, rounds: int) -> Cost:
    line, total, begun = found.keep_open(), Cost(), 0.0
    headers = {**ENCODINGS, **ask.headers}
    if ask.verb:
        headers |= {**FORM, **found.forms()}
    for turn in range(rounds + WARM):
        path = ask.paths[turn % len(ask.paths)]
        method, body, address = "GET", None, path
        if ask.verb:
            method, body, address = "POST", f"place={quote(ask.place)}", f"/jobs/{path}/{ask.verb}"
        took, answer, content = timed(line, method, address, body, headers)
        total.status = answer.status
        if answer.status != 200:
            return total
        if turn < WARM:
            begun = found.cpu()
        else:
            total.seconds.append(took)
        total.sent = len(content)
        packed = answer.getheader("Content-Encoding") == "gzip"
        total.size = len(gzip.decompress(content) if packed else content)
        if ask.kind == "list":
            plain = gzip.decompress(content) if packed else content
            shown = plain.partition(b'id="job-')[2][:36].decode()
            total.asked = {"Shown-Job": shown} if len(shown) == 36 else {}
            headers |= total.asked
    total.work = (found.cpu() - begun) * 1000 / rounds
    if ask.verb:
        act(found, "undo", list(ask.paths[: rounds + WARM]))
    return total


def timed(
    line: http.client.HTTPConnection, method: str, path: str, body: str | None,
    headers: dict[str, str],
) -> tuple[float, http.client.HTTPResponse, bytes]:  # fmt: skip
    started = time.perf_counter()
    line.request(method, path, body=body, headers=headers)
    answer = line.getresponse()
    content = answer.read()
    return time.perf_counter() - started, answer, content


def health_in_a_crowd(found: Installation) -> float:
    """The longest wait for /health while twenty lists are asked for at once, in milliseconds."""
    barrier, over, waits = threading.Barrier(CROWD + 1), threading.Event(), list[float]()

    def load() -> None:
        line = found.keep_open()
        line.request("GET", "/health")
        line.getresponse().read()
        barrier.wait()
        for _ in range(TURNS):
            timed(line, "GET", "/jobs/all?sort=title-asc", None, {"HX-Request": "true"})

    crowd = [threading.Thread(target=load) for _ in range(CROWD)]
    for one in crowd:
        one.start()

    def look() -> None:
        line = found.keep_open()
        while not over.is_set():
            waits.append(timed(line, "GET", "/health", None, {})[0])
            time.sleep(0.01)

    watcher = threading.Thread(target=look)
    barrier.wait()
    watcher.start()
    for one in crowd:
        one.join()
    over.set()
    watcher.join()
    return max(waits) * 1000
