from __future__ import annotations

from django.test import Client

from orchestrator.models import User
from tailoring.ghostwriter import transcript
from tailoring.models import ChatMessage
from tests import chats, make


def test_a_chat_is_one_text_that_says_who_wrote_what(ada: User) -> None:
    job = make.job(ada, title="Cook", employer="Ferry Inn")
    turn = chats.turn(job, content="Write *this*.")
    turn.asked.attachments.create(name="shot.png", media_type="image/png", byte_size=1, digest="x")
    ChatMessage.objects.filter(pk=turn.reply.pk).update(
        content="# Dear team", status="cancelled", origin="computed", language="de"
    )
    ChatMessage.objects.create(
        thread=turn.thread, role="assistant", origin="model", content="Other branch",
        parent=turn.asked, status="complete",
    )  # fmt: skip
    turn.asked.active_child = turn.reply.pk
    turn.asked.save()
    said = transcript.of(job)
    assert said.startswith("# Ghostwriter: Cook, Ferry Inn\n\n## You, ")
    assert "\n\nWrite *this*.\n\n*Picture: shot.png*\n\n## Ghostwriter, " in said
    assert "*Berechneter Entwurf. Es wurde kein Sprachmodell verwendet.*\n\n# Dear team" in said
    assert said.endswith("\n\n*Stopped.*\n")
    assert "Other branch" not in said


def test_the_file_is_downloaded_by_its_owner_only(
    ada: User, ben: User, required: None, client: Client
) -> None:
    job = make.job(ada)
    chats.turn(job)
    client.force_login(ada)
    found = client.get(f"/job/{job.pk}/ghostwriter.md")
    assert "Write me a letter." in found.content.decode()
    assert found["Content-Disposition"].startswith("attachment")
    client.force_login(ben)
    assert client.get(f"/job/{job.pk}/ghostwriter.md").status_code == 404
