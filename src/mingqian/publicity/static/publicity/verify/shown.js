// V21 (protocol §11): lawful, but a reader should see it. Nothing here refuses a draw: it notes, and passes.

import { Bench } from "./inspectors.js";
import { cosigned } from "./journal.js";

const STEEP = 8; // heavier than 8:1 a weight decides almost alone
const LEGAL_REVIEW = 3; // a third attempt needs legal review

// eslint-disable-next-line require-yield
export function* shown(draw) {
  const found = [...strata(draw), ...weights(draw), ...rosters(draw), ...course(draw), ...previous(draw)];
  draw.notes = [...found, ...(cosigned(draw) ? [] : ["检查点没有经核验的外部共同签名"]), ...lateness(draw)];
}

function* strata(draw) {
  const rules = new Map(draw.items.flatMap((item) => item.rules.map((rule) => [`${item.item} ${rule.stratum}`, rule])));
  for (const row of draw.result?.strata ?? []) {
    const where = `事项 ${row.item} 层 ${row.stratum}`;
    const below = rules.get(`${row.item} ${row.stratum}`)?.tiers.some((tier) => tier.ppm < 1_000_000);
    if (row.k === row.E && row.E > 0 && below) yield `${where}：比例不足 100%，却抽中全部 ${row.E} 家可抽对象`;
    if (row.k === 0) yield `${where}：随机抽取 0 家（可抽 ${row.E} 家）`;
    for (const [mark, name] of [["F", "必查"], ["X", "免检"]]) {
      if (row[mark] * 4 > row.N) yield `${where}：${name} ${row[mark]} 家，超过全部 ${row.N} 家的四分之一`;
    }
  }
}

function* weights(draw) {
  for (const item of draw.items) {
    for (const { stratum, weights: all } of item.rules) {
      if (all.length && Math.max(...all) > STEEP * Math.min(...all)) yield `事项 ${item.item} 层 ${stratum}：权重相差超过 ${STEEP} 倍`;
    }
  }
}

function* rosters(draw) {
  for (const name of draw.panelRolls) {
    const scan = draw.scans.get(name);
    const absent = [...scan.parts()].filter((one) => one.status === "X:NA").reduce((sum, one) => sum + one.rows, 0);
    if (absent * 2 >= scan.rows) yield `检查人员名录 ${name.slice(0, 8)}：${scan.rows} 人中 ${absent} 人缺席`;
  }
  const bench = new Bench(draw);
  for (const panel of draw.panels) yield* few(draw, bench, panel);
}

function* few(draw, bench, panel) {
  const { panel: name, count } = panel;
  const held = bench.eligible(panel).filter((tag) => draw.openings.has(`${panel.inspector_roll} ${tag}`));
  const people = held.map((tag) => bench.record(name, tag));
  const captains = people.filter((one) => one.captain).length;
  if (panel.captain === "drawn" && captains < 2 * count) yield `小组 ${name}：可任组长的只有 ${captains} 人，需要 ${count} 人`;
  for (const need of draw.items.filter((item) => item.panel === name).flatMap((item) => item.quals)) {
    const holders = people.filter((one) => one.quals.includes(need.code)).length;
    if (holders < 2 * need.persons * count) yield `小组 ${name}：具有资格 ${need.code} 的只有 ${holders} 人`;
  }
}

function* course(draw) {
  const spoken = new Set(draw.bodies("reveal").map((one) => one.role));
  const silent = draw.parties.map((party) => party.role).filter((role) => !spoken.has(role));
  if (!draw.table && draw.result !== null) for (const role of silent) yield `${role} 未揭示秘密，按空串计入`;
  if (!draw.doc.anchors.length) yield "封签没有外部锚定";
  for (const item of draw.items) {
    if (item.attempt >= LEGAL_REVIEW) yield `事项 ${item.item} 是第 ${item.attempt} 次抽取，须经法制审核`;
  }
  for (const one of draw.bodies("void")) yield `本次抽取已作废（${one.reason}）：${one.items.join("、")}`;
}

function* previous(draw) {
  for (const [name, { prev }] of draw.headers) {
    if (prev === null) continue;
    const removed = prev.removed.map((one) => `${one.code} ${one.count}`).join("、") || "无";
    yield `名录 ${name.slice(0, 8)} 较上一版：新增 ${prev.added}，移出 ${removed}`;
  }
}

function* lateness(draw) {
  const limits = draw.plan.deadlines;
  for (const [kind, limit] of [["reveal", limits.reveal], ["public", limits.public], ["result", limits.publish]]) {
    for (const event of draw.of(kind)) if (event.at > limit) yield `第 ${event.index} 号事件（${kind}）迟于期限 ${limit}`;
  }
}
