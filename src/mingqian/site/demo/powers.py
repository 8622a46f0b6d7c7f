"""The list of inspection powers of 鹭湾市's bureau: every item that is in use carries one of them out.

It comes in as a file, as a bureau's would; the licences of the window are listed by hand later (``counter``).
"""

import csv
from pathlib import Path

from mingqian.core.decision import Refused, denied
from mingqian.registry.services import imports
from mingqian.site.demo.people import BUREAU, Bureau
from mingqian.site.year.clockwork import Clock

HEADER = (
    "职权编码", "职权名称", "职权类别", "设定依据", "条款", "列入清单的日期", "列入清单的文号或会议", "实施事项"
)  # fmt: skip
LISTED = ("2026-01-04", "鹭府办〔2026〕2号")
OWN = "《鹭湾市人力资源和社会保障局2026年双随机抽查细则》"
FUNDS = "《鹭湾市职业培训和引才经费监督办法》"
# code, name, kind, document, article, items
POWERS = (
    ("JC-01", "对人力资源服务机构的监督检查", "行政检查", "《人力资源市场暂行条例》", "第三十五条", "LW-01"),
    ("JC-02", "对民办职业培训机构的监督检查", "行政检查", "《民办教育促进法》", "第四十一条", "LW-02、LW-03"),
    ("JC-03", "对职业技能鉴定机构的监督检查", "行政检查", "《职业技能鉴定规定》", "第五条", "LW-04"),
    ("JC-04", "对劳务派遣和用工单位的监督检查", "行政检查", "《劳动合同法》", "第七十四条", "LW-05"),
    ("JC-05", "劳动保障监察", "行政检查", "《劳动保障监察条例》", "第十一条", "LW-06"),
    ("JC-06", "对用人单位遵守劳动法律、法规情况的监督检查", "行政检查", "《劳动法》", "第八十五条",
     "LW-08、LW-09、LW-10、LW-11、LW-12"),
    ("JC-07", "对社会保险基金收支、管理和投资运营情况的监督检查", "行政检查", "《社会保险法》", "第七十九条", "LW-13"),
    ("JC-08", "对遵守社会保险法律、法规情况的监督检查", "行政检查", "《社会保险法》", "第七十七条", "LW-14"),
    ("JC-09", "对外国人在中国就业的监督检查", "行政检查", "《外国人在中国就业管理规定》", "第四条", "LW-15"),
    ("JC-10", "对职业培训和引才经费使用的监督检查", "行政检查", FUNDS, "第四条", "LW-17、LW-22、LW-23"),
    ("JC-11", "对机关事业单位人事工资和继续教育的监督检查", "行政检查", OWN, "附件", "LW-07、LW-18、LW-21"),
    ("CF-01", "对用人单位违反劳动保障规定的处罚", "行政处罚", "《劳动保障监察条例》", "第三十条", ""),
)  # fmt: skip


def listed(folder: Path, bureau: Bureau, clock: Clock) -> None:
    """The file, and its way in; a demo whose own list has bad rows is a fault, so it says so and stops."""
    path = folder / "powers.csv"
    folder.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(HEADER)
        table.writerows((*power[:5], *LISTED, power[5]) for power in POWERS)
    looked, _ = imports.load(
        path, by=bureau["legal"], now=clock.tick(), kind=imports.Kind.POWERS, unit=BUREAU
    )
    if looked.refused:
        why = f"演示的权责清单有 {looked.refused} 行未能导入"
        raise Refused(denied("demo.list", why, "", "这是程序的问题，请报告维护人员"))
