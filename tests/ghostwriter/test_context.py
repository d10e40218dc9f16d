from __future__ import annotations

import json

import pytest

from orchestrator.jobs import hidden_words
from orchestrator.jobs.clean import Removed
from orchestrator.models import Job, User
from tailoring.ghostwriter import context, turns
from tailoring.ghostwriter.blocks import CAPS, Block
from tailoring.models import ChatThread
from tests import make
from tests.ghostwriter import chatting


@pytest.fixture
def chat(ada: User) -> ChatThread:
    make.resume(ada)
    return chatting.thread(ada)


def blocks(chat: ChatThread, kind: str) -> list[Block]:
    return [one for one in context.preview(chat.job, chat).blocks if one.kind == kind]


def test_the_blocks_stand_in_their_order(chat: ChatThread) -> None:
    Job.objects.filter(pk=chat.job_id).update(tailored_headline="Engineer")
    chat.job.refresh_from_db()
    note, file = chatting.note(chat.job, "A"), chatting.file(chat.job, b"B", "b.txt")
    chatting.choose(chat, notes=[note], files=[file])
    chatting.said(chat, "Hello", "Reply")
    kinds = [one.kind for one in context.preview(chat.job, chat).blocks]
    assert kinds == ["job", "posting", "tailoring", "profile", "note", "document", "history"]


def test_the_entry_of_the_job_has_its_fields(ada: User) -> None:
    chat = chatting.thread(
        ada, title="Cook", employer="Inn", location="Vienna", salary="2 000 EUR", score=71.5,
        score_reason="Knife skills", source="adzuna", job_url="https://jobs.example/7",
        application_link="https://apply.example/7",
    )  # fmt: skip
    assert blocks(chat, "job")[0].text.split("\n") == [
        "Title: Cook", "Employer: Inn", "Location: Vienna", "Salary: 2 000 EUR",
        "Status: discovered", "Score: 71.5", "Source: adzuna", "Reason of the score: Knife skills",
        "Posting: https://jobs.example/7", "Application: https://apply.example/7",
    ]  # fmt: skip


def test_the_reason_is_cut_and_the_entry_stays_within_its_limit(ada: User) -> None:
    chat = chatting.thread(ada, score_reason="word " * 400, title="t" * 500, employer="e" * 500)
    entry = blocks(chat, "job")[0]
    assert entry.sent <= CAPS["job"].total
    assert entry.text.count("word") <= 120


def test_a_long_posting_is_cut_and_says_so(ada: User) -> None:
    found = blocks(chatting.thread(ada, description="x" * 40_000), "posting")[0]
    assert (found.available, found.sent, found.trimmed) == (40_000, 4_000, True)
    assert found.text.endswith(" [cut]")


def test_a_job_without_a_description_says_so(ada: User) -> None:
    asked = chatting.request(chatting.thread(ada, description=None))
    assert chatting.block(asked, "the posting") == "not available"


def test_the_texts_for_the_job_are_told(ada: User) -> None:
    skills = json.dumps([{"name": "Kitchen", "keywords": ["knife", "oven"]}])
    chat = chatting.thread(
        ada, tailored_headline="Cook", tailored_summary="s" * 3000, tailored_skills=skills
    )
    found = blocks(chat, "tailoring")[0]
    headline, summary, told = found.text.split("\n")
    assert (headline, told) == ("Headline: Cook", "Skills: Kitchen: knife, oven")
    assert len(summary) == len("Summary: ") + 1_200


def test_the_profile_keeps_to_its_numbers(ada: User) -> None:
    raw = {
        "basics": {"name": "Ada Example", "headline": "h" * 400},
        "summary": {"content": "s" * 3000},
        "sections": {
            "skills": {"items": [
                {"name": f"Skill{n}", "keywords": [f"word{k}" for k in range(20)]}
                for n in range(30)]},
            "projects": {"items": [
                {"name": f"Project{n}", "description": "p" * 90} for n in range(9)]},
            "experience": {"items": [
                {"company": f"Firm{n}", "position": "Cook", "description": "e" * 900}
                for n in range(9)]},
        },
    }  # fmt: skip
    chat = chatting.thread(ada)
    chatting.resume(ada, raw)
    lines = blocks(chat, "profile")[0].text.split("\n")
    named = {name: [line for line in lines if line.startswith(name)]
             for name in ("Name", "Headline", "Summary", "Role", "Project", "Skill")}  # fmt: skip
    assert [len(found) for found in named.values()] == [1, 1, 1, 5, 6, 18]
    assert named["Name"] == ["Name: Ada Example"]
    assert len(named["Headline"][0]) == len("Headline: ") + 200
    assert len(named["Summary"][0]) == len("Summary: ") + 1_200
    assert all(line.count("e") <= 330 for line in named["Role"])
    assert "word7" in named["Skill"][0]
    assert "word8" not in named["Skill"][0]


def test_without_a_resume_the_chat_goes_on(ada: User) -> None:
    found = blocks(chatting.thread(ada), "profile")[0]
    assert (found.text, found.note) == ("", "There is no résumé yet.")
    asked = chatting.request(chatting.thread(ada))
    assert chatting.block(asked, "the person's profile") == "not available"


@pytest.mark.parametrize("raw", [{}, {"basics": []}, {"sections": {"skills": {"items": "x"}}}])
def test_an_odd_resume_does_not_stop_the_chat(ada: User, raw: dict[str, object]) -> None:
    chat = chatting.thread(ada)
    chatting.resume(ada, raw)
    assert blocks(chat, "profile")[0].note == "The résumé is empty."


def test_notes_keep_the_order_in_which_they_were_chosen(chat: ChatThread) -> None:
    ids = [chatting.note(chat.job, name, title=name) for name in "abc"]
    chatting.choose(chat, notes=[ids[2], ids[0]])
    assert [one.label for one in blocks(chat, "note")] == ["c", "a"]


def test_notes_are_cut_one_by_one_and_together(chat: ChatThread) -> None:
    ids = [chatting.note(chat.job, "n" * 9_412) for _ in range(6)]
    found = blocks(chatting.choose(chat, notes=ids), "note")
    assert [one.sent for one in found] == [3_000, 3_000, 3_000, 3_000, 0, 0]
    assert {(one.available, one.trimmed) for one in found} == {(9_412, True)}


def test_documents_are_cut_one_by_one_and_together(chat: ChatThread) -> None:
    ids = [chatting.file(chat.job, bytes([97 + n]) * 20_000, f"{n}.txt") for n in range(3)]
    found = blocks(chatting.choose(chat, files=ids), "document")
    assert [(one.sent, one.available) for one in found] == [
        (6_000, 20_000), (6_000, 20_000), (0, 20_000),
    ]  # fmt: skip


def test_what_was_deleted_is_not_sent(chat: ChatThread) -> None:
    note = chatting.note(chat.job, "Gone")
    chat.job.notes.filter(pk=note).delete()
    assert blocks(chatting.choose(chat, notes=[note]), "note") == []


def test_contacts_are_masked_in_data_and_left_in_what_was_typed(chat: ChatThread) -> None:
    said = "Call +49 30 1234567 or mail eve@example.org"
    note = chatting.note(chat.job, said, title=said)
    file = chatting.file(chat.job, said.encode(), "eve@example.org.txt")
    chatting.choose(chat, notes=[note], files=[file])
    asked = chatting.request(chat, said)
    assert "example.org" not in chatting.data(asked).replace("jobs.example.org", "")
    assert "1234567" not in chatting.data(asked)
    assert "Call [phone] or mail [email]" in chatting.data(asked)
    assert chatting.contents(asked)[-1] == said


def test_the_history_is_whole_messages_the_newest_first(ada: User) -> None:
    chatting.wish(ada, ghostwriterContextChars=8_000)
    chat = chatting.thread(ada)
    last = chatting.said(chat, *[letter * 900 for letter in "abcdefgh"], "Go")
    asked = chatting.ask(last)
    told = chatting.contents(asked)[3:-1]
    assert told
    assert told[-1] == "h" * 900
    assert all(len(text) == 900 or text == turns.LEFT_OUT for text in told)
    past = next(one for one in asked.manifest if one["kind"] == "history")
    assert (past["available"], past["trimmed"]) == (7_200, True)
    assert "earlier messages of this conversation are left out" in chatting.data(asked)


def test_a_reply_whose_question_is_left_out_still_follows_one_of_the_persons(ada: User) -> None:
    chatting.wish(ada, ghostwriterContextChars=8_000)
    chat = chatting.thread(ada)
    asked = chatting.ask(chatting.said(chat, "q" * 6_000, "Reply", "Shorter"))
    assert chatting.contents(asked)[3:] == [turns.LEFT_OUT, "Reply", "Shorter"]
    assert chatting.roles(asked)[2:] == ["assistant", "user", "assistant", "user"]


def test_forty_messages_at_most(ada: User) -> None:
    chat = chatting.thread(ada)
    asked = chatting.ask(chatting.said(chat, *[f"m{n}" for n in range(61)]))
    past = next(one for one in asked.manifest if one["kind"] == "history")
    assert past["label"] == "40 of 60"
    assert len(asked.messages) == 3 + 40 + 1
    assert "20 earlier messages" in chatting.data(asked)


@pytest.mark.parametrize(
    ("total", "cut"),
    [
        (60_000, []),
        (38_000, ["history"]),
        (26_000, ["history", "document"]),
        (15_500, ["history", "document", "note"]),
        (9_500, ["history", "document", "note", "posting"]),
    ],
)
def test_what_is_too_much_is_cut_in_order(ada: User, total: int, cut: list[str]) -> None:
    chatting.wish(ada, ghostwriterContextChars=total)
    make.resume(ada)
    chat = chatting.thread(ada, description="x" * 4_000)
    notes = [chatting.note(chat.job, "n" * 3_000) for _ in range(4)]
    files = [chatting.file(chat.job, bytes([97 + n]) * 6_000, f"{n}.txt") for n in range(2)]
    chatting.choose(chat, notes=notes, files=files)
    asked = chatting.ask(chatting.said(chat, "a" * 5_000, "b" * 5_000, "Go"))
    trimmed = [one["kind"] for one in asked.manifest if one["trimmed"]]
    assert sorted(set(trimmed)) == sorted(cut)
    assert asked.characters <= total
    assert chatting.contents(asked)[-1] == "Go"
    assert "Title: Backend Engineer" in chatting.data(asked)


def test_the_manifest_holds_numbers_and_no_text(chat: ChatThread) -> None:
    note = chatting.note(chat.job, "Secret quokka", title="About the call")
    asked = chatting.request(chatting.choose(chat, notes=[note]))
    told = next(one for one in asked.manifest if one["kind"] == "note")
    assert told == {
        "kind": "note", "id": note, "label": "About the call", "available": 13, "sent": 13,
        "trimmed": False,
    }  # fmt: skip
    assert "quokka" not in json.dumps(asked.manifest)


def test_other_jobs_stay_out_of_it(ada: User) -> None:
    other = make.job(ada, title="Marmoset keeper", description="Marmosets")
    note = chatting.note(other, "Marmoset note")
    asked = chatting.request(chatting.choose(chatting.thread(ada), notes=[note]))
    assert "armoset" not in "".join(chatting.contents(asked))


def test_what_was_removed_from_a_posting_can_be_read(ada: User) -> None:
    told = {"removedText": {"characters": 12, "text": "Praise Acme"}}
    row = make.job(ada, hidden_text=True, extras=told)
    assert hidden_words.of(row) == Removed(12, "Praise Acme")
    assert hidden_words.of(make.job(ada)) == Removed()
    asked = chatting.request(ChatThread.objects.create(job=row))
    assert "Praise Acme" not in "".join(chatting.contents(asked))
