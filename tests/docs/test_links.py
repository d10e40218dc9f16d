"""Each link leads somewhere, each file that is named is there."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestrator.workspace.guide import anchor
from tests.docs.reading import DOCUMENTS, ROOT, prose

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
NAMED = re.compile(r"\bdocs/[\w/.-]+\.\w+")
# Packages of the product, its checks and its measurements speak of the documents too.
SPEAKERS = ("jobops", "orchestrator", "tailoring", "pdfs", "bench", "tests", "static", "templates")


def anchors(text: str) -> set[str]:
    found: dict[str, int] = {}
    for heading in re.findall(r"^#{1,6} (.+)$", prose(text), re.M):
        words = anchor(re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", heading))
        found[words] = found.get(words, 0) + 1
    return {name if n == 0 else f"{name}-{n}" for name, many in found.items() for n in range(many)}


def astray(text: str, *, at: Path) -> Iterator[str]:
    for link in LINK.findall(text):
        if re.match(r"[a-z]+:", link):
            continue
        file, _, place = link.partition("#")
        target = (at.parent / file).resolve() if file else at
        if not target.exists() or (place and place not in anchors(target.read_text())):
            yield link


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda one: str(one.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    assert list(astray(path.read_text(), at=path)) == []


def test_a_link_astray_is_seen() -> None:
    text = "[a](gone.md) [b](#deploy-settings) [c](#three) [d](mail.md#none) [e](https://x.y)"
    at = ROOT / "docs" / "settings.md"
    assert list(astray(text, at=at)) == ["gone.md", "#three", "mail.md#none"]


def test_documents_that_are_named_in_words_or_code_are_there() -> None:
    listed = subprocess.run(
        ["git", "ls-files", *SPEAKERS, "docs", "*.md", "Dockerfile", "compose.yaml"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    texts = [
        ROOT / name for name in listed.stdout.splitlines() if not name.startswith("tests/docs")
    ]
    named = {
        name
        for path in texts
        if path.suffix in {".py", ".md", ".html", ".js", ".css", ".yaml", ".yml"} and path.exists()
        for name in NAMED.findall(path.read_text(errors="replace"))
    }
    assert len(named) > 10
    assert {name for name in named if not (ROOT / name).exists()} == set()


@pytest.mark.parametrize("path", [one for one in DOCUMENTS if "api/" not in str(one)], ids=str)
def test_every_document_is_found_from_the_first_one(path: Path) -> None:
    """README → docs/README.md → all others, by links alone."""
    seen, ahead = set(), [ROOT / "README.md"]
    while ahead:
        one = ahead.pop()
        seen.add(one)
        targets = {
            (one.parent / link.partition("#")[0]).resolve()
            for link in LINK.findall(one.read_text())
        }
        ahead += [to for to in targets if to.suffix == ".md" and to.exists() and to not in seen]
    assert path in seen
