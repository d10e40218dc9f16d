"""People at work, in a process of their own so that what they cost is not the server's: reads one
JSON object from its input, prints one with the seconds of each kind of request.
"""

from __future__ import annotations

import http.client
import json
import random
import re
import sys
import threading
import time
from collections import defaultdict
from contextlib import suppress
from typing import Any

# How often each is done, compared with the rest.
HABITS = {
    "list": 14, "filter": 12, "search": 8, "panel": 28, "skip and undo": 8, "save": 8,
    "job page": 12, "board": 5, "overview": 3,
}  # fmt: skip
WORDS = ("python", "platform", "railway", "engineer leeds", "data analyst", "settings", "mail")
PASSWORD = "correct horse battery"
FRAGMENT = {"HX-Request": "true"}
IDLE = 4.0  # seconds after which the server may have hung up


class Person(threading.Thread):
    """Looks, thinks, clicks. `times` are seconds by kind, `errors` what was no answer.

    People come one after another in the first two thirds of `warm`; times count behind it.
    """

    def __init__(self, number: int, given: dict[str, Any], begin: float) -> None:
        super().__init__(daemon=True)
        self._chance = random.Random(f"{given['seed']}-{number}")
        self._port, self._think, self._warm = given["port"], given["think"], given["warm"]
        self._counted = begin + self._warm
        self._end = self._counted + given["seconds"]
        self._cookie, self._token = given["cookies"][number], ""
        self._line: http.client.HTTPConnection | None = None
        self._used = 0.0
        self.times: dict[str, list[float]] = defaultdict(list)
        self.errors: dict[str, int] = defaultdict(int)

    def run(self) -> None:
        time.sleep(self._chance.uniform(0, max(self._think, self._warm * 2 / 3)))
        page = self._ask("first", "GET", "/jobs/discovered").decode("utf-8", "replace")
        found = re.search(r"X-CSRFToken(?:&quot;|\")\s*:\s*(?:&quot;|\")([^\"&]+)", page)
        self._token = found[1] if found else ""
        listed = self._ask("first", "GET", "/api/jobs?status=discovered&limit=60")
        jobs = json.loads(listed)["data"]["jobs"] if listed.startswith(b"{") else []
        ids = [job["id"] for job in jobs]
        while ids and time.monotonic() < self._end:
            kind = self._chance.choices([*HABITS], weights=[*HABITS.values()])[0]
            self._do(kind, self._chance.choice(ids))
            pause = self._think * self._chance.uniform(0.5, 1.5)
            time.sleep(max(0.0, min(pause, self._end - time.monotonic())))

    def _do(self, kind: str, job: str) -> None:
        if kind == "skip and undo":
            page = self._form("skip", f"/jobs/{job}/skip")
            found = re.search(rf"/jobs/{job}/undo/[0-9a-f-]+", page.decode("utf-8", "replace"))
            if found:
                self._form("undo", found[0])
            return
        if kind == "save":
            body = {"tailoredHeadline": f"Engineer {self._chance.randrange(10**9)}"}
            headers = {"Content-Type": "application/json"}
            self._ask(kind, "PATCH", f"/api/jobs/{job}", json.dumps(body).encode(), headers)
            return
        word = self._chance.choice(WORDS).replace(" ", "+")
        path = {
            "list": "/jobs/discovered", "search": f"/search?q={word}",
            "filter": f"/jobs/all?source=indeed&workplace=hybrid&score=60-90&q={word}",
            "panel": f"/jobs/discovered/{job}", "job page": f"/job/{job}",
            "board": "/applications/in-progress", "overview": "/overview",
        }[kind]  # fmt: skip
        self._ask(kind, "GET", path, headers=FRAGMENT if kind in ("filter", "panel") else None)

    def _form(self, kind: str, path: str) -> bytes:
        headers = {**FRAGMENT, "Content-Type": "application/x-www-form-urlencoded"}
        return self._ask(kind, "POST", path, b"place=discovered%3F", headers)

    def _ask(
        self, kind: str, method: str, path: str, body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> bytes:  # fmt: skip
        sent = {"Cookie": self._cookie, "X-CSRFToken": self._token, **(headers or {})}
        begun = time.monotonic()
        if self._line is None or begun - self._used > IDLE:
            self._line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        try:
            self._line.request(method, path, body=body, headers=sent)
            answer = self._line.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as lost:
            self._line = None
            self.errors[f"{kind} {type(lost).__name__}"] += 1
            return b""
        self._used = time.monotonic()
        if answer.status >= 400:
            self.errors[f"{kind} {answer.status}"] += 1
        elif begun >= self._counted:
            self.times[kind].append(self._used - begun)
        self._keep(answer)
        return content

    def _keep(self, answer: http.client.HTTPResponse) -> None:
        for line in answer.headers.get_all("Set-Cookie") or ():
            if line.startswith("csrftoken="):
                kept = [one for one in self._cookie.split("; ") if not one.startswith("csrftoken")]
                self._cookie = "; ".join([*kept, line.partition(";")[0]])


class Reader(threading.Thread):
    """The stream that one tab of each browser holds, when there is a seat for it."""

    def __init__(self, given: dict[str, Any], cookie: str, end: float) -> None:
        super().__init__(daemon=True)
        self._port, self._cookie, self._end = given["port"], cookie, end
        self.seated, self.frames = False, 0

    def run(self) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        with suppress(OSError, http.client.HTTPException):
            line.request("GET", "/live", headers={"Cookie": self._cookie})
            answer = line.getresponse()
            self.seated = answer.status == 200
            while self.seated and time.monotonic() < self._end and answer.readline():
                self.frames += 1
        line.close()


def main() -> None:
    given = json.loads(sys.stdin.read())
    begin = time.monotonic()
    end = begin + given["warm"] + given["seconds"]
    people = [Person(number, given, begin) for number in range(len(given["cookies"]))]
    readers = [Reader(given, cookie, end) for cookie in given["cookies"]]
    threads: list[threading.Thread] = [*people, *readers]
    for one in threads:
        one.start()
    for one in people:
        one.join()
    times: dict[str, list[float]] = defaultdict(list)
    errors: dict[str, int] = defaultdict(int)
    for one in people:
        for kind, taken in one.times.items():
            times[kind] += taken
        for what, count in one.errors.items():
            errors[what] += count
    print(json.dumps({
        "times": times, "errors": errors, "streams": sum(one.seated for one in readers),
    }))  # fmt: skip


if __name__ == "__main__":
    main()
