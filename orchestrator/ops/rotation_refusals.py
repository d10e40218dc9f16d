"""Why keys stay as they are."""

from __future__ import annotations

from jobops.lib.errors import Problem


class RotationError(Problem):
    SENTENCES = {
        "one_key": "JOBOPS_BOX_KEY gives one key only. Set it to the new one, a comma and the old"
        " one on every machine, start JobOps again, then run this.",
        "from_environment": "JOBOPS_SECRET_KEY gives this key. Set it to the new one, a comma and"
        " the old one on every machine, and start JobOps again.",
        "elsewhere": "A worker runs on another machine, which may not see this key file. Give the"
        " keys by JOBOPS_BOX_KEY on every machine, the new one, a comma and the old one, then"
        " run this.",
        "in_use": "JobOps is running on this data. Stop it first: a process that does not know the"
        " new key could not read what is signed with it.",
    }
