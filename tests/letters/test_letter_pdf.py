"""A letter on paper: the head of the résumé, the words of the letter, and nothing printed twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from bench.claims_rows import personas
from jobops.lib.errors import Refused
from orchestrator.models import Operation, User
from orchestrator.pipeline import letters as printing
from orchestrator.pipeline import loose
from pdfs import inspect, letter_page, naming, reading, render, store
from pdfs import letters as paper
from pdfs.letter_page import Written
from pdfs.page import THEMES, Page
from pdfs.themes import Composed
from tailoring import letters
from tailoring.models import CoverLetter
from tests import make
from tests.kept import on_disk

TEXT = "Dear Ms Lee,\n\nI like **trains**.\n\n- Calm\n- Tidy\n\nKind regards,\nSam"
DAY = date(2027, 3, 12)
OF = {"persona": "nurse_en", "employer": "Acme", "language": "en", "paper": "a4"}


@pytest.fixture(scope="module")
def browser() -> Iterator[None]:
    if not render.status().path:
        pytest.skip("no Chromium is installed here")
    yield
    render.close()


def composed(text: str = TEXT, *, theme: str = "classic", **more: str) -> Composed:
    said = {**OF, **more}
    raw = personas()[said["persona"]]
    page = Page(theme=theme, locale=said["language"], paper=said["paper"])
    return letter_page.compose(raw, Written(text, said["employer"], "Nurse", DAY), page)


def test_it_says_who_writes_when_to_whom_and_the_letter() -> None:
    assert composed().expected.lines == (
        "Sample Nurse",
        "sample.nurse.en@example.org · Elmbridge",
        "12 March 2027",
        "Acme",
        "Dear Ms Lee,",
        "I like trains.",
        "Calm",
        "Tidy",
        "Kind regards,",
        "Sam",
    )


@pytest.mark.parametrize(
    ("language", "paper", "day"),
    [
        ("en", "letter", "March 12, 2027"),
        ("de", "a4", "12. März 2027"),
        ("fr", "a4", "12 mars 2027"),
        ("es", "a4", "12 de marzo de 2027"),
        ("ja", "a4", "2027年3月12日"),
    ],
)
def test_the_day_is_written_as_in_the_language(language: str, paper: str, day: str) -> None:
    assert day in composed(language=language, paper=paper).expected.lines
    assert f'<html lang="{language}"' in composed(language=language, paper=paper).html


def test_a_letter_with_a_dated_head_of_its_own_gets_no_other() -> None:
    lines = composed("Bonn, 1 March 2027\n\nDear Ms Lee,\n\nHello.").expected.lines
    assert "12 March 2027" not in lines
    assert "Acme" not in lines


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_prints_the_same_words(theme: str, browser: None) -> None:
    made = composed(theme=theme)
    pdf = render.render(made.html)
    assert inspect.quick(pdf, made.expected) == 1
    read = reading.collapsed(reading.with_pypdf(reading.opened(pdf)))
    assert all(reading.holds(read, reading.collapsed(line)) for line in made.expected.lines)


def test_a_page_in_arabic_runs_from_right_to_left(browser: None) -> None:
    made = composed("السيدة المحترمة،\n\nأعمل في Acme منذ 2019.", language="ar")
    assert 'dir="rtl"' in made.html
    assert inspect.quick(render.render(made.html), made.expected) == 1


@pytest.fixture
def ready(ada: User) -> CoverLetter:
    make.resume(ada)
    make.heartbeat()
    letter = letters.save(make.job(ada), "Dear Ms Lee,\n\nI like trains.\n\nKind regards\nSam")
    return letters.settle(letter, actor="user")


def done(letter: CoverLetter) -> Operation:
    operation = printing.request(letter)
    assert operation is not None
    printing.run(str(operation.pk))
    operation.refresh_from_db()
    letter.refresh_from_db()
    return operation


@pytest.mark.django_db
def test_it_is_printed_once_from_the_same(ready: CoverLetter, browser: None) -> None:
    assert done(ready).status == "succeeded"
    assert store.has(ready.job.owner_id, ready.pdf_digest)
    assert (ready.pdf_pages, bool(ready.printed_at)) == (1, True)
    assert printing.request(ready) is None


@pytest.mark.django_db
def test_a_new_look_or_a_lost_file_is_printed_again(ready: CoverLetter, browser: None) -> None:
    done(ready)
    first = ready.pdf_digest
    ready.job.page_options = {"theme": "modern"}
    ready.job.save()
    assert done(ready).status == "succeeded"
    assert ready.pdf_digest != first
    on_disk(store.name_of(ready.job.owner_id, ready.pdf_digest)).unlink()
    assert printing.request(ready) is not None


@pytest.mark.django_db
def test_the_same_request_under_way_is_one(ready: CoverLetter) -> None:
    assert printing.request(ready) == printing.request(ready)
    assert printing.under_way(ready)


@pytest.mark.django_db
def test_a_letter_with_open_claims_is_not_printed(ada: User) -> None:
    make.resume(ada)
    make.heartbeat()
    letter = letters.save(make.job(ada), "Dear Ms Lee,\n\nI managed 800 people.")
    with pytest.raises(Refused, match="nobody confirmed"):
        printing.request(letter)


@pytest.mark.django_db
def test_what_lost_its_support_meanwhile_is_not_printed(ready: CoverLetter) -> None:
    operation = printing.request(ready)
    assert operation is not None
    CoverLetter.objects.filter(pk=ready.pk).update(text="I managed 800 people.")
    printing.run(str(operation.pk))
    operation.refresh_from_db()
    assert operation.status == "failed"
    assert operation.error["details"]["reason"] == "letter_not_ready"
    assert printing.failure(ready)


@pytest.mark.django_db
def test_without_a_browser_the_cause_is_said(ready: CoverLetter, settings: Any) -> None:
    render.close()
    settings.CHROMIUM_PATH = "/nowhere/chromium"
    operation = done(ready)
    assert operation.status == "failed"
    assert operation.error["details"]["reason"] == "renderer_unavailable"


@pytest.mark.django_db
def test_a_lost_task_is_offered_again(ready: CoverLetter) -> None:
    operation = printing.request(ready)
    assert operation is not None
    found = {"at": timezone.now(), "group": None, "grace": timedelta()}
    assert loose.wake(**found, waiting=lambda: {str(operation.pk)}) == 0
    assert loose.wake(**found, waiting=lambda: set()) == 1


@pytest.mark.django_db
def test_it_is_called_like_a_résumé_with_the_word_for_a_letter(ready: CoverLetter) -> None:
    plain, _ = paper.names(ready)
    assert "_Letter_Backend_Engineer_Acme" in plain
    assert len(plain) <= naming.LONGEST
