from django.db import migrations

from orchestrator.jobs import word_index


def build(apps, schema_editor):
    word_index.ensure(schema_editor.connection.alias)


def drop(apps, schema_editor):
    word_index.drop(schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [("orchestrator", "0001_initial")]
    operations = [migrations.RunPython(build, drop)]
