"""Asks one site with python-jobspy: `python -m orchestrator.sources.jobspy_child FOLDER`.

A program of its own, because the library brings pandas and its own way to the network. FOLDER
holds ask.json, the arguments of its one function; result.json is written there. It ends with
whoever started it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

try:
    from jobspy import scrape_jobs
except ImportError:
    scrape_jobs = None

LOOK_EVERY = 0.5
ASK, RESULT = "ask.json", "result.json"


def main(folder: Path) -> int:
    _end_with(os.getppid())
    asked = json.loads((folder / ASK).read_text(encoding="utf-8"))
    found = {"rows": [], "error": "not installed"} if scrape_jobs is None else _found(asked)
    unfinished = folder / f"{RESULT}.part"
    unfinished.write_text(json.dumps(found), encoding="utf-8")
    unfinished.rename(folder / RESULT)
    return 0


def _found(asked: dict[str, Any]) -> dict[str, object]:
    try:
        table = scrape_jobs(**asked)
    except Exception as failed:
        # The library runs foreign pages through several parsers; any of them may give up.
        return {"rows": [], "error": f"{type(failed).__name__}: {failed}"[:2_000]}
    site = asked["site_name"]
    rows = json.loads(table.to_json(orient="records", date_format="iso"))
    error = table.attrs.get("errors", {}).get(site)
    warnings = table.attrs.get("warnings", {}).get(site, [])
    return {"rows": rows, "error": error, "warnings": [str(one)[:500] for one in warnings[:20]]}


def _end_with(parent: int) -> None:
    """A worker that is killed cannot end us; then we end our group ourselves."""

    def look() -> None:
        while os.getppid() == parent:
            pause.wait(LOOK_EVERY)
        os.killpg(os.getpgrp(), signal.SIGKILL)

    pause = threading.Event()
    threading.Thread(target=look, daemon=True).start()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
