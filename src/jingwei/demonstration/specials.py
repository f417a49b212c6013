"""The special inspections of the demonstration, through the operations; ``announced`` carries them on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jingwei.demonstration.acting import at
from jingwei.demonstration.cast import Cast
from jingwei.demonstration.content import read
from jingwei.planning import operations as planning
from jingwei.planning.models import SpecialPlan
from jingwei.planning.terms import ApproverLevel, SpecialOrigin
from jingwei.registry.models import Item, Site, Subject
from jingwei.registry.terms import CreditClass

# What the form takes as it stands in the content.
WORDS = (
    "name", "order_number", "assessment", "assessed_on", "basis", "regions", "contents", "object_scope",
    "industries", "base", "quantity", "first_on", "last_on",
)  # fmt: skip
BOUND_FROM = date(2026, 1, 1)  # the first year whose special inspections the platform holds


@dataclass(frozen=True)
class Special:
    """A special inspection that may be cited, with its bounds at hand."""

    row: SpecialPlan
    items: frozenset[int]
    share: float  # of the routine inspections within its bounds that are made in its name

    def fits(self, subject: Subject, site: Site, items: Sequence[Item], day: date) -> bool:
        """Whether inspecting these items at the site on the day lies within its bounds (R-SPC-04b)."""
        row, enterprise = self.row, site.enterprise
        return (
            row.subject_id == subject.pk
            and row.runs_on(day)
            and site.region.code.startswith(tuple(row.regions))
            and all(item.pk in self.items for item in items)
            and (not row.credit_classes or enterprise.credit_class in row.credit_classes)
            and (not row.industries or enterprise.industry.startswith(tuple(row.industries)))
        )


def build_specials(cast: Cast, *, today: date) -> None:
    """Bring the special inspections, through the operations, as far as they had come before today."""
    for given in read("specials")["special"]:
        if given["drafted"] < today:
            _special(cast, given, today)


def approved_specials() -> list[Special]:
    """Return those that may be cited: approved, and filed and announced before they began."""
    shares = {given["name"]: given["share"] for given in read("specials")["special"]}
    return [
        Special(row, frozenset(item.pk for item in row.items.all()), shares.get(row.name, 0))
        for row in SpecialPlan.objects.approved().select_related("subject").prefetch_related("items")
    ]


def _special(cast: Cast, given: dict[str, Any], today: date) -> None:
    subject = Subject.objects.get(short_name=given["subject"])
    clerk, head = cast.clerks[subject.pk], cast.heads[subject.pk]
    draft = planning.SpecialDraft(
        origin=SpecialOrigin(given["origin"]),
        item_ids=[item.pk for item in Item.objects.filter(code__in=given["items"]).order_by("code")],
        credit_classes=[CreditClass(each) for each in given.get("credit_classes", ())],
        **{name: given[name] for name in WORDS if name in given},
    )
    at_draft = at(given["drafted"], 10, 15)
    pk = planning.draft_special(subject_id=subject.pk, draft=draft, actor=clerk, now=at_draft).pk
    if given["origin"] == SpecialOrigin.OWN:
        if given["submitted"] < today:
            planning.submit_special(special_id=pk, actor=head, now=at(given["submitted"], 15, 30))
        if "approved" in given and given["approved"] < today:
            planning.approve_special(
                special_id=pk,
                approver=ApproverLevel.GOVERNMENT,
                number=given["approval_number"],
                approved_on=given["approved"],
                opinion="同意。",
                actor=cast.government,
                now=at(given["approved"], 11),
            )
    elif given["approved"] < today:
        planning.register_order(special_id=pk, actor=head, now=at(given["approved"], 11))
    if "reported_on" in given and given["reported_on"] < today:
        reported_at = at(given["reported_on"], 16)
        planning.report_special(special_id=pk, report=given["report"], actor=clerk, now=reported_at)
