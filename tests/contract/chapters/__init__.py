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
    resume,
    settings,
    signin,
    tracking,
)

ALL = (
    attached, bulk, commands, imports, jobs, maintenance, notices, pipeline, resume, settings,
    signin, tracking,
)  # fmt: skip
