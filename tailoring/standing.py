"""Whether what a change is about still reads as it did when the change was proposed."""

from __future__ import annotations

from jobops.lib.errors import Refused
from orchestrator.models import Job
from tailoring import library, projects
from tailoring.changes import OF_BULLETS
from tailoring.documents.bullets import Bullet, bullets, in_order
from tailoring.documents.schema import Raw
from tailoring.models import Edit


def require_current(job: Job, edit: Edit) -> None:
    """Raises Refused(edit_outdated)."""
    base = library.base_of(job)
    if base is None or not is_current(edit, base.data):
        raise Refused("edit_outdated", edit=str(edit.pk))


def is_current(edit: Edit, raw: Raw) -> bool:
    """A change of headline, summary or skills is always of the texts as they are."""
    if edit.kind not in OF_BULLETS:
        return True
    own = [one for one in every_bullet(raw) if one.home == edit.item_id]
    if edit.kind == "order":
        return edit.before == in_order(one.text for one in own)
    return any(one.mark == edit.mark for one in own)


def is_taken_over(edit: Edit, raw: Raw) -> bool:
    """Whether the base itself says by now what the change wanted."""
    own = [one.text for one in every_bullet(raw) if one.home == edit.item_id]
    return in_order(own) == edit.after if edit.kind == "order" else edit.after in own


def bullet_at(raw: Raw, address: str) -> Bullet:
    """Raises Refused(edit_outdated) when there is none."""
    found = next((one for one in every_bullet(raw) if one.address == address), None)
    if found is None:
        raise Refused("edit_outdated", address=address)
    return found


def every_bullet(raw: Raw) -> tuple[Bullet, ...]:
    """Of hidden projects too: a job may show them."""
    return bullets(raw, shown_projects=[one.id for one in projects.catalogue(raw)])
