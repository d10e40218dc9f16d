from django.db import migrations

from orchestrator.jobs import word_index
from orchestrator.jobs.word_parts import NOTES


def build(apps, schema_editor):
    word_index.ensure(schema_editor.connection.alias)


def drop(apps, schema_editor):
    word_index.drop(schema_editor.connection.alias, part=NOTES)


class Migration(migrations.Migration):
    dependencies = [("orchestrator", "0003_notes_documents_todos_actions")]
    operations = [migrations.RunPython(build, drop)]
