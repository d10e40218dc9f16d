"""Mail: lists, decisions, readings, imports, sender rules."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from orchestrator import preferences
from orchestrator.inbox import accounts, decisions, senders
from orchestrator.models import InboundMessage, Job, SyncRun
from orchestrator.tracking import stages
from tests import make
from tests.contract.chapters.jobs import JOB, of
from tests.contract.table import LARGER, case, good
from tests.contract.world import Call, World
from tests.outside.imap import ImapStub

ROOM = "/api/post-application"
INBOX, RUNS, RULES = f"{ROOM}/inbox", f"{ROOM}/runs", f"{ROOM}/sender-rules"
MAIL, AGAIN = f"{INBOX}/{{message_id}}", f"{INBOX}/{{message_id}}/route-again"
IMPORT = f"{ROOM}/import"
PASTED = {"text": "Thank you for your application as Cook at Acme.", "sender": "jobs@acme.example"}


def sent(world: World) -> Job:
    return stages.apply(make.job(world.owner, status="ready"), actor="user")


def mail(world: World, **fields: Any) -> InboundMessage:
    return make.mail(world.owner, **{"suggested": sent(world), **fields})


def at(row: InboundMessage) -> dict[str, str]:
    return {"message_id": str(row.pk)}


def denied(world: World) -> dict[str, str]:
    return at(decisions.deny(mail(world), actor="user").mail)


def run(world: World) -> dict[str, str]:
    found = SyncRun.objects.create(owner=world.owner, provider="upload", status="completed")
    return {"run_id": str(found.pk)}


def in_mailbox(world: World, *lines: str, silent: bool = False) -> Call:
    """A mail that lies on a server, which answers a sign-in like this."""
    stub = ImapStub(silent=silent)
    stub.__enter__()
    world.later.append(lambda: stub.__exit__())
    known = ImapStub().__enter__()
    account = accounts.connect_imap(
        world.owner, key="default", host="localhost", port=known.port, security="plain",
        username="ada", password="secret", folders=["INBOX"],
    )  # fmt: skip
    known.__exit__()
    account.server = {**account.server, "port": stub.port}
    account.save()
    stub.says("LOGIN", *lines)
    return Call(at(mail(world, account=account, provider="imap", external_id="7.1.INBOX")))


@good("GET", INBOX)
def _(world: World) -> Call:
    mail(world)
    return Call(query="status=pending&limit=10")


@good("POST", f"{MAIL}/approve")
def _(world: World) -> Call:
    return Call(at(mail(world)), body={"stageTarget": "onsite", "note": "By phone"})


@case("POST", f"{MAIL}/approve", 409)
def _(world: World) -> Call:
    return Call(denied(world), body={})


@case("POST", f"{MAIL}/approve", 422)
def _(world: World) -> Call:
    return Call(at(make.mail(world.owner)), body={})


@good("POST", f"{MAIL}/deny")
def _(world: World) -> Call:
    return Call(at(mail(world)))


@case("POST", f"{MAIL}/deny", 409)
def _(world: World) -> Call:
    return Call(denied(world))


@good("POST", f"{MAIL}/restore")
def _(world: World) -> Call:
    return Call(denied(world))


@case("POST", f"{MAIL}/restore", 409)
def _(world: World) -> Call:
    return Call(at(decisions.approve(mail(world), actor="user").mail))


@good("POST", f"{MAIL}/undo")
def _(world: World) -> Call:
    return Call(at(decisions.approve(mail(world), actor="user").mail), body={"elsewhere": True})


@good("POST", AGAIN)
def _(world: World) -> Call:
    text = preferences.box().seal("We would like to invite you to an interview at Acme.")
    return Call(at(mail(world, body=text)))


@case("POST", AGAIN, 409)
def _(world: World) -> Call:
    return Call(at(mail(world)))


@case("POST", AGAIN, 408)
def _(world: World) -> Call:
    found = in_mailbox(world, silent=True)
    for name in ("COMMAND_SECONDS", "CONNECT_SECONDS"):
        world.monkeypatch.setattr(f"orchestrator.inbox.boxes.imap_wire.{name}", 0.2)
    return found


@case("POST", AGAIN, 422)
def _(world: World) -> Call:
    return in_mailbox(world, "%s NO [AUTHENTICATIONFAILED] no")


@case("POST", AGAIN, 429)
def _(world: World) -> Call:
    return in_mailbox(world, "%s NO [LIMIT] later")


@case("POST", AGAIN, 502)
def _(world: World) -> Call:
    return in_mailbox(world, "* BYE gone", "this is no answer")


for name in ("actions", "bulk"):

    @good("POST", f"{INBOX}/{name}")
    def _(world: World) -> Call:
        return Call(body={"action": "approve", "messageIds": [str(mail(world).pk)]})

    @case("POST", f"{INBOX}/{name}", 400)
    def _(world: World) -> Call:
        return Call(body={"action": "approve", "messageIds": []})


@good("POST", f"{INBOX}/batches/{{batch_id}}/undo")
def _(world: World) -> Call:
    return Call({"batch_id": str(mail(world).pk)})


@case("POST", f"{INBOX}/batches/{{batch_id}}/undo", 404)
def _(world: World) -> Call:
    return Call({"batch_id": "the-last-one"})


@good("GET", RUNS)
def _(world: World) -> Call:
    run(world)
    return Call(query="provider=upload")


@good("GET", f"{RUNS}/{{run_id}}")
def _(world: World) -> Call:
    return Call(run(world))


@good("GET", f"{RUNS}/{{run_id}}/messages")
def _(world: World) -> Call:
    return Call(run(world), query="limit=5")


@good("POST", IMPORT)
def _(world: World) -> Call:
    sent(world)
    return Call(body=PASTED)


def form(world: World) -> Call:
    part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="one.eml"\r\n\r\n'
    source = b"From: jobs@acme.example\r\nSubject: Your application\r\n\r\nThank you.\r\n"
    whole = part + source + b"\r\n--x--\r\n"
    return Call(raw=whole, kind="multipart/form-data; boundary=x")


@case("POST", IMPORT, 202)
def _(world: World) -> Call:
    make.heartbeat()
    return form(world)


@case("POST", IMPORT, 413)
def _(world: World) -> Call:
    return Call(raw=bytes(LARGER))


@case("POST", IMPORT, 503)
def _(world: World) -> Call:
    from_nobody = form(world)
    make.heartbeat(age=timedelta(hours=1))
    return from_nobody


@good("GET", f"{JOB}/emails")
def _(world: World) -> Call:
    job = sent(world)
    make.mail(world.owner, suggested=job)
    return Call(of(job), query="limit=5&filter=review")


@good("GET", RULES)
def _(world: World) -> Call:
    senders.add(world.owner, "jobs@acme.example", sent(world))
    return Call()


@good("DELETE", f"{RULES}/{{rule_id}}")
def _(world: World) -> Call:
    rule = senders.add(world.owner, "jobs@acme.example", sent(world))
    return Call({"rule_id": str(rule.pk)})
