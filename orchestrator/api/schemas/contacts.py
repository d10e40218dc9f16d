"""Contacts on the wire."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, TypeAdapter, WithJsonSchema

from orchestrator.api.schemas.shared import Body, Shape
from orchestrator.api.schemas.texts import Address, text, trimmed
from orchestrator.api.schemas.tracking import OPTIONAL, Partial
from orchestrator.tracking.contacts import ADDRESS


def _mail(value: str) -> str:
    if value and not ADDRESS.fullmatch(value):
        raise ValueError("Give an e-mail address, such as name@company.example.")
    return value


def _short(limit: int) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "maxLength": limit})


def _link(value: str) -> str:
    return TypeAdapter(Address).validate_python(value) if value else value


URI = {"type": "string", "format": "uri", "maxLength": 2000}
MAIL = {"type": "string", "maxLength": 318, "pattern": r"^([^@\s]{1,64}@[^@\s]{1,253})?$"}
NAME = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": r"[^\s\x00-\x1f\x7f]"}
Name = Annotated[str, trimmed(200), WithJsonSchema(NAME)]
Link = Annotated[
    str, AfterValidator(_link), WithJsonSchema({"anyOf": [URI, {"type": "string", "maxLength": 0}]})
]
Mail = Annotated[str, AfterValidator(_mail), WithJsonSchema(MAIL)]


class ContactOut(Shape):
    """`source`: who named them, the owner, a mail or the posting."""

    id: str
    job_id: str
    name: str
    role: str
    email: str
    phone: str
    link: str
    notes: str
    source: Literal["user", "mail", "posting"]
    created_at: str
    updated_at: str


class NewContact(Body):
    model_config = OPTIONAL

    name: Name
    role: Annotated[str, text(200), _short(200)] = ""
    email: Mail = ""
    phone: Annotated[str, text(60), _short(60)] = ""
    link: Link = ""
    notes: Annotated[str, text(4000), _short(4000)] = ""


class ContactChange(Partial):
    name: Name = ""
    role: Annotated[str, text(200), _short(200)] = ""
    email: Mail = ""
    phone: Annotated[str, text(60), _short(60)] = ""
    link: Link = ""
    notes: Annotated[str, text(4000), _short(4000)] = ""
