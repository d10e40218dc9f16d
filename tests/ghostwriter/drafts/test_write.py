"""What drafts say: the person's own lines, what is asked, what is recorded, and what is open."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from orchestrator.models import Job, StageEvent, User
from tailoring import facts, letters
from tailoring.ghostwriter.drafts import wording
from tailoring.ghostwriter.drafts.kinds import BADGE, KINDS, LANGUAGES, sendable
from tailoring.ghostwriter.drafts.write import write
from tailoring.prose import shape
from tests import make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
POSTING = """Your profile
Must have: Python and PostgreSQL.
Must have: Kubernetes in production.
Nice to have: Redis.
"""
PEOPLE = {
    "basics": {"name": "Mara Lind", "headline": "Backend developer"},
    "summary": {"content": "<p>Backend developer. Available from 1 March 2027.</p>"},
}
ROLES = [
    {
        "id": "now",
        "company": "Acme Rail Ltd",
        "position": "Backend Developer",
        "period": "Apr 2020 – Present",
        "description": "<ul><li>Built a booking service in Python for 30 shops</li>"
        "<li>Tuned a PostgreSQL cluster &amp; its backups</li></ul>",
    }
]


def person(owner: User, **changes: Any) -> None:
    sections = {"experience": {"items": ROLES}}
    make.resume(owner, **{**PEOPLE, "sections": sections, "customSections": [], **changes})


def job_of(owner: User, **fields: Any) -> Job:
    named = {"title": "Data Engineer (m/w/d)", "employer": "Globex, LLC", "description": POSTING}
    return make.job(owner, **{**named, **fields})


def step(job: Job, stage: str, day: datetime, **fields: Any) -> None:
    StageEvent.objects.create(job=job, round=job.round, to_stage=stage, occurred_at=day, **fields)


def test_a_letter_answers_what_is_asked_in_the_persons_own_words(ada: User) -> None:
    person(ada)
    said = write(job_of(ada), "cover_letter", language="en", today=TODAY).text
    assert "Your posting asks for Python and PostgreSQL, among other things." in said
    assert "- Python: I built a booking service in Python for 30 shops." in said
    assert "- PostgreSQL: I tuned a PostgreSQL cluster & its backups." in said
    assert "(Backend Developer, Acme Rail Ltd):" in said
    assert "Kubernetes" not in said


def test_a_letter_names_the_post_as_people_write_it(ada: User) -> None:
    person(ada)
    said = write(job_of(ada), "cover_letter", language="de", today=TODAY).text
    assert "auf die Stelle „Data Engineer“ bei Globex." in said
    assert "m/w/d" not in said


def test_lines_in_another_language_are_quoted_and_it_is_said(ada: User) -> None:
    person(ada)
    draft = write(job_of(ada), "cover_letter", language="de", today=TODAY)
    assert "„Built a booking service in Python for 30 shops“" in draft.text
    assert "(Englisch). Sie sind nicht übersetzt." in draft.text


def test_when_somebody_can_start_is_said_in_their_words_or_not_at_all(ada: User) -> None:
    person(ada)
    said = write(job_of(ada), "cover_letter", language="en", today=TODAY).text
    assert "On availability: Available from 1 March 2027." in said
    person_without = {**PEOPLE, "summary": {"content": "<p>Backend developer.</p>"}}
    other = User.objects.create(username="other")
    person(other, **person_without)
    assert "availab" not in write(job_of(other), "cover_letter", language="en", today=TODAY).text


def test_a_confirmed_fact_may_say_when_somebody_can_start(ada: User) -> None:
    person(ada, summary={"content": ""})
    facts.add(ada, "My notice period is three months.")
    said = write(job_of(ada), "cover_letter", language="en", today=TODAY).text
    assert "On availability: My notice period is three months." in said


def test_what_the_posting_wants_to_be_told_stays_open(ada: User) -> None:
    job = job_of(ada, description=f"{POSTING}\nBitte nennen Sie Ihre Gehaltsvorstellung.")
    assert "Ihre Gehaltsvorstellung" in write(job, "cover_letter", language="de").open


def test_without_a_resume_a_letter_is_full_of_room(ada: User) -> None:
    draft = write(job_of(ada), "cover_letter", language="en", today=TODAY)
    assert "- [Kubernetes: one line from your work]" in draft.text
    assert draft.open[0] == "one sentence: why this employer"
    assert draft.open[-1] == "your name"
    assert draft.text.endswith("- [your name]\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_saved_from_its_draft_waits_for_its_open_places_only(
    language: str, ada: User
) -> None:
    person(ada)
    job = job_of(ada)
    draft = write(job, "cover_letter", language=language, today=TODAY)
    saved = letters.save(job, sendable(draft.text), language=language, origin="computed")
    waits = [(reason.kind, reason.text.strip("[]")) for reason in letters.pending(saved)]
    assert waits == [("placeholder", name) for name in draft.open]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_draft_is_read_as_a_letter_from_greeting_to_signature(language: str, ada: User) -> None:
    person(ada)
    text = write(job_of(ada), "cover_letter", language=language, today=TODAY).text
    assert shape.greeting(text)
    assert text[: shape.signature_end(text)] == sendable(text)


def test_outreach_has_a_variant_of_300_characters(ada: User) -> None:
    person(ada, basics={"name": "M" * 90})
    job = job_of(ada, title="Engineer " * 40, employer="Globex " * 30)
    said = sendable(write(job, "outreach", language="en", today=TODAY).text)
    message, _, variant = said.partition("Short variant:")
    assert len(message.split()) <= 120
    assert len(variant.strip()) <= 300


def test_interview_questions_pair_what_is_asked_with_the_person(ada: User) -> None:
    person(ada)
    said = write(job_of(ada), "interview_questions", language="en", today=TODAY).text
    shown, gaps = said.split("### Gaps: be ready to explain")
    assert "Your material: “Built a booking service in Python for 30 shops” (Backend" in shown
    assert "#### Kubernetes" in gaps
    assert "Be ready to explain: the posting asks for “Kubernetes”." in gaps
    assert "Your résumé does not show this. [an example from your work]" in gaps
    assert "> Kubernetes in production." in gaps


def test_what_the_posting_leaves_open_is_asked(ada: User) -> None:
    open_one = write(job_of(ada), "interview_questions", language="en", today=TODAY).text
    assert "What is the salary range for this position? (The posting does not say.)" in open_one
    told = job_of(
        ada, salary="€60,000", location="Berlin", description="Start date: May. Full-time."
    )
    said = write(told, "interview_questions", language="en", today=TODAY).text
    assert "salary range" not in said
    assert "(The posting does not say.)" in said


def test_a_follow_up_counts_from_what_is_recorded(ada: User) -> None:
    person(ada)
    job = job_of(ada, status="in_progress", applied_at=datetime(2026, 11, 1, 12, tzinfo=UTC))
    step(job, "applied", datetime(2026, 11, 1, 12, tzinfo=UTC))
    step(job, "technical_interview", datetime(2026, 11, 9, 12, tzinfo=UTC))
    step(job, "onsite", datetime(2026, 12, 9, 12, tzinfo=UTC))
    step(job, "offer", datetime(2026, 11, 20, 12, tzinfo=UTC), removed_at=datetime.now(UTC))
    said = write(job, "follow_up", language="en", today=TODAY).text
    assert "On 1 November I applied for the position “Data Engineer”." in said
    assert "Thank you again for the conversation on 9 November." in said
    assert "now that 14 days have passed" in said
    assert "Nothing is left open." in said
    assert "am 1. November habe ich" in write(job, "follow_up", language="de", today=TODAY).text
    assert "Le 1er novembre, je" in write(job, "follow_up", language="fr", today=TODAY).text
    assert "El 1 de noviembre presenté" in write(job, "follow_up", language="es", today=TODAY).text


def test_a_year_is_said_when_it_is_another_one(ada: User) -> None:
    job = job_of(ada, status="applied", applied_at=datetime(2025, 12, 30, 12, tzinfo=UTC))
    said = write(job, "follow_up", language="en", today=TODAY).text
    assert "On 30 December 2025 I applied" in said


def test_what_is_not_recorded_stays_open(ada: User) -> None:
    assert "date of your application" in write(job_of(ada), "follow_up", language="en").open
    assert "date of the conversation" in write(job_of(ada), "thank_you", language="en").open


def test_another_language_falls_back_to_english_and_says_so(ada: User) -> None:
    draft = write(job_of(ada), "outreach", language="pt-BR", today=TODAY)
    assert (draft.language, draft.fell_back) == ("en", True)
    assert "Drafts are written in English, German, French and Spanish." in draft.text
    swiss = write(job_of(ada), "outreach", language="de-CH", today=TODAY)
    assert (swiss.language, swiss.fell_back) == ("de", False)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_inputs_give_the_same_bytes(kind: str, ada: User) -> None:
    person(ada)
    job = job_of(ada)
    first = write(job, kind, language="fr", today=TODAY)
    assert write(Job.objects.get(pk=job.pk), kind, language="fr", today=TODAY) == first


def test_brackets_tags_and_lines_of_a_posting_are_no_placeholders(ada: User) -> None:
    job = job_of(ada, title="Engineer [Remote]\n<b>now</b>", employer="[ACME]")
    draft = write(job, "cover_letter", language="en", today=TODAY)
    assert "“Engineer (Remote) now” at (ACME)." in draft.text
    assert "Remote" not in " ".join(draft.open)


def test_every_language_has_the_same_words_and_a_badge() -> None:
    tables = [wording.of(language).table for language in LANGUAGES]
    keys = [{(name, *sorted(part)) for name, part in one.items() if type(part) is dict}
            for one in tables]  # fmt: skip
    assert keys[1:] == keys[:-1]
    assert set(BADGE) == set(LANGUAGES)
