"""What a sender's domain says: free mail, an applicant tracking system, a job board. Pure.

Registrable domains come from the list of public suffixes that tldextract brings along: no network
and no cache on disk.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

import tldextract

FILE = Path(__file__).resolve().parent / "senders.toml"
_suffixes = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


@lru_cache(maxsize=8192)
def registrable(host: str) -> str:
    """ "jobs.acme.co.uk" is "acme.co.uk". Of an ending nobody registered, the last two parts."""
    bare = host[:253].strip(".").lower()
    found = _suffixes(bare)
    if found.suffix or not found.domain or found.ipv4 or found.ipv6:
        return found.top_domain_under_public_suffix
    return ".".join(bare.split(".")[-2:]) if "." in bare else ""


@lru_cache(maxsize=8192)
def subdomain(host: str) -> str:
    bare = host[:253].strip(".").lower()
    return bare.removesuffix(registrable(bare)).rstrip(".")


def is_free(host: str) -> bool:
    return _is_in("free", host)


def is_ats(host: str) -> bool:
    return _is_in("ats", host)


def is_board(host: str) -> bool:
    return _is_in("boards", host)


def is_shared(host: str) -> bool:
    """Many write from there, so it names no employer."""
    return is_free(host) or is_ats(host) or is_board(host)


def generic_words() -> frozenset[str]:
    return _listed()["generic"]


def _is_in(kind: str, host: str) -> bool:
    listed = _listed()[kind]
    return host in listed or registrable(host) in listed


@lru_cache(maxsize=1)
def _listed() -> dict[str, frozenset[str]]:
    with FILE.open("rb") as file:
        return {kind: frozenset(names) for kind, names in tomllib.load(file).items()}
