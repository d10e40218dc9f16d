"""Registers as they are published, and files that only look like them."""

from __future__ import annotations

import pytest

from orchestrator.sponsors import reading
from orchestrator.sponsors.reading import Entry, RegisterProblem
from orchestrator.sponsors.registers import SOURCES
from tests.sponsors import files

GB, NL = SOURCES["gb"], SOURCES["nl"]


def test_a_row_of_the_uk_register_keeps_town_county_rating_and_route():
    row = (
        "Crumb Bakeries Limited",
        "Leeds",
        "West Yorkshire",
        "Worker (A rating)",
        "Skilled Worker",
    )

    found = reading.read(files.gb(row), source=GB)

    assert found.entries == (
        Entry("Crumb Bakeries Limited", "Leeds", "West Yorkshire", "Skilled Worker",
              "Worker (A rating)"),
    )  # fmt: skip


def test_one_employer_with_two_routes_is_one_entry_with_both():
    routes = ("Skilled Worker", "Global Business Mobility: Senior or Specialist Worker")
    rows = [("Crumb Ltd", "Leeds", "", "Worker (A rating)", route) for route in routes]

    (found,) = reading.read(files.gb(*rows), source=GB).entries

    assert found.route == ", ".join(routes)
    assert found.rating == "Worker (A rating)"


def test_quotes_commas_line_ends_and_blanks_inside_a_cell_are_one_name():
    content = files.gb('  Crumb, "Best"\n Bakers & Sons   Ltd ')

    (found,) = reading.read(content, source=GB).entries

    assert found.name == 'Crumb, "Best" Bakers & Sons Ltd'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_accents_are_read_in_the_encodings_such_files_come_in(encoding: str):
    content = files.gb("Café Zoë Ltd").decode("utf-8-sig").encode(encoding)

    assert reading.read(content, source=GB).entries[0].name == "Café Zoë Ltd"


def test_the_dutch_page_is_read_from_the_table_that_has_its_headings():
    content = files.nl(("Broodhuis B.V.", "01234567"), ("Melk & Kaas Nederland N.V.", "00000001"))

    found = reading.read(content, source=NL)

    assert found.entries == (
        Entry("Broodhuis B.V.", number="01234567"),
        Entry("Melk & Kaas Nederland N.V.", number="00000001"),
    )


def test_the_dutch_register_may_be_a_table_of_commas_too():
    content = b"Organisation,KvK number\r\nBroodhuis B.V.,01234567\r\n"

    assert reading.read(content, source=NL).entries == (Entry("Broodhuis B.V.", number="01234567"),)


def test_rows_without_a_name_are_left_out_and_counted():
    found = reading.read(files.gb("Crumb Ltd", "", " - ", "Loaf Ltd"), source=GB)

    assert [one.name for one in found.entries] == ["Crumb Ltd", "Loaf Ltd"]
    assert found.skipped == 2


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "wrong_columns"),
        (b"<!DOCTYPE html><html><body><h1>503 Service unavailable</h1></body></html>",
         "not_a_register"),
        (b"%PDF-1.7\x00\x00\x00", "not_a_register"),
        (b"PK\x03\x04\x00\x00[Content_Types].xml", "not_a_register"),
        (b"Name,Place\r\nCrumb Ltd,Leeds\r\n", "wrong_columns"),
        (b"Organisation Name,Town/City,County,Route\r\nCrumb,Leeds,,Skilled\r\n", "wrong_columns"),
        (files.gb(), "empty"),
        (files.gb("", "--"), "empty"),
        (files.gb("x" * 1024 * 1024), "unreadable"),
        (files.gb(("Crumb Ltd", "y" * 100_000, "", "", "")), "unreadable"),
        (b'Organisation Name,Town/City,County,Type & Rating,Route\r\n"' + b"a,b\r\n" * 300_000,
         "unreadable"),
        (b"<" * 100_000, "not_a_register"),
        (b"<table>" * 50_000, "not_a_register"),
    ],
)  # fmt: skip
def test_what_is_no_register_is_refused_with_the_reason(content: bytes, kind: str):
    with pytest.raises(RegisterProblem) as refused:
        reading.read(content, source=GB)

    assert refused.value.kind == kind


def test_a_short_row_a_long_row_and_control_characters_do_no_harm():
    content = files.gb("Crumb Ltd") + b"Loaf\x1b\x07 Ltd\r\nBun Ltd,Bath,,a,b,c,d,e\r\n"

    names = [one.name for one in reading.read(content, source=GB).entries]

    assert names == ["Crumb Ltd", "Loaf Ltd", "Bun Ltd"]


def test_names_and_routes_are_cut_to_what_is_kept_of_them():
    content = files.gb(("n" * 900, "t" * 900, "c" * 900, "r" * 900, "o" * 2900))

    (one,) = reading.read(content, source=GB).entries

    assert [len(one.name), len(one.town), len(one.rating), len(one.route)] == [300, 200, 300, 1000]
