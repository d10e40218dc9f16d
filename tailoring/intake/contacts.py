"""Name, addresses and numbers at the head of a résumé. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from operator import or_

from jobops.lib.text import fold
from orchestrator.jobs import cities
from orchestrator.jobs.countries import country_code, tables
from tailoring.intake import words
from tailoring.intake.said import NOTHING, Said
from tailoring.intake.sections import Numbered

EMAIL = re.compile(r"[A-Za-z0-9][\w.+'-]{0,63}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_PHONE = re.compile(r"(?<![\w/.@-])(?:\+|00)?\(?\d[\d\s().\-/–‑]{5,22}\d(?![\w/@-])")
_PHONE_WORD = (
    r"phone|tel|telephone|telefon|mobile|mobil|cell|handy|portable|movil|cellulare|telefoon"
)
_YEARS = re.compile(r"(?:19|20)\d\d\D{1,4}(?:19|20)\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
LINK = re.compile(
    r"(?:https?://|www\.)[^\s|,;<>()\"]{3,300}"
    r"|(?<![\w@.-])(?:[\w-]{1,63}\.){1,4}(?:com|org|net|io|dev|me|ai|co|app|de|fr|uk|eu|nl|pl|it|es"
    r"|ch|at|se|dk|pt|be|edu|info|tech|xyz|page|site|blog)(?:/[^\s|,;<>()\"]{0,300})?(?![\w@])",
    re.IGNORECASE,
)
NETWORKS = {
    "linkedin.com": "LinkedIn", "github.com": "GitHub", "gitlab.com": "GitLab", "x.com": "X",
    "twitter.com": "Twitter", "xing.com": "XING", "stackoverflow.com": "Stack Overflow",
    "medium.com": "Medium", "behance.net": "Behance", "dribbble.com": "Dribbble",
    "kaggle.com": "Kaggle", "orcid.org": "ORCID", "facebook.com": "Facebook",
    "instagram.com": "Instagram", "youtube.com": "YouTube", "bitbucket.org": "Bitbucket",
}  # fmt: skip
_APART = re.compile(r"\t|\s*[|·•●]\s*|\s{3,}|\s+[–—]\s+")
_LABEL = re.compile(
    rf"{words.pattern('place').pattern}\s*[:.]\s*([^\t|·•]+)",
    re.IGNORECASE,
)
_PIN = re.compile(r"\s*[⌂📍🏠🏡📌🗺]\ufe0f?[\s:]*(.*)")
_PICTURES = re.compile(r"^[^\w+(]+")
_NAME_LABEL = re.compile(
    r"^(?:name|nom|nombre|nome|naam|imie i nazwisko|vor- und nachname)\s*:\s*", re.I
)
_NOT_NAME = re.compile(r"[@/|]|https?:|\b(?:curriculum|vitae|resume|résumé|lebenslauf|cv)\b", re.I)


def email(lines: Sequence[Numbered]) -> Said:
    for one in lines:
        if found := EMAIL.search(one.text):
            return Said(found.group().rstrip(".-"), (one.number,))
    return NOTHING


def phone(lines: Sequence[Numbered]) -> Said:
    for one in lines:
        bare = LINK.sub(" ", EMAIL.sub(" ", one.text))
        for found in _PHONE.finditer(bare[:2000]):
            number = found.group().strip(" -–.")
            digits = sum(map(str.isdigit, number))
            if 7 <= digits <= 15 and not _YEARS.fullmatch(number.strip("()")):
                sure = bool(re.search(_PHONE_WORD, fold(bare))) or number[:1] in "+(0" or digits > 8
                return Said(number, (one.number,), sure=sure)
    return NOTHING


def links(lines: Sequence[Numbered]) -> Iterator[Said]:
    seen: set[str] = set()
    for one in lines:
        bare = EMAIL.sub(" ", one.text)
        for found in LINK.finditer(bare):
            address = found.group().rstrip(".:-")
            if address.lower() not in seen:
                seen.add(address.lower())
                yield Said(address, (one.number,))


def network(address: str) -> str:
    bare = re.sub(r"^(?:https?://)?(?:www\.|\w\w\.)?", "", address.lower())
    return next((name for host, name in NETWORKS.items() if bare.startswith(host)), "")


def full(address: str) -> str:
    return address if "://" in address else f"https://{address}"


def location(lines: Sequence[Numbered]) -> Said:
    """A labelled place first, else the first part that is one."""
    for one in lines:
        for part in _APART.split(one.text):
            if (found := _PIN.match(part)) and found[1].strip():
                return Said(found[1].strip(" ,."), (one.number,))
        if (found := _LABEL.search(one.text)) and (kept := _without_others(found[1])):
            return Said(kept, (one.number,))
    for one in lines:
        for part in _APART.split(one.text):
            words_only = _PICTURES.sub("", part).strip(" ,.")
            if is_place(words_only) and not EMAIL.search(part):
                return Said(words_only, (one.number,))
    return NOTHING


def _without_others(text: str) -> str:
    return re.split(r"\s{2,}|\b(?:phone|e-?mail|tel|mobile)\b\.?\s*:", text, flags=re.I)[0].strip(
        " ,;."
    )


def is_place(text: str) -> bool:
    """ "Rehovot, Israel", "Toronto, ON", "12345 Berlin": every comma part but a street is one."""
    parts = [part.strip(" .()") for part in re.split(r"[,;]|\s[–—-]\s", text) if part.strip(" .()")]
    if not parts or len(parts) > 5 or len(text) > 120:
        return False
    placed = [_is_one_place(part) for part in parts]
    streets = [any(map(str.isdigit, part)) for part in parts]
    return any(placed) and all(map(or_, placed, streets))


def _is_one_place(part: str) -> bool:
    folded = re.sub(r"\b[\w-]*\d[\w-]*\b", " ", fold(part))
    folded = " ".join(re.sub(r"\b(?:area|region|greater|metropolitan|raum)\b", " ", folded).split())
    if not folded:
        return False
    if part.isupper() and part in tables().part_codes:
        return True
    named = folded in tables().parts or bool(cities.called(folded)) or remote(folded)
    return named or ((len(folded) > 3 or part.isupper()) and country_code(part) is not None)


def remote(folded: str) -> bool:
    return folded in {"remote", "home office", "homeoffice", "teletravail", "remoto", "zdalnie"}


def name(lines: Sequence[Numbered]) -> Said:
    """The first line that looks like a person's name."""
    for position, one in enumerate(lines[:8]):
        text = _NAME_LABEL.sub("", one.text)
        for part in [] if ":" in text else _APART.split(text)[:2]:
            if not is_place(part) and (found := as_name(part)):
                sure = position < 3 and found == part.strip(" ,") and len(found.split()) <= 4
                return Said(found, (one.number,), sure=sure)
    return NOTHING


def as_name(text: str) -> str:
    """Leading words that are a name: "JANE DOE FULL STACK DEVELOPER" gives "JANE DOE"."""
    given = text.strip(" ,")
    if not given or _NOT_NAME.search(given) or len(given) > 120:
        return ""
    kept: list[str] = []
    for word in given.split(",")[0].split():
        letter = word.strip(".’'-()")
        if fold(letter) in words.known("particle") and kept:
            kept.append(word)
        elif letter[:1].isupper() and all(c.isalpha() or c in ".’'-" for c in word):
            if words.titles().search(fold(letter)) or fold(letter) in words.known("trade"):
                break
            kept.append(word)
        else:
            return "" if not kept or len(kept) < 2 else " ".join(kept)
    whole = len(kept) == len(given.split(",")[0].split())
    if not 2 <= len(kept) <= (5 if whole else 3):
        return ""
    return " ".join(kept)
