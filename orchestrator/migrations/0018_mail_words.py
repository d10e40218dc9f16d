from django.db import migrations

from orchestrator.jobs import word_index
from orchestrator.jobs.word_mails import MAILS


def build(apps, schema_editor):
    """Mails get words; those of jobs are made anew, with what hits are grouped and ordered by."""
    word_index.ensure(schema_editor.connection.alias)


def drop(apps, schema_editor):
    """The version before knows neither the words of mails nor this trigger."""
    connection = schema_editor.connection
    word_index.drop(connection.alias, part=MAILS)
    suffix = "" if connection.vendor == "sqlite" else " ON orchestrator_job"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER job_search_standing{suffix}")


class Migration(migrations.Migration):
    dependencies = [("orchestrator", "0017_sponsors")]
    operations = [migrations.RunPython(build, drop)]
