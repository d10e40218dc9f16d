"""What goes along with a request, whoever sends it: one body that every endpoint understands."""

from __future__ import annotations

import base64
import json

from tests import make
from tests.acceptance.outcomes.addresses import NOBODY

BARE = ("GET", "HEAD", "OPTIONS", "DELETE")
FILE = base64.b64encode(make.PDF).decode()
# One body that fits every endpoint with a row in its address; its text leads nowhere outside.
BODY = {
    "title": "Mine now", "content": "Mine", "toStage": "offer", "outcome": None, "type": "prep",
    "fileName": "cv.pdf", "mediaType": "application/pdf", "dataBase64": FILE, "baseRevision": 1,
    "document": {"basics": {"name": "Ben"}}, "jobId": NOBODY,
    "mark": "known", "all": True, "decision": "leave_out", "question": "Why?", "answer": "Mine",
    "selectedNoteIds": [], "as": "note", "name": "Mine", "body": "Mine", "text": "http://[::1]/",
    "action": "snooze", "until": "2027-03-01T09:00:00+01:00", "into": NOBODY,
}  # fmt: skip
OF_LETTERS = {**BODY, "decision": "reopen"}
OF_INTERVIEWS = {
    **BODY,
    "type": "panel",
    "outcome": "pass",
    "scheduledAt": "2027-03-01T14:00:00+01:00",
}
# What is put is a row of a score.
ROW = {"scope": "skill", "importance": "must", "label": "met", "text": "Mine", "quote": "Mine",
       "address": "experience/one/description/0", "tags": ["Mine"]}  # fmt: skip


def of(method: str, path: str) -> tuple[bytes, str]:
    """Content and its type: an empty form for a page, JSON for the API."""
    if method in ("POST", "PATCH") and not path.startswith("/api/"):
        return b"", "application/x-www-form-urlencoded"
    body = ROW if method == "PUT" else OF_LETTERS if "/cover-letters/" in path else BODY
    body = OF_INTERVIEWS if "/interviews" in path else body
    return b"" if method in BARE else json.dumps(body).encode(), "application/json"
