"""The catalogues are complete, fit their English, and are compiled as they stand."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.mofile import read_mo

from tests.house import messages

CATALOGUES = sorted(messages.LOCALE.glob("*/LC_MESSAGES/django.po"))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_catalogue_is_complete_and_compiled(path: Path):
    old = path.read_bytes()
    catalogue = messages.updated(old, language=path.parts[-3])

    assert messages.faults(catalogue, old, path) == []
    assert len(read_mo(io.BytesIO(path.with_suffix(".mo").read_bytes()))) > 1_000


def test_there_is_a_second_language():
    assert [path.parts[-3] for path in CATALOGUES] == ["de"]


@pytest.mark.parametrize(
    ("english", "other", "fault"),
    [
        ("{count} of {n}", "{count} von {m}", "other values"),
        ("%(name)s goes", "geht", "other values"),
        ("<b>Bold</b>", "<i>Fett</i>", "other tags"),
        (("one {count}", "many {count}"), ("eins", "viele {n}"), "other values"),
    ],
)
def test_a_translation_that_does_not_fit_is_found(english: str, other: str, fault: str):
    assert any(line.startswith(fault) for line in messages.unfit(Message(english, other)))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('{% load i18n %}{% translate "Save" %}', ["Save"]),
        ("{% load i18n %}{% blocktranslate %}{{ n }} of 5{% endblocktranslate %}", ["%(n)s of 5"]),
        ('{% load ui %}{{ n|plural:"job" }}', [("{count} job", "{count} jobs")]),
        ('{{ name|default:_("Nobody") }}', ["Nobody"]),
    ],
)
def test_templates_are_read_as_django_reads_them(source: str, found: list[object]):
    messages._start()
    assert list(messages.in_template(source)) == found


def test_code_is_read_by_its_keywords():
    source = (
        "from jobops.lib.words import say\n"
        'say("A")\nlater("B")\nX = later_each({1: "C"})\nseveral("{count} d", "{count} e", 2)\n'
        'class P:\n    SENTENCES = {"k": "F"}\n'
    )
    assert list(messages.in_code('say("letter.subject")')) == []
    assert set(messages.in_code(source)) == {"A", "B", "C", ("{count} d", "{count} e"), "F"}
