"""The addresses of the answer bank and of a job's answers."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from orchestrator.workspace import bank, bank_job, bank_reply

HERE = "job/<uuid:pk>/answers"
ANSWERS: list[URLPattern | URLResolver] = [
    path("answers", bank.page, name="answers"),
    path("answers/<uuid:saved>", bank.one, name="answer"),
    path("answers/<uuid:saved>/remove", bank.remove, name="answer-remove"),
    path("answers/<uuid:saved>/restore", bank.restore, name="answer-restore"),
    path(HERE, bank_job.page, name="job-answers"),
    path(f"{HERE}/posting", bank_job.posting, name="job-answers-posting"),
    path(f"{HERE}/from/<uuid:message>", bank_reply.page, name="job-answer-of-reply"),
    path(f"{HERE}/<uuid:answer>", bank_job.one, name="job-answer"),
    path(f"{HERE}/<uuid:answer>/use/<uuid:saved>", bank_job.use, name="job-answer-use"),
    path(f"{HERE}/<uuid:answer>/remove", bank_job.remove, name="job-answer-remove"),
]
