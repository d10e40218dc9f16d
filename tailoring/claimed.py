"""Claims as an Edit keeps them, and what a person's word does to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from tailoring.changes import CITED
from tailoring.claims.claim import FactRef, Finding

Kept = Mapping[str, Any]


def kept(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [asdict(one) for one in findings]


def open_ones(claims: Sequence[Kept]) -> list[Kept]:
    return [claim for claim in claims if claim["state"] == "unsupported"]


def text_of(claim: Kept) -> str:
    return str(claim["claim"]["text"])


def kind_of(claim: Kept) -> str:
    return str(claim["claim"]["kind"])


def asserted(claim: Kept, *, fact: str) -> dict[str, Any]:
    """The same claim with the owner's word for it; `fact` is the address of that word."""
    return {**claim, "state": "asserted", "fact": fact}


def references(support: Iterable[FactRef]) -> list[dict[str, Any]]:
    return [asdict(replace(one, address=_cited(one.address))) for one in support]


def reference(address: str, *, item_id: str, quote: str) -> dict[str, Any]:
    return asdict(FactRef(address=address, item_id=item_id, section="", quote=quote))


def _cited(address: str) -> str:
    return address.replace("facts/", CITED, 1) if address.startswith("facts/") else address
