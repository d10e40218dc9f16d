"""The second step: codes that count once, the ways around it that there must not be."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pyotp
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from orchestrator.accounts import pending, recovery, twostep
from orchestrator.accounts.refusals import SignInError
from orchestrator.models import AccountEvent, LoginAttempt, RecoveryCode, TwoStep, User
from tests.accounts.doors import PASSWORD, on, signed_in
from tests.worker.harness import REAL_ROWS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("required")]
SETTINGS = "/settings/access/two-step"


def code(secret: str, *, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(timezone.now(), counter_offset=steps)


def give(client: Client, user: User) -> None:
    """The password step of a browser."""
    answer = client.post("/sign-in", {"username": user.username, "password": PASSWORD})
    assert answer["Location"] == "/sign-in/code"


def test_setting_it_up_takes_the_password_and_a_first_code(client: Client, account: User) -> None:
    signed_in(client, account)
    wrong = client.post(f"{SETTINGS}/begin", {"password": "not this one"})
    assert wrong.status_code == 422
    assert not TwoStep.objects.exists()
    shown = client.post(f"{SETTINGS}/begin", {"password": PASSWORD}).content.decode()
    secret = re.search(r'id="secret" value="([^"]+)"', shown)[1].replace(" ", "")
    assert 'src="data:image/svg+xml' in shown
    assert secret not in TwoStep.objects.get().secret
    assert not twostep.is_on(account)
    again = client.post(f"{SETTINGS}/confirm", {"code": "000000"})
    assert again.status_code == 422
    kept = client.post(f"{SETTINGS}/confirm", {"code": code(secret)})
    assert twostep.is_on(account)
    assert kept["Cache-Control"] == "no-store"
    codes = re.findall(r"\b(?:[a-z2-9]{4}-){3}[a-z2-9]{4}\b", kept.content.decode())
    assert len(codes) == recovery.HOW_MANY
    assert not RecoveryCode.objects.filter(digest__in=codes).exists()
    assert codes[0] not in client.get(SETTINGS).content.decode()


def test_another_browser_cannot_go_on_with_what_one_began(client: Client, account: User) -> None:
    signed_in(client, account)
    client.post(f"{SETTINGS}/begin", {"password": PASSWORD})
    other = signed_in(Client(), account)
    answer = other.post(f"{SETTINGS}/confirm", {"code": "000000"})
    assert answer.status_code == 409
    assert b"data:image" not in answer.content


def test_what_was_begun_is_void_after_a_quarter_of_an_hour(client: Client, account: User) -> None:
    signed_in(client, account)
    client.post(f"{SETTINGS}/begin", {"password": PASSWORD})
    TwoStep.objects.update(created_at=timezone.now() - timedelta(minutes=16))
    assert client.post(f"{SETTINGS}/confirm", {"code": "000000"}).status_code == 409


def test_it_cannot_be_begun_anew_while_it_is_on(client: Client, account: User) -> None:
    secret, _ = on(account)
    signed_in(client, account, code=code(secret))
    before = TwoStep.objects.get().secret
    assert client.post(f"{SETTINGS}/begin", {"password": PASSWORD}).status_code == 422
    assert TwoStep.objects.get().secret == before


def test_the_password_alone_opens_nothing(client: Client, account: User) -> None:
    on(account)
    give(client, account)
    assert client.get("/jobs/all").status_code == 302
    assert client.get("/api/jobs").status_code == 401
    assert not account.api_tokens.exists()


def test_the_code_completes_it_and_leads_on(client: Client, account: User) -> None:
    secret, _ = on(account)
    form = {"username": account.username, "password": PASSWORD, "next": "/jobs/all"}
    client.post("/sign-in", form)
    page = client.get("/sign-in/code").content.decode()
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page
    before = client.session.session_key
    assert client.post("/sign-in/code", {"code": code(secret)})["Location"] == "/jobs/all"
    assert client.get("/jobs/all").status_code == 200
    assert client.session.session_key != before
    assert pending.KEY not in client.session


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_code_of_the_step_before_and_after_counts(account: User, steps: int) -> None:
    secret, _ = on(account)
    assert twostep.accept(account, code(secret, steps=steps)) == "app"


@pytest.mark.parametrize("steps", [-2, 2])
def test_a_code_further_away_does_not(account: User, steps: int) -> None:
    secret, _ = on(account)
    now = timezone.now()
    with pytest.raises(SignInError, match="not right"):
        twostep.accept(account, pyotp.TOTP(secret).at(now, counter_offset=steps), at=now)


def test_a_code_counts_once_and_none_before_it_any_more(account: User) -> None:
    secret, _ = on(account)
    now = timezone.now()
    app = pyotp.TOTP(secret)
    twostep.accept(account, app.at(now), at=now)
    for steps in (0, -1):
        with pytest.raises(SignInError):
            twostep.accept(account, app.at(now, counter_offset=steps), at=now)
    assert twostep.accept(account, app.at(now, counter_offset=1), at=now) == "app"


@pytest.mark.parametrize("text", ["", " ", "１２３４５６", "12345", "1234567", "abcdef", "0x1234"])
def test_what_is_no_code_is_refused(account: User, text: str) -> None:
    on(account)
    with pytest.raises(SignInError):
        twostep.accept(account, text)


def test_a_recovery_code_counts_once_however_it_is_typed(client: Client, account: User) -> None:
    _, codes = on(account)
    give(client, account)
    typed = codes[0].replace("-", " ").upper()
    assert client.post("/sign-in/code?recovery", {"code": typed})["Location"] == "/"
    assert recovery.left(account) == recovery.HOW_MANY - 1
    other = Client()
    give(other, account)
    assert other.post("/sign-in/code?recovery", {"code": codes[0]}).status_code == 422
    assert AccountEvent.objects.get(kind="recovery_code_used").about == "9 left"


def test_the_codes_of_one_person_are_not_those_of_another(account: User, ben: User) -> None:
    _, codes = on(account)
    on(ben)
    with pytest.raises(SignInError):
        twostep.accept(ben, codes[0])


def test_five_wrong_codes_end_the_half_done_sign_in(client: Client, account: User) -> None:
    secret, _ = on(account)
    give(client, account)
    for _ in range(pending.TRIES - 1):
        assert client.post("/sign-in/code", {"code": "000000"}).status_code == 422
    assert client.post("/sign-in/code", {"code": "000000"})["Location"].startswith("/sign-in?over")
    assert client.post("/sign-in/code", {"code": code(secret)})["Location"].startswith("/sign-in?")
    give(client, account)
    refused = client.post("/sign-in/code", {"code": code(secret)})
    assert refused.status_code == 422
    assert "Too many failed attempts" in refused.content.decode()


def test_signing_in_by_password_again_does_not_forget_wrong_codes(
    client: Client, account: User
) -> None:
    on(account)
    for _ in range(5):
        give(client, account)
        client.post("/sign-in/code", {"code": "000000"})
    assert LoginAttempt.objects.count() == 5
    give(client, account)
    assert "Too many" in client.post("/sign-in/code", {"code": "000000"}).content.decode()


def test_after_twenty_wrong_codes_of_a_day_each_hour_has_one(client: Client, account: User) -> None:
    secret, _ = on(account)
    earlier = timezone.now() - timedelta(minutes=50)
    LoginAttempt.objects.bulk_create(
        LoginAttempt(name=f" code {account.pk}", address="192.0.2.1", at=earlier) for _ in range(20)
    )
    give(client, account)
    assert client.post("/sign-in/code", {"code": code(secret)}).status_code == 422
    LoginAttempt.objects.update(at=timezone.now() - timedelta(minutes=61))
    assert client.post("/sign-in/code", {"code": code(secret)}).status_code == 303


def test_half_done_ends_after_five_minutes(client: Client, account: User) -> None:
    secret, _ = on(account)
    give(client, account)
    session = client.session
    session[pending.KEY] = {**session[pending.KEY], "at": session[pending.KEY]["at"] - 301}
    session.save()
    assert client.get("/sign-in/code")["Location"] == "/sign-in"
    assert client.post("/sign-in/code", {"code": code(secret)})["Location"].startswith("/sign-in?")


def test_a_new_password_ends_what_is_half_done(client: Client, account: User) -> None:
    secret, _ = on(account)
    give(client, account)
    account.set_password("another horse")
    account.save()
    assert client.post("/sign-in/code", {"code": code(secret)})["Location"].startswith("/sign-in?")


def test_somebody_suspended_meanwhile_stays_out(client: Client, account: User) -> None:
    secret, _ = on(account)
    give(client, account)
    User.objects.update(is_active=False)
    assert client.post("/sign-in/code", {"code": code(secret)})["Location"].startswith("/sign-in?")


def test_another_browser_cannot_give_the_code(client: Client, account: User) -> None:
    secret, _ = on(account)
    give(client, account)
    answer = Client().post("/sign-in/code", {"code": code(secret)})
    assert answer["Location"].startswith("/sign-in?over")


def test_turning_it_off_takes_password_and_code(client: Client, account: User) -> None:
    secret, codes = on(account)
    signed_in(client, account, code=codes[0])
    for password, given in (("wrong horse", code(secret)), (PASSWORD, "000000")):
        form = {"off-password": password, "off-code": given}
        assert client.post(f"{SETTINGS}/off", form).status_code == 422
        assert twostep.is_on(account)
    form = {"off-password": PASSWORD, "off-code": code(secret)}
    assert client.post(f"{SETTINGS}/off", form).status_code == 303
    assert not twostep.is_on(account)
    assert not RecoveryCode.objects.exists()


def test_new_recovery_codes_make_the_earlier_void(client: Client, account: User) -> None:
    secret, codes = on(account)
    signed_in(client, account, code=codes[0])
    form = {"codes-password": PASSWORD, "codes-code": code(secret)}
    shown = client.post(f"{SETTINGS}/codes", form).content.decode()
    assert codes[1] not in shown
    assert recovery.left(account) == recovery.HOW_MANY
    with pytest.raises(SignInError):
        twostep.accept(account, codes[1])


def test_with_another_box_key_recovery_codes_still_help(account: User, settings: object) -> None:
    secret, codes = on(account)
    settings.BOX_KEY = "another key than that"  # type: ignore[attr-defined]
    with pytest.raises(SignInError):
        twostep.accept(account, code(secret))
    assert twostep.accept(account, codes[0]) == "recovery"


def test_without_sign_in_there_is_no_second_step(
    client: Client, ada: User, settings: object
) -> None:
    settings.AUTH = "local"  # type: ignore[attr-defined]
    assert "asks nobody to sign in" in client.get(SETTINGS).content.decode()
    assert client.post(f"{SETTINGS}/begin", {"password": "x"}).status_code == 422
    assert not TwoStep.objects.exists()


class TestAtTheSameInstant:
    """Real rows: threads have connections of their own."""

    pytestmark = [REAL_ROWS]

    @pytest.mark.parametrize("kind", ["app", "recovery"])
    def test_of_many_with_one_code_one_gets_in(self, account: User, kind: str) -> None:
        secret, codes = on(account)
        given = code(secret) if kind == "app" else codes[0]

        def attempt(_: int) -> bool:
            try:
                return bool(twostep.accept(account, given))
            except SignInError:
                return False
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as threads:
            assert sum(threads.map(attempt, range(8))) == 1
