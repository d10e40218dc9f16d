"""A page, or text somebody pasted → the draft of a job with the origin of every field. Pure.

Start with `from_page` or `from_text`. The order is fixed: data the page states about itself
(JSON-LD, then microdata), its head, its main text, rules; each only for what is still empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from jobops.lib.text import canonical_url, html_to_text
from orchestrator.jobs import capture_board, capture_rules, capture_schema, capture_titles
from orchestrator.jobs.capture_bytes import decode
from orchestrator.jobs.capture_draft import CaptureProblem, Draft, said
from orchestrator.jobs.capture_page import Page
from orchestrator.jobs.capture_page import read as read_page
from orchestrator.jobs.clean import MARKUP, NOTHING, TEXT_LIMIT, Removed, clean, removed
from orchestrator.sources.posting import Posting

PAGE_LIMIT = 5 * 1024 * 1024
PASTE_LIMIT = 60_000
# Less than this is no description but a notice that one should load scripts.
FEW_WORDS = 200
MARKUP_LIMIT = 150_000
LONG_MARKUP = 1_000_000
CHOICES = 12
BROKEN = "The page's own job data is damaged and was left aside."
HIDDEN = "The page held hidden text that only machines read. It was left out."


@dataclass(frozen=True)
class Captured:
    """One draft, or several to choose from when a page lists several jobs."""

    drafts: tuple[Draft, ...]
    asks_password: bool = False

    @property
    def draft(self) -> Draft:
        return self.drafts[0]

    @property
    def says_nothing(self) -> bool:
        one = self.draft
        return len(self.drafts) == 1 and len(one.description) < FEW_WORDS and not (
            one.value("title") and one.value("employer")
        )  # fmt: skip


def from_bytes(content: bytes, *, charset: str | None, url: str, today: date) -> Captured:
    """A saved or fetched page. Raises CaptureProblem and nothing else."""
    if len(content) > PAGE_LIMIT:
        raise CaptureProblem("not_a_page", "This page is larger than 5 MB. Paste its text instead.")
    decoded = decode(content, charset=charset)
    found = from_anything(decoded.text, url=url, today=today)
    drafts = (replace(one, notices=(*decoded.notices, *one.notices)) for one in found.drafts)
    return replace(found, drafts=tuple(drafts))


def from_anything(text: str, *, url: str = "", today: date) -> Captured:
    """Markup or plain text, told by its looks."""
    if not text.strip():
        raise CaptureProblem("empty")
    if looks_like_markup(text):
        return from_page(text, url=url, today=today)
    return from_text(text, url=url, today=today)


def looks_like_markup(text: str) -> bool:
    return text[:200].lstrip().startswith("<") or len(MARKUP.findall(text[:20_000])) > 3


def from_text(text: str, *, url: str = "", today: date) -> Captured:
    """Pasted words: rules alone can read them."""
    cleaned = clean(text, format="text")
    if not cleaned.text:
        raise CaptureProblem("empty")
    told = {} if not url else said("job_url", url, origin="page")
    body, hidden = capture_rules.body(cleaned.text), cleaned.removed.extras()
    draft = Draft(told, body, hidden_text=cleaned.hidden_text, extras=hidden)
    return Captured((_by_rules(draft, cleaned.text, today=today),))


def from_board(posting: Posting, *, today: date) -> Captured:
    """What the board says of a posting; rules read only what it leaves open."""
    draft = _noted(capture_board.draft(posting), hidden=False)
    return Captured((_by_rules(draft, draft.description, today=today),))


def from_page(markup: str, *, url: str = "", today: date) -> Captured:
    page = read_page(markup)
    nodes, broken = capture_schema.blocks(page.scripts)
    if not nodes:
        nodes = capture_schema.items(page.items.top)
    stated = _distinct([capture_schema.draft(one, url=url) for one in nodes])
    chosen = _matching(stated, page=page, url=url)
    if len(chosen) > 1:
        drafts = [_finished(one, page, today=today, alone=False) for one in chosen[:CHOICES]]
    else:
        drafts = [_finished(chosen[0] if chosen else Draft(), page, today=today, alone=True)]
    notices = (BROKEN,) * (broken and not stated)
    told = [replace(one, notices=(*notices, *one.notices)) for one in drafts]
    return Captured(tuple(told), asks_password=page.asks_password)


def _distinct(drafts: Sequence[Draft]) -> list[Draft]:
    """Sites repeat themselves; what names no job at all is no posting."""
    kept: dict[tuple[str, str, str], Draft] = {}
    for one in drafts:
        key = (one.value("title"), one.value("employer"), canonical_url(one.value("job_url")))
        if one.value("title") or one.description:
            kept.setdefault(key, one)
    return list(kept.values())


def _matching(drafts: list[Draft], *, page: Page, url: str) -> list[Draft]:
    """The posting this address is about, else all of them."""
    if len(drafts) < 2:
        return drafts
    here = {canonical_url(one) for one in (url, page.canonical, page.meta.get("og:url", "")) if one}
    same = [one for one in drafts if canonical_url(one.value("job_url")) in here]
    return same[:1] or drafts


def _finished(draft: Draft, page: Page, *, today: date, alone: bool) -> Draft:
    """What the page's data left open, from its head, its text and rules."""
    if not alone:
        return _by_rules(draft, draft.description, today=today)
    found = dict(draft.said)
    for name, value in capture_titles.read(page).items():
        found.setdefault(name, value)
    if page.canonical and "job_url" not in found and capture_schema.web_address(page.canonical):
        found |= said("job_url", page.canonical, origin="page")
    described = _described(replace(draft, said=found), page)
    return _by_rules(described, described.description, today=today)


def _described(draft: Draft, page: Page) -> Draft:
    """With the main text where the page's data has no description, or only its first words."""
    if len(draft.description) >= FEW_WORDS:
        return _noted(draft, hidden=False)
    markup = page.main()
    if len(markup) > MARKUP_LIMIT:
        # Far more than a description may hold; the rest need not be read.
        text, html, hidden = html_to_text(markup[:LONG_MARKUP])[:TEXT_LIMIT], "", False
    else:
        cleaned = clean(markup, format="html")
        text, html, hidden = cleaned.text, markup if cleaned.html else "", cleaned.hidden_text
    if len(text) <= len(draft.description) or not _belongs(draft, text):
        return _noted(draft, hidden=bool(page.hidden), taken=removed("", *page.hidden))
    taken = removed(markup if hidden else "", *page.hidden)
    described = replace(draft, description=text, html=html)
    return _noted(described, hidden=hidden or bool(page.hidden), taken=taken)


def _belongs(draft: Draft, text: str) -> bool:
    """A teaser in the page's data must stand in the text that is to replace it."""
    teaser = " ".join(draft.description.split())[:60].rstrip(".… ")
    return not teaser or teaser in " ".join(text.split())


def _noted(draft: Draft, *, hidden: bool, taken: Removed = NOTHING) -> Draft:
    flagged = hidden or draft.hidden_text
    notices = (*draft.notices, *((HIDDEN,) if flagged else ()))
    extras = {**draft.extras, **taken.extras()}
    return replace(draft, hidden_text=flagged, notices=notices, extras=extras)


def _by_rules(draft: Draft, text: str, *, today: date) -> Draft:
    found = capture_rules.read(text, wanted=draft.missing(), today=today)
    return replace(draft, said={**found, **draft.said})


def outline(draft: Draft, *, limit: int) -> str:
    """A draft as plain text: labelled lines that `from_text` reads again, then the description."""
    lines = [f"{label}: {draft.value(name)}" for name, label in HEADINGS if draft.value(name)]
    return "\n\n".join(filter(None, ("\n".join(lines), draft.description)))[:limit].strip()


HEADINGS = (
    ("title", "Title"), ("employer", "Company"), ("location", "Location"), ("salary", "Salary"),
    ("deadline", "Deadline"), ("job_type", "Job type"), ("job_level", "Job level"),
    ("job_function", "Function"), ("degree_required", "Degree"), ("starting", "Start date"),
    ("workplace", "Workplace"), ("application_link", "Apply at"), ("job_url", "URL"),
)  # fmt: skip
