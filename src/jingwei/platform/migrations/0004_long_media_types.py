"""Room for the media types of office documents, which have up to 71 characters."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Widens one column."""

    dependencies: ClassVar = [("platform", "0003_imports")]

    operations: ClassVar = [
        migrations.AlterField(
            model_name="storedfile",
            name="media_type",
            field=models.CharField(max_length=100, verbose_name="类型"),
        ),
    ]
