from django.db import migrations

from jingwei.platform.rewriting import lines_of

COLUMNS = {
    "Cap": ("line",),
    "PlanLine": ("name", "object_scope"),
    "SpecialPlan": ("name", "order_number", "approval_number", "object_scope"),
}


class Migration(migrations.Migration):

    dependencies = [
        ("planning", "0002_plans_and_classes"),
        ("registry", "0009_names_in_normal_form"),
    ]

    operations = [
        migrations.RunPython(lines_of("planning", COLUMNS), migrations.RunPython.noop, elidable=True),
    ]
