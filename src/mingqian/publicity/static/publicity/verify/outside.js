// The checks V20, V22, V23 and V24 (protocol §11): what needs more than the published files, and says so.

import { NOT_APPLICABLE, OUTSIDER, Unchecked } from "./checks.js";
import { withinReach } from "./inspectors.js";

const short = (tag) => tag.slice(0, 8);

export function* v20(draw) {
  const { name, version, sha256 } = draw.plan.engine;
  throw new Unchecked(OUTSIDER, `计划写明 ${name} ${version}，sha256 ${sha256}；请与公布的程序摘要核对`);
}

export function* v22(draw) {
  if (draw.result === null) throw new Unchecked(NOT_APPLICABLE, "尚无结果");
  const outside = new Set(draw.parties.filter((party) => party.outside).map((party) => party.role));
  const audits = draw.of("audit");
  for (const { index, by, body } of audits) {
    if (!outside.has(by)) yield `第 ${index} 号核验不是外部参与方所作`;
    if (!draw.itemRolls.includes(body.roll)) yield `第 ${index} 号核验的名录不在公告里`;
  }
  let missing = false;
  for (const roll of draw.itemRolls) {
    const checked = audits.map((event) => event.body).filter((body) => body.roll === roll);
    const due = rowsDue(draw.scans.get(roll));
    const most = checked.length ? Math.max(...checked.map((body) => body.checked)) : due;
    if (most < due) yield `名录 ${short(roll)}：应查 ${due} 行，实查 ${most} 行`;
    for (const body of checked) {
      for (const one of body.errors) draw.notes.push(`名录 ${short(roll)} ${short(one.tag)}：${one.text}`);
    }
    if (!checked.length) draw.notes.push(`名录 ${short(roll)} 尚无外部人审计（应查 ${due} 行）`);
    missing ||= !checked.length;
  }
  if (missing) throw new Unchecked(OUTSIDER, draw.notes.join("；"));
}

// Distinct F, X and sample rows.
function rowsDue(scan) {
  const { F, X } = scan.counts();
  return F + X + scan.sample.sorted().filter(([, tag]) => !"FX".includes(scan.kept.get(tag)?.status[0] ?? "E")).length;
}

// `draw.keys`: what a holder of keys adds: key (K), ids (of all subjects), conflictKey (Kc).
export function* v23(draw) {
  const { key = null, ids = null } = draw.keys;
  const conflictKey = draw.doc.coi.key ?? draw.keys.conflictKey ?? null;
  const sealed = draw.itemRolls.filter((name) => draw.headers.get(name).mode === "sealed");
  if (key !== null && sealed.length) yield* rowsUnderKey(draw, sealed, key, ids);
  if (conflictKey !== null) {
    if (draw.suite.t("key", conflictKey) !== draw.plan.coi.key_commit) yield "回避密钥 Kc 与公告的承诺不符";
    else yield* hidden(draw, conflictKey);
  }
  const undone = key === null && sealed.length ? ["没有名录密钥，未核验各行标签与盐"] : [];
  if (conflictKey === null) undone.push("没有回避密钥，未核验有无隐瞒的回避关系");
  if (key !== null && ids === null) undone.push(...sealed.map((name) => `名录 ${short(name)}：没有标识清单，未核验各行标签`));
  if (undone.length) throw new Unchecked(OUTSIDER, undone.join("；"));
}

function* rowsUnderKey(draw, sealed, key, ids) {
  if (sealed.some((name) => draw.headers.get(name).key_commit !== draw.suite.t("key", key))) {
    yield "名录密钥 K 与名录表头的承诺不符";
  }
  for (const one of draw.openings.values()) {
    if (sealed.includes(one.roll) && one.salt !== draw.suite.t("salt", key, one.id, key)) {
      yield `公开的记录 ${short(one.tag)} 的盐不是由 K 算出`;
    }
  }
  for (const scan of sealed.map((name) => draw.scans.get(name))) {
    if (ids !== null && scan.strangers) yield `${scan.name} 有 ${scan.strangers} 行的标签不由任何编号算出`;
  }
}

// §7.4: with Kc, no conflict within reach is hidden and none invented.
function* hidden(draw, key) {
  const leaves = new Set(draw.doc.coi.leaves);
  const opened = new Map(draw.doc.coi.opened.map((one) => [`${one.inspector} ${one.subject}`, one.key]));
  const [staff, subjects] = withinReach(draw.result);
  for (const person of leaves.size ? [...staff].sort() : []) {
    for (const subject of subjects) {
      const pairKey = draw.suite.t("coikey", key, person, subject, key);
      const there = leaves.has(draw.suite.t("coi", pairKey, person, subject)) ? pairKey : undefined;
      if (opened.get(`${person} ${subject}`) !== there) yield `回避关系 ${short(person)}—${short(subject)} 被隐瞒或被捏造`;
    }
  }
}

export function* v24() {
  throw new Unchecked(OUTSIDER, "需要整个日志：计划编号、轮次、次数和封签的连续性由日志监督者核验");
}
