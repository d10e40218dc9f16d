"""Hacker News: the newest "Who is hiring?" thread, by the search of hn.algolia.com.

A job is a comment right below the story; its first line says employer, title and place.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from jobops.lib.text import html_to_text
from orchestrator.sources.addresses import board_of
from orchestrator.sources.base import Query, Record, Reply, SourceError, SourceHttp, read, records
from orchestrator.sources.hiring_line import read_line
from orchestrator.sources.paging import Page, distinct, rows
from orchestrator.sources.parts import placed
from orchestrator.sources.posting import Posting
from orchestrator.sources.registry import SOURCES
from orchestrator.sources.shapes import Moment, Number, Text, web_address

SEARCH = "https://hn.algolia.com/api/v1/search_by_date"
ITEM = "https://news.ycombinator.com/item?id={}"
ROW = SOURCES["hn_hiring"]
THREAD = "who is hiring"
PARAGRAPH = re.compile(r"<p>|<br|<pre|\n", re.I)
ELSEWHERE = re.compile(
    r"//(?:[\w-]+\.)*(?:linkedin|youtube|github|google|twitter|ycombinator|wikipedia|workatastartup"
    r"|notion)\.(?:com|org|so|site)/|//(?:x\.com|youtu\.be|forms\.gle)/"
)
LINK = re.compile(r'href="([^"]+)"', re.I)


class Found(Reply):
    hits: list[Any]


class Story(Reply):
    id: Text = Field("", alias="objectID")
    title: Text = ""
    created_at_i: Number = None


class Comment(Reply):
    id: Text = Field(alias="objectID")
    comment_text: Text = ""
    created_at: Moment = None


def fetch(query: Query, http: SourceHttp) -> Iterator[Record]:
    story = _newest(http)
    asked = {"tags": f"comment,story_{story}", "hitsPerPage": str(ROW.page_size)}

    def page(number: int) -> Page:
        hits = read(Found, http.get(SEARCH, params=asked | {"page": str(number)})).hits
        return Page(hits, last=len(hits) < ROW.page_size)

    hits = rows(page, first=0, most=ROW.max_pages)
    comments = (hit for hit in hits if _below(hit, story))
    yield from distinct(records(comments, Comment, _posting))


def _newest(http: SourceHttp) -> str:
    """The number of the thread. Raises SourceError."""
    hits = read(Found, http.get(SEARCH, params={"tags": "story,author_whoishiring"})).hits
    stories = [Story.model_validate(hit) for hit in hits if isinstance(hit, Mapping)]
    threads = [story for story in stories if story.id and THREAD in story.title.lower()]
    if not threads:
        raise SourceError("changed_shape", "No “Who is hiring” thread was found.")
    return max(threads, key=lambda story: story.created_at_i or 0).id


def _below(hit: object, story: str) -> bool:
    """Answers to comments are talk, not jobs."""
    return not isinstance(hit, Mapping) or str(hit.get("parent_id")) == story


def _posting(comment: Comment) -> Posting:
    first = html_to_text(PARAGRAPH.split(comment.comment_text, maxsplit=1)[0])
    line = read_line(" ".join(first.split()))
    return Posting(
        source="hn_hiring",
        source_job_id=comment.id,
        title=line.title,
        employer=line.employer,
        job_url=ITEM.format(comment.id),
        **_links(comment.comment_text),
        date_posted=comment.created_at,
        location=line.location,
        salary=line.salary,
        job_type=line.job_type,
        description=comment.comment_text,
        description_format="html",
        **placed(line.workplace),
    )


def _links(text: str) -> dict[str, Any]:
    """The first link to a job board leads to the application, the first other one home."""
    links = [*filter(None, map(web_address, map(html.unescape, LINK.findall(text))))]
    boards = [link for link in links if board_of(link)]
    homes = [link for link in links if link not in boards and not ELSEWHERE.search(link)]
    return {"application_link": next(iter(boards), None), "employer_url": next(iter(homes), None)}
