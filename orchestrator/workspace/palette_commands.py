"""What the palette can do beside finding: open pages, begin work, change the look. One table; the
verbs of the job that is open are read from its buttons by the page itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jobops.lib.text import fold
from jobops.lib.words import later, later_each, say
from orchestrator.models import User
from orchestrator.workspace import settings_sections
from orchestrator.workspace.shell import RAIL
from orchestrator.workspace.shell import THEMES as LOOKS


@dataclass(frozen=True)
class Command:
    """`url` also does it without a script. `opens`: a dialog of the page; `press`: a button of the
    page, as a selector; `theme`: what it makes the pages look like; `key`: what does the same;
    `words`: what else it may be called.
    """

    label: str
    url: str
    icon: str
    kind: str
    words: str = ""
    key: str = ""
    opens: str = ""
    press: str = ""
    theme: str = ""
    for_staff: bool = False


KINDS: Mapping[str, str] = later_each({"action": "Actions", "page": "Pages", "setting": "Settings"})


def _action(
    label: str, url: str, icon: str, words: str, *, key: str = "", opens: str = "", press: str = ""
) -> Command:
    return Command(label, url, icon, "action", words, key, opens, press)


def _page(label: str, url: str, icon: str, words: str, *, for_staff: bool = False) -> Command:
    return Command(label, url, icon, "page", words, for_staff=for_staff)


ACTIONS = (
    _action(later("New run"), "/runs/new", "run", "search discover find crawl", opens="new-run"),
    _action(later("Import postings"), "/import", "upload", "add paste url file csv"),
    _action(
        later("Read mail now"),
        "/tracking-inbox/accounts",
        "inbox",
        "sync mailbox gmail fetch",
        press="#palette-sync button",
    ),
    _action(later("Keyboard shortcuts"), "/keys", "keyboard", "hotkeys", key="?", opens="help"),
)
PAGES = (
    _page(later("Ready jobs"), "/jobs/ready", "s-ready", "list tab"),
    _page(later("Discovered jobs"), "/jobs/discovered", "s-discovered", "list tab triage"),
    _page(later("Applied jobs"), "/jobs/applied", "s-applied", "list tab applications"),
    _page(later("All jobs"), "/jobs/all", "jobs", "list tab"),
    _page(later("Answers"), "/answers", "note", "questions bank saved"),
    _page(later("Mailboxes"), "/tracking-inbox/accounts", "mail", "gmail imap accounts"),
    _page(later("Notices"), "/notices", "bell", "news results"),
    _page(later("Guide"), "/guide", "help", "help manual how to documentation"),
    _page(later("First steps"), "/onboarding", "check", "onboarding checklist sample data"),
    _page(later("Operations console"), "/admin/", "robot", "admin worker queue", for_staff=True),
)


def matching(owner: User, words: str) -> dict[str, list[Command]]:
    """By kind, those in which each word begins a word; without words all of them."""
    wanted = fold(words).split()
    found: dict[str, list[Command]] = {kind: [] for kind in KINDS}
    for one in everything(owner):
        if has(words, f"{one.label} {one.words}"):
            found[one.kind].append(one)
    return {kind: sorted(rows, key=lambda one: _place(one, wanted)) for kind, rows in found.items()}


def everything(owner: User) -> Iterator[Command]:
    known = (*ACTIONS, *themes(), *places(), *PAGES)
    yield from (one for one in known if owner.is_staff >= one.for_staff)
    for section in settings_sections.SECTIONS.values():
        if owner.is_staff >= section.for_staff:
            yield Command(section.label, f"/settings/{section.name}", "settings", "setting",
                          f"settings {section.words}")  # fmt: skip


def places() -> Iterator[Command]:
    """The rail, whatever stands in it."""
    for group in RAIL:
        for place in group:
            yield Command(place.label, place.url, place.icon, "page")


def themes() -> Iterator[Command]:
    for value, label in LOOKS:
        text = say("Theme: {name}", name=str(label).lower())
        yield Command(text, "/settings/display", "contrast", "action", "dark light appearance",
                      theme=value)  # fmt: skip


def has(words: str, text: str) -> bool:
    """Whether each word begins one of `text`."""
    return all(_begins(word, text) for word in fold(words).split())


def _begins(word: str, text: str) -> bool:
    return any(part.startswith(word) for part in fold(text).replace(":", " ").split())


def _place(one: Command, wanted: Sequence[str]) -> int:
    """Those whose own name has all words stand before those that are only called so too."""
    return 0 if all(_begins(word, one.label) for word in wanted) else 1
