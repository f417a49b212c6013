"""What waits for whom, of all areas: each exports its own kinds, with their roles, rows and how they are shown.

The list of the workbench and the number in the menu are both made from ``WAITING``, so that they cannot differ.
"""

from jingwei.disclosure.doors import waiting as disclosure
from jingwei.inspections.doors import waiting as inspections
from jingwei.notices.doors import waiting as notices
from jingwei.planning.doors import waiting as planning
from jingwei.portal.doors import waiting as portal
from jingwei.registry.desk import Waiting
from jingwei.registry.doors import waiting as registry
from jingwei.registry.members import Member

WAITING: tuple[Waiting, ...] = (
    *inspections.WAITING,
    *notices.WAITING,
    *disclosure.WAITING,
    *planning.WAITING,
    *registry.WAITING,
    *portal.WAITING,
)


def waiting_for(member: Member) -> list[Waiting]:
    """Return the kinds of things that may wait for the member."""
    return [kind for kind in WAITING if member.role in kind.roles]
