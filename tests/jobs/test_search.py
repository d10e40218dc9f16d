"""Finding jobs by words; what the index keeps, and how it is repaired."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils import timezone

from orchestrator.jobs import search
from orchestrator.jobs.search import JobQuery
from orchestrator.models import Job, Note, User
from tests import make

DESCRIPTION = "Wir suchen für unser Büro in München jemanden mit C++, C# und 50% Node.js."


def found(owner: User, text: str) -> list[str]:
    page = search.page(owner, JobQuery(text=text, sort="title", descending=False))
    assert page.total == len(page.rows)
    return [job.title for job in page.rows]


@pytest.fixture
def engineer(ada: User) -> Job:
    return make.job(
        ada, title="Softwareentwickler", employer="Crème Brûlée GmbH", location="Zürich",
        description=DESCRIPTION,
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "softwareentwickler", "SOFTWARE", "entwickler", "twareent", "creme brulee", "CRÈME",
        "munchen", "münchen büro", "zurich", "C++", "c#", "50%", "node.js", "node", "suchen soft",
        "jemanden wir c++", "rülé", "  büro   c# ",
    ],
)  # fmt: skip
def test_every_word_is_found_without_case_and_accents(ada: User, engineer: Job, text: str) -> None:
    assert found(ada, text) == ["Softwareentwickler"]


@pytest.mark.parametrize(
    "text",
    [
        "such unser", "unbekannt", "münchen berlin", "+", "%", "_", '"', "*", "-", "büros", "ünch",
        "nch", "en", "NOT", "title:softwareentwickler -", "c+++", "(", "' OR 1=1 --", "{title} x",
    ],
)  # fmt: skip
def test_no_character_has_a_special_meaning(ada: User, engineer: Job, text: str) -> None:
    assert found(ada, text) == []


@pytest.mark.parametrize(
    "text", ['"softwareentwickler"', "softwareentwickler*", "(software", "-büro", "büro)", "büro;"]
)
def test_signs_around_a_word_are_passed_over(ada: User, engineer: Job, text: str) -> None:
    assert found(ada, text) == ["Softwareentwickler"]


def test_only_the_last_word_may_be_unfinished(ada: User) -> None:
    make.job(ada, title="One", employer="A", description="kubernetes cluster")
    assert found(ada, "kubernetes clus") == ["One"]
    assert found(ada, "kuber cluster") == []


def test_ten_words_count(ada: User, engineer: Job) -> None:
    assert found(ada, "büro " * 10 + "nonsense") == ["Softwareentwickler"]


def test_others_jobs_are_not_found(ada: User, ben: User) -> None:
    make.job(ben, title="Secret")
    assert found(ada, "secret") == []


def test_words_follow_every_change(ada: User) -> None:
    job = make.job(ada, title="Baker", employer="A", description="bread")
    Job.objects.filter(pk=job.pk).update(title="Butcher", description="meat")
    assert found(ada, "baker") == []
    assert found(ada, "bread") == []
    assert found(ada, "butcher meat") == ["Butcher"]
    job.delete()
    assert found(ada, "butcher") == []


def test_rows_without_a_description_are_found_by_title(ada: User) -> None:
    make.job(ada, title="Baker", description=None)
    assert found(ada, "baker") == ["Baker"]


def test_words_and_filters_go_together(ada: User) -> None:
    make.job(ada, title="Baker", score=80.0)
    make.job(ada, title="Bakery clerk", score=20.0, status="skipped")
    query = JobQuery(text="bak", min_score=50)
    assert [job.title for job in search.page(ada, query).rows] == ["Baker"]
    assert search.page(ada, JobQuery(text="bak", statuses=("skipped",))).total == 1


def test_a_whole_index_is_left_alone(ada: User, engineer: Job) -> None:
    assert search.ensure_index() is False


def test_a_lost_trigger_is_noticed_and_the_index_built_anew(ada: User) -> None:
    suffix = "" if connection.vendor == "sqlite" else " ON orchestrator_job"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER job_search_update{suffix}")
    job = make.job(ada, title="Baker")
    Job.objects.filter(pk=job.pk).update(title="Butcher")
    assert found(ada, "butcher") == []
    assert search.ensure_index() is True
    assert found(ada, "butcher") == ["Butcher"]
    assert found(ada, "baker") == []


def test_lost_words_are_noticed(ada: User, engineer: Job) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM job_search")
    assert search.ensure_index() is True
    assert found(ada, "büro") == ["Softwareentwickler"]


@pytest.mark.parametrize("text", ["backendeng", "kendengin", "dEngi", "cmelt", "crèmebr"])
def test_parts_go_across_spaces_and_signs(ada: User, text: str) -> None:
    make.job(ada, title="Backend-Engineer", employer="Acme, Ltd", description="x")
    make.job(ada, title="Pastry", employer="Crème Brûlée", description="x")
    assert len(found(ada, text)) == 1


def test_parts_do_not_go_from_the_title_to_the_employer(ada: User) -> None:
    make.job(ada, title="Backend", employer="Engines", description="x")
    assert found(ada, "backendengines") == []


@pytest.mark.parametrize(
    "text",
    [
        "a", "é", "1", "'", '"', "\\", "a AND b", "NEAR(a b)", "*", "a*b", "title:a", "{title}: a",
        "x" * 10_000, "ab " * 5_000, "\0", "a\0b", "\x1b[31m", "😀", "👩‍💻 engineer", "ß", "ﬁ",
        "中文", "א", "-- ", "%", "_", "a_b", "^a", "a + b", "()", "(((", "\u202eabc", "١٢",
    ],
)  # fmt: skip
def test_whatever_is_typed_is_answered(ada: User, engineer: Job, text: str) -> None:
    assert len(found(ada, text)) <= 1


def note(job: Job, content: str, *, title: str = "Call") -> Note:
    return Note.objects.create(job=job, title=title, content=content)


def test_words_of_notes_are_found(ada: User) -> None:
    job = make.job(ada, title="Baker", description="bread")
    make.job(ada, title="Butcher", description="meat")
    note(job, "Spoke with **Zoë** about the oven.", title="First call")
    assert found(ada, "zoe") == ["Baker"]
    assert found(ada, "first") == ["Baker"]
    assert found(ada, "bread ove") == ["Baker"]
    assert found(ada, "zoe meat") == []


def test_notes_are_found_as_they_are_now(ada: User) -> None:
    job = make.job(ada, title="Baker", description="bread")
    one = note(job, "The oven")
    Note.objects.filter(pk=one.pk).update(content="The mixer")
    assert found(ada, "oven") == []
    assert found(ada, "mixer") == ["Baker"]
    Note.objects.filter(pk=one.pk).update(removed_at=timezone.now())
    assert found(ada, "mixer") == []
    Note.objects.filter(pk=one.pk).update(removed_at=None)
    assert found(ada, "mixer") == ["Baker"]
    one.delete()
    assert found(ada, "mixer") == []


def test_a_deleted_job_takes_its_notes_out_of_the_index(ada: User) -> None:
    job = make.job(ada)
    note(job, "The oven")
    job.delete()
    assert search.ensure_index() is False


def test_a_lost_trigger_of_notes_is_noticed(ada: User) -> None:
    suffix = "" if connection.vendor == "sqlite" else " ON orchestrator_note"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER note_search_insert{suffix}")
    note(make.job(ada, title="Baker"), "The oven")
    assert found(ada, "oven") == []
    assert search.ensure_index() is True
    assert found(ada, "oven") == ["Baker"]
