from django.db import migrations

from orchestrator.jobs import word_index
from orchestrator.jobs.word_parts import JOBS, NOTES


def build(apps, schema_editor):
    """The index is only what the jobs and notes say, so it is made anew."""
    using = schema_editor.connection.alias
    for part in (JOBS, NOTES):
        word_index.drop(using, part=part)
    word_index.ensure(using)


class Migration(migrations.Migration):
    dependencies = [("orchestrator", "0014_safe_to_run")]
    operations = [migrations.RunPython(build, migrations.RunPython.noop)]
