// 检查笔录: the draft put together from what was recorded. A person reads and changes it before it stands.
import { instant } from "./clock.js";
import { MARKS, MEDIA, day, hour, dayOf } from "./words.js";

const numbered = (list) => list.map((one, place) => `${place + 1}. ${one}`).join("；");

export function narrative({ row, standing, media }) {
  return [arrival(row, standing), ...row.tasks.map((task) => findings(task, standing.marks.get(task.code))), taken(media)]
    .filter(Boolean)
    .join("\n");
}

function arrival(row, { scan, late, shown }) {
  const at = scan ? instant(scan) : NaN;
  const when = Number.isNaN(at) ? day(row.planned_on) : `${day(dayOf(at))}${hour(at)}`;
  const people = row.team.filter((one) => !shown || shown.body.certificates.includes(one.certificate));
  const names = people.map((one) => `${one.name}（${one.paper || "执法证"}号${one.certificate}）`).join("、");
  const way = scan?.body.how === "emergency" ? `因${scan.body.reason}未能扫码，${late ? `${hour(instant(late))}补扫` : "待补扫"}` : "扫码登记";
  return `${when}，检查人员${names}到${row.subject.name}（${[row.subject.code.split(":").pop(), row.subject.address].filter(Boolean).join("，")}）现场检查，${way}，出示执法证件，告知权利义务。`;
}

function findings(task, marks) {
  const count = (mark) => task.checklist.filter((point) => marks?.get(point.key)?.mark === mark).length;
  const told = MARKS.map(([mark, words]) => `${words}${count(mark)}项`).join("，");
  const wrong = task.checklist.filter((point) => marks?.get(point.key)?.mark === "problem");
  const named = wrong.map((point) => `${point.text}：${marks.get(point.key).remark || "不符合"}${point.clause ? `（${point.clause}）` : ""}`);
  return `“${task.item}”检查${task.checklist.length}项：${told}。${named.length ? `不符合的：${numbered(named)}。` : ""}`;
}

function taken(media) {
  const counts = Object.entries(MEDIA).map(([kind, words]) => [words, media.filter((one) => one.medium === kind).length]);
  const said = counts.filter(([, number]) => number).map(([words, number]) => `${words}${number}份`);
  return said.length ? `现场取得${said.join("、")}。` : "";
}

// The first outcome that fits what was found; the team may choose another.
export function likely(task, marks) {
  const bad = task.checklist.some((point) => marks?.get(point.key)?.mark === "problem");
  return task.outcomes.find((one) => one.problem === bad)?.code ?? "";
}

// 问题, one line for each point that does not comply.
export const problemsOf = (task, marks) =>
  task.checklist
    .filter((point) => marks?.get(point.key)?.mark === "problem")
    .map((point) => `${point.text}：${marks.get(point.key).remark}`)
    .join("\n");
