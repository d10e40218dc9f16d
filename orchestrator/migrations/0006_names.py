from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('orchestrator', '0005_console_indexes'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='actionitem',
            options={'verbose_name': 'item of a bulk action', 'verbose_name_plural': 'items of bulk actions'},
        ),
        migrations.AlterModelOptions(
            name='apitoken',
            options={'verbose_name': 'API token'},
        ),
        migrations.AlterModelOptions(
            name='heartbeat',
            options={'verbose_name': 'worker heartbeat'},
        ),
        migrations.AlterModelOptions(
            name='jobevent',
            options={'verbose_name': 'event of a job', 'verbose_name_plural': 'events of jobs'},
        ),
        migrations.AlterModelOptions(
            name='llmcall',
            options={'verbose_name': 'model call'},
        ),
        migrations.AlterModelOptions(
            name='loginattempt',
            options={'verbose_name': 'sign-in attempt'},
        ),
        migrations.AlterModelOptions(
            name='pipelinerun',
            options={'verbose_name': 'run'},
        ),
        migrations.AlterModelOptions(
            name='regenerationrequest',
            options={'verbose_name': 'PDF rebuild'},
        ),
        migrations.AlterModelOptions(
            name='runitem',
            options={'verbose_name': 'item of a run', 'verbose_name_plural': 'items of runs'},
        ),
        migrations.AlterModelOptions(
            name='stageevent',
            options={'verbose_name': 'step of an application', 'verbose_name_plural': 'steps of applications'},
        ),
        migrations.AlterModelOptions(
            name='tally',
            options={'verbose_name': 'tally', 'verbose_name_plural': 'tallies'},
        ),
        migrations.AlterModelOptions(
            name='todo',
            options={'verbose_name': 'to-do'},
        ),
    ]
