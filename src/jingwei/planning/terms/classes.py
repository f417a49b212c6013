"""The words of classes: the monthly file, the departments' own grades, the relief of low-risk enterprises."""

from jingwei.platform.terms import Action
from jingwei.rulebook import Term


class ReliefExit(Term):
    """Why an enterprise no longer has the relief of the low-risk."""

    CLASS_CHANGED = "class_changed", "分类上调"
    PROBLEM_FOUND = "problem_found", "检查发现问题"
    COMPLAINED = "complained", "被投诉举报查实"
    DECIDED = "decided", "主体决定移出"


class ClassAction(Action):
    """Acts on classes, with the sentence that the log shows."""

    IMPORTED = (
        "planning.classes.imported",
        "导入信用风险分类",
        "{actor}导入{month}信用风险分类{rows}家，变动{changed}家",
    )
    TABLE_SAVED = (
        "planning.classes.table_saved",
        "设定分类抽查比例和频次",
        "{actor}设定{whose}分类抽查比例和频次，自{day}起",
    )
    GRADED = "planning.grade.entered", "登记部门分级", "{actor}将{enterprise}列为{grade}：{reason}"
    GRADE_ENDED = "planning.grade.ended", "终止部门分级", "{actor}终止{enterprise}的部门分级：{reason}"
    RELIEF_ENTERED = (
        "planning.relief.entered",
        "纳入低风险减免",
        "{actor}将{enterprise}纳入低风险减免：{ground}",
    )
    RELIEF_LEFT = "planning.relief.left", "移出低风险减免", "{actor}将{enterprise}移出低风险减免：{reason}"
