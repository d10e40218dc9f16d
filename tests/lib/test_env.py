from __future__ import annotations

from pathlib import Path

import pytest

from jobops import env


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    return monkeypatch


def test_an_empty_variable_counts_as_unset(given: pytest.MonkeyPatch) -> None:
    given.setenv("X_TEXT", "  ")
    assert env.text("X_TEXT", default="fallback") == "fallback"


def test_it_trims_a_text(given: pytest.MonkeyPatch) -> None:
    given.setenv("X_TEXT", " value ")
    assert env.text("X_TEXT") == "value"


@pytest.mark.parametrize(("value", "meaning"), [("1", True), ("Yes", True), ("off", False)])
def test_it_reads_flags(given: pytest.MonkeyPatch, value: str, meaning: bool) -> None:
    given.setenv("X_FLAG", value)
    assert env.flag("X_FLAG", default=not meaning) is meaning


def test_it_reads_a_number_within_its_limits(given: pytest.MonkeyPatch) -> None:
    given.setenv("X_NUMBER", "12")
    assert env.number("X_NUMBER", default=1, minimum=12, maximum=12) == 12
    assert env.number("X_ABSENT", default=3) == 3


def test_it_drops_the_trailing_slash_of_an_address(given: pytest.MonkeyPatch) -> None:
    given.setenv("X_URL", "http://localhost:11434/v1/")
    assert env.url("X_URL") == "http://localhost:11434/v1"


@pytest.mark.parametrize(
    ("kind", "value", "options"),
    [
        ("text", "purple", {"choices": ("local", "required")}),
        ("flag", "maybe", {}),
        ("number", "4o", {"default": 4}),
        ("number", "0", {"default": 4, "minimum": 1}),
        ("number", "99", {"default": 4, "maximum": 9}),
        ("url", "localhost:11434", {}),
        ("url", "ftp://example.org", {}),
        ("url", "http:///path", {}),
        ("url", "http://[half", {}),
        ("url", "http://h:99999", {}),
        ("url", "https://ada:pw@example.org", {}),
    ],
)
def test_a_wrong_value_stops_the_start_with_name_and_example(
    given: pytest.MonkeyPatch, kind: str, value: str, options: dict[str, object]
) -> None:
    given.setenv("X_WRONG", value)
    with pytest.raises(SystemExit, match=r"X_WRONG.*Example: X_WRONG=\S") as caught:
        getattr(env, kind)("X_WRONG", **options)
    assert value not in str(caught.value).split()


def test_a_secret_may_come_from_a_file(given: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from-the-file\n")
    given.setenv("X_SECRET_FILE", str(tmp_path / "key"))
    assert env.secret("X_SECRET") == "from-the-file"
    assert "from-the-file" in env.secrets_read()


def test_an_unreadable_secret_file_stops_the_start(given: pytest.MonkeyPatch) -> None:
    given.setenv("X_SECRET_FILE", "/nowhere/at/all")
    with pytest.raises(SystemExit, match="X_SECRET_FILE must name a readable text file"):
        env.secret("X_SECRET")


def test_a_secret_given_twice_stops_the_start(given: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given.setenv("X_SECRET", "direct-value")
    given.setenv("X_SECRET_FILE", str(tmp_path))
    with pytest.raises(SystemExit, match="X_SECRET and X_SECRET_FILE are both set") as caught:
        env.secret("X_SECRET")
    assert "direct-value" not in str(caught.value)
