"""The limits of tailored texts are stored by the names that the API gives them."""

from __future__ import annotations

from typing import Any

from django.db import migrations

NAMES = {
    "summaryMaxWords": "chatStyleSummaryMaxWords",
    "maxKeywordsPerSkill": "chatStyleMaxKeywordsPerSkill",
}


def rename(apps: Any, names: dict[str, str]) -> None:
    preference = apps.get_model("orchestrator", "Preference")
    for old, new in names.items():
        taken = preference.objects.filter(key=new).values("owner_id")
        preference.objects.filter(key=old, owner_id__in=taken).delete()
        preference.objects.filter(key=old).update(key=new)


def forwards(apps: Any, schema_editor: Any) -> None:
    rename(apps, NAMES)


def backwards(apps: Any, schema_editor: Any) -> None:
    rename(apps, {new: old for old, new in NAMES.items()})


class Migration(migrations.Migration):
    dependencies = [("orchestrator", "0011_edits")]
    operations = [migrations.RunPython(forwards, backwards)]
