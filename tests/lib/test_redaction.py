from __future__ import annotations

import copy
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest

from jobops.lib.redaction import mask_contacts, scrub, scrub_text
from tests.bounds import computes

HIDDEN = "[REDACTED]"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"
PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\nabc\n-----END RSA PRIVATE KEY-----"


@pytest.mark.parametrize(
    "key",
    [
        "password",
        "user_pass",
        "accessToken",
        "X-Api-Key",
        "clientSecret",
        "set-cookie",
        "Proxy-Authorization",
        "apikey",
        "APIKEY",
        "api_key",
        "OPENAI_API_KEY",
        "private key",
        "secretKey",
        "AccessKeyId",
        "sessionId",
        "passwd2",
        "db.pwd",
        "refresh_token",
        "credentials",
        "Cookie",
        "passphrase",
        "JWTSecret",
    ],
)
def test_it_hides_the_value_of_a_secret_key(key: str) -> None:
    assert scrub({key: "hunter2"}) == {key: HIDDEN}


@pytest.mark.parametrize("value", ["x", 7, ["a"], {"b": "c"}, b"raw", Decimal(1)])
def test_it_hides_whatever_stands_under_a_secret_key(value: object) -> None:
    assert scrub({"password": value}) == {"password": HIDDEN}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("compass", "north"),
        ("bypass", "yes"),
        ("tokensIn", 812),
        ("maxTokens", 4000),
        ("tokenCount", 12),
        ("hasPassword", True),
        ("password", None),
        ("secretary", "Ann"),
        ("passage", "text"),
        ("keyboard", "qwertz"),
        ("key", "plain"),
        ("apiVersion", "v1"),
        ("session", "morning"),
    ],
)
def test_it_keeps_the_value_of_a_harmless_key(key: str, value: object) -> None:
    assert scrub({key: value}) == {key: value}


def test_it_hides_a_number_when_the_key_is_only_token() -> None:
    assert scrub({"token": 123456}) == {"token": HIDDEN}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Authorization: Bearer abc.def-123", "Authorization: Bearer [REDACTED]"),
        ("sent Bearer s3cr3tvalue now", "sent Bearer [REDACTED] now"),
        ("sent bearer secretvalue now", "sent bearer [REDACTED] now"),
        ("Basic dXNlcjpwYXNz", "Basic [REDACTED]"),
        ("Token 9944b09199c62bcf9418", "Token [REDACTED]"),
        ("Cookie: sessionid=abc; csrftoken=def", "Cookie: [REDACTED]"),
        ("x-api-key: plainvalue", "x-api-key: [REDACTED]"),
        ("key sk-proj-4fjK29dkslqpwoei", "key [REDACTED]"),
        ("key sk-ant-api03-abcdefgh1234", "key [REDACTED]"),
        ("ghp_16C7e42F292c6912E7710c838347Ae178B4a", HIDDEN),
        ("github_pat_11ABCDEFG0abcdefghij_klm", HIDDEN),
        ("xoxb-123456789012-abcdefGHIJKL", HIDDEN),
        ("AKIAIOSFODNN7EXAMPLE", HIDDEN),
        ("AIzaSyA1234567890abcdefghijklmnopqrstu", HIDDEN),
        ("glpat-ABCdef123456789012345", HIDDEN),
        ("jobops_Zm9vYmFyYmF6cXV4MTIzNDU2", HIDDEN),
        (f"before {JWT} after", "before [REDACTED] after"),
        (f"before\n{PEM}\nafter", "before\n[REDACTED]\nafter"),
        (PEM[:60], HIDDEN),
        ("http://ada:p4ss@host/x", "http://[REDACTED]@host/x"),
        ("postgres://jobops:p@ss@db:5432/jobops", "postgres://[REDACTED]@db:5432/jobops"),
        ("https://h/x?api_key=abc&page=2", "https://h/x?api_key=[REDACTED]&page=2"),
        ("https://h/x?page=2&sig=abc#t", "https://h/x?page=2&sig=[REDACTED]#t"),
        ("https://h/cb?code=4/abc&state=x", "https://h/cb?code=[REDACTED]&state=x"),
        ("https://h/x?key=abc", "https://h/x?key=[REDACTED]"),
        ("grant_type=x&client_secret=abc", "grant_type=x&client_secret=[REDACTED]"),
        ('{"password": "hunter2"}', '{"password": "[REDACTED]"}'),
        ("{'accessToken': 'abc'}", "{'accessToken': '[REDACTED]'}"),
        ("write to ada.byron+jobs@mail.example.co.uk.", "write to [email]."),
        ("<ada@example.org>", "<[email]>"),
        ("call +49 (0)30 1234567", "call [phone]"),
        ("call +4915112345678 now", "call [phone] now"),
        ("call (555) 123-4567", "call [phone]"),
        ("call 555.123.4567", "call [phone]"),
        ("call 01 23 45 67 89", "call [phone]"),
        ("Tel:030-1234-5678", "Tel:[phone]"),
        ("Tel: 030-1234-5678", "Tel: [phone]"),
        ("0151 234 56789, then", "[phone], then"),
    ],
)
def test_it_hides_a_secret_inside_a_text(text: str, shown: str) -> None:
    assert scrub_text(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "550e8400-e29b-41d4-a716-446655440000",
        "12345678-1234-4123-8123-123456789012",
        "2026-11-22",
        "2026-11-22T16:28:00.123456+00:00",
        "2026-11-22 16:28:00",
        "from 01.09.2019 to 31.12.2021",
        "01.2019-12.2021",
        "2019 2020 2021",
        "1795365480123",
        "192.168.100.200",
        "version 120.0.6099.109",
        "60 000",
        "60 000-70 000",
        "$120 000 000",
        "job 4815162342",
        "d41d8cd98f00b204e9800998ecf8427e",
        "Basic knowledge of SQL",
        "Token expired",
        "Bearer authentication failed",
        "status code=404",
        "task-force and disk-usage-report",
        "sk-learn",
        "maxTokens=4000",
        "hasPassword=true",
        "see https://example.org/a?page=2",
        "jobops_worker",
        "@ada on http://example.org",
        "10:30 - 12:45",
    ],
)
def test_it_leaves_what_is_no_secret(text: str) -> None:
    assert scrub_text(text) == text


def test_it_hides_configured_secrets_of_eight_characters() -> None:
    shown = scrub({"note": "the canary-value and tiny"}, secrets=["canary-value", "tiny"])
    assert shown == {"note": "the [REDACTED] and tiny"}


def test_it_hides_the_longer_of_two_secrets_whole() -> None:
    shown = scrub_text("long-secret-tail", secrets=["long-secret", "long-secret-tail"])
    assert shown == HIDDEN


def test_it_redacts_before_it_truncates() -> None:
    text = "x" * 790 + " Bearer abcdefgh12345678"
    assert scrub_text(text).startswith("x" * 790 + " Bearer [R")
    assert "abcdefgh" not in scrub_text(text)


@pytest.mark.parametrize(("profile", "kept"), [("default", 800), ("webhook", 300)])
def test_it_cuts_a_long_text_and_says_how_much(profile: str, kept: int) -> None:
    shown = scrub("y" * 1000, profile=profile)
    assert shown == "y" * kept + f" … [+{1000 - kept} chars]"


def test_it_scans_only_the_first_64_kib() -> None:
    shown = scrub_text("z" * 70_000)
    assert shown == "z" * 800 + " … [+69200 chars]"


@pytest.mark.parametrize(("profile", "kept"), [("default", 30), ("webhook", 20)])
def test_it_cuts_long_lists_and_objects(profile: str, kept: int) -> None:
    shown = scrub({"list": list(range(40)), "map": {str(n): n for n in range(40)}}, profile=profile)
    assert shown["list"] == [*range(kept), f"[TRUNCATED_ITEMS {40 - kept}]"]
    assert len(shown["map"]) == kept + 1
    assert shown["map"]["__truncatedKeys"] == 40 - kept


@pytest.mark.parametrize(("profile", "depth"), [("default", 5), ("webhook", 4)])
def test_it_cuts_depth(profile: str, depth: int) -> None:
    nested: object = "leaf"
    for _ in range(8):
        nested = [nested]
    shown = scrub(nested, profile=profile)
    for _ in range(depth):
        shown = shown[0]
    assert shown == "[TRUNCATED_DEPTH]"


def test_a_leaf_at_the_last_depth_is_kept() -> None:
    assert scrub([[[[["leaf"]]]]]) == [[[[["leaf"]]]]]


def test_a_cycle_ends_in_the_depth_marker() -> None:
    ring: dict[str, object] = {"name": "ring"}
    ring["self"] = ring
    assert scrub(ring) == {"name": "ring", "self": "[TRUNCATED_DEPTH]"}


def test_it_shows_other_types_without_their_content() -> None:
    shown = scrub(
        {
            "at": datetime(2026, 11, 22, tzinfo=UTC),
            "on": date(2026, 11, 22),
            "raw": b"abc",
            "id": UUID(int=5),
            "path": Path("/root/secret"),
            "error": ValueError("inside"),
            "nan": float("nan"),
            1: {"a"},
        }
    )
    assert shown == {
        "at": "2026-11-22T00:00:00+00:00",
        "on": "2026-11-22",
        "raw": "[bytes 3]",
        "id": "00000000-0000-0000-0000-000000000005",
        "path": "PosixPath",
        "error": "ValueError",
        "nan": "nan",
        "1": ["a"],
    }


def test_it_does_not_change_the_original() -> None:
    original = {"password": "x", "inner": {"mail": "ada@example.org"}}
    before = copy.deepcopy(original)
    scrub(original)
    assert original == before


def test_it_hides_an_address_used_as_a_key() -> None:
    assert scrub({"ada@example.org": 1}) == {"[email]": 1}


def test_contacts_are_masked_and_secrets_and_length_are_not() -> None:
    text = "ada@example.org, +49 30 12345678, sk-proj-4fjK29dkslqpwoei, 2019 - 2021 " + "x" * 900
    assert mask_contacts(text) == (
        "[email], [phone], sk-proj-4fjK29dkslqpwoei, 2019 - 2021 " + "x" * 900
    )


@pytest.mark.parametrize(
    "text",
    [
        "a" * 65_000,
        "1-" * 32_000,
        "1 234 " * 10_000,
        "://" + ":" * 65_000,
        "a@" * 32_000,
        '"' * 65_000,
        "-----BEGIN PRIVATE KEY-----" * 2_000,
        "eyJ" * 20_000,
        "token=" * 10_000,
        "+" + "(" * 65_000,
        "sk-" + "-" * 65_000,
        "sk-" * 20_000,
        "a.b@" + "x." * 30_000,
    ],
)
def test_no_text_makes_it_slow(text: str) -> None:
    with computes():
        scrub_text(text)
