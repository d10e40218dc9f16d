"""Reading a mailbox on a real mail server: the first time, again, and with its worker killed.

    python -m bench.sync [--sizes 1000 10000]

The server is Dovecot, with one mail in twenty about an application; without it nothing is measured.
Memory is the highest of any process of the pool, over what that process had before.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil

from bench.installation import ROOT, SHORT, Installation, environment, installation, table
from tests.outside.dovecot import PASSWORD, PROGRAM, Dovecot

NEW = 20
AT = datetime.now(UTC) - timedelta(days=30)
PLANS = "Hello Ada, the plan for the weekend is as we said. Bring the tent. " * 30
INVITES = "Thank you for applying. We would like to invite you to a technical interview next week. "


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000])
    given = parser.parse_args(arguments)
    if not Path(PROGRAM).exists():
        print("Skipped: Dovecot is not installed.")
        return
    with tempfile.TemporaryDirectory(prefix="jobops-mail-") as folder:
        server = Dovecot(Path(folder))
        server.wait()
        try:
            found = [row for size in given.sizes for row in measured(server, size)]
        finally:
            server.stop()
    table(found)


def measured(server: Dovecot, size: int) -> list[dict[str, Any]]:
    user = server.user()
    server.fill(user, [source(number) for number in range(size)], at=AT)
    return [first_and_next(server, user, size), killed(server, user, size)]


def first_and_next(server: Dovecot, user: str, size: int) -> dict[str, Any]:
    with installation(jobs=50, resume=SHORT) as found:
        act(found, connected(server, user))
        before = memory(found)
        run = act(found, f"begin({size})")
        first = act(found, f"finish({run!r})")
        grown = growth(before, memory(found))
        nothing = act(found, "again()")
        server.put(user, *(source(size + number) for number in range(NEW)))
        some = act(found, "again()")
    expect(first, met=size)
    expect(nothing, met=0)
    expect(some, met=NEW)
    return {
        "mails": size, "what": "read whole", "s": first["s"], "per 1,000 s": per(first, size),
        "MiB": grown, "rows": first["rows"], "hashes": first["hashes"],
        "again, nothing new": f"{nothing['s']} s, {nothing['calls']} calls",
        f"again, {NEW} new": f"{some['s']} s, {some['calls']} calls",
    }  # fmt: skip


def killed(server: Dovecot, user: str, size: int) -> dict[str, Any]:
    """The same with a kill -9 of the process that reads when a third is done."""
    with installation(jobs=50, resume=SHORT) as found:
        act(found, connected(server, user))
        last = act(found, f"killed({size + NEW}, enough={size // 3})")
    expect(last, met=size + NEW)
    return {
        "mails": size, "what": f"killed at {last['at']:,}", "s": last["s"],
        "per 1,000 s": per(last, size + NEW), "rows": last["rows"], "hashes": last["hashes"],
    }  # fmt: skip


def expect(found: dict[str, Any], *, met: int) -> None:
    """Nothing lost and nothing twice."""
    lost = found["status"] != "completed" or found["met"] != met
    if lost or found["steps"] > found["rows"]:
        raise SystemExit(f"{met} mails were there, and this came of them: {found}")


def source(number: int) -> bytes:
    about = number % 20 == 0
    sender = "Acme Jobs <jobs@acme.com>" if about else "Ben <ben@friends.example>"
    subject = f"Your application at Acme ({number})" if about else f"Weekend {number}"
    date = (AT + timedelta(seconds=number)).strftime("%a, %d %b %Y %H:%M:%S +0000")
    return (
        f"Message-ID: <{number}@mail.example>\r\nFrom: {sender}\r\nTo: ada@mail.example\r\n"
        f"Subject: {subject}\r\nDate: {date}\r\n\r\n{INVITES if about else ''}{PLANS}\r\n"
    ).encode()


def connected(server: Dovecot, user: str) -> str:
    return f"connect({server.plain}, user={user!r}, password={PASSWORD!r})"


def act(found: Installation, what: str) -> Any:
    """One of bench.sync_acts, in a process of its own; what it said."""
    name = what.partition("(")[0]
    said = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c",
         f"from bench.sync_acts import {name}; {what}"],
        cwd=ROOT, env=environment(found.folder, found.port, {}), check=True, text=True,
        stdout=subprocess.PIPE,
    ).stdout.splitlines()  # fmt: skip
    return json.loads(said[-1]) if said else None


def memory(found: Installation) -> dict[int, tuple[float, float]]:
    """What each process has now and had at most, in MiB."""
    sizes: dict[int, tuple[float, float]] = {}
    for one in psutil.Process(found.process.pid).children(recursive=True):
        with suppress(OSError):
            rows = dict(
                row.split(":", 1)
                for row in Path(f"/proc/{one.pid}/status").read_text().splitlines()
            )
            sizes[one.pid] = tuple(int(rows[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))  # type: ignore[assignment]
    return sizes


def growth(before: dict[int, tuple[float, float]], after: dict[int, tuple[float, float]]) -> float:
    grown = [after[pid][1] - now for pid, (now, _) in before.items() if pid in after]
    return round(max(grown), 1)


def per(found: dict[str, Any], size: int) -> float:
    return round(found["s"] / size * 1000, 2)


if __name__ == "__main__":
    main(sys.argv[1:])
