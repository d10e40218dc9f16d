"""The prompts an owner is offered in every chat; none is sent by itself."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access
from orchestrator.api import door
from orchestrator.api.schemas.prompts import NewPrompt, PromptChanges, PromptOut
from orchestrator.models import User
from tailoring.ghostwriter import prompts_kept
from tailoring.ghostwriter.prompts_kept import Prompt

router = Router(tags=["Ghostwriter"])
PROMPTS = "/saved-prompts"


@door.route(router, "GET", PROMPTS, data=list[PromptOut])
def list_prompts(request: HttpRequest) -> HttpResponse:
    """The prompts that are offered, in the owner's order; then built-in ones taken away."""
    return door.answer(request, listed(access.owner(request)))


@door.route(router, "POST", PROMPTS, data=PromptOut, body=NewPrompt, status=201)
def add_prompt(request: HttpRequest, body: NewPrompt) -> HttpResponse:
    """Keep a prompt, at most fifty beside the built-in ones."""
    kept = prompts_kept.save(access.owner(request), name=body.name, body=body.body)
    return door.answer(request, shown(kept), status=201, **door.ignored(body))


@door.route(
    router, "PATCH", f"{PROMPTS}/{{str:key}}", data=PromptOut, body=PromptChanges, errors=(404,)
)
def change_prompt(request: HttpRequest, key: str, body: PromptChanges) -> HttpResponse:
    """Name, words or place of a prompt; a built-in one keeps its first words for later."""
    owner = access.owner(request)
    before = named(owner, key)
    if body.name or body.body:
        words = {"name": body.name or before["name"], "body": body.body or before["body"]}
        prompts_kept.save(owner, **words, key=key)
    if body.position is not None:
        others = [one.key for one in prompts_kept.of(owner) if one.key != key]
        prompts_kept.order(owner, [*others[: body.position], key, *others[body.position :]])
    return door.answer(request, named(owner, key), **door.ignored(body))


@door.route(router, "DELETE", f"{PROMPTS}/{{str:key}}", data=None, errors=(404,))
def remove_prompt(request: HttpRequest, key: str) -> HttpResponse:
    """Delete a prompt; a built-in one is only taken away."""
    prompts_kept.remove(access.owner(request), key)
    return door.answer(request, None)


@door.route(router, "POST", f"{PROMPTS}/{{str:key}}/restore", data=PromptOut, errors=(404,))
def restore_prompt(request: HttpRequest, key: str) -> HttpResponse:
    """A built-in prompt as it was at first; one of the owner's own is 404."""
    owner = access.owner(request)
    if not named(owner, key)["isBuiltin"]:
        raise Http404
    prompts_kept.restore(owner, key)
    return door.answer(request, named(owner, key))


def listed(owner: User) -> list[dict[str, Any]]:
    """Those that are offered, then those taken away."""
    gone = [shown(one, hidden=True) for one in prompts_kept.hidden(owner)]
    return [*(shown(one) for one in prompts_kept.of(owner)), *gone]


def named(owner: User, key: str) -> dict[str, Any]:
    for one in listed(owner):
        if one["id"] == key:
            return one
    raise Http404


def shown(one: Prompt, *, hidden: bool = False) -> dict[str, Any]:
    return {
        "id": one.key,
        "name": one.name,
        "body": one.body,
        "position": one.position,
        "isBuiltin": one.is_builtin,
        "isChanged": one.changed,
        "isHidden": hidden,
    }
