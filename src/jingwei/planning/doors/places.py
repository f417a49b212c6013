"""Where plans and special inspections stand; people begin both."""

from jingwei.planning.models import AnnualPlan, SpecialPlan
from jingwei.planning.terms import PlanStage, SpecialStage
from jingwei.registry.desk import BegunKind, Places

PLACES = Places(pages={"annualplan": "plan_detail", "specialplan": "special_detail"})
BEGUN = (
    BegunKind(AnnualPlan.objects.select_related("subject"), "drafted_by", "drafted_at", "stage", PlanStage),
    BegunKind(SpecialPlan.objects.all(), "drafted_by", "drafted_at", "stage", SpecialStage),
)
