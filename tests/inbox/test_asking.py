from __future__ import annotations

from typing import Any

import pytest

from jobops.lib.llm import Endpoint, Gateway
from orchestrator.inbox.routes.router import Known
from tests.inbox.letters import ACME, GLOBEX, REFUSED, job, mail, routed
from tests.outside.model import ModelStub, status

VAGUE = "About your role: we went through everything again and it is a yes from all of us."
QUOTE = "it is a yes from all of us"


class Ledger:
    def open(self, *, purpose: str, model: str, host: str, attempt: int) -> object:
        assert purpose == "mail routing"
        return attempt

    def close(self, entry: object, **result: object) -> None:
        return None


@pytest.fixture
def gateway(model_stub: ModelStub) -> Gateway:
    endpoint = Endpoint(base_url=model_stub.base_url, api_key="k", model="stub-model", timeout=10)
    return Gateway(endpoint, Ledger())


def answer(**more: Any) -> dict[str, Any]:
    given = {
        "bestMatchIndex": 1,
        "confidence": 100,
        "stageTarget": "offer",
        "isRelevant": True,
        "quote": QUOTE,
        "reason": "They said yes.",
    }
    return given | more


def test_a_model_alone_comes_to_94(model_stub: ModelStub, gateway: Gateway) -> None:
    model_stub.answer(answer())
    found = routed(mail("x@agency.example", text=VAGUE), gateway=gateway)
    assert (found.decision, found.confidence, found.method) == ("pending_user", 94, "model")
    assert (found.job_id, found.target, found.sentence) == (ACME.job_id, "offer", QUOTE)


@pytest.mark.parametrize("target", ["offer", "no_change"])
def test_a_model_alone_moves_nothing_even_when_the_job_is_sure(
    model_stub: ModelStub, gateway: Gateway, target: str
) -> None:
    model_stub.answer(answer(stageTarget=target))
    found = routed(mail(text=f"Our decision. {VAGUE}"), gateway=gateway)
    assert (found.decision, found.target) == ("pending_user", target)
    assert len(model_stub.calls) == 1


@pytest.mark.parametrize("quote", ["we offer you the job", "", "yes"])
def test_a_quote_that_is_not_in_the_mail_caps_at_60(
    model_stub: ModelStub, gateway: Gateway, quote: str
) -> None:
    model_stub.answer(answer(quote=quote))
    found = routed(mail("x@agency.example", text=VAGUE), gateway=gateway)
    assert (found.confidence, found.decision) == (60, "pending_user")


def test_it_lifts_what_a_rule_gave_for_the_same_job_and_target(
    model_stub: ModelStub, gateway: Gateway
) -> None:
    model_stub.answer(answer(bestMatchIndex=2, stageTarget="rejected", quote=REFUSED))
    found = routed(mail("x@agency.example", text=f"Globex. {REFUSED}"), gateway=gateway)
    assert (found.link, found.confidence, found.job_id) == (97, 97, GLOBEX.job_id)
    assert found.decision == "auto_linked"


def test_it_lifts_nothing_without_proof(model_stub: ModelStub, gateway: Gateway) -> None:
    model_stub.answer(answer(bestMatchIndex=2, stageTarget="rejected", quote="You are out."))
    found = routed(mail("x@agency.example", text=f"Globex. {REFUSED}"), gateway=gateway)
    assert (found.confidence, found.decision) == (80, "pending_user")


def test_it_lifts_no_sender_that_did_not_show_who_it_is(
    model_stub: ModelStub, gateway: Gateway
) -> None:
    model_stub.answer(answer(bestMatchIndex=2, stageTarget="rejected", quote=REFUSED))
    sent = mail("x@gmail.com", text=f"Globex, Data Analyst. {REFUSED}")
    assert routed(sent, gateway=gateway).confidence == 90


def test_when_it_names_another_job_both_are_offered(
    model_stub: ModelStub, gateway: Gateway
) -> None:
    model_stub.answer(answer(bestMatchIndex=1, stageTarget="rejected", quote=REFUSED))
    found = routed(mail("x@agency.example", text=f"Globex. {REFUSED}"), gateway=gateway)
    assert found.job_id == GLOBEX.job_id
    assert found.offered == (GLOBEX.job_id, ACME.job_id)


def test_it_cannot_turn_a_rules_news_into_others(model_stub: ModelStub, gateway: Gateway) -> None:
    model_stub.answer(answer(bestMatchIndex=2, stageTarget="offer", quote=REFUSED))
    found = routed(mail("x@agency.example", text=f"Globex. {REFUSED}"), gateway=gateway)
    assert (found.target, found.decision) == ("rejected", "pending_user")


@pytest.mark.parametrize(("relevant", "decision"), [(True, "pending_user"), (False, "ignored")])
def test_it_decides_where_the_rules_do_not_know(
    model_stub: ModelStub, gateway: Gateway, relevant: bool, decision: str
) -> None:
    model_stub.answer(
        answer(bestMatchIndex=None, stageTarget="no_change", isRelevant=relevant, quote="")
    )
    found = routed(mail("x@agency.example", text="Nice resume, and a vacancy."), gateway=gateway)
    assert (found.decision, found.job_id) == (decision, None)


@pytest.mark.parametrize("index", [4, 200])
def test_a_job_that_was_not_offered_is_none(
    model_stub: ModelStub, gateway: Gateway, index: int
) -> None:
    model_stub.answer(answer(bestMatchIndex=index))
    assert routed(mail("x@agency.example", text=VAGUE), gateway=gateway).job_id is None


@pytest.mark.parametrize(
    "sent",
    [
        mail(text=REFUSED),
        mail("x@linkedin.com", "New jobs for you", "See all jobs"),
        mail("jane@shop.example", "Lunch", "Today?"),
    ],
)
def test_it_is_not_asked_what_is_settled(
    model_stub: ModelStub, gateway: Gateway, sent: Any
) -> None:
    routed(sent, gateway=gateway)
    assert model_stub.calls == []


def test_when_it_fails_the_rules_decide(model_stub: ModelStub, gateway: Gateway) -> None:
    model_stub.next(status(401))
    found = routed(mail("x@agency.example", text=f"Globex. {REFUSED}"), gateway=gateway)
    assert (found.decision, found.method, found.confidence) == ("pending_user", "rules", 80)
    assert "refused_key" in found.reason


def test_it_is_told_no_more_than_it_may(model_stub: ModelStub, gateway: Gateway) -> None:
    model_stub.answer(answer())
    private = job(
        9, "Initech", "Clerk", domains=frozenset({"initech-home.example"}),
        references=frozenset({"initech-77"}),
    )  # fmt: skip
    sent = mail(
        "secret.person@agency.example",
        "Role",
        f"{VAGUE} Call +49 170 1234567 or write to private.person@else.example.",
        sender_name="Sender Surname",
        recipients=("ada@lovelace.example",),
        message_id="hidden-id@agency.example",
    )
    routed(sent, private, known=Known(own=frozenset({"ada@lovelace.example"})), gateway=gateway)
    (call,) = model_stub.calls
    assert all(word in call.text for word in ("agency.example", "Role", "Initech", "Clerk", QUOTE))
    kept = ("secret.person", "private.person", "1234567", "Surname", "lovelace", "hidden-id")
    assert [word for word in (*kept, "initech-home", "initech-77") if word in call.text] == []
    assert str(private.job_id) not in call.text


def test_the_mail_stands_only_in_the_users_message(model_stub: ModelStub, gateway: Gateway) -> None:
    model_stub.answer(answer())
    routed(mail("x@agency.example", text=VAGUE), gateway=gateway)
    system, user = (one["content"] for one in model_stub.calls[0].body["messages"])
    assert QUOTE not in system
    assert f"| {VAGUE}" in user


def test_it_sees_at_most_12000_characters_and_200_jobs(
    model_stub: ModelStub, gateway: Gateway
) -> None:
    model_stub.answer(answer())
    many = [job(number, f"Employer{number}", "Clerk") for number in range(1, 300)]
    routed(mail("x@agency.example", text=f"{VAGUE} {'word ' * 9_000}"), *many, gateway=gateway)
    text = model_stub.calls[0].text
    assert "Employer200 " in text
    assert "Employer201 " not in text
    assert text.count("word") < 2_600


def test_of_too_many_jobs_it_sees_the_likely_ones(model_stub: ModelStub, gateway: Gateway) -> None:
    model_stub.answer(answer())
    many = [job(number, f"Employer{number} Robotics", "Clerk") for number in range(1, 300)]
    found = routed(
        mail("x@agency.example", text=f"Employer290 Robotics. {VAGUE}"), *many, gateway=gateway
    )
    assert "1. Employer290 Robotics | Clerk | applied" in model_stub.calls[0].text
    assert found.job_id == many[289].job_id
