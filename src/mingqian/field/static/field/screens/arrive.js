// 到场: the firm's code, two certificates, rights told. Each step says by itself whether it stands.
import { act } from "../actions.js";
import { instant, now } from "../clock.js";
import { reading } from "../codes.js";
import { carry, doing } from "../doing.js";
import { button, card, el, field, go, notice, tag, tick } from "../dom.js";
import { byHand, scanner } from "../scan.js";
import { held } from "../standing.js";
import { draft, keepDraft } from "../store.js";
import { day, dayOf, hour, opening, wire } from "../words.js";

export async function arrive(page) {
  const { code, standing } = page;
  const form = await draft(code, "arrive");
  const keep = (name) => (value) => keepDraft(code, "arrive", Object.assign(form, { [name]: value }));
  const done = standing.scanned && standing.certified && standing.told;
  return [recorder(page), scanning(page, form, keep), certificates(page, form, keep), rights(page, form, keep),
    done ? go("开始检查", `visit/${code}/checklist`, "main") : null];
}

// One person keeps the record; the others add evidence.
function recorder({ code, data: { row, actions }, standing }) {
  if (standing.recorder === "mine") return el("p.small", {}, tag("记录员", "ok"), " 这次检查由这部手机记录。", button("交出", doing(() => act(code, "lease", { take: false })), "quiet"));
  const other = () => `记录员是${row.recorder.person}，用的是另一部手机；您可以补充证据。`;
  const asked = actions.findLast((one) => one.kind === "lease");
  if (standing.recorder === "other" && asked?.body.take && held(asked)) return notice("info", `${other()}您要求改由自己记录，服务器已收到，等机关处理。`);
  if (standing.recorder === "other") return notice("info", other(), button("改由我记录", doing(() => act(code, "lease", { take: true })), "quiet"));
  return card(el("h2", {}, "谁来记录"), el("p", {}, "一次检查由一部手机记录，其他人的手机补充证据。"), button("由我记录", doing(() => act(code, "lease", { take: true })), "main"));
}

const step = (number, words, done) => el("h2.step", {}, el("span.num", {}, done ? "✓" : String(number)), words, done ? tag("已完成", "ok") : null);

// What the server keeps waiting, and why: there is still time to do it again at the door.
const doubted = (action) => (held(action) ? notice("warn", `服务器没有采用：${action.answer.reason}。${action.answer.remedy ?? ""}`) : null);

const HOW = { qr: "扫码", typed: "录入代码", emergency: "紧急进入" };

function scanning(page, form, keep) {
  const { standing: { scan, scanned, late, owes } } = page;
  if (!scanned || held(scan)) return entering(page, form, keep);
  return card(step(1, "扫码入企", true), el("p", {}, scan ? `${hour(instant(scan))} ${HOW[scan.body.how]}` : "已登记"),
    late && !owes ? el("p", {}, `${hour(instant(late))} 已补扫`) : null,
    owes ? [notice("warn", "紧急进入的，须在 24 小时内补扫企业码。"), doubted(late), coded(page, form, keep, "补扫登记")] : null);
}

const entering = (page, form, keep) =>
  card(step(1, "扫码入企", false), doubted(page.standing.scan), coded(page, form, keep, "登记进入"),
    el("details", {}, el("summary", {}, "紧急情况，先进入"), field("紧急原因", form.reason ?? "", keep("reason"), { rows: 2, must: true, hint: "24 小时内须补扫。" }),
      button("紧急进入", doing(async () => {
        if (!form.reason?.trim()) throw new Error("请写明紧急原因");
        await act(page.code, "scanned", { how: "emergency", code: "", reason: wire(form.reason) });
      }))));

// The firm's code, by the camera or by hand.
function coded({ code, data: { row } }, form, keep, words) {
  const enter = async (how, text) => {
    const { code: right, fault } = reading(text, row.subject, how);
    if (fault) throw new Error(fault);
    await act(code, "scanned", { how, code: wire(right), reason: "" });
  };
  const press = button(words, doing(() => enter("typed", form.code ?? "")), "main");
  return [scanner((text) => carry(() => enter("qr", text))), byHand(form.code ?? "", keep("code"), (text) => reading(text, row.subject, "typed").fault, press)];
}

function certificates({ code, data: { row }, standing }, form, keep) {
  if (standing.certified && !held(standing.shown)) {
    const shown = standing.shown?.body.certificates ?? [];
    const names = row.team.filter((one) => shown.includes(one.certificate)).map((one) => `${one.name} ${one.certificate}`);
    return card(step(2, "出示证件", true), el("p", {}, names.join("、")));
  }
  const today = dayOf(now());
  const chosen = new Set(form.certificates ?? []);
  const line = (one) => {
    const late = one.valid_until && one.valid_until < today;
    return el("li", {}, tick(el("span", {}, el("b", {}, one.name), ` ${one.paper} ${one.certificate}`,
      late ? el("span.tag.bad", {}, `${day(one.valid_until)}已到期`) : el("span.small", {}, one.valid_until ? ` 有效期至 ${day(one.valid_until)}` : " 没有登记有效期")), chosen.has(one.certificate), (on) => {
      chosen[on ? "add" : "delete"](one.certificate);
      keep("certificates")([...chosen]);
    }));
  };
  return card(step(2, "出示证件", false), doubted(standing.shown), el("p", {}, "两人以上当面出示执法证件，逐一勾选。"), el("ul", {}, row.team.map(line)),
    row.team.some((one) => one.valid_until && one.valid_until < today) ? notice("warn", "有证件已到期：可以照实记录，服务器收到后转机关处理。") : null,
    button("已出示", doing(async () => {
      if (chosen.size < 2) throw new Error(`须有两人以上出示证件，现在勾了 ${chosen.size} 人`);
      await act(code, "shown", { certificates: row.team.map((one) => one.certificate).filter((one) => chosen.has(one)) });
    }), "main"));
}

function rights({ code, data: { bundle }, standing }, form, keep) {
  if (standing.told && !held(standing.rights)) return card(step(3, "告知权利", true));
  const { rights: text } = bundle.texts;
  const prompts = opening(bundle);
  const said = new Set(form.said ?? []);
  const all = [...prompts.map((one) => one.key), "rights"];
  const note = (key) => (on) => {
    said[on ? "add" : "delete"](key);
    keep("said")([...said]);
  };
  return card(step(3, "告知权利", false), doubted(standing.rights), el("p", {}, "开着记录仪，逐句说，说一句勾一句。"),
    el("ul", {}, prompts.map((one) => el("li", {}, tick(el("span", {}, one.text, one.clause ? el("span.small", {}, `（${one.clause}）`) : null), said.has(one.key), note(one.key))))),
    el("div.reading", { tabindex: "0" }, text.text.split("\n").map((line) => el("p", {}, line))),
    tick("权利义务已当面宣读，对方听清", said.has("rights"), note("rights")),
    button("告知完毕", doing(async () => {
      const missing = all.filter((key) => !said.has(key)).length;
      if (missing) throw new Error(`还有 ${missing} 句没有勾选`);
      await act(code, "told", { rights: text.version, prompts: prompts.map((one) => one.key) });
    }), "main"));
}
