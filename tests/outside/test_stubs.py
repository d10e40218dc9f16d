from __future__ import annotations

import json
import subprocess
import sys
from urllib.request import Request, urlopen

import pytest


@pytest.mark.parametrize("module", ["model", "rxresume"])
def test_a_stub_runs_alone_and_says_where(module: str) -> None:
    command = [sys.executable, "-m", f"tests.outside.{module}", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        base_url = process.stdout.readline().strip()
        process.terminate()
    assert base_url.startswith("http://127.0.0.1:")


def test_the_model_alone_answers_and_counts_its_bill() -> None:
    command = [sys.executable, "-m", "tests.outside.model", "--delay", "0.01"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        base_url = process.stdout.readline().strip()
        body = {"model": "m", "messages": [{"role": "user", "content": "Hello"}]}
        asked = Request(f"{base_url}/chat/completions", data=json.dumps(body).encode())
        with urlopen(asked, timeout=60) as answer:
            said = json.load(answer)["choices"][0]["message"]["content"]
        with urlopen(f"{base_url.removesuffix('/v1')}/_calls", timeout=60) as answer:
            bill = json.load(answer)
        process.terminate()
    assert said == "A plain answer of the stub."
    assert bill == {"calls": 1, "formats": [""]}
