// 上传箱: every record and every medium with its state, its receipt, or why it is not there yet.
import { instant, offset } from "../clock.js";
import { button, choice, el, field, notice, tag } from "../dom.js";
import { doing } from "../doing.js";
import { save } from "../exporting.js";
import { drop, rename } from "../media.js";
import { all, change, get, settled } from "../store.js";
import { retry, run, sending } from "../sync.js";
import { KINDS, MEDIA, STATES, hour, size } from "../words.js";

const MOST = 60;
const wishes = new Map(); // medium → what is being chosen for it; outlives a drawing

export async function outbox() {
  const [actions, receipts, media, visits, sync, bundle] = await Promise.all([all("actions"), all("receipts"), all("media"), all("visits"), get("kept", "sync"), get("kept", "package")]);
  const answers = new Map(receipts.map((one) => [one.id, one]));
  const name = (code) => visits.find((one) => one.code === code)?.subject.name ?? code;
  const stateOf = (one) => answers.get(one.id)?.state ?? (sending.has(one.id) ? "sending" : "waiting");
  const waiting = actions.filter((one) => ["waiting", "sending"].includes(stateOf(one))).reverse();
  const [refused, held] = ["refused", "held"].map((state) => actions.filter((one) => stateOf(one) === state).reverse());
  const files = media.filter((one) => !["received", "refused"].includes(one.state)).reverse();
  const unwanted = media.filter((one) => one.state === "refused").reverse();
  const there = actions.filter((one) => stateOf(one) === "received").reverse();
  const line = (one) => record(one, answers.get(one.id), stateOf(one), name(one.visit));
  return {
    head: [el("h1", {}, "上传箱"), el("p", {}, `待传 ${waiting.length} 条记录、${files.length} 个附件`)],
    body: [
      says(sync),
      el("div.go", {}, button("立即上传", doing(() => run({ attended: true })), "main"), files.length + unwanted.length + waiting.length + refused.length + held.length ? button("导出未上传的", doing(save), "quiet") : null),
      list("须您处理的记录", refused, line), list("须您处理的附件", unwanted, (one) => medium(one, name(one.visit), bundle)), list("等机关处理", held, line), list("附件", files, (one) => medium(one, name(one.visit), bundle)), list("待上传", waiting, line), list("已收到", there, line),
      actions.length ? null : el("div.empty", {}, "还没有记录。"),
    ],
  };
}

function says(sync) {
  if (!sync || sync.state === "ok") return sync ? el("p.small", {}, `${hour(sync.at + offset())} 与服务器核对过`) : null;
  const next = sync.state === "signed-out" ? el("a.btn.btn-main", { href: "/login/?next=/field/" }, "去登录") : el("p.small", {}, `${hour(sync.next + offset())} 自动再试；有信号时立即再试。`);
  return notice(sync.state === "offline" ? "info" : "warn", el("p", {}, sync.reason), next);
}

const list = (words, some, line) =>
  some.length ? [el("h2.group", {}, `${words} ${some.length}`), el("ul.card.lines", {}, some.slice(0, MOST).map(line)), some.length > MOST ? el("p.small", {}, `只列最近 ${MOST} 条`) : null] : null;

const record = (one, answer, state, name) =>
  el("li", { "data-action": one.id }, el("div.pair", {}, el("span", {}, el("b", {}, KINDS[one.kind]), ` ${name}`), tag(...STATES[state])),
    el("p.small", {}, `${hour(instant(one))} · 第 ${one.seq} 条 `, el("span.mono", {}, answer?.receipt || `SHA-256 ${one.sha256.slice(0, 12)}…`)),
    answer?.reason ? el("p.small.cause", {}, [answer.reason, answer.clause, answer.remedy].filter(Boolean).join("；")) : null,
    state === "refused" ? button("再传一次", doing(() => retry(one.id)), "quiet") : null);

function medium(one, name, bundle) {
  const state = { taking: "faulty", draft: "draft", fixed: "waiting" }[one.state] ?? one.state;
  const part = one.state === "sending" ? Math.floor((one.offset / one.size) * 100) : 0;
  return el("li", { "data-medium": one.id }, el("div.pair", {}, el("span", {}, el("b", {}, MEDIA[one.medium]), ` ${name}`), tag(...STATES[state] ?? STATES.waiting)),
    el("p.small", {}, `${size(one.size)}${part ? ` · 已传 ${part}%` : ""} `, el("span.mono", {}, `SHA-256 ${one.sha256.slice(0, 12)}…`)),
    one.reason ? el("p.small.cause", {}, one.reason) : null,
    one.state === "refused" ? recovery(one, bundle) : null);
}

// 未收下的附件: under another line of the list, once more as it is, or not at all and why.
function recovery(one, bundle) {
  const fitting = (bundle?.kinds ?? []).filter((kind) => kind.media.includes(one.medium) && !(kind.stage === one.stage && kind.kind === one.kind));
  const given = wishes.get(one.id) ?? { kind: 0, why: "" };
  wishes.set(one.id, given);
  return [
    fitting.length ? el("div.pair.foot", {}, choice("改记为", String(given.kind), fitting.map((kind, place) => [String(place), kind.label]), (place) => { given.kind = Number(place); }),
      button("改记重传", doing(() => rename(one, fitting[given.kind])), "main")) : null,
    button("原样再传一次", doing(() => change(["media"], (on) => settled(on.media.put({ ...one, state: "fixed", reason: "" })))), "quiet"),
    el("details", {}, el("summary", {}, "不传了"), field("不传的原因", given.why, (why) => { given.why = why; }, { must: true, hint: "机关会看到原因。手机上的内容随即删去，不能找回；要留的先导出。" }),
      button("确定不传，删去", doing(async () => {
        if (!given.why.trim()) throw new Error("请写明不传的原因");
        await drop(one, given.why);
      }), "danger")),
  ];
}
