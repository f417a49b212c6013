"""The words of officers and certificates."""

from jingwei.platform.terms import Action
from jingwei.rulebook import Term


class StaffKind(Term):
    """How a person is employed; the last six may hold no certificate."""

    CIVIL_SERVANT = "civil_servant", "行政编制"
    TREATED_AS_CIVIL_SERVANT = "treated_as_civil_servant", "参公管理"
    PUBLIC_INSTITUTION = "public_institution", "事业编制"
    CONTRACT = "contract", "合同制"
    DISPATCHED = "dispatched", "劳务派遣"
    TEMPORARY = "temporary", "临时工"
    PUBLIC_WELFARE = "public_welfare", "公益岗"
    GRID_WORKER = "grid_worker", "网格员"
    AUXILIARY = "auxiliary", "执法辅助人员"

    @property
    def may_enforce(self) -> bool:
        """Whether a person of this kind may hold a certificate at all."""
        return self in {
            StaffKind.CIVIL_SERVANT,
            StaffKind.TREATED_AS_CIVIL_SERVANT,
            StaffKind.PUBLIC_INSTITUTION,
        }


class CertificateStatus(Term):
    """State of a certificate."""

    VALID = "valid", "有效"
    SUSPENDED = "suspended", "暂扣"
    CANCELLED = "cancelled", "注销"


class CertificateKind(Term):
    """Whose card it is; cards of ministries follow their own numbering (R-OFF-10)."""

    PROVINCIAL = "provincial", "省行政执法证"
    MINISTRY = "ministry", "国家部委证件"


class CancelReason(Term):
    """Why a certificate is cancelled (R-OFF-05)."""

    LEFT = "left", "调离单位"
    MOVED_POST = "moved_post", "调离执法岗位"
    RETIRED = "retired", "退休"
    DIED = "died", "死亡"
    DISMISSED = "dismissed", "辞退或开除"
    NOT_ESTABLISHED = "not_established", "不在编制"
    TRAINING_FAILED = "training_failed", "年度培训考试不合格"
    SUBJECT_LOST = "subject_lost", "单位不再具有主体资格"
    EXPIRED = "expired", "证件到期"
    MISUSED = "misused", "转借或涂改证件"
    VIOLATION = "violation", "严重违法违纪"

    @property
    def is_leaving(self) -> bool:
        """Whether the person leaves the post by it, as the roster notes; the others concern the card alone."""
        return self in {
            CancelReason.LEFT,
            CancelReason.MOVED_POST,
            CancelReason.RETIRED,
            CancelReason.DIED,
            CancelReason.DISMISSED,
            CancelReason.NOT_ESTABLISHED,
        }


class ApplicationStage(Term):
    """Where a first application for a certificate stands."""

    SUBMITTED = "submitted", "待审核"
    RETURNED = "returned", "已退回"
    APPROVED = "approved", "待发证"
    ISSUED = "issued", "已发证"


class CheckResult(Term):
    """What the establishment check found of one person (R-OFF-04)."""

    MATCHES = "matches", "一致"
    DIFFERS = "differs", "内容不符"
    NOT_ON_ROSTER = "not_on_roster", "名册没有此人"
    NOT_IN_RETURN = "not_in_return", "报表没有此人"
    ELSEWHERE = "elsewhere", "在其他单位名册"
    NOT_ESTABLISHED = "not_established", "不在编制"

    @property
    def decisions(self) -> tuple["CheckDecision", ...]:
        """What may be decided of such a row; the first is what usually is."""
        return {
            CheckResult.MATCHES: (CheckDecision.CONFIRM,),
            CheckResult.DIFFERS: (CheckDecision.TAKE_RETURN, CheckDecision.KEEP_ROSTER),
            CheckResult.NOT_ON_ROSTER: (CheckDecision.REGISTER, CheckDecision.DISMISS),
            CheckResult.NOT_IN_RETURN: (CheckDecision.CLEAN_UP, CheckDecision.KEEP_ROSTER),
            CheckResult.ELSEWHERE: (CheckDecision.TAKE_RETURN, CheckDecision.KEEP_ROSTER),
            CheckResult.NOT_ESTABLISHED: (
                CheckDecision.CLEAN_UP,
                CheckDecision.TAKE_RETURN,
                CheckDecision.KEEP_ROSTER,
            ),
        }[self]


class CheckDecision(Term):
    """What a supervisor decided of one row of the establishment check."""

    CONFIRM = "confirm", "核对无误"
    TAKE_RETURN = "take_return", "以报表为准"
    KEEP_ROSTER = "keep_roster", "以名册为准"
    REGISTER = "register", "补入名册"
    CLEAN_UP = "clean_up", "列入清理"
    DISMISS = "dismiss", "不予登记"


class OfficerAction(Action):
    """Acts on officers and certificates, with the sentence that the log shows."""

    REGISTERED = (
        "registry.officer.registered",
        "登记人员",
        "{actor}登记{subject}人员{officer}（{staff}）",
    )
    CHANGED = "registry.officer.changed", "更正人员", "{actor}更正人员{officer}：{changes}"
    LEFT = "registry.officer.left", "登记离岗", "{actor}登记{officer}自 {day} 离岗：{reason}"
    APPLIED = "registry.application.submitted", "申领执法证", "{actor}为{officer}申领执法证"
    APPLICATION_APPROVED = (
        "registry.application.approved",
        "同意申领",
        "{actor}同意{officer}申领执法证：{opinion}",
    )
    APPLICATION_RETURNED = (
        "registry.application.returned",
        "退回申领",
        "{actor}退回{officer}的执法证申领：{opinion}",
    )
    CERTIFICATE_ISSUED = "registry.certificate.issued", "发放执法证", "{actor}向{officer}发放执法证{number}"
    CERTIFICATE_SUSPENDED = (
        "registry.certificate.suspended",
        "暂扣执法证",
        "{actor}暂扣{officer}的执法证{number}：{reason}",
    )
    CERTIFICATE_RESUMED = (
        "registry.certificate.resumed",
        "恢复执法证",
        "{actor}恢复{officer}的执法证{number}：{reason}",
    )
    CERTIFICATE_CANCELLED = (
        "registry.certificate.cancelled",
        "注销执法证",
        "{actor}自 {day} 注销{officer}的执法证{number}：{reason}",
    )
    CERTIFICATE_RETURNED = (
        "registry.certificate.returned",
        "收回证件",
        "{actor}登记{officer}的执法证{number}于 {day} 收回",
    )
    CERTIFICATES_SWEPT = (
        "registry.certificates.swept",
        "复核证件",
        "{actor}复核未注销的证件 {count} 本，新提示 {raised} 项",
    )
    RELATION_DECLARED = (
        "registry.relation.declared",
        "申报利害关系",
        "{actor}申报{officer}与{enterprise}有利害关系：{what}",
    )


class EstablishmentAction(Action):
    """Acts of the establishment check, with the sentence that the log shows."""

    OPENED = "registry.establishment.opened", "发起编制核对", "{actor}发起{check}"
    RETURN_RECEIVED = (
        "registry.establishment.return_received",
        "上传编制报表",
        "{actor}上传编制报表“{file}”（{check}）",
    )
    RETURN_TAKEN = (
        "registry.establishment.return_taken",
        "收取编制报表",
        "{actor}收取{subject}的编制报表 {count} 人（{check}）",
    )
    ROW_DECIDED = (
        "registry.establishment.row_decided",
        "处理核对结果",
        "{actor}对{name}的核对结果{decision}：{note}",
    )
    MATCHES_CONFIRMED = (
        "registry.establishment.matches_confirmed",
        "确认相符人员",
        "{actor}确认{check}中相符的 {count} 人",
    )
    CLOSED = "registry.establishment.closed", "办结编制核对", "{actor}办结{check}"
