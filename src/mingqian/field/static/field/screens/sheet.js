// 任务单: whom, what, under which papers, with whom; accepting it or declaring a recusal; breaking off.
import { act } from "../actions.js";
import { doing } from "../doing.js";
import { button, card, el, facts, field, go, notice, tag } from "../dom.js";
import { draft, keepDraft } from "../store.js";
import { day, wire } from "../words.js";

export async function sheet({ code, data: { row }, standing }) {
  const form = await draft(code, "sheet");
  const keep = (name) => (value) => keepDraft(code, "sheet", Object.assign(form, { [name]: value }));
  const [words, to] = standing.next;
  return [
    standing.withdrawn ? notice("bad", el("b", {}, "已撤回"), el("p", {}, row.reason || "服务器已撤回这次检查。"), el("p", {}, "本机记下的内容不会丢，照常上传，由机关处理。")) : row.reason ? notice("warn", `${row.reason}。请先与机关联系，再决定去不去。`) : null,
    card(facts([
      ["对象", row.subject.name], ["代码", row.subject.code.split(":").pop()], ["地址", row.subject.address], ["情况", row.subject.summary],
      ["计划日期", day(row.planned_on)], ["审批", row.approval ? `${row.approval.number}（${day(row.approval.approved_on)}）` : ""],
      ["通知书", row.notice ? `${row.notice.number}${row.notice.announced ? "" : "（不预先告知）"}` : "不预先通知"],
    ])),
    card(el("h2", {}, "事项"), el("ul.lines", {}, row.tasks.map((task) => el("li", {}, el("b", {}, task.item), el("span.small", {}, ` ${task.checklist.length} 项 · ${task.code}`))))),
    card(el("h2", {}, "检查组"), el("ul.lines", {}, row.team.map((one) => el("li", {}, `${one.name}${one.captain ? "（组长）" : ""}`, el("span.small", {}, ` ${one.paper} ${one.certificate}，有效期至 ${day(one.valid_until)}`))))),
    standing.withdrawn || standing.finished || standing.broken ? null : standing.accepted ? onward(standing, code, words, to) : accepting(code, form, keep),
    standing.scanned && !standing.finished && !standing.broken && !standing.withdrawn ? leaving(code, form, keep) : null,
  ];
}

const onward = (standing, code, words, to) =>
  standing.recused && !standing.scanned ? card(el("p", {}, tag("申请回避", "warn"), ` ${standing.accepted.body.recusal}`), el("p", {}, "由处室决定；决定以前不参加这次检查。")) :
  card(el("p", {}, tag("已接受", "ok"), standing.accepted.body.recusal ? ` 申请过回避（${standing.accepted.body.recusal}），由处室答复` : " 无须回避的情形"), to ? go(words, `visit/${code}/${to}`, "main") : null);

const accepting = (code, form, keep) =>
  card(el("h2", {}, "接受任务"), el("p", {}, "与对象有近亲属、投资、任职等可能影响公正的关系，须申请回避。"),
    button("没有回避情形，接受", doing(() => act(code, "accepted", { recusal: "" })), "main"),
    el("details", {}, el("summary", {}, "申请回避"),
      field("回避理由", form.recusal ?? "", keep("recusal"), { rows: 2, must: true }),
      button("提交回避申请", doing(async () => {
        if (!form.recusal?.trim()) throw new Error("请写明回避理由");
        await act(code, "accepted", { recusal: wire(form.recusal) });
      }))));

const leaving = (code, form, keep) =>
  card(el("details", {}, el("summary", {}, "中断检查"), el("p", {}, "已经记下的内容都保留。选择“改日再来”时，同一张审批下开出下一次检查。"),
    field("中断原因", form.why ?? "", keep("why"), { rows: 2, must: true }),
    button("中断，改日再来", doing(() => leave(code, form, true))), " ",
    button("中断，不再来", doing(() => leave(code, form, false)), "quiet")));

async function leave(code, form, again) {
  if (!form.why?.trim()) throw new Error("请写明中断原因");
  await act(code, "left", { why: wire(form.why), again });
}
