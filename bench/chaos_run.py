"""One installation through one storm: `python -m bench.chaos_run` is what `bench.chaos` starts."""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import django

from bench.chaos_clients import Client, Journal
from bench.chaos_house import House
from bench.installation import ROOT, SHORT, run
from tests.outside.server import Reply, Seen, Server

CLIENTS, LATE_ONCE = 4, 40


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser()
    for name, kind, default in (
        ("jobs", int, 500), ("seconds", float, 300.0), ("seed", int, 1), ("groups", int, 1),
        ("workers", int, 2), ("every", float, 3.0), ("pace", float, 0.15), ("settle", float, 240.0),
    ):  # fmt: skip
        parser.add_argument(f"--{name}", type=kind, default=default)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--faulty", action="store_true")
    given = parser.parse_args(arguments)
    with receiver(faulty=given.faulty) as (hook, received):
        house = House(given.folder, given.port, uuid4().hex)
        env = {
            "JOBOPS_WORKERS": str(given.workers),
            "JOB_COMPLETE_WEBHOOK_URL": f"{hook}/hook",
            "JOBOPS_WEBHOOK_PRIVATE_HOSTS": "127.0.0.1",
            **({"DATABASE_URL": os.environ["DATABASE_URL"]} if _elsewhere() else {}),
        }
        os.environ.update(house.env(env), DJANGO_SETTINGS_MODULE="jobops.settings")
        run(["prepare"], dict(os.environ))
        run(["import_resume", str(ROOT / SHORT)], dict(os.environ))
        django.setup()
        found = storm(house, env, given, received)
    print(json.dumps(found), flush=True)
    return 0


def storm(
    house: House, env: dict[str, str], given: argparse.Namespace, received: list[Any]
) -> dict[str, Any]:
    from bench import chaos_checks as checks
    from bench.chaos_rows import seeded

    ids = seeded(given.jobs)
    journal = Journal(dict.fromkeys(ids, "discovered"))
    try:
        house.start(env, groups=given.groups)
        blows = blown(house, journal, given)
        say("the storm is over")
        house.wait()
        settled = quiet(given.settle)
        say(f"quiet after {settled:.1f} s")
        rested = finished(house, journal, given) if not checks.unsettled() else 0.0
        orphans = house.orphans()
        say(f"the rest was done in {rested:.1f} s")
        rows = after(journal, ids, received)
        rows += doctors(dict(os.environ))
        say("checked")
    finally:
        left = house.stop()
        say("stopped")
    rows.append(simple("no process left over", house.units[0].starts, orphans + left))
    # The next browser that starts removes what killed ones could not; here it is the check-up's.
    _manage(["doctor"], dict(os.environ))
    from bench.chaos_files import leftovers

    rows += leftovers(house.folder / "tmp")
    return {
        "killed": dict(house.killed), "starts": [unit.starts for unit in house.units],
        "blows": blows, "settled": round(settled, 1), "finished": round(rested, 1),
        "acts": len(journal.acts), "answers": dict(sorted(journal.answers.items())),
        "resent": len(received) - len({pk for pk, _, _ in received}),
        "checks": [vars(one) for one in rows],
    }  # fmt: skip


def blown(house: House, journal: Journal, given: argparse.Namespace) -> int:
    """Kill at drawn moments while clients work; how many kills."""
    chance, blows = random.Random(given.seed), 0
    clients = [
        Client(number, port=house.port, journal=journal, seed=given.seed, pace=given.pace)
        for number in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    end = time.monotonic() + given.seconds
    while time.monotonic() < end:
        time.sleep(chance.uniform(0.1, 2 * given.every))
        blows += bool(house.strike(chance))
    for client in clients:
        client.over.set()
    for client in clients:
        client.join()
    return blows


def quiet(seconds: float) -> float:
    """Seconds until nothing is under way any more, at most `seconds`; twice in a row, because an
    end may begin something.
    """
    from bench import chaos_checks as checks

    begun, calm = time.monotonic(), 0
    while time.monotonic() < begun + seconds:
        calm = 0 if checks.unsettled() else calm + 1
        if calm > 5:
            break
        time.sleep(0.3)
    return time.monotonic() - begun


def finished(house: House, journal: Journal, given: argparse.Namespace) -> float:
    """Process whatever is still Discovered: a job that a storm left unusable would show here."""
    from orchestrator.models import Job

    last = Client(99, port=house.port, journal=journal, seed=given.seed, pace=given.pace)
    begun = time.monotonic()
    for pk in Job.objects.filter(status="discovered").values_list("pk", flat=True):
        last.do("redo", str(pk))
    quiet(given.settle)
    return time.monotonic() - begun


def after(journal: Journal, ids: list[str], received: list[Any]) -> list[Any]:
    from bench import chaos_checks as checks
    from bench.chaos_files import printed, served
    from orchestrator.models import Job

    events = checks.all_events()
    unready = Job.objects.filter(status="discovered").values_list("pk", "last_error")
    return [
        checks.lost(ids), checks.stuck(), checks.chains(events), checks.numbers(),
        *checks.promises(journal, events), checks.headlines(journal, events),
        checks.applied(events), checks.steps(journal), checks.messages(events, received),
        checks.answers(journal), printed(journal), served(journal),
        simple("everything can still be processed", len(ids), [str(one) for one in unready]),
    ]  # fmt: skip


def doctors(env: dict[str, str]) -> list[Any]:
    """What the check-up says, the deep one too where there is one."""
    known = _manage(["doctor", "--help"], env)[1]
    found = []
    for more in ([], ["--deep"]) if "--deep" in known else ([],):
        code, said = _manage(["doctor", *more], env)
        lines = [line for line in said.splitlines() if line.startswith("failed")]
        found.append(simple(" ".join(["doctor", *more]), 1, (lines or [said]) if code else []))
    return found


def _manage(arguments: list[str], env: dict[str, str]) -> tuple[int, str]:
    said = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, capture_output=True, text=True
    )  # fmt: skip
    return said.returncode, said.stdout + said.stderr[-2000:]


def simple(name: str, seen: int, wrong: list[str]) -> Any:
    from bench.chaos_checks import Check

    return Check(name, seen, wrong)


@contextmanager
def receiver(*, faulty: bool) -> Iterator[tuple[str, list[Any]]]:
    """A program of the owner's that hears of applications; now and then it is not at home."""
    received: list[Any] = []

    def take(seen: Seen) -> Reply:
        status = 503 if faulty and len(received) % LATE_ONCE == LATE_ONCE - 1 else 200
        received.append((seen.headers["x-jobops-delivery"], seen.body, status))
        return Reply(status=status)

    with Server().on("POST", "/hook", take) as server:
        yield server.url, received


def say(what: str) -> None:
    print(f"{datetime.now():%H:%M:%S} {what}", file=sys.stderr, flush=True)


def _elsewhere() -> bool:
    return bool(os.environ.get("DATABASE_URL"))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
