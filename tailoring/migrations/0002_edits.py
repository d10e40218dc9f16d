"""Facts, proposed changes, versions of texts, photos and redirecting links."""

import django.db.models.deletion
import django.utils.timezone
import jobops.lib.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orchestrator', '0011_edits'),
        ('tailoring', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ResumePhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content', models.BinaryField()),
                ('media_type', models.CharField(max_length=20)),
                ('digest', models.CharField(max_length=64)),
                ('width', models.PositiveSmallIntegerField()),
                ('height', models.PositiveSmallIntegerField()),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='photo', to='tailoring.resumedocument')),
            ],
            options={
                'verbose_name': 'photo',
            },
        ),
        migrations.CreateModel(
            name='Edit',
            fields=[
                ('id', models.UUIDField(default=jobops.lib.ids.time_ordered, editable=False, primary_key=True, serialize=False)),
                ('resume_id', models.UUIDField(null=True)),
                ('kind', models.CharField(max_length=10)),
                ('address', models.CharField(max_length=300)),
                ('item_id', models.CharField(blank=True, max_length=200)),
                ('mark', models.CharField(blank=True, max_length=64)),
                ('before', models.TextField(blank=True)),
                ('after', models.TextField()),
                ('proposed', models.TextField(blank=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('claims', models.JSONField(default=list)),
                ('evidence', models.JSONField(default=list)),
                ('hints', models.JSONField(default=list)),
                ('status', models.CharField(default='proposed', max_length=10)),
                ('origin', models.CharField(max_length=10)),
                ('posting', models.CharField(blank=True, max_length=64)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.CharField(blank=True, max_length=10)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='edits', to='orchestrator.job')),
            ],
            options={
                'verbose_name': 'proposed change',
                'indexes': [models.Index(fields=['job', 'status', 'created_at'], name='edit_of_job')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ('headline', 'summary', 'skill', 'rewrite', 'order', 'keyword', 'hide'))), name='edit_kind_is_known'), models.CheckConstraint(condition=models.Q(('status__in', ('proposed', 'accepted', 'rejected', 'blocked'))), name='edit_status_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Fact',
            fields=[
                ('id', models.UUIDField(default=jobops.lib.ids.time_ordered, editable=False, primary_key=True, serialize=False)),
                ('item_id', models.CharField(blank=True, max_length=200)),
                ('kind', models.CharField(blank=True, max_length=20)),
                ('text', models.CharField(max_length=1000)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('removed_at', models.DateTimeField(null=True)),
                ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='facts', to='tailoring.resumedocument')),
                ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='orchestrator.job')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='facts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'confirmed fact',
                'indexes': [models.Index(fields=['owner', '-created_at'], name='fact_of_owner')],
            },
        ),
        migrations.CreateModel(
            name='ResumeIntake',
            fields=[
                ('id', models.UUIDField(default=jobops.lib.ids.time_ordered, editable=False, primary_key=True, serialize=False)),
                ('file_name', models.CharField(max_length=255)),
                ('format', models.CharField(max_length=10)),
                ('original', models.BinaryField()),
                ('original_digest', models.CharField(max_length=64)),
                ('lines', models.JSONField(default=list)),
                ('found', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'résumé being read',
                'verbose_name_plural': 'résumés being read',
                'indexes': [models.Index(fields=['owner', '-created_at'], name='intake_of_owner')],
            },
        ),
        migrations.CreateModel(
            name='Tailoring',
            fields=[
                ('id', models.UUIDField(default=jobops.lib.ids.time_ordered, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('resume_id', models.UUIDField(null=True)),
                ('resume_revision', models.PositiveIntegerField(null=True)),
                ('headline', models.CharField(max_length=500, null=True)),
                ('summary', models.TextField(null=True)),
                ('skills', models.JSONField(null=True)),
                ('project_ids', models.JSONField(null=True)),
                ('origins', models.JSONField(default=dict)),
                ('edits', models.JSONField(default=list)),
                ('guard', models.JSONField(default=dict)),
                ('digest', models.CharField(max_length=64)),
                ('actor', models.CharField(max_length=12)),
                ('what', models.CharField(max_length=200)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tailorings', to='orchestrator.job')),
            ],
            options={
                'verbose_name': 'version of a tailoring',
                'verbose_name_plural': 'versions of tailorings',
                'constraints': [models.UniqueConstraint(fields=('job', 'number'), name='one_tailoring_per_number')],
            },
        ),
    ]
