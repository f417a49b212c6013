"""The words of items, their basis and standards."""

from jingwei.platform.terms import Action
from jingwei.rulebook import Term


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


class ImplementationLevel(Term):
    """Which level of government carries an item out (R-PUB-04)."""

    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    DISTRICT = "district", "县（区）级"
    TOWN = "town", "镇（街道）级"


class InspectionMethod(Term):
    """How an item may be inspected (R-PUB-04)."""

    ON_SITE = "on_site", "现场检查"
    OFF_SITE = "off_site", "非现场检查"
    WRITTEN = "written", "书面检查"
    RANDOM = "random", "双随机抽查"


class CoordinationStage(Term):
    """Where the coordination of two standards that contradict each other stands (R-PUB-06)."""

    NEGOTIATING = "negotiating", "部门协商"
    ESCALATED = "escalated", "提请区政府协调"
    SETTLED = "settled", "已协调"


class ItemAction(Action):
    """Acts on items and standards, with the sentence that the log shows."""

    REGISTERED = "registry.item.registered", "登记检查事项", "{actor}登记{subject}的检查事项“{item}”"
    REVISED = "registry.item.revised", "修改检查事项", "{actor}修改检查事项“{item}”的{changed}"
    PUBLISHED = "registry.item.published", "公布检查事项", "{actor}公布检查事项“{item}”，自{day}起"
    CHANGE_PUBLISHED = (
        "registry.item.change_published",
        "公布事项变更",
        "{actor}公布检查事项“{item}”的变更，自{day}起：{changed}。{reason}",
    )
    WITHDRAWN = "registry.item.withdrawn", "取消检查事项", "{actor}取消检查事项“{item}”：{reason}"
    BASIS_ADDED = "registry.basis.added", "补登检查依据", "{actor}为“{item}”补登依据{basis}"
    BASIS_ENDED = (
        "registry.basis.ended",
        "登记依据失效",
        "{actor}登记“{item}”的依据{basis}自{day}起失效（{document}）",
    )
    STANDARD_ADDED = "registry.standard.added", "制定检查标准", "{actor}为“{item}”制定检查标准{version}"
    CONFLICT_RAISED = (
        "registry.standard_conflict.raised",
        "提出标准冲突",
        "{actor}提出“{first}”与“{second}”的标准冲突：{matter}",
    )
    CONFLICT_ESCALATED = (
        "registry.standard_conflict.escalated",
        "提请协调标准",
        "{actor}将标准冲突“{matter}”提请区政府协调：{reason}",
    )
    CONFLICT_SETTLED = (
        "registry.standard_conflict.settled",
        "协调标准冲突",
        "{actor}记下标准冲突“{matter}”的协调结果：{outcome}",
    )
