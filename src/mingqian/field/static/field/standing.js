// How far a visit is, from what the server said and what this phone did since. Nothing here writes or asks.
import { fingerprint } from "./actions.js";

const ORDER = ["planned", "arrived", "shown", "told", "recorded", "signed", "finished"];
const rank = (state) => ORDER.indexOf(state === "declined" ? "signed" : state);

// The server has it and keeps it waiting for somebody to decide.
export const held = (action) => action?.answer?.state === "held";
export const standsIn = (action) => action.answer?.state !== "refused";

export function standing({ row, actions, media, bundle }, now) {
  const valid = actions.filter(standsIn);
  const last = (...kinds) => valid.findLast((one) => kinds.includes(one.kind)) ?? null;
  const beyond = (state) => rank(row.state) >= rank(state);
  const record = recordOf(valid);
  const signatures = record ? valid.filter((one) => one.kind === "signed" && one.body.record === record.sha256) : [];
  const declined = record ? valid.findLast((one) => one.kind === "declined" && one.body.record === record.sha256) ?? null : null;
  const facts = {
    accepted: last("accepted"), scan: entryOf(valid), late: lateOf(valid), shown: last("shown"), rights: last("told"),
    scanned: Boolean(last("scanned")) || beyond("arrived"),
    certified: Boolean(last("shown")) || beyond("shown"),
    told: Boolean(last("told")) || beyond("told"),
    record, signatures, declined,
    recorded: Boolean(record) || beyond("recorded"),
    closed: Boolean(declined) || signatures.some((one) => one.body.role === "subject") || beyond("signed"),
    finished: Boolean(last("finished")) || beyond("finished"),
    marks: marksOf(row, valid),
    recorder: recorderOf(row, valid, bundle, now),
    withdrawn: row.gone || row.state === "cancelled",
    broken: Boolean(last("left")) || row.state === "broken",
    stopped: Boolean(row.reason) && rank(row.state) >= 0 && !beyond("finished") && !row.gone, // merged, closed, withdrawn meanwhile
    unsent: actions.filter((one) => one.answer === null).length + media.filter((one) => one.state !== "received").length,
    held: actions.filter(held),
    refused: actions.filter((one) => !standsIn(one)),
  };
  facts.recused = stepsBack(facts.accepted);
  facts.owes = owes(row, facts);
  return { ...facts, ...progress(row, facts.marks), stage: stageOf(facts), next: nextOf(facts, row) };
}

// Whoever asked to step back stays away, until the head said no: the request is then kept as a note.
const stepsBack = (accepted) => Boolean(accepted?.body.recusal) && accepted.answer?.state !== "noted";

// The way in: the first scan that stands; one that the server keeps waiting only where there is no other.
const scans = (valid) => valid.filter((one) => one.kind === "scanned");
const entryOf = (valid) => scans(valid).find((one) => !held(one)) ?? scans(valid).at(-1) ?? null;

// 补扫 of an emergency's entry.
function lateOf(valid) {
  const entry = entryOf(valid);
  return entry?.body.how === "emergency" ? scans(valid).findLast((one) => one.body.how !== "emergency") ?? null : null;
}

// 无法联系、未经营等: nobody was there to be shown a certificate or to be scanned at.
export const unchecked = (row, findings) =>
  findings.every((one) => row.tasks.find((task) => task.code === one.task)?.outcomes.find((each) => each.code === one.outcome)?.checked === false);

// Somebody went in without a scan, and has not made up for it.
const owes = (row, { scan, late, record, withdrawn }) =>
  scan?.body.how === "emergency" && (!late || held(late)) && !withdrawn && !(record && unchecked(row, record.body.findings));

function recordOf(valid) {
  const versions = valid.filter((one) => one.kind === "recorded" || one.kind === "corrected");
  const action = versions.at(-1);
  return action ? { action, body: action.body, version: versions.length, sha256: fingerprint(action.body) } : null;
}

// task → point → { mark, remark }: the latest word on each point counts.
function marksOf(row, valid) {
  const marks = new Map(row.tasks.map((task) => [task.code, new Map()]));
  for (const { body } of valid.filter((one) => one.kind === "answered")) {
    for (const one of body.answers) marks.get(body.task)?.set(one.key, { mark: one.mark, remark: one.remark });
  }
  return marks;
}

export function progress(row, marks) {
  const points = row.tasks.flatMap((task) => task.checklist.map((point) => marks.get(task.code)?.get(point.key)?.mark));
  return { points: points.length, answered: points.filter(Boolean).length, problems: points.filter((mark) => mark === "problem").length };
}

function recorderOf(row, valid, bundle, now) {
  const own = valid.findLast((one) => one.kind === "lease" && !held(one));
  if (own) return own.body.take ? "mine" : "nobody";
  const taken = row.recorder && Date.parse(row.recorder.until) > now ? row.recorder : null;
  if (!taken) return "nobody";
  return taken.device === bundle?.device.id ? "mine" : "other";
}

function stageOf(one) {
  if (one.withdrawn) return ["已撤回", "bad"];
  if (one.broken) return ["已中断", "warn"];
  if (one.finished) return ["已完成", "ok"];
  if (one.closed) return ["待结束", "info"];
  if (one.recorded) return ["待签字", "info"];
  if (one.scanned) return ["进行中", "info"];
  if (one.recused) return ["申请回避", "warn"];
  return one.accepted ? ["待出发", ""] : ["待接受", ""];
}

// What the one big button of a visit says, and where it leads.
function nextOf(one, row) {
  const { answered, points } = progress(row, one.marks);
  if (one.withdrawn || one.finished || one.broken || one.stopped) return ["查看", ""];
  if (!one.scanned && (!one.accepted || one.recused)) return ["看任务单", ""];
  if (!one.scanned) return ["到场扫码", "arrive"];
  if (!one.certified || !one.told) return ["亮证告知", "arrive"];
  if (answered < points) return ["继续检查", "checklist"];
  if (!one.recorded) return ["写笔录", "record"];
  return one.closed ? ["结束检查", "sign"] : ["签字", "sign"];
}
