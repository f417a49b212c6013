"""Reads of the registry, and the facts about its rows that higher areas put to the rules."""

from jingwei.registry.industries import industry_name
from jingwei.registry.industries import sections as industry_sections
from jingwei.registry.queries.certificates import (
    count_people,
    get_officer,
    list_applications,
    list_cancelled_certificates,
    list_decided_rows,
    list_expiring,
    list_first_certificates,
    list_standing,
    list_to_clean_up,
    why_cancel,
)
from jingwei.registry.queries.enterprises import (
    get_code_of_site,
    get_site_by_code,
    get_site_of_code,
    list_enterprises,
)
from jingwei.registry.queries.items import (
    get_conflict,
    get_item,
    list_conflicts,
    list_items,
    why_unusable,
)
from jingwei.registry.queries.members import list_memberships, member_of, whoever_uploaded
from jingwei.registry.queries.officers import (
    VerifiedOfficer,
    facts_of_certificate,
    facts_of_certificates,
    find_certificate,
    find_verified_officer,
    get_own_officer,
    is_certified,
)
from jingwei.registry.queries.subjects import (
    MergerPreview,
    get_subject,
    list_announced_subjects,
    list_awaiting_subjects,
    list_open_changes,
    list_subjects,
    list_visible_subjects,
    preview_merger,
)
from jingwei.registry.queries.tasks import (
    facts_of_bases,
    facts_of_enterprise,
    facts_of_party,
    facts_of_task,
)

__all__ = [
    "MergerPreview",
    "VerifiedOfficer",
    "count_people",
    "facts_of_bases",
    "facts_of_certificate",
    "facts_of_certificates",
    "facts_of_enterprise",
    "facts_of_party",
    "facts_of_task",
    "find_certificate",
    "find_verified_officer",
    "get_code_of_site",
    "get_conflict",
    "get_item",
    "get_officer",
    "get_own_officer",
    "get_site_by_code",
    "get_site_of_code",
    "get_subject",
    "industry_name",
    "industry_sections",
    "is_certified",
    "list_announced_subjects",
    "list_applications",
    "list_awaiting_subjects",
    "list_cancelled_certificates",
    "list_conflicts",
    "list_decided_rows",
    "list_enterprises",
    "list_expiring",
    "list_first_certificates",
    "list_items",
    "list_memberships",
    "list_open_changes",
    "list_standing",
    "list_subjects",
    "list_to_clean_up",
    "list_visible_subjects",
    "member_of",
    "preview_merger",
    "whoever_uploaded",
    "why_cancel",
    "why_unusable",
]
