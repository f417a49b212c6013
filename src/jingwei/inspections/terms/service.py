"""The words of visits that are no inspection, and of scans that another platform holds."""

from jingwei.platform.terms import Action
from jingwei.rulebook import Term


class ServiceKind(Term):
    """Why officials come without inspecting; each of these is registered and counted as a visit (R-SCAN-07)."""

    PATROL = "patrol", "巡查"
    PUBLICITY = "publicity", "宣传"
    CALL = "call", "走访"
    SURVEY = "survey", "调研"
    OBSERVATION = "observation", "观摩"
    SUPERVISION = "supervision", "督导"
    GUIDANCE = "guidance", "上门服务"


class ServiceAction(Action):
    """Acts on service visits and on scans of other platforms, with the sentence that the log shows."""

    REGISTERED = "inspections.service.registered", "登记服务走访", "{actor}到{enterprise}{kind}：{purpose}"
    LEFT = "inspections.service.left", "结束服务走访", "{actor}离开{enterprise}，停留{minutes}分钟"
    VOIDED = "inspections.service.voided", "作废服务走访", "{actor}作废{enterprise}的{kind}登记：{reason}"
    SWEPT = "inspections.service.swept", "核查入企频次", "{actor}核查各企业近期入企，新发现{raised}家"
    SCANS_IMPORTED = (
        "inspections.scans.imported",
        "导入外部扫码",
        "{actor}导入{system}扫码记录{rows}条，对上{matched}条",
    )
