"""Pages and verbs about other people's accounts."""

from __future__ import annotations

from django.urls import URLPattern, path

from orchestrator.workspace import people

ROOM = "settings/people"

PEOPLE: list[URLPattern] = [
    path(ROOM, people.page, name="settings-people"),
    path(f"{ROOM}/invite", people.invite, name="invite"),
    path(f"{ROOM}/invitations/<uuid:pk>/revoke", people.revoke, name="invitation-revoke"),
    path(f"{ROOM}/<uuid:pk>/remove", people.remove, name="person-remove"),
    path(f"{ROOM}/<uuid:pk>/export", people.export, name="person-export"),
    *(
        path(f"{ROOM}/<uuid:pk>/{verb}", people.act, {"verb": verb}, name=f"person-{verb}")
        for verb in people.VERBS
    ),
]
