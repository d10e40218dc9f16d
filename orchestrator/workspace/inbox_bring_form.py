"""The forms that bring mail in without an account: files, or the text of one mail."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from jobops.lib.words import later, say
from orchestrator.workspace.imports_form import Cut

MIB = 1024 * 1024
MOST_FILES = 50
MAIL_LIMIT, BOX_LIMIT = 5 * MIB, 200 * MIB
TEXT_LIMIT = 2 * MIB


class Files(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else []


class ManyFiles(forms.FileField):
    """One or several mails saved as files, or mailboxes of many."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        if not data:
            raise forms.ValidationError(say("Choose at least one file."))
        if len(data) > MOST_FILES:
            raise forms.ValidationError(
                say("At most {most_files} files at once.", most_files=MOST_FILES)
            )
        for file in data:
            _check(file)
        return list(data)


class UploadForm(forms.Form):
    mails = ManyFiles(
        label=later("Files"),
        widget=Files(attrs={"multiple": True, "accept": ".eml,.mbox,.mbx,message/rfc822"}),
        help_text=later(
            "Single mails (.eml, up to 5 MiB each) or whole mailboxes (.mbox, up to 200 MiB)."
            " Most mail programs export both."
        ),
    )


class PasteForm(forms.Form):
    text = Cut(
        label=later("The mail"),
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=later("Its source (“Show original”) tells most; its words alone are enough."),
        error_messages={"required": later("Paste the mail.")},
    )
    sender = forms.CharField(
        label=later("From"),
        required=False,
        max_length=320,
        help_text=later("An address, if you only pasted words."),
    )
    subject = forms.CharField(label=later("Subject"), required=False, max_length=300)
    date = forms.DateTimeField(
        label=later("Received"), required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        error_messages={"invalid": later("Give a date and a time.")},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, zone: ZoneInfo | None = None) -> None:
        super().__init__(data, auto_id="paste_%s")
        self.zone = zone

    def clean_date(self) -> datetime | None:
        given: datetime | None = self.cleaned_data["date"]
        if given is None or self.zone is None:
            return given
        return given.replace(tzinfo=self.zone)


def _check(file: Any) -> None:
    name, is_mail = file.name, file.name.lower().endswith(".eml")
    if is_mail and file.size > MAIL_LIMIT:
        raise forms.ValidationError(
            say("{name} is larger than 5 MiB. Paste its words instead.", name=name)
        )
    if file.size > BOX_LIMIT:
        raise forms.ValidationError(
            say("{name} is larger than 200 MiB. Export a part of it.", name=name)
        )
