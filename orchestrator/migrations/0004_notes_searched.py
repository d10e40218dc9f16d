from django.db import migrations, models
from django.db.models import F
from django.db.models.functions import Lower

from orchestrator.jobs import word_index
from orchestrator.jobs.word_parts import NOTES

ORDERS = (
    models.Index(F("owner"), Lower("title"), F("id").desc(), F("status"), name="job_title"),
    models.Index(F("owner"), Lower("employer"), F("id").desc(), F("status"), name="job_employer"),
    models.Index(fields=["owner", "deadline_at", "-id", "status"], name="job_closing"),
    models.Index(fields=["owner", "posted_on", "-id", "status"], name="job_posted"),
    models.Index(fields=["owner", "applied_at", "-id", "status"], name="job_sent"),
    models.Index(
        fields=[
            "owner", "status", "closed_at", "source", "workplace", "job_type", "posted_on",
            "salary_currency", "salary_interval", "salary_min", "salary_max",
        ],
        name="job_facets",
    ),
)


def build(apps, schema_editor):
    word_index.ensure(schema_editor.connection.alias)


def drop(apps, schema_editor):
    word_index.drop(schema_editor.connection.alias, part=NOTES)


class Migration(migrations.Migration):
    dependencies = [("orchestrator", "0003_notes_documents_todos_actions")]
    operations = [
        *(migrations.AddIndex(model_name="job", index=index) for index in ORDERS),
        migrations.RunPython(build, drop),
    ]
