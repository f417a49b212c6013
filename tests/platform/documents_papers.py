"""The papers of one fictional on-site check, as a district would issue them."""

import io
from datetime import UTC, date, datetime

from PIL import Image as Picture
from PIL import ImageDraw

from jingwei.platform.documents.model import (
    Document,
    Field,
    FieldTable,
    Grid,
    Heading,
    Image,
    Numbered,
    Paragraph,
    Qr,
    Seal,
    SignatureRow,
)

ISSUER = "徐州市铜山区应急管理局"
STARTED = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
ENDED = datetime(2026, 11, 23, 3, 5, tzinfo=UTC)
OFFICERS = "赵䶮（执法证号 10030126001）、钱𬭎（执法证号 10030126002）"
FIVE_BANS = (
    "严禁逐利检查；",
    "严禁干扰企业正常生产经营；",
    "严禁任性处罚企业；",
    "严禁下达检查指标；",
    "严禁变相检查。",
)


def signature(*strokes: tuple[int, int, int, int]) -> bytes:
    """A signature as the phone sends it: black strokes on nothing."""
    canvas = Picture.new("RGBA", (360, 120))
    pen = ImageDraw.Draw(canvas)
    for stroke in strokes:
        pen.arc((stroke[0], stroke[1], stroke[0] + 90, stroke[1] + 60), stroke[2], stroke[3], "black", 5)
    return png(canvas)


def photo(shade: str) -> bytes:
    """A picture of 4:3 in one colour."""
    return png(Picture.new("RGB", (640, 480), shade))


def png(picture: Picture.Image) -> bytes:
    """The picture as a PNG file."""
    target = io.BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()


SIGNED = signature((20, 20, 150, 400), (100, 30, 10, 300), (190, 20, 90, 350), (250, 40, 180, 500))


def notice() -> Document:
    """行政检查通知书 (R-FORM-06)."""
    return Document(
        title="行政检查通知书",
        issuer=ISSUER,
        number="铜应急检通〔2026〕12号",
        issued_on=date(2026, 11, 22),
        is_demonstration=True,
        footer="本通知书一式两份，一份送达被检查企业，一份存档。",
        blocks=(
            Paragraph("徐州云龙山精密铸造有限公司：", indent=False),
            Paragraph(
                "根据《中华人民共和国安全生产法》第六十五条的规定，经本机关负责人批准，"
                "决定对你单位实施行政检查。现将有关事项通知如下："
            ),
            FieldTable(
                (
                    (Field("统一社会信用代码", "91320312MA1TESTX0K"), Field("任务来源", "年度行政检查计划")),
                    (Field("检查时间", "2026年11月23日9时30分"), Field("检查类型", "日常检查（现场）")),
                    (
                        Field(
                            "检查地点", "徐州市铜山区大彭镇工业园区纬三路18号（铸造一车间、危险化学品仓库）"
                        ),
                    ),
                    (Field("检查人员", OFFICERS.replace("、", "\n")),),
                    (
                        Field(
                            "检查事项",
                            "1.对生产经营单位安全生产教育和培训情况的行政检查\n2.对危险物品储存场所安全管理情况的行政检查",
                        ),
                    ),
                    (
                        Field(
                            "需准备的材料", "安全生产教育和培训档案；危险化学品出入库登记；应急预案及演练记录"
                        ),
                    ),
                    (Field("本年度\n检查频次", "本机关本年度已检查1次，频次上限2次；本次为第2次"),),
                )
            ),
            Heading("一、检查纪律"),
            Numbered(FIVE_BANS, "（一）"),
            Heading("二、你单位的权利"),
            Paragraph(
                "检查人员应当主动出示执法证件。你单位有权进行陈述和申辩；认为检查人员与检查事项有直接利害关系的，"
                "有权申请回避；检查人员少于两人、未出示执法证件或者未送达本通知书的，有权拒绝检查。"
                "对检查行为有异议的，可以拨打监督电话0516-00000000或者扫描下方二维码投诉。"
            ),
            Qr("https://jingwei.example/c/7Q2M9V", "投诉与评价"),
            Seal(ISSUER, date(2026, 11, 22)),
            Heading("送达回执"),
            SignatureRow("检查人员（签名）", "赵䶮", SIGNED, STARTED),
            SignatureRow("检查人员（签名）", "钱𬭎", SIGNED, STARTED),
            SignatureRow("被检查企业签收人（签名）", "孙某"),
        ),
    )


def record() -> Document:
    """现场检查笔录 (R-FORM-07)."""
    digest = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    results = tuple(
        (str(number), matter, result, found)
        for number, (matter, result, found) in enumerate(
            (
                ("主要负责人和安全生产管理人员是否经考核合格", "合格", "查见证书2份，均在有效期内"),
                ("从业人员是否经安全生产教育和培训合格后上岗", "不合格", "新进员工李㛃、周𠅤无三级教育记录"),
                ("特种作业人员是否持证上岗", "合格", "抽查电工、焊工各1人"),
                (
                    "危险化学品是否储存在专用仓库并由专人管理",
                    "不合格",
                    "铸造一车间内存放稀释剂3桶，未入专用仓库",
                ),
                ("危险化学品出入库是否登记", "合格", ""),
                ("是否制定应急预案并定期演练", "合格", "2026年6月18日演练，有记录"),
                ("有限空间作业是否审批", "未涉及", "检查时段无有限空间作业"),
                (
                    "安全设备是否经常性维护、保养并定期检测",
                    "合格",
                    "行车定期检验报告编号\nTS-2026-0312-AB88120077451122334455",
                ),
            ),
            start=1,
        )
    )
    return Document(
        title="现场检查笔录",
        issuer=ISSUER,
        number="铜应急检录〔2026〕12号",
        issued_on=date(2026, 11, 23),
        is_demonstration=True,
        footer="检查人员（签名）：　　　　　　　　　　　　被检查企业人员（签名）：",
        blocks=(
            FieldTable(
                (
                    (Field("被检查企业", "徐州云龙山精密铸造有限公司"), Field("法定代表人", "吴某")),
                    (Field("开始时间", "2026年11月23日9时30分"), Field("结束时间", "2026年11月23日11时05分")),
                    (
                        Field("检查地点", "徐州市铜山区大彭镇工业园区纬三路18号"),
                        Field("定位", "北纬34.2874°\n东经117.0213°"),
                    ),
                    (Field("现场负责人", "孙某"), Field("职务", "安全生产部经理")),
                    (Field("证件号码", "3203**********1234"), Field("联系电话", "138****5678")),
                    (Field("检查人员", OFFICERS.replace("、", "\n")),),
                )
            ),
            Heading("一、表明身份与告知"),
            Paragraph(
                "问：我们是徐州市铜山区应急管理局的行政执法人员赵䶮、钱𬭎，这是我们的执法证件，请你过目。"
                "现依法对你单位进行现场检查，请予以配合。你是否看清？\n答：看清了。\n"
                "问：如果你认为检查人员与本次检查有直接利害关系，可以申请回避。你是否申请回避？\n答：不申请。"
            ),
            Heading("二、逐项检查结果"),
            Grid(("序号", "检查内容", "结果", "情况说明"), results, (1, 5, 1.6, 5)),
            Heading("三、现场情况"),
            Paragraph(
                "经查，该单位新进从业人员2名（李㛃、周𠅤）未见三级安全教育培训记录；铸造一车间东北角堆放稀释剂3桶"
                "（每桶约20千克，标签标注“易燃液体”），未存放于专用仓库。检查人员当场指出上述问题，"
                "提供了《危险化学品仓库储存通则》的查询途径，并对整改方法作了说明。"
            ),
            Heading("四、被检查企业陈述"),
            Paragraph(
                "以上情况属实。稀释剂是当天上午领用未及时归还，下午就搬回专用仓库；两名新员工的培训补做后提交记录。"
            ),
            Heading("五、影像资料"),
            Image(photo("#8aa0b4"), "照片1　铸造一车间东北角"),
            Image(photo("#b4a08a"), "照片2　稀释剂标签"),
            Paragraph(f"全过程视频1段，时长1小时35分，校验值{digest}。"),
            Paragraph("以上笔录已经本人核对，与事实相符。"),
            SignatureRow("被检查企业现场负责人（签名）", "孙某", SIGNED, ENDED),
            SignatureRow("检查人员（签名）", "赵䶮", SIGNED, ENDED),
            SignatureRow("检查人员（签名）", "钱𬭎", SIGNED, ENDED),
        ),
    )


def approval() -> Document:
    """行政检查审批表 (R-FORM-05): opinions signed inside the form."""
    opinion = SignatureRow("负责人（签名）", "郑某", SIGNED, datetime(2026, 11, 21, 8, 0, tzinfo=UTC))
    return Document(
        title="行政检查审批表",
        issuer=ISSUER,
        number="铜应急检审〔2026〕12号",
        issued_on=date(2026, 11, 21),
        blocks=(
            FieldTable(
                (
                    (Field("被检查企业", "徐州云龙山精密铸造有限公司"), Field("检查类型", "日常检查")),
                    (Field("主体负责人\n意见", "同意。", opinion),),
                )
            ),
        ),
    )
