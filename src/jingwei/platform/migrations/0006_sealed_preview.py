"""Seal what previews of imports keep of the rows; a shifted row put resident ids into columns that are not masked."""

import json

from django.db import migrations, models

from jingwei.platform.masking import hide_in
from jingwei.platform.sealing import seal


def seal_previews(apps, schema_editor):
    runs = apps.get_model("platform", "ImportRun").objects.using(schema_editor.connection.alias)
    for run in runs.exclude(preview=[]).only("preview").iterator(chunk_size=100):
        if run.preview:
            shown = json.dumps(hide_in(run.preview), ensure_ascii=False)
            run.sealed_preview = seal(shown, place="platform.import.preview")
            run.save(update_fields=["sealed_preview"])


class Migration(migrations.Migration):

    dependencies = [
        ("platform", "0005_one_time_password"),
    ]

    operations = [
        migrations.AddField(
            model_name="importrun",
            name="sealed_preview",
            field=models.TextField(blank=True, default="", verbose_name="预览（加密）"),
        ),
        migrations.RunPython(seal_previews, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField(model_name="importrun", name="preview"),
    ]
