// 企业查自己的签: the row, ticket and cut of one firm in every list of a draw, from the published files alone, with the
// shell lines that repeat each step (protocol §2, §6).

import { documentLine, pathLines, textLine } from "./commands.js";
import { Draw } from "./draw.js";
import { Bad } from "./encoding.js";
import { Tree, pathOf } from "./merkle.js";
import { Lots } from "./rolls.js";
import { v0 } from "./verify.js";

// who: {id, salt, record}; salt and record only where a firm holds them. `known` is false where the list is sealed
// and nobody has said the salt.
export function lotsOf(bytes, files, who, told = () => {}) {
  const [doc, reasons] = v0(bytes);
  if (reasons.length) throw new Bad(`抽取记录读不了：${reasons[0]}`);
  const draw = new Draw(doc);
  const rolls = draw.items.map((item) => draw.headers.get(item.subject_roll));
  const sealed = rolls.some((header) => header.mode === "sealed");
  const opening = doc.openings.find((one) => one.id === who.id);
  const salt = sealed ? who.salt || opening?.salt || "" : "";
  const found = { suite: draw.suite.name, sealed, known: !sealed || salt !== "", result: draw.result !== null, lots: [] };
  if (!found.known || !found.result) return found;
  const tag = draw.suite.t("tag", who.id, salt);
  const file = new Map(doc.rolls.map((one) => [one.roll, one.file]));
  for (const [at, item] of draw.items.entries()) {
    told(`名录 ${rolls[at].list_id}`, at / draw.items.length);
    const name = file.get(item.subject_roll);
    if (!files.has(name)) throw new Bad(`缺少名录文件 ${name}`);
    const one = lotIn(draw, item, new TextDecoder("latin1").decode(files.get(name)).split("\n"), tag);
    const record = who.record ?? opening?.record ?? null;
    found.lots.push({ ...one, file: name, lines: linesFor(draw, rolls[at], one, { id: who.id, salt, record }) });
  }
  return found;
}

// `rows` ends with what stands behind the last line end: nothing.
function lotIn(draw, item, rows, tag) {
  const total = rows.length - 1;
  let [low, high] = [0, total];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle].slice(0, 64) < tag) low = middle + 1;
    else high = middle;
  }
  const lot = { item: item.item, tag, total, row: rows[low] ?? "" };
  if (!lot.row.startsWith(tag) || low >= total) {
    return { ...lot, row: "", outcome: "不在名录", place: low, before: rows[low - 1] ?? "", after: low < total ? rows[low] : "" };
  }
  const [, stratum, status, weight] = lot.row.split("|");
  const { codes, kind, root } = draw.headers.get(item.subject_roll);
  const code = codes.find((one) => one.code === status)?.text ?? "";
  const here = { ...lot, place: low + 1, stratum, status, code, weight: Number(weight), root, steps: climb(draw, rows, low) };
  if (status !== "E") return { ...here, outcome: status[0] === "F" ? "必查" : "未参加抽取" };
  const strata = draw.result.strata.find((one) => one.item === item.item && one.stratum === stratum);
  const lots = new Lots(draw.suite, draw.seed, kind);
  const slips = Array.from({ length: here.weight }, (_, at) => lots.slip(tag, at + 1));
  const ticket = slips.reduce((least, one) => (one < least ? one : least));
  const [drawn, spare] = [strata.drawn.includes(tag), strata.reserve.indexOf(tag) + 1];
  const outcome = drawn ? "抽中" : "未抽中";
  return { ...here, outcome, spare, kind, ticket, slip: slips.indexOf(ticket) + 1, cut: strata.cut, next: strata.next, k: strata.k };
}

function climb(draw, rows, at) {
  const tree = new Tree(draw.suite.name);
  return pathOf(tree, rows.slice(0, -1).map((row) => tree.leafOfAscii(row)), at);
}

function linesFor(draw, header, lot, { id, salt, record }) {
  const { name } = draw.suite;
  const lines = [{ told: "标签", line: textLine(name, "tag", id, salt), hash: lot.tag }];
  if (!lot.row) return lines;
  if (record !== null) {
    const digest = draw.suite.j(record);
    lines.push({ told: "登记记录的哈希", line: documentLine(name, record), hash: digest });
    lines.push({ told: "名录一行末尾的记录摘要", line: textLine(name, "rec", id, salt, digest), hash: lot.row.split("|")[4] });
  }
  for (let slip = 1; lot.ticket && slip <= lot.weight; slip += 1) {
    const told = lot.weight > 1 ? `第 ${slip} 签${slip === lot.slip ? "（最小，即抽签号）" : ""}` : "抽签号";
    const line = textLine(name, "ticket", draw.seed, header.kind, lot.tag, String(slip));
    lines.push({ told, line, hash: slip === lot.slip ? lot.ticket : "" });
  }
  lines.push({ told: "从这一行算到公告里的树根", line: pathLines(name, lot.row, lot.steps, lot.root).join("\n"), hash: lot.root });
  return lines;
}
