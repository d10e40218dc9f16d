"""The guard that every test runs under really stops slow work inside a transaction."""

from __future__ import annotations

import pytest
from django.db import transaction

from jobops.lib import http
from jobops.lib.http import OutboundError, Policy
from pdfs import render

POLICY = Policy(private_ok=False, redirects=0, connect=1, total=1, max_bytes=1, types=None)


def ask():
    return http.request("GET", "http://127.0.0.1:9/", policy=POLICY)


@pytest.mark.django_db
@pytest.mark.parametrize("slow", [ask, lambda: render.render("<p>Hi</p>")])
def test_slow_work_inside_a_transaction_fails_the_test(slow):
    with transaction.atomic(), pytest.raises(pytest.fail.Exception, match="inside a transaction"):
        slow()


@pytest.mark.django_db
def test_the_tests_own_transaction_does_not_count():
    with pytest.raises(OutboundError):
        ask()


@pytest.mark.django_db(transaction=True)
def test_work_between_two_transactions_passes():
    with transaction.atomic():
        pass
    with pytest.raises(OutboundError):
        ask()
