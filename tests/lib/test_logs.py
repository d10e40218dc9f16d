from __future__ import annotations

import json
import logging
import logging.config
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from pydantic import BaseModel, ValidationError

from jobops import logs


def line_of(message: str, *args: object, level: int = logging.INFO, **record: object) -> dict:
    made = logging.LogRecord("jobs.test", level, __file__, 1, message, args, None)
    for name, value in record.items():
        setattr(made, name, value)
    written = logs.JsonLines().format(made)
    assert "\n" not in written
    return json.loads(written)


def test_a_line_has_the_fixed_keys_and_no_others() -> None:
    line = line_of("Job scored", level=logging.WARNING)
    assert list(line) == ["ts", "level", "logger", "msg"]
    assert (line["level"], line["logger"], line["msg"]) == ("warning", "jobs.test", "Job scored")
    assert line["ts"].endswith("+00:00")


def test_what_varies_is_in_meta_and_redacted() -> None:
    line = line_of("Saved", meta={"password": "x", "to": "ada@example.org", "n": 3})
    assert line["meta"] == {"password": "[REDACTED]", "to": "[email]", "n": 3}


def test_arguments_of_other_libraries_stay_out_of_the_message() -> None:
    line = line_of("Not found: %s", "/jobs?token=abc")
    assert line["msg"] == "Not found: %s"
    assert line["meta"] == {"args": ["/jobs?token=[REDACTED]"]}


def test_several_lines_become_one() -> None:
    assert line_of("first\nsecond")["msg"] == "first\nsecond"


def test_bound_ids_stand_in_the_line() -> None:
    with logs.bind(requestId="r-1", jobId=7, userId=None):
        line = line_of("Inside")
    assert (line["requestId"], line["jobId"]) == ("r-1", "7")
    assert "userId" not in line
    assert "requestId" not in line_of("Outside")


def test_ids_nest_and_come_back() -> None:
    with logs.bind(requestId="r-1"):
        with logs.bind(jobId="j-1"):
            assert logs.current() == {"requestId": "r-1", "jobId": "j-1"}
        assert logs.current() == {"requestId": "r-1"}
    assert logs.current() == {}


def test_another_thread_does_not_see_them() -> None:
    with logs.bind(requestId="r-1"), ThreadPoolExecutor(1) as pool:
        assert pool.submit(logs.current).result() == {}


def test_it_refuses_an_unknown_id() -> None:
    with pytest.raises(TypeError, match="mailId"), logs.bind(mailId="1"):
        pass


def fail(secret: str) -> None:
    local_value = secret * 2
    raise RuntimeError(f"could not send to ada@example.org\nwith {len(local_value)}")


def test_an_exception_shows_type_message_and_stack_without_locals() -> None:
    try:
        fail("canary")
    except RuntimeError:
        line = line_of("Failed", exc_info=sys.exc_info())
    error = line["meta"]["error"]
    assert error["type"] == "RuntimeError"
    assert error["message"] == "could not send to [email]\nwith 12"
    assert "in fail" in error["stack"]
    assert "canarycanary" not in json.dumps(line)


def recurse(depth: int) -> None:
    if depth:
        recurse(depth - 1)
    else:
        recurse("x" - 1)  # type: ignore[operator]


def test_a_long_stack_keeps_its_last_4000_characters() -> None:
    try:
        recurse(200)
    except TypeError:
        error = line_of("Failed", exc_info=sys.exc_info())["meta"]["error"]
    assert len(error["stack"]) <= 4000
    assert 'recurse("x" - 1)' in error["stack"]


class Answer(BaseModel):
    score: int


def test_a_validation_error_does_not_repeat_the_answer() -> None:
    answer = {"score": " ".join(["words", "of", "the", "model"])}
    try:
        Answer.model_validate(answer)
    except ValidationError:
        line = line_of("Bad answer", exc_info=sys.exc_info())
    assert line["meta"]["error"]["message"] == "1 of Answer: score int_parsing"
    assert "words of the model" not in json.dumps(line)


PROGRAM = """
import logging, logging.config, warnings
from jobops import env, logs
env.secret("X_SECRET")
logging.config.dictConfig(logs.config("info"))
logging.getLogger("a").debug("below the level")
logging.getLogger("a").info("to stdout canary-secret")
logging.getLogger("django.server").warning("to stderr")
logging.getLogger("openai._base_client").debug("Request options")
warnings.warn("careful\\nnow")
"""


def test_the_streams_are_split_by_level() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        capture_output=True,
        text=True,
        check=True,
        env={"X_SECRET": "canary-secret", "PYTHONPATH": "."},
    )
    out = [json.loads(line) for line in done.stdout.splitlines()]
    err = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["msg"] for line in out] == ["to stdout [REDACTED]"]
    assert [line["logger"] for line in err] == ["django.server", "py.warnings"]
