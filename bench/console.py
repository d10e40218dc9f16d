"""The operations console over a house of 100,000 jobs and 300,000 events: each list, filter and
search as the owner of the house would open it, with its queries and its time in the server.

    python -m bench console [--jobs 100000]
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

ROUNDS = 5
MOST_QUERIES, MOST_MS = 15, 300
RAM = Path("/dev/shm")
REQUEST = "bench-request"


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="bench console")
    parser.add_argument("--jobs", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="fill it once, measure it again, keep it")
    given = parser.parse_args(arguments)
    ram = RAM if RAM.is_dir() else None
    folder = given.folder or Path(tempfile.mkdtemp(prefix="jobops-bench-", dir=ram))
    os.environ |= {"JOBOPS_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "jobops.settings",
                   "LOG_LEVEL": "error"}  # fmt: skip
    try:
        measure(folder, count=given.jobs)
    finally:
        if given.folder is None:
            shutil.rmtree(folder, ignore_errors=True)


def measure(folder: Path, *, count: int) -> None:
    # The data folder has to be named before these look for it.
    import django

    django.setup()
    from bench import console_rows

    begun = time.perf_counter()
    known = console_rows.known() or console_rows.fill(count)
    size = (folder / "jobops.sqlite3").stat().st_size / 1024**2
    print(f"{count:,} jobs, {size:,.0f} MiB, filled in {time.perf_counter() - begun:.0f} s")
    rows = [
        console_rows.timed(name, path, rounds=ROUNDS)
        for name, path in pages(known, deep=min(150, count // 100))
    ]
    sys.stdout.flush()
    print("| Page | Queries | p50 ms | worst ms |")
    print("|---|---|---|---|")
    for name, queries, middle, worst in rows:
        mark = "" if worst <= MOST_MS and queries <= MOST_QUERIES else " ←"
        print(f"| {name} | {queries} | {middle:.0f} | {worst:.0f}{mark} |")


def pages(known: dict[str, str], *, deep: int) -> Iterator[tuple[str, str]]:
    """Name and address; `known` are ids of rows that exist, `deep` a page far down."""
    o = "/admin/orchestrator"
    yield "overview", "/admin/"
    for list_name in ("job", "jobevent", "operation", "pipelinerun", "runitem", "llmcall", "note",
                      "regenerationrequest", "stageevent", "todo", "document"):  # fmt: skip
        yield f"list of {list_name}", f"{o}/{list_name}/"
    yield "list of renderedpdf", "/admin/pdfs/renderedpdf/"
    yield f"jobs, page {deep}", f"{o}/job/?p={deep}"
    yield f"events, page {deep}", f"{o}/jobevent/?p={deep}"
    for choice in ("status__exact=ready", "status__exact=expired", "held=yes", "failed=yes"):
        yield f"jobs, {choice}", f"{o}/job/?{choice}"
    for kind in ("job.created", "pdf.missing"):
        yield f"events, {kind}", f"{o}/jobevent/?kind={kind}"
    for choice in ("status=succeeded", "status=failed", "kind=actions", "stuck=yes"):
        yield f"operations, {choice}", f"{o}/operation/?{choice}"
    for choice in ("state=failed", "state=succeeded", "state=pending"):
        yield f"items, {choice}", f"{o}/runitem/?{choice}"
    for choice in ("pass", "fail", "none"):
        yield f"files, {choice}", f"/admin/pdfs/renderedpdf/?verdict_status={choice}"
    for choice in ("ok", "timeout"):
        yield f"calls, {choice}", f"{o}/llmcall/?result={choice}"
    yield "jobs, word in all", f"{o}/job/?q=engineer"
    yield "jobs, rare word", f"{o}/job/?q=teak+travel"
    yield "jobs, by id", f"{o}/job/?q={known['job']}"
    yield "events, by job", f"{o}/jobevent/?q={known['job']}"
    yield "events, by request", f"{o}/jobevent/?q={REQUEST}"
    yield "events, by operation", f"{o}/jobevent/?q={known['operation']}"
    yield "calls, by request", f"{o}/llmcall/?q={REQUEST}"
    yield "calls, by nobody's id", f"{o}/llmcall/?q={uuid4()}"
    yield "operations, by job", f"{o}/operation/?q={known['job']}"
    yield "items, by job", f"{o}/runitem/?q={known['job']}"
    yield "files, by job", f"/admin/pdfs/renderedpdf/?q={known['job']}"
    yield "find, a job", f"/admin/find/?q={known['job']}"
    yield "find, a request", f"/admin/find/?q={REQUEST}"
    yield "one job", f"{o}/job/{known['job']}/change/"
    yield "one bulk action", f"{o}/operation/{known['bulk']}/change/"


if __name__ == "__main__":
    main(sys.argv[1:])
