// 检查笔录: put together from the findings, changed by hand, final at a press; 更正 until the subject has signed.
import { act } from "../actions.js";
import { doing } from "../doing.js";
import { button, card, choice, el, errors, facts, field, go, notice, tag } from "../dom.js";
import { likely, narrative, problemsOf } from "../narrative.js";
import { unchecked } from "../standing.js";
import { draft, dropDraft, endDraft, keepDraft } from "../store.js";
import { STATES, plain, wire } from "../words.js";

export async function record(page) {
  const { code, standing, refresh } = page;
  const kept = await draft(code, "record");
  const correcting = Boolean(standing.record && kept.correcting);
  if (standing.recorded && !correcting) return final(page, kept);
  // Only what was changed by hand is kept; the rest follows the findings.
  const form = { ...proposed(page), ...kept };
  const keep = (name) => (value) => {
    form[name] = value;
    return keepDraft(code, "record", Object.assign(kept, { [name]: value }));
  };
  const faults = faultsOf(form, page, correcting);
  return [
    el("div.meter", {}, el("b", {}, `笔录编号 ${form.number}`), tag(...STATES[faults.length ? "faulty" : "draft"])),
    standing.recorder === "other" ? notice("warn", "记录员是另一部手机；您在这里定稿的笔录会转机关处理。") : null,
    inspectors(page),
    page.data.row.tasks.map((task, place) => finding(task, form.findings[place], () => keep("findings")(form.findings))),
    card(field("笔录正文", form.narrative, keep("narrative"), { rows: 12 }), button("按检查表重新拼写", () => keep("narrative")(proposed(page).narrative).then(refresh), "quiet")),
    card(field("当事人意见", form.statement, keep("statement"), { rows: 3, must: true, hint: "有无补充或意见；没有的写“无”。" })),
    correcting ? card(field("为什么更正", form.why ?? "", keep("why"), { rows: 2, must: true })) : null,
    card(errors(faults), button(correcting ? "更正定稿" : "笔录定稿", doing(() => settle(page, form, correcting)), "main"),
      correcting ? button("不更正了", doing(() => dropDraft(code, "record")), "quiet") : null),
  ];
}

// What the form begins with: the record before it, or the findings.
function proposed({ data, standing }) {
  const before = standing.record?.body;
  if (before) return { ...before, narrative: plain(before.narrative), statement: plain(before.statement), findings: before.findings.map((one) => ({ ...one, problems: plain(one.problems), guidance: plain(one.guidance) })), why: "" };
  const findings = data.row.tasks.map((task) => {
    const marks = standing.marks.get(task.code);
    return { task: task.code, outcome: likely(task, marks), problems: problemsOf(task, marks), guidance: "" };
  });
  return { number: data.row.numbers?.record ?? "", narrative: narrative({ row: data.row, standing, media: data.media }), statement: "", findings, why: "" };
}

function inspectors({ data: { row }, standing }) {
  const shown = standing.shown?.body.certificates;
  const people = row.team.filter((one) => !shown || shown.includes(one.certificate));
  return card(facts(people.slice(0, 2).map((one, place) => [place ? "记录人" : "检查人", `${one.name}（${one.certificate}）`])));
}

const finding = (task, one, changed) =>
  card(el("h2", {}, task.item),
    choice("检查结果", one.outcome, [["", "请选择"], ...task.outcomes.map((each) => [each.code, each.name])], (value) => { one.outcome = value; changed(); }),
    field("发现的问题", one.problems, (value) => { one.problems = value; changed(); }, { rows: 3 }),
    field("行政指导", one.guidance, (value) => { one.guidance = value; changed(); }, { rows: 2, hint: "当场说了什么、给了什么材料；没有可不填。" }));

function faultsOf(form, { data: { row }, standing }, correcting) {
  const met = unchecked(row, form.findings);
  return [
    ...(standing.scanned ? [] : ["还没有扫码入企（或紧急进入）"]), ...(met || standing.certified ? [] : ["还没有两人出示证件"]), ...(met || standing.told ? [] : ["还没有告知权利"]),
    ...(met || standing.answered === standing.points ? [] : [`检查表还有 ${standing.points - standing.answered} 项没有定稿`]),
    ...(form.findings.some((one) => !one.outcome) ? ["每个事项都要选检查结果"] : []),
    ...(form.narrative.trim() ? [] : ["笔录正文是空的"]), ...(form.statement.trim() ? [] : ["当事人意见没有填，没有的写“无”"]),
    ...(correcting && !form.why?.trim() ? ["请写明为什么更正"] : []),
  ];
}

async function settle(page, form, correcting) {
  const { code } = page;
  const [fault] = faultsOf(form, page, correcting);
  if (fault) throw new Error(fault);
  const findings = form.findings.map((one) => ({ task: one.task, outcome: one.outcome, problems: wire(one.problems), guidance: wire(one.guidance) }));
  const body = { number: form.number, narrative: wire(form.narrative), statement: wire(form.statement), findings };
  await act(code, correcting ? "corrected" : "recorded", correcting ? { ...body, why: wire(form.why) } : body, { stores: ["drafts"], also: (on) => endDraft(on, code, "record") });
  scrollTo(0, 0);
}

function final(page, kept) {
  const { code, standing } = page;
  if (!standing.record) return notice("info", "笔录由记录员的手机定稿；您可以继续补充证据。");
  const { body, version, sha256, action } = standing.record;
  return [
    el("div.meter", {}, el("b", {}, `${body.number} 第 ${version} 版`), tag(...STATES[action.answer?.state ?? "waiting"])),
    standing.record.action.answer?.reason ? notice("warn", standing.record.action.answer.reason) : null,
    paper(page, standing.record),
    card(el("p.small.mono", {}, `SHA-256 ${sha256}`), standing.closed ? el("p.small", {}, "当事人已签字或拒签，笔录不能再改。") : [go("去签字", `visit/${code}/sign`, "main"), " ",
      button("更正", doing(() => keepDraft(code, "record", Object.assign(kept, { correcting: true })).then(page.refresh)), "quiet")]),
  ];
}

// The record as a sheet to be read by the subject.
export function paper({ data: { row } }, { body, version }) {
  const text = (words) => plain(words).split("\n").map((line) => el("p", {}, line));
  const named = (code) => row.tasks.find((task) => task.code === code);
  const outcome = (one) => named(one.task)?.outcomes.find((each) => each.code === one.outcome)?.name ?? one.outcome;
  return el("article.card.paper", {}, el("h2.song", {}, "现场检查笔录"), el("p.small.num", {}, `${body.number}${version > 1 ? `（第 ${version} 版）` : ""}`),
    text(body.narrative), body.findings.map((one) => el("div", {}, el("h3", {}, `${named(one.task)?.item ?? one.task}：${outcome(one)}`), one.problems ? text(one.problems) : null, one.guidance ? el("p", {}, "行政指导：", plain(one.guidance)) : null)),
    el("h3", {}, "当事人意见"), text(body.statement), body.why ? el("p.small", {}, `更正原因：${plain(body.why)}`) : null);
}
