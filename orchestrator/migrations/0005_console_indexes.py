from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orchestrator', '0004_notes_searched'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='job',
            index=models.Index(condition=models.Q(('tailor_token__isnull', False), ('render_token__isnull', False), ('score_token__isnull', False), _connector='OR'), fields=['-updated_at', '-id'], name='job_leased'),
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(fields=['-updated_at', '-id'], name='job_newest'),
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(fields=['status', '-updated_at', '-id'], name='job_status_newest'),
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(condition=models.Q(('last_error__isnull', False)), fields=['-updated_at', '-id'], name='job_failed_newest'),
        ),
        migrations.AddIndex(
            model_name='jobevent',
            index=models.Index(fields=['kind', '-id'], name='event_kind_newest'),
        ),
        migrations.AddIndex(
            model_name='jobevent',
            index=models.Index(condition=models.Q(('operation_id__isnull', False)), fields=['operation_id'], name='event_of_operation'),
        ),
        migrations.AddIndex(
            model_name='jobevent',
            index=models.Index(condition=models.Q(('pipeline_run_id__isnull', False)), fields=['pipeline_run_id'], name='event_of_run'),
        ),
        migrations.AddIndex(
            model_name='llmcall',
            index=models.Index(fields=['at'], name='call_at'),
        ),
        migrations.AddIndex(
            model_name='llmcall',
            index=models.Index(fields=['result', '-id'], name='call_result_newest'),
        ),
        migrations.AddIndex(
            model_name='llmcall',
            index=models.Index(fields=['request_id'], name='call_of_request'),
        ),
        migrations.AddIndex(
            model_name='llmcall',
            index=models.Index(fields=['operation_id'], name='call_of_operation'),
        ),
        migrations.AddIndex(
            model_name='llmcall',
            index=models.Index(fields=['pipeline_run_id'], name='call_of_run'),
        ),
        migrations.AddIndex(
            model_name='operation',
            index=models.Index(fields=['status', '-id'], name='operation_status_newest'),
        ),
        migrations.AddIndex(
            model_name='operation',
            index=models.Index(fields=['kind', '-id'], name='operation_kind_newest'),
        ),
        migrations.AddIndex(
            model_name='operation',
            index=models.Index(fields=['request_id'], name='operation_of_request'),
        ),
        migrations.AddIndex(
            model_name='operation',
            index=models.Index(condition=models.Q(('pipeline_run_id__isnull', False)), fields=['pipeline_run_id'], name='operation_of_run'),
        ),
        migrations.AddIndex(
            model_name='runitem',
            index=models.Index(fields=['state', '-id'], name='item_state_newest'),
        ),
        migrations.AddIndex(
            model_name='runitem',
            index=models.Index(condition=models.Q(('operation_id__isnull', False)), fields=['operation_id'], name='item_of_operation'),
        ),
    ]
