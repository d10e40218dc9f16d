from __future__ import annotations

import csv
import io
import json
import tracemalloc
from pathlib import Path

import pytest

from orchestrator.jobs.clean import clean
from orchestrator.jobs.files_in import FileProblem, read
from orchestrator.sources.posting import BadRecord, Posting

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "postings"
HEAD = "title,company,url\n"
ROW = {"title": "Cook", "employer": "Inn", "jobUrl": "https://inn.example/1"}


def records(content, **options):
    data = content if isinstance(content, bytes) else content.encode()
    return list(read(io.BytesIO(data), **options).records)


def reading(content):
    return read(io.BytesIO(content if isinstance(content, bytes) else content.encode()))


def table(*rows, delimiter=","):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "format"),
    [
        (json.dumps([ROW, ROW]), "json"),
        (json.dumps([ROW, ROW], indent=2), "json"),
        (json.dumps({"ok": True, "data": {"jobs": [ROW, ROW]}}), "json"),
        (json.dumps({"jobs": [ROW, ROW]}, indent=2), "json"),
        (json.dumps(ROW) + "\n\n" + json.dumps(ROW) + "\n", "jsonl"),
        (HEAD + "Cook,Inn,https://inn.example/1\n" * 2, "csv"),
        ("\n" + HEAD.replace(",", ";") + "Cook;Inn;https://inn.example/1\n" * 2, "csv"),
        (HEAD.replace(",", "\t") + "Cook\tInn\thttps://inn.example/1\n" * 2, "tsv"),
    ],
)
def test_it_reads_every_common_form(content, format):
    found = reading(content)

    assert found.format == format
    assert [one.title for one in found.records] == ["Cook", "Cook"]


@pytest.mark.parametrize("style", ["jobUrl", "job_url", "Job URL", "link", "Posting-Link"])
def test_it_knows_an_address_by_many_names(style):
    (posting,) = records(json.dumps([{"title": "Cook", "company": "Inn", style: ROW["jobUrl"]}]))

    assert posting.job_url == "https://inn.example/1"


def test_it_takes_every_field_of_the_api():
    fields = {
        "source": "Indeed",
        "sourceJobId": "7",
        "applicationLink": "https://inn.example/apply",
        "location": "Graz",
        "salary": "€ 30k",
        "deadline": "31.12.2026",
        "datePosted": "2026-11-01",
        "jobType": "full-time",
        "jobLevel": "senior",
        "jobFunction": "kitchen",
        "disciplines": "food",
        "degreeRequired": "diploma",
        "starting": "now",
        "jobDescription": "Cook well",
        "salaryMinAmount": "30,000",
        "salaryMaxAmount": 0,
        "salaryCurrency": "eur",
        "salaryInterval": "Year",
        "isRemote": "false",
        "companyIndustry": "Food",
    }
    (posting,) = records(json.dumps([ROW | fields]))

    assert posting == Posting(
        title="Cook",
        employer="Inn",
        job_url="https://inn.example/1",
        source="indeed",
        source_job_id="7",
        application_link="https://inn.example/apply",
        location="Graz",
        salary="€ 30k",
        deadline="31.12.2026",
        date_posted="2026-11-01",
        job_type="full-time",
        job_level="senior",
        job_function="kitchen",
        disciplines="food",
        degree_required="diploma",
        starting="now",
        description="Cook well",
        salary_min=30000.0,
        salary_currency="EUR",
        salary_interval="yearly",
        is_remote=False,
        extras={"companyIndustry": "Food"},
    )


def test_it_takes_the_columns_of_jobspy():
    head = (
        "id,site,job_url,title,company,location,date_posted,min_amount,is_remote,emails,company_url"
    )
    line = (
        'in-1,indeed,https://inn.example/1,Cook,Inn,"Graz, AT",2026-11-01,nan,True,a@inn.example,'
    )
    (posting,) = records(f"{head}\n{line}\n")

    assert (posting.source, posting.source_job_id, posting.location) == (
        "indeed",
        "in-1",
        "Graz, AT",
    )
    assert (posting.salary_min, posting.is_remote, posting.employer_url) == (None, True, None)
    assert posting.extras == {"emails": "a@inn.example"}


def test_the_owner_may_say_which_column_is_which():
    (posting,) = records(
        "Was;Wer;Wo im Netz\nCook;Inn;https://inn.example/1\n",
        columns={"Was": "title", "Wer": "employer", "Wo im Netz": "job_url"},
        source="spreadsheet",
    )

    assert (posting.title, posting.source) == ("Cook", "spreadsheet")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"title": "  "}, "The title is missing."),
        ({"title": "\u200b"}, "The title is missing."),
        ({"employer": None}, "The employer is missing."),
        ({"jobUrl": ""}, "The address of the posting is missing."),
        ({"jobUrl": "inn.example/1"}, "“inn.example/1” is not an http or https address."),
        ({"jobUrl": "javascript:x()"}, "“javascript:x()” is not an http or https address."),
        (
            {"jobUrl": "https://a b.example"},
            "“https://a b.example” is not an http or https address.",
        ),
        ({"jobUrl": "http://[1"}, "“http://[1” is not an http or https address."),
        (
            {"jobUrl": "https://ada:secret@inn.example"},
            "The address contains a user name or password.",
        ),
        (
            {"jobUrl": "https://inn.example/" + "x" * 2000},
            "The address is longer than 2,000 characters.",
        ),
        (
            {"title": "", "employer": "", "jobUrl": "x"},
            "The title is missing. The employer is missing. “x” is not an http or https address.",
        ),
    ],
)
def test_a_bad_row_is_refused_with_its_line_and_a_reason(fields, reason):
    good, bad, after = records("\n".join(json.dumps(row) for row in (ROW, ROW | fields, ROW)))

    assert (bad.line, bad.reason) == (2, reason)
    assert good == after


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (json.dumps(ROW) + '\n{"title": \n', 2, "The line is not valid JSON."),
        (json.dumps(ROW) + "\n[1]\n", 2, "The entry is not an object with named fields."),
        (json.dumps([ROW, 5]), 2, "The entry is not an object with named fields."),
        (
            json.dumps([ROW])[:-1] + ', {"title": ',
            2,
            "The file is not valid JSON from here on; what came before was read.",
        ),
        (
            HEAD + "Cook,Inn,https://inn.example/1\nCook,Inn,x,y,z\n",
            3,
            "The row has 5 cells, the heading 3.",
        ),
        (
            HEAD + 'Cook,Inn,https://inn.example/1\n"Cook,Inn,x\nCook,Inn,y\n',
            3,
            "A quotation mark is opened here and not closed; the lines it swallowed are missing.",
        ),
    ],
)
def test_broken_syntax_costs_a_row_and_not_the_file(content, line, reason):
    good, bad = records(content)

    assert isinstance(good, Posting)
    assert bad == BadRecord(line, reason)


def test_a_broken_first_line_costs_only_itself():
    bad, good = records('{"title": \n' + json.dumps(ROW))

    assert (bad.line, good.title) == (1, "Cook")


def test_a_single_object_is_one_posting():
    assert len(records(json.dumps(ROW))) == len(records(json.dumps(ROW, indent=2))) == 1


def test_a_line_break_inside_a_cell_keeps_the_line_numbers_right():
    rows = table(
        ("title", "company", "url"), ("Cook\nChef", "Inn", "https://inn.example"), ("", "", "x")
    )

    posting, bad = records(rows)

    assert (posting.title, bad.line) == ("Cook Chef", 4)


def test_blank_lines_are_passed_over():
    assert len(records(HEAD + "\n,,\nCook,Inn,https://inn.example/1\n\n")) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_it_reads_what_spreadsheets_write(encoding):
    content = (HEAD + "Köchin,Gasthaus “Zur Brücke”,https://inn.example/1\n").encode(encoding)

    (posting,) = records(content)

    assert (posting.title, posting.employer) == ("Köchin", "Gasthaus “Zur Brücke”")


def test_it_says_that_it_had_to_guess_the_encoding():
    assert reading((HEAD + "Köchin,Inn,x\n").encode("cp1252")).notices == (
        "The file is not UTF-8; it was read as Windows-1252.",
    )
    assert reading(HEAD).notices == ()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04....xl/workbook.xml", "an Excel workbook"),
        (b"PK\x03\x04....word/document.xml", "a Word document"),
        (b"PK\x03\x04....other", "a ZIP archive"),
        (b"<!DOCTYPE html><html></html>", "a web page"),
        (b"<?xml version='1.0'?><jobs/>", "an XML document"),
        (b"\x89PNG\r\n", "a picture"),
        (b"\x00\x01\x02", "a binary file"),
        (b"Dear Ada,\nthank you for applying.\n", "plain text"),
        (b'{"title": ', "This looks like JSON but cannot be read"),
    ],
)
def test_a_file_that_is_something_else_is_told_what_it_is(content, what):
    with pytest.raises(FileProblem) as refusal:
        reading(content)

    assert refusal.value.kind == "not_postings"
    assert what in refusal.value.sentence


@pytest.mark.parametrize("content", ["", "  \n\n", "\ufeff"])
def test_an_empty_file_is_told_so(content):
    with pytest.raises(FileProblem, match="empty"):
        reading(content)


def test_a_table_without_a_needed_column_names_what_it_has():
    with pytest.raises(FileProblem) as refusal:
        reading("title,url,mood\nCook,https://inn.example/1,good\n")

    assert refusal.value.sentence == (
        "No column holds an employer. The columns are: title, url, mood."
    )


def test_over_long_values_are_cut_and_not_refused():
    (posting,) = records(json.dumps([ROW | {"title": "x" * 600, "location": "y" * 300}]))

    assert (len(posting.title), len(posting.location)) == (500, 200)
    assert posting.title.endswith("…")


def test_a_large_file_is_read_entry_by_entry(tmp_path):
    path = tmp_path / "large.json"
    row = json.dumps(ROW | {"description": "word " * 2_000})
    path.write_text("[" + ",\n".join([row] * 3_000) + "]")

    tracemalloc.start()
    with path.open("rb") as file:
        count = sum(isinstance(one, Posting) for one in read(file).records)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == 3_000
    assert peak < path.stat().st_size / 10


def test_a_cell_as_long_as_a_description_is_read():
    line = ("Cook", "Inn", "https://inn.example/1", "x" * 200_000)
    (posting,) = records(table(("title", "company", "url", "description"), line))

    assert len(posting.description) == 200_000


@pytest.mark.skipif(not SHARED.exists(), reason="the shared test data is not on this machine")
@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [("remoteok", 95, 1), ("jobicy", 67, 0), ("cyberjobradar", 91, 0), ("ats_fixtures", 19, 19)],
)
def test_real_postings_are_read_or_refused_for_a_reason(name, good, bad):
    with (SHARED / f"postings_{name}.jsonl").open("rb") as file:
        found = list(read(file).records)
    postings = [one for one in found if isinstance(one, Posting)]
    refused = [one.reason for one in found if isinstance(one, BadRecord)]

    assert (len(postings), len(refused)) == (good, bad)
    assert set(refused) <= {
        "The employer is missing.",
        "The title is missing. The employer is missing.",
    }
    assert all(clean(p.description, format=p.description_format).text for p in postings)


def test_a_printed_document_with_objects_on_one_line_is_no_list_of_lines():
    whole = json.dumps({"jobs": ["@", "@"]}, indent=2).replace('"@"', json.dumps(ROW))

    assert [type(one) for one in records(whole)] == [Posting, Posting]


def test_a_text_among_the_entries_is_not_taken_for_a_reason():
    bad, good = records(json.dumps(["Ignore the rest", ROW]))

    assert bad == BadRecord(1, "The entry is not an object with named fields.")
    assert isinstance(good, Posting)
