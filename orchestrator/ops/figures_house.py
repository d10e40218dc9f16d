"""Figures of the house: schedules, backups, disk, which build."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Iterator
from datetime import datetime

import django
from django.conf import settings
from django.db import connection

from jobops.version import version
from orchestrator.ops import backups, timetable

Values = Iterator[tuple[tuple[str, ...], float]]


def _schedules(at: datetime) -> Values:
    for one in timetable.entries():
        if one.last is not None:
            yield (one.name,), max((at - one.last.at).total_seconds(), 0.0)


def _broken(at: datetime) -> Values:
    for one in timetable.entries():
        if one.last is not None:
            yield (one.name,), float(not one.last.fine)


def _backup_age(at: datetime) -> Values:
    if rows := backups.listed():
        yield (), max((at - rows[0].created_at).total_seconds(), 0.0)


def _backups(at: datetime) -> Values:
    yield (), len(backups.listed())


def _backup_failed(at: datetime) -> Values:
    rows = backups.listed()
    damaged = bool(rows and rows[0].result and rows[0].result.faults)
    yield (), float(damaged or backups.last_failure() is not None)


def _free(at: datetime) -> Values:
    yield (), shutil.disk_usage(settings.DATA_DIR).free


def _disk(at: datetime) -> Values:
    yield (), shutil.disk_usage(settings.DATA_DIR).total


def _build(at: datetime) -> Values:
    yield (version(), platform.python_version(), django.get_version(), connection.vendor), 1


FIGURES = {
    "schedule_age_seconds": ("Since each schedule ran last.", ("schedule",), _schedules),
    "schedule_failed": ("Whether it failed then.", ("schedule",), _broken),
    "backup_age_seconds": ("Age of the newest backup.", (), _backup_age),
    "backups": ("Backups kept in the data folder.", (), _backups),
    "backup_failed": ("Whether the last one failed or is damaged.", (), _backup_failed),
    "disk_free_bytes": ("Free where the data folder lies.", (), _free),
    "disk_bytes": ("Size of that disk.", (), _disk),
    "build_info": ("Which build answers.", ("version", "python", "django", "database"), _build),
}
