"""The imports that a member sees."""

from django.conf import settings
from django.db.models import QuerySet

from jingwei.platform.errors import Mistake
from jingwei.platform.models import ImportRun
from jingwei.registry.members import Member


def list_imports(member: Member) -> QuerySet[ImportRun]:
    """Return imports of spreadsheets, the latest first: the bureau sees all, others their own."""
    # A return of the establishment check is no import of the list: it has a page of its own.
    runs = (
        ImportRun.objects.filter(kind__in=settings.IMPORTERS)
        .select_related("file", "asked_by")
        .defer("sealed_preview")
        .order_by("-pk")
    )
    return runs if member.is_bureau else runs.filter(asked_by_id=member.account_id)


def get_import(member: Member, import_id: int) -> ImportRun:
    """Return one import. Raises Mistake when there is none that the member may see."""
    run = list_imports(member).defer(None).filter(pk=import_id).select_related("errors_file").first()
    if run is None:
        raise Mistake("没有找到这次导入", "从导入记录里选择")
    return run
