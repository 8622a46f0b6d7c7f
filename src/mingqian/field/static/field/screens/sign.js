// 签字: two inspectors and the subject on glass, or on paper; 拒签 is a path of its own. Then the visit ends.
import { act } from "../actions.js";
import { instant, now } from "../clock.js";
import { carry, doing } from "../doing.js";
import { button, card, el, field, go, notice, tag, tick } from "../dom.js";
import { drawn, glass } from "../glass.js";
import { bind, take } from "../media.js";
import { paper } from "./record.js";
import { draft, keepDraft } from "../store.js";
import { closing, dayOf, hour, wire } from "../words.js";

const ROLES = { inspector: "检查人员", subject: "当事人", witness: "见证人" };

export async function sign(page) {
  const { code, standing } = page;
  if (!standing.record) return [notice("info", "先把检查笔录定稿，再请当事人过目签字。"), go("写笔录", `visit/${code}/record`, "main")];
  const form = await draft(code, "sign");
  const keep = (name) => (value) => keepDraft(code, "sign", Object.assign(form, { [name]: value }));
  const seats = seatsOf(page);
  return [
    el("details.fold", {}, el("summary", {}, `${standing.record.body.number} 全文（请当事人过目）`), paper(page, standing.record)),
    seats.map((seat) => signing(page, seat, form, keep)),
    standing.closed ? null : refusing(page, form, keep),
    standing.declined ? card(el("p", {}, tag("已拒签", "warn"), ` ${standing.declined.body.reason}`), el("p.small", {}, `见证人 ${standing.declined.body.witness}`)) : null,
    standing.finished ? notice("ok", "这次检查已经结束。") : ending(page, seats, form, keep),
  ];
}

// Who has to sign: the two who showed their certificates, and the subject.
function seatsOf({ data: { row }, standing }) {
  const shown = standing.shown?.body.certificates;
  const people = row.team.filter((one) => !shown || shown.includes(one.certificate)).slice(0, 2);
  const seats = people.map((one) => ({ role: "inspector", key: one.code, name: one.name }));
  return standing.declined ? seats : [...seats, { role: "subject", key: "subject", name: "" }];
}

const given = (standing, seat) =>
  standing.signatures.find((one) => one.body.role === seat.role && (seat.role === "subject" || one.body.name === seat.name));

function signing({ code, standing, refresh }, seat, form, keep) {
  const done = given(standing, seat);
  if (done) return card(el("div.pair", {}, el("h2", {}, `${ROLES[seat.role]} ${done.body.name}`), tag("已签", "ok")), done.body.strokes.length ? drawn(done.body.strokes) : el("p", {}, "签在纸上，已拍照"), el("p.small", {}, hour(instant(done))));
  const mine = form[seat.key] ?? {};
  const note = (name) => (value) => keep(seat.key)(Object.assign(mine, { [name]: value }));
  const name = () => wire(seat.name || mine.name);
  const demandName = () => {
    if (!name()) throw new Error("请先填写签字人姓名");
  };
  const put = (strokes, onPaper) => act(code, "signed", { role: seat.role, name: name(), strokes, paper: onPaper, record: standing.record.sha256 });
  const photographed = async ([file]) => {
    demandName();
    if (file) await put([], await pageOf(code, file));
    refresh();
  };
  return card(el("h2", {}, `${ROLES[seat.role]} ${seat.name}`), seat.name ? null : field("签字人姓名、职务", mine.name ?? "", note("name"), { must: true }),
    glass("请在框内签名", mine.strokes ?? [], note("strokes")),
    button("确认签名", doing(async () => {
      demandName();
      if (!mine.strokes?.length) throw new Error("框内还没有签名");
      await put(mine.strokes, "");
    }), "main"),
    el("label.btn.btn-quiet.file", {}, "签在纸上，拍下签字页", el("input.visually-hidden", { type: "file", accept: "image/*", capture: "environment", onchange: (event) => carry(() => photographed(event.target.files)) })));
}

// The signed page is evidence of its own, bound before the signature names it.
async function pageOf(code, file) {
  const page = await take(code, file, { admitted: ["photo", "text"] });
  await bind(code, page, { stage: "closing", kind: "paper", caption: "笔录签字页" });
  return page.id;
}

const refusing = ({ code, data: { bundle }, standing }, form, keep) =>
  card(el("details", {}, el("summary", {}, "当事人拒绝签字"), el("p", {}, bundle.texts.refusal),
    field("拒签原因", form.reason ?? "", keep("reason"), { rows: 2, must: true }), field("见证人", form.witness ?? "", keep("witness"), { must: true, hint: "在场的第三人；没有的写明录像证明。" }),
    button("记为拒签", doing(async () => {
      if (!form.reason?.trim() || !form.witness?.trim()) throw new Error("请写明拒签原因和见证人");
      await act(code, "declined", { reason: wire(form.reason), witness: wire(form.witness), record: standing.record.sha256 });
    }), "danger")));

// The last question is asked aloud and noted before the visit can end.
function ending({ code, data: { bundle }, standing }, seats, form, keep) {
  const missing = seats.filter((seat) => !given(standing, seat)).map((seat) => `${ROLES[seat.role]}${seat.name ? ` ${seat.name}` : ""}`);
  const last = closing(bundle);
  const words = last.map((one) => one.text).join("") || "还有没有补充或意见？";
  return card(el("h2", {}, "结束检查"), missing.length ? el("p", {}, `还差签名：${missing.join("、")}`) : el("p", {}, "签名齐了。结束后结果进入初步检查结果，由机关告知当事人。"),
    missing.length ? null : tick(`已问：${words}`, Boolean(form.asked), keep("asked")),
    button("结束检查", doing(async () => {
      if (missing.length) throw new Error(`还差签名：${missing.join("、")}`);
      if (!form.asked) throw new Error("先问当事人有无补充或意见，再勾选");
      if (last.length) await act(code, "told", { rights: bundle.texts.rights.version, prompts: last.map((one) => one.key) });
      await act(code, "finished", { on: dayOf(now()) });
    }), missing.length ? "" : "main"));
}
