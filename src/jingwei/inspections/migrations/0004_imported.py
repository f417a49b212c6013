import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("inspections", "0003_notice_contents"),
    ]

    operations = [
        migrations.AlterField(
            model_name="inspection",
            name="number",
            field=models.CharField(db_index=True, max_length=40, verbose_name="文号"),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.UniqueConstraint(condition=models.Q(("origin", "imported"), ("stage", "withdrawn"), _negated=True), fields=("number",), name="inspection_number_once"),
        ),
        migrations.AlterField(
            model_name="inspection",
            name="requested_by",
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="经办人"),
        ),
        migrations.AlterField(
            model_name="result",
            name="number",
            field=models.CharField(blank=True, max_length=40, null=True, unique=True, verbose_name="文号"),
        ),
        migrations.AlterField(
            model_name="result",
            name="due_on",
            field=models.DateField(blank=True, null=True, verbose_name="应告知日期"),
        ),
        migrations.AlterField(
            model_name="result",
            name="told_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="告知时间"),
        ),
    ]
