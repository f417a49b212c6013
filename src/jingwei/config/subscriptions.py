"""What happens after X: the event's name → who is told, in order. Read by ``platform.jobs.deliver``."""

SUBSCRIPTIONS: dict[str, tuple[str, ...]] = {
    "inspections.record.signed": ("jingwei.inspections.jobs.archive_record",),
    "notices.return.received": (
        "jingwei.registry.jobs.take_return",
        "jingwei.reporting.jobs.take_return",
    ),
}
