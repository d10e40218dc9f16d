"""The API and the pages through the real server: one installation per size, the same requests on
each.

    python -m bench api [--sizes 1000,10000,50000]

Reads and writes are timed on one kept-open connection; `process` includes the claim, the queue, the
texts, the print, the check and the commit, up to the 200 answer.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from typing import Any

from bench.installation import LONG, ROOT, SHORT, Installation, figures, installation, table


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="bench api")
    parser.add_argument("--sizes", default="1000,10000,50000")
    parser.add_argument("--rounds", type=int, default=100)
    given = parser.parse_args(arguments)
    rows: list[dict[str, Any]] = []
    for size in map(int, given.sizes.split(",")):
        with installation(jobs=size) as found:
            rows += reads(found, size=size, rounds=given.rounds)
    for pages, resume in (("1 page", SHORT), ("3 pages", LONG)):
        with installation(jobs=300, resume=resume) as found:
            rows += processing(found, f"process, rules, {pages}")
        with (
            model(delay=0.2) as base,
            installation(
                jobs=300, resume=resume, LLM_BASE_URL=base, LLM_MODEL="stub-model"
            ) as found,
        ):
            rows += processing(found, f"process, model of 200 ms, {pages}")
    rows += still()
    table(rows)


def reads(found: Installation, *, size: int, rounds: int) -> list[dict[str, Any]]:
    line = found.keep_open()
    listed = found.request("GET", "/api/jobs?status=discovered&limit=5", connection=line)[1]
    pk = listed["data"]["jobs"][0]["id"]
    rows = []
    for name, method, path, body in (
        ("GET job", "GET", f"/api/jobs/{pk}", None),
        ("PATCH job", "PATCH", f"/api/jobs/{pk}", "changing"),
        ("GET list", "GET", "/api/jobs", None),
        ("GET list, words", "GET", "/api/jobs?q=railways+engineer", None),
        ("page: list", "GET", "/jobs/discovered", None),
        ("page: panel", "GET", f"/jobs/discovered/{pk}", None),
    ):
        times, size_bytes = [], 0
        for number in range(rounds if "list" not in name or size < 50_000 else rounds // 2):
            sent = {"tailoredHeadline": f"Headline {number}"} if body else None
            status, answer, took = found.request(method, path, sent, connection=line)
            if status != 200:
                raise SystemExit(f"{name}: {status} {answer}")
            times.append(took)
            size_bytes = answer.get("bytes", 0)
        rows.append(
            {"jobs": size, **figures(name, times[5:])}
            | ({"KB": round(size_bytes / 1024)} if size_bytes else {})
        )
    return rows


def processing(found: Installation, name: str, rounds: int = 40) -> list[dict[str, Any]]:
    line = found.keep_open()
    listed = found.request(
        "GET", f"/api/jobs?status=discovered&limit={rounds + 10}", connection=line
    )[1]
    times = []
    for job in listed["data"]["jobs"]:
        status, answer, took = found.request(
            "POST", f"/api/jobs/{job['id']}/process", connection=line
        )
        if status != 200 or answer["data"]["status"] != "ready":
            raise SystemExit(f"process: {status} {answer}")
        times.append(took)
    # The first requests start each worker's browser; they are shown by themselves.
    return [
        figures(f"{name}, first", times[:2]),
        figures(name, times[10:]),
    ]


def still() -> list[dict[str, Any]]:
    """An installation that was just started and has nothing to do; no browser runs."""
    with installation() as found:
        pss = found.memory()
        return [
            {"what": "start to healthy, s", "p50 ms": round(found.healthy_after, 2)},
            {"what": "idle memory, MiB PSS", "n": len(pss), "p50 ms": round(sum(pss.values()))},
        ]


class model:  # noqa: N801  reads as the verb it is used as
    """The scripted model of the tests, as a process of its own."""

    def __init__(self, *, delay: float) -> None:
        self.delay = delay

    def __enter__(self) -> str:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.outside.model", "--delay", str(self.delay)],
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()


if __name__ == "__main__":
    main(sys.argv[1:])
