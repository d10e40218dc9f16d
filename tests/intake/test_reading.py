"""Files that are no JSON: read by their bytes, or refused with what they are."""

from __future__ import annotations

import pytest

from tailoring.documents.problems import DocumentError
from tailoring.intake import files, parse, reading
from tailoring.intake.found import Found
from tests.intake import papers

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le")
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")


def read(data: bytes) -> Found:
    kind = files.kind_of(data, file_name="resume")
    return parse.read(reading.read(data, kind=kind).lines)


def refusal(data: bytes) -> DocumentError:
    with pytest.raises(DocumentError) as refused:
        read(data)
    return refused.value


@pytest.mark.parametrize("data", [papers.pdf(), papers.word(), papers.CV.encode()])
def test_every_format_is_read_to_the_same_values(data: bytes) -> None:
    found = read(data)
    jobs = next(one for one in found.sections if one.kind == "experience").entries
    told = [(job.fields["position"].value, job.fields["company"].value) for job in jobs]

    assert found.basics["name"].value == "Jane Doe"
    assert found.basics["email"].value == "jane.doe@example.org"
    assert found.basics["phone"].value == "+44 20 7946 0018"
    assert told == [("Staff Engineer", "Northwind Ltd"), ("Developer", "Fabrikam Inc")]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (papers.pdf(password="x"), "a PDF file protected by a password"),
        (papers.pdf(""), "pictures of pages and no text"),
        (papers.pdf(pages=31), "more than 30 pages"),
        (b"%PDF-1.7\nnot a document", "a PDF file, but it is damaged"),
        (b"PK\x03\x04" + b"\0" * 26 + b"word/document.xml", "a Word document, but it is damaged"),
        (papers.with_part(papers.word(), "word/vbaProject.bin", b"x"), "holds macros"),
        (papers.with_part(papers.word(), "word/media/a", bytes(51 * 2**20)), "more than 50 MiB"),
        (OLD_WORD, "old Word document (.doc)"),
        (LOCKED, "protected by a password"),
        (b"%PDF-1.7" + b" " * (10 * 2**20), "larger than 10 MiB"),
        (b"word " * 40_001, "more than 200,000 characters"),
        (b"... --- ...", "without any text"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_can(data: bytes, words: str) -> None:
    said = refusal(data).sentence

    assert words in said
    assert "Accepted: PDF" in said


def test_a_file_that_takes_too_much_ends_the_reader_and_not_the_server() -> None:
    """Takes seconds: a page of millions of words is given up by the process that reads it."""
    said = refusal(papers.pdf("word " * 300_000)).sentence
    assert "more than 200,000 characters" in said


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_usual_encodings(encoding: str) -> None:
    found = read("José Núñez\njose@example.org\n".encode(encoding))
    assert found.basics["name"].value == "José Núñez"


def test_a_name_that_begins_like_a_picture_is_text() -> None:
    assert files.kind_of(b"BMW Smith\nEngineer", file_name="cv.txt") == files.TEXT
