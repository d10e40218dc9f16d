"""The addresses of a job's chat."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from orchestrator.workspace import chat, chat_acts, chat_download

HERE = "job/<uuid:pk>/ghostwriter"
CHAT: list[URLPattern | URLResolver] = [
    path(HERE, chat.page, name="chat"),
    path(f"{HERE}.md", chat_download.download, name="chat-download"),
    path(f"{HERE}/drawer", chat.drawer, name="chat-drawer"),
    path(f"{HERE}/context", chat.select, name="chat-context"),
    path(f"{HERE}/reset", chat.reset, name="chat-reset"),
    path(f"{HERE}/stop/<uuid:run>", chat_acts.stop, name="chat-stop"),
    path(f"{HERE}/<uuid:message>", chat.one, name="chat-message"),
    path(f"{HERE}/<uuid:message>/source", chat.source, name="chat-source"),
    *(
        path(f"{HERE}/<uuid:message>/{verb}", chat_acts.act, {"verb": verb}, name=f"chat-{verb}")
        for verb in chat_acts.VERBS
    ),
]
