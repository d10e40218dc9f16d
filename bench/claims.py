"""How much of what is untrue the truth guard finds, and how often it blocks an honest text.

    python -m bench claims [--half tuning|final|both] [--show]

The set is in `bench/claims_set`. A corruption counts as found when the text is blocked for the
very part that is untrue; "blocked at all" counts any reason. `--show` prints what was missed or
blocked wrongly in the tuning half; texts of the final half are never printed, or tuning would
reach them.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.claims_rows import HALVES, Row, personas, rows
from tailoring.claims import base, guard


@dataclass(frozen=True)
class Outcome:
    """What the guard said of a row; `found` is blocked for the right reason."""

    row: Row
    blocked: bool
    found: bool
    why: tuple[str, ...]
    seconds: float


Test = Callable[[Outcome], bool]


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench claims")
    parser.add_argument("--half", choices=(*HALVES, "both"), default="both")
    parser.add_argument("--show", action="store_true", help="misses of the tuning half")
    given = parser.parse_args()
    corrupted, honest = measured("corrupted"), measured("honest")
    columns = (*HALVES, "both") if given.half == "both" else (given.half,)
    for line in table(corrupted, honest, columns=columns):
        print(line)
    if given.show and given.half != "final":
        show("Missed", [one for one in corrupted if not one.found])
        show("Blocked wrongly", [one for one in honest if one.blocked])


def measured(name: str) -> list[Outcome]:
    known = {key: base.of(raw) for key, raw in personas().items()}
    return [outcome(row, known=known[row["persona"]]) for row in rows(name)]


def outcome(row: Row, *, known: base.FactBase) -> Outcome:
    started = time.perf_counter()
    if row["where"] == "bullets":
        lost = guard.dropped(row["before"], row["after"])
        return Outcome(row, bool(lost), bool(lost), tuple(lost), time.perf_counter() - started)
    report = guard.check(
        row["after"],
        known=known,
        item=row["item"] or None,
        before=row["before"],
        where=row["where"],
        language=row["language"],
    )
    seconds = time.perf_counter() - started
    wrong = [one for one in report.findings if one.state == "unsupported"]
    found = report.blocked and any(concerns(one, row) for one in wrong)
    why = tuple(f"{one.claim.kind} “{one.claim.text}”: {one.why}" for one in wrong)
    return Outcome(row, report.blocked, found, why, seconds)


def concerns(finding: guard.Finding, row: Row) -> bool:
    """Lost words stand nowhere, so for them the kind of the finding must do."""
    if row["kind"] == "lost-limit":
        return finding.claim.kind == "limit"
    start = row["after"].find(row["what"]) if row["what"] else -1
    end = start + len(row["what"])
    return start >= 0 and finding.claim.start < end and finding.claim.end > start


def table(
    corrupted: Sequence[Outcome], honest: Sequence[Outcome], *, columns: Sequence[str]
) -> list[str]:
    """A row for all, each kind and each language; a column for each half."""

    def line(name: str, given: Sequence[Outcome], good: Test) -> str:
        return f"{name:24}" + "".join(cell(part(given, half), good) for half in columns)

    out = [f"{'':24}" + "".join(f"{half:>20}" for half in columns)]
    out += [line("recall", corrupted, is_found), line("  blocked at all", corrupted, is_blocked)]
    for key in ("kind", "language"):
        out += [line(f"  {name}", some, is_found) for name, some in by(corrupted, key)]
    out.append(line("false blocks", honest, is_blocked))
    for key in ("kind", "language"):
        out += [line(f"  {name}", some, is_blocked) for name, some in by(honest, key)]
    micros = sorted(one.seconds * 1e6 for one in (*corrupted, *honest))
    middle, late = micros[len(micros) // 2], micros[int(len(micros) * 0.95)]
    out.append(f"one check: median {middle:,.0f} µs, 95 % within {late:,.0f} µs")
    return out


def is_found(one: Outcome) -> bool:
    return one.found


def is_blocked(one: Outcome) -> bool:
    return one.blocked


def part(given: Sequence[Outcome], half: str) -> list[Outcome]:
    return [one for one in given if half in (one.row["half"], "both")]


def by(given: Sequence[Outcome], key: str) -> list[tuple[str, list[Outcome]]]:
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for one in given:
        groups[one.row[key]].append(one)
    return sorted(groups.items())


def cell(given: Sequence[Outcome], good: Test) -> str:
    return f"{share(given, good):12.3f} {sum(map(good, given)):3}/{len(given):3}"


def share(given: Sequence[Outcome], good: Test) -> float:
    return sum(map(good, given)) / len(given) if given else 0.0


def show(title: str, given: Sequence[Outcome]) -> None:
    mine = part(given, "tuning")
    print(f"{title}, tuning half: {len(mine)}")
    for one in mine:
        print(f"  {one.row['id']} {one.row['kind']} {one.row['where']}")
        print(f"    before {one.row['before']}\n    after  {one.row['after']}")
        print(f"    untrue {one.row['what']}\n    said   {'; '.join(one.why)}")


if __name__ == "__main__":
    main()
