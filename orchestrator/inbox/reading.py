"""Reading a mailbox: heads first, the text only of what may matter, each mail stored by itself.

A batch is left behind in one transaction: the run's position, its counters, what nothing is kept
of, and with the last one the account's cursor. Killed anywhere, the next worker meets the batch
again and passes over what is stored.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from orchestrator import bells
from orchestrator.inbox import candidates, ending, faults, knowing, leasing, model, storing
from orchestrator.inbox.acquaintance import Acquaintance
from orchestrator.inbox.boxes.mailbox import Mailbox, MailError
from orchestrator.inbox.knowing import Met
from orchestrator.inbox.mails import mime
from orchestrator.inbox.mails.mail import Batch, Item
from orchestrator.inbox.routes import router
from orchestrator.leases import Superseded
from orchestrator.models import InboundMessage, MailAccount, SeenMail, SyncRun
from orchestrator.models.mail import BROUGHT

# Kinds that are about the account or the line, not about one mail.
ALL_OF_IT = ending.FINAL | {"rate_limited", "resolve", "connect", "certificate"}
# One mail may take too long or be gone; so many after one another are the line.
MOST_IN_A_ROW = 3
BROKEN = "This mail could not be read. It is tried again by itself; if that fails, bring its file."
KILLED = "Reading this mail broke off again and again, so it was passed over."


class Reading:
    """One worker's turn at a run: until its time is used, or all is read."""

    def __init__(self, run: SyncRun, box: Mailbox, *, seconds: float) -> None:
        self._run, self._box = run, box
        self._until = time.monotonic() + seconds
        self._met = Acquaintance(run.owner)
        self._candidates = candidates.of(run.owner)
        self._brought = run.provider in BROUGHT
        self._at: Mapping[str, Any] = run.position.get("at") or {}
        # Keys of the batch at which this run was interrupted, stored and counted.
        self._done: list[str] = run.position.get("done") or []
        # The mail at which a worker died before us.
        self._fatal = run.position.get("trying", "") if run.attempts > 2 else ""
        self._in_a_row = 0
        self._model = model.for_mail(run.owner, cancelled=lambda: not leasing.mine(run).exists())

    def through(self, cursor: Mapping[str, Any]) -> bool:
        """False when the turn was over before the mailbox. Raises MailError, Superseded."""
        run = self._run
        since = run.created_at - timedelta(days=run.search_days)
        listed = self._box.listed(cursor, since=since, limit=run.max_messages, position=self._at)
        for batch in listed:
            if not self._read(batch):
                return False
            bells.tell(run.owner_id)
            if batch.cursor is None and time.monotonic() > self._until:
                return False
        return True

    def try_again(self, rows: list[InboundMessage]) -> None:
        """Mails that failed in earlier runs."""
        for row in rows:
            head = mime.from_text("", sender=row.sender_address, subject=row.subject)
            item = Item(row.external_id, row.external_thread_id, row.received_at, head)
            self._one(item, row.key, is_met=False)

    def _read(self, batch: Batch) -> bool:
        heads = [(item, mime.key(item.head)) for item in batch.items]
        keys = [key for _, key in heads]
        met = knowing.met(self._run, keys, done=self._done, now_readable=self._brought)
        self._met.look_up([(item.head, item.thread_id) for item in batch.items])
        passed: list[tuple[str, Item]] = []
        again: set[str] = set()
        for item, key in heads:
            if key in met:
                if key not in met.counted:
                    again.add(key)
            elif self._is_wanted(item):
                self._one(item, key)
                met.counted.add(key)
                if time.monotonic() > self._until and item is not batch.items[-1]:
                    return False
            else:
                passed.append((key, item))
        self._leave(batch, passed, met, again)
        return True

    def _is_wanted(self, item: Item) -> bool:
        known = self._met.known(item.head, item.thread_id)
        return self._brought or router.glance(item.head, candidates=self._candidates, known=known)

    def _one(self, item: Item, key: str, *, is_met: bool = True) -> None:
        if key == self._fatal:
            self._fail(item, key, "interrupted", KILLED, is_met)
            return
        leasing.write(self._run, position={**self._place(), "trying": key})
        try:
            self._route(item, key, is_met)
            self._in_a_row = 0
        except Superseded:
            raise
        except MailError as error:
            if error.kind == "gone" and is_met:
                return  # read when it is met where it went
            self._in_a_row += 1
            if error.kind in ALL_OF_IT or self._in_a_row >= MOST_IN_A_ROW:
                raise
            self._fail(item, key, error.kind, error.sentence, is_met)
        except Exception as error:  # one mail's failure, whatever it is, must not reach the next
            faults.say("mail unreadable", error, run=self._run.pk)
            self._fail(item, key, "unreadable", BROKEN, is_met)

    def _route(self, item: Item, key: str, is_met: bool) -> None:
        mail = self._box.whole(item.external_id)
        routing = router.route(
            mail,
            candidates=self._candidates,
            known=self._met.known(mail, item.thread_id),
            gateway=self._model,
            now=timezone.now(),
        )
        # Without a Message-ID only the whole mail has a key.
        own = mime.key(mail) if is_met else key
        progress = self._counted(key, is_met)
        row = storing.store(self._run, item, mail, routing, key=own, **progress)
        self._done += [key] if is_met else []
        if row is not None and row.job_id is not None:
            self._met.learn(row)
            # The application may be closed now, or further along.
            self._candidates = candidates.of(self._run.owner)

    def _fail(self, item: Item, key: str, code: str, sentence: str, is_met: bool) -> None:
        progress = self._counted(key, is_met)
        storing.failed(self._run, item, key=key, code=code, sentence=sentence, **progress)
        self._done += [key] if is_met else []

    def _counted(self, key: str, is_met: bool) -> dict[str, Any]:
        """What is true of the run with one mail more; an older one that is tried again is none."""
        if not is_met:
            return {}
        done = {**self._place(), "done": [*self._done, key]}
        return {"position": done, "discovered": F("discovered") + 1}

    def _place(self) -> dict[str, Any]:
        return {"at": dict(self._at), "done": self._done}

    def _leave(
        self, batch: Batch, passed: list[tuple[str, Item]], met: Met, again: set[str]
    ) -> None:
        run, self._at, self._done = self._run, batch.position, []
        seen = [SeenMail(owner=run.owner, key=key, at=item.received_at) for key, item in passed]
        rows = [met.rows[key] for key in again & met.rows.keys()]
        counted: dict[str, Any] = {"discovered": F("discovered") + len(passed) + len(again),
                   "skipped": F("skipped") + len(again)}  # fmt: skip
        if batch.expected is not None:
            counted["expected"] = batch.expected
        with transaction.atomic():
            leasing.write(run, position={"at": dict(batch.position)}, attempts=1, **counted)
            SeenMail.objects.bulk_create(seen, ignore_conflicts=True)
            run.mails.add(*rows)  # type: ignore[arg-type]  # ids do as well
            if batch.cursor is not None and run.account_id is not None:
                box = MailAccount.objects.filter(pk=run.account_id)
                box.exclude(status="disconnected").update(cursor=dict(batch.cursor))
