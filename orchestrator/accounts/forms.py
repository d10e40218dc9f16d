"""Sign-in and first-run forms."""

from __future__ import annotations

from django import forms


class SignInForm(forms.Form):
    username = forms.CharField(
        max_length=150,
        label="Name",
        widget=forms.TextInput({"autocomplete": "username", "autofocus": True}),
        error_messages={"required": "Give the name."},
    )
    password = forms.CharField(
        max_length=500,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        error_messages={"required": "Give the password."},
    )


class SetupForm(forms.Form):
    username = forms.CharField(
        max_length=150,
        label="Name to sign in with",
        help_text="Any word you will remember.",
        widget=forms.TextInput({"autocomplete": "username", "autofocus": True}),
        error_messages={"required": "Give the name."},
    )
    display_name = forms.CharField(max_length=120, required=False, label="Your name")
    password = forms.CharField(
        min_length=8,
        max_length=500,
        help_text="At least 8 characters.",
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={
            "required": "Choose a password.",
            "min_length": "Use at least 8 characters.",
        },
    )
