"""Readers of many replies at once, in a process of their own so that what they cost is not the
server's: `python -m bench.chat_readers` reads `port, token, job` lines and prints delays as JSON.
"""

from __future__ import annotations

import http.client
import json
import sys
import threading
import time

STAMP_DIGITS = 19


def main() -> None:
    asked = [line.split() for line in sys.stdin if line.strip()]
    found: list[dict[str, object]] = [{} for _ in asked]
    threads = [
        threading.Thread(target=follow, args=(*one, found[n])) for n, one in enumerate(asked)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps(found))


def follow(port: str, token: str, job: str, found: dict[str, object]) -> None:
    """Ask once and read to the end. `first` and `all`: seconds from the model to here."""
    line = http.client.HTTPConnection("127.0.0.1", int(port), timeout=120)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    body = json.dumps({"content": "Write me a few words about this job.", "stream": True})
    asked = time.time()
    line.request("POST", f"/api/jobs/{job}/chat/messages", body=body, headers=headers)
    answer = line.getresponse()
    if answer.status != 200:
        found["refused"] = answer.status
        return
    delays: list[float] = []
    text = ""
    for raw in answer:
        if not raw.startswith(b"data: "):
            continue
        frame = json.loads(raw[6:])
        now = time.time()
        found.setdefault(frame["type"], now - asked)
        if frame["type"] == "delta":
            delays += arrived(frame["delta"], now)
            text += frame["delta"]
        elif frame["type"] in ("completed", "cancelled", "error"):
            found["ending"] = frame["type"]
            kept = (frame.get("message") or {}).get("content", "")
            found["same"] = kept.strip() == text.strip()
            break
    line.close()
    found["first"] = delays[0] if delays else None
    found["all"] = delays


def arrived(delta: str, now: float) -> list[float]:
    stamps = (word[1:] for word in delta.split() if word.startswith("t"))
    return [now - int(one) / 1e9 for one in stamps if len(one) == STAMP_DIGITS]


if __name__ == "__main__":
    main()
