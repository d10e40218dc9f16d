"""The Contacts tab: the people of an application, and those who could be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.validators import URLValidator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from jobops.lib.errors import Invalid
from jobops.lib.words import later, later_each, say
from jobops.web.fragments import see_other
from orchestrator import access
from orchestrator.models import Contact, Job
from orchestrator.tracking import contacts
from orchestrator.workspace import jobpage
from orchestrator.workspace.answers import shortened
from orchestrator.workspace.tracking_forms import Text

NAMED = later_each({"posting": "named in the posting", "mail": "wrote to you"})


class ContactForm(forms.Form):
    name = Text(
        max_length=200,
        label=later("Name"),
        error_messages={"required": later("Give the contact a name.")},
    )
    role = Text(max_length=200, required=False, label=later("What they do"))
    address = Text(max_length=320, required=False, label=later("E-mail"))
    phone = Text(max_length=60, required=False, label=later("Telephone"))
    link = forms.CharField(
        max_length=2000,
        required=False,
        label=later("Page"),
        validators=[
            URLValidator(["http", "https"], message=later("Give an address with https://."))
        ],
    )
    notes = Text(
        max_length=4000,
        required=False,
        label=later("Notes"),
        widget=forms.Textarea({"rows": 2}),
    )
    source = forms.ChoiceField(
        choices=[("user", ""), ("mail", ""), ("posting", "")],
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, contact: Contact | None = None
    ) -> None:
        names = [name for name in self.base_fields if contact is not None]
        initial = {name: getattr(contact, name) for name in names}
        super().__init__(data, initial=initial, auto_id="contact_%s")
        self.contact = contact

    def clean_address(self) -> str:
        given = str(self.cleaned_data["address"])
        if given and not contacts.ADDRESS.fullmatch(given):
            raise forms.ValidationError(
                say("Give an e-mail address, such as name@company.example.")
            )
        return given

    def values(self) -> dict[str, str]:
        given = self.cleaned_data
        source = self.contact.source if self.contact else given["source"] or "user"
        return {**{name: given[name] for name in self.base_fields}, "source": source}


@dataclass(frozen=True)
class Shown:
    """`form` stands in its place while it is edited."""

    id: str
    name: str
    role: str
    address: str
    phone: str
    link: str
    notes: str
    source: str
    url: str
    form: ContactForm | None = None


@dataclass(frozen=True)
class Could:
    name: str
    address: str
    source: str
    why: str

    @property
    def called(self) -> str:
        return self.name or self.address


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    job = access.job(access.owner(request), pk)
    if request.method != "POST":
        return drawn(request, job, ContactForm())
    return kept(request, job, ContactForm(request.POST))


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: UUID, contact: UUID) -> HttpResponse:
    """The same page with the form in the place of one of them."""
    job = access.job(access.owner(request), pk)
    found = access.contact(job, contact)
    if request.method != "POST":
        return drawn(request, job, ContactForm(contact=found))
    return kept(request, job, ContactForm(request.POST, contact=found))


@require_POST
def remove(request: HttpRequest, pk: UUID, contact: UUID) -> HttpResponse:
    job = access.job(access.owner(request), pk)
    found = access.contact(job, contact)
    contacts.remove(found, actor="user")
    back = f"/job/{job.pk}/contacts/{found.pk}/restore"
    messages.success(
        request,
        say("Deleted the contact {shortened}.", shortened=shortened(found.name)),
        extra_tags=back,
    )
    return see_other(jobpage.address(job.pk, "contacts"))


@require_POST
def restore(request: HttpRequest, pk: UUID, contact: UUID) -> HttpResponse:
    job = access.job(access.owner(request), pk)
    back = contacts.restore(access.any_contact(job, contact), actor="user")
    messages.success(
        request, say("The contact {shortened} is back.", shortened=shortened(back.name))
    )
    return see_other(jobpage.address(job.pk, "contacts"))


def kept(request: HttpRequest, job: Job, form: ContactForm) -> HttpResponse:
    """Add or change; 422 shows the form with every character kept."""
    if not form.is_valid():
        return drawn(request, job, form, status=422)
    try:
        store(job, form)
    except Invalid as full:
        form.add_error("name", full.sentence)
        return drawn(request, job, form, status=422)
    return see_other(jobpage.address(job.pk, "contacts"))


def store(job: Job, form: ContactForm) -> Contact:
    if form.contact is None:
        return contacts.add(job, form.values(), actor="user")
    return contacts.change(form.contact, form.values(), actor="user")


def drawn(request: HttpRequest, job: Job, form: ContactForm, *, status: int = 200) -> HttpResponse:
    content = {
        "form": form,
        "editing": form.contact is not None,
        "contacts": [shown(one, form=form) for one in contacts.of(job)],
        "could": [
            Could(one.name, one.address, one.source, NAMED[one.source])
            for one in contacts.suggested(job)
        ],
        "contacts_url": jobpage.address(job.pk, "contacts"),
    }
    return jobpage.shown(request, job, "contacts", status=status, content=content)


def shown(contact: Contact, *, form: ContactForm) -> Shown:
    edited = form.contact is not None and form.contact.pk == contact.pk
    return Shown(
        id=str(contact.pk),
        name=contact.name,
        role=contact.role,
        address=contact.address,
        phone=contact.phone,
        link=contact.link,
        notes=contact.notes,
        source=NAMED.get(contact.source, ""),
        url=f"/job/{contact.job_id}/contacts/{contact.pk}",
        form=form if edited else None,
    )
