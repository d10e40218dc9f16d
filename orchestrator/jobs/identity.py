"""When two postings are one job: the keys that decide it, and how alike they may look. Pure.

A shared key means the same job. Without one, looking alike is only worth a link between two rows,
and any difference in level, number, region, language, contract or city speaks against it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal
from urllib.parse import urlsplit

from jobops.lib.text import canonical_url, fold, similarity
from orchestrator.jobs.guards import guards
from orchestrator.jobs.places import Place, place_of

ALIKE = 90.0

# Legal forms and words that companies add or drop; none of them tells two employers apart.
FILLER = frozenset(
    re.findall(
        r"\w+",
        """ab ag aps as bv co company corp corporate corporation gmbh group gruppe holding holdings
        inc incorporated international intl kg kgaa limited llc llp lp ltd mbh nv oy oyj plc pte
        pty pvt sa sarl sas sasu se sl spa srl sro the uk und and""",
    )
)
DOTTED_FORMS = re.compile(r"\b([a-z])\.\s?(?=[a-z]\b)")
GENDER = re.compile(
    r"[(\[|/]?\s*\b(?:[mwfdxin]\s*[/|*,]\s*){1,3}[mwfdxin]\b\s*[)\]]?"
    r"|\(\s*(?:all genders?|gn|any gender|alle geschlechter)\s*\)|[*:_/]in(?:nen)?\b|\(in\)",
    re.I,
)
WRITTEN_OUT = {
    **{"sr": "senior", "jr": "junior", "mgr": "manager", "eng": "engineer", "engr": "engineer"},
    **{"dev": "developer", "assoc": "associate", "dir": "director", "vp": "vice president"},
    **{"ii": "2", "iii": "3", "iv": "4"},
}
# Where employers have a page, not their own address.
SHARED_SITES = (
    "linkedin.com", "indeed.com", "glassdoor.com", "xing.com", "stepstone.de", "monster.com",
    "facebook.com", "instagram.com", "x.com", "twitter.com", "youtube.com", "github.com",
    "github.io", "wikipedia.org", "crunchbase.com", "google.com", "ycombinator.com",
    "welcometothejungle.com", "greenhouse.io", "lever.co", "ashbyhq.com", "workable.com",
    "smartrecruiters.com", "recruitee.com", "myworkdayjobs.com", "bamboohr.com", "personio.de",
    "personio.com", "teamtailor.com", "remoteok.com", "remotive.com", "arbeitnow.com",
    "himalayas.app", "jobicy.com", "themuse.com", "adzuna.com", "workingnomads.com",
    "wellfound.com", "angel.co", "bit.ly", "linktr.ee", "notion.site", "wordpress.com",
    "medium.com",
)  # fmt: skip
OWN_PART = re.compile(r"^(?:www|careers?|jobs?|karriere|apply|about)\.(?=[^.]+\.)")
KEY = 200
WORDS = re.compile(r"\w+")
BEGINNING = 4
SUBJECT = (
    "id", "title", "employer", "employer_url", "location", "is_remote", "extras", "canonical_url",
    "source", "source_job_id", "listing_closed_at",
)  # fmt: skip
NO_PLACE = re.compile(r"\b(?:\d+|multiple|various|several) (?:locations?|cities|places|offices)\b")
REMOTE = re.compile(r"\b(?:remote|anywhere|worldwide|home\s?office|work from home|telecommute)\b")


@dataclass(frozen=True)
class Keys:
    """What makes a posting the same job for one owner: either part is enough."""

    url: str
    source: str
    source_job_id: str | None

    def same_as(self, other: Keys) -> bool:
        by_id = self.source_job_id is not None and self.source_job_id == other.source_job_id
        return self.url == other.url or (by_id and self.source == other.source)


@dataclass(frozen=True)
class Subject:
    """As much of a posting as a comparison needs. `countries` limit where a remote job is open;
    `is_gone`: its board shows it no more, so another one there may be the same again.
    """

    keys: Keys
    title: str
    employer: str
    location: str = ""
    employer_url: str | None = None
    is_remote: bool | None = None
    countries: frozenset[str] = frozenset()
    requisition: str | None = None
    is_gone: bool = False


@dataclass(frozen=True)
class Likeness:
    kind: Literal["same", "alike", "different"]
    title: float = 0.0
    employer: float = 0.0
    reason: str = ""


def keys(url: str, *, source: str, source_job_id: str | None) -> Keys:
    return Keys(canonical_url(url), source, source_job_id or None)


def subject_of(row: Any) -> Subject:
    """Of a stored job, or a row with the columns of SUBJECT."""
    extras = row.extras or {}
    return Subject(
        Keys(row.canonical_url, row.source, row.source_job_id), row.title, row.employer,
        location=row.location or "", employer_url=row.employer_url, is_remote=row.is_remote,
        countries=frozenset(map(str, extras.get("countries") or ())),
        requisition=str(extras.get("requisition") or "").strip() or None,
        is_gone=row.listing_closed_at is not None,
    )  # fmt: skip


def compare(one: Subject, other: Subject) -> Likeness:
    """The same job, worth a link, or different, with both scores and what decided."""
    title = similarity(plain_title(one.title), plain_title(other.title))
    employer = employer_likeness(one, other)
    if one.keys.same_as(other.keys):
        return Likeness("same", title, employer, "the same address or the same id")
    if employer < ALIKE:
        return Likeness("different", title, employer, "another employer")
    if one.requisition and other.requisition:
        if one.requisition == other.requisition:
            return Likeness("alike", title, employer, "the same requisition number")
        return Likeness("different", title, employer, "two requisition numbers")
    against = _speaks_against(one, other, title=title)
    return Likeness("different" if against else "alike", title, employer, against)


def employer_likeness(one: Subject, other: Subject) -> float:
    """0 to 100; two employers with one web address are the same whatever they are called."""
    site = site_of(one.employer_url)
    if site and site == site_of(other.employer_url):
        return 100.0
    return similarity(plain_employer(one.employer), plain_employer(other.employer))


@lru_cache(maxsize=8192)
def plain_employer(name: str) -> str:
    """The name without legal form and filler, folded; a name of nothing else stays as it is."""
    words = re.findall(r"[\w&+]+", DOTTED_FORMS.sub(r"\1", fold(name)))
    kept = [word for word in words if word.strip(".") not in FILLER]
    return " ".join(kept or words)


def employer_tokens(name: str) -> frozenset[str]:
    """The words under which an employer is found again; alike employers share one of them."""
    return frozenset(plain_employer(name).split())


def bare(plain: str) -> str:
    """The words alone, as similarity compares them."""
    return " ".join(WORDS.findall(plain))


def employer_key(name: str) -> str:
    """The plain name at the length in which it is stored and looked up."""
    return bare(plain_employer(name))[:KEY]


def employer_words(name: str, url: str | None = None) -> frozenset[str]:
    """Under what an employer is found whose name or address may be written in another way.

    Names that are alike differ by a letter or an ending, so beginnings of words are enough, each
    with the length of the name, which differs little as well.
    """
    key, site = employer_key(name), site_of(url)
    words = {f"{word} {len(key)}" for word in beginnings(key)}
    return frozenset(words | ({f"@{site}"[:255]} if site else set()))


def beginnings(key: str) -> frozenset[str]:
    return frozenset(word[:BEGINNING] for word in key.split())


@lru_cache(maxsize=16384)
def plain_title(title: str) -> str:
    """Folded, without gender marks, with the usual short forms written out."""
    words = re.findall(r"[\w+#.]+", fold(GENDER.sub(" ", title)))
    return " ".join(WRITTEN_OUT.get(word.strip("."), word.strip(".")) for word in words)


def _speaks_against(one: Subject, other: Subject, *, title: float) -> str:
    """What makes two postings of one employer different; blank when nothing does."""
    if title < ALIKE:
        return "another title"
    if guards(one.title) != guards(other.title):
        return "another level, number, region, language or contract"
    if same_board(one.keys, other.keys) and not (one.is_gone or other.is_gone):
        return "two postings on one board"
    if not _compatible_places(one, other):
        return "another place"
    return ""


def same_board(one: Keys, other: Keys) -> bool:
    """Whether both are on the board of one company, where two ids are two postings."""
    board, _, _ = (one.source_job_id or "").rpartition("/")
    other_board, _, _ = (other.source_job_id or "").rpartition("/")
    return one.source == other.source and bool(board) and board == other_board


def _compatible_places(one: Subject, other: Subject) -> bool:
    """One city, or both remote where countries overlap, or one that names no city."""
    here, there = place_of(one.location), place_of(other.location)
    if _is_remote(one) and _is_remote(other):
        return _overlap(one.countries or _open_in(here), other.countries or _open_in(there))
    cities = {city.number for city in here.cities}, {city.number for city in there.cities}
    if all(cities):
        return bool(cities[0] & cities[1])
    if not _overlap(_open_in(here), _open_in(there)):
        return False
    written = _written_city(one.location, here), _written_city(other.location, there)
    return not all(written) or written[0] == written[1]


def _overlap(countries: Collection[str], others: Collection[str]) -> bool:
    return not countries or not others or bool(set(countries) & set(others))


def _open_in(place: Place) -> frozenset[str]:
    """The countries it is limited to; empty: no limit known."""
    return frozenset() if place.worldwide else place.countries | place.regions


def _is_remote(subject: Subject) -> bool:
    if subject.is_remote is not None:
        return subject.is_remote
    return bool(REMOTE.search(fold(subject.location)))


def _written_city(location: str, place: Place) -> str:
    """The first place named, folded; blank when it is wider than a city, or none."""
    bare = NO_PLACE.sub(" ", REMOTE.sub(" ", fold(location)))
    parts = [part for part in re.split(r"[,;|/()–—]| - ", bare) if part.strip(" -.")]
    if not parts or (len(parts) == 1 and place.is_known and not place.cities):
        return ""
    return " ".join(re.findall(r"\w+", parts[0]))


def site_of(url: str | None) -> str:
    """The employer's own web address; blank for a page at one that many employers share."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return ""
    bare = OWN_PART.sub("", host)
    shared = any(bare == site or bare.endswith(f".{site}") for site in SHARED_SITES)
    return "" if shared else bare
