"""A claim in disguise is the same claim: other alphabets, hidden signs, mark-up, other units."""

from __future__ import annotations

import pytest

from bench.claims_rows import personas
from tailoring.claims import base, guard

KNOWN = base.of(personas()["developer_en"])


@pytest.mark.parametrize(
    "text",
    [
        "Led 50\u200b people.",
        "L\u00aded 5\u200d0 people at Glo\u200bbex.",
        "Holds a P\u200bh\u200bD.",
        "Holds a \u03a1h.D.",
        "L\u0435d the migration to Kubernetes.",
        "Led <b>50</b> people",
        "Led **50** people",
        "LED 50 PEOPLE AT GLOBEX",
        "team of 5O people",
        "\uff4c\uff45\uff44 \uff15\uff10 \uff50\uff45\uff4f\uff50\uff4c\uff45",
        "Led \u0665\u0660 people",
        "Managed eight hundred people.",
        "handles 1,200 requests per second",
        "handles 1,200k requests per minute",
        "1.2 million requests per minute",
        "a response time of 210 s",
    ],
)
def test_a_disguise_hides_no_claim(text: str) -> None:
    assert guard.check(text, known=KNOWN, where="summary").blocked


@pytest.mark.parametrize(
    "text",
    [
        "Reduced the p99 response time from 480 ms to 210 ms",
        "Reduced the median response time from 480 s to 210 s",
        "Reduced the median response time by 56 %",
        "Average build time fell by 9 minutes",
        "Migrated 14 services from Kubernetes to Docker Swarm",
        "Review code in 5 teams of developers",
        "Fixed bugs in a Django shop used by 30 small retailers",
    ],
)
def test_true_numbers_with_another_meaning_are_claims_too(text: str) -> None:
    assert guard.check(text, known=KNOWN, item="ferry").blocked


@pytest.mark.parametrize(
    "text",
    [
        "Built a booking service that handles 1.2k requests per minute",
        "Built a booking service that handles 1200 requests per minute",
        "Built a booking service that handles １,２00 requests per minute",
        "Review code in a team of five developers",
        "Average build time fell by 9\u00a0%",
        "Average build time fell by nine percent",
    ],
)
def test_another_way_to_write_a_number_is_no_claim(text: str) -> None:
    assert not guard.check(text, known=KNOWN, item="ferry").blocked
