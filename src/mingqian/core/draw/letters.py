"""The letters of section 10 as pieces of a field table: h i n s t b w c r and their relatives.

What belongs here: one piece per letter. The tables themselves stand in documents.
"""

from mingqian.core.draw import grammar as g
from mingqian.core.draw.shape import number, one_of, pattern, text

H = pattern(g.HEX, "64 位小写十六进制")
T = text(g.is_time, "UTC 时刻（YYYY-MM-DDThh:mm:ssZ）")
S = text(g.is_text, "1 至 400 字的文字")
W = pattern(g.WORD, "名称（字母数字开头，至多 32 位）")
C = pattern(g.CODE, "代码（至多 12 位数字或大写字母）")
R = pattern(g.ROLE, "角色名（小写字母开头，至多 16 位）")
STATUS_CODE = pattern(g.STATUS_CODE, "状态代码（如 F:TS）")
ID = pattern(g.IDENTITY, "标识（方案:号码）")
ROUND = text(g.is_round, "轮次（YYYY-NN）")
LINE = text(lambda line: len(line) <= g.TEXT_LIMIT, "至多 400 字的一行")
SALT = text(lambda salt: not salt or g.is_hash(salt), "盐（64 位小写十六进制，公开名录为空）")
SEAT = pattern(g.SEAT, "席位（C、M1、M2……）")
I = number()  # noqa: E741 (the protocol's own letter)
N = number(0, g.COUNT_LIMIT)
SUITE = one_of("sha256", "sm3")
