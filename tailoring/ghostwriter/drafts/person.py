"""What a draft may say of the person: the base résumé of the job and confirmed facts, no more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from orchestrator.models import Job
from orchestrator.scoring.brief import Profile
from orchestrator.scoring.holdings import hold
from tailoring import facts, library, sentences
from tailoring.documents.profile import profile
from tailoring.documents.schema import read
from tailoring.ghostwriter.drafts.ground import Person

_AVAILABLE = re.compile(
    r"\b(?:available (?:from|as of|immediately|now|at short notice|to start)|availability"
    r"|notice period|(?:earliest )?start(?:ing)? date|can start"
    r"|verfügbar (?:ab|zum)|sofort verfügbar|ab sofort|verfügbarkeit|kündigungsfrist"
    r"|eintrittstermin|frühestmöglich"
    r"|disponible (?:à partir|dès|immédiatement|de suite|desde|a partir|inmediatamente|de inmediato"
    r"|para incorporación)|disponibilité|préavis"
    r"|disponibilidad|preaviso|incorporación inmediata)\b",
    re.IGNORECASE,
)
_CONTACT = re.compile(r"@|://|www\.|\+?\d[\d\s()/.-]{7,}\d")
_LONGEST = 160


def of(job: Job, *, today: date) -> Person:
    """Hidden projects count where the job shows them."""
    version = library.base_of(job)
    if version is None:
        return Person()
    stated = facts.statements(job.owner, version.document_id)
    known = facts.known(job.owner, version, stated=stated)
    shown = profile(version.data, shown_projects=job.project_ids() or ())
    held = hold(shown, on=today)
    basics = read(version.data).basics
    told = [extra.text for extra in basics.custom_fields]
    told += [one.text for one in stated if not one.item_id or one.kind]
    return Person(
        name=" ".join(basics.name.split()),
        language=known.language,
        held=held,
        known=known,
        available=tuple(_available(shown, told)),
    )


def _available(shown: Profile, told: list[str]) -> Iterator[str]:
    for text in (shown.summary, shown.headline, *told):
        for sentence in sentences.split(text):
            fits = len(sentence) <= _LONGEST and not _CONTACT.search(sentence)
            if fits and _AVAILABLE.search(sentence):
                yield sentence.strip()
