"""What has happened, for those above to hear: written with the act, delivered by a job, kept for good."""

from django.db import models


class Event(models.Model):
    """A fact in the past tense, with what a subscriber needs to act on it."""

    name = models.CharField("事件", max_length=80, db_index=True)
    at = models.DateTimeField("时间")
    payload = models.JSONField("内容", default=dict)

    class Meta:
        verbose_name = "事件"

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """That one subscriber has taken up one event; its absence means that it still has to."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="deliveries", verbose_name="事件")
    subscriber = models.CharField("接收者", max_length=120)
    delivered_at = models.DateTimeField("送达时间")

    class Meta:
        verbose_name = "事件送达"
        constraints = [
            models.UniqueConstraint(fields=["event", "subscriber"], name="delivery_once"),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.subscriber}"
