"""Closes the log to changes and seeds the working days known in November 2026."""

from datetime import date, timedelta

from django.conf import settings
from django.db import migrations

NOTICES = {
    2024: "国办发明电〔2023〕7号（依据待核）",
    2025: "国办发明电〔2024〕12号",
    2026: "国办发明电〔2025〕7号",
}


def close_log(apps, schema_editor):
    """Let the application's role read and add to the log, and nobody change it."""
    role, owner = settings.DATABASES["default"]["USER"], settings.DATABASES["owner"]["USER"]
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("ALTER TABLE platform_auditevent DROP CONSTRAINT platform_auditevent_pkey")
        cursor.execute("ALTER TABLE platform_auditevent ADD PRIMARY KEY (id, at)")
        if role and role != owner:
            cursor.execute(
                "REVOKE UPDATE, DELETE, TRUNCATE ON platform_auditevent, platform_event "
                f"FROM {schema_editor.quote_name(role)}"
            )
        cursor.execute(
            "CREATE FUNCTION platform_log_is_closed() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the log is append-only'; END $$"
        )
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER platform_auditevent_closed BEFORE UPDATE OR DELETE ON platform_auditevent "
            "FOR EACH ROW EXECUTE FUNCTION platform_log_is_closed()"
        )


def seed_calendar(apps, schema_editor):
    """Write the days that differ from the plain week, as published for each year."""
    import chinese_calendar

    using = schema_editor.connection.alias
    year_model, day_model = (
        apps.get_model("platform", "CalendarYear"),
        apps.get_model("platform", "CalendarDay"),
    )
    for year, document in NOTICES.items():
        row = year_model.objects.using(using).create(year=year, document=document)
        days = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
        day_model.objects.using(using).bulk_create(
            day_model(day=day, year=row, is_working_day=worked)
            for day in days
            if day.year == year and (worked := chinese_calendar.is_workday(day)) != (day.weekday() < 5)
        )


class Migration(migrations.Migration):
    """After the tables themselves."""

    dependencies = [("platform", "0001_initial")]
    operations = [
        migrations.RunPython(close_log, migrations.RunPython.noop),
        migrations.RunPython(seed_calendar, migrations.RunPython.noop),
    ]
