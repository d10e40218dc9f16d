"""Tags, snoozing and saved views on the wire."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from jobops.lib.errors import Invalid
from orchestrator.api.schemas.shared import Body, Moment, Shape, identifier
from orchestrator.jobs import saved_views, tags


def _tag(value: str) -> str:
    return _said(tags.checked, value)


def _view(value: str) -> str:
    return _said(saved_views.checked, value)


def _said(check: Any, value: str) -> str:
    try:
        return str(check(value))
    except Invalid as wrong:
        raise ValueError(wrong.field_errors["name"][0]) from wrong


def _pattern(out: str) -> str:
    """Something that can be seen, and none of `out` or the control characters."""
    free = rf"[^{out}\x00-\x1f\x7f-\x9f]*"
    return rf"^{free}[^\s{out}\x00-\x1f\x7f-\x9f]{free}$"


TAG = {"type": "string", "minLength": 1, "maxLength": tags.LONGEST, "pattern": _pattern(",")}
VIEW = {"type": "string", "minLength": 1, "maxLength": saved_views.LONGEST, "pattern": _pattern("")}
TagName = Annotated[str, AfterValidator(_tag), WithJsonSchema(TAG)]
ViewName = Annotated[str, AfterValidator(_view), WithJsonSchema(VIEW)]


class TagOut(Shape):
    """`jobs`: how many have it."""

    id: str
    name: str
    jobs: int
    created_at: str


class TagBody(Body):
    name: TagName


class MergeBody(Body):
    """`into`: the tag that stays."""

    into: Annotated[
        UUID,
        BeforeValidator(identifier),
        WithJsonSchema({"type": "string", "format": "uuid"}),
    ]


class JobTagsBody(Body):
    """All tags of the job; one that is not named is taken off."""

    tags: Annotated[list[TagName], Field(max_length=tags.MOST_ON_JOB)]


class SnoozeBody(Body):
    until: Moment


class ViewOut(Shape):
    """`query`: the parameters of the list's address."""

    id: str
    name: str
    tab: Literal["ready", "discovered", "applied", "all"]
    query: str
    position: int
    created_at: str


class ViewBody(Body):
    name: ViewName
    tab: Literal["ready", "discovered", "applied", "all"]
    query: Annotated[str, Field(max_length=saved_views.LONGEST_QUERY, pattern=r"^[^\x00]*$")] = ""


class ViewPatch(Body):
    name: ViewName
