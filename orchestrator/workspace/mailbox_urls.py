"""Addresses of mailboxes, and the one Google sends people back to."""

from __future__ import annotations

from django.urls import URLPattern, path

from orchestrator.workspace import mailbox_google, mailbox_one, mailboxes

ONE = "tracking-inbox/accounts/<uuid:account>"
MAILBOXES: list[URLPattern] = [
    path("tracking-inbox/accounts", mailboxes.page, name="mailboxes"),
    path("tracking-inbox/accounts/new", mailboxes.new, name="mailbox-new"),
    path("tracking-inbox/accounts/google", mailbox_google.leave, name="mailbox-google"),
    path(ONE, mailbox_one.page, name="mailbox"),
    path(f"{ONE}/switch", mailbox_one.switch, name="mailbox-switch"),
    path(f"{ONE}/read", mailbox_one.read_now, name="mailbox-read"),
    path(f"{ONE}/disconnect", mailbox_one.disconnect, name="mailbox-disconnect"),
    path(f"{ONE}/sign-in", mailbox_one.sign_in_again, name="mailbox-sign-in"),
    path("oauth/gmail/callback", mailbox_google.back, name="gmail-callback"),
]
