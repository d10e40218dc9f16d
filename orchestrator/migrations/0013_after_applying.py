"""Mail, dates, packets as sent, contacts and follow-ups.

A trigger refuses every change of a packet. A later migration that makes its table anew on SQLite
must make the trigger anew as well.
"""

import django.db.models.deletion
import django.utils.timezone
import jobops.lib.ids
from django.conf import settings
from django.db import migrations, models


SQLITE = (
    "CREATE TRIGGER packet_is_frozen BEFORE UPDATE ON orchestrator_sentpacket "
    "BEGIN SELECT RAISE(ABORT, 'a packet is never changed'); END"
)
POSTGRESQL = (
    "CREATE FUNCTION packet_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ "
    "BEGIN RAISE EXCEPTION 'a packet is never changed' USING ERRCODE = 'check_violation'; END $$",
    "CREATE TRIGGER packet_is_frozen BEFORE UPDATE ON orchestrator_sentpacket "
    "FOR EACH ROW EXECUTE FUNCTION packet_is_frozen()",
)


def freeze(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in (SQLITE,) if sqlite else POSTGRESQL:
        schema_editor.execute(statement)


def thaw(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER packet_is_frozen")
    else:
        schema_editor.execute("DROP TRIGGER packet_is_frozen ON orchestrator_sentpacket")
        schema_editor.execute("DROP FUNCTION packet_is_frozen()")


class Migration(migrations.Migration):

    dependencies = [
        ('orchestrator', '0012_writing_settings'),
    ]

    operations = [
        migrations.CreateModel(
            name='Interview',
            fields=[
                ('id', models.UUIDField(default=jobops.lib.ids.time_ordered, editable=False, primary_key=True, serialize=False)),
                ('scheduled_at', models.DateTimeField()),
                ('is_all_day', models.BooleanField(default=False)),
                ('zone', models.CharField(default='UTC', max_length=64)),
                ('minutes', models.PositiveSmallIntegerField(default=60)),
                ('kind', models.CharField(max_length=18)),
                ('location', models.CharField(blank=True, max_length=500)),
                ('link', models.CharField(blank=True, max_length=2000)),
                ('people', models.CharField(blank=True, max_length=1000)),
                ('notes', models.TextField(blank=True)),
                ('remark', models.CharField(blank=True, max_length=300)),
                ('outcome', models.CharField(default='pending', max_length=10)),
                ('uid', models.CharField(blank=True, max_length=255)),
                ('sequence', models.PositiveIntegerField(default=0)),
                ('touched_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('removed_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='MailAccount',
            fields=[
                ('id', models.UUIDField(default=jobops.lib.ids.time_ordered, editable=False, primary_key=True, serialize=False)),
                ('provider', models.CharField(max_length=8)),
                ('account_key', models.CharField(default='default', max_length=80)),
                ('display_name', models.CharField(blank=True, max_length=120)),
                ('address', models.CharField(blank=True, max_length=320)),
                ('status', models.CharField(default='disconnected', max_length=12)),
                ('credentials', models.TextField(editable=False, null=True)),
                ('server', models.JSONField(default=dict)),
                ('cursor', models.JSONField(default=dict)),
                ('last_connected_at', models.DateTimeField(null=True)),
                ('last_synced_at', models.DateTimeField(null=True)),
                ('not_before', models.DateTimeField(null=True)),
                ('failures', models.PositiveSmallIntegerField(default=0)),
                ('last_error', models.JSONField(null=True)),
                ('interval', models.PositiveSmallIntegerField(default=15)),
                ('is_enabled', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'mail account',
            },
        ),
        migrations.CreateModel(
            name='OAuthState',
            fields=[
                ('id', models.UUIDField(default=jobops.lib.ids.time_ordered, editable=False, primary_key=True, serialize=False)),
                ('account_key', models.CharField(default='default', max_length=80)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('redirect_uri', models.CharField(max_length=500)),
                ('verifier', models.TextField(editable=False)),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='PacketVoid',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='SeenMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'mail seen before',
            },
        ),
        migrations.CreateModel(
            name='SenderRule',
            fields=[
                ('id', models.UUIDField(default=jobops.lib.ids.time_ordered, editable=False, primary_key=True, serialize=False)),
                ('address', models.CharField(max_length=320)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='SentPacket',
            fields=[
                ('id', models.UUIDField(default=jobops.lib.ids.time_ordered, editable=False, primary_key=True, serialize=False)),
                ('round', models.PositiveIntegerField()),
                ('event', models.UUIDField()),
                ('manifest', models.TextField(editable=False)),
                ('seal', models.CharField(max_length=64)),
                ('pdf_digest', models.CharField(blank=True, max_length=64)),
                ('letter_digest', models.CharField(blank=True, max_length=64)),
                ('score', models.FloatField(null=True)),
                ('engine', models.CharField(blank=True, max_length=12)),
                ('has_letter', models.BooleanField(default=False)),
                ('base', models.UUIDField(null=True)),
                ('applied_at', models.DateTimeField()),
                ('frozen_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('schema_version', models.PositiveSmallIntegerField(default=1)),
            ],
            options={
                'verbose_name': 'packet as sent',
                'verbose_name_plural': 'packets as sent',
            },
        ),
        migrations.CreateModel(
            name='SyncRun',
            fields=[
                ('id', models.UUIDField(default=jobops.lib.ids.time_ordered, editable=False, primary_key=True, serialize=False)),
                ('provider', models.CharField(max_length=8)),
                ('status', models.CharField(default='queued', max_length=10)),
                ('is_automatic', models.BooleanField(default=False)),
                ('max_messages', models.PositiveIntegerField(default=2000)),
                ('search_days', models.PositiveSmallIntegerField(default=90)),
                ('files', models.JSONField(default=list)),
                ('position', models.JSONField(default=dict)),
                ('token', models.UUIDField(editable=False, null=True)),
                ('worker', models.CharField(editable=False, max_length=120, null=True)),
                ('lease_until', models.DateTimeField(editable=False, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('expected', models.PositiveIntegerField(null=True)),
                ('discovered', models.PositiveIntegerField(default=0)),
                ('relevant', models.PositiveIntegerField(default=0)),
                ('classified', models.PositiveIntegerField(default=0)),
                ('matched', models.PositiveIntegerField(default=0)),
                ('approved', models.PositiveIntegerField(default=0)),
                ('denied', models.PositiveIntegerField(default=0)),
                ('errored', models.PositiveIntegerField(default=0)),
                ('skipped', models.PositiveIntegerField(default=0)),
                ('tokens', models.PositiveIntegerField(default=0)),
                ('cost', models.DecimalField(decimal_places=6, max_digits=12, null=True)),
                ('error', models.JSONField(null=True)),
                ('request_id', models.CharField(blank=True, max_length=128)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('started_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'mail sync',
            },
        ),
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('token', models.TextField(editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('read_at', models.DateTimeField(null=True)),
                ('owner', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feed', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.UUIDField(default=jobops.lib.ids.time_ordered, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('role', models.CharField(blank=True, max_length=200)),
                ('address', models.CharField(blank=True, max_length=320)),
                ('phone', models.CharField(blank=True, max_length=60)),
                ('link', models.CharField(blank=True, max_length=2000)),
                ('notes', models.TextField(blank=True)),
                ('source', models.CharField(default='user', max_length=8)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('removed_at', models.DateTimeField(null=True)),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='orchestrator.job')),
            ],
        ),
        migrations.CreateModel(
            name='FeedEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(max_length=120)),
                ('content', models.CharField(max_length=64)),
                ('said', models.TextField(editable=False)),
                ('sequence', models.PositiveIntegerField(default=0)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('gone_at', models.DateTimeField(null=True)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('silent_since', models.DateTimeField()),
                ('snoozed_until', models.DateTimeField(null=True)),
                ('dismissed_at', models.DateTimeField(null=True)),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('job', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='follow_up', to='orchestrator.job')),
            ],
        ),
        migrations.CreateModel(
            name='InboundMessage',
            fields=[
                ('id', models.UUIDField(default=jobops.lib.ids.time_ordered, editable=False, primary_key=True, serialize=False)),
                ('provider', models.CharField(max_length=8)),
                ('account_key', models.CharField(default='default', max_length=80)),
                ('key', models.CharField(max_length=64)),
                ('external_id', models.CharField(blank=True, max_length=200)),
                ('external_thread_id', models.CharField(blank=True, max_length=200)),
                ('references', models.JSONField(default=list)),
                ('sender_address', models.CharField(blank=True, max_length=320)),
                ('sender_domain', models.CharField(blank=True, max_length=253)),
                ('sender_name', models.CharField(blank=True, max_length=200)),
                ('subject', models.CharField(blank=True, max_length=300)),
                ('snippet', models.CharField(blank=True, max_length=240)),
                ('received_at', models.DateTimeField()),
                ('language', models.CharField(blank=True, max_length=12)),
                ('status', models.CharField(default='pending_user', max_length=14)),
                ('kind', models.CharField(default='other', max_length=10)),
                ('stage_target', models.CharField(blank=True, max_length=24)),
                ('confidence', models.PositiveSmallIntegerField(default=0)),
                ('link_value', models.PositiveSmallIntegerField(default=0)),
                ('class_value', models.PositiveSmallIntegerField(default=0)),
                ('method', models.CharField(default='rules', max_length=10)),
                ('relevance', models.CharField(blank=True, max_length=14)),
                ('relevance_score', models.PositiveSmallIntegerField(null=True)),
                ('rule_id', models.CharField(blank=True, max_length=60)),
                ('reason', models.CharField(blank=True, max_length=400)),
                ('sentence', models.CharField(blank=True, max_length=300)),
                ('signals', models.JSONField(default=list)),
                ('offered', models.JSONField(default=list)),
                ('invitation', models.JSONField(null=True)),
                ('note', models.TextField(blank=True)),
                ('body', models.TextField(editable=False, null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.CharField(blank=True, max_length=8)),
                ('batch', models.UUIDField(null=True)),
                ('previous', models.JSONField(editable=False, null=True)),
                ('error_code', models.CharField(blank=True, max_length=40)),
                ('error_message', models.CharField(blank=True, max_length=300)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('retry_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='orchestrator.job')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mails', to=settings.AUTH_USER_MODEL)),
                ('suggested', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='orchestrator.job')),
            ],
            options={
                'verbose_name': 'mail',
            },
        ),
        migrations.AddField(
            model_name='stageevent',
            name='message',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='steps', to='orchestrator.inboundmessage'),
        ),
        migrations.AddConstraint(
            model_name='stageevent',
            constraint=models.UniqueConstraint(condition=models.Q(('message__isnull', False), ('removed_at', None), ('undone_at', None)), fields=('message', 'to_stage'), name='one_step_per_mail_and_stage'),
        ),
        migrations.AddField(
            model_name='interview',
            name='job',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='interviews', to='orchestrator.job'),
        ),
        migrations.AddField(
            model_name='interview',
            name='message',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='interviews', to='orchestrator.inboundmessage'),
        ),
        migrations.AddField(
            model_name='mailaccount',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mailboxes', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='inboundmessage',
            name='account',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='mails', to='orchestrator.mailaccount'),
        ),
        migrations.AddField(
            model_name='oauthstate',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='seenmail',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='senderrule',
            name='job',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='senders', to='orchestrator.job'),
        ),
        migrations.AddField(
            model_name='senderrule',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sentpacket',
            name='job',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='packets', to='orchestrator.job'),
        ),
        migrations.AddField(
            model_name='packetvoid',
            name='packet',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='void', to='orchestrator.sentpacket'),
        ),
        migrations.AddField(
            model_name='syncrun',
            name='account',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='runs', to='orchestrator.mailaccount'),
        ),
        migrations.AddField(
            model_name='syncrun',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sync_runs', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='inboundmessage',
            name='runs',
            field=models.ManyToManyField(related_name='mails', to='orchestrator.syncrun'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(condition=models.Q(('removed_at', None)), fields=['job', 'id'], name='contact_of_job'),
        ),
        migrations.AddConstraint(
            model_name='feedentry',
            constraint=models.UniqueConstraint(fields=('owner', 'uid'), name='each_date_once'),
        ),
        migrations.AddIndex(
            model_name='interview',
            index=models.Index(fields=['job', 'scheduled_at', 'id'], name='interview_of_job'),
        ),
        migrations.AddIndex(
            model_name='interview',
            index=models.Index(fields=['scheduled_at'], name='interview_time'),
        ),
        migrations.AddConstraint(
            model_name='interview',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('uid', ''), _negated=True), ('removed_at', None)), fields=('job', 'uid'), name='one_interview_per_invitation'),
        ),
        migrations.AddConstraint(
            model_name='mailaccount',
            constraint=models.UniqueConstraint(fields=('owner', 'provider', 'account_key'), name='one_mailbox_per_key'),
        ),
        migrations.AddConstraint(
            model_name='mailaccount',
            constraint=models.CheckConstraint(condition=models.Q(('provider__in', ('gmail', 'imap'))), name='mailbox_provider'),
        ),
        migrations.AddConstraint(
            model_name='seenmail',
            constraint=models.UniqueConstraint(fields=('owner', 'key'), name='each_seen_once'),
        ),
        migrations.AddConstraint(
            model_name='senderrule',
            constraint=models.UniqueConstraint(fields=('owner', 'address'), name='one_job_per_sender'),
        ),
        migrations.AddIndex(
            model_name='sentpacket',
            index=models.Index(fields=['job', '-id'], name='packet_of_job'),
        ),
        migrations.AddIndex(
            model_name='sentpacket',
            index=models.Index(fields=['pdf_digest'], name='packet_pdf'),
        ),
        migrations.AddIndex(
            model_name='sentpacket',
            index=models.Index(fields=['letter_digest'], name='packet_letter'),
        ),
        migrations.AddIndex(
            model_name='syncrun',
            index=models.Index(fields=['owner', '-id'], name='sync_of_owner'),
        ),
        migrations.AddIndex(
            model_name='syncrun',
            index=models.Index(fields=['status', 'lease_until'], name='sync_open'),
        ),
        migrations.AddConstraint(
            model_name='syncrun',
            constraint=models.UniqueConstraint(condition=models.Q(('account__isnull', False), ('status__in', ('queued', 'running'))), fields=('account',), name='one_sync_per_mailbox'),
        ),
        migrations.AddIndex(
            model_name='inboundmessage',
            index=models.Index(fields=['owner', 'status', '-received_at', '-id'], name='mail_of_owner'),
        ),
        migrations.AddIndex(
            model_name='inboundmessage',
            index=models.Index(fields=['job', '-received_at', '-id'], name='mail_of_job'),
        ),
        migrations.AddIndex(
            model_name='inboundmessage',
            index=models.Index(fields=['suggested'], name='mail_suggested_to'),
        ),
        migrations.AddIndex(
            model_name='inboundmessage',
            index=models.Index(fields=['owner', 'external_thread_id'], name='mail_thread'),
        ),
        migrations.AddIndex(
            model_name='inboundmessage',
            index=models.Index(condition=models.Q(('batch__isnull', False)), fields=['batch'], name='mail_batch'),
        ),
        migrations.AddIndex(
            model_name='inboundmessage',
            index=models.Index(condition=models.Q(('retry_at__isnull', False)), fields=['retry_at'], name='mail_again'),
        ),
        migrations.AddConstraint(
            model_name='inboundmessage',
            constraint=models.UniqueConstraint(fields=('owner', 'key'), name='each_mail_once'),
        ),
        migrations.RunPython(freeze, thaw),
    ]
