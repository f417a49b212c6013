from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("platform", "0004_long_media_types")]

    operations = [
        migrations.AddField(
            model_name="account",
            name="must_change_password",
            field=models.BooleanField(default=False, verbose_name="须修改密码"),
        ),
    ]
