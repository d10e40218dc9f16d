"""The page of one interview: all that helps to prepare for it, on one sheet that can be printed."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from jobops.lib.words import say
from orchestrator import preferences
from orchestrator.models import Contact, Interview, Job
from orchestrator.templatetags.ui import clock
from orchestrator.tracking import contacts, interviews
from orchestrator.tracking.interview_rows import OUTCOMES
from orchestrator.workspace import fit, interview_dates, markdown
from orchestrator.workspace.fit import Need
from orchestrator.workspace.interview_dates import Dated
from tailoring import language, library, style
from tailoring.documents.profile import profile
from tailoring.ghostwriter.drafts import write

KIND = "interview_questions"


@dataclass(frozen=True)
class Clash:
    url: str
    text: str
    when: str


@dataclass(frozen=True)
class Mail:
    """`sender`, `subject`: of the mail it came with."""

    sender: str
    subject: str
    when: str


@dataclass(frozen=True)
class Sheet:
    """`there`: the hour where it takes place, if clocks differ. `results`: what can be said of
    it, with what stands already. `sent`: where the packet is, if something was sent.
    """

    line: Dated
    ends: str
    there: str
    zone: str
    location: str
    link: str
    host: str
    people: str
    notes: str
    remark: str
    results: tuple[tuple[str, str, bool], ...]
    clashes: tuple[Clash, ...]
    sent: str
    met: tuple[Need, ...]
    missing: tuple[Need, ...]
    questions: str
    contacts: tuple[Contact, ...]
    mail: Mail | None

    @property
    def edit_url(self) -> str:
        return f"{self.line.url}/edit"


def sheet(job: Job, row: Interview) -> Sheet:
    beside = interviews.overlapping(row, owner=job.owner)
    needs = known.needs if (known := fit.assessment(job)) else ()
    return Sheet(
        line=interview_dates.dated(row, clashing=beside, now=timezone.now()),
        ends="" if row.is_all_day else interview_dates.ends_at(row),
        there=interview_dates.there(row),
        zone=row.zone,
        location=row.location,
        link=row.link,
        host=interview_dates.host(row.link),
        people=row.people,
        notes=row.notes,
        remark=row.remark,
        results=tuple((key, words, key == row.outcome) for key, words in OUTCOMES.items()),
        clashes=tuple(clash(one) for one in beside),
        sent=f"/job/{job.pk}/packet" if job.packets.exists() else "",
        met=tuple(one for one in needs if one.label == "met"),
        missing=tuple(one for one in needs if one.label in ("missing", "partial")),
        questions=questions(job),
        contacts=tuple(contacts.of(job)),
        mail=mail(row),
    )


def clash(row: Interview) -> Clash:
    text = say("{title} at {employer}", title=row.job.title, employer=row.job.employer)
    return Clash(interview_dates.address(row), text, interview_dates.when(row))


def questions(job: Job) -> str:
    """By rules, from the posting and the résumé, in the language the owner writes in."""
    base = library.base_of(job)
    resume = profile(base.data if base else {})
    tag = language.chosen(
        style.read(preferences.of(job.owner)),
        resume=language.prose(resume),
        declared=resume.language,
        posting=job.description or "",
    )
    return markdown.shown(write.write(job, KIND, language=tag).text)


def mail(row: Interview) -> Mail | None:
    found = row.message
    if found is None or found.job_id != row.job_id:
        return None
    sender = found.sender_name or found.sender_address
    return Mail(sender, found.subject, clock(found.received_at))
