"""What a run keeps of its progress and insights."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orchestrator", "0009_ledger")]
    operations = [
        migrations.CreateModel(
            name="Find",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False,
                                           verbose_name="ID")),
                ("unit", models.PositiveSmallIntegerField(default=0)),
                ("outcome", models.CharField(max_length=10)),
                ("is_linked", models.BooleanField(default=False)),
                ("place_unknown", models.BooleanField(default=False)),
                ("item", models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="finds",
                    to="orchestrator.runitem")),
                ("job", models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+",
                    to="orchestrator.job")),
                ("run", models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="finds",
                    to="orchestrator.pipelinerun")),
            ],
            options={
                "verbose_name": "find of a run",
                "verbose_name_plural": "finds of runs",
                "constraints": [
                    models.UniqueConstraint(fields=("run", "job"), name="one_find_per_job")
                ],
            },
        ),
    ]  # fmt: skip
