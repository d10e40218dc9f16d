from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from jobops.lib.text import html_to_text
from orchestrator.scoring.brief import JobFacts
from orchestrator.scoring.extract import extract
from orchestrator.scoring.posting import read as read_posting
from tailoring.computed import spelling
from tailoring.coverage import cover
from tailoring.documents.bullets import Change, apply, bullets
from tailoring.documents.dialects import to_document, to_text
from tailoring.documents.merge import Tailored, merge
from tailoring.documents.profile import profile
from tailoring.rules import Limits, draft, reshape
from tailoring.style import Style
from tailoring.suggestion import Suggestion
from tests.documents.places import SAMPLES, SHARED, shared_files
from tests.tailoring.test_rules import FACTS, resume

OWN_FILES = [*sorted(SAMPLES.glob("*.json")), SAMPLES.parents[1] / "samples" / "resume_v5.json"]
FILES = [*OWN_FILES, *shared_files()]
POSTINGS = SHARED / "postings"


def with_bullets(*texts: str) -> dict[str, Any]:
    html = "".join(f"<li>{text}</li>" for text in texts)
    item = {"id": "e1", "position": "Engineer", "description": f"<p>Intro.</p><ul>{html}</ul>"}
    return {"sections": {"experience": {"items": [item]}}}


def asking(*lines: str) -> JobFacts:
    wanted = "\n".join(f"- {line}" for line in lines)
    return JobFacts(title="Engineer", employer="Initech", description=f"Requirements\n{wanted}")


def change(one: Suggestion) -> Change:
    return Change(one.kind, one.item_id, one.mark, before=one.before, after=one.after)


def texts(raw: dict[str, Any]) -> list[str]:
    return [bullet.text for bullet in bullets(raw)]


def postings() -> Iterator[JobFacts]:
    """Every sixtieth of the shared ones, and our own."""
    yield FACTS
    yield asking("Experience with Unity or Unreal", "C++ and C#", "English C1", "Scrum")
    for path in sorted(POSTINGS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").split("\n")[:-1:60]:
            row = json.loads(line)
            yield JobFacts(row["title"], row["company"], html_to_text(row["description"] or ""))


def test_bullets_that_answer_the_posting_move_up_in_their_list() -> None:
    raw = with_bullets("Grew tomatoes", "Wrote Terraform", "Sang", "Built Django and Python apps")
    made = reshape(FACTS, raw=raw, limits=Limits())
    assert [one.kind for one in made] == ["order"]
    assert made[0].address == "experience/e1/description"
    assert texts(apply(raw, [change(made[0])]).document) == [
        "Intro.", "Built Django and Python apps", "Wrote Terraform", "Grew tomatoes", "Sang",
    ]  # fmt: skip
    assert {"Django", "Python"} <= set(made[0].terms)
    assert "Python" in made[0].reason
    assert made[0].cites == ("experience/e1/description/4",)


@pytest.mark.parametrize(
    "texts",
    [("Wrote Terraform", "Sang"), ("Sang", "Danced"), ("Terraform one", "Terraform two"), ()],
)
def test_an_order_that_is_good_already_is_left(texts: tuple[str, ...]) -> None:
    assert reshape(FACTS, raw=with_bullets(*texts), limits=Limits()) == ()


def test_bullets_inside_a_bullet_move_with_it() -> None:
    raw = with_bullets("Sang<ul><li>Loud</li></ul>", "Ran things<ul><li>On Terraform</li></ul>")
    made = reshape(FACTS, raw=raw, limits=Limits())
    assert texts(apply(raw, [change(made[0])]).document) == [
        "Intro.", "Ran things", "On Terraform", "Sang", "Loud",
    ]  # fmt: skip


def test_a_term_is_written_as_the_posting_writes_it() -> None:
    raw = with_bullets("Wrote <strong>JS</strong> and k8s charts at night")
    facts = asking("JavaScript", "Kubernetes")
    (made,) = reshape(facts, raw=raw, limits=Limits())
    assert (made.kind, made.after) == (
        "keyword", "Wrote JavaScript and Kubernetes charts at night",
    )  # fmt: skip
    assert set(made.terms) == {"JavaScript", "Kubernetes"}
    assert made.cites == (made.address,) == ("experience/e1/description/1",)


@pytest.mark.parametrize(
    ("bullet", "wanted"),
    [
        ("Ran OpenShift for years", "Kubernetes"),
        ("Wrote AngularJS for years", "Angular"),
        ("Moved files to Amazon S3 daily", "AWS"),
        ("Wrote ES6 daily", "JavaScript"),
        ("Wrote JavaScript (JS) daily", "JS"),
        ("Wrote JavaScript daily", "javascript"),
        ("Wrote JavaScript daily", "JS"),
        ("Wrote JS daily", "Java"),
    ],
)
def test_a_wider_alias_is_no_other_spelling(bullet: str, wanted: str) -> None:
    assert reshape(asking(wanted), raw=with_bullets(bullet), limits=Limits()) == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("JS", "JavaScript", True),
        ("TS", "TypeScript", True),
        ("k8s", "Kubernetes", True),
        ("NodeJS", "Node.js", True),
        ("React", "React.js", True),
        ("AWS", "Amazon Web Services", True),
        ("CI", "Continuous Integration", True),
        ("Postgres", "PostgreSQL", True),
        ("Angular", "AngularJS", False),
        ("Java", "JavaScript", False),
        ("C", "C++", False),
        ("Go", "Google", False),
        ("EC2", "AWS", False),
    ],
)
def test_only_spellings_of_the_very_same_are_exchanged(one: str, other: str, same: bool) -> None:
    assert spelling.is_same(one, other) is same
    assert spelling.is_same(other, one) is same


def test_a_term_to_avoid_is_not_written() -> None:
    raw, limits = with_bullets("Wrote JS"), Limits(avoid=("JavaScript",))
    assert reshape(asking("JavaScript"), raw=raw, limits=limits) == ()


def test_a_keyword_too_is_spelled_as_in_the_posting() -> None:
    raw = resume(sections={"skills": {"items": [
        {"id": "s", "name": "Web", "keywords": ["HTML", "JS", "TypeScript/JS"]},
    ]}})  # fmt: skip
    made = draft(asking("JavaScript"), raw=raw, limits=Limits())
    assert made.skills == [{"name": "Web", "keywords": ["JavaScript", "TypeScript/JS", "HTML"]}]


def test_terms_to_avoid_are_in_no_part_of_a_draft() -> None:
    limits = Limits(avoid=("calm", "terraform", "backend"))
    made = draft(FACTS, raw=resume(), limits=limits)
    said = json.dumps([made.headline, made.summary, made.skills]).casefold()
    assert not any(term in said for term in limits.avoid)
    assert made.skills


def test_the_name_of_a_course_is_left() -> None:
    raw = with_bullets("Course: JS")
    raw["sections"]["education"] = raw["sections"].pop("experience")
    assert reshape(asking("JavaScript"), raw=raw, limits=Limits()) == ()


def test_a_keyword_that_is_one_only_beside_others_keeps_them() -> None:
    raw: dict[str, Any] = {"sections": {"skills": {"items": [
        {"id": "s", "name": "Code", "keywords": ["Python", "Go", "Rust"]},
    ]}}}  # fmt: skip
    made = draft(asking("Golang"), raw=raw, limits=Limits(max_keywords_per_skill=1))
    assert len(made.skills[0]["keywords"]) > 1


def test_a_keyword_that_alone_answers_the_posting_is_kept_beyond_the_limit() -> None:
    raw: dict[str, Any] = {"sections": {"skills": {"items": [
        {"id": "s", "name": "Tools", "keywords": ["Git", "Python", "Django", "Terraform", "Vim"]},
    ]}}}  # fmt: skip
    made = draft(FACTS, raw=raw, limits=Limits(max_keywords_per_skill=1))
    assert set(made.skills[0]["keywords"]) == {"Python", "Django", "Terraform"}


def test_a_headline_keeps_what_only_it_says() -> None:
    raw = {
        "basics": {"headline": "Engineer for Terraform"},
        "sections": {"experience": {"items": [{"id": "e", "position": "Backend Engineer"}]}},
    }
    assert draft(FACTS, raw=raw, limits=Limits()).headline in ("", "Backend Engineer – Terraform")


def printed(raw: dict[str, Any], facts: JobFacts, *, limits: Limits) -> dict[str, Any]:
    made = draft(facts, raw=raw, limits=limits)
    changes = [change(one) for one in reshape(facts, raw=raw, limits=limits)]
    applied = apply(raw, changes)
    assert applied.outdated == ()
    return merge(raw, Tailored(made.headline, made.summary, made.skills, changes=changes))


@pytest.mark.parametrize("path", FILES)
def test_the_page_never_answers_less_than_the_base_did(path: Path | None) -> None:
    """Every sample résumé for many postings, so it takes longer than others."""
    assert path is not None
    raw = to_document(json.loads(path.read_text(encoding="utf-8"))).document
    own = profile(raw)
    for facts in postings():
        rows = extract(read_posting(facts))[0]
        merged = printed(raw, facts, limits=Style().limits)
        before, after = (
            cover(rows, profile=own, statements={}, text=to_text(page), on=date(2026, 3, 1))
            for page in (raw, merged)
        )
        assert (after.share or 0) >= (before.share or 0), (facts.title, before.on_page)


@pytest.mark.parametrize("path", FILES)
def test_no_bullet_is_lost_and_no_word_is_new(path: Path | None) -> None:
    assert path is not None
    raw = to_document(json.loads(path.read_text(encoding="utf-8"))).document
    for facts in postings():
        for one in reshape(facts, raw=raw, limits=Limits()):
            before, after = Counter(one.before.split("\n")), Counter(one.after.split("\n"))
            assert one.kind == "keyword" or before == after
            assert one.item_id in {bullet.home for bullet in bullets(raw)}
        assert len(texts(printed(raw, facts, limits=Limits()))) == len(texts(raw))


def test_the_same_inputs_give_the_same_changes() -> None:
    raw = with_bullets("Sang", "JS", "Terraform")
    facts = replace(FACTS, description=f"{FACTS.description}\n- JavaScript")
    assert reshape(facts, raw=raw, limits=Limits()) == reshape(facts, raw=raw, limits=Limits())
