"""Tags, snoozed jobs and saved views travel with the archive."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from orchestrator.jobs import saved_views, tags
from orchestrator.models import Job, SavedView, Tag, User
from tests import make
from tests.transfer.test_round import emptied, packed, taken

pytestmark = pytest.mark.django_db


def filled(owner: User) -> Job:
    job = make.job(owner, snoozed_until=timezone.now() + timedelta(days=3))
    tags.put(job, ["Dream", "near"], actor="user")
    saved_views.save(owner, "Best", tab="all", query="tag=dream")
    return job


def test_they_come_back_as_they_were(ada: User) -> None:
    job = filled(ada)
    archive = packed(ada)
    emptied(ada)
    assert taken(ada, archive).refused == []
    back = Job.objects.get(pk=job.pk)
    assert (tags.of(back), back.snoozed_until) == (["Dream", "near"], job.snoozed_until)
    assert SavedView.objects.get(owner=ada).query == "tag=dream"


def test_a_tag_that_is_here_already_takes_the_jobs_that_come(ada: User) -> None:
    job = filled(ada)
    archive = packed(ada)
    emptied(ada)
    here = tags.make(ada, "DREAM")
    assert taken(ada, archive).refused == []
    assert tags.of(Job.objects.get(pk=job.pk)) == ["DREAM", "near"]
    assert Tag.objects.get(owner=ada, folded="dream") == here


def test_tags_of_another_owner_are_not_taken(ada: User, ben: User) -> None:
    filled(ada)
    archive = packed(ada)
    report = taken(ben, archive)
    assert report.refusals > 0
    assert not Tag.objects.filter(owner=ben).exists()
