"""What people write in the status column of a tracker, and above its columns. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from jobops.lib.text import fold

# Stage, outcome.
Meaning = tuple[str, str | None]
NOT_YET, ASIDE = "not_yet", "aside"
WORDS: Mapping[Meaning, tuple[str, ...]] = {
    (NOT_YET, None): (
        *("wishlist", "saved", "save", "to apply", "bookmarked", "interested", "not applied"),
        *("todo", "to do", "planned", "draft", "new", "open", "discovered", "ready", "geplant"),
        *("gemerkt", "offen", "a postuler", "por aplicar", "pendiente de enviar"),
    ),
    (ASIDE, None): ("skipped", "not interested", "passed", "archived", "ignored", "kein interesse"),
    ("applied", None): (
        *("applied", "application sent", "sent", "submitted", "application submitted", "pending"),
        *("waiting", "in review", "under review", "in process", "in progress", "beworben"),
        *("abgeschickt", "gesendet", "postule", "candidature envoyee", "envoyee", "aplicado"),
        *("enviada", "solicitud enviada", "en proceso", "en cours", "laufend", "received"),
    ),
    ("recruiter_screen", None): (
        *("phone screen", "phone", "recruiter screen", "recruiter call", "screening", "hr screen"),
        *("hr interview", "hr call", "phone interview", "telefoninterview", "first call", "call"),
        *("entretien telephonique", "entrevista telefonica", "telefonat"),
    ),
    ("assessment", None): (
        *("assessment", "test", "coding test", "take home", "take home test", "online assessment"),
        *("oa", "challenge", "coding challenge", "case study", "testaufgabe", "prueba tecnica"),
    ),
    ("hiring_manager_screen", None): (
        *("interview", "interviewing", "interviewed", "first interview", "1st interview"),
        *("hiring manager", "manager interview", "interview scheduled", "vorstellungsgesprach"),
        *("gesprach", "entretien", "entrevista", "round 1"),
    ),
    ("technical_interview", None): (
        *("technical interview", "technical", "tech interview", "second interview"),
        *("2nd interview", "zweites gesprach", "entretien technique", "entrevista tecnica"),
        *("round 2",),
    ),
    ("onsite", None): (
        *("onsite", "on site", "final", "final round", "final interview", "panel"),
        *("third interview", "3rd interview", "round 3", "probetag"),
    ),
    ("offer", None): ("offer", "offered", "offer received", "angebot", "offre", "oferta"),
    ("closed", "offer_accepted"): ("accepted", "offer accepted", "hired", "signed", "angenommen",
                                   "acceptee", "aceptada", "zusage"),
    ("closed", "offer_declined"): ("offer declined", "declined offer", "i declined", "turned down",
                                   "angebot abgelehnt"),
    ("closed", "rejected"): (
        *("rejected", "rejection", "declined by company", "not selected", "unsuccessful", "no"),
        *("denied", "abgelehnt", "absage", "refusee", "refus", "rechazada", "rechazado", "closed"),
    ),
    ("closed", "withdrawn"): ("withdrawn", "withdrew", "cancelled", "canceled", "zuruckgezogen",
                              "retiree", "retirada"),
    ("closed", "no_response"): ("no response", "no reply", "no answer", "keine antwort",
                                "sans reponse", "sin respuesta"),
    ("closed", "ghosted"): ("ghosted", "ghost"),
}  # fmt: skip
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "status": ("status", "stage", "state", "application status", "current status", "outcome",
               "result", "etape", "statut", "estado", "stand", "phase"),
    "applied": ("date applied", "applied", "applied on", "application date", "date of application",
                "applied date", "date sent", "submitted", "beworben am", "datum", "bewerbungsdatum",
                "date de candidature", "fecha de solicitud", "appliedat"),
    "updated": ("last updated", "updated", "last contact", "status date", "date of status",
                "response date", "date rejected", "closedat", "letzter kontakt"),
    "notes": ("notes", "note", "comments", "comment", "remarks", "notizen", "bemerkung",
              "commentaires", "notas"),
    "contact": ("contact", "contact name", "contact person", "recruiter", "hiring manager",
                "ansprechpartner", "contacto"),
    "address": ("contact email", "email", "e mail", "recruiter email", "mail", "correo"),
    "phone": ("phone", "telephone", "contact phone", "telefon", "telefono"),
    "next": ("next step", "next steps", "next action", "follow up", "to do", "nachster schritt"),
    "due": ("follow up date", "next step date", "reminder", "due", "wiedervorlage"),
    "interview": ("interview date", "date of interview", "interview", "gesprachstermin"),
}  # fmt: skip


def squashed(text: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", fold(text)).split())


_MEANINGS = {squashed(word): meaning for meaning, words in WORDS.items() for word in words}
_FIELDS = {squashed(name): field for field, names in HEADINGS.items() for name in names}


def meaning(text: str) -> Meaning | None:
    """None for words we do not know; more words around one we know do not hide it."""
    said = squashed(text)
    if not said or said in _MEANINGS:
        return _MEANINGS.get(said)
    inside = [word for word in _MEANINGS if len(word) > 3 and f" {word} " in f" {said} "]
    return _MEANINGS[max(inside, key=len)] if inside else None


def field(heading: str) -> str | None:
    """What a column beside those of a posting holds."""
    return _FIELDS.get(squashed(heading))
