"""The keys by which duplicates are found."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("orchestrator", "0007_discovery")]
    operations = []
