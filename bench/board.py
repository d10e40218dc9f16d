"""The board with 500 applications among other jobs, through one kept-open connection.

python -m bench board [--cards 500] [--rounds 25]
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from typing import Any
from urllib.parse import urlencode

from bench.installation import Installation, environment, figures, installation, run, table

URL = "/applications/in-progress"
PATHS = {
    "whole page": URL,
    "only what is due": f"{URL}?due=1",
    "words, by employer": f"{URL}?q=engineer&sort=employer",
    "with every closed one": f"{URL}?closed=all",
}
# Jobs that are seeded for each application among them.
PER_CARD = 10


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="bench board")
    parser.add_argument("--cards", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=25)
    given = parser.parse_args(arguments)
    with installation(jobs=given.cards * PER_CARD) as found:
        wanted = environment(found.folder, found.port, {})
        run(["shell", "-c", "from bench.board_rows import fill; fill()"], wanted)
        rows = [timed(found, name, path, rounds=given.rounds) for name, path in PATHS.items()]
        table([*rows, moved(found, rounds=given.rounds)])


def timed(found: Installation, name: str, path: str, *, rounds: int) -> dict[str, Any]:
    line, times, content, worked = found.keep_open(), list[float](), b"", 0.0
    for number in range(rounds + 1):
        worked = found.cpu() if number == 1 else worked
        started = time.perf_counter()
        line.request("GET", path)
        answer = line.getresponse()
        content = answer.read()
        times.append(time.perf_counter() - started)
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")
    spent = (found.cpu() - worked) / rounds * 1000
    cards, size = content.count(b'class="tile"'), round(len(content) / 1024)
    return {**figures(name, times[1:]), "processor ms": round(spent), "cards": cards, "KB": size}


def moved(found: Installation, *, rounds: int) -> dict[str, Any]:
    """One card to and fro, each time with the whole board as the answer."""
    line, times = found.keep_open(), []
    line.request("GET", URL)
    lane = line.getresponse().read().decode().partition('id="lane-offer"')[2]
    card = re.search(rf'href="({URL}/[0-9a-f-]+/move)"', lane)
    if card is None:
        raise SystemExit("the last lane has no card")
    headers = {"HX-Request": "true", "Content-Type": "application/x-www-form-urlencoded",
               **found.forms()}  # fmt: skip
    for number in range(rounds + 1):
        ends = ("offer", "onsite") if number % 2 == 0 else ("onsite", "offer")
        started = time.perf_counter()
        body = urlencode(dict(zip(("seen", "stage"), ends, strict=True)))
        line.request("POST", card[1], body=body, headers=headers)
        answer = line.getresponse()
        answer.read()
        times.append(time.perf_counter() - started)
        if answer.status != 200:
            raise SystemExit(f"move: {answer.status}")
    return figures("a card moved", times[1:])


if __name__ == "__main__":
    main(sys.argv[1:])
