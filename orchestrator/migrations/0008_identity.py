"""The keys by which duplicates are found, for the jobs that are there too."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from orchestrator.jobs.identity import employer_key, employer_words

BATCH = 500


def index_employers(apps, editor):
    Job = apps.get_model("orchestrator", "Job")
    EmployerWord = apps.get_model("orchestrator", "EmployerWord")
    named = Job.objects.filter(employer_key=None).values_list(
        "pk", "owner_id", "employer", "employer_url"
    )
    keys, words = {}, set()
    for pk, owner_id, employer, url in named.iterator(chunk_size=BATCH):
        name = employer_key(employer)
        keys.setdefault(name, []).append(pk)
        words |= {(owner_id, word, name) for word in employer_words(employer, url)}
    EmployerWord.objects.bulk_create(
        (EmployerWord(owner_id=owner, word=word, name=name) for owner, word, name in words),
        ignore_conflicts=True,
        batch_size=BATCH,
    )
    for name, ids in keys.items():
        for start in range(0, len(ids), BATCH):
            Job.objects.filter(pk__in=ids[start : start + BATCH]).update(employer_key=name)


class Migration(migrations.Migration):
    dependencies = [("orchestrator", "0007_discovery")]
    operations = [
        migrations.CreateModel(
            name="EmployerWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(max_length=255)),
                ("name", models.CharField(max_length=200)),
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
                "verbose_name": "word of an employer",
                "verbose_name_plural": "words of employers",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("owner", "word", "name"), name="one_row_per_word"
                    )
                ],
            },
        ),
        # Columns that may be empty are added without writing the table anew.
        migrations.AddField(
            model_name="job",
            name="employer_key",
            field=models.CharField(editable=False, max_length=200, null=True),
        ),
        migrations.AddField(
            model_name="job",
            name="followers",
            field=models.PositiveIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="sighting",
            name="digest",
            field=models.CharField(max_length=32, null=True),
        ),
        migrations.RemoveIndex(model_name="job", name="job_facets"),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                fields=["owner", "status", "closed_at", "source", "workplace", "job_type",
                        "posted_on", "salary_currency", "salary_interval", "salary_min",
                        "salary_max", "primary"],
                name="job_facets",
            ),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                condition=models.Q(("primary__isnull", True)),
                fields=["owner", "status"],
                name="job_grouped",
            ),
        ),
        migrations.RunPython(index_employers, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                condition=models.Q(("employer_key__isnull", False)),
                fields=["owner", "employer_key", "-discovered_at"],
                name="job_of_employer",
            ),
        ),
    ]
