"""Each owner's words lie together, and a question reads those of who asks alone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from django.db import connection

from orchestrator.jobs import finding, fulltext, search, word_index
from orchestrator.jobs.word_parts import JOBS, NOTES
from orchestrator.models import Job, Note, User
from tests import make

TEXTS = ("baker", "bak", "aker", "oven", "baker oven", "flour", "berlin")


@pytest.fixture
def both(ada: User, ben: User) -> tuple[User, User]:
    """Jobs and notes of two owners, made in turn."""
    for place in range(6):
        owner = (ada, ben)[place % 2]
        job = make.job(owner, title=f"Baker {place}", employer="Yst", location="Berlin",
                       description="Flour and water.")  # fmt: skip
        Note.objects.create(job=job, title="Call", content="The oven")
    return ada, ben


def jobs_of(owner: User, text: str) -> set[str]:
    hits = fulltext.containing(owner.pk, text)
    assert hits is not None
    with connection.cursor() as cursor:
        cursor.execute(hits.query, hits.params)
        return {str(pk).replace("-", "") for (pk,) in cursor.fetchall()}


def own(owner: User) -> set[str]:
    return {job.pk.hex for job in owner.jobs.all()}


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("anew", [False, True], ids=["as written", "built anew"])
def test_the_index_itself_answers_with_own_jobs(
    both: tuple[User, User], text: str, anew: bool
) -> None:
    if anew:
        word_index.drop(part=JOBS)
        word_index.drop(part=NOTES)
        assert word_index.ensure() is True
    for owner in both:
        assert jobs_of(owner, text) == own(owner)
        hits = fulltext.containing(owner.pk, text)
        assert hits is not None
        assert fulltext.count(hits) == 3


@pytest.mark.parametrize("place", ["berlin", "berl"])
def test_places_and_employers_are_ones_own(both: tuple[User, User], place: str) -> None:
    for owner in both:
        where = fulltext.located(owner.pk, place)
        named = fulltext.employers(owner.pk, ["yst"])
        assert where is not None
        assert named is not None
        for ids in (where.ids, named):
            assert {job.pk.hex for job in Job.objects.filter(pk__in=ids)} == own(owner)


def test_ranks_are_among_ones_own(both: tuple[User, User]) -> None:
    for owner in both:
        (group,) = finding.find(owner, "baker")
        assert group.total == 3
        ranks = fulltext.ranks(owner.pk, "bake")
        assert ranks is not None
        counts = [fulltext.count(one) for one in (ranks.whole, ranks.begun, ranks.inside)]
        assert counts == [0, 3, 3]


def test_no_text_can_speak_as_another_owner(both: tuple[User, User]) -> None:
    ada, ben = both
    make.job(ada, title=f"@{ben.pk}", description=f"'@{ben.pk}' | '@{ben.pk.hex}'")
    assert jobs_of(ben, "baker") == own(ben)
    for text in (f"@{ben.pk}", f"'@{ben.pk}' | baker", f"baker @{ben.pk.hex}"):
        assert jobs_of(ada, text) <= own(ada)
        assert jobs_of(ben, text) <= own(ben)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has a word for the owner")
def test_the_rows_of_two_owners_never_mix(both: tuple[User, User]) -> None:
    ada, ben = both
    ada.jobs.all().delete()
    for owner in (ben, ada, ben, ada):
        make.job(owner, title="Baker")
    with connection.cursor() as cursor:
        cursor.execute("SELECT owner_id, min(id), max(id) FROM job_search GROUP BY 1 ORDER BY 2")
        rows = cursor.fetchall()
    assert {owner for owner, *_ in rows} == {ada.pk.hex, ben.pk.hex}
    assert all(last < first for (_, _, last), (_, first, _) in pairwise(rows))
    assert jobs_of(ada, "baker") == own(ada)
    assert jobs_of(ben, "baker") == own(ben)
    assert search.ensure_index() is False


def test_one_letter_among_many_jobs_begins_words_of_titles_and_employers_only(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL looks a beginning up as quickly as a word")
    named, told = make.job(ada, title="Zoologist"), make.job(ada, description="Zebras live here.")
    spelled = make.job(ada, description="From A to Z.")
    assert jobs_of(ada, "z") == {named.pk.hex, told.pk.hex, spelled.pk.hex}
    monkeypatch.setattr(fulltext, "LETTER_AMONG", 1)
    assert jobs_of(ada, "z") == {named.pk.hex, spelled.pk.hex}
    assert jobs_of(ada, "ze") == {told.pk.hex}


def test_groups_take_their_hits_from_tier_after_tier(ada: User) -> None:
    """More whole words than are shown of one group, too few of the other."""
    for title, status in (("Rose", "ready"), ("A rose", "ready"), ("Rosebud", "ready"),
                          ("Roses", "discovered"), ("Primrose", "discovered")):  # fmt: skip
        make.job(ada, title=title, status=status)
    make.job(ada, description="Not a rose.")
    found = {group.key: group for group in finding.find(ada, "rose", most=2)}
    assert [hit.job.title for hit in found["ready"].hits] == ["Rose", "A rose"]
    assert [hit.job.title for hit in found["discovered"].hits] == ["Roses", "Primrose"]
    assert [(group.total, [hit.tier for hit in group.hits]) for group in found.values()] == [
        (3, [0, 1]), (3, [2, 3]),
    ]  # fmt: skip
