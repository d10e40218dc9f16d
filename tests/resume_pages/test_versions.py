"""Every save of a base is a version: listed with what changed, compared, restored, and swept."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from orchestrator.models import ScoreCard, User
from orchestrator.ops import tidying
from tailoring import library, revisions
from tailoring.models import ResumeDocument
from tests import make

pytestmark = pytest.mark.django_db


def renamed(base: ResumeDocument, name: str) -> ResumeDocument:
    data: dict[str, Any] = library.newest(base).data
    changed = {**data, "basics": {**data["basics"], "name": name}}
    library.save(base, changed, base_revision=base.revision, actor="user", what="Basics")
    base.refresh_from_db()
    return base


def test_a_version_says_what_it_changed(client: Client, ada: User) -> None:
    base = renamed(make.resume(ada), "Dana")
    page = client.get(f"/design-resume/{base.pk}/versions").content.decode()
    assert "Version 2" in page
    assert "Name changed" in page


def test_two_versions_stand_side_by_side(client: Client, ada: User) -> None:
    base = renamed(renamed(make.resume(ada), "Dana"), "Eve")
    page = client.get(f"/design-resume/{base.pk}/versions/1").content.decode()
    other = client.get(f"/design-resume/{base.pk}/versions/1?with=2").content.decode()
    assert "David Kowalski" in page
    assert "Eve" in page
    assert "Dana" in other
    assert client.get(f"/design-resume/{base.pk}/versions/9").status_code == 404


def test_restoring_makes_a_new_version(client: Client, ada: User) -> None:
    base = renamed(make.resume(ada), "Dana")
    client.post(f"/design-resume/{base.pk}/versions/1/restore")
    base.refresh_from_db()
    assert base.revision == 3
    assert library.newest(base).data["basics"]["name"] == "David Kowalski"


def test_the_file_it_came_from_is_given_back_byte_for_byte(client: Client, ada: User) -> None:
    base = library.import_file(ada, make.RESUME.read_bytes(), file_name="cv.json").document
    answer = client.get(f"/design-resume/{renamed(base, 'Dana').pk}/original")
    assert answer.content == make.RESUME.read_bytes()
    assert "attachment" in answer["Content-Disposition"]


def test_a_copy_is_a_base_of_its_own(client: Client, ada: User) -> None:
    base = make.resume(ada)
    client.post(f"/design-resume/{base.pk}/duplicate")
    copied = ResumeDocument.objects.exclude(pk=base.pk).get()
    assert (copied.name, copied.is_default) == (f"{base.name} (copy)", False)
    assert library.newest(copied).data == library.newest(base).data


def test_name_language_and_use_are_changed_without_a_version(client: Client, ada: User) -> None:
    make.resume(ada)
    base = library.duplicate(ResumeDocument.objects.get())
    client.post(f"/design-resume/{base.pk}/details", {"name": "German", "language": "de"})
    base.refresh_from_db()
    assert (base.name, base.language, base.enabled, base.revision) == ("German", "de", False, 1)


def test_the_default_cannot_be_switched_off(client: Client, ada: User) -> None:
    base = make.resume(ada)
    answer = client.post(f"/design-resume/{base.pk}/details", {"name": "x", "language": "en"})
    assert answer.status_code == 422
    base.refresh_from_db()
    assert base.enabled


def test_the_last_fifty_and_those_in_use_are_kept(ada: User) -> None:
    base = make.resume(ada)
    for number in range(54):
        renamed(base, f"Name {number}")
    ScoreCard.objects.create(
        job=make.job(ada), engine="computed", resume_id=base.pk, resume_revision=3
    )
    tidying.tidy()

    kept = [one.number for one in revisions.listed(base)]
    # The first came as a file, the third is that of a score.
    assert kept == [*range(55, 5, -1), 3, 1]
