"""Every address, every method, everybody who may come: the table, and what is never in it."""

from __future__ import annotations

from typing import Any

import pytest

from orchestrator.models import User
from tests.acceptance.outcomes import callers, rules, table
from tests.acceptance.outcomes.callers import Caller
from tests.acceptance.outcomes.rows import one_of_each
from tests.acceptance.outcomes.told import told
from tests.acceptance.outcomes.walk import walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("required")]


# A thousand requests for each.
@pytest.mark.timeout(900)
@pytest.mark.parametrize("caller", callers.ALL, ids=lambda one: one.name)
def test_everybody_is_answered_as_the_document_says(
    ada: User, settings: Any, caller: Caller
) -> None:
    settings.GMAIL_OAUTH_CLIENT_ID = settings.GMAIL_OAUTH_CLIENT_SECRET = "client"
    settings.WAIT_SECONDS = 0
    ada.set_password("correct horse battery")
    ada.save()
    walked = walk(caller, ada, one_of_each(ada), config=settings)
    fresh = table.written(walked)
    assert rules.surprises(caller.name, walked, is_owner=caller.is_owner) == []
    assert told(caller.name, fresh) == fresh


def test_the_document_is_what_the_command_writes() -> None:
    document = table.DOCUMENT.read_text()
    assert table.render(table.read(document)) == document
