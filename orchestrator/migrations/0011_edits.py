"""What of a job's texts is kept as it is, and the digest of its accepted changes."""

from django.db import migrations, models

from orchestrator.jobs import word_index


def mend(apps, schema_editor):
    """SQLite makes the table of jobs anew for a column with a default, and loses its triggers."""
    word_index.ensure(schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [("orchestrator", "0010_progress")]
    operations = [
        # The last on the way back.
        migrations.RunPython(migrations.RunPython.noop, mend),
        migrations.AddField(
            model_name="job",
            name="edits_digest",
            field=models.CharField(default="", editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="job",
            name="pinned",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.RunPython(mend, migrations.RunPython.noop),
    ]
