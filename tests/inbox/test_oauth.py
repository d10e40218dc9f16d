"""Signing in at Google: who may come back, when, and with what."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.conf import settings as configured
from django.utils import timezone

from jobops.lib.errors import Refused
from orchestrator import preferences
from orchestrator.inbox.boxes import gmail_tokens, oauth
from orchestrator.inbox.boxes.oauth import GmailSignInError
from orchestrator.models import MailAccount, OAuthState, User
from tests.outside.gmail import SCOPE, GmailStub

pytestmark = pytest.mark.django_db

BASE = "http://localhost:3001"


def begun(owner: User, *, key: str = "default") -> str:
    return oauth.start(owner, key=key, request_base=BASE)


def refused(owner: User, state: str, code: str) -> str:
    with pytest.raises(GmailSignInError) as found:
        oauth.finish(owner, state=state, code=code)
    assert not MailAccount.objects.exists()
    return found.value.kind


def test_it_asks_for_reading_only(ada: User, gmail: GmailStub) -> None:
    asked = dict(parse_qsl(urlsplit(begun(ada)).query))
    assert asked["scope"] == SCOPE
    assert asked["redirect_uri"] == f"{BASE}/oauth/gmail/callback"
    assert {"code_challenge", "state"} < set(asked)


def test_who_comes_back_is_connected_under_the_address_google_knows(
    ada: User, gmail: GmailStub
) -> None:
    account = oauth.finish(ada, **_back(gmail, begun(ada)))
    assert (account.status, account.address) == ("connected", "ada@example.org")
    assert gmail_tokens.opened(account.credentials).refresh


def test_the_database_holds_neither_state_nor_verifier_nor_token(
    ada: User, gmail: GmailStub
) -> None:
    back = _back(gmail, begun(ada))
    account = oauth.finish(ada, **back)
    row, tokens = OAuthState.objects.get(), gmail_tokens.opened(account.credentials)
    kept = f"{row.digest} {row.verifier} {row.redirect_uri} {account.credentials}"
    verifier = preferences.opened(row.verifier)
    hidden = (back["state"], verifier, tokens.refresh, tokens.access)
    assert not [one for one in hidden if one in kept]


def test_a_state_is_used_once(ada: User, gmail: GmailStub) -> None:
    url = begun(ada)
    oauth.finish(ada, **_back(gmail, url))
    MailAccount.objects.all().delete()
    assert refused(ada, **_back(gmail, url)) == "state"


def test_nobody_finishes_what_another_began(ada: User, ben: User, gmail: GmailStub) -> None:
    back = _back(gmail, begun(ada))
    assert refused(ben, **back) == "state"
    assert oauth.finish(ada, **back).owner == ada


def test_a_state_ends_after_ten_minutes(ada: User, gmail: GmailStub) -> None:
    back = _back(gmail, begun(ada))
    OAuthState.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert refused(ada, **back) == "state"


def test_a_wrong_verifier_is_refused(ada: User, gmail: GmailStub) -> None:
    back = _back(gmail, begun(ada))
    OAuthState.objects.update(verifier=preferences.box().seal("another"))
    assert refused(ada, **back) == "code"


def test_a_code_of_another_sign_in_is_refused(ada: User, gmail: GmailStub) -> None:
    state, _ = gmail.consent(begun(ada))
    _, code = gmail.consent(begun(ada))
    assert refused(ada, state, code) == "code"


def test_without_a_lasting_permission_nothing_is_stored(ada: User, gmail: GmailStub) -> None:
    gmail.gives_refresh_token = False
    assert refused(ada, **_back(gmail, begun(ada))) == "no_refresh_token"


def test_without_leave_to_read_nothing_is_stored(ada: User, gmail: GmailStub) -> None:
    gmail.scope = "openid"
    assert refused(ada, **_back(gmail, begun(ada))) == "scope"


def test_who_declines_uses_the_state_up(ada: User, gmail: GmailStub) -> None:
    state, code = gmail.consent(begun(ada))
    with pytest.raises(GmailSignInError) as found:
        oauth.declined(ada, state)
    assert found.value.kind == "declined"
    assert refused(ada, state, code) == "state"


def test_without_a_client_there_is_nothing_to_begin(ada: User, settings: object) -> None:
    settings.GMAIL_OAUTH_CLIENT_ID = ""  # type: ignore[attr-defined]
    with pytest.raises(Refused) as found:
        begun(ada)
    assert found.value.kind == "mail_not_configured"


def test_the_way_back_is_as_set_or_the_public_address(
    ada: User, gmail: GmailStub, settings: object
) -> None:
    settings.PUBLIC_BASE_URL = "https://jobs.example"  # type: ignore[attr-defined]
    assert oauth.redirect_uri(ada, BASE) == "https://jobs.example/oauth/gmail/callback"
    preferences.save(ada, {"gmailRedirectUri": "https://other.example/back"})
    assert oauth.redirect_uri(ada, BASE) == "https://other.example/back"


def test_signing_in_again_goes_on_where_the_mailbox_stood(ada: User, gmail: GmailStub) -> None:
    first = oauth.finish(ada, **_back(gmail, begun(ada)))
    MailAccount.objects.update(cursor={"historyId": "7"}, status="error")
    again = oauth.finish(ada, **_back(gmail, begun(ada)))
    assert (again.pk, again.cursor, again.status) == (first.pk, {"historyId": "7"}, "connected")
    gmail.address = "other@example.org"
    assert oauth.finish(ada, **_back(gmail, begun(ada))).cursor == {}


def test_nothing_that_a_restart_would_lose_is_needed(ada: User, gmail: GmailStub) -> None:
    """Of what was in memory when the sign-in began, nothing is left: another process's key opens
    the verifier.
    """
    begun(ada)
    sealed = OAuthState.objects.get().verifier
    program = (
        "import sys; from jobops.lib.secretbox import Box;"
        "print(Box(sys.argv[1].encode()).open(sys.argv[2]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, configured.BOX_KEY, sealed],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == preferences.opened(sealed)


def _back(gmail: GmailStub, url: str) -> dict[str, str]:
    state, code = gmail.consent(url)
    return {"state": state, "code": code}
