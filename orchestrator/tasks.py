"""Shells: restore the correlation ids, call one verb. Arguments are ids; twice or never is safe."""

from __future__ import annotations

from collections.abc import Mapping

from jobops import logs
from orchestrator.bulk import actions
from orchestrator.inbox import sync
from orchestrator.ops import backups, deep, file_imports, parcels, webhooks
from orchestrator.pipeline import judge, letters, process, prompt_trial, refresh, runs, texts
from orchestrator.sponsors import comparing, tending
from pdfs import build
from tailoring.ghostwriter import replying


def process_job(operation_id: str, *, correlation: Mapping[str, str]) -> None:
    with logs.bind(**correlation):
        process.run(operation_id)
        runs.item_done(operation_id)
        actions.item_done(operation_id)


def summarize_job(operation_id: str, *, correlation: Mapping[str, str]) -> None:
    with logs.bind(**correlation):
        texts.run(operation_id)


def try_prompt(operation_id: str, *, correlation: Mapping[str, str]) -> None:
    with logs.bind(**correlation):
        prompt_trial.run(operation_id)


def print_letter(operation_id: str, *, correlation: Mapping[str, str]) -> None:
    with logs.bind(**correlation):
        letters.run(operation_id)


def regenerate_pdf(operation_id: str, *, correlation: Mapping[str, str]) -> None:
    with logs.bind(**correlation):
        refresh.run(operation_id)


def refresh_pdf(request_id: str, *, correlation: Mapping[str, str]) -> None:
    with logs.bind(**correlation):
        refresh.run_automatic(request_id)


def rescore_job(operation_id: str, *, correlation: Mapping[str, str]) -> None:
    with logs.bind(**correlation):
        judge.run(operation_id)
        actions.item_done(operation_id)


def inspect_pdf(pdf_id: str, *, correlation: Mapping[str, str]) -> None:
    with logs.bind(**correlation):
        build.examine(pdf_id)


def advance_run(run_id: str, *, correlation: Mapping[str, str]) -> None:
    with logs.bind(**correlation):
        runs.advance(run_id)


def crawl_items(run_id: str, *, correlation: Mapping[str, str]) -> None:
    with logs.bind(**correlation):
        runs.crawl_items(run_id)


def judge_items(run_id: str, *, correlation: Mapping[str, str]) -> None:
    with logs.bind(**correlation):
        runs.judge_items(run_id)


def advance_actions(operation_id: str, *, correlation: Mapping[str, str]) -> None:
    with logs.bind(**correlation):
        actions.advance(operation_id)


def back_up(*, correlation: Mapping[str, str]) -> None:
    with logs.bind(**correlation):
        backups.create_due()


def back_up_now(*, correlation: Mapping[str, str]) -> None:
    with logs.bind(**correlation):
        backups.create("manual", actor="user")


def check_everything(*, correlation: Mapping[str, str]) -> None:
    with logs.bind(**correlation):
        deep.check_noted()


def import_postings(operation_id: str, *, correlation: Mapping[str, str]) -> None:
    with logs.bind(**correlation):
        file_imports.run(operation_id)


def export_everything(operation_id: str, *, correlation: Mapping[str, str]) -> None:
    with logs.bind(**correlation):
        parcels.run_export(operation_id)


def import_everything(operation_id: str, *, correlation: Mapping[str, str]) -> None:
    with logs.bind(**correlation):
        parcels.run_import(operation_id)


def load_register(register_id: str, *, correlation: Mapping[str, str]) -> None:
    with logs.bind(**correlation):
        tending.run(register_id)


def match_sponsors(register_id: str, *, correlation: Mapping[str, str]) -> None:
    with logs.bind(**correlation):
        comparing.run(register_id)


def deliver(delivery_id: str, *, correlation: Mapping[str, str]) -> None:
    with logs.bind(**correlation):
        webhooks.deliver(delivery_id)


def sync_mail(run_id: str, *, correlation: Mapping[str, str]) -> None:
    with logs.bind(**correlation):
        sync.run(run_id)


def write_reply(run_id: str, *, correlation: Mapping[str, str]) -> None:
    with logs.bind(**correlation):
        replying.run(run_id)
