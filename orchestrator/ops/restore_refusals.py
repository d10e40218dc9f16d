"""Why an archive is not restored. Nothing was changed then."""

from __future__ import annotations

from jobops.lib.errors import Problem


class RestoreError(Problem):
    SENTENCES = {
        "in_use": "Something still runs on this data, so nothing was changed. Stop it first: serve,"
        " worker, and web servers of your own.",
        "under_way": "A restore is under way. Wait until it has ended.",
        "damaged": "This backup is damaged, so nothing was changed.",
        "newer": "This backup was made by a newer version of JobOps, so nothing was changed. "
        "Install that version or a newer one, then restore.",
        "other_database": "This backup holds another kind of database than is used here, so "
        "nothing was changed. An export of everything moves between the two.",
        "no_space": "The disk has too little room, so nothing was changed. Make room, then try"
        " again.",
        "no_program": "psql or pg_restore is not installed here, so nothing was changed. Install"
        " PostgreSQL's client programs, of the server's version or newer.",
        "not_taken": "PostgreSQL refused the database of this backup, so nothing was changed. The"
        " log says why.",
    }
