"""An invitation that does not say which interview it is waits for a person."""

from __future__ import annotations

import pytest

from tests.inbox.letters import ACME, mail, routed


@pytest.mark.parametrize(
    ("text", "decision"),
    [
        ("We would like to invite you to an interview next week.", "pending_user"),
        ("We would like to invite you to a technical interview next week.", "auto_linked"),
        ("We would like to invite you to an interview with the hiring manager.", "auto_linked"),
    ],
)
def test_only_a_named_interview_is_a_step_by_itself(text: str, decision: str) -> None:
    found = routed(mail(text=text))
    assert (found.decision, found.job_id or found.offered[0]) == (decision, ACME.job_id)


def test_it_says_why_and_suggests_the_stage() -> None:
    found = routed(mail(text="We would like to invite you to an interview next week."))
    assert "does not say which interview" in found.reason
    assert (found.target, found.confidence) == ("hiring_manager_screen", 94)
