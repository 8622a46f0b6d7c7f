// 今天: what is to be done, what goes on, what still waits on this phone.
import { button, el, go, notice, tag } from "../dom.js";
import { instant, now } from "../clock.js";
import { run } from "../sync.js";
import { all, visit } from "../store.js";
import { standing } from "../standing.js";
import { day, dayOf, hour, weekday } from "../words.js";

export async function today() {
  const rows = (await all("visits")).sort((a, b) => a.planned_on.localeCompare(b.planned_on) || a.code.localeCompare(b.code));
  const known = await Promise.all(rows.map(async (row) => {
    const data = await visit(row.code);
    return { row, data, one: standing(data, now()) };
  }));
  const date = dayOf(now());
  const mine = known.filter(({ row, data }) => row.person === data.bundle?.person.code);
  const due = mine.filter(({ row, one }) => row.planned_on === date && !one.withdrawn);
  const late = mine.filter((each) => overdue(each, date)).length;
  const bundle = known[0]?.data.bundle;
  const who = bundle ? ` · ${bundle.person.name}` : "";
  return {
    head: [el("p", {}, `${day(date)} ${weekday(now())}${who}`), el("h1", {}, headline(due, late))],
    body: [...groups(mine, date), mine.length ? null : empty(), strangers(known.filter((one) => !mine.includes(one)))],
  };
}

const overdue = ({ row, one }, date) => !one.withdrawn && !one.scanned && !one.broken && row.planned_on < date;

function headline(due, late) {
  const words = `今天 ${due.length} 户，已完成 ${due.filter(({ one }) => one.finished).length} 户`;
  if (!late) return words;
  return due.length ? `${words}，另有 ${late} 户已过计划日` : `${late} 户已过计划日，今天没有新排的`;
}

function groups(mine, date) {
  const over = ({ one }) => one.finished || one.broken;
  const sorted = [
    ["进行中", mine.filter((each) => !each.one.withdrawn && !over(each) && each.one.scanned)],
    ["今天待出发", mine.filter(({ row, one }) => !one.withdrawn && !one.scanned && !one.broken && row.planned_on === date)],
    ["已过计划日", mine.filter((each) => overdue(each, date))],
    ["以后几天", mine.filter(({ row, one }) => !one.withdrawn && !one.scanned && !one.broken && row.planned_on > date)],
    ["待上传", mine.filter((each) => !each.one.withdrawn && over(each) && each.one.unsent)],
    ["已完成", mine.filter((each) => !each.one.withdrawn && over(each) && !each.one.unsent)],
    ["已撤回", mine.filter(({ one }) => one.withdrawn)],
  ];
  return sorted.filter(([, list]) => list.length).map(([words, list]) => [el("h2.group", {}, words), list.map(entry)]);
}

const NOTICES = { none: "", served: "已通知", due: "通知书待送达", atTheDoor: "到场出示通知书" };
const told = (paper) => (!paper ? "none" : paper.served ? "served" : paper.announced ? "due" : "atTheDoor");

function entry({ row, one, data }) {
  const items = row.tasks.map((task) => task.item).join(" + ");
  const merged = row.tasks.length > 1 ? `，${row.tasks.length} 个事项合并一次` : "";
  const notes = [NOTICES[told(row.notice)], `计划 ${day(row.planned_on)}`, one.recorder === "other" ? `记录员 ${row.recorder.person}` : ""];
  const [words, to] = one.next;
  return el("article.card.visit", { "data-visit": row.code },
    el("div.pair", {}, el("h3", {}, row.subject.name), tag(...one.stage)),
    el("p", {}, `${row.subject.address} · ${items}${merged}`),
    one.withdrawn ? notice("bad", row.reason || "服务器已撤回这次检查；本机记下的内容仍在，会照常上传。") : null,
    one.stopped ? notice("warn", `${row.reason}。请先与机关联系。`) : null,
    one.owes ? notice("warn", `${owedBy(one)}前须补扫企业码。`, go("补扫", `visit/${row.code}/arrive`, "quiet")) : null,
    one.held.length + one.refused.length ? notice("warn", `有 ${one.held.length + one.refused.length} 条记录没有生效，${one.withdrawn || one.stopped ? "由机关处理" : "可以当场重办，不能的由机关处理"}。`, go("看原因", "outbox", "quiet")) : null,
    one.scanned && !one.finished ? el("progress", { value: one.answered, max: one.points || 1, "aria-label": "检查表进度" }) : null,
    el("p.small", {}, one.scanned ? underWay(one, data) : notes.filter(Boolean).join(" · ")),
    el("div.go", {}, go(words, `visit/${row.code}${to ? `/${to}` : ""}`, one.withdrawn || one.finished ? "" : "main"),
      one.scanned && !one.finished && !one.withdrawn ? go("取证", `visit/${row.code}/evidence`, "quiet") : null));
}

const DAY = 24 * 60 * 60 * 1000;
const owedBy = ({ scan }) => `${day(dayOf(instant(scan) + DAY))} ${hour(instant(scan) + DAY)} `;

function underWay(one, data) {
  const sent = data.media.filter((row) => row.state === "received").length;
  const parts = [`${one.answered} / ${one.points} 项已查`, one.problems ? `${one.problems} 项发现问题` : "", one.scan ? `${hour(instant(one.scan))} ${one.owes ? "紧急进入" : "已扫码"}` : "",
    data.media.length ? `附件 ${sent}/${data.media.length}` : ""];
  return parts.filter(Boolean).join(" · ");
}

const empty = () =>
  el("div.empty", {}, el("p", {}, "没有派给您的检查。"), el("p.small", {}, "任务经书面审批后会出现在这里；要先有网络取一次。"), button("现在取任务", () => run({ attended: true, renew: true })));

const strangers = (list) => {
  const waiting = list.filter(({ one }) => one.unsent);
  return waiting.length ? notice("warn", `这部手机上还有其他人的 ${waiting.length} 次检查没有传完，须由本人登录后上传：${waiting.map(({ row }) => row.subject.name).join("、")}。`) : null;
};
