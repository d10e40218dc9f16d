"""The forms of Import: an address, a text, a file, and the review of what was read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from pydantic import ValidationError

from jobops.lib import words
from jobops.lib.text import canonical_url
from orchestrator.jobs import capture
from orchestrator.jobs.capture_draft import Draft
from orchestrator.sources.posting import URL_LIMIT, Posting, checked_address

PAGE_LIMIT = capture.PAGE_LIMIT
FILE_LIMIT = 20 * 1024 * 1024
WORKPLACES = (
    ("", words.later("Not said")),
    ("remote", words.later("Remote")),
    ("hybrid", words.later("Hybrid")),
    ("onsite", words.later("On site")),
)
# Field → label, most characters, hint. The first ones are asked of everybody, the rest on demand.
FIRST: Mapping[str, tuple[str, int, str]] = {
    "title": (words.later("Title"), 500, ""),
    "employer": (words.later("Employer"), 500, ""),
    "job_url": (
        words.later("Address of the posting"),
        URL_LIMIT,
        words.later("Where you found it"),
    ),
    "location": (words.later("Location"), 200, ""),
    "workplace": (words.later("Workplace"), 20, ""),
    "salary": (words.later("Salary"), 200, ""),
    "deadline": (words.later("Deadline"), 100, ""),
}
MORE: Mapping[str, tuple[str, int, str]] = {
    "job_type": (words.later("Type of employment"), 200, words.later("Full-time, contract, …")),
    "job_level": (words.later("Level"), 200, ""),
    "job_function": (words.later("Department or function"), 200, ""),
    "disciplines": (words.later("Disciplines"), 200, ""),
    "degree_required": (words.later("Degree"), 200, ""),
    "starting": (words.later("Start"), 200, ""),
    "date_posted": (words.later("Posted"), 100, ""),
    "application_link": (
        words.later("Where to apply"),
        URL_LIMIT,
        words.later("If it is another address"),
    ),
    "employer_url": (words.later("Employer's site"), URL_LIMIT, ""),
}
ORIGINS = {
    "page": words.later("page data"),
    "rule": words.later("rule"),
    "model": words.later("model"),
    "you": words.later("you"),
}


class Cut(forms.CharField):
    """Line ends as the server writes them, so that an untouched text is equal to its draft."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


class AddressForm(forms.Form):
    url = forms.CharField(
        label=words.later("Address of the posting"),
        max_length=URL_LIMIT,
        widget=forms.URLInput(attrs={"autocomplete": "off", "placeholder": "https://"}),
        help_text=words.later(
            "The page is read once, without signing in anywhere. You check it before"
            " anything is stored."
        ),
        error_messages={"required": words.later("Give the address of a posting.")},
    )

    def clean_url(self) -> str:
        return _address(self.cleaned_data["url"])


class PasteForm(forms.Form):
    text = Cut(
        label=words.later("Text of the posting"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=words.later(
            "Copied from the page, an e-mail or a PDF; the page's source works too."
        ),
    )
    page = forms.FileField(
        label=words.later("Or the page saved as HTML"),
        required=False,
        help_text=words.later("At most 5 MB."),
    )
    address = forms.CharField(
        label=words.later("Its address"),
        required=False,
        max_length=URL_LIMIT,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
        help_text=words.later("So that you and JobOps find it again."),
    )

    def clean_address(self) -> str:
        given = self.cleaned_data["address"].strip()
        return _address(given) if given else ""

    def clean_page(self) -> Any:
        file = self.cleaned_data["page"]
        if file and file.size > PAGE_LIMIT:
            raise forms.ValidationError(
                words.say("This page is larger than 5 MB. Paste its text instead.")
            )
        return file

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        text = given.get("text", "")
        if not text.strip() and not given.get("page") and "page" not in self.errors:
            self.add_error(
                "text", words.say("Paste the text of the posting, or choose a saved page.")
            )
        if len(text) > capture.PASTE_LIMIT and not capture.looks_like_markup(text):
            said = words.say(
                "This is longer than {paste_limit} characters. Paste the posting alone.",
                paste_limit=words.number(capture.PASTE_LIMIT),
            )
            self.add_error("text", said)
        return given


class FileForm(forms.Form):
    file = forms.FileField(
        label=words.later("File of postings"),
        help_text=words.later(
            "CSV, tab-separated, JSON or JSON Lines; at most 20 MB and 10,000 rows."
        ),
        error_messages={"required": words.later("Choose a file.")},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > FILE_LIMIT:
            raise forms.ValidationError(
                words.say("This file is larger than 20 MB. Nothing was imported.")
            )
        return file


@dataclass(frozen=True)
class Shown:
    """A field of the review with who filled it in, and the words it was read from."""

    field: BoundField
    origin: str
    css: str
    quote: str


class ReviewForm(forms.Form):
    """What will be stored. `draft` is what was read; the form says what differs from it."""

    description = Cut(
        label=words.later("Description"),
        required=False,
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=words.later("The score and your texts are made from it."),
    )

    def __init__(self, data: Any = None, *, draft: Draft) -> None:
        self.draft = draft
        first = {name: draft.value(name) for name in (*FIRST, *MORE)}
        super().__init__(data, initial={**first, "description": draft.description})
        for name, (label, limit, hint) in {**FIRST, **MORE}.items():
            self.fields[name] = _field(name, label=label, limit=limit, hint=hint)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        if not self.errors:
            try:
                self.posting()
            except ValidationError as wrong:
                for one in wrong.errors(include_url=False):
                    self.add_error(str(one["loc"][0]), one["msg"])
        return given

    def posting(self) -> Posting:
        """Raises pydantic's ValidationError for what is no posting."""
        return _posting(self.cleaned_data, draft=self.draft)

    def first(self) -> Iterator[Shown]:
        return (self._shown(name) for name in FIRST)

    def more(self) -> Iterator[Shown]:
        return (self._shown(name) for name in MORE)

    def opened(self) -> bool:
        """Whether a field of the folded part needs to be seen."""
        return any(name in self.errors for name in MORE)

    def text(self) -> Shown:
        origin = words.say("page data") if self.draft.html else ""
        return Shown(self["description"], origin, "is-page", "")

    def _shown(self, name: str) -> Shown:
        bound, said = self[name], self.draft.said.get(name)
        value = str(bound.value() or "")
        if said is None or value.strip() != said.value:
            return Shown(bound, "you" if value.strip() else "", "is-you", "")
        quote = "" if said.quote == said.value and said.origin == "page" else said.quote
        return Shown(bound, ORIGINS[said.origin], f"is-{said.origin}", quote)


def _field(name: str, *, label: str, limit: int, hint: str) -> forms.Field:
    if name == "workplace":
        return forms.ChoiceField(label=label, choices=WORKPLACES, required=False)
    needed = name in ("title", "employer", "job_url")
    is_address = name in ("job_url", "application_link", "employer_url")
    widget = forms.URLInput if is_address else forms.TextInput
    return forms.CharField(
        label=label, max_length=limit, required=needed, help_text=hint,
        widget=widget(attrs={"autocomplete": "off"}),
        validators=[_check] if is_address else [],
        error_messages={"required": words.say("Give the {lower}.", lower=words.within(label))},
    )  # fmt: skip


def _posting(given: Mapping[str, Any], *, draft: Draft) -> Posting:
    """Structured amounts and markup hold only for words that were left as they were read."""
    facts = {name: given[name] for name in (*FIRST, *MORE) if name != "workplace"}
    if given["salary"] == draft.value("salary") and (draft.pay.low or draft.pay.high):
        facts |= {
            "salary_min": draft.pay.low, "salary_max": draft.pay.high,
            "salary_currency": draft.pay.currency, "salary_interval": draft.pay.interval,
        }  # fmt: skip
    is_markup = bool(draft.html) and given["description"].strip() == draft.description
    return Posting(
        **facts,
        **_identity(given["job_url"], draft=draft),
        description=draft.html if is_markup else given["description"],
        description_format="html" if is_markup else "text",
        hidden_text=draft.hidden_text,
        extras={**_extras(draft), "workplace": given["workplace"]}
        if given["workplace"]
        else _extras(draft),
    )


def _extras(draft: Draft) -> dict[str, Any]:
    return {name: value for name, value in draft.extras.items() if name != "workplace"}


def _identity(address: str, *, draft: Draft) -> dict[str, Any]:
    """What the source calls it, as long as the address is still the one that was read."""
    number = draft.value("source_job_id")
    if draft.source:
        same = address == draft.value("job_url")
        return {"source": draft.source, "source_job_id": number} if same else {}
    host = canonical_url(address).split("/")[2:3]
    return {"source_job_id": number if host and number.startswith(f"{host[0]}/") else None}


def _check(text: str) -> None:
    _address(text)


def _address(text: str) -> str:
    try:
        return checked_address(text.strip())
    except ValueError as wrong:
        raise forms.ValidationError(str(wrong)) from wrong
