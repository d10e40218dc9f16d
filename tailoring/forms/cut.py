from __future__ import annotations

from typing import Any

from django import forms


class Cut(forms.CharField):
    """Line ends as the server writes them, so that an untouched text is equal to what it was."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")
