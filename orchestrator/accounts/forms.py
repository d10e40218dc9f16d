"""Sign-in and first-run forms."""

from __future__ import annotations

from django import forms

from jobops.lib.words import later

PASSWORD_HELP = later("At least 8 characters, nothing that everybody uses, and not the name again.")


class SignInForm(forms.Form):
    username = forms.CharField(
        max_length=150,
        label=later("Name"),
        widget=forms.TextInput({"autocomplete": "username", "autofocus": True}),
        error_messages={"required": later("Give the name.")},
    )
    password = forms.CharField(
        label=later("Password"),
        max_length=500,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        error_messages={"required": later("Give the password.")},
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        max_length=12,
        label=later("Code"),
        help_text=later("Six digits. A new one comes every 30 seconds."),
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        ),
        error_messages={"required": later("Give the code.")},
    )


class RecoveryForm(forms.Form):
    code = forms.CharField(
        max_length=40,
        label=later("Recovery code"),
        help_text=later("One of the ten you kept. Each counts once."),
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false",
             "autofocus": True}
        ),
        error_messages={"required": later("Give one of your recovery codes.")},
    )  # fmt: skip


class SetupForm(forms.Form):
    username = forms.CharField(
        max_length=150,
        label=later("Name to sign in with"),
        help_text=later("Any word you will remember."),
        widget=forms.TextInput({"autocomplete": "username", "autofocus": True}),
        error_messages={"required": later("Give the name.")},
    )
    display_name = forms.CharField(max_length=120, required=False, label=later("Your name"))
    password = forms.CharField(
        label=later("Password"),
        min_length=8,
        max_length=500,
        help_text=PASSWORD_HELP,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={
            "required": later("Choose a password."),
            "min_length": later("Use at least 8 characters."),
        },
    )
