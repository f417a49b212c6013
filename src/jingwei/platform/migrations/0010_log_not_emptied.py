"""Refuses to empty the log as a whole, and to change or empty the events: the owner of the tables could do both."""

from django.db import migrations


class Migration(migrations.Migration):
    """After the log's own trigger."""

    dependencies = [("platform", "0009_import_columns")]
    operations = [
        migrations.RunSQL(
            "CREATE TRIGGER platform_auditevent_kept BEFORE TRUNCATE ON platform_auditevent "
            "FOR EACH STATEMENT EXECUTE FUNCTION platform_log_is_closed()",
            "DROP TRIGGER platform_auditevent_kept ON platform_auditevent",
        ),
        migrations.RunSQL(
            "CREATE TRIGGER platform_event_closed BEFORE UPDATE OR DELETE ON platform_event "
            "FOR EACH ROW EXECUTE FUNCTION platform_log_is_closed()",
            "DROP TRIGGER platform_event_closed ON platform_event",
        ),
        migrations.RunSQL(
            "CREATE TRIGGER platform_event_kept BEFORE TRUNCATE ON platform_event "
            "FOR EACH STATEMENT EXECUTE FUNCTION platform_log_is_closed()",
            "DROP TRIGGER platform_event_kept ON platform_event",
        ),
    ]
