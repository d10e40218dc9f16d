"""A file that is no JSON becomes a résumé only after a look."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from orchestrator.models import User
from orchestrator.ops import tidying
from tailoring import library, reviews
from tailoring.models import ResumeDocument, ResumeIntake
from tests.intake import papers

pytestmark = pytest.mark.django_db


def upload(client: Client, content: bytes, name: str = "cv.pdf") -> Any:
    return client.post("/design-resume/import", {"file": SimpleUploadedFile(name, content)})


def begun(client: Client, content: bytes = papers.CV.encode()) -> str:
    return str(upload(client, content, "cv.txt")["Location"])


def fields(client: Client, address: str) -> dict[str, str]:
    """What a browser would send back untouched."""
    forms = client.get(address).context["forms"]
    every = [forms.basics, *forms.entries.values()]
    return {bound.html_name: bound.value() or "" for form in every for bound in form}


def first(name: str) -> str:
    """The key of an entry by a value of it."""
    found = reviews.found_in(ResumeIntake.objects.get())
    entries = (entry for section in found.sections for entry in section.entries)
    return next(e.key for e in entries if name in [value.value for value in e.fields.values()])


@pytest.mark.parametrize("content", [papers.pdf(), papers.word(), papers.CV.encode()])
def test_nothing_is_a_resume_before_it_is_used(client: Client, ada: User, content: bytes) -> None:
    """Takes a second: the file is read in a process of its own."""
    address = upload(client, content)["Location"]
    page = client.get(address).content.decode()

    assert "Northwind Ltd" in page
    assert "Line 7" in page
    assert not ResumeDocument.objects.exists()

    used = client.post(address, {**fields(client, address), "do": "use"})
    base = ResumeDocument.objects.get()

    assert used["Location"] == f"/design-resume/{base.pk}"
    assert base.is_default
    assert not ResumeIntake.objects.exists()
    assert library.newest(base).original is not None


def test_corrections_are_kept_and_used(client: Client, ada: User) -> None:
    address = begun(client)
    typed = {
        **fields(client, address),
        "basics-name": "Jane D. Doe",
        f"{first('Fabrikam Inc')}-company": "Contoso",
    }

    client.post(address, {**typed, "do": "save"})
    client.post(address, {**fields(client, address), "do": "use"})
    data = library.newest(ResumeDocument.objects.get()).data

    assert data["basics"]["name"] == "Jane D. Doe"
    assert [one["company"] for one in data["sections"]["experience"]["items"]] == [
        "Northwind Ltd",
        "Contoso",
    ]
    assert data["sections"]["experience"]["items"][0]["description"] == (
        "<ul><li>Cut the build from 40 to 6 minutes</li><li>Led five people</li></ul>"
    )


@pytest.mark.parametrize(
    ("step", "left"),
    [
        ("remove:{one}", ["Fabrikam Inc"]),
        ("down:{one}", ["Fabrikam Inc", "Northwind Ltd"]),
        ("up:{one}", ["Northwind Ltd", "Fabrikam Inc"]),
        ("add:experience", ["Northwind Ltd", "Fabrikam Inc", ""]),
        ("add:nonsense", ["Northwind Ltd", "Fabrikam Inc"]),
        ("remove:e999", ["Northwind Ltd", "Fabrikam Inc"]),
    ],
)
def test_entries_are_added_moved_and_removed(
    client: Client, ada: User, step: str, left: list[str]
) -> None:
    address = begun(client)
    do = step.format(one=first("Northwind Ltd"))
    client.post(address, {**fields(client, address), "do": do})
    found = reviews.found_in(ResumeIntake.objects.get())
    jobs = next(one for one in found.sections if one.kind == "experience").entries

    assert [e.fields["company"].value if "company" in e.fields else "" for e in jobs] == left


def test_a_step_keeps_what_was_typed_elsewhere(client: Client, ada: User) -> None:
    address = begun(client)
    client.post(address, {**fields(client, address), "basics-name": "J. Doe", "do": "add:awards"})
    assert reviews.found_in(ResumeIntake.objects.get()).basics["name"].value == "J. Doe"


def test_too_long_a_value_is_kept_on_the_page_and_saved_nowhere(client: Client, ada: User) -> None:
    address = begun(client)
    answer = client.post(
        address, {**fields(client, address), "basics-name": "x" * 300, "do": "use"}
    )

    assert answer.status_code == 422
    assert "x" * 300 in answer.content.decode()
    assert not ResumeDocument.objects.exists()


def test_thrown_away_leaves_no_trace(client: Client, ada: User) -> None:
    address = begun(client)
    client.post(address, {"do": "discard"})

    assert not ResumeIntake.objects.exists()
    assert client.get(address).status_code == 404


def test_a_refused_file_leaves_no_trace(client: Client, ada: User) -> None:
    answer = upload(client, papers.pdf(password="x"))

    assert answer.status_code == 422
    assert "protected by a password" in answer.content.decode()
    assert not ResumeIntake.objects.exists()


def test_nobody_sees_the_review_of_another(client: Client, ada: User, ben: User) -> None:
    review = reviews.take(ben, papers.CV.encode(), file_name="cv.txt")
    assert isinstance(review, ResumeIntake)
    address = f"/design-resume/import/{review.pk}"

    assert client.get(address).status_code == 404
    assert client.post(address, {"do": "discard"}).status_code == 404
    assert ResumeIntake.objects.exists()


def test_the_same_file_goes_on_with_its_review_and_is_imported_once(
    client: Client, ada: User
) -> None:
    address = begun(client)
    assert begun(client) == address
    client.post(address, {**fields(client, address), "do": "use"})

    assert begun(client) == f"/design-resume/{ResumeDocument.objects.get().pk}"
    assert not ResumeIntake.objects.exists()


def test_a_review_nobody_used_goes_after_a_day(client: Client, ada: User) -> None:
    begun(client)
    now = timezone.now()

    tidying.tidy(now + timedelta(hours=23))
    assert ResumeIntake.objects.exists()
    tidying.tidy(now + timedelta(hours=25))
    assert not ResumeIntake.objects.exists()


def test_an_owner_keeps_a_few_reviews_only(client: Client, ada: User) -> None:
    for number in range(reviews.MOST_OPEN + 2):
        begun(client, f"Jane Doe {'x' * number}\njane@example.org".encode())
    assert ResumeIntake.objects.count() == reviews.MOST_OPEN


def test_lines_that_went_nowhere_can_be_kept(client: Client, ada: User) -> None:
    address = begun(client, "Jane Doe\njane@example.org\n§ 12 % 99 #x\n".encode())
    assert "§ 12 % 99 #x" in client.get(address).content.decode()
    client.post(address, {**fields(client, address), "do": "rest:"})
    client.post(address, {**fields(client, address), "do": "use"})
    (own,) = library.newest(ResumeDocument.objects.get()).data["customSections"]
    assert own["items"][0]["content"] == "<p>§ 12 % 99 #x</p>"


LOST = "Jane Doe\njane@example.org\n§ 12 % 99 #x\n§ 13 % 98 #y\n"


@pytest.mark.parametrize(("into", "left"), [("summary", (4,)), ("own", (4,)), ("away", (4,)),
                                            ("nowhere", (3, 4)), ("", (3, 4))])  # fmt: skip
def test_a_line_is_put_where_a_person_says(
    client: Client, ada: User, into: str, left: tuple[int, ...]
) -> None:
    address = begun(client, LOST.encode())
    data = {**fields(client, address), "do": "put:", "into": into, "line": ["3"]}
    assert client.post(address, data).status_code == 303
    found = reviews.found_in(ResumeIntake.objects.get())
    assert found.left == left
    assert ("§ 12 % 99 #x" in found.summary.value) == (into == "summary")


def test_a_line_is_added_to_an_entry_that_is_there(client: Client, ada: User) -> None:
    address = begun(client, LOST.encode())
    client.post(address, {**fields(client, address), "do": "add:experience"})
    ((key, _),) = [one for one in client.get(address).context["places"] if one[0][0] == "e"]
    data = {**fields(client, address), "do": "put:", "into": key, "line": ["3", "4"]}
    client.post(address, data)
    assert not reviews.found_in(ResumeIntake.objects.get()).left
    assert fields(client, address)[f"{key}-text"] == "§ 12 % 99 #x\n§ 13 % 98 #y"


@pytest.mark.parametrize("picked", [[], ["x"], ["99999999999999999999"], ["-1"], ["²"]])
def test_what_is_no_line_moves_nothing(client: Client, ada: User, picked: list[str]) -> None:
    address = begun(client, LOST.encode())
    data = {**fields(client, address), "do": "put:", "into": "away", "line": picked}
    assert client.post(address, data).status_code == 303
    assert reviews.found_in(ResumeIntake.objects.get()).left == (3, 4)


@pytest.mark.parametrize("content", [papers.CV.encode(), LOST.encode()])
def test_every_line_is_accounted_for(client: Client, ada: User, content: bytes) -> None:
    account = client.get(begun(client, content)).context["account"]
    written = [line for line in content.decode().splitlines() if line.strip()]
    assert account.total == len(written)
    assert account.read + account.left + len(account.aside) == account.total
    assert account.parts[0].values > 0
