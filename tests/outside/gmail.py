"""Google as far as Gmail needs it: signing in with PKCE, tokens, and the API that reads mail.

    gmail.put(raw, at=datetime, labels=("INBOX",), thread="t1")  # -> id of the mail
    gmail.remove(id)
    gmail.expire_tokens()          # access tokens are refused from now on
    gmail.revoke()                 # and the refresh tokens
    gmail.forget_history()         # older history ids are 404
    gmail.consent(url)             # what the browser is sent back with: (state, code)
    gmail.gives_refresh_token = False
    gmail.next(slow_down(retry_after=3), outage())

`asked(path)` lists what came to an address; mails are described as the API's reference does.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.outside.server import Reply, Seen, Server

CLIENT, SECRET = "client-1.apps.example", "shh-client-secret"
SCOPE = "https://www.googleapis.com/auth/gmail.readonly"
API = "/gmail/v1/users/me"
PAGE = 500


@dataclass
class Mail:
    id: str
    thread: str
    at: datetime
    labels: tuple[str, ...]
    raw: bytes


@dataclass
class Asked:
    """One visit of the sign-in page."""

    challenge: str
    redirect_uri: str


@dataclass
class GmailStub(Server):
    address: str = "ada@example.org"
    gives_refresh_token: bool = True
    declines: bool = False
    scope: str = SCOPE
    lasts: int = 3600
    page: int = PAGE
    mails: dict[str, Mail] = field(default_factory=dict)
    history: list[tuple[int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._codes: dict[str, Asked] = {}
        self._access: set[str] = set()
        self._refresh: set[str] = set()
        self._now = 1000
        self._oldest = 0

    def put(
        self,
        raw: bytes,
        *,
        at: datetime | None = None,
        labels: tuple[str, ...] = ("INBOX", "UNREAD"),
        thread: str = "",
    ) -> str:
        self._now += 1
        name = f"{self._now:x}"
        came = at or datetime.now(UTC)
        self.mails[name] = Mail(name, thread or name, came, labels, raw)
        self.history.append((self._now, name))
        return name

    def remove(self, name: str) -> None:
        del self.mails[name]

    def expire_tokens(self) -> None:
        self._access.clear()

    def revoke(self) -> None:
        self._access.clear()
        self._refresh.clear()

    def forget_history(self) -> None:
        self._oldest = self._now + 1
        self._now += 1

    def tokens(self) -> tuple[str, str]:
        """A refresh token and an access token that are good."""
        access, refresh = f"ya29.{secrets.token_hex(16)}", f"1//{secrets.token_hex(16)}"
        self._access.add(access)
        self._refresh.add(refresh)
        return refresh, access

    def consent(self, url: str) -> tuple[str, str]:
        """State and code somebody comes back with who follows `url` and agrees."""
        asked = dict(parse_qsl(urlsplit(url).query))
        sent = self._agreed(asked)
        back = dict(parse_qsl(urlsplit(sent).query))
        return back["state"], back.get("code", "")

    def asked(self, path: str) -> list[Seen]:
        return [one for one in self.seen if one.path == path]

    def otherwise(self, seen: Seen) -> Reply:
        if seen.path == "/auth":
            return Reply(status=302, headers={"Location": self._agreed(seen.query)})
        if seen.path == "/token":
            return self._token(dict(parse_qsl(seen.body.decode())))
        if seen.path == "/revoke":
            return self._revoked(dict(parse_qsl(seen.body.decode())))
        if not seen.path.startswith(API):
            return super().otherwise(seen)
        if seen.headers.get("authorization", "").removeprefix("Bearer ") not in self._access:
            return refusal(401, "authError")
        return self._api(seen.path.removeprefix(API), seen.query)

    def _agreed(self, asked: Mapping[str, str]) -> str:
        assert (asked["client_id"], asked["response_type"]) == (CLIENT, "code")
        assert (asked["scope"], asked["code_challenge_method"]) == (SCOPE, "S256")
        assert (asked["access_type"], asked["prompt"]) == ("offline", "consent")
        if self.declines:
            return f"{asked['redirect_uri']}?error=access_denied&state={asked['state']}"
        code = f"4/{secrets.token_hex(8)}"
        self._codes[code] = Asked(asked["code_challenge"], asked["redirect_uri"])
        return f"{asked['redirect_uri']}?state={asked['state']}&code={code}&scope={self.scope}"

    def _token(self, form: Mapping[str, str]) -> Reply:
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return Reply(status=401, body={"error": "invalid_client"})
        if form.get("grant_type") == "refresh_token":
            if form.get("refresh_token") not in self._refresh:
                return Reply(status=400, body={"error": "invalid_grant"})
            return self._given(None)
        asked = self._codes.pop(form.get("code", ""), None)
        proof = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).decode().rstrip("=")
        if asked is None or (asked.challenge, asked.redirect_uri) != (
            challenge, form.get("redirect_uri"),
        ):  # fmt: skip
            return Reply(status=400, body={"error": "invalid_grant"})
        return self._given(self.tokens()[0] if self.gives_refresh_token else None)

    def _given(self, refresh: str | None) -> Reply:
        access = f"ya29.{secrets.token_hex(16)}"
        self._access.add(access)
        body = {"access_token": access, "expires_in": self.lasts, "scope": self.scope,
                "token_type": "Bearer"}  # fmt: skip
        return Reply(body=body | ({"refresh_token": refresh} if refresh else {}))

    def _revoked(self, form: Mapping[str, str]) -> Reply:
        if form.get("token") not in self._refresh:
            return Reply(status=400, body={"error": "invalid_token"})
        self.revoke()
        return Reply(body={})

    def _api(self, path: str, query: Mapping[str, str]) -> Reply:
        if path == "/profile":
            shown = {"emailAddress": self.address, "historyId": str(self._now)}
            return Reply(body={**shown, "messagesTotal": len(self.mails)})
        if path == "/messages":
            return Reply(body=self._listed(query))
        if path == "/history":
            return self._changed(query)
        name, _, attachment = path.removeprefix("/messages/").partition("/attachments/")
        if name not in self.mails:
            return refusal(404, "notFound")
        if attachment:
            return Reply(body=_attached(self.mails[name], attachment))
        return Reply(body=_described(self.mails[name], query["format"]))

    def _listed(self, query: Mapping[str, str]) -> dict[str, Any]:
        after = int(query["q"].split("after:")[1].split()[0])
        assert query["includeSpamTrash"] == "false"
        found = [
            one
            for one in sorted(self.mails.values(), key=lambda one: (one.at, one.id), reverse=True)
            if one.at.timestamp() > after and not {"SPAM", "TRASH", "DRAFT"} & set(one.labels)
        ]
        rows = [{"id": one.id, "threadId": one.thread} for one in found]
        return self._paged("messages", rows, query)

    def _changed(self, query: Mapping[str, str]) -> Reply:
        start = int(query["startHistoryId"])
        if start < self._oldest:
            return refusal(404, "notFound")
        assert query["historyTypes"] == "messageAdded"
        rows = []
        for number, name in self.history:
            if number > start and name in self.mails:
                mail = self.mails[name]
                shown = {"id": name, "threadId": mail.thread, "labelIds": list(mail.labels)}
                rows.append({"id": str(number), "messages": [{"id": name, "threadId": mail.thread}],
                             "messagesAdded": [{"message": shown}]})  # fmt: skip
        return Reply(body={**self._paged("history", rows, query), "historyId": str(self._now)})

    def _paged(self, name: str, rows: list[Any], query: Mapping[str, str]) -> dict[str, Any]:
        """As there: no rows, no key."""
        start, size = int(query.get("pageToken", 0)), min(int(query["maxResults"]), self.page)
        page = rows[start : start + size]
        more = {"nextPageToken": str(start + size)} if start + size < len(rows) else {}
        return {**({name: page} if page else {}), **more, "resultSizeEstimate": len(rows)}


def refusal(status: int, reason: str, *, retry_after: int | None = None) -> Reply:
    """An error as Google's APIs write them."""
    error = {"code": status, "message": "said here", "errors": [{"reason": reason}]}
    headers = {"Retry-After": str(retry_after)} if retry_after is not None else {}
    return Reply(status=status, body={"error": error}, headers=headers)


def slow_down(*, retry_after: int | None = None, status: int = 429) -> Reply:
    return refusal(status, "rateLimitExceeded", retry_after=retry_after)


def outage() -> Reply:
    return refusal(503, "backendError")


def _described(mail: Mail, form: str) -> dict[str, Any]:
    assert form in ("metadata", "full"), "nobody fetches whole mails"
    parsed = message_from_bytes(mail.raw)
    shown = {"id": mail.id, "threadId": mail.thread, "labelIds": list(mail.labels),
             "historyId": str(int(mail.id, 16)), "sizeEstimate": len(mail.raw),
             "internalDate": str(int(mail.at.timestamp() * 1000))}  # fmt: skip
    if form == "metadata":
        return {**shown, "payload": {"mimeType": "text/plain", "headers": _headers(parsed)}}
    return {**shown, "payload": _part(parsed, "")}


def _part(part: Message, number: str) -> dict[str, Any]:
    name = part.get_filename() or ""
    shown = {"partId": number, "mimeType": part.get_content_type(), "filename": name,
             "headers": _headers(part)}  # fmt: skip
    inner = part.get_payload()
    if isinstance(inner, list):
        before = f"{number}." if number else ""
        parts = [_part(one, f"{before}{place}") for place, one in enumerate(inner)]
        return {**shown, "body": {"size": 0}, "parts": parts}
    held = _held(part)
    if name:
        return {**shown, "body": {"attachmentId": f"file-{number}", "size": len(held)}}
    return {**shown, "body": {"size": len(held), "data": _for_address(held)}}


def _attached(mail: Mail, attachment: str) -> dict[str, Any]:
    parsed: Message = message_from_bytes(mail.raw)
    for step in attachment.removeprefix("file-").split("."):
        parsed = parsed.get_payload()[int(step)]  # type: ignore[index, assignment]
    return {"size": len(_held(parsed)), "data": _for_address(_held(parsed))}


def _headers(part: Message) -> list[dict[str, str]]:
    return [{"name": name, "value": str(value)} for name, value in part.items()]


def _held(part: Message) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else json.dumps(found).encode()


def _for_address(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode()
