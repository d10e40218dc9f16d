"""What the pages of mailboxes ask for."""

from __future__ import annotations

from typing import Any

from django import forms

from jobops.lib.errors import Problem
from jobops.lib.words import later, say
from orchestrator.inbox.boxes import imap_account
from orchestrator.inbox.boxes.imap_account import LONGEST_FOLDER, MOST_FOLDERS, Login
from orchestrator.inbox.boxes.mailbox import MailError
from orchestrator.models import MailAccount
from orchestrator.workspace.mailbox_view import every

# Which field has to change when a step of connecting failed.
BLAMED = {
    "resolve": "host", "connect": "port", "certificate": "host", "login": "password",
    "mailbox": "folders",
}  # fmt: skip
RHYTHMS = (0, 5, 15, 30, 60, 180, 720, 1440)
PLAIN_TEXT = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}


class ServerForm(forms.Form):
    """A mailbox on a mail server. A blank password is the stored one, as long as it goes to the
    same name at the same host.
    """

    host = forms.CharField(
        label=later("Mail server"),
        max_length=253,
        help_text=later("For example imap.example.org"),
        widget=forms.TextInput(PLAIN_TEXT),
        error_messages={"required": later("Give its host name.")},
    )
    port = forms.IntegerField(label=later("Port"), min_value=1, max_value=65535, initial=993)
    security = forms.ChoiceField(
        label=later("Encryption"),
        choices=(
            ("tls", later("TLS (usually port 993)")),
            ("starttls", later("STARTTLS (usually port 143)")),
            ("plain", later("None, for a server on this machine")),
        ),
        help_text=later("Certificates are always checked."),
    )
    username = forms.CharField(
        label=later("User name"),
        max_length=320,
        help_text=later("Usually your whole mail address."),
        widget=forms.TextInput(PLAIN_TEXT),
        error_messages={"required": later("Give the user name.")},
    )
    password = forms.CharField(
        label=later("Password"),
        max_length=1000,
        required=False,
        strip=False,
        help_text=later("Many providers want an app password here. It is stored sealed."),
        widget=forms.PasswordInput({"autocomplete": "off"}),
    )
    folders = forms.CharField(
        label=later("Folders"), required=False, initial="INBOX",
        help_text=later("One on each line, at most 5. A test lists those there are."),
        widget=forms.Textarea({"rows": 3, "spellcheck": "false"}),
    )  # fmt: skip
    display_name = forms.CharField(
        label=later("Name here"), max_length=120, required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, given: Any = None, *, known: MailAccount | None = None) -> None:
        self.known = known
        initial = {**known.server, "display_name": known.display_name} if known else {}
        if known:
            initial["folders"] = "\n".join(known.server.get("folders", ()))
        super().__init__(given, initial=initial, auto_id="box_%s")

    def clean_folders(self) -> tuple[str, ...]:
        lines = [line.strip() for line in self.cleaned_data["folders"].splitlines()]
        wanted = tuple(dict.fromkeys(line for line in lines if line)) or ("INBOX",)
        if len(wanted) > MOST_FOLDERS:
            raise forms.ValidationError(
                say("Name at most {most_folders} folders.", most_folders=MOST_FOLDERS)
            )
        if any(len(one) > LONGEST_FOLDER for one in wanted):
            raise forms.ValidationError(say("One of these names is too long."))
        return wanted

    def clean(self) -> dict[str, Any]:
        if not self.cleaned_data.get("password") and not self._is_same():
            self.add_error("password", say("Give the password."))
        return self.cleaned_data

    def login(self) -> Login:
        given = self.cleaned_data
        password = given["password"]
        if not password and self.known:
            password = imap_account.password(self.known)
        return Login(
            host=given["host"].strip(),
            port=given["port"],
            security=given["security"],
            username=given["username"].strip(),
            password=password,
            folders=given["folders"],
        )

    def blame(self, problem: Problem) -> None:
        step = str(problem.details.get("step", "")) if isinstance(problem, MailError) else ""
        self.add_error(BLAMED.get(step), problem.sentence)

    def _is_same(self) -> bool:
        if self.known is None or not self.known.credentials:
            return False
        keys = ("host", "port", "username")
        return all(self.known.server.get(key) == self.cleaned_data.get(key) for key in keys)


class ChangeForm(forms.Form):
    display_name = forms.CharField(
        label=later("Name here"), max_length=120, required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )  # fmt: skip
    interval = forms.TypedChoiceField(label=later("Read by itself"), coerce=int)

    def __init__(self, given: Any = None, *, row: MailAccount) -> None:
        initial = {"display_name": row.display_name, "interval": row.interval}
        super().__init__(given, initial=initial, auto_id="change_%s")
        minutes = sorted({*RHYTHMS, row.interval})
        chosen = self.fields["interval"]
        assert isinstance(chosen, forms.TypedChoiceField)
        chosen.choices = [(one, every(one) if one else say("only when I ask")) for one in minutes]
