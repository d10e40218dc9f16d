"""The operations console under the policy of every other page. Slow: opens each of its pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import get_resolver
from playwright.sync_api import Page

from orchestrator.models import User
from tests.acceptance.outcomes import addresses
from tests.browser import house
from tests.browser.conftest import Opener

# What the browser says of each thing that the policy forbade.
LISTEN = """() => { window.__forbidden = [];
  document.addEventListener('securitypolicyviolation',
    (event) => window.__forbidden.push(event.violatedDirective + ' ' + event.blockedURI)); }"""
NOT_PAGES = ("logout/", "jsi18n/", "autocomplete/", "/r/", "(?P<url>")


def pages() -> list[str]:
    return [
        addresses.of_console(one)
        for one in addresses.console()
        if not any(part in one for part in NOT_PAGES)
    ]


@pytest.mark.timeout(600)
def test_no_page_of_the_console_asks_for_what_the_policy_forbids(
    opened: Opener, ada: User, live_server: Any
) -> None:
    assert get_resolver().url_patterns
    house.full(ada)
    page: Page = opened("/keys")
    page.add_init_script(f"({LISTEN})()")
    forbidden, answers = {}, {}
    for path in pages():
        answer = page.goto(live_server.url + path)
        answers[path] = answer.status if answer else 0
        if found := page.evaluate("window.__forbidden"):
            forbidden[path] = found
    assert forbidden == {}
    assert {path for path, status in answers.items() if status >= 500} == set()
