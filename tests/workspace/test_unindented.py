"""Templates are sent without their indentation."""

from __future__ import annotations

from django.test import Client

from jobops.web.unindented import unindented
from orchestrator.models import User


def test_indentation_goes_and_words_stay_apart() -> None:
    assert unindented("<ul>\n    <li>a\n  b</li>\n</ul>") == "<ul>\n<li>a\nb</li>\n</ul>"


def test_a_line_of_silent_tags_leaves_none_behind() -> None:
    written = "a\n  {% if x %}\n  {% y %}\n  b\n  {% endif %}{% if z %}\n  c\n  {% endif %}\nd"
    assert unindented(written) == "a\n{% if x %}{% y %}\nb\n{% endif %}{% if z %}c\n{% endif %}d"


def test_what_is_shown_as_it_stands_keeps_its_spaces() -> None:
    for kept in ("<pre>\n  a\n    b</pre>", '<textarea rows="2">\n  a</textarea>'):
        assert unindented(f"<p>\n  {kept}\n  </p>") == f"<p>\n{kept}\n</p>"


def test_a_page_has_no_indentation(client: Client, ada: User) -> None:
    assert "\n  " not in client.get("/keys").content.decode()
