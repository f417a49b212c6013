"""Who may act on an inspection on site, the officers put on it, and so may not approve it."""

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


def require_not_on_team(dossier: Dossier, member: Member) -> None:
    """Raise NotAllowed where the person who is to decide is one of those who are to go, in whatever role they act.

    An account is one person; the same resident id on another subject's roster is the same person too.
    """
    own = Officer.objects.filter(account=member.account)
    ids = {*own.values_list("pk", flat=True), member.officer_id}
    digests = {*own.values_list("id_digest", flat=True)} - {""}
    if any(each.pk in ids or each.id_digest in digests for each in dossier.officers):
        raise NotAllowed(
            f"您是 {dossier.inspection.number} 的检查人员，不能审批自己参加的检查",
            "由本单位其他负责人或受权代行的人审批；没有其他人的，换下自己重新申请",
        )


def officer_behind(member: Member, dossier: Dossier) -> Officer:
    """Return the officer behind an account: one of the team, else read from the roster for the rules to refuse."""
    for officer in dossier.officers:
        if officer.pk == member.officer_id:
            return officer
    found = Officer.objects.prefetch_related("certificates").filter(pk=member.officer_id or 0).first()
    if found is None:
        raise NotAllowed("账号没有对应的执法人员", "由单位经办人核对账号和人员")
    return found
