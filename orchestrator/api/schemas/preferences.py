"""Settings on the wire, made from the table of preferences so that the two cannot differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, WithJsonSchema, create_model

from orchestrator.api.schemas.shared import Body, Shape
from orchestrator.setting_kinds import Kind, Setting
from orchestrator.setting_table import SETTINGS

# What bounds a request does not bind an answer: a variable of the environment may hold anything.
BOUNDS = frozenset({"maxLength", "minimum", "maximum", "maxItems", "maxProperties"})


def nullable(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def unbound(schema: Any) -> Any:
    """The schema without its limits, at every depth."""
    if not isinstance(schema, Mapping):
        return schema
    return {key: unbound(value) for key, value in schema.items() if key not in BOUNDS}


def closed(schema: Mapping[str, Any]) -> dict[str, Any]:
    """As answered: every property of an object is there."""
    found = unbound(schema)
    return {**found, "required": list(found["properties"])} if "properties" in found else found


def _value(key: str, kind: Kind) -> Any:
    said: Any = WithJsonSchema(
        nullable(closed(kind.schema)) if kind.optional else closed(kind.schema)
    )
    unset: Any = WithJsonSchema(nullable(closed(kind.schema)))
    name = f"{key[0].upper()}{key[1:]}Setting"
    return create_model(
        name,
        __base__=Shape,
        value=(Annotated[Any, said], ...),
        default=(Annotated[Any, said], ...),
        override=(Annotated[Any, unset], ...),
    )


def _answered(key: str, setting: Setting) -> dict[str, Any]:
    if not setting.secret:
        return {key: (_value(key, setting.kind), ...)}
    return {
        f"{key}Hint": (Literal["set"] | None, ...),
        f"{key}Source": (Literal["override", "env", "file"] | None, ...),
    }


def _given(setting: Setting) -> Any:
    return Annotated[Any, WithJsonSchema(nullable(setting.kind.schema))], None


SettingsOut: Any = create_model(
    "SettingsOut",
    __base__=Shape,
    **{name: field for key, one in SETTINGS.items() for name, field in _answered(key, one).items()},
)
SettingsPatch: Any = create_model(
    "SettingsPatch", __base__=Body, **{key: _given(setting) for key, setting in SETTINGS.items()}
)


def _same(key: str) -> AfterValidator:
    """Checked as the setting of this name is."""
    return AfterValidator(SETTINGS[key].kind.check)


class ModelsBody(Body):
    """Values to try instead of the stored ones; they are not kept."""

    llm_base_url: Annotated[str, Field(max_length=500), _same("llmBaseUrl")] | None = None
    llm_api_key: Annotated[str, Field(max_length=500), _same("llmApiKey")] | None = None


class ModelsOut(Shape):
    models: list[str]


class UpstreamOut(Shape):
    """`resumeId`: our copy of it, if there is one."""

    id: str
    name: str
    updated_at: str | None
    resume_id: str | None


class UpstreamsOut(Shape):
    resumes: list[UpstreamOut]


class ProjectOut(Shape):
    id: str
    name: str
    description: str
    date: str
    is_visible_in_base: bool


class ProjectsOut(Shape):
    projects: list[ProjectOut]
