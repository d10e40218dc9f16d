"""The documents as the workspace shows them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve

from orchestrator.workspace import guide, settings_sections
from tests.pictures.table import FOLDER

PAGES = list(guide.addresses())


@pytest.mark.django_db
def test_every_document_has_a_page(client: Client, ada: Any) -> None:
    for path, url in guide.addresses().items():
        answer = client.get(url, REMOTE_ADDR="127.0.0.1")
        assert answer.status_code == 200, path
        assert f'tabindex="-1">{guide.read(path).title}' in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "leaf", ["nothing", "../settings", "about/../triage", "triage.md", "triage/", "%00", "README"]
)
def test_nothing_else_is_read(client: Client, ada: Any, leaf: str) -> None:
    assert client.get(f"/guide/{leaf}", REMOTE_ADDR="127.0.0.1").status_code == 404


def test_addresses_are_unique() -> None:
    assert len(set(guide.addresses().values())) == len(PAGES)


@pytest.mark.parametrize("path", PAGES)
def test_links_stay_in_the_house(path: str) -> None:
    """Each leads to a page of the guide, to a page of the workspace, or visibly elsewhere."""
    text = guide.read(path).text
    for tag, href in re.findall(r'(<a href="([^"]+)"[^>]*>)', text):
        place = href.partition("#")[0]
        if not href.startswith("/"):
            assert 'rel="noopener noreferrer" target="_blank"' in tag
        elif place.startswith("/guide"):
            assert place in guide.addresses().values(), href
        else:
            assert resolve(place)


@pytest.mark.django_db
def test_addresses_that_are_named_can_be_visited(client: Client, ada: Any) -> None:
    named = {
        href
        for path in PAGES
        if path.startswith("guide/")
        for href in re.findall(r'<a href="(/[^"#]+)"><code>', guide.read(path).text)
    }
    assert "/onboarding" in named
    for href in sorted(named):
        answer = client.get(href, REMOTE_ADDR="127.0.0.1")
        assert answer.status_code in (200, 301, 302, 303), href


def test_pictures_come_with_their_size() -> None:
    shown = [tag for path in PAGES for tag in re.findall("<img[^>]+>", guide.read(path).text)]
    assert shown
    for tag in shown:
        assert re.search(r'src="/static/pictures/[\w-]+\.webp"', tag)
        assert re.search(r' width="\d+" height="\d+"', tag)
        assert re.search(r' alt="[^"]{10,}"', tag)


def test_headings_are_found_as_elsewhere() -> None:
    assert guide.anchor("Is the PDF up to date?") == "is-the-pdf-up-to-date"
    assert guide.anchor("Export & import") == "export--import"
    assert guide.anchor("`make run`, twice") == "make-run-twice"


def test_a_second_heading_of_one_name_has_a_number() -> None:
    reader = guide.MarkdownIt("commonmark")
    assert list(guide.anchored(reader.parse("# A\n\n## B\n\n## B\n"))) == ["a", "b", "b-1"]


def test_pages_of_the_guide_fit_a_quiet_moment() -> None:
    for path in PAGES:
        if path.startswith("guide/"):
            assert len((guide.DOCS / path).read_text().splitlines()) <= 80, path


def test_the_pictures_are_where_pages_look_for_them() -> None:
    assert FOLDER == guide.DOCS / "pictures"


@pytest.mark.django_db
def test_every_section_of_the_settings_leads_to_its_page(client: Client, ada: Any) -> None:
    for name, section in settings_sections.SECTIONS.items():
        assert section.guide in guide.addresses().values()
        shown = client.get(f"/settings/{name}", REMOTE_ADDR="127.0.0.1").content.decode()
        assert f'href="{section.guide}"' in shown or 'href="/guide"' in shown, name
