"""What departments answer reaches those who wait for it: the establishment check and the monthly figures."""

from jingwei.notices.terms import Purpose, Wanted
from jingwei.platform.jobs import deliver
from jingwei.platform.models import Delivery, Event
from jingwei.reporting.models import MonthlyReturn
from tests.notices.sending import SHEET, Sending, zeros


def test_a_monthly_return_reaches_the_statistics(sending: Sending) -> None:
    sending.answer(sending.monthly(), numbers=zeros(inspections=7))
    deliver(event_id=Event.objects.get(name="notices.return.received").pk)
    assert MonthlyReturn.objects.get(subject=sending.people.subject).figures["inspections"] == 7


def test_every_subscriber_takes_an_answer_that_does_not_concern_it(sending: Sending) -> None:
    sending.answer(sending.issued())
    sending.answer(sending.issued(wanted=Wanted.SHEET, purpose=Purpose.SELF_CHECK), file=SHEET)
    for event in Event.objects.filter(name="notices.return.received"):
        deliver(event_id=event.pk)
        assert Delivery.objects.filter(event=event).count() == 2
    assert not MonthlyReturn.objects.exists()
