from __future__ import annotations

import pytest

from orchestrator.sources.hiring_line import Line, read_line


@pytest.mark.parametrize(
    ("line", "employer", "title", "location", "workplace"),
    [
        ("Acme | Engineer | Berlin", "Acme", "Engineer", "Berlin", None),
        ("Acme | Berlin | Engineer", "Acme", "Engineer", "Berlin", None),
        ("Acme | Berlin, Germany | SRE | ONSITE", "Acme", "SRE", "Berlin, Germany", "onsite"),
        ("Acme | Full-time | Designer | Remote", "Acme", "Designer", "Remote", "remote"),
        ("Acme | CTO | Remote (EU only)", "Acme", "CTO", "Remote (EU only)", "remote"),
        ("Acme | Designer | NYC | Remote (US)", "Acme", "Designer", "NYC; Remote (US)", "remote"),
        ("Acme | Designer | NYC | Hybrid", "Acme", "Designer", "NYC", "hybrid"),
        ("Acme | Designer | NYC or Remote", "Acme", "Designer", "NYC or Remote", "remote"),
        ("Acme | Designer | Remote or onsite", "Acme", "Designer", "Remote or onsite", None),
        ("Acme | Designer | Oslo | On-site | no remote", "Acme", "Designer", "Oslo", "onsite"),
        ("Acme | Remote Engineer | UTC+2", "Acme", "Remote Engineer", "UTC+2", "remote"),
        ("Acme | Multiple roles | Paris", "Acme", "Multiple roles", "Paris", None),
        ("Acme | YC S24 | Engineer | VISA | Rome", "Acme", "Engineer", "Rome", None),
        ("Acme | Designer | https://acme.example | Kyiv", "Acme", "Designer", "Kyiv", None),
        ("Acme | Designer | acme.com/jobs | Kyiv", "Acme", "Designer", "Kyiv", None),
        ("Acme (https://acme.example) | CTO | Lima", "Acme", "CTO", "Lima", None),
        ("Acme (YC W21) | CTO | Lima", "Acme", "CTO", "Lima", None),
        ("Acme Labs (acme.io) | CTO | Lima", "Acme Labs", "CTO", "Lima", None),
        ("acme.io | CTO | Lima", "acme.io", "CTO", "Lima", None),
        ("Acme | SRE | Onsite (hybrid), Oslo", "Acme", "SRE", "Onsite (hybrid), Oslo", "hybrid"),
        ("Acme | SRE | Node.js, Python | Rome", "Acme", "SRE", "Rome", None),
        ("Acme | SRE | C++/Rust | Rome", "Acme", "SRE", "Rome", None),
        ("Acme | REMOTE | USA | DevRel Leader", "Acme", "DevRel Leader", "USA", "remote"),
        ("Acme | Remote (for data reasons)", "Acme", "", "Remote (for data reasons)", "remote"),
        ("Acme | Berlin | Full-time", "Acme", "", "Berlin", None),
        ("Is this still open?", "Is this still open?", "", None, None),
        ("", "", "", None, None),
        ("|||", "", "", None, None),
    ],
)  # fmt: skip
def test_the_parts_are_told_by_their_words(
    line: str, employer: str, title: str, location: str | None, workplace: str | None
) -> None:
    found = read_line(line)
    assert (found.employer, found.title, found.location, found.workplace) == (
        *(employer, title, location),
        workplace,
    )


@pytest.mark.parametrize(
    ("part", "job_type", "salary"),
    [
        ("Full-time", "Full-time", None),
        ("Full Time / Contract", "Full Time / Contract", None),
        ("Part-time or freelance", "Part-time or freelance", None),
        ("$120k - $150k + equity", None, "$120k - $150k + equity"),
        ("90-110k EUR", None, "90-110k EUR"),
        ("£70,000", None, "£70,000"),
        ("150-200k + 0.5-1.5%", None, "150-200k + 0.5-1.5%"),
        ("competitive $$$", None, None),
        ("Series B", None, None),
    ],
)
def test_contract_and_pay_are_told_apart(
    part: str, job_type: str | None, salary: str | None
) -> None:
    found = read_line(f"Acme | Engineer | {part} | Porto")
    assert (found.job_type, found.salary, found.title) == (job_type, salary, "Engineer")


def test_a_whole_line_is_read() -> None:
    line = "Acme | Oslo | Onsite | Part-time | Firmware Engineer | 600,000 NOK - 700,000 NOK, $60k"
    assert read_line(line) == Line(
        employer="Acme",
        title="Firmware Engineer",
        location="Oslo",
        workplace="onsite",
        job_type="Part-time",
        salary="600,000 NOK - 700,000 NOK, $60k",
    )


def test_a_long_sentence_is_no_title() -> None:
    sentence = "we are engineers who " + "really " * 30 + "like trains"
    assert read_line(f"Acme | {sentence} | Ghent").title == ""


def test_a_line_without_end_is_read_in_time() -> None:
    assert read_line("Acme | Engineer | " + "a." * 500_000).title == "Engineer"
