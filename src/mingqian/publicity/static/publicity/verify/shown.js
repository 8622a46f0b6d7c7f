// V21 (protocol §11): lawful, but a reader should see it. Nothing here refuses a draw.

import { Bad } from "./encoding.js";
import { Bench } from "./inspectors.js";

export function* shown(draw) {
  yield* strata(draw);
  for (const [name, header] of draw.headers) yield* lists(draw, name, header);
  if (draw.result !== null) yield* fewHolders(draw);
  yield* course(draw);
  if (!draw.doc.checkpoint.slice(4).some((line) => line && line.split(" ")[1] !== draw.plan.journal)) {
    yield "检查点没有外部单位联签";
  }
  if (!draw.doc.anchors.length) yield "封签值没有外部留存";
  if (!draw.of("complete", "void").length) yield "检查尚未完成，以后可能还有替换事件";
}

function* strata(draw) {
  const rules = new Map(draw.items.flatMap((item) => item.rules.map((rule) => [`${item.item} ${rule.stratum}`, rule])));
  for (const row of draw.result?.strata ?? []) {
    const where = `事项 ${row.item} 层 ${row.stratum}`;
    const rule = rules.get(`${row.item} ${row.stratum}`);
    const weights = rule?.weights ?? [];
    if (row.k === 0) yield `${where}：随机抽取数为 0`;
    if (row.k > 0 && row.k === row.E && rule?.tiers.some((tier) => tier.ppm < 1_000_000)) {
      yield `${where}：比例不足 100%，但全部可抽对象都被抽中`;
    }
    if (4 * Math.max(row.F, row.X) > row.N) {
      yield `${where}：必查或豁免的超过四分之一（必查 ${row.F}、豁免 ${row.X}、共 ${row.N}）`;
    }
    if (weights.length && weights.at(-1) > 8 * weights[0]) yield `${where}：签数相差超过 8 倍`;
  }
}

function* lists(draw, name, header) {
  const where = `名录 ${header.list_id}`;
  const total = (mark) => header.counts.reduce((sum, one) => sum + one[mark], 0);
  if (header.prev !== null) {
    const removed = header.prev.removed.reduce((sum, one) => sum + one.count, 0);
    yield `${where} 与上一期相比：增加 ${header.prev.added}、减少 ${removed}`;
  }
  if (draw.panelRolls.includes(name) && total("X") > total("E")) yield `检查人员${where}：半数以上不参加`;
}

function* fewHolders(draw) {
  const bench = new Bench(draw);
  for (const panel of draw.panels) {
    const name = `检查组别 ${panel.panel}`;
    let held;
    try {
      held = bench.eligible(panel).map((tag) => bench.record(panel.panel, tag));
    } catch (problem) {
      if (problem instanceof Bad) continue; // V14 says so
      throw problem;
    }
    const able = held.filter((one) => one.captain).length;
    if (panel.captain === "drawn" && able < 2 * panel.count) yield `${name}：可任组长的只有 ${able} 人，要用 ${panel.count} 人`;
    const needs = draw.items.filter((item) => item.panel === panel.panel).flatMap((item) => item.quals);
    for (const code of [...new Set(needs.filter((need) => need.persons).map((need) => need.code))].sort()) {
      const holders = held.filter((one) => one.quals.includes(code)).length;
      if (holders < 2 * panel.count) yield `${name}：持有资格 ${code} 的只有 ${holders} 人`;
    }
  }
}

function* course(draw) {
  const spoken = new Set(draw.bodies("reveal").map((one) => one.role));
  const silent = draw.parties.map((party) => party.role).filter((role) => !spoken.has(role)).sort();
  if (draw.seed !== null && silent.length) yield `未开签、按空计：${silent.join("、")}`;
  for (const item of draw.items.filter((one) => one.attempt > 1)) {
    yield `事项 ${item.item} 是第 ${item.attempt} 次抽取${item.attempt > 2 ? "，须有法制审核" : ""}`;
  }
  const limits = draw.plan.deadlines;
  const late = [["public", limits.public, "公共随机数登记"], ["reveal", limits.reveal, "开签"], ["result", limits.publish, "结果公布"]];
  for (const [kind, limit, word] of late) if (draw.of(kind).some((event) => event.at > limit)) yield `${word}迟于公告的期限`;
  for (const one of draw.bodies("void")) yield `作废：${one.items.join("、")}（${one.reason}，${one.evidence}）`;
}
