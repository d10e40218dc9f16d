"""Actions on many jobs through the real server and worker, at several sizes.

    python -m bench bulk [--sizes 1000,10000,50000]

Each figure is the whole request: check, rows, queue, every item, and the answer with its jobs.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from typing import Any

from bench.installation import Installation, figures, installation, table

MANY, SOME, ROUNDS = 500, 100, 3


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="bench bulk")
    parser.add_argument("--sizes", default="1000,10000,50000")
    given = parser.parse_args(arguments)
    rows: list[dict[str, Any]] = []
    for size in map(int, given.sizes.split(",")):
        with installation(jobs=size) as found:
            rows += measured(found, size=size)
    table(rows)


def measured(found: Installation, *, size: int) -> list[dict[str, Any]]:
    ids = discovered(found, MANY)
    times: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for action in ("skip", "undo", "apply", "undo"):
            times.setdefault(f"{action} {MANY}", []).append(act(found, action, ids))
    for _ in range(ROUNDS):
        times.setdefault(f"rescore {SOME}, rules", []).append(act(found, "rescore", ids[:SOME]))
    first, whole = zip(*(streamed(found, action, ids) for action in ("skip", "undo")), strict=True)
    times["stream: first frame"], times[f"stream: all of {MANY}"] = [*first], [*whole]
    return [{"jobs": size, **figures(name, seconds)} for name, seconds in times.items()]


def discovered(found: Installation, count: int) -> list[str]:
    answer = found.request("GET", f"/api/jobs?status=discovered&limit={count}")[1]
    return [job["id"] for job in answer["data"]["jobs"]]


def act(found: Installation, action: str, ids: list[str]) -> float:
    wanted = {"action": action, "jobIds": ids}
    status, answer, took = found.request("POST", "/api/jobs/actions", wanted)
    if status != 200 or answer["data"]["failed"]:
        raise SystemExit(f"{action}: {status} {str(answer)[:400]}")
    return took


def streamed(found: Installation, action: str, ids: list[str]) -> tuple[float, float]:
    """Seconds to the first frame, and to the last."""
    line = found.keep_open()
    began = time.perf_counter()
    wanted = json.dumps({"action": action, "jobIds": ids}).encode()
    line.request(
        "POST", "/api/jobs/actions/stream", body=wanted,
        headers={"Content-Type": "application/json"},
    )  # fmt: skip
    answer = line.getresponse()
    answer.readline()
    first = time.perf_counter() - began
    content = answer.read()
    line.close()
    if f'"succeeded":{len(ids)}'.encode() not in content:
        raise SystemExit(f"{action}: the stream ended early")
    return first, time.perf_counter() - began


if __name__ == "__main__":
    main(sys.argv[1:])
