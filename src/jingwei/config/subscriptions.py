"""What happens after X: the event's name → who is told, in order. Read by ``platform.jobs.deliver``."""

SUBSCRIPTIONS: dict[str, tuple[str, ...]] = {
    "registry.subject.announced": ("jingwei.disclosure.jobs.note_subject_announced",),
    "registry.subject.merged": ("jingwei.planning.jobs.end_caps_of_merged",),
    "inspections.record.signed": ("jingwei.inspections.jobs.archive_record",),
    "notices.return.received": (
        "jingwei.registry.jobs.take_return",
        "jingwei.reporting.jobs.take_return",
    ),
}
