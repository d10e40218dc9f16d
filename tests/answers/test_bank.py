"""The answer bank, and the answers of one application."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import Http404

from jobops.lib.errors import Refused
from orchestrator.models import Job, User
from tailoring import answered, answers
from tailoring.answers_doubted import Doubts
from tailoring.models import ChatMessage, ChatThread, JobAnswer
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(ada: User) -> Job:
    return make.job(ada, title="Cook", employer="Zest Inn")


def reply(job: Job, text: str = "I like your kitchen.") -> ChatMessage:
    thread = ChatThread.objects.create(job=job)
    return ChatMessage.objects.create(
        thread=thread, role="assistant", content=text, origin="model", version=1
    )


def test_an_answer_is_kept_with_its_language_and_topic(ada: User, job: Job) -> None:
    kept = answers.add(ada, "1. Wie lange ist Ihre Kündigungsfrist? *", "Drei Monate.", job=job)
    assert kept.question == "Wie lange ist Ihre Kündigungsfrist?"
    assert (kept.language, kept.topic, kept.origin, kept.job) == ("de", "notice", "user", job)
    assert answers.add(ada, "Wie lange ist Ihre Kündigungsfrist?", "Drei Monate.") == kept
    assert [one.pk for one in answers.of(ada)] == [kept.pk]


def test_every_word_that_is_looked_for_must_be_there(ada: User, ben: User) -> None:
    kept = answers.add(ada, "Notice period?", "Three months, to the end of a month.")
    answers.add(ada, "Salary expectation?", "42,000")
    answers.add(ben, "Notice period?", "None")
    assert list(answers.of(ada, "months NOTICE")) == [kept]
    assert list(answers.of(ada, "weeks notice")) == []


def test_who_saw_an_older_state_is_told(ada: User) -> None:
    kept = answers.add(ada, "Notice period?", "Three months")
    seen = kept.updated_at
    changed = answers.change(kept, answer="Two months", expected=seen)
    assert changed.updated_at > seen
    with pytest.raises(Refused, match="changed this meanwhile"):
        answers.change(kept, answer="One month", expected=seen)
    assert answers.change(kept, answer="Two months").updated_at == changed.updated_at


def test_words_that_were_changed_are_the_owners(ada: User, job: Job) -> None:
    kept = answers.add(ada, "Why us?", "I like it", origin="model", source=reply(job))
    assert answers.change(kept, question="Why here?").origin == "model"
    typed = answers.change(kept, answer="I like it very much")
    assert (typed.origin, typed.source_message) == ("user", kept.source_message)


def test_a_removed_answer_comes_back(ada: User) -> None:
    kept = answers.add(ada, "Notice period?", "Three months")
    answers.remove(kept)
    assert list(answers.of(ada)) == []
    assert answers.similar(ada, "What is your notice period?") == []
    with pytest.raises(Http404):
        answers.change(kept, answer="x")
    assert list(answers.removed(ada)) == [kept]
    answers.restore(kept)
    assert list(answers.of(ada)) == [kept]


def test_the_nearest_answers_come_first_with_the_reason(ada: User) -> None:
    english = answers.add(ada, "What is your notice period?", "Three months")
    german = answers.add(ada, "Wie lange ist Ihre Kündigungsfrist?", "Drei Monate")
    answers.add(ada, "Salary expectation?", "42,000")
    found = answers.similar(ada, "How much notice must you give?")
    assert [one.saved for one in found] == [english, german]
    assert [one.why for one in found] == [
        "Also about your notice period.",
        "Also about your notice period, in another language.",
    ]
    assert len(answers.similar(ada, "How much notice must you give?", limit=1)) == 1


def test_what_is_private_is_offered_only_in_the_persons_own_words(ada: User, job: Job) -> None:
    answers.add(ada, "Do you have a disability?", "No", origin="model", source=reply(job))
    assert answers.similar(ada, "Do you have a disability?") == []
    mine = answers.add(ada, "Disability status", "I prefer not to say")
    assert [one.saved for one in answers.similar(ada, "Do you have a disability?")] == [mine]


def test_an_answer_that_names_another_employer_says_so(ada: User, job: Job) -> None:
    answers.add(ada, "Why do you want to work here?", "Zest Inn is known for fish.", job=job)
    other = make.job(ada, employer="Globex")
    asked = "Why are you interested in joining us?"
    assert [one.caution for one in answers.similar(ada, asked, job=other)] == ["It names Zest Inn."]
    assert [one.caution for one in answers.similar(ada, asked, job=job)] == [""]


def test_using_an_answer_makes_a_copy_with_the_names_filled_in(ada: User, job: Job) -> None:
    kept = answers.add(ada, "Why us?", "{{employer}} needs a {{jobTitle}}, {{colour}}.")
    used = answered.use(job, kept, "Why this company?")
    assert used.answer == "Zest Inn needs a Cook, {{colour}}."
    answered.change(used, answer="Zest Inn cooks fish.")
    kept.refresh_from_db()
    assert kept.answer.startswith("{{employer}}")
    assert [one.used for one in answers.of(ada)] == [1]


def test_the_same_question_again_replaces_what_was_said(job: Job) -> None:
    answered.use(job, "One month", "Notice period?")
    answered.use(job, "Two months", "Notice period? *")
    assert [one.answer for one in answered.of(job)] == ["Two months"]


def test_kept_too_a_changed_answer_goes_back_with_its_placeholders(ada: User, job: Job) -> None:
    kept = answers.add(ada, "Why us?", "I like {{employer}}.")
    used = answered.use(job, kept)
    answered.change(used, answer="I have always liked Zest Inn.", keep_too=True)
    assert list(answers.of(ada)) == [kept]
    kept.refresh_from_db()
    assert kept.answer == "I have always liked {{employer}}."


def test_words_with_placeholders_are_kept_with_them(ada: User, job: Job) -> None:
    used = answered.use(job, "I like {{employer}}.", "Why us?", keep_too=True)
    assert used.answer == "I like Zest Inn."
    assert answers.of(ada).get().answer == "I like {{employer}}."


def test_a_question_waits_for_its_answer_once(job: Job) -> None:
    answered.ask(job, ["Why us?", "Notice period?"])
    assert answered.ask(job, ["why us?"]) == []
    answered.use(job, "I like it", "Why us?")
    assert answered.use(job, "", "Why us?").answer == "I like it"
    assert [one.answer for one in answered.of(job)] == ["I like it", ""]


def test_what_a_posting_asks_is_named_until_it_is_taken_up(ada: User) -> None:
    job = make.job(ada, description="We cook.\nDo you have the right to work in the UK?\nJoin us!")
    assert answered.asked_by(job) == ["Do you have the right to work in the UK?"]
    answered.ask(job, answered.asked_by(job))
    assert answered.asked_by(job) == []


def test_a_new_answer_is_kept_with_the_job_it_was_given_for(ada: User, job: Job) -> None:
    answered.use(job, "I love cooking.", "Why this job?", keep_too=True)
    kept = answers.of(ada).get()
    assert (kept.job, kept.origin) == (job, "user")
    assert JobAnswer.objects.get().saved == kept


def test_a_reply_becomes_an_answer_that_says_where_it_is_from(ada: User, job: Job) -> None:
    message = reply(job)
    answered.use(job, message.content, "Why us?", keep_too=True, source=message)
    kept = answers.of(ada).get()
    assert (kept.answer, kept.origin, kept.source_message) == (message.content, "model", message)
    assert answered.of(job).get().saved == kept


def test_an_older_state_of_an_applications_answer_is_refused(job: Job) -> None:
    used = answered.use(job, "One month", "Notice period?")
    with pytest.raises(Refused):
        answered.change(used, answer="Two", expected=used.updated_at - timedelta(seconds=1))
    answered.remove(used)
    assert not answered.of(job).exists()


def test_claims_nothing_supports_are_shown_and_wishes_claim_nothing(ada: User, job: Job) -> None:
    make.resume(ada)
    doubts = Doubts(ada, job)
    text = "I managed 800 people at Initech."
    found = doubts.about("Describe a time you led a team.", text)
    assert {text[one["start"] : one["end"]] for one in found} >= {"800"} or found
    assert doubts.about("Salary expectation?", "I expect 65,000 euros.") == []


def test_without_a_resume_nothing_is_doubted(ada: User, job: Job) -> None:
    assert Doubts(ada, job).about("Tell us about yourself.", "I managed 800 people.") == []
