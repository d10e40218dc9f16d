from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver
from django.utils import timezone

from orchestrator import preferences, setting_table
from orchestrator.accounts import tokens
from orchestrator.models import ApiToken, Preference, User
from orchestrator.ops import connections
from orchestrator.workspace.settings_sections import FIELDS, PLAIN, SECTIONS
from tests import make
from tests.outside.model import status
from tests.outside.server import Reply
from tests.workspace.reading import HTMX, page, texts

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", SECTIONS)
def test_each_section_is_a_page(client: Client, ada: User, name: str) -> None:
    assert client.get(f"/settings/{name}").status_code == 200


def test_every_field_of_a_section_is_a_known_preference() -> None:
    keys = {key for section in SECTIONS.values() for key in section.keys}
    assert keys == set(FIELDS)
    assert set(PLAIN) <= set(SECTIONS)
    assert keys <= set(setting_table.SETTINGS)


def test_what_is_saved_is_used(client: Client, ada: User) -> None:
    client.post("/settings/pdf", {"pdfTheme": "modern", "pdfPaper": "auto"})
    mine = preferences.of(ada)
    assert (mine["pdfTheme"], mine["autoRegeneratePdf"]) == ("modern", False)


def test_a_bad_value_is_refused_in_place(client: Client, ada: User) -> None:
    data = {"theme": "system", "density": "compact", "timeZone": "Leeds"}
    answer = client.post("/settings/display", data)
    assert answer.status_code == 422
    assert "Europe/London" in answer.content.decode()
    assert not Preference.objects.exists()


def test_a_key_is_sealed_and_never_shown(client: Client, ada: User) -> None:
    data = {"llmBaseUrl": "http://localhost:1/v1", "llmModel": "m", "llmApiKey": "sk-canary-12345"}
    client.post("/settings/models", data)
    assert "canary" not in Preference.objects.get(key="llmApiKey").value
    assert "canary" not in client.get("/settings/models").content.decode()
    assert preferences.of(ada)["llmApiKey"] == "sk-canary-12345"


def test_a_blank_key_keeps_the_stored_one(client: Client, ada: User) -> None:
    preferences.save(ada, {"llmApiKey": "sk-one"})
    client.post("/settings/models", {"llmBaseUrl": "", "llmModel": "", "llmApiKey": ""})
    assert preferences.of(ada)["llmApiKey"] == "sk-one"


def trial(client: Client, section: str, **typed: str) -> dict[str, str]:
    """What the page says of a test, by the words before it."""
    answer = client.post(f"/settings/{section}", {**typed, "try": "1"}, headers=HTMX)
    root = page(answer)
    pairs = zip(root.xpath("//dt/text()"), texts(root, "//dd"), strict=True)
    return {"said": "".join(texts(root, "//b")), **dict(pairs)}


def test_what_is_typed_is_tried_and_not_stored(client: Client, ada: User, model_stub: Any) -> None:
    said = trial(client, "models", llmBaseUrl=model_stub.base_url, llmModel="stub-model")
    assert said["said"] == "The test succeeded"
    assert f"127.0.0.1:{model_stub.port}" in said["Tried"]
    assert said["Took"].endswith("ms")
    assert not Preference.objects.exists()


def test_a_blank_key_is_tried_as_the_stored_one(client: Client, ada: User, model_stub: Any) -> None:
    preferences.save(ada, {"llmApiKey": "sk-stored"})
    trial(client, "models", llmBaseUrl=model_stub.base_url, llmModel="stub-model", llmApiKey="")
    assert model_stub.seen[0].headers["authorization"] == "Bearer sk-stored"


def test_a_typed_key_is_tried_and_never_sent_back(
    client: Client, ada: User, model_stub: Any
) -> None:
    typed = {"llmBaseUrl": model_stub.base_url, "llmModel": "m", "llmApiKey": "sk-canary-1"}
    answer = client.post("/settings/models", {**typed, "try": "1"})
    assert model_stub.seen[0].headers["authorization"] == "Bearer sk-canary-1"
    assert b"canary" not in answer.content
    assert "type it again before you save" in answer.content.decode()


@pytest.mark.parametrize(
    ("reply", "result", "fix"),
    [
        (status(401), "refused the key", "make a new one"),
        (status(404), "has nothing at /models", "/v1"),
        (status(429), "is busy", "later"),
        (status(500), "a fault of its own", "log"),
        (status(418), "status 418", "Check the address"),
        (Reply(status=301, headers={"Location": "https://x"}), "another address", "https://"),
        (Reply(body="<!doctype html>"), "no list of models", "/v1"),
        (Reply(body={"data": []}), "does not say which models", ""),
        (Reply(body={"data": [{"id": "llama"}]}), "no model called m", "llama"),
        (Reply(close=True), "without an answer", "HTTP"),
    ],
)
def test_each_trouble_of_a_model_has_its_own_words(
    client: Client, ada: User, outside: Any, reply: Reply, result: str, fix: str
) -> None:
    outside.next(reply)
    said = trial(client, "models", llmBaseUrl=outside.url, llmModel="m", llmApiKey="k")
    assert result in said["Result"]
    assert f"127.0.0.1:{outside.port}" in said["Result"]
    assert fix in said.get("Next", "")


def test_an_endpoint_that_wants_a_key_says_so(client: Client, ada: User, outside: Any) -> None:
    outside.next(status(401))
    said = trial(client, "models", llmBaseUrl=outside.url, llmModel="m")
    assert "wants a key" in said["Result"]


@pytest.mark.parametrize(
    ("address", "result"),
    [
        ("http://127.0.0.1:9/v1", "127.0.0.1:9 refused the connection"),
        ("http://no-such-host.invalid/v1", "no-such-host.invalid is not known"),
    ],
)
def test_what_cannot_be_reached_names_the_step(
    client: Client, ada: User, address: str, result: str
) -> None:
    said = trial(client, "models", llmBaseUrl=address, llmModel="m")
    assert result in said["Result"]


def test_a_server_without_a_certificate_is_a_sentence(
    client: Client, ada: User, outside: Any
) -> None:
    address = outside.url.replace("http://", "https://")
    said = trial(client, "models", llmBaseUrl=address, llmModel="m")
    assert "certificate" in said["Result"]
    assert "http://" in said["Next"]


def test_a_test_ends_after_its_limit(
    client: Client, ada: User, outside: Any, monkeypatch: Any
) -> None:
    # Long enough for a busy machine to connect; the other side is silent for good.
    monkeypatch.setattr(connections, "LIMIT", 3.0)
    monkeypatch.setattr(connections, "POLICY", connections.Policy(private_ok=True, total=3.0))
    outside.next(Reply(hang=True))
    said = trial(client, "models", llmBaseUrl=outside.url, llmModel="m")
    assert "did not answer within 3 s" in said["Result"]


@pytest.mark.parametrize("where", ["container", "machine"])
def test_localhost_is_explained_in_a_container_only(
    client: Client, ada: User, monkeypatch: Any, where: str
) -> None:
    monkeypatch.setattr(connections, "here", lambda: where)
    said = trial(client, "models", llmBaseUrl="http://localhost:9/v1", llmModel="m")
    assert f"from this {where}" in said["Tried"]
    assert ("host.docker.internal" in said["Next"]) is (where == "container")


def test_nothing_typed_is_nothing_tried(client: Client, ada: User) -> None:
    assert "No address" in trial(client, "models")["Result"]
    assert "No key" in trial(client, "reactive-resume")["Result"]


def test_what_does_not_fit_is_not_tried(client: Client, ada: User) -> None:
    answer = client.post("/settings/models", {"llmBaseUrl": "host", "try": "1"}, headers=HTMX)
    assert answer.status_code == 422
    assert "Not tested" in answer.content.decode()


def test_a_resume_server_that_answers(client: Client, ada: User, rxresume_stub: Any) -> None:
    typed = {"rxresumeUrl": rxresume_stub.url, "rxresumeApiKey": "first-key"}
    said = trial(client, "reactive-resume", **typed)
    assert "holds 1 résumé" in said["Result"]
    assert "/api/openapi/resumes" in said["Tried"]


@pytest.mark.parametrize(
    ("code", "result"), [(403, "refused the key"), (429, "busy"), (500, "fault of its own")]
)
def test_each_trouble_of_a_resume_server_has_its_own_words(
    client: Client, ada: User, rxresume_stub: Any, code: int, result: str
) -> None:
    rxresume_stub.on("GET", "/api/openapi/.*", Reply(status=code))
    typed = {"rxresumeUrl": rxresume_stub.url, "rxresumeApiKey": "first-key"}
    assert result in trial(client, "reactive-resume", **typed)["Result"]


def test_a_page_that_is_no_resume_server(client: Client, ada: User, outside: Any) -> None:
    typed = {"rxresumeUrl": outside.url, "rxresumeApiKey": "key"}
    assert "no Reactive Resume" in trial(client, "reactive-resume", **typed)["Result"]


def test_printing_is_told_by_the_worker(client: Client, ada: User) -> None:
    assert "No worker" in trial(client, "pdf", pdfTheme="classic", pdfPaper="auto")["Result"]
    make.heartbeat()
    assert (
        "prints with tests" in trial(client, "pdf", pdfTheme="classic", pdfPaper="auto")["Result"]
    )


def test_a_second_tab_keeps_what_the_first_saved(client: Client, ada: User) -> None:
    shown = page(client.get("/settings/writing"))
    stale = {
        one.get("name"): one.get("value", "")
        for one in shown.xpath("//form[@method='post']//input")
    }
    client.post("/settings/writing", {**stale, "chatStyleSummaryMaxWords": "50"})
    client.post("/settings/writing", {**stale, "chatStyleMaxKeywordsPerSkill": "7"})
    mine = preferences.of(ada)
    assert (mine["chatStyleSummaryMaxWords"], mine["chatStyleMaxKeywordsPerSkill"]) == (50, 7)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("LLM_MODEL", "Model"),
        ("pdfTheme", "Theme"),
        ("pay stated", "Take points off when the pay is not stated"),
        ("resume projects", "Résumé & projects"),
        ("token", "Tokens"),
        ("restore", "Backups"),
    ],
)
def test_any_setting_is_found(client: Client, ada: User, words: str, found: str) -> None:
    root = page(client.get("/settings/search", {"q": words}))
    assert found in texts(root, "//*[@class='hit']/b")


def test_what_is_not_found_says_so(client: Client, ada: User) -> None:
    shown = client.get("/settings/search", {"q": "<b>zzz"}).content.decode()
    assert "&lt;b&gt;zzz" in shown


def test_each_hit_leads_to_its_field(client: Client, ada: User) -> None:
    root = page(client.get("/settings/search", {"q": "LLM_MODEL"}))
    url, _, field = root.xpath("//*[@class='hit']/@href")[0].partition("#")
    assert page(client.get(url)).xpath(f"//*[@id='{field}']")


def test_project_rules_are_of_the_base_until_they_are_set(client: Client, ada: User) -> None:
    base = make.resume(ada)
    root = page(client.get("/settings/resume"))
    sent = {one.get("name"): one.get("value") for one in root.xpath("//input[@type='hidden']")}
    chosen = {one.get("name"): "may" for one in root.xpath("//form//select")}
    client.post("/settings/resume", {**sent, **chosen, "maxProjects": "2"})
    rules = preferences.of(ada)["resumeProjects"]
    assert (rules["maxProjects"], rules["lockedProjectIds"]) == (2, [])
    assert {f"project-{pk}" for pk in rules["aiSelectableProjectIds"]} == set(chosen)
    client.post("/settings/resume", {"reset": "resumeProjects"})
    assert preferences.of(ada)["resumeProjects"] is None
    assert base.pk


def test_more_locked_projects_than_fit_are_refused(client: Client, ada: User) -> None:
    make.resume(ada)
    root = page(client.get("/settings/resume"))
    chosen = {one.get("name"): "always" for one in root.xpath("//form//select")}
    answer = client.post("/settings/resume", {**chosen, "maxProjects": "0"})
    assert answer.status_code == 422
    assert "are always shown" in answer.content.decode()


def test_without_a_resume_the_rules_lead_to_one(client: Client, ada: User) -> None:
    assert 'href="/design-resume"' in client.get("/settings/resume").content.decode()


def test_a_token_is_shown_once(client: Client, ada: User) -> None:
    shown = page(client.post("/settings/tokens", {"name": "Script", "scope": "read", "days": "30"}))
    text = shown.xpath("//*[@id='token-text']/@value")[0]
    assert ApiToken.objects.matching(text, at=timezone.now()).owner == ada
    assert text not in client.get("/settings/tokens").content.decode()
    made = ApiToken.objects.get()
    assert made.scope == "read"
    assert 29 < (made.expires_at - timezone.now()).total_seconds() / 86400 <= 30


def test_reading_and_ninety_days_are_offered_first(client: Client, ada: User) -> None:
    chosen = page(client.get("/settings/tokens")).xpath("//option[@selected]/@value")
    assert chosen == ["read", "90"]


def test_tokens_say_what_they_open_and_when_they_end(client: Client, ada: User) -> None:
    tokens.issue(ada, name="For good", days=None, scope="import")
    ApiToken.objects.issue(ada, name="Old", expires_at=timezone.now(), scope="write")
    rows = page(client.get("/settings/tokens")).xpath("//ul[@class='documents']/li")
    told = [" ".join(" ".join(one.itertext()).split()) for one in rows]
    assert [("Write" in one, "Ended" in one) for one in told] == [(True, True), (False, False)]
    assert "Import" in told[1]
    assert "when revoked" in told[1]


@pytest.mark.parametrize(
    "change", [{"name": ""}, {"scope": "admin"}, {"scope": ""}, {"days": "400"}, {"days": "x"}]
)
def test_a_token_needs_a_name_a_scope_and_an_honest_end(
    client: Client, ada: User, change: dict[str, str]
) -> None:
    given = {"name": "Script", "scope": "read", "days": "30", **change}
    assert client.post("/settings/tokens", given).status_code == 422
    assert not ApiToken.objects.exists()


def test_revoking_asks_first(client: Client, ada: User) -> None:
    row, _ = tokens.issue(ada, name="Script", days=None)
    address = f"/settings/tokens/{row.pk}/revoke"
    assert "cannot be undone" in client.post(address).content.decode()
    assert ApiToken.objects.exists()
    assert client.post(address, {"sure": "yes"}).status_code == 303
    assert not ApiToken.objects.exists()
    assert client.post(address).status_code == 404


def test_signing_out_elsewhere_ends_other_sessions_only(required: None, ada: User) -> None:
    ada.set_password("a long one")
    ada.save()
    here, there = Client(), Client()
    for client in (here, there):
        client.post("/sign-in", {"username": ada.username, "password": "a long one"})
    tokens.issue(ada, name="Script", days=None)
    here.post("/settings/access/elsewhere")
    assert here.get("/settings/access").status_code == 200
    assert there.get("/settings/access").status_code == 302
    assert ApiToken.objects.filter(is_session=False).exists()


def test_a_new_password_wants_the_old_one(required: None, ada: User) -> None:
    ada.set_password("a long one")
    ada.save()
    here = Client()
    here.post("/sign-in", {"username": ada.username, "password": "a long one"})
    wrong = {"current": "guessed", "new": "another one"}
    assert here.post("/settings/access/password", wrong).status_code == 422
    right = {"current": "a long one", "new": "another one"}
    assert here.post("/settings/access/password", right).status_code == 303
    ada.refresh_from_db()
    assert ada.check_password("another one")


def test_about_names_the_version(client: Client, ada: User) -> None:
    assert re.search(r"JobOps \d+\.\d+", client.get("/settings/about").content.decode())


def test_a_value_says_where_it_comes_from(client: Client, ada: User, settings: Any) -> None:
    settings.LLM_MODEL = "from-outside"
    preferences.save(ada, {"llmBaseUrl": "http://localhost:1/v1"})
    shown = client.get("/settings/models").content.decode()
    assert "From the environment: <code>LLM_MODEL</code>" in shown
    assert "Set here." in shown
    assert "(default)" in client.get("/settings/writing").content.decode()


def test_a_value_is_given_back_and_the_rest_is_kept(client: Client, ada: User) -> None:
    preferences.save(ada, {"chatStyleSummaryMaxWords": 40})
    sent = {
        "chatStyleSummaryMaxWords": "no number",
        "chatStyleMaxKeywordsPerSkill": "7",
        "reset": "chatStyleSummaryMaxWords",
    }
    assert client.post("/settings/writing", sent).status_code == 303
    mine = preferences.of(ada)
    assert (mine["chatStyleSummaryMaxWords"], mine["chatStyleMaxKeywordsPerSkill"]) == (90, 7)


def test_a_key_can_be_removed(client: Client, ada: User) -> None:
    preferences.save(ada, {"llmApiKey": "sk-one"})
    assert "Remove it" in client.get("/settings/models").content.decode()
    client.post("/settings/models", {"llmBaseUrl": "", "llmModel": "", "reset": "llmApiKey"})
    assert not preferences.of(ada)["llmApiKey"]


def test_enter_in_a_field_saves_and_resets_nothing(client: Client, ada: User) -> None:
    preferences.save(ada, {"chatStyleSummaryMaxWords": 40})
    first = page(client.get("/settings/writing")).xpath(
        "//form[@method='post' and @class='form']//button"
    )[0]
    assert first.get("name") is None


def test_the_queries_of_a_section_are_few(client: Client, ada: User) -> None:
    client.get("/settings/scoring")
    with CaptureQueriesContext(connection) as found:
        client.get("/settings/scoring")
    assert len(found) <= 10


def addresses(found: list[Any], prefix: str = "/") -> Iterator[str]:
    """Every address that needs no id, of pages and API alike."""
    for one in found:
        path = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, path)
        elif not re.search(r"[<(^$]", path) and "progress" not in path and "stream" not in path:
            yield path


def test_a_secret_is_on_no_page_and_in_no_answer(client: Client, ada: User, caplog: Any) -> None:
    preferences.save(ada, {"llmApiKey": "sk-canary-4711", "rxresumeApiKey": "rx-canary-4711"})
    make.resume(ada)
    client.force_login(ada)
    own = [one for one in addresses(get_resolver().url_patterns) if "/admin/" not in one]
    answers = {path: client.get(path) for path in own if "live" not in path}
    admin = {path: client.get(path) for path in ("/admin/", "/admin/orchestrator/preference/")}
    assert len(answers) > 60
    leaks = [path for path, found in {**answers, **admin}.items() if shows(found)]
    assert leaks == []
    assert "canary" not in caplog.text


def shows(answer: Any) -> bool:
    return not answer.streaming and b"canary" in answer.content
