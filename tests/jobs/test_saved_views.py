"""Lists kept under a name: what is stored, in which order, and what takes a removal back."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from jobops.lib.errors import Invalid
from orchestrator.jobs import saved_views
from orchestrator.models import SavedView, User
from tests import make
from tests.workspace.reading import HTMX, page, rows, texts

pytestmark = pytest.mark.django_db


def names(owner: User) -> list[str]:
    return [view.name for view in saved_views.listed(owner)]


def kept(owner: User, *wanted: str) -> list[SavedView]:
    return [saved_views.save(owner, name, tab="all", query="") for name in wanted]


@pytest.mark.parametrize(
    "fields", [{"folded": "best"}, {"tab": "nowhere"}, {"name": ""}, {"folded": ""}]
)
def test_the_database_refuses_what_cannot_be(ada: User, fields: dict[str, str]) -> None:
    kept(ada, "Best")
    values = {"name": "Other", "folded": "other", "tab": "all", **fields}
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedView.objects.create(owner=ada, **values)


def test_the_list_is_kept_with_its_filters_and_the_order_that_is_seen(
    client: Client, ada: User
) -> None:
    sent = {"place": "discovered?workplace=remote&score=70-100&strange=1", "name": "Best"}
    assert client.post("/views", sent).status_code == 303
    view = ada.views.get()
    assert (view.tab, parse_qs(view.query)) == (
        "discovered", {"workplace": ["remote"], "score": ["70-100"], "sort": ["score-desc"]},
    )  # fmt: skip


def test_the_menu_leads_to_the_list_as_it_was(client: Client, ada: User) -> None:
    make.job(ada, title="Far", workplace="remote")
    make.job(ada, title="Near", workplace="onsite")
    client.post("/views", {"place": "discovered?workplace=remote", "name": "Far ones"})
    root = page(client.get("/jobs/discovered/views", headers=HTMX))
    (url,) = root.xpath("//a[contains(., 'Far ones')]/@href")
    assert urlsplit(url).path == "/jobs/discovered"
    assert rows(page(client.get(url))) == ["Far"]


def test_saving_from_the_menu_answers_with_the_menu(client: Client, ada: User) -> None:
    sent = {"place": "ready?", "name": "Mine"}
    root = page(client.post("/views", sent, headers=HTMX))
    assert texts(root, "//*[@role='status']") == ["Saved the view Mine."]
    answer = client.post("/views", {**sent, "name": "MINE"}, headers=HTMX)
    assert answer.status_code == 422
    assert page(answer).get_element_by_id("view-name").get("value") == "MINE"


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "nul\0"])
def test_a_name_that_cannot_be_is_refused(client: Client, ada: User, name: str) -> None:
    assert client.post("/views", {"place": "ready?", "name": name}).status_code == 422
    assert names(ada) == []


def test_they_are_put_in_order_one_place_at_a_time(client: Client, ada: User) -> None:
    first, _, last = kept(ada, "a", "b", "c")
    client.post(f"/views/{last.pk}/up")
    assert names(ada) == ["a", "c", "b"]
    client.post(f"/views/{first.pk}/up")
    client.post(f"/views/{first.pk}/down")
    assert names(ada) == ["c", "a", "b"]


def test_a_deleted_one_comes_back_unless_its_name_is_taken(client: Client, ada: User) -> None:
    (view,) = kept(ada, "Best")
    client.post(f"/views/{view.pk}/remove")
    assert names(ada) == []
    client.post(f"/views/{view.pk}/restore")
    assert names(ada) == ["Best"]
    client.post(f"/views/{view.pk}/remove")
    kept(ada, "best")
    client.post(f"/views/{view.pk}/restore")
    assert names(ada) == ["best"]


def test_renaming(client: Client, ada: User) -> None:
    view, _ = kept(ada, "one", "two")
    assert client.post(f"/views/{view.pk}/rename", {"name": "First"}).status_code == 303
    refused = client.post(f"/views/{view.pk}/rename", {"name": "TWO"})
    assert (refused.status_code, "TWO" in refused.content.decode()) == (422, True)
    assert names(ada) == ["First", "two"]


def test_fifty_are_kept_and_no_more(ada: User) -> None:
    kept(ada, *(f"view {n}" for n in range(50)))
    with pytest.raises(Invalid):
        kept(ada, "one more")


def test_strangers_find_nothing(client: Client, ben: User) -> None:
    (view,) = kept(ben, "his")
    for verb in ("rename", "up", "down", "remove", "restore"):
        assert client.post(f"/views/{view.pk}/{verb}", {"name": "x"}).status_code == 404
    assert "his" not in texts(page(client.get("/views")), "//main//bdi")
