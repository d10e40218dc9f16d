"""One living link per target, and what was found at the public address."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orchestrator', '0011_edits'),
        ('pdfs', '0005_edits'),
    ]

    operations = [
        migrations.CreateModel(
            name='PublicAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('base', models.CharField(max_length=500, unique=True)),
                ('checked_at', models.DateTimeField()),
                ('reached_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=40)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='tracerlink',
            name='one_link_per_target',
        ),
        migrations.AddConstraint(
            model_name='tracerlink',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('job', 'target_digest'), name='one_link_per_target'),
        ),
    ]
