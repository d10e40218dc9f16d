"""What a language model reads for the fields that page data and rules left open. Pure.

One call. It sees the text and nothing else, it can fill named fields only, and a value counts only
with a quote that stands in the text.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, Field, create_model

from jobops.lib import prompts
from jobops.lib.llm import Gateway
from jobops.lib.text import fold
from orchestrator.jobs.capture_draft import Draft, Said, said

PURPOSE = "manual infer"
TEXT, TOKENS, SECONDS = 30_000, 1_500, 45.0
TEMPLATE = Path(__file__).resolve().parents[2] / "templates" / "prompts" / "capture.txt"
# Never an address: a model must not choose where a link leads.
ASKED = (
    "title", "employer", "location", "workplace", "salary", "deadline", "job_type", "job_level",
    "job_function", "disciplines", "degree_required", "starting",
)  # fmt: skip
# Words a model may put in its own way, as long as the quote bears them out.
WORDED = frozenset({"workplace", "job_type", "job_level", "job_function", "disciplines"})
WORKPLACES = ("remote", "hybrid", "onsite")


# Comments, not docstrings, in these classes: docstrings would be sent as a part of the schema.
class Told(BaseModel):
    value: str = Field(max_length=500)
    quote: str = Field(max_length=600)


def worth_asking(draft: Draft) -> bool:
    return bool(open_fields(draft)) and bool(draft.description)


def open_fields(draft: Draft) -> tuple[str, ...]:
    return tuple(name for name in ASKED if not draft.value(name))


def fill(draft: Draft, *, text: str, gateway: Gateway) -> Draft:
    """`draft` with what the model could prove. Raises LLMError."""
    wanted = open_fields(draft)
    answer = gateway.parse(
        _schema(wanted),
        purpose=PURPOSE,
        system=prompts.fill(
            _template(), fence_rule=prompts.FENCE_RULE, fields=", ".join(map(_key, wanted))
        ),
        user=prompts.fence(prompts.told(text, limit=TEXT)).text,
        max_tokens=TOKENS,
        timeout=SECONDS,
    )
    told = {name: getattr(answer, name) for name in wanted}
    found = _proven({name: one for name, one in told.items() if one}, within=text)
    return replace(draft, said={**found, **draft.said})


def _proven(told: dict[str, Told], *, within: str) -> dict[str, Said]:
    text = unified(within)
    found: dict[str, Said] = {}
    for name, one in told.items():
        value, quote = unified(one.value), unified(one.quote)
        if not value or not quote or quote not in text:
            continue
        if name == "workplace" and value not in WORKPLACES:
            continue
        if name in WORDED or value in quote:
            found |= said(name, one.value.strip(), origin="model", quote=one.quote)
    return found


def unified(text: str) -> str:
    """The form in which a quote is looked for: folded, one kind of space."""
    return " ".join(fold(text).split())


def _schema(wanted: Collection[str]) -> type[BaseModel]:
    fields = {name: (Told | None, Field(None, alias=_key(name))) for name in wanted}
    made: type[BaseModel] = create_model("Answer", **fields)  # type: ignore[call-overload]
    return made


def _key(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)


@lru_cache(maxsize=1)
def _template() -> str:
    return TEMPLATE.read_text(encoding="utf-8")
