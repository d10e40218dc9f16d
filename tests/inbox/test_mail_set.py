"""The set that the router of mails is measured by is itself sound."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any
from uuid import UUID

import pytest

from bench.mail_figures import CLASSES
from bench.mail_make import made
from bench.mail_rows import mail, rows
from bench.mail_wordings import HALVES, LANGUAGES, SET, wordings
from orchestrator.inbox.mails.mime import key
from orchestrator.inbox.routes.routing import TARGETS

Row = dict[str, Any]
ROWS = [row for half in HALVES for row in rows(half)]
HARD = [row for row in ROWS if row["hard"]]
KINDS_OF_HARD = {
    "same_employer_twice", "reference_number", "late_acknowledgement", "reschedule", "forwarded",
    "quoted_rejection", "alert_of_employer", "injection", "forged_sender", "conditional",
    "two_languages",
}  # fmt: skip


def sentences(text: str) -> set[str]:
    """Sentences long enough to be somebody's wording rather than a greeting."""
    plain = re.sub(r"\{\w+\}|[>*-]", " ", text)
    found = {" ".join(re.findall(r"\w+", one.lower())) for one in re.split(r"[.!?\n:,;]", plain)}
    return {one for one in found if len(one.split()) >= 8}


def test_it_is_large_enough_in_every_language() -> None:
    assert len(ROWS) >= 440
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    assert min(Counter(row["language"] for row in ROWS)[one] for one in LANGUAGES) >= 100


@pytest.mark.parametrize("half", HALVES)
def test_each_half_has_every_class_in_every_language(half: str) -> None:
    found = Counter((row["class"], row["language"]) for row in ROWS if row["half"] == half)
    assert min(found[name, language] for name in CLASSES for language in LANGUAGES) >= 4
    assert len(found) == len(CLASSES) * len(LANGUAGES)


def test_there_are_enough_hard_ones_of_every_kind_in_both_halves() -> None:
    assert len(HARD) >= 60
    for half in HALVES:
        assert {row["hard"] for row in HARD if row["half"] == half} >= KINDS_OF_HARD


def test_no_phrase_family_is_in_both_halves() -> None:
    one, other = ({row["family"] for row in ROWS if row["half"] == half} for half in HALVES)
    assert not one & other
    assert len(one | other) == len(wordings())


def test_no_sentence_is_in_both_halves() -> None:
    one, other = (
        {said for each in wordings() if each.half == half for said in sentences(each.body)}
        for half in HALVES
    )
    assert not one & other


def test_no_sentence_is_in_two_families() -> None:
    found = Counter(said for one in wordings() for said in sentences(one.body))
    assert [said for said, count in found.items() if count > 1] == []


def test_the_generator_writes_the_same_bytes_again() -> None:
    found = made()
    assert {half: (SET / f"{half}.jsonl").read_text(encoding="utf-8") for half in HALVES} == found


def test_every_label_is_one_the_router_can_give() -> None:
    for row in ROWS:
        assert row["class"] in CLASSES
        assert {row["target"], *row["accepted"]} <= set(TARGETS)


def test_what_is_right_is_possible() -> None:
    for row in ROWS:
        jobs = {one["id"]: one for one in row["candidates"]}
        assert len(jobs) == len(row["candidates"])
        assert row["job"] is None or row["job"] in jobs
        assert not row["may_link"] or jobs[row["job"]]["state"] == "open"
        assert all(UUID(one) for one in jobs)


def test_places_to_fill_are_filled_and_hosts_are_nobodys() -> None:
    for row in ROWS:
        said = row["subject"] + row["sender_address"] + (row["plain"] or row["html"])
        assert not re.search(r"\{\w+\}", said)
        assert all(
            host.endswith(".example") for one in row["candidates"] for host in one["domains"]
        )


def test_each_is_read_back_as_it_was_written() -> None:
    found = {row["id"]: mail(row) for row in ROWS}
    assert len({key(one) for one in found.values()}) == len(ROWS)
    for row in ROWS:
        read = found[row["id"]]
        assert read.sender_address == row["sender_address"].lower()
        assert read.subject == " ".join(row["subject"].split())
        assert read.text
        assert bool(read.calendars) == bool(row["calendar"])
        assert read.faults == ()
