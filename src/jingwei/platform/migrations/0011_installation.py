"""Makes room for the row that says what the database holds. Who writes it: jingwei/platform/installation.py."""

from django.conf import settings
from django.db import migrations, models


def close(apps, schema_editor):
    """Let the application write the row and never change it."""
    role, owner = settings.DATABASES["default"]["USER"], settings.DATABASES["owner"]["USER"]
    if role and role != owner:
        schema_editor.execute(
            f"REVOKE UPDATE, DELETE, TRUNCATE ON platform_installation FROM {schema_editor.quote_name(role)}"
        )


class Migration(migrations.Migration):
    """One table."""

    dependencies = [("platform", "0010_log_not_emptied")]
    operations = [
        migrations.CreateModel(
            name="Installation",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("is_demonstration", models.BooleanField(verbose_name="演示")),
                ("noted_at", models.DateTimeField(verbose_name="写入时间")),
            ],
            options={
                "verbose_name": "本库用途",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="installation_one_row")
                ],
            },
        ),
        migrations.RunPython(close, migrations.RunPython.noop),
    ]
