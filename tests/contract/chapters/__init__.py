"""One module per chapter of the API; importing it fills the table."""

from tests.contract.chapters import (
    analytics,
    answers,
    attached,
    bulk,
    chat,
    commands,
    contacts,
    exports,
    followups,
    imports,
    inbox,
    interviews,
    jobs,
    letters,
    mailboxes,
    maintenance,
    notices,
    packets,
    pipeline,
    presets,
    resume,
    scores,
    settings,
    signin,
    tailoring,
    tracer,
    tracking,
    watchlist,
    webhooks,
)

ALL = (
    analytics, answers, attached, bulk, chat, commands, contacts, exports, followups, imports,
    inbox, interviews, jobs, letters, mailboxes, maintenance, notices, packets, pipeline, presets,
    resume, scores, settings, signin, tailoring, tracer, tracking, watchlist, webhooks,
)  # fmt: skip
