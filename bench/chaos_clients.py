"""People and programs that go on working while everything is killed, and remember what they were
promised.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

# What is done to a job that was last seen in a state, and how often compared with the rest.
HABITS: Mapping[str, Mapping[str, int]] = {
    "discovered": {"process": 60, "edit": 12, "apply": 5, "skip": 4, "upload": 4, "rescore": 4},
    "processing": {"look": 60, "edit": 20, "cancel": 5, "upload": 4, "apply": 4},
    "ready": {"edit": 30, "print": 20, "read": 20, "apply": 16, "skip": 5, "upload": 4},
    "applied": {"undo": 30, "reopen": 25, "edit": 10, "read": 15, "log": 5},
    "in_progress": {"edit": 5, "read": 5, "look": 5},
    "skipped": {"undo": 40, "reopen": 40, "apply": 10},
    "expired": {"reopen": 1},
}
WAITING = 24
STEP = "recruiter_screen"
PDF = (
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"
    "% {mark}\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


@dataclass(frozen=True)
class Act:
    """One call that writes. `status` is None when the connection broke before the answer came;
    `said` is the text that was written, or the digest of what was uploaded.
    """

    request_id: str
    verb: str
    job: str
    said: str
    begun: datetime
    ended: datetime
    status: int | None

    @property
    def promised(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


@dataclass
class Journal:
    """What all clients did and saw; `seen` is each job's state as last shown to anybody."""

    seen: dict[str, str]
    acts: list[Act] = field(default_factory=list)
    files: list[tuple[str, str, bool]] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def waiting(self) -> int:
        return sum(1 for state in list(self.seen.values()) if state == "processing")


class Client(threading.Thread):
    """Draws a job and something to do with it, again and again."""

    def __init__(self, number: int, *, port: int, journal: Journal, seed: int, pace: float) -> None:
        super().__init__(name=f"client-{number}", daemon=True)
        self._chance, self._port, self._pace = random.Random(f"{seed}-{number}"), port, pace
        self._journal, self._number, self._count = journal, number, 0
        self._line: http.client.HTTPConnection | None = None
        self.over = threading.Event()

    def run(self) -> None:
        ids = sorted(self._journal.seen)
        while not self.over.wait(self._chance.uniform(0, 2 * self._pace)):
            job = self._chance.choice(ids)
            habits = HABITS.get(self._journal.seen[job], {"look": 1})
            verb = self._chance.choices([*habits], weights=[*habits.values()])[0]
            if verb == "process" and self._journal.waiting() > WAITING:
                verb = "look"
            self.do(verb, job)

    def do(self, verb: str, job: str) -> int | None:
        self._count += 1
        mark = f"{self._number}x{self._count}"
        method, path, body, said = _call(verb, job, mark)
        begun = datetime.now(UTC)
        status, content = self._ask(method, path, body, request_id=f"chaos-{mark}")
        self._note(verb, job, status, content)
        if method != "GET":
            act = Act(f"chaos-{mark}", verb, job, said, begun, datetime.now(UTC), status)
            with self._journal.lock:
                self._journal.acts.append(act)
        return status

    def _ask(
        self, method: str, path: str, body: Any, *, request_id: str
    ) -> tuple[int | None, bytes]:
        headers = {"X-Request-Id": request_id, "Prefer": "respond-async"}
        data = json.dumps(body).encode() if body is not None else None
        if data:
            headers["Content-Type"] = "application/json"
        try:
            if self._line is None:
                self._line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
            self._line.request(method, path, body=data, headers=headers)
            answer = self._line.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            self._line = None
            # As anybody who tries again after a moment.
            time.sleep(0.2)
            return None, b""

    def _note(self, verb: str, job: str, status: int | None, content: bytes) -> None:
        journal = self._journal
        with journal.lock:
            journal.answers[f"{verb} {status or 'cut off'}"] += 1
            if status is not None and status >= 500 and status != 503:
                journal.broken.append(f"{verb} {job}: {status} {content[:300]!r}")
            if verb == "read":
                if status == 200:
                    whole = content.rstrip().endswith(b"%%EOF")
                    journal.files.append((job, hashlib.sha256(content).hexdigest(), whole))
                return
            data = json.loads(content).get("data") if content.startswith(b"{") else None
            if isinstance(data, dict) and data.get("id") == job:
                journal.seen[job] = data["status"]
        if status == 409:
            # Somebody else was faster: look.
            self.do("look", job)


def _call(verb: str, job: str, mark: str) -> tuple[str, str, Any, str]:
    """Method, path, body, and what is written by it."""
    place = f"/api/jobs/{job}"
    if verb == "edit":
        said = f"Engineer {mark}z"
        return "PATCH", place, {"tailoredHeadline": said}, said
    if verb in ("cancel", "reopen"):
        return "PATCH", place, {"status": "discovered"}, ""
    if verb == "upload":
        content = PDF.replace("{mark}", mark).encode()
        body = {"fileName": "own.pdf", "dataBase64": base64.b64encode(content).decode()}
        return "POST", f"{place}/pdf", body, hashlib.sha256(content).hexdigest()
    if verb == "log":
        return "POST", f"{place}/stages", {"toStage": STEP}, ""
    if verb == "undo":
        return "POST", f"{place}/undo", {}, ""
    ways = {
        "process": ("POST", f"{place}/process"),
        "redo": ("POST", f"{place}/process?replaceUploaded=1"), "apply": ("POST", f"{place}/apply"),
        "skip": ("POST", f"{place}/skip"), "rescore": ("POST", f"{place}/rescore"),
        "print": ("POST", f"{place}/generate-pdf?replaceUploaded=1"),
        "read": ("GET", f"{place}/pdf"), "look": ("GET", place),
    }  # fmt: skip
    return (*ways[verb], None, "")
