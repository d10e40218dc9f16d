from django.db import migrations

from orchestrator.jobs import word_index
from orchestrator.jobs.word_parts import HITS


def build(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        word_index.ensure(schema_editor.connection.alias)
        schema_editor.execute(HITS)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION IF EXISTS job_hits(tsquery)")


class Migration(migrations.Migration):
    dependencies = [("orchestrator", "0021_pages")]
    operations = [migrations.RunPython(build, drop)]
