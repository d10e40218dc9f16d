"""Another key for what is sealed. Whatever is killed in between, every text opens with a key that
is in the file; a process that runs meanwhile reads the file again when it has changed.
"""

from __future__ import annotations

import logging
import os
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from jobops import env, keys
from jobops.lib.secretbox import Box
from orchestrator import preferences
from orchestrator.models import Heartbeat
from orchestrator.ops import sealed, standing_lock
from orchestrator.ops.rotation_refusals import RotationError
from orchestrator.ops.sealed import Sealed

logger = logging.getLogger(__name__)

# Longer than the longest task: nobody still seals with a box made before the key was added.
STRAGGLERS_SECONDS = 3600
# Longer than a session lives.
SIGNATURES_SECONDS = 15 * 86_400


@dataclass(frozen=True)
class Rotated:
    """`closed`: what no key here opens. `old`: whether a former key is still kept."""

    resealed: int
    closed: int
    old: bool


def rotate() -> Rotated:
    """Seal everything anew. A rotation that was interrupted goes on with its key.

    Raises RotationError(one_key) when the environment gives one key only, and (elsewhere) when the
    key is in a file that another machine may not see.
    """
    text = keys.present(settings.BOX_KEY)
    known = keys.parts(text)
    if _from_environment():
        if len(known) < 2:
            raise RotationError("one_key")
    elif len(known) < 2:
        if _others_at_work():
            raise RotationError("elsewhere")
        keys.replace(box_file(), [keys.new_key(), *known])
    resealed, closed = reseal()
    return Rotated(resealed, closed, old=not drop_old())


def what_of_the_old(done: Rotated) -> str:
    """One sentence."""
    if not done.old:
        return "The former key is gone."
    if _from_environment():
        return (
            "Nothing needs the former key: JOBOPS_BOX_KEY may name the new one alone from now on."
        )
    return "The former key is kept for an hour, until nobody seals with it; the worker forgets it."


def reseal() -> tuple[int, int]:
    """With the first key, whatever it does not open yet; how many, and how many nobody opens."""
    box = preferences.box()
    first = Box(keys.parts(keys.present(settings.BOX_KEY))[0].encode())
    counts = [_reseal(kind, box, first) for kind in sealed.SEALED]
    return sum(done for done, _ in counts), sum(closed for _, closed in counts)


def drop_old() -> bool:
    """Forget former keys when nothing needs them and nobody can still seal with one; whether none
    is kept.
    """
    known = keys.parts(keys.present(settings.BOX_KEY))
    if len(known) < 2:
        return True
    if _from_environment():
        return False
    with standing_lock.alone() as nobody_runs:
        if not nobody_runs and not _is_older(box_file(), STRAGGLERS_SECONDS):
            return False
        done, _ = reseal()
        if not done:
            keys.replace(box_file(), known[:1])
    return not done


def rotate_sessions() -> None:
    """A new key for signatures; the former ones are still read. Raises RotationError(in_use)."""
    if env.given("JOBOPS_SECRET_KEY"):
        raise RotationError("from_environment")
    with standing_lock.alone() as nobody_runs:
        if not nobody_runs:
            raise RotationError("in_use")
        keys.replace(secret_file(), [keys.new_key(), *keys.parts(secret_file().read_text())])


def sweep() -> int:
    """Once a day: what a rotation left for later; how many former keys went."""
    gone = 0
    if not _from_environment() and len(keys.parts(keys.present(settings.BOX_KEY))) > 1:
        reseal()
        gone += int(drop_old())
    if not env.given("JOBOPS_SECRET_KEY") and _is_older(secret_file(), SIGNATURES_SECONDS):
        known = keys.parts(secret_file().read_text())
        if len(known) > 1:
            keys.replace(secret_file(), known[:1])
            gone += 1
    return gone


def box_file() -> Path:
    root: Path = settings.DATA_DIR
    return root / "box.key"


def secret_file() -> Path:
    root: Path = settings.DATA_DIR
    return root / "secret.key"


def _from_environment() -> bool:
    return env.given("JOBOPS_BOX_KEY")


def _others_at_work() -> bool:
    alive = Heartbeat.objects.alive(at=timezone.now())
    return alive.exclude(host=os.uname().nodename[:60]).exists()


def _is_older(path: Path, seconds: float) -> bool:
    return path.stat().st_mtime < time.time() - seconds


def _reseal(kind: Sealed, box: Box, first: Box) -> tuple[int, int]:
    done = closed = 0
    for pk, text in sealed.values(kind):
        if sealed.opens(first, text):
            continue
        if not sealed.opens(box, text):
            closed += 1
            continue
        # Whoever stored something else meanwhile wins.
        row = kind.model._default_manager.filter(pk=pk, **{kind.column: text})
        done += row.update(**{kind.column: first.seal(box.open(text))})
    logger.info("sealed anew", extra={"meta": {"kind": kind.kind, "count": done}})
    return done, closed
