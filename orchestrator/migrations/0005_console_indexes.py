from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("orchestrator", "0004_notes_searched")]
    operations = []
