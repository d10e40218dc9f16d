"""The photo of a base résumé: taken in, shown, taken away."""

from __future__ import annotations

from django.db import transaction

from tailoring import library
from tailoring.models import ResumeDocument, ResumePhoto
from tailoring.pictures import Picture


def of(document: ResumeDocument) -> ResumePhoto | None:
    return ResumePhoto.objects.filter(document=document).first()


def keep(document: ResumeDocument, made: Picture) -> ResumePhoto:
    """Store it in place of the one before."""
    with transaction.atomic():
        photo, _ = ResumePhoto.objects.update_or_create(document=document, defaults=made.as_row())
        library.renew(document)
    return photo


def remove(document: ResumeDocument) -> None:
    with transaction.atomic():
        ResumePhoto.objects.filter(document=document).delete()
        library.renew(document)
