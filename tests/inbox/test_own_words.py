from __future__ import annotations

import pytest

from orchestrator.inbox.routes import own_words, sentences

QUOTED = "We have decided not to move forward."
OPENINGS = (
    "On Tue, 3 Nov 2026 at 09:14, Acme HR <hr@acme.example> wrote:",
    "On Tue, 3 Nov 2026 at 09:14, Acme Human Resources\n<hr@acme.example>\nwrote:",
    "Am Di., 3. Nov. 2026 um 09:14 Uhr schrieb Acme HR <hr@acme.example>:",
    "Le mar. 3 nov. 2026 à 09:14, Acme RH <rh@acme.example> a écrit :",
    "El mar, 3 nov 2026 a las 9:14, Acme RRHH (<rrhh@acme.example>) escribió:",
)
HEADS = (
    "From: Acme HR <hr@acme.example>\nSent: Tuesday\nTo: Ada\nSubject: Your application\n",
    "*From:* Acme HR <hr@acme.example>\n*Sent:* Tuesday\n*To:* Ada\n*Subject:* Your application\n",
    "Von: Acme HR <hr@acme.example>\nGesendet: Dienstag\nAn: Ada\nBetreff: Your application\n",
    "De : Acme RH <hr@acme.example>\nEnvoyé : mardi\nÀ : Ada\nObjet : Your application\n",
    "De: Acme RRHH <hr@acme.example>\nEnviado: martes\nPara: Ada\nAsunto: Your application\n",
)
FORWARDS = (
    "---------- Forwarded message ---------",
    "Begin forwarded message:",
    "Anfang der weitergeleiteten Nachricht:",
    "---------- Weitergeleitete Nachricht ---------",
    "Début du message transféré :",
    "Inicio del mensaje reenviado:",
)


@pytest.mark.parametrize("opening", OPENINGS)
def test_what_somebody_else_wrote_is_cut_off(opening: str) -> None:
    assert own_words.read(f"Thank you.\n\n{opening}\n> {QUOTED}\n").text == "Thank you."


@pytest.mark.parametrize("head", HEADS)
def test_an_outlook_head_ends_the_senders_words(head: str) -> None:
    read = own_words.read(f"Thank you.\n\n{head}\n{QUOTED}\n")

    assert read.text == "Thank you."
    assert read.inner is not None
    assert read.inner.subject == "Your application"
    assert read.inner.text == QUOTED


@pytest.mark.parametrize(
    "mark", ["-----Original Message-----", "-----Ursprüngliche Nachricht-----"]
)
def test_an_original_message_ends_the_senders_words(mark: str) -> None:
    assert own_words.read(f"Thank you.\n{mark}\n{HEADS[0]}\n{QUOTED}").text == "Thank you."


def test_quoted_lines_between_answers_are_left_out() -> None:
    assert own_words.read("> Are you free?\nYes.\n>> Really?\nIndeed.").text == "Yes.\nIndeed."


@pytest.mark.parametrize(
    "end",
    ["-- \nAda", "Sent from my iPhone", "Von meinem iPhone gesendet", "Confidentiality notice"],
)
def test_signatures_and_notices_are_no_words_of_the_sender(end: str) -> None:
    assert own_words.read(f"See you.\n{end}\n{QUOTED}").text == "See you."


@pytest.mark.parametrize("mark", FORWARDS)
def test_a_forwarded_mail_is_read_as_itself(mark: str) -> None:
    read = own_words.read(f"FYI\n\n{mark}\n{HEADS[0]}\n{QUOTED}\n")

    assert read.is_forward
    assert read.text == "FYI"
    assert read.inner is not None
    assert read.inner.sender == "Acme HR <hr@acme.example>"
    assert read.inner.text == QUOTED


def test_quotes_inside_a_forwarded_mail_are_not_its_words() -> None:
    inner = own_words.read(f"{FORWARDS[0]}\n{HEADS[0]}\nHello.\n{OPENINGS[0]}\n> {QUOTED}").inner

    assert inner is not None
    assert inner.text == "Hello."


def test_a_sentence_that_begins_like_a_head_stays() -> None:
    text = "From: our side everything is fine.\nSee you on Monday."
    assert own_words.read(text).text == text


def test_on_a_day_somebody_wrote_is_no_quote_without_its_form() -> None:
    text = "On Monday we talk about what you wrote to us in spring."
    assert own_words.read(text).text == text


def test_long_text_is_cut() -> None:
    assert len(own_words.read("word " * 20_000).text) == own_words.KEPT


def test_lines_broken_by_a_mail_program_are_one_sentence() -> None:
    text = "Unfortunately, after a long and careful discussion we have\ndecided otherwise. Bye."
    assert sentences.split(text) == [
        "Unfortunately, after a long and careful discussion we have decided otherwise.",
        "Bye.",
    ]


@pytest.mark.parametrize(
    "text", ["We meet on 16. Dezember um 12 Uhr.", "Ask Dr. Hopper.", "Acme Inc. thanks you."]
)
def test_a_full_stop_inside_a_sentence_does_not_end_it(text: str) -> None:
    assert sentences.split(text) == [text]


def test_a_heading_is_no_part_of_the_next_line() -> None:
    assert sentences.split("Dear Ada,\nthank you.") == ["Dear Ada,", "thank you."]
