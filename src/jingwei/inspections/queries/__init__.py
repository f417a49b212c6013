"""Reads of inspections, for this area's pages and for the areas above."""

from jingwei.inspections.queries.inspections import (
    RATING_SALT,
    CounterColumn,
    ThreeCounters,
    count_visits,
    find_picture,
    get_inspection,
    get_three_counters,
    get_visit_to_rate,
    list_inspections,
    list_noticed_tasks,
    list_open_tasks_of_officer,
    list_open_tasks_of_subject,
    list_records_of,
    list_tasks_of_officer,
    list_visits_of_enterprise,
    rating_token,
)
from jingwei.inspections.queries.invitations import (
    get_invitation,
    list_asked_to_move,
    list_invitations,
    list_invitations_to_answer,
    list_told_visits,
)
from jingwei.inspections.queries.ratings import CONDUCT, RatingGroup, list_comments, list_rating_groups
from jingwei.inspections.queries.visitors import Visitors, get_visitors

__all__ = [
    "CONDUCT",
    "RATING_SALT",
    "CounterColumn",
    "RatingGroup",
    "ThreeCounters",
    "Visitors",
    "count_visits",
    "find_picture",
    "get_inspection",
    "get_invitation",
    "get_three_counters",
    "get_visit_to_rate",
    "get_visitors",
    "list_asked_to_move",
    "list_comments",
    "list_inspections",
    "list_invitations",
    "list_invitations_to_answer",
    "list_noticed_tasks",
    "list_open_tasks_of_officer",
    "list_open_tasks_of_subject",
    "list_rating_groups",
    "list_records_of",
    "list_tasks_of_officer",
    "list_told_visits",
    "list_visits_of_enterprise",
    "rating_token",
]
