from __future__ import annotations

from collections import Counter
from pathlib import Path

from orchestrator.jobs import samples
from orchestrator.jobs.clean import clean
from orchestrator.jobs.files_in import read
from orchestrator.jobs.identity import keys
from orchestrator.sources.posting import Posting

FOLDER = Path(samples.__path__[0])


def postings():
    with (FOLDER / "postings.jsonl").open("rb") as file:
        return list(read(file).records)


def test_every_sample_is_a_posting_of_its_own():
    found = postings()

    assert all(isinstance(one, Posting) for one in found)
    assert len({keys(p.job_url, source=p.source, source_job_id=None).url for p in found}) == 40


def test_no_board_ships_more_than_its_licence_lets_us():
    assert Counter(one.source for one in postings()) == {"remoteok": 20, "jobicy": 20}


def test_every_sample_keeps_the_link_back_to_its_board():
    hosts = {"remoteok": "https://remoteok.com/", "jobicy": "https://jobicy.com/"}

    assert all(one.job_url.lower().startswith(hosts[one.source]) for one in postings())


def test_every_sample_can_be_read_and_none_carries_a_readers_address():
    texts = [clean(one.description, format=one.description_format) for one in postings()]

    assert min(len(cleaned.text) for cleaned in texts) > 1_000
    assert not any("when applying to show you read" in cleaned.text for cleaned in texts)


def test_the_notice_names_every_source():
    notice = (FOLDER / "NOTICE.md").read_text()

    assert all(name in notice for name in ("Remote OK", "Jobicy", "Reactive Resume", "MIT"))
