"""The host and path forms under which one board shows the same posting."""

from __future__ import annotations

import re

Query = list[tuple[str, str]]

# (pattern over host + path, one form of host, of path). Regions of a board are different boards.
FORMS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (
        re.compile(
            r"(?:boards|job-boards)(\.eu)?\.greenhouse\.io/([^/]+)/jobs/(\d+)(?:/.*)?"
            r"|boards-api(\.eu)?\.greenhouse\.io/v1/boards/([^/]+)/jobs/(\d+)"
        ),
        r"job-boards\1\4.greenhouse.io",
        r"/\2\5/jobs/\3\6",
    ),
    (
        re.compile(
            r"jobs(\.eu)?\.lever\.co/([^/]+)/([\w-]{36})(?:/apply|/thanks)?"
            r"|api(\.eu)?\.lever\.co/v0/postings/([^/]+)/([\w-]{36})"
        ),
        r"jobs\1\4.lever.co",
        r"/\2\5/\3\6",
    ),
    (
        re.compile(r"jobs\.ashbyhq\.com/([^/]+)/([\w-]{36})(?:/application)?"),
        "jobs.ashbyhq.com",
        r"/\1/\2",
    ),
    (
        re.compile(r"apply\.workable\.com/(?:[^/]+/)?j/(\w+)(?:/apply)?"),
        "apply.workable.com",
        r"/j/\1",
    ),
    (
        re.compile(r"(?:jobs|careers)\.smartrecruiters\.com/([^/]+)/(\d{6,})(?:-[^/]*)?"),
        "jobs.smartrecruiters.com",
        r"/\1/\2",
    ),
    (
        re.compile(
            r"([\w-]+\.(?:wd\d+\.)?myworkdayjobs\.com)/(?:[a-z]{2}-[A-Z]{2}/)?(.+?)(?:/apply.*)?"
        ),
        r"\1",
        r"/\2",
    ),
    (
        re.compile(r"(?:[a-z]{2,3}\.)?linkedin\.com/jobs/view/(?:[^/]*-)?(\d{6,})"),
        "linkedin.com",
        r"/jobs/view/\1",
    ),
)


def same_board_form(host: str, path: str, query: Query) -> tuple[str, str, Query]:
    """Host, path and query in the form that stands for all of this posting's forms."""
    values = dict(query)
    if (
        host.endswith("greenhouse.io")
        and path == "/embed/job_app"
        and {"for", "token"} <= {*values}
    ):
        path = f"/{values.pop('for')}/jobs/{values.pop('token')}"
        values.pop("b", None)
        query = list(values.items())
    for pattern, host_form, path_form in FORMS:
        match = pattern.fullmatch(host + path)
        if match:
            return match.expand(host_form), match.expand(path_form), query
    return host, path, query
