"""Words an owner hangs on jobs. Two spellings of a word are one tag, the first one is kept."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from jobops.lib.errors import Invalid
from jobops.lib.text import CONTROL
from orchestrator import lifecycle
from orchestrator.lifecycle import NotUndoable
from orchestrator.models import Job, JobEvent, JobQuerySet, JobTag, Tag, Tally, User
from orchestrator.models.triage import TAG_NAMES

CHANGED = "job.tags_changed"
LONGEST = 40
MOST_ON_JOB = 20
MOST = 500
EMPTY = "Write a word for the tag."
LONG = f"A tag has at most {LONGEST} characters."
COMMA = "A tag cannot hold a comma. Write one tag at a time."
STRANGE = "A tag cannot hold control characters."
FULL = f"A job has at most {MOST_ON_JOB} tags. Take one off first."
CROWD = f"There are {MOST} tags already. Delete or merge some first."
TAKEN = "There is a tag of this name already. Merge the two instead."


def folded(name: str) -> str:
    """How a name compares: letters large or small, however they are composed."""
    return unicodedata.normalize("NFKC", " ".join(name.split())).casefold()


def checked(name: str) -> str:
    """The name as it is kept. Raises Invalid."""
    if CONTROL.search(name):
        raise Invalid({"name": [STRANGE]})
    text = " ".join(unicodedata.normalize("NFC", name).split())
    key = folded(text)
    wrong = EMPTY if not key else COMMA if "," in text else LONG if len(text) > LONGEST else ""
    if wrong or len(key) > 4 * LONGEST:
        raise Invalid({"name": [wrong or LONG]})
    return text


def every(owner: User) -> list[Tag]:
    """By name, each with the number of its jobs as `jobs`."""
    found = owner.tags.annotate(jobs=Count("tagged")).order_by("folded")
    return list(found)


def of(job: Job) -> list[str]:
    return on([job]).get(job.pk, [])


def on(jobs: Iterable[Job]) -> Mapping[UUID, list[str]]:
    """Names by job, for the rows of a page."""
    by_job: dict[UUID, list[str]] = defaultdict(list)
    unknown = []
    for job in jobs:
        if TAG_NAMES in job.__dict__:
            by_job[job.pk] = sorted(job.__dict__[TAG_NAMES] or [], key=folded)
        else:
            unknown.append(job.pk)
    if unknown:
        rows = JobTag.objects.filter(job__in=unknown).order_by("tag__folded")
        for pk, name in rows.values_list("job", "tag__name"):
            by_job[pk].append(name)
    return by_job


def jobs_with(owner: User, names: Sequence[str]) -> QuerySet[JobTag, Any]:
    wanted = [folded(one) for one in names]
    return JobTag.objects.filter(tag__owner=owner, tag__folded__in=wanted).values("job")


def counted(owner: User, jobs: JobQuerySet) -> Mapping[str, int]:
    """Name → how many of these jobs have it."""
    rows = JobTag.objects.filter(Exists(jobs.filter(pk=OuterRef("job_id"))), tag__owner=owner)
    found = rows.values_list("tag__name").annotate(n=Count("*")).order_by("tag__folded")
    return dict(found)


def make(owner: User, name: str) -> Tag:
    """The tag of this name, made where there is none; two at once make one. Raises Invalid."""
    text = checked(name)
    key = folded(text)
    with transaction.atomic():
        # Held, where the database can lock a row, until it hangs on what it was asked for.
        held = Tag.objects.select_for_update()
        if found := held.filter(owner=owner, folded=key).first():
            return found
        if owner.tags.count() >= MOST:
            raise Invalid({"name": [CROWD]})
        tag, _ = held.get_or_create(owner=owner, folded=key, defaults={"name": text})
        Tally.objects.raised(owner.pk)
    return tag


def put(job: Job, names: Iterable[str], *, actor: str) -> Job:
    """Exactly these tags. Raises Invalid, and then nothing is changed."""
    with transaction.atomic():
        row = lifecycle.fresh(job)
        wanted = {
            tag.pk: tag for tag in (make(row.owner, name) for name in sorted(names, key=folded))
        }
        if len(wanted) > MOST_ON_JOB:
            raise Invalid({"tags": [FULL]})
        here = set(row.tagged.values_list("tag_id", flat=True))
        _change(row, add=[*(wanted.keys() - here)], drop=here - wanted.keys(), actor=actor)
    return row


def add(job: Job, name: str, *, actor: str) -> Tag:
    """One tag more; one that is there already changes nothing. Raises Invalid."""
    with transaction.atomic():
        row = lifecycle.fresh(job)
        tag = make(row.owner, name)
        add_step(row, tag, actor=actor)
    return tag


def add_step(row: Job, tag: Tag, *, actor: str) -> JobEvent | None:
    """The same for a row that was just read; the caller holds a transaction."""
    here = set(row.tagged.values_list("tag_id", flat=True))
    if tag.pk in here:
        return None
    if len(here) >= MOST_ON_JOB:
        raise Invalid({"name": [FULL]})
    return _change(row, add=[tag.pk], drop=set(), actor=actor)


def drop(job: Job, tag: Tag, *, actor: str) -> None:
    with transaction.atomic():
        drop_step(lifecycle.fresh(job), tag, actor=actor)


def drop_step(row: Job, tag: Tag, *, actor: str) -> JobEvent | None:
    here = set(row.tagged.values_list("tag_id", flat=True))
    return _change(row, add=[], drop=here & {tag.pk}, actor=actor)


def standing(
    jobs: Iterable[UUID] | QuerySet[Any, Any], *, since: datetime
) -> Mapping[UUID, Mapping[str, Any]]:
    """Event → what it hung on and took off, of those that can be taken back: it is younger than
    `since`, its tags are still there, and none of them was changed on its job later.
    """
    rows = JobEvent.objects.filter(job__in=jobs, kind=CHANGED, at__gte=since).order_by("seq")
    found, last = dict[UUID, Mapping[str, Any]](), dict[tuple[UUID, str], UUID]()
    for pk, job, data in rows.values_list("pk", "job", "data"):
        found[pk] = {**data, "job": job}
        last |= {(job, tag): pk for tag in _touched(data)}
    here = Tag.objects.filter(pk__in={tag for _, tag in last}).values_list("pk", flat=True)
    known = {str(pk) for pk in here} if last else set()
    return {
        pk: data
        for pk, data in found.items()
        if all(tag in known and last[data["job"], tag] == pk for tag in _touched(data))
    }


def back_step(row: Job, event_id: UUID, *, actor: str) -> JobEvent | None:
    """Takes back what that event hung on or took off, and nothing else; the caller holds a
    transaction. Raises NotUndoable, and Invalid when the job is full by now.
    """
    event = standing([row.pk], since=timezone.now() - lifecycle.UNDO_WINDOW).get(event_id)
    if event is None:
        raise NotUndoable("not_undoable")
    here = set(row.tagged.values_list("tag_id", flat=True))
    again = {UUID(one) for one in event["removed"]} - here
    off = {UUID(one) for one in event["added"]} & here
    # Held, where the database can lock a row, so that nobody deletes one of them meanwhile.
    if len(Tag.objects.select_for_update().filter(pk__in=again)) < len(again):
        raise NotUndoable("not_undoable")
    if len(here | again) - len(off) > MOST_ON_JOB:
        raise Invalid({"name": [FULL]})
    return _change(row, add=[*again], drop=off, actor=actor)


def _touched(data: Mapping[str, Any]) -> list[str]:
    return [*data["added"], *data["removed"]]


def rename(tag: Tag, name: str) -> Tag:
    """Raises Invalid, also when another tag has that name."""
    text = checked(name)
    try:
        with transaction.atomic():
            Tag.objects.filter(pk=tag.pk).update(name=text, folded=folded(text))
            Tally.objects.raised(tag.owner_id)
    except IntegrityError as taken:
        raise Invalid({"name": [TAKEN]}) from taken
    tag.name, tag.folded = text, folded(text)
    return tag


def merge(tag: Tag, into: Tag) -> Tag:
    """Every job of the first has the second one; the first is gone."""
    if tag.pk == into.pk:
        return into
    with transaction.atomic():
        # Whoever merges or deletes one of the two waits here, where the database can lock a row.
        list(Tag.objects.select_for_update().filter(pk__in=(tag.pk, into.pk)).order_by("folded"))
        have = JobTag.objects.filter(tag=into).values("job")
        JobTag.objects.filter(tag=tag).exclude(
            job__in=list(have.values_list("job", flat=True))
        ).update(tag=into)
        Tag.objects.filter(pk=tag.pk).delete()
        Tally.objects.raised(into.owner_id)
    return into


def delete(tag: Tag) -> None:
    """From all its jobs; the jobs stay."""
    with transaction.atomic():
        Tag.objects.filter(pk=tag.pk).delete()
        Tally.objects.raised(tag.owner_id)


def _change(
    row: Job, *, add: Sequence[UUID], drop: Collection[UUID], actor: str
) -> JobEvent | None:
    if not (add or drop):
        return None
    change = "tagged" if add else "untagged"
    data = {"change": change, "added": [str(pk) for pk in add], "removed": [*map(str, drop)]}
    before = lifecycle.snapshot(row)
    # One piece: where the job moved meanwhile, no tag stays without its event.
    with transaction.atomic():
        row.tagged.filter(tag__in=drop).delete()
        JobTag.objects.bulk_create(
            [JobTag(job=row, tag_id=pk) for pk in add], ignore_conflicts=True
        )
        return lifecycle.record(row, CHANGED, before=before, actor=actor, context={"data": data})
