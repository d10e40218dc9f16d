from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("orchestrator", "0003_notes_documents_todos_actions")]
    operations = []
