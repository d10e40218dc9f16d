"""How well mails are routed: their class, their job, and what is done without asking.

    python -m bench mail [--half tuning|held_out|both] [--show]

The set is in `bench/mail_set`. By rules alone, and with a model too when LLM_BASE_URL and LLM_MODEL
name one. `--show` prints the mails of the tuning half that were taken for something else; those of
the held-out half are never printed, or tuning would reach them.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from bench.mail_figures import CLASSES, Routed, confusion, f1, figures, macro_f1, share
from bench.mail_rows import LABELS, Row, candidates, known, mail, rows, shared
from bench.mail_wordings import HALVES, LANGUAGES
from bench.ranking import Unrecorded
from jobops.lib.llm import Endpoint, Gateway
from orchestrator.inbox.mails import mime
from orchestrator.inbox.routes.router import route
from orchestrator.inbox.routes.routing import VERSION, Known, Routing

NAMES = {
    "macro_f1": "macro-F1 over the classes, at least 0.85",
    "wrong_automatic": "wrong automatic transitions of all automatic, at most 0.01",
    "auto_linked": "linked without asking, of those that can be, at least 0.40",
    "right_job": "the right job, of those linked without asking, at least 0.99",
    "first_suggestion": "the right job suggested first, at least 0.90",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench mail")
    parser.add_argument("--half", choices=(*HALVES, "both"), default="both")
    parser.add_argument("--show", action="store_true", help="misses of the tuning half")
    given = parser.parse_args()
    print(f"Version {VERSION} of the rules.")
    model = gateway()
    for half in HALVES if given.half == "both" else (given.half,):
        by_rules = routed(rows(half))
        tell(half, by_rules)
        if model:
            tell(f"{half}, with the model", routed(rows(half), model))
        if given.show and half == "tuning":
            show(by_rules)
    for name in ("real", "synthetic"):
        elsewhere(name)


def gateway() -> Gateway | None:
    address, name = os.environ.get("LLM_BASE_URL"), os.environ.get("LLM_MODEL")
    if not address or not name:
        print("By rules only: LLM_BASE_URL and LLM_MODEL are not set.")
        return None
    endpoint = Endpoint(address, os.environ.get("LLM_API_KEY", ""), name, 60.0)
    return Gateway(endpoint, Unrecorded(), cancelled=None)


def routed(given: Sequence[Row], model: Gateway | None = None) -> list[Routed]:
    return [_routed(row, model) for row in given]


def _routed(row: Row, model: Gateway | None) -> Routed:
    now = datetime.fromisoformat(row["date"]) + timedelta(minutes=5)
    found = route(mail(row), candidates=candidates(row), known=known(row), gateway=model, now=now)
    return Routed(row, found)


def tell(title: str, given: Sequence[Routed]) -> None:
    print(f"\n{title}: {len(given)} mails, {sum(one.is_automatic for one in given)} automatic")
    for name, value in vars(figures(given)).items():
        print(f"  {value:6.3f}  {NAMES[name]}")
    for language in LANGUAGES:
        of_it = [one for one in given if one.row["language"] == language]
        print(f"  {macro_f1(of_it):6.3f}  macro-F1, {language}, {len(of_it)} mails")
    hard = [one for one in given if one.row["hard"]]
    print(f"  {macro_f1(hard):6.3f}  macro-F1 of the {len(hard)} hard ones")
    table(given)


def table(given: Sequence[Routed]) -> None:
    """Rows: what it is; columns: what it was taken for."""
    counts, scores = confusion(given), f1(given)
    print(f"  {'':11}" + "".join(f"{name[:9]:>10}" for name in CLASSES) + "        F1")
    for name in scores:
        cells = "".join(f"{counts[name, other] or '.':>10}" for other in CLASSES)
        print(f"  {name:11}{cells}{scores[name]:10.3f}")


def show(given: Sequence[Routed]) -> None:
    for one in given:
        wrong_job = one.row["job"] and not one.suggests_its_job
        if one.predicted != one.row["class"] or one.is_wrong or wrong_job:
            mark = "WRONG " if one.is_wrong else ""
            print(f"{mark}{one.row['id']}: {one.row['class']}, taken for {one.predicted}")
            print(f"    {one.routing.decision} {one.routing.target} link {one.routing.link}")
            print(f"    rule {one.routing.rule_id or 'none'}, class {one.routing.cls}")


def elsewhere(name: str) -> None:
    """Mails of other authors. Most have no sender and no subject, so only their class is asked."""
    given = [row for row in shared(name) if row["label"] in LABELS]
    if not given:
        print(f"\nThe {name} mails of other authors are skipped: they are not here.")
        return
    began = time.perf_counter()
    found = [
        Routed({"class": LABELS[row["label"]], "accepted": ()}, _of_text(row)) for row in given
    ]
    took = (time.perf_counter() - began) / len(given)
    print(f"\n{name} mails of other authors: {len(given)}, {took * 1e3:.1f} ms each")
    right = share(found, lambda one: one.predicted == one.row["class"])
    print(f"  {right:6.3f}  of the right class\n  {macro_f1(found):6.3f}  macro-F1")
    table(found)


def _of_text(row: Row) -> Routing:
    read = mime.from_text(row["body"], subject=row["subject"] or "", sender=row.get("from_") or "")
    return route(read, candidates=(), known=Known(), now=datetime.now().astimezone())


if __name__ == "__main__":
    main()
