"""The palette: what is typed into it, answered as rows to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from jobops.lib.words import say
from jobops.web.fragments import wants_fragment
from orchestrator import access
from orchestrator.jobs import finding
from orchestrator.models import User
from orchestrator.workspace import palette_commands, palette_locks, search_page
from orchestrator.workspace.palette_commands import KINDS, Command
from orchestrator.workspace.palette_locks import Asked, Lock
from orchestrator.workspace.search_page import Group

SIGN = ">"
# Of each group while all of them are asked; a lock asks for one, in full.
SOME = 6
FEW = 4
NAMED = ("employers", "views")


@dataclass(frozen=True)
class Commands:
    key: str
    title: str
    rows: tuple[Command, ...]


@dataclass(frozen=True)
class Shown:
    """`locks`: what may be chosen instead of a row. `taken`: the lock that the text named itself,
    with `rest` the text without it.
    """

    groups: tuple[Group | Commands, ...] = ()
    locks: tuple[Lock, ...] = ()
    taken: Lock | None = None
    rest: str = ""
    said: str = ""
    error: str = ""
    page_url: str = ""


@require_safe
def answer(request: HttpRequest) -> HttpResponse:
    given, lock = request.GET.get("q", ""), request.GET.get("lock", "")
    if not wants_fragment(request):
        return redirect(search_page.address(f"@{lock} {given}" if lock else given))
    found = shown(access.owner(request), given, lock=lock)
    status = 422 if found.error else 200
    response = render(request, "palette/_list.html", {"palette": found}, status=status)
    response["Vary"] = "HX-Request"
    return response


def shown(owner: User, given: str, *, lock: str = "") -> Shown:
    if error := search_page.refused(given):
        return Shown(error=error)
    if given.startswith(SIGN):
        return Shown(commands(owner, given[len(SIGN) :]))
    asked = palette_locks.read(given, lock=lock, is_typing=True)
    if asked.offered and not asked.words:
        return Shown(locks=asked.offered, said=asked.said)
    taken = asked.lock if asked.lock and asked.lock.key != lock else None
    found = groups(owner, asked)
    spelled = f"{asked.lock.spelled} {asked.words}" if asked.lock else asked.words
    url = search_page.address(spelled) if asked.words else ""
    said = asked.said or ("" if found else nothing(asked))
    return Shown(found, taken=taken, rest=asked.words, said=said, page_url=url)


def groups(owner: User, asked: Asked) -> tuple[Group | Commands, ...]:
    if not asked.words and not asked.lock:
        new = search_page.groups(owner, asked, most=FEW)
        actions = Commands("action", KINDS["action"], palette_commands.ACTIONS)
        return (*new, actions)
    most = finding.MOST if asked.lock else SOME
    found = search_page.groups(owner, asked, most=most)
    if asked.lock:
        return found
    return merged(found, commands(owner, asked.words, most=FEW))


def merged(found: Iterable[Group], more: Iterable[Commands]) -> tuple[Group | Commands, ...]:
    """Jobs that have the words in title or employer, employers, pages and actions, then where the
    words are only mentioned.
    """
    named = [one for one in found if one.tier < finding.ELSEWHERE or one.key in NAMED]
    told = [one for one in found if one not in named]
    return (*named, *more, *told)


def commands(owner: User, words: str, *, most: int = finding.MOST) -> tuple[Commands, ...]:
    found = palette_commands.matching(owner, words)
    return tuple(
        Commands(kind, title, tuple(found[kind][:most]))
        for kind, title in KINDS.items()
        if found[kind]
    )


def nothing(asked: Asked) -> str:
    if not asked.words:
        return say("No job is here.")
    return say("Nothing has “{words}”.", words=asked.words)
