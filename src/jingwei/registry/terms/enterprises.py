"""The words of enterprises."""

from jingwei.platform.terms import Action
from jingwei.rulebook import Term


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

    @property
    def rank(self) -> int:
        """The higher, the stricter. Unknown is not low: any known class but the lowest is stricter."""
        return ("A", "unknown", "B", "C", "D").index(self.value)


class EnterpriseAction(Action):
    """Acts on enterprises, sites and codes, with the sentence that the log shows."""

    REGISTERED = (
        "registry.enterprise.registered",
        "登记企业",
        "{actor}登记企业{enterprise}（{code}）",
    )
    SITE_REGISTERED = "registry.site.registered", "登记经营场所", "{actor}登记{enterprise}的场所“{site}”"
    SITE_CODE_ISSUED = "registry.sitecode.issued", "发放企业码", "{actor}向{site}发放企业码"
