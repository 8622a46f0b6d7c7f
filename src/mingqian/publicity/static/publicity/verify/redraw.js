// The check V17 (protocol §8): voids are lawful, and a redraw continues the attempt it names; it is no second try.

import { same } from "./encoding.js";
import { NOT_APPLICABLE, OUTSIDER, Unchecked } from "./checks.js";

export function* v17(draw) {
  for (const [at, event] of draw.events.entries()) {
    if (event.kind !== "void") continue;
    const { body } = event;
    const fixed = draw.fixed(draw.events.slice(0, at));
    const gone = draw.of("void").filter((one) => draw.events.indexOf(one) <= at).flatMap((one) => one.body.items);
    if (!body.items.every((item) => draw.itemNames.has(item))) yield "作废的事项不在公告里";
    if (new Set(gone).size < gone.length) yield "作废的事项先前已经作废";
    if (!["PARTY", "SOURCE", "LIST", "ORDER"].includes(body.reason)) yield `作废理由 ${body.reason} 不在允许之列`;
    if (fixed && ["PARTY", "SOURCE"].includes(body.reason)) yield "随机数已定，不能再以缺秘密或缺数为由作废";
    if (!fixed && !same([...new Set(body.items)].sort(), [...draw.itemNames].sort())) yield "随机数未定时作废，须作废全部事项";
    if (body.approved_by === draw.organiser) yield "作废由组织方自己批准";
    if (body.result !== (fixed ? draw.resultHash : null)) yield "作废时随机数已定须公布作废结果，未定不得有结果";
  }
  const again = draw.items.filter((item) => item.attempt > 1);
  if (again.length && !draw.earlier.length) {
    const names = again.map((item) => item.item).join("、");
    throw new Unchecked(OUTSIDER, `事项 ${names} 是重抽，请一并提供上次作废抽取的公布件`);
  }
  for (const [at, report] of draw.earlier.entries()) {
    if (!report.ok) yield `所附第 ${at + 1} 份以前的复核记录本身不通过：${report.failed.join("、")}`;
  }
  for (const item of again) yield* succession(draw, item);
  if (!again.length && !draw.of("void").length) throw new Unchecked(NOT_APPLICABLE, "第一次抽取，没有作废");
}

// The earlier attempts at an item as far as they are given, latest first.
function* attemptsBefore(draw, item) {
  const voids = new Map();
  for (const { draw: prior } of draw.earlier.filter((report) => report.draw)) {
    for (const event of prior.of("void")) voids.set(draw.suite.j(event.entry.event), { prior, voided: event.body });
  }
  for (let name = item.prev; voids.has(name); ) {
    const { prior, voided } = voids.get(name);
    voids.delete(name);
    const before = prior.items.find((one) => one.item === item.item && voided.items.includes(one.item));
    if (!before) return;
    yield { prior, voided, before };
    name = before.prev;
  }
}

function* succession(draw, item) {
  const name = `事项 ${item.item}`;
  const chain = [...attemptsBefore(draw, item)];
  if (!chain.length) {
    yield `${name}：上一次的复核记录里没有公告所指的作废事件`;
    return;
  }
  const [{ prior, voided, before }] = chain;
  const oldest = chain.at(-1).before.attempt;
  if (oldest > 1) draw.notes.push(`${name}：只核对到第 ${oldest} 次抽取，更早的复核记录没有给出`);
  if (before.round !== item.round || before.attempt + 1 !== item.attempt || prior.plan.no >= draw.plan.no) {
    yield `${name}：轮次、次数或公告编号与上一次不衔接`;
  }
  if (prior.plan.journal !== draw.plan.journal || prior.suite.name !== draw.suite.name) yield `${name}：两次抽取不在同一日志`;
  if (voided.reason === "PARTY" && prior.table && draw.table) yield "上一次因缺秘密作废，这一次须改用先揭示后公布";
  const known = new Set(chain.flatMap((one) => one.prior.bodies("reveal").map((body) => body.secret)));
  if (draw.bodies("reveal").some((one) => known.has(one.secret))) yield "重抽用了以前公开过的秘密";
  const used = chain.flatMap((one) => one.prior.plan.public);
  if (draw.plan.public.some((one) => one.at !== null && used.some((old) => same(one, old)))) yield "重抽用了以前用过的公开随机数";
  const [old, fresh] = [prior.headers.get(before.subject_roll), draw.headers.get(item.subject_roll)];
  if (!old || !fresh || ["mode", "key_commit", "kind"].some((key) => old[key] !== fresh[key])) {
    yield `${name}：重抽名录的密钥或公开方式变了`;
    return;
  }
  const chosen = chosenBefore(prior, voided, item.item);
  const errors = new Set(voided.errors);
  const files = [prior.files.get(before.subject_roll), draw.files.get(item.subject_roll)];
  for (const [tag, differs, invented] of changedRows(...files, chosen)) {
    if (errors.has(tag) ? invented : differs) yield `${name}：重抽名录中 ${tag.slice(0, 8)} 一行与上一次不符（抽中过的须列为 F:RD，其余一字不改）`;
  }
}

// null: nobody was selected yet, so the list may be put right.
function chosenBefore(prior, voided, item) {
  if (voided.result === null || prior.result === null) return null;
  const chosen = prior.bodies("replace").filter((one) => one.item === item && one.in).map((one) => one.in);
  return new Set([...chosen, ...prior.result.strata.filter((row) => row.item === item).flatMap((row) => row.drawn)]);
}

// [tag, row] of a roll file; "~", which stands behind every tag, from its end on.
function* rowsOf(bytes) {
  const text = new TextDecoder("latin1").decode(bytes);
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf("\n", at) < 0 ? text.length : text.indexOf("\n", at);
    const line = text.slice(at, end);
    yield [line.slice(0, 64), line];
    at = end + 1;
  }
  while (true) yield ["~", ""];
}

// All tags of both; whether the new row is not what the old one demands (chosen ones F:RD, the others as they were),
// and whether it became F:RD, which not even a row in `errors` may.
function* changedRows(before, after, chosen) {
  const [old, fresh] = [rowsOf(before), rowsOf(after)];
  let [[a, line], [z, row]] = [old.next().value, fresh.next().value];
  while (a !== "~" || z !== "~") {
    const tag = a < z ? a : z;
    let expected = a === tag ? line : "";
    let found = z === tag ? row : "";
    if (chosen === null) [expected, found] = [expected, found].map((one) => (one.includes("|F:RD|") ? one : ""));
    else if (a === tag && chosen.has(tag)) {
      const parts = line.split("|");
      expected = [...parts.slice(0, 2), "F:RD", "1", parts.at(-1)].join("|");
    }
    const redrawn = (one) => one.includes("|F:RD|");
    yield [tag, found !== expected, redrawn(found) && !redrawn(a === tag ? line : "")];
    if (a === tag) [a, line] = old.next().value;
    if (z === tag) [z, row] = fresh.next().value;
  }
}
