from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("registry", "0003_declaration_form"),
    ]

    operations = [
        migrations.AddField(
            model_name="enterprise",
            name="industry",
            field=models.CharField(blank=True, max_length=5, verbose_name="行业代码"),
        ),
    ]
