"""The words of the registry."""

from jingwei.platform.terms import Action
from jingwei.rulebook import Term


class Role(Term):
    """What an account may do for its organisation (product roles; the three administrators included)."""

    SUPERVISOR = "supervisor", "监督人员"
    SUPERVISION_LEAD = "supervision_lead", "监督负责人"
    GOVERNMENT_CONFIRMER = "government_confirmer", "区政府确认人"
    CLERK = "clerk", "经办人"
    HEAD = "head", "主体负责人"
    LEGAL_REVIEWER = "legal_reviewer", "法制审核人员"
    OFFICER = "officer", "执法人员"
    JUSTICE_OFFICE = "justice_office", "司法所"
    ENTERPRISE_CONTACT = "enterprise_contact", "企业联系人"
    SYSTEM_ADMINISTRATOR = "system_administrator", "系统管理员"
    SECURITY_ADMINISTRATOR = "security_administrator", "安全管理员"
    AUDIT_ADMINISTRATOR = "audit_administrator", "审计管理员"

    @property
    def is_administrator(self) -> bool:
        """Whether the role is one of 三员, who touch no business data."""
        return self in {Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR}


class PartyKind(Term):
    """What kind of body stands behind an inspection; only the first three may be a subject."""

    ORGAN = "organ", "行政机关"
    AUTHORISED = "authorised", "法律法规授权组织"
    ENTRUSTED = "entrusted", "受委托组织"
    COORDINATING = "coordinating", "政府议事协调机构"
    THIRD_PARTY = "third_party", "检验检测机构、科研院所等第三方"
    OUTSOURCED = "outsourced", "外包中介机构"


class SubjectStatus(Term):
    """Where a subject stands on the way to its announcement."""

    DRAFT = "draft", "草拟"
    DECLARED = "declared", "已申报"
    REVIEWED = "reviewed", "已审核"
    CONFIRMED = "confirmed", "已确认"
    ANNOUNCED = "announced", "已公告"
    REVOKED = "revoked", "已撤销"


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


class EnterpriseKind(Term):
    """Kind of enterprise; the last two are treated by the same rules (参照)."""

    COMPANY = "company", "公司"
    SOLE_PROPRIETORSHIP = "sole_proprietorship", "个人独资企业"
    PARTNERSHIP = "partnership", "合伙企业"
    INDIVIDUAL_BUSINESS = "individual_business", "个体工商户"
    COOPERATIVE = "cooperative", "农民专业合作社"


class CreditClass(Term):
    """Credit and risk class, imported monthly; unknown is not low."""

    A = "A", "A 类（低）"
    B = "B", "B 类（一般）"
    C = "C", "C 类（较高）"
    D = "D", "D 类（高）"
    UNKNOWN = "unknown", "未分类"


class BasisLevel(Term):
    """Rank of the text that an item rests on."""

    LAW = "law", "法律"
    ADMINISTRATIVE_REGULATION = "administrative_regulation", "行政法规"
    STATE_COUNCIL_DECISION = "state_council_decision", "国务院决定或命令"
    DEPARTMENT_RULE = "department_rule", "部门规章"
    LOCAL_REGULATION = "local_regulation", "地方性法规"
    LOCAL_GOVERNMENT_RULE = "local_government_rule", "地方政府规章"
    NORMATIVE_DOCUMENT = "normative_document", "行政规范性文件"


class ItemStatus(Term):
    """Whether an item may be used."""

    PENDING_BASIS = "pending_basis", "待补依据"
    UNPUBLISHED = "unpublished", "待公布"
    PUBLISHED = "published", "已公布"
    TO_ADJUST = "to_adjust", "待调整"
    WITHDRAWN = "withdrawn", "已取消"


class Field(Term):
    """Field of enforcement, as certificates and items name it."""

    EMERGENCY = "emergency", "应急管理"
    FIRE = "fire", "消防救援"
    ENVIRONMENT = "environment", "生态环境"
    MARKET = "market", "市场监管"
    TRANSPORT = "transport", "交通运输"
    HOUSING = "housing", "住房城乡建设"
    HEALTH = "health", "卫生健康"
    AGRICULTURE = "agriculture", "农业农村"
    URBAN = "urban", "城市管理"
    CULTURE = "culture", "文化旅游"
    NATURAL_RESOURCES = "natural_resources", "自然资源"
    WATER = "water", "水务"
    LABOUR = "labour", "人力资源社会保障"
    GENERAL = "general", "综合执法"


class RegistryAction(Action):
    """Acts on the registry, with the sentence that the log shows."""

    SUBJECT_REGISTERED = "registry.subject.registered", "登记检查主体", "{actor}登记检查主体{subject}"
    SUBJECT_ANNOUNCED = (
        "registry.subject.announced",
        "公告检查主体",
        "{actor}公告检查主体{subject}，自{day}起",
    )
    OFFICER_REGISTERED = (
        "registry.officer.registered",
        "登记人员",
        "{actor}登记{subject}人员{officer}（{staff}）",
    )
    CERTIFICATE_ISSUED = "registry.certificate.issued", "发放执法证", "{actor}向{officer}发放执法证{number}"
    CERTIFICATE_SUSPENDED = (
        "registry.certificate.suspended",
        "暂扣执法证",
        "{actor}暂扣{officer}的执法证{number}：{reason}",
    )
    RELATION_DECLARED = (
        "registry.relation.declared",
        "申报利害关系",
        "{actor}申报{officer}与{enterprise}有利害关系：{what}",
    )
    ENTERPRISE_REGISTERED = (
        "registry.enterprise.registered",
        "登记企业",
        "{actor}登记企业{enterprise}（{code}）",
    )
    SITE_REGISTERED = "registry.site.registered", "登记经营场所", "{actor}登记{enterprise}的场所“{site}”"
    SITE_CODE_ISSUED = "registry.sitecode.issued", "发放企业码", "{actor}向{site}发放企业码"
    ITEM_REGISTERED = "registry.item.registered", "登记检查事项", "{actor}登记{subject}的检查事项“{item}”"
    ITEM_PUBLISHED = "registry.item.published", "公布检查事项", "{actor}公布检查事项“{item}”，自{day}起"
    ITEM_WITHDRAWN = "registry.item.withdrawn", "取消检查事项", "{actor}取消检查事项“{item}”：{reason}"
    STANDARD_ADDED = "registry.standard.added", "制定检查标准", "{actor}为“{item}”制定检查标准{version}"
    MEMBERSHIP_GRANTED = (
        "registry.membership.granted",
        "授予任职",
        "{actor}授予{account}{role}（{organisation}）",
    )
    MEMBERSHIP_CHOSEN = "registry.membership.chosen", "选择身份", "{actor}以此身份办理"
