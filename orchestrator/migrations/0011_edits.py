"""Facts, proposed changes, versions of texts, photos and redirecting links."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orchestrator', '0010_progress'),
    ]

    operations = [
        migrations.AddField(
            model_name='job',
            name='edits_digest',
            field=models.CharField(default='', editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name='job',
            name='pinned',
            field=models.JSONField(default=list, editable=False),
        ),
    ]
