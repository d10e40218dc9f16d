from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pdfs', '0002_expected'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='renderedpdf',
            index=models.Index(fields=['verdict_status', '-id'], name='pdf_verdict_newest'),
        ),
    ]
