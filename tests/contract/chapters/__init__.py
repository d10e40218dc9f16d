"""One module per chapter of the API; importing it fills the table."""

from tests.contract.chapters import (
    attached,
    bulk,
    commands,
    imports,
    jobs,
    maintenance,
    notices,
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
    attached, bulk, commands, imports, jobs, maintenance, notices, pipeline, presets,
    resume, scores, settings, signin, tailoring, tracer, tracking, watchlist, webhooks,
)  # fmt: skip
