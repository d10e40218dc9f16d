"""What a run keeps of its progress and insights."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("orchestrator", "0009_ledger")]
    operations = []
