"""Who may act on an inspection on site: the officers put on it."""

from jingwei.inspections.dossier import Dossier
from jingwei.platform.actors import Actor
from jingwei.platform.errors import NotAllowed
from jingwei.registry.members import Member, require
from jingwei.registry.models import Officer
from jingwei.registry.terms import Role


def require_team(dossier: Dossier, actor: Actor) -> Member:
    """Return the actor as one of the inspection's officers; raises NotAllowed for anybody else."""
    member = require(actor, Role.OFFICER, subject_id=dossier.inspection.subject_id)
    if member.officer_id not in {officer.pk for officer in dossier.officers}:
        raise NotAllowed("您不在本任务的检查人员中", "由任务中的人员办理")
    return member


def officer_behind(member: Member, dossier: Dossier) -> Officer:
    """Return the officer behind an account: one of the team, else read from the roster for the rules to refuse."""
    for officer in dossier.officers:
        if officer.pk == member.officer_id:
            return officer
    found = Officer.objects.prefetch_related("certificates").filter(pk=member.officer_id or 0).first()
    if found is None:
        raise NotAllowed("账号没有对应的执法人员", "由单位经办人核对账号和人员")
    return found
