"""The table of sources, and that what it says can be so."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from orchestrator.setting_table import SETTINGS
from orchestrator.sources.registry import BOARDS, SEARCHED, SOURCES, Source

ROWS = list(SOURCES.values())
HOST = re.compile(r"\.?(?:[a-z0-9-]+\.)+[a-z]{2,}")
each = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)


@each
def test_its_adapter_can_be_imported(row: Source):
    assert callable(row.fetch())


@each
def test_it_is_named_so_that_it_can_be_stored_and_shown(row: Source):
    assert re.fullmatch(r"[a-z0-9_]+", row.id)
    assert len(row.id) <= 120
    assert row.label.strip() == row.label != ""


def test_no_two_look_alike():
    labels = [row.label for row in ROWS]

    assert len(set(labels)) == len(labels)
    assert len({row.path for row in ROWS if not row.child}) == sum(not row.child for row in ROWS)


@each
def test_its_hosts_are_host_names(row: Source):
    assert all(HOST.fullmatch(host) for host in row.hosts)
    assert bool(row.hosts) != row.child


@each
def test_it_is_asked_at_most_twice_a_second(row: Source):
    assert row.gap >= 0.5
    assert all(limit.calls > 0 and limit.seconds > 0 for limit in row.limits)
    assert row.max_pages >= 1


@each
def test_its_credentials_are_settings(row: Source):
    assert set(row.needs + row.optional_needs) <= set(SETTINGS)


@each
def test_its_countries_are_codes_in_order(row: Source):
    assert all(re.fullmatch("[A-Z]{2}", code) for code in row.countries)
    assert list(row.countries) == sorted(set(row.countries))


@each
def test_what_it_wants_to_be_named_by_leads_to_it(row: Source):
    for url in filter(None, (row.home, row.attribution and row.attribution.url)):
        assert urlsplit(url).scheme == "https"
    assert row.attribution is None or row.attribution.text


def test_boards_and_what_can_be_searched_are_all_there_is():
    assert {*BOARDS, *SEARCHED} == set(SOURCES)
    assert all(row.kind == "board" for row in BOARDS.values())
    assert all("company" in row.can for row in BOARDS.values())


def test_a_searched_source_is_on_unless_it_needs_something():
    on = {row.id for row in ROWS if row.default_on}

    assert on == {row.id for row in SEARCHED.values() if not row.needs and not row.child}


def test_what_shows_only_a_part_proves_nothing_and_boards_show_all():
    assert {row.id for row in ROWS if not row.window} == set(BOARDS)


def test_the_table_of_the_documentation_is_this_one():
    text = (Path(settings.BASE_DIR) / "docs/sources.md").read_text()
    table = text.split("## The sources\n")[1].split("\n## ")[0]
    said = re.findall(
        r"^\| `([a-z0-9_]+)` \| ([^|]+?) \| (\w+) \| ([^|]*?) \|", table, re.MULTILINE
    )

    assert said == [(row.id, row.label, row.kind, _on(row)) for row in ROWS]


def _on(row: Source) -> str:
    if row.kind == "board":
        return "per company" if not row.watch_only else "watch-list only"
    if row.needs:
        return "with your key"
    return "on" if row.default_on else "off"
