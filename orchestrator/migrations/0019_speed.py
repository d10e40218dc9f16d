from django.db import migrations, models


class Migration(migrations.Migration):
    """One index that answers every count of a list instead of two that answered few, and the two
    most used orders with the status behind them.
    """

    dependencies = [("orchestrator", "0018_mail_words")]
    operations = [
        migrations.RemoveIndex(model_name="job", name="job_grouped"),
        migrations.RemoveIndex(model_name="job", name="job_facets"),
        migrations.RemoveIndex(model_name="job", name="job_score"),
        migrations.RemoveIndex(model_name="job", name="job_discovered"),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(fields=["owner", "-score", "-id", "status"], name="job_best"),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                fields=["owner", "-discovered_at", "-id", "status"], name="job_found"
            ),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                fields=["owner", "status"],
                condition=models.Q(("pdf_digest__isnull", False)),
                name="job_printed",
            ),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                fields=[
                    "owner", "status", "primary", "snoozed_until", "closed_at", "source",
                    "workplace", "job_type", "posted_on", "salary_currency", "salary_interval",
                    "salary_min", "salary_max", "score", "pdf_digest", "id",
                ],
                name="job_listed",
            ),
        ),
    ]
