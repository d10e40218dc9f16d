"""What a score card keeps beyond its number."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("orchestrator", "0008_identity")]
    operations = []
