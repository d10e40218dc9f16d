"""The form that takes in a photo."""

from __future__ import annotations

from typing import Any

from django import forms

from tailoring.pictures import MOST_TAKEN, PictureError


class PhotoForm(forms.Form):
    photo = forms.FileField(
        label="Picture",
        help_text="JPEG, PNG or WebP, at most 10 MB. It is made small, and what the camera wrote "
        "into it (place, time, device) is taken out.",
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
    )

    def clean_photo(self) -> Any:
        file = self.cleaned_data["photo"]
        if file.size > MOST_TAKEN:
            raise forms.ValidationError(PictureError.SENTENCES["too_big"])
        return file
