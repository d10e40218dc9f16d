"""The domains an employer writes from, as far as the addresses of a posting tell. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

from jobops.lib.text import fold
from orchestrator.inbox.routes.domains import is_shared, registrable
from orchestrator.sources.registry import SOURCES


def domains(addresses: Iterable[str | None]) -> frozenset[str]:
    """Registrable ones, without those that many employers share: boards, portals, free mail."""
    found = {registrable(_host(address)) for address in addresses if address}
    return frozenset(one for one in found if one and one not in _boards() and not is_shared(one))


def named(address: str | None, *, employer: str) -> frozenset[str]:
    """The domain of the posting itself, if it is called like the employer."""
    word = "".join(letter for letter in fold(employer) if letter.isalnum())
    return frozenset(
        one for one in domains([address])
        if len(label := one.partition(".")[0].replace("-", "")) > 2
        and (word.startswith(label) or label.startswith(word))
    )  # fmt: skip


def numbers(source_job_id: str | None) -> frozenset[str]:
    """What a board calls the job, without the board's own name: the part that mails quote."""
    last = (source_job_id or "").rpartition("/")[2].strip()
    fits = 4 <= len(last) <= 64 and any(letter.isdigit() for letter in last)
    return frozenset({last}) if fits else frozenset()


def _host(address: str) -> str:
    try:
        return urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""


@lru_cache(maxsize=1)
def _boards() -> frozenset[str]:
    """Not while the server starts: the list of public suffixes is long."""
    return frozenset(
        registrable(host)
        for source in SOURCES.values()
        for host in (*(one.lstrip(".") for one in source.hosts), _host(source.home))
        if host
    )
