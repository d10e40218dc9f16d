from django.db import migrations, models


class Migration(migrations.Migration):
    """The states of PDFs told by an index alone, what failed last, and an owner's events by time."""

    dependencies = [("orchestrator", "0020_loader")]
    operations = [
        migrations.RemoveIndex(model_name="job", name="job_printed"),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                fields=[
                    "owner", "status", "primary", "snoozed_until", "closed_at", "pdf_digest",
                    "pdf_source", "render_token", "resume_id", "pdf_context", "pdf_inputs",
                    "inputs", "id",
                ],
                name="job_printed",
                condition=models.Q(("pdf_digest__isnull", False)),
            ),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                fields=["owner", "-updated_at", "-id"],
                name="job_failed",
                condition=models.Q(("last_error__isnull", False)),
            ),
        ),
        migrations.AddIndex(
            model_name="jobevent",
            index=models.Index(fields=["owner", "-at"], name="event_of_owner"),
        ),
    ]
