"""Reads of inspections, for this area's pages and for the areas above."""

from jingwei.inspections.contents import Contents, contents_now, contents_of
from jingwei.inspections.queries.cases import list_cases_to_note
from jingwei.inspections.queries.counters import trio_shown, why_counters_differ
from jingwei.inspections.queries.inspections import (
    RATING_SALT,
    CounterColumn,
    ThreeCounters,
    count_visits,
    find_picture,
    get_inspection,
    get_three_counters,
    get_visit_to_rate,
    list_due_tasks_of_officer,
    list_inspections,
    list_noticed_tasks,
    list_open_tasks_of_officer,
    list_open_tasks_of_subject,
    list_records_of,
    list_tasks_of_officer,
    list_visits_of_enterprise,
    may_list_of,
    rating_token,
)
from jingwei.inspections.queries.invitations import (
    get_invitation,
    list_asked_to_move,
    list_invitations,
    list_invitations_to_answer,
    list_told_visits,
)
from jingwei.inspections.queries.letters import get_letter, list_letters, list_outsiders
from jingwei.inspections.queries.quiet import list_stopped, list_stopped_already
from jingwei.inspections.queries.ratings import CONDUCT, RatingGroup, list_comments, list_rating_groups
from jingwei.inspections.queries.refusals import list_refusals
from jingwei.inspections.queries.service import (
    MonthOfVisits,
    find_scan_to_enter_by,
    get_service_visit,
    list_external_scans,
    list_open_service_visits,
    list_own_scans,
    list_service_visits,
    visits_by_month,
)
from jingwei.inspections.queries.visitors import Visitors, get_visitors

__all__ = [
    "CONDUCT",
    "RATING_SALT",
    "Contents",
    "CounterColumn",
    "MonthOfVisits",
    "RatingGroup",
    "ThreeCounters",
    "Visitors",
    "contents_now",
    "contents_of",
    "count_visits",
    "find_picture",
    "find_scan_to_enter_by",
    "get_inspection",
    "get_invitation",
    "get_letter",
    "get_service_visit",
    "get_three_counters",
    "get_visit_to_rate",
    "get_visitors",
    "list_asked_to_move",
    "list_cases_to_note",
    "list_comments",
    "list_due_tasks_of_officer",
    "list_external_scans",
    "list_inspections",
    "list_invitations",
    "list_invitations_to_answer",
    "list_letters",
    "list_noticed_tasks",
    "list_open_service_visits",
    "list_open_tasks_of_officer",
    "list_open_tasks_of_subject",
    "list_outsiders",
    "list_own_scans",
    "list_rating_groups",
    "list_records_of",
    "list_refusals",
    "list_service_visits",
    "list_stopped",
    "list_stopped_already",
    "list_tasks_of_officer",
    "list_told_visits",
    "list_visits_of_enterprise",
    "may_list_of",
    "rating_token",
    "trio_shown",
    "visits_by_month",
    "why_counters_differ",
]
