"""Any sequence of acts that the platform offers, drawn by chance, and what must hold after each of them.

The machine keeps its own notes of what was published, quiet, approved, capped and bounded when, and never asks a rule: what
it holds the database to is written down twice, once in the product and once here.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeVar

from django.db import transaction
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from jingwei.inspections import operations
from jingwei.inspections.models import Inspection
from jingwei.inspections.operations import Request
from jingwei.inspections.terms import Stage, UrgentReason
from jingwei.planning.models import CapLedger
from jingwei.planning.operations import Span, lift_quiet_period, set_quiet_period
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Rejected
from jingwei.registry.models import Enterprise, Item
from jingwei.registry.operations import end_basis, publish_item, withdraw_item
from jingwei.rulebook import Refused
from tests.inspections.sequence_begun import CAP, Laid, Spans
from tests.inspections.walking import AT_THE_GATE
from tests.people import NOW

T = TypeVar("T")
OPEN = (Stage.SUBMITTED, Stage.APPROVED)


class AnySequence(RuleBasedStateMachine):
    """The acts of one department and of the bureau, on two enterprises, over some weeks."""

    laid: Laid  # the same for all sequences

    def __init__(self) -> None:
        """Open a transaction that is thrown away with the sequence."""
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.now = NOW
        self.quiet: dict[int, tuple[date, date, Enterprise | None]] = {}
        self.granted_beyond = 0
        self.judged: set[int] = (
            set()
        )  # Found lawful when entered; what changes later that day is not its fault.
        self.people, self.sites, self.codes = self.laid.people, self.laid.sites, self.laid.codes
        self.items = self.laid.items
        *published, last = self.items
        self.published = {item.pk: Spans([(date(2025, 1, 1), None)]) for item in published}
        self.published[last.pk] = Spans()

    def teardown(self) -> None:
        """Forget the sequence."""
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    # What people do. An act that the platform refuses changes nothing, which the invariants see.

    @rule(days=some.integers(1, 5))
    def let_days_pass(self, days: int) -> None:
        """Time goes on."""
        self.now += timedelta(days=days)

    @rule(
        site=some.integers(0, 1),
        items=some.sets(some.integers(0, 2), min_size=1),
        kind=some.sampled_from([InspectionKind.ROUTINE, InspectionKind.ROUTINE, InspectionKind.CASE_BASED]),
        ahead=some.integers(0, 3),
        is_urgent=some.sampled_from([False, False, False, True]),
    )
    def request(self, site: int, items: set[int], kind: InspectionKind, ahead: int, is_urgent: bool) -> None:
        """The clerk asks for an inspection."""
        self._request(site, items, kind, ahead, is_urgent)

    def _request(
        self,
        site: int,
        items: set[int],
        kind: InspectionKind,
        ahead: int,
        is_urgent: bool,
        special: int | None = None,
    ) -> Inspection | None:
        people, start = self.people, self.now + timedelta(days=ahead, hours=1)
        is_case = kind is InspectionKind.CASE_BASED
        return self._try(
            lambda: operations.request_inspection(
                request=Request(
                    site_id=self.sites[site].pk,
                    kind=kind,
                    item_ids=[self.items[index].pk for index in sorted(items)],
                    officer_ids=[people.officer.roster.pk, people.second.roster.pk],
                    planned_from=start,
                    planned_until=start + timedelta(hours=2),
                    purpose="安全生产检查",
                    exempt=ExemptReason.COMPLAINT if is_case else None,
                    evidence="12345-0001" if is_case else "",
                    urgent=UrgentReason.SAFETY if is_urgent else None,
                    special_id=None if special is None else self.laid.specials[special].special_id,
                    separate_reason="分别检查不同车间",
                ),
                actor=people.clerk.member,
                now=self.now,
            )
        )

    @precondition(lambda self: self._tasks(Stage.SUBMITTED))
    @rule(which=some.integers(0, 9), sets_aside=some.booleans())
    def approve(self, which: int, sets_aside: bool) -> None:
        """The head approves, now and then in spite of a full cap or a missing plan."""
        self._approve(self._pick(self._tasks(Stage.SUBMITTED), which), sets_aside)

    def _approve(self, task: Inspection, sets_aside: bool) -> None:
        done = self._try(
            lambda: operations.approve_inspection(
                inspection_id=task.pk,
                overridden=("R-FRQ-01", "R-PUB-08") if sets_aside else (),
                override_reason="确有必要" if sets_aside else "",
                actor=self.people.head.member,
                now=self.now,
            )
        )
        if done:
            self.granted_beyond += "R-FRQ-01" in Inspection.objects.get(pk=task.pk).overridden

    @precondition(lambda self: self._tasks(*OPEN))
    @rule(which=some.integers(0, 9))
    def enter(self, which: int) -> None:
        """The officers scan the code of the task's site."""
        self._enter(self._pick(self._tasks(*OPEN), which))

    @rule(
        site=some.integers(0, 1),
        item=some.integers(0, 2),
        days=some.integers(0, 2),
        waits_for_head=some.sampled_from([True, True, True, False]),
    )
    def go_the_usual_way(self, site: int, item: int, days: int, waits_for_head: bool) -> None:
        """Request, approval and entry of a routine inspection, the entry perhaps days later, or too early."""
        task = self._request(site, {item}, InspectionKind.ROUTINE, days, False)
        if task is not None:
            if waits_for_head:
                self._approve(task, False)
            self.now += timedelta(days=days)
            self._enter(task)

    @rule(
        special=some.sampled_from([0, 0, 1]),
        site=some.integers(0, 1),
        items=some.sets(some.integers(0, 1), min_size=1),
        ahead=some.integers(0, 3),
        days=some.integers(0, 3),
    )
    def go_by_a_special(self, special: int, site: int, items: set[int], ahead: int, days: int) -> None:
        """Request, approval and entry in the name of a special inspection, within its bounds or not."""
        task = self._request(site, items, InspectionKind.SPECIAL, ahead, False, special)
        if task is not None:
            self._approve(task, False)
            self.now += timedelta(days=days)
            self._enter(task)

    @rule(item=some.integers(0, 1))
    def go_there_again(self, item: int) -> None:
        """The first enterprise is visited more often than others."""
        self.go_the_usual_way(site=0, item=item, days=0, waits_for_head=True)

    def _enter(self, task: Inspection) -> None:
        self._try(
            lambda: operations.enter_visit(
                inspection_id=task.pk,
                code=self.codes[task.site_id],
                position=AT_THE_GATE,
                actor=self.people.officer.member,
                now=self.now,
            )
        )

    @precondition(lambda self: self._tasks(Stage.ENTERED))
    @rule(which=some.integers(0, 9))
    def void(self, which: int) -> None:
        """The head voids a visit that was registered by mistake."""
        task = self._pick(self._tasks(Stage.ENTERED), which)
        self._try(
            lambda: operations.void_visit(
                inspection_id=task.pk, reason="登记有误", actor=self.people.head.member, now=self.now
            )
        )

    @precondition(lambda self: self._tasks(*OPEN))
    @rule(which=some.integers(0, 9))
    def withdraw(self, which: int) -> None:
        """The clerk takes a request back."""
        task = self._pick(self._tasks(*OPEN), which)
        self._try(
            lambda: operations.withdraw_inspection(
                inspection_id=task.pk, reason="改期", actor=self.people.clerk.member, now=self.now
            )
        )

    @rule(index=some.integers(0, 2))
    def publish(self, index: int) -> None:
        """The bureau publishes an item, or publishes one again that had to be adjusted."""
        item = self.items[index]
        done = self._try(
            lambda: publish_item(
                item_id=item.pk,
                published_on=self.today,
                reason="公布",
                actor=self.people.lead.member,
                now=self.now,
            )
        )
        if done:
            self.published[item.pk].begin(self.today)
            known_end = item.bases.get().valid_until
            if known_end and known_end > self.today:
                self.published[item.pk].end(known_end)

    @rule(index=some.integers(0, 2))
    def take_off(self, index: int) -> None:
        """The bureau withdraws an item from today on."""
        item = self.items[index]
        done = self._try(
            lambda: withdraw_item(
                item_id=item.pk, reason="依据调整", actor=self.people.lead.member, now=self.now
            )
        )
        if done:
            self._unpublish(item, self.today)

    @rule(index=some.integers(0, 2), ahead=some.integers(0, 3))
    def end_of_basis(self, index: int, ahead: int) -> None:
        """A provision ends today or in some days."""
        item = self.items[index]
        basis = item.bases.get()
        ended_on = self.today + timedelta(days=ahead)
        done = self._try(
            lambda: end_basis(
                basis_id=basis.pk,
                ended_on=ended_on,
                document="修改决定",
                actor=self.people.lead.member,
                now=self.now,
            )
        )
        if done:
            self._unpublish(item, ended_on)

    @precondition(lambda self: len(self.quiet) < 3)
    @rule(ahead=some.integers(0, 4), days=some.integers(0, 4))
    def make_quiet(self, ahead: int, days: int) -> None:
        """The bureau sets a quiet period for the whole district."""
        first = self.today + timedelta(days=ahead)
        done = self._try(
            lambda: set_quiet_period(
                spans=[Span(first, first + timedelta(days=days))],
                reason="企业安静生产日",
                document="铜政办〔2026〕1号",
                actor=self.people.lead.member,
                now=self.now,
            )
        )
        for period in done or ():
            self.quiet[period.pk] = (period.first_on, period.last_on, period.enterprise)

    @precondition(lambda self: self.quiet)
    @rule(which=some.integers(0, 2))
    def lift_quiet(self, which: int) -> None:
        """The bureau lifts a quiet period again."""
        period_id = sorted(self.quiet)[which % len(self.quiet)]
        done = self._try(
            lambda: lift_quiet_period(
                period_id=period_id, reason="取消", actor=self.people.lead.member, now=self.now
            )
        )
        if done:
            del self.quiet[period_id]

    # What must hold.

    @invariant()
    def no_cap_is_passed(self) -> None:
        """Nobody has more counted visits than the cap and what the head granted beyond it."""
        for row in CapLedger.objects.all():
            assert row.used <= row.granted <= CAP + self.granted_beyond, "passed a cap"
            counted = Inspection.objects.filter(
                enterprise=row.enterprise_id, is_counted=True, visit__voided_at=None, visit__year=row.year
            )
            assert counted.count() == row.used, "the ledger and the visits differ"

    @invariant()
    def what_was_entered_was_lawful(self) -> None:
        """Each visit, once, when it has just been opened, is held against the machine's own notes."""
        for task in Inspection.objects.filter(visit__isnull=False).select_related("visit"):
            if task.pk in self.judged:
                continue
            self.judged.add(task.pk)
            assert task.visit is not None
            is_approved = task.approved_at is not None and task.approved_at <= task.visit.entered_at
            assert task.urgent or is_approved, "entered without approval"
            on = local_date(task.visit.entered_at)
            for item_id in task.lines.values_list("item", flat=True):
                assert self.published[item_id].hold(on), "inspected what is not published"
            if task.kind == InspectionKind.SPECIAL:
                self._check_bounds(task, on)
            is_bound = task.kind != InspectionKind.CASE_BASED and not task.urgent
            is_quiet = any(first <= on <= last for first, last, _ in self.quiet.values())
            assert not (is_bound and is_quiet), "came on a quiet day"

    def _check_bounds(self, task: Inspection, on: date) -> None:
        bounds = next(each for each in self.laid.specials if each.special_id == task.special_id)
        items = set(task.lines.values_list("item", flat=True))
        is_for_it = task.site_id == bounds.site_id and items <= bounds.item_ids
        is_in_time = bounds.first_on <= on <= bounds.last_on
        assert is_for_it, "went beyond a special inspection"
        assert is_in_time, "went beyond a special inspection"

    @property
    def today(self) -> date:
        """The day it is in the district."""
        return local_date(self.now)

    def _unpublish(self, item: Item, on: date) -> None:
        spans = self.published[item.pk]
        if spans.spans and spans.hold(max(on - timedelta(days=1), spans.spans[-1][0])):
            spans.end(on)

    def _tasks(self, *stages: Stage) -> list[Inspection]:
        return list(Inspection.objects.filter(stage__in=stages).order_by("pk"))

    @staticmethod
    def _pick(tasks: list[Inspection], which: int) -> Inspection:
        return tasks[which % len(tasks)]

    def _try(self, act: Callable[[], T]) -> T | None:
        """Carry an act out a minute after the last; None where the platform refused it."""
        self.now += timedelta(minutes=1)
        try:
            return act()
        except (Refused, Rejected):
            return None
