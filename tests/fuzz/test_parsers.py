"""What comes from outside and is not mail, a page or a calendar (those stand beside their readers):
whatever the bytes are, a reader answers with a value or with its own refusal.
"""

from __future__ import annotations

import csv
import io
import json
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jobops.lib import dates, money, redaction, text
from jobops.lib.errors import Invalid
from orchestrator.inbox.mails import mbox, mime
from orchestrator.jobs import clean, csv_out, files_in
from orchestrator.jobs.files_in import FileProblem
from orchestrator.sources.posting import BadRecord, Posting
from orchestrator.transfer import spreadsheet
from orchestrator.transfer.tracked import Tracked
from tailoring.documents import schema
from tailoring.documents.dialects import DocumentError
from tailoring.intake import build, from_text, json_file, parse

TODAY = date(2026, 11, 23)
# What readers stumble over, more often than chance would have it.
ODD = st.sampled_from([
    "\0", "﻿", "‮", "\x1b[31m", "=cmd|' /C calc'!A0", "'", '"', '""', ";", "\t", "\r", "\r\n",
    "{", "[", "}", "𝕏", "ﬁ", "ß", "İ", "1e999", "-0", "NaN", "٣", "31.02.2027", "0000-00-00",
    "12/31/99999", "€€€", "$1", "1,2.3", "€ 60.000 – 70k", "http://", "https://[::1]/x", "//x",
    "%zz", "\\", "<", "<!--", "</script>", "<b", "&#0;", "&#x110000;", "javascript:alert(1)",
])  # fmt: skip
WORDS = st.text(max_size=20) | ODD
LINES = st.lists(WORDS, max_size=8).map(" ".join)
CELLS = st.lists(st.lists(WORDS, max_size=5), max_size=6)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)
HEADS = [
    "title",
    "Job Title",
    "company",
    "Employer",
    "url",
    "Link",
    "status",
    "Applied",
    "salary",
    "",
]
TABLES = st.tuples(st.lists(st.sampled_from(HEADS), min_size=1, max_size=6), CELLS)
many = settings(max_examples=200)


def table(found: tuple[list[str], list[list[str]]], delimiter: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([found[0], *found[1]])
    return out.getvalue().encode("utf-8", "replace")


def postings(data: bytes) -> list[Posting | BadRecord]:
    try:
        return list(files_in.read(io.BytesIO(data)).records)
    except FileProblem:
        return []


def tracked(data: bytes) -> list[Tracked | BadRecord]:
    try:
        return list(spreadsheet.read(io.BytesIO(data), today=TODAY))
    except spreadsheet.NoTracker:
        return []


@many
@given(st.binary(max_size=300))
def test_any_bytes_are_postings_or_no_postings(data: bytes) -> None:
    for one in postings(data):
        assert isinstance(one, Posting | BadRecord)


@pytest.mark.parametrize("data", [b'"', b'"\n"\n', b"''", b";;;", b",\n,\n"])
def test_a_file_of_nothing_but_signs_is_refused(data: bytes) -> None:
    with pytest.raises(FileProblem):
        files_in.read(io.BytesIO(data))


@many
@given(TABLES, st.sampled_from(",;\t"))
def test_any_table_of_postings_is_read_row_by_row(
    found: tuple[list[str], list[list[str]]], delimiter: str
) -> None:
    for one in postings(table(found, delimiter)):
        assert isinstance(one, BadRecord) or (one.title and one.employer and one.job_url)


@many
@given(JSON)
def test_any_json_is_postings_or_no_postings(value: object) -> None:
    for one in postings(json.dumps(value).encode()):
        assert isinstance(one, BadRecord) or (one.title and one.employer and one.job_url)


@many
@given(TABLES, st.sampled_from(",;\t|"))
def test_any_spreadsheet_is_read_row_by_row(
    found: tuple[list[str], list[list[str]]], delimiter: str
) -> None:
    for one in tracked(table(found, delimiter)):
        assert isinstance(one, BadRecord) or (one.posting.title and one.posting.employer)


@many
@given(st.binary(max_size=300))
def test_any_bytes_are_a_spreadsheet_or_none(data: bytes) -> None:
    tracked(data)


@given(st.lists(st.lists(LINES, min_size=2, max_size=2), min_size=1, max_size=5))
def test_what_is_written_as_a_table_is_read_as_it_was_and_calculates_nothing(
    rows: list[list[str]],
) -> None:
    written = "".join(csv_out.table(["one", "two"], rows))
    read = list(csv.reader(io.StringIO(written.lstrip("﻿"), newline="")))[1:]
    assert len(read) == len(rows)
    assert not any(cell.lstrip().startswith(("=", "@")) for row in read for cell in row)


@many
@given(st.lists(LINES, max_size=12).map("\n".join))
def test_any_text_is_read_as_a_resume_and_stays_storable(written: str) -> None:
    found = parse.read(from_text.lines(written))
    document = build.document(found)
    json.dumps(document, allow_nan=False)
    schema.read(document)


@many
@given(st.binary(max_size=300) | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_file_is_a_resume_or_refused_with_a_sentence(data: bytes) -> None:
    with suppress(DocumentError):
        schema.read(json_file.read_json(data, "resume.json").document)


@many
@given(LINES)
def test_a_description_is_clean_after_one_wash(written: str) -> None:
    once = clean.safe_html(written)
    assert clean.safe_html(once) == once
    found = once.lower().replace(" ", "")
    assert not any(mark in found for mark in ("<script", '="javascript:', "<!--", "<img", "<b<"))
    assert "\0" not in clean.clean(written).text


@many
@given(LINES)
def test_facts_are_read_from_any_words_or_none(written: str) -> None:
    deadline = dates.parse_deadline(written, today=TODAY)
    posted = dates.parse_posted(written, today=TODAY)
    assert deadline is None or 1990 < deadline.year < 2200
    assert posted is None or posted <= TODAY
    pay = money.parse_pay(written)
    if pay is not None and pay.min is not None and pay.max is not None:
        assert 0 <= pay.min <= pay.max


@many
@given(st.sampled_from(["https://a.example/", "http://A.example:80/x?", "", "//a/"]), LINES)
def test_an_address_is_canonical_after_one_pass(start: str, rest: str) -> None:
    once = text.canonical_url(start + rest)
    assert text.canonical_url(once) == once


@many
@given(LINES)
def test_what_was_redacted_once_is_redacted(written: str) -> None:
    secret = "correct-horse-battery"
    said = redaction.scrub_text(f"{written} {secret} ada@home.example", secrets=[secret])
    assert secret not in said
    assert "ada@home.example" not in said


@many
@given(st.binary(max_size=300).map(lambda rest: b"From ada@home.example Mon Nov 23\n" + rest))
def test_any_mailbox_file_falls_into_mails(data: bytes) -> None:
    with suppress(mbox.MboxRefused):
        for raw in mbox.split_mbox(io.BytesIO(data)):
            assert len(mime.key(mime.read(raw))) == 64


@many
@given(LINES, LINES, LINES)
def test_any_pasted_mail_is_read(body: str, sender: str, subject: str) -> None:
    mail = mime.from_text(body, sender=sender, subject=subject)
    assert len(mime.key(mail)) == 64
    assert "\0" not in mail.text + mail.subject


@given(st.text(max_size=30))
def test_an_invalid_refusal_names_its_field(sentence: str) -> None:
    assume(sentence.strip())
    assert Invalid({"field": [sentence]}).sentence


@pytest.mark.parametrize("depth", [40, 100_000])
def test_deep_nesting_is_refused_and_not_followed(depth: int) -> None:
    data = b"[" * depth + b"]" * depth
    assert all(isinstance(one, BadRecord) for one in postings(data))
    with pytest.raises(DocumentError):
        json_file.read_json(data, "resume.json")
