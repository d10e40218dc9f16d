"""The form that takes in a photo."""

from __future__ import annotations

from django import forms

from jobops.lib.words import later
from tailoring.pictures import MOST_TAKEN, Picture, PictureError, prepared


class PhotoForm(forms.Form):
    photo = forms.FileField(
        label=later("Picture"),
        help_text=later(
            "JPEG, PNG or WebP, at most 10 MB. It is made small, and what the camera wrote "
            "into it (place, time, device) is taken out."
        ),
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
    )

    def clean_photo(self) -> Picture:
        file = self.cleaned_data["photo"]
        try:
            if file.size > MOST_TAKEN:
                raise PictureError("too_big")
            return prepared(file.read())
        except PictureError as refused:
            raise forms.ValidationError(refused.sentence) from refused
