"""What stands before the first heading: who it is, how to reach them, what they say first. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jobops.lib.text import fold
from tailoring.intake import contacts, parties
from tailoring.intake.said import NOTHING, Said, joined
from tailoring.intake.sections import Numbered

_LABELS = re.compile(
    r"[^\w]*(?:e-?mail|mail|phone|tel|telephone|telefon|mobile|mobil|handy|linkedin|github|website"
    r"|web|birthdate|date of birth|geburtsdatum|born|geboren|nationality|nationalitat|residence"
    r"|city of residence|address|adresse|location|languages|marital status|familienstand|name"
    r"|gender|age|skype|telegram|portfolio|xing|driving licence|wohnort|anschrift|nationalite"
    r"|fecha de nacimiento|data di nascita|data urodzenia|geboortedatum)\b"
)
_TITLE = re.compile(r"\b(?:curriculum vitae|resume|lebenslauf|cv|zyciorys|curriculo)\b")
_ICONS = re.compile("[☎✆📞📱✉📧🎁⌂📍🏠🔗🌐]")
_ONLY_LABELS = re.compile(rf"(?:{_LABELS.pattern}[\s:.|]*)+")
_LONGEST_HEADLINE = 140


def basics(
    head: Sequence[Numbered], contact: Sequence[Numbered], everything: Sequence[Numbered]
) -> tuple[dict[str, Said], list[Said], Said]:
    """The fields of the head, the addresses of profiles, and what else was said: a summary."""
    near = [*head, *contact]
    name = contacts.name(head) or contacts.name(contact)
    links = list(contacts.links(near))
    profiles = [one for one in links if contacts.network(one.value)]
    sites = [one for one in links if one not in profiles]
    headline, rest = _headline(head, name)
    made = {
        "name": name,
        "headline": headline,
        "email": contacts.email(near) or contacts.email(everything).unsure(),
        "phone": contacts.phone(near),
        "location": contacts.location(near),
        "website": _site(sites),
    }
    return made, profiles, joined(map(_said, rest), glue="\n")


def _site(sites: list[Said]) -> Said:
    return Said(contacts.full(sites[0].value), sites[0].lines) if sites else NOTHING


def _headline(head: Sequence[Numbered], name: Said) -> tuple[Said, list[Numbered]]:
    """The first line of words after the name, and the lines of words behind it."""
    said = [one for one in head if _is_words(one, name)]
    for one in head:
        if one.number in name.lines and name.value and (more := _beside(one.text, name.value)):
            return Said(more, (one.number,)), said
    for one in said:
        if len(one.text) <= _LONGEST_HEADLINE and not one.text.endswith("."):
            return _said(one), [other for other in said if other is not one]
        break
    titled = next((one for one in said[:3] if parties.is_title(one.text)), None)
    if titled is not None and len(titled.text) <= _LONGEST_HEADLINE:
        return _said(titled), [other for other in said if other is not titled]
    return NOTHING, said


def _beside(text: str, name: str) -> str:
    more = text.replace(name, "", 1).strip(" \t,;:|–—-")
    bare = contacts.LINK.sub("", contacts.EMAIL.sub("", more))
    return more if bare == more and parties.is_title(more) else ""


def _is_words(one: Numbered, name: Said) -> bool:
    text = one.text
    if one.number in name.lines or _LABELS.match(fold(text)) or _TITLE.search(fold(text)):
        return False
    if contacts.EMAIL.search(text) or contacts.LINK.search(text) or contacts.phone([one]):
        return False
    if _ICONS.search(text) or text.count("|") > 1:
        return False
    return sum(map(str.isalpha, text)) >= 5 and not contacts.location([one])


def is_empty_label(one: Numbered) -> bool:
    """ "Phone:  E-mail:" with nothing behind them."""
    folded = fold(_ICONS.sub(" ", one.text)).strip()
    return _ONLY_LABELS.fullmatch(folded) is not None or not any(map(str.isalnum, folded))


def _said(one: Numbered) -> Said:
    return Said(one.text.replace("\t", " "), (one.number,))


def handles(lines: Sequence[Numbered]) -> Iterator[dict[str, Said]]:
    """ "johndoe" above or beside "LinkedIn": profiles without an address."""
    names = {name.lower(): name for name in contacts.NETWORKS.values()}
    before: Numbered | None = None
    for one in lines:
        parts = one.text.split("\t")
        for place, part in enumerate(parts):
            network = names.get(part.strip().lower())
            above = before.text.split("\t") if before is not None else []
            if network and place < len(above) and before is not None:
                user = Said(above[place].strip(), (before.number,), sure=False)
                yield {"network": Said(network, (one.number,)), "username": user, "url": NOTHING}
        before = one
