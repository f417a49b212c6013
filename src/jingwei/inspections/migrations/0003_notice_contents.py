from django.db import migrations, models


def write_contents(apps, editor):
    """Write into the notices there are what they were printed with: nothing of it can have changed since."""
    notices = apps.get_model("inspections", "Notice").objects.using(editor.connection.alias)
    for each in notices.iterator():
        team = each.inspection.team.order_by("id").exclude(certificate=None)
        each.items = list(each.inspection.lines.order_by("id").values_list("item__name", flat=True))
        each.officers = [
            {"name": name, "number": number}
            for name, number in team.values_list("officer__name", "certificate__number")
        ]
        each.save(update_fields=["items", "officers"])


class Migration(migrations.Migration):

    dependencies = [
        ("inspections", "0002_reportable"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="items",
            field=models.JSONField(default=list, verbose_name="检查事项"),
        ),
        migrations.AddField(
            model_name="notice",
            name="officers",
            field=models.JSONField(default=list, verbose_name="执法人员"),
        ),
        migrations.RunPython(write_contents, migrations.RunPython.noop, elidable=True),
    ]
