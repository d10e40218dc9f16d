"""Facts, proposed changes, versions of texts, photos and redirecting links."""

import django.db.models.deletion
import django.utils.timezone
import jobops.lib.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orchestrator', '0011_edits'),
        ('pdfs', '0004_names'),
        ('tailoring', '0002_edits'),
    ]

    operations = [
        migrations.CreateModel(
            name='TracerKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True)),
                ('key', models.BinaryField()),
            ],
        ),
        migrations.AddField(
            model_name='renderedpdf',
            name='coverage',
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name='renderedpdf',
            name='left_out',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='renderedpdf',
            name='tailoring',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='tailoring.tailoring'),
        ),
        migrations.CreateModel(
            name='TracerLink',
            fields=[
                ('id', models.UUIDField(default=jobops.lib.ids.time_ordered, editable=False, primary_key=True, serialize=False)),
                ('token', models.CharField(max_length=16, unique=True)),
                ('target', models.CharField(max_length=2000)),
                ('target_digest', models.CharField(max_length=64)),
                ('people', models.PositiveIntegerField(default=0)),
                ('automatic', models.PositiveIntegerField(default=0)),
                ('ended_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tracer_links_made', to='orchestrator.job')),
            ],
        ),
        migrations.CreateModel(
            name='TracerClick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('kind', models.CharField(max_length=10)),
                ('device', models.CharField(blank=True, max_length=12)),
                ('browser', models.CharField(blank=True, max_length=20)),
                ('referrer', models.CharField(blank=True, max_length=253)),
                ('visitor', models.CharField(blank=True, max_length=32)),
                ('link', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clicks', to='pdfs.tracerlink')),
            ],
        ),
        migrations.AddConstraint(
            model_name='tracerlink',
            constraint=models.UniqueConstraint(fields=('job', 'target_digest'), name='one_link_per_target'),
        ),
        migrations.AddIndex(
            model_name='tracerclick',
            index=models.Index(fields=['link', '-at'], name='click_of_link'),
        ),
        migrations.AddIndex(
            model_name='tracerclick',
            index=models.Index(fields=['at'], name='click_time'),
        ),
    ]
