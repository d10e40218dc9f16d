from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from orchestrator.jobs.countries import FOLDER, country_code
from orchestrator.jobs.places import place_of
from orchestrator.jobs.wanted import SEARCHED, Near, Verdict, Wanted, verdict
from orchestrator.sources.posting import Posting

ON = date(2026, 11, 1)
WORLDWIDE = "selected_plus_remote_worldwide"


def posting(**given: Any) -> Posting:
    base = {"title": "Engineer", "employer": "Acme", "job_url": "https://acme.example/1"}
    return Posting(**{**base, **given})


def judged(found: Posting, *, searched: bool = True, **wanted: Any) -> Verdict:
    return verdict(found, Wanted(on=ON, **wanted), searched=searched)


@pytest.mark.parametrize(
    ("title", "term", "stays"),
    [
        ("Senior Data Engineer (m/w/d)", "data engineer", True),
        ("Engineer, Data Platform", "data engineer", True),
        ("Database Engineer", "data engineer", False),
        ("Développeur Full-Stack", "developpeur full stack", True),
        ("C++ Developer", "c developer", False),
        ("C++ Developer", "C++ developer", True),
        ("C# Developer", "c# developer", True),
        ("Node.js Developer", "node.js", True),
        (".NET Developer", ".NET", True),
        ("Verkäufer:in", "VERKÄUFER", True),
        ("Engineer", "  - ", True),
    ],
)
def test_every_word_of_a_term_must_occur_whole(title: str, term: str, stays: bool) -> None:
    found = judged(posting(title=title), searched=False, terms=(term,))
    assert found.reason == (None if stays else "term")


def test_one_of_several_terms_is_enough() -> None:
    wanted = ("nurse", "software engineer")
    assert judged(posting(title="Software Engineer"), searched=False, terms=wanted).reason is None
    assert judged(posting(title="Software Nurse"), searched=False, terms=wanted).reason is None
    assert judged(posting(title="Software"), searched=False, terms=wanted).reason == "term"


def test_tags_and_function_count_like_the_title() -> None:
    tagged = posting(extras={"skills": "Python, Django"}, job_function="Platform")
    assert judged(tagged, searched=False, terms=("django platform engineer",)).reason is None


def test_only_a_flexible_search_reads_the_description() -> None:
    found = posting(title="Builder", description="<p>We use <b>R&uuml;st</b> and Python.</p>")
    assert judged(found, searched=False, terms=("python",)).reason == "term"
    assert judged(found, searched=False, terms=("python",), flexible=True).reason is None
    assert judged(found, searched=False, terms=("rust",), flexible=True).reason is None
    assert judged(found, searched=False, terms=("b",), flexible=True).reason == "term"


def test_a_source_that_searches_is_not_searched_again() -> None:
    assert judged(posting(title="Nurse"), searched=True, terms=("python",)).reason is None


@pytest.mark.parametrize(
    ("posted", "stays"),
    [
        ("2026-10-31", True),
        ("2026-09-16", False),
        ("2026-09-17T08:00:00Z", True),
        ("3 days ago", True),
        ("3 months ago", False),
        ("Sep 1, 2026", False),
        ("2026-13-45", True),
        ("some time", True),
        (None, True),
    ],
)
def test_what_is_older_goes_and_an_unknown_date_stays(posted: str | None, stays: bool) -> None:
    found = judged(posting(date_posted=posted), since=date(2026, 9, 17))
    assert found.reason == (None if stays else "age")


@pytest.mark.parametrize(
    "named",
    ["Germany", "Deutschland", "Allemagne", "Alemania", "Alemanha", "Germania", "Duitsland",
     "Niemcy", "DE", "DEU", "München", "Munich", "Köln, NRW", "Remote - Germany"],
)  # fmt: skip
def test_a_country_is_known_by_name_code_city_and_in_eight_languages(named: str) -> None:
    assert judged(posting(location=named), country="DE").matches_place
    assert judged(posting(location=named), country="FR").reason == "place"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("de", "DE"), ("UK", "GB"), ("U.S.A.", "US"), ("the Netherlands", "NL"), ("Polska", "PL"),
        ("Stany Zjednoczone", "US"), ("États-Unis", "US"), ("Schottland", "GB"), ("xx", None),
        ("Berlin", None), ("", None),
    ],
)  # fmt: skip
def test_a_country_has_one_code(text: str, code: str | None) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("Paris, TX", {"US"}), ("London, ON", {"CA"}), ("Cambridge, MA", {"US"}),
        ("Wilmington, DE", {"US"}), ("Berlin, DE", {"DE"}), ("Bengaluru, IN", {"IN"}),
        ("Indianapolis, IN", {"US"}), ("Toronto, CA", {"CA"}), ("San Diego, CA", {"US"}),
        ("US, CA, Santa Clara", {"US"}), ("Atlanta, Georgia", {"US"}), ("Lebanon, NH", {"US"}),
        ("Perth, WA", {"AU"}), ("Seattle, WA", {"US"}), ("Hamburg, Berlin", {"DE"}),
        ("Canada, USA", {"CA", "US"}), ("Bosnia and Herzegovina", {"BA"}),
        ("Paris or Berlin", {"FR", "DE"}), ("10115 Berlin", {"DE"}), ("5 Locations", set()),
        ("Remote", set()), ("Anywhere in the US", {"US"}), ("Small Office", set()),
    ],
)  # fmt: skip
def test_a_place_is_read_as_it_is_meant(text: str, countries: set[str]) -> None:
    assert place_of(text).countries == countries


@pytest.mark.parametrize(
    ("location", "scope", "stays", "flagged"),
    [
        ("Remote (US only)", WORLDWIDE, False, False),
        ("Remote - Germany", "selected_only", True, False),
        ("Remote, Europe", "selected_only", True, False),
        ("Remote, EMEA", WORLDWIDE, True, False),
        ("Remote, LATAM", WORLDWIDE, False, False),
        ("Worldwide", "selected_only", False, False),
        ("Worldwide", WORLDWIDE, True, False),
        ("Anywhere", "remote_worldwide_prioritize_selected", True, False),
        ("Worldwide (except Germany)", WORLDWIDE, False, False),
        ("Worldwide (except Russia)", WORLDWIDE, True, False),
        ("Remote", "selected_only", True, True),
        ("Remote", WORLDWIDE, True, False),
        ("", "selected_only", True, True),
        ("3 Locations", "selected_only", True, True),
        ("Austin, TX", WORLDWIDE, False, False),
    ],
)
def test_remote_passes_as_far_as_scope_and_its_limits_allow(
    location: str, scope: str, stays: bool, flagged: bool
) -> None:
    found = judged(posting(location=location), country="Germany", scope=scope)
    assert found.reason == (None if stays else "place")
    assert found.flags == (("locationUnknown",) if flagged else ())


def test_the_countries_a_source_lists_beat_the_place_it_shows() -> None:
    listed = posting(location="Worldwide", is_remote=True, extras={"countries": ["US", "CA"]})
    assert judged(listed, country="DE", scope=WORLDWIDE).reason == "place"
    assert judged(listed, country="CA").matches_place


@pytest.mark.parametrize(
    ("location", "flexible", "reason", "matches"),
    [
        ("Berlin, Germany", False, None, True),
        ("Munich, Germany", False, "place", False),
        ("Munich, Germany", True, None, False),
        ("Germany", False, "place", False),
        ("Köln", False, None, True),
        ("Cologne, Germany", False, None, True),
        ("Berlin, CT", True, "place", False),
        ("Remote, Germany", False, None, True),
    ],
)
def test_a_city_is_asked_after_the_country(
    location: str, flexible: bool, reason: str | None, matches: bool
) -> None:
    wanted = {"country": "DE", "cities": ("Berlin", "Köln"), "flexible": flexible}
    found = judged(posting(location=location), **wanted)
    assert (found.reason, found.matches_place) == (reason, matches)


def test_a_small_town_no_table_knows_is_found_by_its_name() -> None:
    found = posting(location="Hinterzarten-Breitnau")
    assert judged(found, country="DE", cities=("Hinterzarten",)).matches_place
    assert judged(found, country="DE", cities=("Berlin",)).flags == ("locationUnknown",)


@pytest.mark.parametrize(
    ("location", "reason", "flags"),
    [
        ("Potsdam, Germany", None, ()),
        ("Hamburg, Germany", "place", ()),
        ("Germany", None, ("locationUnknown",)),
        ("Kleinmachnow-Dreilinden", None, ("locationUnknown",)),
        ("Remote, Germany", None, ()),
    ],
)
def test_a_radius_is_measured_from_a_shipped_table(
    location: str, reason: str | None, flags: tuple[str, ...]
) -> None:
    near = Near(52.52, 13.40, miles=30)
    found = judged(posting(location=location), country="DE", near=near)
    assert (found.reason, found.flags) == (reason, flags)


@pytest.mark.parametrize(
    ("given", "stays"),
    [
        ({"is_remote": True}, True),
        ({"extras": {"workplace": "hybrid"}}, False),
        ({"location": "Berlin (Hybrid)"}, False),
        ({"location": "Berlin"}, True),
    ],
)
def test_a_known_workplace_must_be_chosen(given: dict[str, Any], stays: bool) -> None:
    found = judged(posting(**given), workplaces=frozenset({"remote", "onsite"}))
    assert found.reason == (None if stays else "workplace")


@pytest.mark.parametrize(
    ("employer", "blocked"),
    [
        ("Meta", True), ("META Platforms, Inc.", True), ("Metabase", False), ("At&T Inc", True),
        ("Big Söns GmbH", True), ("Big Time", False), ("The Big Sons", True),
    ],
)  # fmt: skip
def test_a_blocked_employer_is_meant_by_whole_words(employer: str, blocked: bool) -> None:
    found = judged(posting(employer=employer), blocked=("meta", "AT&T", "big sons", "  "))
    assert found.reason == ("blocked" if blocked else None)


def test_the_first_reason_in_order_is_the_one_that_is_told() -> None:
    found = posting(title="Nurse", employer="Meta", location="Paris", date_posted="2020-01-01")
    wanted: dict[str, Any] = {"terms": ("python",), "since": ON, "country": "DE"}
    wanted["blocked"] = ("meta",)
    assert judged(found, searched=False, **wanted).reason == "term"
    assert judged(found, **wanted).reason == "age"
    assert judged(found, **{**wanted, "since": None}).reason == "place"
    assert judged(found, blocked=("meta",)).reason == "blocked"


def test_no_filter_keeps_everything() -> None:
    assert judged(posting()) == Verdict(None, (), matches_place=True)


def test_of_a_huge_description_only_the_beginning_is_searched() -> None:
    wanted: dict[str, Any] = {"terms": ("python",), "flexible": True, "searched": False}
    early = posting(description="Python " + "<b>" * 350_000)
    late = posting(description="<b>" * 350_000 + "Python")
    assert judged(early, **wanted).reason is None
    assert judged(late, **wanted).reason == "term"
    assert SEARCHED < 350_000


def test_every_shipped_table_names_its_source() -> None:
    notice = (FOLDER / "NOTICE.md").read_text(encoding="utf-8")
    shipped = {path.name for path in FOLDER.iterdir()} - {"NOTICE.md"}
    assert {name for name in shipped if f"`{name}`" not in notice} == set()
