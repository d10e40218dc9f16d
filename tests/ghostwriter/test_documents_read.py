from __future__ import annotations

import io
import json
import random
import string
from pathlib import Path

import docx
import pytest

from orchestrator.jobs import documents
from orchestrator.models import Document, Job, User
from tailoring.ghostwriter import documents_read
from tailoring.ghostwriter.blocks import CAPS
from tests import make
from tests.ghostwriter import chatting
from tests.intake import papers
from tests.kept import on_disk

REAL = Path(__file__).parents[3] / "shared" / "data" / "resumes"


@pytest.fixture
def job(ada: User) -> Job:
    return make.job(ada)


def stored(job: Job, content: bytes, name: str, media_type: str = "") -> Document:
    row = Document.objects.get(pk=chatting.file(job, content, name, media_type))
    row.job = job
    return row


@pytest.mark.parametrize(
    ("content", "name", "text"),
    [
        (b"Plain words", "a.txt", "Plain words"),
        (b"# Head\n\n- item", "a.md", "# Head\n\n- item"),
        ("Größe".encode("cp1252"), "a.txt", "Größe"),
        ("Größe".encode("utf-16"), "a.txt", "Größe"),
        (b"\xef\xbb\xbfname,place\nAda,Wien\n", "a.csv", "name,place\nAda,Wien"),
        (b'{"name": "Ada"}', "a.json", '{"name": "Ada"}'),
        (b"<p>Seen</p><p hidden>not</p><script>x()</script>", "a.html", "Seen"),
        (b"<x-y>Odd</x-y>", "a.htm", "Odd"),
    ],
)
def test_it_reads_text(job: Job, content: bytes, name: str, text: str) -> None:
    found = documents_read.read(stored(job, content, name))
    assert (found.text, found.available, found.note) == (text, len(text), "")


def test_it_reads_a_word_file(job: Job) -> None:
    found = documents_read.read(stored(job, papers.word("First line\nSecond line"), "a.docx"))
    assert found.text == "First line\nSecond line"


def test_hidden_words_of_a_word_file_are_not_read(job: Job) -> None:
    made = docx.Document()
    line = made.add_paragraph("Seen ")
    line.add_run("not seen ").font.hidden = True
    line.add_run("and seen").font.hidden = False
    out = io.BytesIO()
    made.save(out)
    assert documents_read.read(stored(job, out.getvalue(), "a.docx")).text == "Seen and seen"


def test_it_reads_a_pdf(job: Job) -> None:
    found = documents_read.read(
        stored(job, papers.pdf("Reference of Ada Example\nShe cooked for many years."), "a.pdf")
    )
    assert "Reference of Ada Example" in found.text


def test_it_reads_the_whole_of_a_large_word_file(job: Job) -> None:
    """Takes seconds: three megabytes of a Word file are unpacked and read."""
    dice = random.Random(7)
    lines = [" ".join("".join(dice.choices(string.ascii_lowercase, k=8)) for _ in range(300))
             for _ in range(1_900)]  # fmt: skip
    content = papers.word("\n".join(["The opening words", *lines]))
    assert len(content) > 3_000_000
    found = documents_read.read(stored(job, content, "large.docx"))
    assert found.text.startswith("The opening words\n")
    assert found.available > 4_000_000


def test_it_counts_all_of_a_long_text(job: Job) -> None:
    content = b"line of text\n" * 400_000
    found = documents_read.read(stored(job, content, "long.txt"))
    assert found.available == len(content) - 1
    assert len(found.text) < 4 * CAPS["document"].item


@pytest.mark.parametrize(
    ("content", "name", "note"),
    [
        (b"MZ\x90\x00", "setup.exe", documents_read.UNSUPPORTED),
        (b"\x89PNG\r\n\x1a\n", "a.png", documents_read.UNSUPPORTED),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a.txt", documents_read.NOT_AS_NAMED),
        (b"no PDF at all", "a.pdf", documents_read.NOT_AS_NAMED),
        (b"no Word file", "a.docx", documents_read.NOT_AS_NAMED),
        (b"%PDF-1.7 broken", "a.pdf", "This is a PDF file, but it is damaged and cannot be read."),
        (b"PK\x03\x04 word/ broken", "a.docx",
         "This is a Word document, but it is damaged and cannot be read."),
        (b" \n\t ", "a.txt", documents_read.EMPTY),
        (b"<p hidden>only hidden</p>", "a.html", documents_read.EMPTY),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(job: Job, content: bytes, name: str, note: str) -> None:
    assert documents_read.read(stored(job, content, name)).note == note


def test_a_file_that_is_gone_is_told(job: Job) -> None:
    row = stored(job, b"soon gone", "a.txt")
    on_disk(documents.name_of(job.owner_id, row.digest)).unlink()
    assert documents_read.read(row).note == documents_read.GONE


def test_a_file_that_cannot_be_read_does_not_stop_the_chat(job: Job) -> None:
    chat = chatting.ChatThread.objects.create(job=job)
    file = chatting.file(job, b"no PDF at all", "report.pdf")
    asked = chatting.request(chatting.choose(chat, files=[file]))
    assert chatting.block(asked, "a document: report.pdf") == "not available"
    told = asked.manifest[-1]
    assert (told["label"], told["available"], told["sent"]) == ("report.pdf", 0, 0)
    assert told["note"] == documents_read.NOT_AS_NAMED


def test_the_same_bytes_are_read_once(job: Job) -> None:
    row = stored(job, b"remembered words", "a.txt")
    assert documents_read.remembered(row) is None
    documents_read.read(row)
    on_disk(documents.name_of(job.owner_id, row.digest)).unlink()
    assert documents_read.read(row).text == "remembered words"


def test_contacts_are_masked_before_the_text_is_cut(job: Job) -> None:
    limit = CAPS["document"].item
    content = b"x" * (limit - 12) + b" eve@example.org is the address"
    found = documents_read.read(stored(job, content, "a.txt"))
    assert "eve@" not in found.text
    assert "example.org" not in found.text


def test_a_list_of_addresses_is_read_as_json(job: Job) -> None:
    name = "long-name" * 20
    content = json.dumps([{"mail": f"{name}{n}@example.org"} for n in range(900)]).encode()
    assert "@" not in documents_read.read(stored(job, content, "a.json")).text


@pytest.mark.skipif(not REAL.exists(), reason="the real résumés are not here")
def test_real_files_are_read() -> None:
    """Takes seconds: each is read by a process of its own."""
    files = [*REAL.glob("docx/*.docx"), *REAL.glob("pdf/*.pdf"), *REAL.glob("*.txt")]
    assert len(files) > 10
    for file in files:
        assert documents_read.of_bytes(file.read_bytes(), file_name=file.name).available > 100
