from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml.html import HtmlElement

from orchestrator import preferences
from orchestrator.inbox import decisions
from orchestrator.models import Job, SenderRule, User
from orchestrator.tracking import stages
from tests import make
from tests.workspace.reading import HTMX, page, texts

pytestmark = pytest.mark.django_db
HOME = "/tracking-inbox"


@pytest.fixture
def sent(ada: User) -> Job:
    return make.job(ada, status="applied", title="Baker", employer="Acme")


def read(client: Client, path: str = HOME) -> HtmlElement:
    answer = client.get(path)
    assert answer.status_code == 200
    return page(answer)


def subjects(root: HtmlElement) -> list[str]:
    return texts(root, "//article//h3")


def decide(client: Client, mail: object, verb: str, **fields: object) -> object:
    sent = {"list": "review:", **fields}
    return client.post(f"{HOME}/{mail.pk}/{verb}", sent, headers=HTMX)  # type: ignore[attr-defined]


def test_mails_stand_under_the_application_they_are_about(
    client: Client, ada: User, sent: Job
) -> None:
    other = make.job(ada, status="applied", title="Cook", employer="Beta")
    make.mail(ada, suggested=sent, subject="One")
    make.mail(ada, suggested=other, subject="Two")
    make.mail(ada, suggested=sent, subject="Three")
    make.mail(ada, subject="Four", confidence=30)
    root = read(client)
    assert texts(root, "//section//h2") == [
        "Baker, Acme Applied", "Cook, Beta Applied", "No application found", "Bring mail in",
    ]  # fmt: skip
    assert subjects(root) == ["One", "Three", "Two", "Four"]


def test_a_mail_says_what_was_read_and_marks_what_decided(
    client: Client, ada: User, sent: Job
) -> None:
    signal = {"kind": "domain", "value": 96, "jobId": str(sent.pk), "said": "acme.example"}
    make.mail(ada, suggested=sent, signals=[signal])
    root = read(client)
    assert texts(root, "//article//mark") == [
        "We would like to invite you to an interview next week."
    ]
    (article,) = texts(root, "//article")
    assert "Acme Recruiting jobs@acme.example" in article
    assert "Suggestion: Recruiter screen" in article
    assert "Likely, 80 of 100" in article
    assert "Comes from the employer's domain: acme.example" in article
    assert "rule en.interview.invite" in article


def test_the_sentence_stands_apart_when_the_snippet_lacks_it(client: Client, ada: User) -> None:
    make.mail(ada, sentence="We look forward to it.")
    assert texts(read(client), "//article//mark") == ["We look forward to it."]


def test_a_mail_by_the_model_says_so(client: Client, ada: User) -> None:
    make.mail(ada, method="model", reason="It asks for a call.")
    (article,) = texts(read(client), "//article")
    assert "by the model" in article
    assert "It asks for a call." in article


def test_markup_in_a_mail_is_only_text(client: Client, ada: User) -> None:
    make.mail(ada, subject="<script>x</script>", snippet="<img src=x>", sender_name="<b>A</b>")
    content = client.get(HOME).content.decode()
    assert "<script>x" not in content
    assert "<img src=x>" not in content


def test_the_picker_begins_at_the_suggestion_and_has_every_target(
    client: Client, ada: User, sent: Job
) -> None:
    make.mail(ada, suggested=sent, stage_target="assessment")
    root = read(client)
    assert root.xpath("//select[@name='stage']/option[@selected]/@value") == ["assessment"]
    assert root.xpath("//select[@name='stage']/option/@value") == [
        "no_change", "applied", "recruiter_screen", "assessment", "hiring_manager_screen",
        "technical_interview", "onsite", "offer", "rejected", "withdrawn", "closed",
    ]  # fmt: skip


def test_a_lower_stage_warns(client: Client, ada: User, sent: Job) -> None:
    stages.log(sent, "assessment", actor="user")
    make.mail(ada, suggested=sent)
    root = read(client)
    assert texts(root, "//option[@data-back]") == [
        "Applied (moves back)", "Recruiter screen (moves back)",
    ]  # fmt: skip
    assert texts(root, "//*[contains(@class, 'mail-back')]") == [
        "This moves back: the application stands at Assessment."
    ]


def test_nothing_is_chosen_for_a_mail_without_an_application(
    client: Client, ada: User, sent: Job
) -> None:
    make.mail(ada, confidence=40, offered=[str(sent.pk)])
    root = read(client)
    assert len(root.xpath("//input[@name='job']")) == 1
    assert root.xpath("//input[@name='job'][@checked]") == []


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_approving_without_a_job_is_refused_with_the_form(
    client: Client, ada: User, headers: dict[str, str]
) -> None:
    mail = make.mail(ada, confidence=40)
    given = {"list": "review:", "stage": "offer", "note": "By telephone"}
    answer = client.post(f"{HOME}/{mail.pk}/approve", given, headers=headers)
    assert answer.status_code == 422
    root = page(answer)
    assert texts(root, "//*[@role='alert']//li") == ["Job: Choose the job this mail is about."]
    assert texts(root, "//textarea[@name='note']") == ["By telephone"]
    assert root.xpath("//option[@selected]/@value") == ["offer"]
    mail.refresh_from_db()
    assert mail.status == "pending_user"


def test_approving_links_and_logs_and_offers_the_way_back(
    client: Client, ada: User, sent: Job
) -> None:
    mail = make.mail(ada, suggested=sent)
    answer = decide(client, mail, "approve", job=sent.pk, stage="assessment", note="Soon")
    assert answer.status_code == 200
    root = page(answer)
    assert "Linked to Baker at Acme: Assessment." in texts(root, "//*[@id='toasts']")[0]
    assert root.xpath("//*[@id='toasts']//form/@action") == [f"{HOME}/{mail.pk}/undo"]
    assert texts(root, "//*[@id='inbox-end']//h2") == ["Nothing left to review"]
    mail.refresh_from_db()
    assert (mail.status, mail.job_id, mail.note) == ("manual_linked", sent.pk, "Soon")
    assert sent.stages.get(message=mail).to_stage == "assessment"


def test_approving_a_lower_stage_says_what_it_did(client: Client, ada: User, sent: Job) -> None:
    past = timezone.now() - timedelta(days=2)
    stages.log(sent, "offer", actor="user", occurred_at=past)
    mail = make.mail(ada, suggested=sent)
    answer = decide(client, mail, "approve", job=sent.pk, stage="assessment")
    assert "moves the application back from Offer" in answer.content.decode()


def test_without_a_script_the_next_mail_follows(client: Client, ada: User, sent: Job) -> None:
    mail, following = (make.mail(ada, suggested=sent) for _ in range(2))
    answer = client.post(f"{HOME}/{mail.pk}/ignore", {"list": "review:"})
    assert (answer.status_code, answer["Location"]) == (303, f"{HOME}#mail-{following.pk}")


@pytest.mark.parametrize("verb", ["approve", "ignore", "find"])
def test_what_was_decided_elsewhere_is_shown_as_it_is(
    client: Client, ada: User, sent: Job, verb: str
) -> None:
    mail = make.mail(ada, suggested=sent)
    decisions.approve(mail, actor="user")
    answer = decide(client, mail, verb, job=sent.pk, stage="offer")
    assert answer.status_code == 409
    root = page(answer)
    assert len(texts(root, "//*[@role='alert']")) == 1
    assert "Linked by you: Recruiter screen" in texts(root, "//article")[0]


def test_undo_brings_a_linked_mail_back(client: Client, ada: User, sent: Job) -> None:
    mail = make.mail(ada, suggested=sent)
    decisions.approve(mail, actor="user")
    answer = client.post(f"{HOME}/{mail.pk}/undo")
    assert answer["Location"] == f"{HOME}#mail-{mail.pk}"
    mail.refresh_from_db()
    assert (mail.status, mail.suggested_id) == ("pending_user", sent.pk)


def test_a_mail_about_another_job_loses_its_suggestion(
    client: Client, ada: User, sent: Job
) -> None:
    mail = make.mail(ada, suggested=sent, offered=[str(sent.pk)])
    decisions.approve(mail, actor="user")
    client.post(f"{HOME}/{mail.pk}/undo", {"elsewhere": "1"})
    mail.refresh_from_db()
    assert (mail.status, mail.suggested_id, mail.offered) == ("pending_user", None, [])


def test_an_ignored_mail_is_restored(client: Client, ada: User) -> None:
    mail = make.mail(ada, status="ignored")
    assert subjects(read(client, f"{HOME}/ignored")) == [mail.subject]
    assert decide(client, mail, "restore", list="ignored:").status_code == 200
    assert subjects(read(client, f"{HOME}/ignored")) == []
    assert subjects(read(client)) == [mail.subject]


def test_any_job_can_be_found(client: Client, ada: User) -> None:
    job = make.job(ada, status="skipped", title="Lighthouse Keeper")
    mail = make.mail(ada)
    root = page(decide(client, mail, "find", q="lighthouse", stage="offer", note="Yes"))
    assert root.xpath("//input[@name='job']/@value") == [str(job.pk)]
    assert root.xpath("//option[@selected]/@value") == ["offer"]
    assert texts(root, "//textarea[@name='note']") == ["Yes"]


def test_a_search_without_a_hit_says_so(client: Client, ada: User) -> None:
    answer = decide(client, make.mail(ada), "find", q="nowhere", stage="offer")
    assert "No job has “nowhere”." in answer.content.decode()


def test_a_strangers_job_cannot_be_chosen(client: Client, ada: User, ben: User) -> None:
    job = make.job(ben, status="applied")
    answer = decide(client, make.mail(ada), "approve", job=job.pk, stage="offer")
    assert answer.status_code == 422


def test_the_first_mail_of_a_sender_offers_a_rule(client: Client, ada: User, sent: Job) -> None:
    first, second = (make.mail(ada, suggested=sent) for _ in range(2))
    root = page(decide(client, first, "approve", job=sent.pk, stage="no_change"))
    (offer,) = root.xpath("//*[@id='inbox-offer']/form/@action")
    assert "rule" in client.post(offer, headers=HTMX).content.decode()
    assert SenderRule.objects.get().job == sent
    root = page(decide(client, second, "approve", job=sent.pk, stage="no_change"))
    assert root.xpath("//*[@id='inbox-offer']/form") == []


def test_rules_are_listed_and_deleted(client: Client, ada: User, sent: Job) -> None:
    SenderRule.objects.create(owner=ada, address="hr@acme.example", job=sent)
    root = read(client, f"{HOME}/senders")
    assert "hr@acme.example" in root.text_content()
    client.post(root.xpath("//main//form/@action")[0])
    assert not SenderRule.objects.exists()


def test_a_list_is_searched(client: Client, ada: User, sent: Job) -> None:
    make.mail(ada, suggested=sent, subject="About bread")
    make.mail(ada, subject="About cake")
    assert subjects(read(client, f"{HOME}?q=baker")) == ["About bread"]
    assert subjects(read(client, f"{HOME}?q=about+cake")) == ["About cake"]
    assert "No mail here has these words" in read(client, f"{HOME}?q=tea").text_content()


def test_pages_follow_each_other(client: Client, ada: User) -> None:
    for n in range(17):
        make.mail(ada, subject=f"Mail {n}")
    assert len(subjects(read(client))) == 15
    assert len(subjects(read(client, f"{HOME}?page=2"))) == 2


def test_each_cause_of_an_empty_inbox_has_its_own_words(client: Client, ada: User) -> None:
    found = [texts(read(client), "//*[@id='inbox-end']//h2")]
    box = make.mailbox(ada)
    found.append(texts(read(client), "//*[@id='inbox-end']//p"))
    box.status = "error"
    box.save()
    found.append(texts(read(client), "//*[@id='inbox-end']//h2"))
    make.mail(ada, status="ignored")
    found.append(texts(read(client), "//*[@id='inbox-end']//h2"))
    found.append(texts(read(client, f"{HOME}/linked"), "//*[@id='inbox-end']//h2"))
    assert [one[0] for one in found] == [
        "Bring your mail in",
        "What concerns your applications comes here after the next reading.",
        "No mail could be read yet",
        "Nothing left to review",
        "No mail is linked yet",
    ]


def test_a_job_is_made_from_a_mail_and_waits_to_be_linked(client: Client, ada: User) -> None:
    make.heartbeat()
    mail = make.mail(ada, subject="Your application for Baker", sender_name="Crumb Careers")
    root = read(client, f"{HOME}/{mail.pk}/job")
    assert root.xpath("//input[@name='title']/@value") == ["Baker"]
    assert root.xpath("//input[@name='employer']/@value") == ["Crumb"]
    given = {name: root.xpath(f"//input[@name='{name}']/@value")[0] for name in ("draft", "mail")}
    given |= {"title": "Baker", "employer": "Crumb", "job_url": "https://crumb.example/1"}
    answer = client.post("/import/review", {**given, "seen": "", "then": "stay"})
    job = ada.jobs.get(title="Baker")
    assert answer["Location"] == f"{HOME}/{mail.pk}?job={job.pk}"
    root = read(client, answer["Location"])
    assert root.xpath("//input[@name='job'][@checked]/@value") == [str(job.pk)]


@pytest.mark.parametrize("path", ["", "/find", "/approve", "/ignore", "/restore", "/undo",
                                  "/job", "/always", "/again", "/text/delete"])  # fmt: skip
def test_a_strangers_mail_is_not_there(client: Client, ben: User, path: str) -> None:
    mail = make.mail(ben)
    ask = client.get if path in ("", "/job") else client.post
    assert ask(f"{HOME}/{mail.pk}{path}").status_code == 404


def test_a_kept_text_is_read_and_deleted(client: Client, ada: User, sent: Job) -> None:
    body = preferences.box().seal("Dear Ada,\nplease come.")
    mail = make.mail(ada, job=sent, status="auto_linked", body=body)
    assert "please come." in read(client, f"{HOME}/{mail.pk}").text_content()
    assert "please come." not in read(client, f"{HOME}/linked").text_content()
    client.post(f"{HOME}/{mail.pk}/text/delete")
    mail.refresh_from_db()
    assert mail.body is None


def test_a_mail_whose_text_is_gone_cannot_be_matched_again(client: Client, ada: User) -> None:
    answer = client.post(f"{HOME}/{make.mail(ada).pk}/again", follow=True)
    assert len(texts(page(answer), "//*[@id='toasts']//p")) == 1
