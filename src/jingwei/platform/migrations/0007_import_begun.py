from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("platform", "0006_sealed_preview"),
    ]

    operations = [
        migrations.AddField(
            model_name="importrun",
            name="begun",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="开始次数"),
        ),
    ]
