"""What the title of a page, its heading and its site name tell about a job. Pure."""

from __future__ import annotations

import re

from jobops.lib.text import fold, similarity
from orchestrator.jobs import capture_words as words
from orchestrator.jobs.capture_draft import Said, said
from orchestrator.jobs.capture_page import Page

# "Job Application for X at Y", "X bei Y gesucht": what boards put around a title.
BEFORE = re.compile(
    r"^\s*(?:job application for|apply (?:now )?(?:for|to)|bewerbung als|stellenangebot:?|job:"
    r"|jobs?\s*[:|]"
    r"|vacancy:?|careers?\s*[:|]|hiring:|now hiring:?|offre d.emploi:?|oferta de (?:trabajo"
    r"|empleo):?)\s+",
    re.I,
)
PARTED = re.compile(r"\s+[-–—|·•»:]\s+|\s*\|\s*")
AT = re.compile(r"^(?P<title>.{3,160}?)\s+(?:at|bei|chez|@)\s+(?P<employer>[^|–—]{2,80})$", re.I)
# Parts that name the kind of page, not a job or an employer.
PAGE_WORDS = re.compile(
    r"(?:job|jobs|career|careers|karriere|stellenangebote?|vacanc(?:y|ies)|job (?:board"
    r"|details?|search|opening|"
    r"description|posting)|open (?:positions?|roles?)|join us|home(?:page)?|apply(?: now| "
    r"online)?|"
    r"recruit\w*|emploi|offres? d.emploi|empleo|we.re hiring|work with us|jobs? (?:at|bei) .+|"
    r"careers? (?:at|page|site).*|karriere bei .+|linkedin|indeed|glassdoor|xing|stepstone"
    r"|monster)"
    r"(?:\s*[:!.])?",
    re.I,
)
CAREERS = re.compile(
    r"^(?:careers?|jobs?|karriere|work|life)\s+(?:at|bei|chez)\s+(?P<name>.+)$"
    r"|^(?P<name2>.+?)\s+(?:careers?|jobs?|karriere(?:portal|seite)?|job board|recruiting)$",
    re.I,
)
BOARDS = re.compile(
    r"(?:linkedin|indeed|glassdoor|xing|stepstone|monster|greenhouse|lever|ashby|workable"
    r"|personio"
    r"|smartrecruiters|recruitee|teamtailor|workday|bamboohr|welcome to the jungle|ziprecruiter"
    r"|arbeitnow|remote ?ok|jobicy|adzuna|totaljobs|reed|hn|hacker "
    r"news)(?:\.\w{2,3})?(?:\s+jobs)?",
    re.I,
)


def read(page: Page) -> dict[str, Said]:
    """Title and employer as far as the page's head tells them."""
    site = page.meta.get("og:site_name", "") or page.meta.get("application-name", "")
    heads = [page.meta.get("og:title", ""), page.meta.get("twitter:title", ""), page.title]
    heading = next((one for one in page.headings if _is_a_title(one)), "")
    found: dict[str, Said] = {}
    for head in filter(None, heads):
        title, employer = split(head, heading=heading, site=site)
        found = {
            **said("title", title, origin="page", quote=head),
            **said("employer", employer, origin="page", quote=head),
            **found,
        }
    if heading and ("title" not in found or similarity(found["title"].value, heading) < 60):
        found |= said("title", heading, origin="page", quote=heading)
    owner = _employer(site)
    if "employer" not in found and owner:
        found |= said("employer", owner, origin="page", quote=site)
    return found


def split(head: str, *, heading: str = "", site: str = "") -> tuple[str, str]:
    """Title and employer of "Engineer at Acme | Careers"; blank where it does not tell."""
    text = BEFORE.sub("", " ".join(head.split()))
    parts = [part.strip() for part in PARTED.split(text) if part.strip()]
    parts = [part for part in parts if not PAGE_WORDS.fullmatch(part) or part == heading]
    named = _employer(site)
    for part in parts:
        if (found := AT.match(part)) and not BOARDS.fullmatch(found["employer"].strip()):
            return found["title"].strip(), _employer(found["employer"].strip())
    if len(parts) < 2:
        only = parts[0] if parts else ""
        is_site = bool(CAREERS.match(only)) and not names_a_job(only)
        title = "" if is_site or fold(only) == fold(named) else only
        return title, named or (_employer(only) if is_site else "")
    known = next((part for part in parts if named and similarity(part, named) >= 90), "")
    title = next((part for part in parts if heading and similarity(part, heading) >= 80), "")
    others = [part for part in parts if part not in (known, title) and not BOARDS.fullmatch(part)]
    if not title and others:
        # "Acme - Engineer" and "Engineer - Acme" are told apart by the words jobs are named with.
        named_so = [part for part in others if names_a_job(part)]
        title = named_so[0] if len(named_so) == 1 else others[0]
        others.remove(title)
    # Of the rest only a single part is certain to be the employer, not a place.
    employer = known or (_employer(others[0]) if len(others) == 1 and not named else named)
    return title, employer


def names_a_job(text: str) -> bool:
    return bool(words.GENDERED.search(text) or words.JOB_WORDS.search(fold(text)))


def _employer(name: str) -> str:
    """A site's name as an employer's; blank for a job board."""
    found = CAREERS.match(name.strip())
    bare = (found["name"] or found["name2"]) if found else name.strip()
    return "" if BOARDS.fullmatch(bare) or PAGE_WORDS.fullmatch(bare) else bare


def _is_a_title(heading: str) -> bool:
    return 3 <= len(heading) <= 200 and not PAGE_WORDS.fullmatch(heading)
