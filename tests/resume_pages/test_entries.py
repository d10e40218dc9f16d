"""Sections that are lists, edited in the browser."""

from __future__ import annotations

import pytest
from django.test import Client

from orchestrator.models import User
from tailoring import library
from tailoring.models import ResumeDocument
from tailoring.views.sections import EDITED
from tests import make

pytestmark = pytest.mark.django_db


def fields(client: Client, address: str) -> dict[str, str]:
    """What a browser would send back untouched."""
    context = client.get(address).context
    rows = context["rows"]
    values = {"order": rows.order, "revision": context["revision"]}
    for row in rows.rows:
        values[f"{row.key}-id"] = row.id
        values |= {bound.html_name: bound.value() or "" for bound in row.form}
        values |= {f"{row.key}-hidden": "on"} if row.hidden else {}
    return values


def companies(base: ResumeDocument) -> list[str]:
    base.refresh_from_db()
    return [one["company"] for one in library.newest(base).data["sections"]["experience"]["items"]]


def languages(base: ResumeDocument) -> list[str]:
    base.refresh_from_db()
    items = library.newest(base).data["sections"]["languages"]["items"]
    return [one["language"] for one in items]


@pytest.mark.parametrize("name", EDITED)
def test_saving_an_unchanged_part_makes_no_version(client: Client, ada: User, name: str) -> None:
    base = make.resume(ada)
    address = f"/design-resume/{base.pk}/{name}"
    client.post(address, {**fields(client, address), "do": "save"})
    base.refresh_from_db()
    assert base.revision == 1


def test_a_step_shows_the_new_order_and_saves_nothing_yet(client: Client, ada: User) -> None:
    base = make.resume(ada)
    address = f"/design-resume/{base.pk}/languages"
    typed = {**fields(client, address), "i0-language": "Klingon", "do": "down:i0"}
    page = client.post(address, typed)

    assert page.context["rows"].order.startswith("i1,i0")
    assert "Klingon" not in languages(base)

    client.post(address, {**typed, "order": page.context["rows"].order, "do": "save"})
    assert languages(base)[1] == "Klingon"


def test_an_entry_is_added_and_another_removed(client: Client, ada: User) -> None:
    base = make.resume(ada)
    address = f"/design-resume/{base.pk}/experience"
    before = companies(base)
    added = client.post(address, {**fields(client, address), "do": "add:"}).context["rows"]
    new = added.rows[-1].key
    order = added.order.removeprefix("i0,")
    typed = {**fields(client, address), "order": order, f"{new}-position": "Cook",
             f"{new}-company": "Inn", f"{new}-text": "- Soup", "do": "save"}  # fmt: skip
    client.post(address, typed)

    assert companies(base) == [*before[1:], "Inn"]
    item = library.newest(base).data["sections"]["experience"]["items"][-1]
    assert item["description"] == "<ul><li>Soup</li></ul>"
    assert item["id"]


def test_hidden_entries_are_not_printed(client: Client, ada: User) -> None:
    base = make.resume(ada)
    address = f"/design-resume/{base.pk}/experience"
    client.post(address, {**fields(client, address), "i0-hidden": "on", "do": "save"})
    base.refresh_from_db()
    assert library.newest(base).data["sections"]["experience"]["items"][0]["hidden"] is True


def test_an_entry_without_a_name_is_refused_and_kept_on_the_page(client: Client, ada: User) -> None:
    base = make.resume(ada)
    address = f"/design-resume/{base.pk}/languages"
    answer = client.post(
        address, {"order": "n0", "revision": 1, "n0-fluency": "Good", "do": "save"}
    )
    assert answer.status_code == 422
    assert "Good" in answer.content.decode()
    base.refresh_from_db()
    assert base.revision == 1


def test_a_part_saved_elsewhere_meanwhile_is_not_overwritten(client: Client, ada: User) -> None:
    base = make.resume(ada)
    address = f"/design-resume/{base.pk}/experience"
    typed = {**fields(client, address), "i0-company": "Contoso", "do": "save"}
    data = library.newest(base).data
    library.save(base, {**data, "basics": {**data["basics"], "name": "X"}}, base_revision=1,
                 actor="user", what="Basics")  # fmt: skip
    answer = client.post(address, typed)

    assert answer.status_code == 409
    assert "Contoso" in answer.content.decode()
    assert "Contoso" not in companies(base)
    assert (
        client.post(address, {**typed, "revision": answer.context["revision"]}).status_code == 303
    )
    assert companies(base)[0] == "Contoso"
