"""The Notes tab."""

from __future__ import annotations

import pytest
from django.test import Client
from lxml.html import HtmlElement

from orchestrator.jobs import notes
from orchestrator.models import Job, Note, User
from orchestrator.workspace import markdown
from tests import make
from tests.bounds import computes
from tests.workspace.reading import HTMX, page, texts

ALLOWED = {
    *("p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "b", "em", "i", "u"),
    *("blockquote", "pre", "code", "table", "thead", "tbody", "tr", "th", "td", "a"),
}
ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<p onclick="alert(1)">x</p>',
    "<svg><g/onload=alert(1)></svg>",
    "<svg><animate xlink:href=#x attributeName=href values=javascript:alert(1) /></svg>",
    '<math><mi//xlink:href="data:x,<script>alert(4)</script>">',
    "[x](javascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "[x](//evil.example/x)",
    "[x](/settings)",
    "<javascript:alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "![pixel](https://evil.example/pixel.gif)",
    "<iframe src=https://evil.example></iframe>",
    "<template><template><script>alert(1)</script></template>",
    "<p><b><i>unclosed <a href='https://x.example' onmouseover=alert(1)",
    "<style>@import 'https://evil.example'</style>",
    "<form action=https://evil.example><input name=x></form>",
    "<div style='background:url(https://evil.example)'>x</div>",
    "[x]: javascript:alert(1)\n\n[x]",
    "`<script>alert(1)</script>`",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "[a](https://x.example \"title' onload='alert(1)\")",
]


@pytest.fixture
def job(ada: User) -> Job:
    return make.job(ada)


def add(job: Job, title: str = "Call", content: str = "They **rang**.") -> Note:
    return notes.add(job, title=title, content=content, actor="user")


def url(job: Job, rest: str = "") -> str:
    return f"/job/{job.pk}/notes{rest}"


def prose(client: Client, job: Job) -> HtmlElement:
    found: HtmlElement = page(client.get(url(job))).xpath(
        "//article[@class='note-card']/div[@class='prose']"
    )[0]
    return found


def test_a_note_is_added_shown_and_counted(client: Client, job: Job) -> None:
    answer = client.post(url(job), {"title": " Call ", "content": "They **rang**.\r\nTwice."})
    assert (answer.status_code, answer["Location"]) == (303, url(job))
    note = notes.of(job).get()
    assert (note.title, note.content) == ("Call", "They **rang**.\nTwice.")
    root = page(client.get(url(job)))
    assert texts(root, "//article[@class='note-card']//h3") == ["Call"]
    assert texts(root, "//a[@id='job-tab-notes']") == ["Notes 1"]


def test_an_empty_page_says_what_notes_are_for(client: Client, job: Job) -> None:
    assert "Nothing is written down yet" in client.get(url(job)).content.decode()


def test_very_much_text_is_named_until_it_is_asked_for(client: Client, job: Job) -> None:
    for number in range(9):
        add(job, f"Note {number}", "word " * 3_900)
    found = client.get(url(job))
    assert len(found.content) <= 80_000
    root = page(found)
    assert len(texts(root, "//article[@class='note-card']//h3")) == 9
    whole = root.xpath("//article[@class='note-card']/p/a/@href")[0]
    assert len(page(client.get(whole)).xpath("//article[@class='note-card']/div")) == 9


def test_markdown_is_shown_as_such(client: Client, job: Job) -> None:
    add(
        job,
        content="# One\n\n#### Four\n\n*a* **b**\nc\n\n- x\n\n|a|\n|-|\n|1|\n\n> q\n\n```\nc\n```",
    )
    tags = [one.tag for one in prose(client, job).iter()][1:]
    assert {"h3", "h4", "em", "strong", "br", "ul", "table", "blockquote", "pre"} <= set(tags)
    assert not {"h1", "h2"} & set(tags)


def test_a_link_leads_outside_and_says_nothing_about_us(client: Client, job: Job) -> None:
    add(job, content="[blog](https://x.example/a?b=1) <mailto:a@x.example>")
    links = prose(client, job).xpath(".//a")
    assert [one.get("href") for one in links] == ["https://x.example/a?b=1", "mailto:a@x.example"]
    assert {one.get("rel") for one in links} == {"noopener noreferrer nofollow"}
    assert {one.get("target") for one in links} == {"_blank"}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_note_cannot_act(client: Client, job: Job, attack: str) -> None:
    add(job, title=attack[:120], content=attack)
    for element in prose(client, job).iterdescendants():
        assert element.tag in ALLOWED
        assert set(element.attrib) <= {"href", "rel", "target"}
        assert element.get("href", "https://").startswith(("https://", "mailto:"))


@pytest.mark.parametrize(
    "text",
    ["[" * 20_000, "> " * 10_000, "*a " * 6_600, "- " * 10_000, "`" * 20_000, "<p>" * 6_600,
     "[a](" * 5_000, "![" * 10_000, "_*" * 10_000, "|a" * 10_000 + "\n" + "|-" * 10_000],
)  # fmt: skip
def test_a_hostile_note_is_shown_in_time(text: str) -> None:
    with computes():
        assert markdown.shown(text[:20_000])


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_invalid_note_keeps_every_character(
    client: Client, job: Job, headers: dict[str, str]
) -> None:
    typed = {"title": "x" * 121, "content": "  kept \n as it is  "}
    answer = client.post(url(job), typed, headers=headers)
    root = page(answer)
    assert answer.status_code == 422
    assert root.xpath("//input[@name='title']/@value") == ["x" * 121]
    assert root.xpath("//textarea[@name='content']")[0].text_content() == "\n" + typed["content"]
    assert texts(root, "//*[@role='alert']//li")[0].startswith("Title:")
    assert not notes.of(job).exists()


def test_the_preview_is_what_will_be_shown(client: Client, job: Job) -> None:
    answer = client.post(
        url(job, "/preview"), {"content": "**b** <script>x</script>"}, headers=HTMX
    )
    root = page(answer)
    assert texts(root, "//div[@class='prose']/p/strong") == ["b"]
    assert not root.xpath("//script")


def test_the_preview_works_without_a_script(client: Client, job: Job) -> None:
    answer = client.post(url(job), {"title": "T", "content": "**b**", "preview": "1"})
    root = page(answer)
    assert answer.status_code == 200
    assert texts(root, "//*[@id='note-preview']//strong") == ["b"]
    assert root.xpath("//input[@name='title']/@value") == ["T"]
    assert not notes.of(job).exists()


def edited(client: Client, note: Note, **typed: str) -> dict[str, str]:
    form = page(client.get(url(note.job, f"/{note.pk}"))).xpath("//form[@id='note-form']")[0]
    return {**dict(form.form_values()), **typed}


def test_a_note_is_edited_in_its_place(client: Client, job: Job) -> None:
    other, note = add(job, "Other"), add(job)
    typed = edited(client, note, title="Call, twice", content="They rang twice.")
    assert client.post(url(job, f"/{note.pk}"), typed)["Location"] == url(job)
    note.refresh_from_db()
    assert (note.title, note.content) == ("Call, twice", "They rang twice.")
    root = page(client.get(url(job)))
    assert texts(root, "//article[@class='note-card']//h3") == ["Call, twice", other.title]


def test_two_tabs_do_not_overwrite_each_other(client: Client, job: Job) -> None:
    note = add(job)
    mine = edited(client, note, content="Mine")
    client.post(url(job, f"/{note.pk}"), edited(client, note, content="Theirs"))
    answer = client.post(url(job, f"/{note.pk}"), mine)
    root = page(answer)
    assert answer.status_code == 409
    assert "Theirs" in texts(root, "//*[@role='alert']")[0]
    assert root.xpath("//textarea[@name='content']")[0].text_content().strip() == "Mine"
    again = {**mine, "seen": root.xpath("//form[@id='note-form']//input[@name='seen']/@value")[0]}
    assert client.post(url(job, f"/{note.pk}"), again).status_code == 303
    assert notes.of(job).get().content == "Mine"


def test_a_typo_does_not_hide_a_conflict(client: Client, job: Job) -> None:
    note = add(job)
    mine = edited(client, note, content="Mine", title="")
    root = page(client.post(url(job, f"/{note.pk}"), mine))
    kept = root.xpath("//form[@id='note-form']//input[@name='seen']/@value")[0]
    assert kept == mine["seen"]


def test_deleting_asks_nothing_and_can_be_taken_back(client: Client, job: Job) -> None:
    note = add(job)
    answer = client.post(url(job, f"/{note.pk}/remove"), {"place": "job/notes?all?"})
    assert answer["Location"] == url(job, "?from=all%3F")
    root = page(client.get(answer["Location"]))
    assert not root.xpath("//article[@class='note-card']")
    undo = url(job, f"/{note.pk}/restore")
    assert root.xpath("//*[@data-toast]//form/@action") == [undo]
    assert undo in root.xpath("//*[@id='job-tab']//form/@action")
    client.post(undo, {"place": "job/notes?"})
    assert notes.of(job).get() == note


@pytest.mark.parametrize("rest", ["", "/remove", "/restore"])
def test_a_note_of_another_job_is_not_here(
    client: Client, job: Job, ada: User, ben: User, rest: str
) -> None:
    note, other = add(job), make.job(ada)
    his = add(make.job(ben))
    assert client.post(url(other, f"/{note.pk}{rest}"), {"title": "x"}).status_code == 404
    assert client.post(url(his.job, f"/{his.pk}{rest}"), {"title": "x"}).status_code == 404
    assert client.get(url(other, f"/{note.pk}")).status_code == 404


def test_a_foreign_job_previews_nothing(client: Client, ada: User, ben: User) -> None:
    assert client.post(url(make.job(ben), "/preview"), {"content": "x"}).status_code == 404
