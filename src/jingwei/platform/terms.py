"""The words of the platform."""

from typing import Self

from jingwei.rulebook import Term


class AuditOutcome(Term):
    """How an act ended."""

    DONE = "done", "完成"
    REFUSED = "refused", "拒绝"


class ImportState(Term):
    """How far the import of a spreadsheet has got."""

    PREVIEWED = "previewed", "已预览"
    RUNNING = "running", "导入中"
    DONE = "done", "已导入"
    REFUSED = "refused", "未导入"


class Action(Term):
    """Base of every area's audit actions: code, 中文 name, and the sentence that the log shows.

    ``NAME = "area.thing.done", "动作名", "{actor}……{enterprise}……"``; the sentence's other words come from the
    keyword arguments of ``audit.record``.
    """

    sentence: str

    def __new__(cls, value: str, label: str = "", sentence: str = "") -> Self:
        """Make a member from its code, its name and its sentence."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.sentence = sentence
        return member


class PlatformAction(Action):
    """Acts on the platform itself."""

    SIGNED_IN = "platform.account.signed_in", "登录", "{actor}登录"
    SIGN_IN_FAILED = "platform.account.sign_in_failed", "登录失败", "登录名“{username}”登录失败"
    SIGNED_OUT = "platform.account.signed_out", "退出", "{actor}退出"
    ACCOUNT_CREATED = "platform.account.created", "建立账号", "{actor}建立账号“{username}”（{name}）"
    ACCOUNT_DISABLED = "platform.account.disabled", "停用账号", "{actor}停用账号“{username}”：{reason}"
    ACCOUNT_ENABLED = "platform.account.enabled", "恢复账号", "{actor}恢复账号“{username}”"
    PASSWORD_RESET = "platform.account.password_reset", "重设密码", "{actor}重设账号“{username}”的密码"
    PASSWORD_CHANGED = "platform.account.password_changed", "修改密码", "{actor}修改了自己的密码"
    CALENDAR_LOADED = "platform.calendar.loaded", "导入放假安排", "{actor}导入{year}年放假安排（{document}）"
    NUMBER_ENTERED = "platform.number.entered", "录入规则数值", "{actor}录入{rule}的“{name}”为{value}"
    NUMBER_APPROVED = "platform.number.approved", "批准规则数值", "{actor}批准{rule}的“{name}”为{value}"
    JOB_RUN_AGAIN = (
        "platform.job.run_again",
        "重新运行后台任务",
        "{actor}重新运行后台任务“{job}”（{number}号）",
    )
    SHEET_RECEIVED = "platform.sheet.received", "上传表格", "{actor}上传{kind}表格“{file}”"
    SHEET_EXPLAINED = (
        "platform.sheet.explained",
        "说明未读的列",
        "{actor}说明{kind}表格“{file}”中没有读的列：{columns}",
    )
    SHEET_CONFIRMED = "platform.sheet.confirmed", "确认导入", "{actor}确认导入{kind}表格“{file}”"
    SHEET_IMPORTED = (
        "platform.sheet.imported",
        "导入表格",
        "{actor}导入{kind}表格“{file}”：{rows}行，导入{imported}行，退回{rejected}行",
    )
