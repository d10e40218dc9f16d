from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('pdfs', '0003_verdict_index'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='renderedpdf',
            options={'verbose_name': 'PDF'},
        ),
    ]
