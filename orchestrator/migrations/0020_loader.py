from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Who loads a register, so that one who was killed keeps nobody waiting."""

    dependencies = [("orchestrator", "0019_speed")]
    operations = [
        migrations.AddField(
            model_name="sponsorregister",
            name="worker",
            field=models.CharField(editable=False, max_length=120, null=True),
        ),
    ]
