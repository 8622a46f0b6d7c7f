"""One specimen of each paper, with fictional people and firms of 鹭湾市: for the pictures and for the tests."""

from datetime import date
from typing import Any

from mingqian.documents.enums import Kind
from mingqian.documents.types import Frame

FIRM = {"subject": "鹭湾恒信劳务派遣有限公司", "subject_code": "91359901MA99X001X6"}
TEAM = [{"name": "林海生", "certificate": "35990012001"}, {"name": "陈一帆", "certificate": "35990012017"}]
CONTACT = {"contact": "林海生", "phone": "0599-5550123"}
ITEM = "劳务派遣单位经营劳务派遣业务情况的检查"
BASIS = "《劳动合同法》第七十三条、《劳务派遣行政许可实施办法》第二十一条"
DRAW = {"draw": "LW-2026-R1", "plan": "2026年第一批双随机抽查实施方案", "drawn_on": "2026年3月17日 09:30"}
PROBLEMS = "与2名被派遣劳动者订立的劳动合同期限不足二年；未将劳务派遣协议的内容告知被派遣劳动者。"
RATING = "评价码 R23A-7KMP-Q8WX，在本机关公开网站“评价一次检查”页（/rate/）使用一次。愿不愿意评价由您单位决定；只计数，不记名；检查人员不代为评价。"
ORDER = "在期限内与上述2名劳动者变更劳动合同期限；将劳务派遣协议内容书面告知全部被派遣劳动者，留存签收记录。"


def fields(kind: Kind) -> dict[str, Any]:
    """What a specimen says."""
    return _ALL[kind]


def frame(kind: Kind) -> Frame:
    """What stands around it."""
    number = (
        "" if kind in (Kind.LEDGER, Kind.RESULT_SHEET) else f"{_WORD.get(kind, '鹭湾人社检')}〔2026〕12号"
    )
    code = "D7KQ4M2XTR"
    return Frame(
        number, "鹭湾市人力资源和社会保障局", "2026年3月20日", code, f"https://lw.example/v/{code}", False
    )


_WORD = {
    Kind.ANNUAL_PLAN: "鹭湾人社",
    Kind.VISIT_NOTICE: "鹭湾人社检通",
    Kind.APPROVAL_SHEET: "鹭湾人社检审",
    Kind.RECTIFICATION_ORDER: "鹭湾人社检改",
}
_ITEMS = [
    ITEM,
    "人力资源服务机构经营活动的检查",
    "用人单位遵守劳动保障法律法规情况的检查",
    "民办职业培训学校办学情况的检查",
    "企业实行特殊工时制度情况的检查",
    "社会保险稽核",
]
_FIRMS = [
    ("鹭湾恒信劳务派遣有限公司", "91359901MA99X001X6"),
    ("鹭湾市海岭区众合人力资源服务有限公司", "91359902MA99X0028L"),
    ("鹭湾集雅电子科技股份有限公司", "91359903MA99X0036X"),
    ("鹭湾同平食品加工厂（普通合伙）", "91359904MA99X00447"),
    ("鹭湾翔宁纺织有限公司", "91359905MA99X0052G"),
    ("鹭湾沧浦港口装卸有限公司", "91359906MA99X0060R"),
    ("鹭湾市蓝天职业培训学校", "52359901MJ99X00124"),
]
_PEOPLE = ["林海生", "陈一帆", "黄丽娟", "吴国栋", "郑晓芸", "苏建平", "何静", "许文涛"]
_RESULTS = [
    ("未发现问题", "归档"),
    ("发现问题已当场改正", "提示"),
    ("责令限期改正", "责令限期改正，整改回访"),
    ("未发现问题", "归档"),
    ("通过登记的住所无法联系", "移送登记机关"),
    ("立案调查", "移交劳动保障监察机构"),
    ("未发现问题", "归档"),
]
_ALL: dict[Kind, dict[str, Any]] = {
    Kind.ANNUAL_PLAN: {
        "year": "2026",
        "batches": "2批（3月、9月）",
        "principle": "坚持依法监管、公正高效、公开透明、协同推进。\n同一检查对象的多个事项合并检查，能书面、网络核查的不入企。",
        "lines": [
            {
                "number": n,
                "item": item,
                "unit": "劳动关系处",
                "methods": "现场检查、书面检查",
                "rounds": "3月、9月",
                "ratio": ratio,
            }
            for n, (item, ratio) in enumerate(
                zip(_ITEMS, ["5%", "10%", "5%", "10%", "10%", "5%"], strict=True), 1
            )
        ],
        "left_out": [{"item": "企业裁减人员报告情况的检查", "reason": "连续五年未实施，已列入清理"}],
        "pack": "鹭湾市2026年规则（国家、厦门）",
        "approved_by": "周明远",
        "approved_on": date(2026, 1, 20),
    },
    Kind.IMPLEMENTATION_PLAN: {
        "batch": "2026年第一批",
        "purpose": "规范劳务派遣、人力资源服务等市场秩序，维护劳动者合法权益。",
        "items": [
            {"number": n, "item": item, "method": method, "rule": "不低于5%（厦门 三(六)1）", "reserve": "3"}
            for n, (item, method) in enumerate(
                [(_ITEMS[0], "现场检查"), (_ITEMS[1], "现场检查"), (_ITEMS[5], "网络核查")], 1
            )
        ],
        "period": "2026年3月23日至2026年4月17日",
        "draw_on": date(2026, 3, 17),
        "panels": [
            {
                "panel": "执法组",
                "pool": "行政执法人员库",
                "teams": "15",
                "size": "2",
                "captain": "抽取产生",
            },
            {
                "panel": "业务组",
                "pool": "业务检查人员库",
                "teams": "5",
                "size": "2",
                "captain": "抽取产生",
            },
        ],
        "methods": ["现场检查", "书面检查", "网络核查"],
        "partners": [{"unit": "市市场监督管理局", "duty": "共享登记信息", "answer": "同意"}],
        "confidentiality": "抽取结果在公布时间之前不得泄露；参加人员不得向检查对象透露检查安排。",
        "result_use": "检查结果按规定公示，记入信用档案；发现违法线索的移交劳动保障监察机构。",
        "leader": "周明远",
        "contact": "何静　0599-5550101",
        "approved_by": "周明远",
        "approved_on": date(2026, 3, 10),
    },
    Kind.DRAW_RECORD: {
        **DRAW,
        "unit": "政策法规处",
        "pools": [
            {
                "list": "FR-05",
                "words": "全部412，停业3，可抽409",
                "rows": "412",
                "hash": "9f2c6a1e77d0b3485ce1a0f2d96b4e8713c5aa90de42f7b16c08e35d9471fb2a",
            },
            {
                "list": "ZF-库",
                "words": "在册74，证件过期3，暂停1，可抽70",
                "rows": "74",
                "hash": "41be09d7c25fa8830e6d1b94f7c3a05528de6b10cc97f4ea85d2631740b9fe0c",
            },
        ],
        "items": [
            {
                "item": ITEM,
                "total": "409",
                "quota": "5%，向上取整，21户（厦门 三(六)1）",
                "forced": "2",
                "drawn": "21",
                "reserve": "3",
            }
        ],
        "parties": [
            {
                "role": "组织方",
                "unit": "政策法规处",
                "person": "何静",
                "commitment": "7d10…c2f4",
                "opinion": "无异议",
            },
            {
                "role": "纪检监察",
                "unit": "派驻纪检监察组",
                "person": "许文涛",
                "commitment": "a95e…017b",
                "opinion": "无异议",
            },
            {
                "role": "企业代表",
                "unit": "市人力资源服务行业协会",
                "person": "苏建平",
                "commitment": "03cc…9e6d",
                "opinion": "无异议",
            },
        ],
        "sources": [{"source": "现场十面骰20枚", "value": "47190 26638 05514 92073"}],
        "plan_hash": "5a0d3f4b7c1188e2c6f9ab10377de94e6f25b8c30d4c91ae7b6642f0cd85e913",
        "seal_hash": "c81f0e5d22b947a6934d7ee0b1f568ac3290fd7714e6bb08a5c9d3f246e7105b",
        "seed": "2be7149f60a3d8c5517efb0922ca64d8903bd5f1e74a68cc3d021796ae85b4f0",
        "result_hash": "e04b9a67d2f35c18ab7059fe6c4413d8275e90bb83fd16ca4092e7d5b8316fc4",
        "grade": "A",
        "grade_why": "公共随机数在封签之后产生，封签已由外部见证方联署。",
        "events": [
            {"at": "2026-03-16 18:00", "event": "冻结名录"},
            {"at": "2026-03-17 09:02", "event": "各方承诺，封签"},
            {"at": "2026-03-17 09:30", "event": "掷骰，两人读数"},
            {"at": "2026-03-17 09:41", "event": "开启承诺，计算结果，见证签字"},
        ],
    },
    Kind.SUBJECT_LIST: {
        **DRAW,
        "count": "7户次",
        "rows": [
            {
                "number": n,
                "item": _ITEMS[n % 3],
                "name": name,
                "code": code,
                "how": "必查" if n == 1 else "抽中",
                "team": f"第{(n - 1) // 2 + 1}组",
            }
            for n, (name, code) in enumerate(_FIRMS, 1)
        ],
    },
    Kind.TEAM_LIST: {
        **DRAW,
        "count": "4组8人，候补2人",
        "rows": [
            {
                "team": f"第{n // 2 + 1}组",
                "seat": "组长" if n % 2 == 0 else "组员",
                "name": name,
                "certificate": f"359900120{n + 1:02d}",
                "visits": "6" if n % 2 == 0 else "",
            }
            for n, name in enumerate(_PEOPLE)
        ],
        "substitutes": [
            {"order": "1", "panel": "执法组", "name": "邱志远", "certificate": "35990012033"},
            {"order": "2", "panel": "执法组", "name": "蔡敏", "certificate": "35990012041"},
        ],
    },
    Kind.SUBSTITUTION_REGISTER: {
        **DRAW,
        "count": "2人次",
        "rows": [
            {
                "number": "1",
                "on": "2026年3月18日",
                "where": "第7组 组长",
                "out": "吴国栋",
                "into": "邱志远（候补1）",
                "reason": "其他重要公务",
                "evidence": "鹭湾法院出庭通知",
                "asked": "何静",
                "decided": "周明远",
            },
            {
                "number": "2",
                "on": "2026年3月18日",
                "where": "第12组 组员",
                "out": "郑晓芸",
                "into": "蔡敏（候补2）",
                "reason": "回避",
                "evidence": "配偶在检查对象任职",
                "asked": "何静",
                "decided": "周明远",
            },
        ],
    },
    Kind.EXEMPTION_SHEET: {
        **FIRM,
        "item": ITEM,
        "draw": DRAW["draw"],
        "drawn_on": date(2026, 3, 17),
        "last_checked_on": date(2025, 12, 29),
        "reason": "3个月内已接受冬季专项检查，未发现问题，不属于异常监管对象。",
        "evidence": "专项检查记录",
        "coverage": "免检后该事项抽查比例由5.13%变为4.89%，低于5%，须补抽1户。",
        "requested_by": "黄丽娟",
        "requested_on": date(2026, 3, 18),
        "decision": "同意免检",
        "decision_reason": "情况属实。",
        "decided_by": "周明远",
        "decided_on": date(2026, 3, 19),
    },
    Kind.RECUSAL_REGISTER: {
        **DRAW,
        "count": "1人次",
        "rows": [
            {
                "number": "1",
                "on": "2026年3月17日",
                "name": "郑晓芸",
                "seat": "第12组 队员",
                "reason": "配偶在检查对象鹭湾翔宁纺织有限公司任职",
                "handled": "由候补人员递补",
                "decided": "周明远",
            }
        ],
    },
    Kind.APPROVAL_SHEET: {
        **FIRM,
        "approval": "LW-2026-R1-0007-审",
        "address": "鹭湾市湖滨区和平路18号海晟大厦12层",
        "type": "日常检查",
        "batch": "LW-2026-R1 2026年第一批双随机抽查",
        "items": [
            {"item": ITEM, "basis": BASIS},
            {"item": _ITEMS[1], "basis": "《人力资源市场暂行条例》第三十五条"},
        ],
        "planned_on": date(2026, 3, 26),
        "team": [{**one, "unit": "劳动保障监察支队"} for one in TEAM],
        "grounds": "2026年第一批双随机抽查抽中。",
        "why_on_site": "须核对劳动合同原件和工资支付凭证。",
        "visits": "0次（上限2次）",
        "requested_by": "黄丽娟",
        "requested_on": date(2026, 3, 18),
        "decision": "同意检查，两项合并一次进行。",
        "decided_by": "周明远",
        "decided_on": date(2026, 3, 20),
    },
    Kind.VISIT_NOTICE: {
        **FIRM,
        **CONTACT,
        "address": "鹭湾市湖滨区和平路18号海晟大厦12层",
        "items": [
            {"item": ITEM, "basis": BASIS},
            {"item": _ITEMS[1], "basis": "《人力资源市场暂行条例》第三十五条"},
        ],
        "window": "2026年3月26日至2026年3月27日",
        "team": TEAM,
        "materials": [
            "营业执照、劳务派遣经营许可证副本",
            "劳务派遣协议和被派遣劳动者名册",
            "近三个月工资支付凭证、社会保险缴费凭证",
        ],
        "approval": "LW-2026-R1-0007-审",
        "type": "日常检查",
        "visits": "已入企0次，年度上限2次，本次为第1次",
    },
    Kind.CHECK_RECORD: {
        **FIRM,
        "task": "LW-2026-R1-0007",
        "item": ITEM,
        "method": "现场检查",
        "checked_on": date(2026, 3, 26),
        "team": TEAM,
        "points": [
            {
                "number": "1",
                "text": "劳务派遣经营许可证在有效期内",
                "standard": "《劳务派遣行政许可实施办法》第十四条",
                "mark": "合格",
            },
            {
                "number": "2",
                "text": "与被派遣劳动者订立二年以上的固定期限劳动合同",
                "standard": "《劳动合同法》第五十八条",
                "mark": "有问题",
            },
            {
                "number": "3",
                "text": "按月支付劳动报酬",
                "standard": "《劳动合同法》第五十八条",
                "mark": "合格",
            },
            {
                "number": "4",
                "text": "跨地区派遣的社会保险",
                "standard": "《劳动合同法》第六十一条",
                "mark": "不涉及",
            },
        ],
        "outcome": "责令限期改正",
        "problems": PROBLEMS,
        "guidance": "讲解了劳务派遣合同期限的规定，发放《劳务派遣合规指引》一份。",
        "statement": "情况属实，将按要求改正。",
        "signed": "检查对象已签字",
        "rating": RATING,
    },
    Kind.SITE_RECORD: {
        **FIRM,
        "place": "鹭湾市湖滨区和平路18号海晟大厦12层",
        "time": "2026年3月26日 09:12 至 10:35",
        "items": [ITEM, _ITEMS[1]],
        "team": [{**TEAM[0], "part": "检查人"}, {**TEAM[1], "part": "检查人、记录人"}],
        "present": "方志成（人事行政部经理）",
        "told": "检查人员出示执法证件（35990012001、35990012017），告知检查事项、依据，有申请回避、陈述申辩、拒绝无证检查的权利和配合检查的义务。",
        "narrative": "在人事行政部查阅劳动合同86份、2026年1月至3月工资支付表和银行回单、劳务派遣协议4份。\n其中王某、李某2人的劳动合同期限为一年。\n未见将劳务派遣协议内容告知被派遣劳动者的书面记录。",
        "findings": [
            {"item": ITEM, "outcome": "责令限期改正", "problems": PROBLEMS},
            {"item": _ITEMS[1], "outcome": "未发现问题", "problems": ""},
        ],
        "evidence": ["劳动合同复印件2份（方志成核对签字）", "现场照片6张", "现场录像1段（42分钟）"],
        "statement": "情况属实，将按要求改正。",
        "signed": "检查对象已签字",
        "hands": [
            {
                "role": "检查对象",
                "name": "方志成",
                "at": "2026年3月26日 10:35",
                "ink": "M100 260L180 90L220 300L300 120M340 200L520 180M430 80L420 330M600 120L640 300L760 140",
            }
        ],
        "rating": RATING,
    },
    Kind.JOINT_RECORD: {
        **FIRM,
        "approval": "LW-2026-R1-0007-审",
        "checked_on": date(2026, 6, 11),
        "address": "鹭湾市湖滨区和平路18号海晟大厦12层",
        "batch": "LH-2026-001-1 劳务派遣、人力资源服务机构联合检查",
        "organs": ["鹭湾市人力资源和社会保障局", "鹭湾市市场监督管理局"],
        "team": [
            *({"unit": "劳动保障监察支队", **one} for one in TEAM),
            {"unit": "鹭湾市市场监督管理局", "name": "童致远", "certificate": "35990020008"},
        ],
        "items": [
            {"number": "1", "item": ITEM, "unit": "劳动关系处", "basis": BASIS},
            {
                "number": "2",
                "item": _ITEMS[1],
                "unit": "就业处",
                "basis": "《人力资源市场暂行条例》第三十五条",
            },
        ],
        "points": [
            {"number": "1", "text": "劳务派遣经营许可证在有效期内", "standard": "", "mark": "合格"},
            {
                "number": "1",
                "text": "劳动合同期限不少于二年",
                "standard": "《劳动合同法》第五十八条",
                "mark": "有问题",
            },
            {"number": "2", "text": "公示服务项目、收费标准", "standard": "", "mark": "合格"},
        ],
        "findings": [
            {"number": "1", "outcome": "责令限期改正", "problems": PROBLEMS},
            {"number": "2", "outcome": "未发现问题", "problems": ""},
        ],
        "parts": [
            {
                "organ": "鹭湾市市场监督管理局",
                "duty": "营业执照、登记住所核查",
                "result": "（由该单位填写并签名）",
            }
        ],
        "statement": "情况属实，将按要求改正。",
        "signed": "检查对象已签字",
        "rating": RATING,
    },
    Kind.PRELIMINARY_NOTICE: {
        **FIRM,
        **CONTACT,
        "item": ITEM,
        "checked_on": date(2026, 3, 26),
        "outcome": "责令限期改正",
        "problems": PROBLEMS,
        "disposal": "责令限期改正，整改回访",
        "defence": "自送达之日起3个工作日内",
        "unit": "劳动关系处",
        "internal": "LW-2026-R1-0007-告1",
    },
    Kind.DEFENCE_RECORD: {
        **FIRM,
        "item": ITEM,
        "notice": "鹭湾人社检初告〔2026〕12号",
        "served_on": date(2026, 4, 21),
        "outcome": "责令限期改正",
        "how": "检查对象通过企业页面提交",
        "said_at": "2026年4月23日 15:20",
        "text": "2份一年期合同系续签时经办人员填写有误，现已补签二年期合同，请予核实。",
        "files": ["补签劳动合同.pdf（2页）", "情况说明.pdf（1页）"],
        "answer": "补签在检查之后，检查当日的事实成立，维持原结果；补签情况作为整改材料。",
        "after": "责令限期改正（维持）",
        "answered_by": "黄丽娟",
        "answered_on": date(2026, 4, 24),
    },
    Kind.RESULT_NOTICE: {
        **FIRM,
        **CONTACT,
        "batch": "2026年第一批双随机抽查",
        "items": [
            {
                "item": ITEM,
                "checked_on": "2026年3月26日",
                "outcome": "责令限期改正",
                "disposal": "责令限期改正，整改回访",
            },
            {"item": _ITEMS[1], "checked_on": "2026年3月26日", "outcome": "未发现问题", "disposal": "归档"},
        ],
        "problems": PROBLEMS,
        "publication": "本结果将于2026年5月6日前在本机关网站公示。",
    },
    Kind.RECTIFICATION_ORDER: {
        **FIRM,
        **CONTACT,
        "item": ITEM,
        "checked_on": date(2026, 3, 26),
        "problems": PROBLEMS,
        "text": ORDER,
        "due_on": date(2026, 5, 29),
        "basis": "《行政处罚法》第二十八条、《劳动合同法》第九十二条",
        "internal": "LW-2026-R1-0007-改",
    },
    Kind.REVISIT_RECORD: {
        **FIRM,
        "item": ITEM,
        "order": "鹭湾人社检改〔2026〕12号",
        "ordered_on": date(2026, 4, 28),
        "due_on": date(2026, 5, 29),
        "text": ORDER,
        "submitted": "2名劳动者的合同已变更为二年期；协议内容已书面告知，附签收表。",
        "files": ["整改前.jpg", "整改后.jpg", "签收表.pdf"],
        "revisited_on": date(2026, 6, 3),
        "team": TEAM,
        "words": "核对变更后的劳动合同2份、签收表86人次，与提交材料一致。",
        "result": "已改正",
        "decided": "确认整改到位",
        "decided_by": "黄丽娟",
        "decided_on": date(2026, 6, 5),
    },
    Kind.RESULT_SHEET: {
        "batch": "LW-2026-R1 2026年第一批双随机抽查",
        "published_on": "2026年4月29日",
        "count": "7户次",
        "rows": [
            {
                "number": n,
                "subject": name,
                "item": _ITEMS[n % 3],
                "checked_on": f"2026年4月{n}日",
                "outcome": outcome,
                "disposal": disposal,
            }
            for n, ((name, _), (outcome, disposal)) in enumerate(zip(_FIRMS, _RESULTS, strict=True), 1)
        ],
        "tally": [{"outcome": "未发现问题", "count": "3"}, {"outcome": "发现问题", "count": "3"}],
    },
    Kind.BATCH_REPORT: {
        "batch": "2026年第一批双随机抽查",
        "period": "2026年3月23日至2026年4月17日",
        "ended_on": date(2026, 4, 17),
        "organised": "3月17日在派驻纪检监察组见证下抽取检查对象888户次、检查人员60人，分成20组。\n现场检查286户次，合并为241次入企；书面检查214户次，网络核查388户次。",
        "figures": [
            {"outcome": "未发现问题", "count": "742", "share": "83.6%"},
            {"outcome": "发现问题已当场改正", "count": "46", "share": "5.2%"},
            {"outcome": "责令限期改正", "count": "71", "share": "8.0%"},
            {"outcome": "立案调查", "count": "9", "share": "1.0%"},
            {"outcome": "其他", "count": "20", "share": "2.3%"},
        ],
        "by_item": [
            {"item": ITEM, "total": "21", "problems": "6", "rate": "28.6%"},
            {"item": _ITEMS[1], "total": "29", "problems": "5", "rate": "17.2%"},
        ],
        "problems": "一是劳动合同期限不足二年；二是未按规定公示收费标准。",
        "followed": "责令限期改正71户，已改正70户；立案9件。",
    },
    Kind.LEDGER: {
        "batch": "2026年第一批双随机抽查",
        "as_of": "2026年6月12日",
        "count": "4户次",
        "rows": [
            {
                "number": n,
                "item": _ITEMS[n % 3],
                "subject": name,
                "inspectors": "林海生、陈一帆",
                "checked_on": f"2026年4月{n}日",
                "contents": "劳动合同、工资支付、社会保险",
                "outcome": outcome,
                "problems": PROBLEMS if outcome == "责令限期改正" else "无",
                "disposal": disposal,
                "rectified": "2026年6月3日回访，已改正" if outcome == "责令限期改正" else "不涉及",
            }
            for n, ((name, _), (outcome, disposal)) in enumerate(
                zip(_FIRMS[:4], _RESULTS[:4], strict=True), 1
            )
        ],
    },
    Kind.SERVICE_RECORD: {
        "paper": "检查初步结果告知书",
        "paper_number": "鹭湾人社检初告〔2026〕12号",
        "receiver": FIRM["subject"],
        "place": "鹭湾市湖滨区和平路18号海晟大厦12层",
        "way": "直接送达",
        "sent_on": date(2026, 4, 21),
        "served_on": date(2026, 4, 21),
        "why_that_day": "受送达人在送达回证上的签收日期为送达日期",
        "servers": "林海生、陈一帆",
    },
}
