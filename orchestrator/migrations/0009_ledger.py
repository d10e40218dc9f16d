"""What a score card keeps beyond its number; the owner's rows, facts read, answers kept."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import jobops.lib.ids


def outdated(apps, schema_editor):
    """What was scored by former rules is to be scored anew; a basis that none is says so."""
    jobs = apps.get_model("orchestrator", "Job").objects
    jobs.filter(score__isnull=False, cards__isnull=False).update(score_basis="")


class Migration(migrations.Migration):
    dependencies = [
        ("orchestrator", "0008_identity"),
    ]

    operations = [
        migrations.AddField(
            model_name="job",
            name="likeness",
            field=models.FloatField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="job",
            name="score_basis",
            field=models.CharField(editable=False, max_length=64, null=True),
        ),
        migrations.AddField(
            model_name="requirement",
            name="listed",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="requirement",
            name="unverified",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="scorecard",
            name="facts",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="scorecard",
            name="options",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="scorecard",
            name="outdated",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="scorecard",
            name="posting_hash",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="scorecard",
            name="standing",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="scorecard",
            name="unused_instructions",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="scorecard",
            name="warnings",
            field=models.JSONField(default=list),
        ),
        migrations.CreateModel(
            name="OwnRequirement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jobops.lib.ids.time_ordered,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("scope", models.CharField(max_length=12)),
                ("importance", models.CharField(max_length=8)),
                ("text", models.CharField(max_length=200)),
                ("quote", models.CharField(max_length=300)),
                ("terms", models.JSONField(default=list)),
                ("threshold", models.CharField(max_length=80, null=True)),
                ("label", models.CharField(max_length=10)),
                ("evidence", models.JSONField(default=list)),
                ("removed", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="own_requirements",
                        to="orchestrator.job",
                    ),
                ),
            ],
            options={
                "verbose_name": "requirement set by its owner",
                "verbose_name_plural": "requirements set by their owner",
                "ordering": ["created_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="FactPatch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jobops.lib.ids.time_ordered,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("field", models.CharField(max_length=40)),
                ("value", models.JSONField(null=True)),
                ("previous", models.JSONField(null=True)),
                ("confidence", models.CharField(max_length=8)),
                ("quote", models.CharField(blank=True, max_length=500)),
                ("engine", models.CharField(max_length=12)),
                ("state", models.CharField(max_length=10)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="patches",
                        to="orchestrator.job",
                    ),
                ),
            ],
            options={
                "verbose_name": "fact read by an engine",
                "verbose_name_plural": "facts read by engines",
                "indexes": [models.Index(fields=["job", "-at"], name="patch_of_job")],
            },
        ),
        migrations.CreateModel(
            name="ModelAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("answer", models.JSONField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "kept answer of a model",
                "verbose_name_plural": "kept answers of models",
                "indexes": [models.Index(fields=["owner", "-at"], name="answer_of_owner")],
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "key"), name="one_answer_per_question")
                ],
            },
        ),
        migrations.RunPython(outdated, migrations.RunPython.noop),
    ]
