"""Every column that can hold text, and whether what stands there is somebody's own.

A new column is in none of these tables, and tests/acceptance/test_columns.py fails until somebody
decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

TEXTS = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
# Tables that hold nothing of an owner's, or only what libraries put there.
OTHERS = frozenset({
    "ContentType", "Permission", "Group", "Session", "Task", "Schedule", "OrmQ", "Heartbeat",
    "SourceTurn", "SourceUse", "StoredFeed", "PublicAddress", "LoginAttempt", "LogEntry",
    # Words of ours about work, never of what was worked on.
    "SourceOutcome", "RenderContext", "RegenerationRequest", "LlmCall", "Webhook", "SeenMail",
    "AccountEvent", "Find", "RecoveryCode", "OAuthState", "TracerKey", "TracerClick",
    # Public registers of employers.
    "SponsorRegister", "Sponsor", "SponsorWord",
})  # fmt: skip
# By name, wherever it is: words of ours, ids, digests, sealed values.
PLAIN_ANYWHERE = frozenset({
    "status", "state", "kind", "engine", "source", "origin", "actor", "digest", "scope", "token",
    "request_id", "error_code", "language", "confidence", "mark", "key", "step", "worker",
    "lease_worker", "media_type", "pdf_digest", "decided_by", "provider", "outcome", "theme",
    "fingerprint", "inputs", "context", "label_code", "chromium", "model", "uid", "item_id",
})  # fmt: skip
PLAIN = {
    "User": {"password", "username"},
    "ApiToken": {"session_key"},
    "Preference": set(),
    "TwoStep": {"secret"},
    "Job": {
        "tailor_kind", "tailor_worker", "render_kind", "render_worker", "score_kind",
        "score_worker", "manual_outcome", "expired_by", "pdf_source", "pdf_fingerprint",
        "pdf_inputs", "pdf_context", "applied_pdf_digest", "source_job_id", "salary_currency",
        "salary_interval", "salary_source", "workplace", "score_engine", "score_confidence",
        "score_basis", "edits_digest",
    },
    "MailAccount": {"credentials", "last_error", "account_key"},
    "SyncRun": {"error"},
    "InboundMessage": {
        "account_key", "stage_target", "method", "relevance", "rule_id", "error_message",
        "external_id", "external_thread_id",
    },
    "Interview": {"zone"},
    "JobEvent": {"from_status", "to_status", "reason"},
    "SearchPreset": {"last_result"},
    "PipelineRun": {"trigger", "error_message"},
    "RunItem": {"reference"},
    "ScoreCard": {
        "band", "rubric_version", "lexicon_version", "prompt_version", "fallback_reason",
        "posting_hash",
    },
    "Requirement": {"importance", "label", "threshold"},
    "OwnRequirement": {"importance", "label", "threshold"},
    "FactPatch": {"field"},
    "SentPacket": {"seal", "letter_digest"},
    "FollowedBoard": {"ats", "last_error"},
    "JobLink": {"reason"},
    "StageEvent": {"to_stage", "group_id"},
    "Delivery": {"event"},
    "ChatMessage": {"role"},
    "ChatRun": {"provider_label", "error_message"},
    "SavedPrompt": {"builtin"},
    "Edit": {"address", "posting"},
    "ResumeDocument": {"upstream_base", "upstream_id", "upstream_updated_at"},
    "ResumeVersion": {"original_digest", "what"},
    "ResumeIntake": {"original_digest", "format"},
    "CoverLetter": {"pdf_inputs"},
    "SavedAnswer": {"topic"},
    "RenderedPdf": {"verdict_status"},
    "Tailoring": {"what"},
    "TracerLink": {"target_digest"},
    "ActionItem": {"reference"},
    "SavedView": {"tab"},
    "FeedEntry": set(),
}  # fmt: skip
# Somebody's own, in a shape that code reads.
SHAPED = {
    "Preference": {"value"},
    "Job": {
        "last_error", "location_evidence", "extras", "owner_edited", "brief", "tailored_skills",
        "selected_project_ids", "origins", "pinned", "page_options", "sponsor_names", "job_url",
        "canonical_url", "date_posted", "deadline", "employer_key",
    },
    "MailAccount": {"server", "cursor"}, "SyncRun": {"files", "position"},
    "InboundMessage": {"signals", "offered", "previous", "references", "invitation"},
    "SavedView": {"query"}, "FeedEntry": {"said", "content"}, "JobEvent": {"data", "previous"},
    "SearchPreset": {"options", "cadence"},
    "PipelineRun": {"requested", "options", "counts", "error_counts"},
    "RunItem": {"error", "counts", "plan", "usage", "reason"},
    "ScoreCard": {
        "sub_scores", "caps", "penalties", "wishes", "what_if", "standing", "options", "warnings",
        "unused_instructions", "facts",
    },
    "Requirement": {"terms", "evidence"}, "OwnRequirement": {"terms", "evidence"},
    "FactPatch": {"value", "previous"}, "ModelAnswer": {"answer"}, "SentPacket": {"manifest"},
    "PostingVersion": {"values"}, "StageEvent": {"metadata"},
    "Delivery": {"body", "attempts_log"}, "Operation": {"options", "result", "error"},
    "ActionItem": {"error"},
    "ChatThread": {"selected_note_ids", "selected_email_ids", "selected_document_ids"},
    "ChatMessage": {"marks", "draft"},
    "ChatRun": {"options", "manifest", "usage", "error_details"},
    "Edit": {"claims", "evidence", "hints"},
    "Tailoring": {"skills", "project_ids", "origins", "edits", "guard"},
    "ResumeVersion": {"data", "original", "report"}, "UpstreamCopy": {"body"},
    "ResumeIntake": {"original", "lines", "found"}, "ResumePhoto": {"content"},
    "CoverLetter": {"claims"},
    "RenderedPdf": {"left_out", "coverage", "expected", "verdict", "notices"},
}  # fmt: skip
# Somebody's own, as plain text: each gets a word that stands nowhere else.
PRIVATE = {
    "User": {"first_name", "last_name", "email", "display_name"}, "ApiToken": {"name"},
    "Job": {
        "title", "employer", "employer_url", "application_link", "job_url_direct", "disciplines",
        "salary", "location", "degree_required", "starting", "description", "description_html",
        "job_type", "job_level", "job_function", "score_reason", "tailored_summary",
        "tailored_headline",
    },
    "MailAccount": {"display_name", "address"},
    "InboundMessage": {
        "sender_address", "sender_domain", "sender_name", "subject", "snippet", "reason",
        "sentence", "note", "body",
    },
    "SenderRule": {"address"}, "Interview": {"location", "link", "people", "notes", "remark"},
    "Tag": {"name", "folded"}, "SavedView": {"name", "folded"},
    "Note": {"title", "content"}, "Document": {"file_name"},
    "Invitation": {"note"}, "SearchPreset": {"name"}, "ScoreCard": {"reason"},
    "Requirement": {"text", "quote"}, "OwnRequirement": {"text", "quote"}, "FactPatch": {"quote"},
    "FollowedBoard": {"label", "url"}, "Sighting": {"url"}, "EmployerWord": {"word", "name"},
    "ToDo": {"title", "notes"}, "Contact": {"name", "role", "address", "phone", "link", "notes"},
    "RegenerationRequest": {"wanted"}, "ChatThread": {"title"}, "ChatMessage": {"content"},
    "ChatAttachment": {"name"}, "SavedPrompt": {"name", "body"},
    "Edit": {"before", "after", "proposed", "reason"}, "Tailoring": {"headline", "summary"},
    "ResumeDocument": {"name"}, "Fact": {"text"}, "ResumeIntake": {"file_name"},
    "CoverLetter": {"text"}, "SavedAnswer": {"question", "answer"},
    "JobAnswer": {"question", "answer"}, "RenderedPdf": {"file_name"}, "TracerLink": {"target"},
}  # fmt: skip


def undecided() -> list[str]:
    return [
        f"{model.__name__}.{name}"
        for model, name in _columns()
        if model.__name__ not in OTHERS and name not in _decided(model.__name__)
    ]


def mark_all() -> dict[str, str]:
    """Write a word of its own into each private column of each row; the words, by column."""
    found = {}
    for model, name in _columns():
        if name in PRIVATE.get(model.__name__, ()):
            word = f"zq{model.__name__}{name.replace('_', '')}qz".lower()
            found[f"{model.__name__}.{name}"] = word
            _write(model, name, word)
    return found


def _write(model: Any, name: str, word: str) -> None:
    """Unique where it has to be: each row has its number behind the word."""
    for number, key in enumerate(model._base_manager.values_list("pk", flat=True)):
        model._base_manager.filter(pk=key).update(**{name: f"{word}{number}"})


def _decided(model: str) -> set[str]:
    return {
        *PLAIN_ANYWHERE,
        *(one for table in (PLAIN, SHAPED, PRIVATE) for one in table.get(model, ())),
    }


def _columns() -> Iterator[tuple[Any, str]]:
    for model in apps.get_models():
        if not model._meta.proxy:
            yield from (
                (model, one.name) for one in model._meta.concrete_fields if isinstance(one, TEXTS)
            )
