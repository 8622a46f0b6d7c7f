// 检查表: one tap for a section, and only the exceptions by hand. Every tap is on the disk at once.
import { act } from "../actions.js";
import { doing } from "../doing.js";
import { button, card, el, errors, field, go, tag } from "../dom.js";
import { draft, keepDraft } from "../store.js";
import { MARKS, STATES, wire } from "../words.js";

export async function checklist({ code, data: { row }, standing, refresh }) {
  const form = await draft(code, "checklist");
  const answers = (form.answers ??= {});
  const closed = standing.closed || standing.withdrawn || standing.finished;
  // What was tapped since, over what was said before.
  const said = (task, point) => answers[task.code]?.[point.key] ?? standing.marks.get(task.code)?.get(point.key) ?? null;
  const set = async (task, points, change) => {
    for (const point of points) {
      answers[task.code] ??= {};
      answers[task.code][point.key] = { mark: "", remark: "", ...said(task, point), ...change };
    }
    await keepDraft(code, "checklist", form);
    lacking.replaceChildren(...[changed() ? errors(faultsOf(all())) : null].filter(Boolean));
  };
  const tap = async (...told) => {
    await set(...told);
    refresh();
  };
  const all = () => row.tasks.flatMap((task) => task.checklist.map((point) => [task, point, said(task, point)]));
  const points = all();
  const done = points.filter(([, , one]) => one?.mark).length;
  const changed = () => all().some(([task, point]) => answers[task.code]?.[point.key]);
  const faults = faultsOf(points);
  const state = changed() ? (faults.length ? "faulty" : "draft") : done ? "fixed" : "draft";
  const lacking = el("div", {}, changed() ? errors(faults) : null);
  return [
    el("div.meter", {}, el("progress", { value: done, max: points.length, "aria-label": "检查表进度" }), el("b", {}, `${done} / ${points.length}`), tag(...STATES[state])),
    row.tasks.map((task) => [
      row.tasks.length > 1 ? el("h2.group", {}, task.item) : null,
      sections(task).map(([name, some]) => section(task, name, some, { said, set, tap, closed })),
    ]),
    closed ? null : card(lacking, changed()
      ? button(`检查表定稿（${done} / ${points.length} 项）`, doing(async () => {
        const [fault] = faultsOf(all());
        if (fault) throw new Error(fault);
        await settle(code, row, answers);
      }), "main")
      : el("p.small", {}, done ? "检查表已定稿；签字前还可以改，改后再定稿一次。" : "每一节先点“全部符合”，再改有问题的几项。"),
    !changed() && done === points.length ? go("写笔录", `visit/${code}/record`, "main") : null),
  ];
}

// One action for each item; the draft goes in the same step.
async function settle(code, row, answers) {
  const tasks = row.tasks.filter((task) => Object.keys(answers[task.code] ?? {}).length);
  for (const task of tasks) {
    const said = task.checklist.filter((point) => answers[task.code][point.key])
      .map((point) => ({ key: point.key, mark: answers[task.code][point.key].mark, remark: wire(answers[task.code][point.key].remark) }));
    delete answers[task.code];
    const also = (on) => on.drafts.put({ answers: { ...answers } }, `${code}/checklist`);
    await act(code, "answered", { task: task.code, answers: said }, { stores: ["drafts"], also });
  }
}

function faultsOf(points) {
  const open = points.filter(([, , one]) => !one?.mark);
  const mute = points.filter(([, , one]) => one?.mark === "problem" && !one.remark?.trim());
  return [...(open.length ? [`还有 ${open.length} 项没有结论`] : []), ...mute.map(([, point]) => `“${point.text}”不符合，请写明情况`)];
}

function sections(task) {
  const named = new Map();
  for (const point of task.checklist) {
    const name = point.section || task.item;
    named.set(name, [...(named.get(name) ?? []), point]);
  }
  return [...named];
}

function section(task, name, points, { said, set, tap, closed }) {
  const open = points.filter((point) => !said(task, point)?.mark);
  return el("section.card.sheet-part", {}, el("div.pair", {}, el("h3", {}, name, el("span.small", {}, ` ${points.length - open.length}/${points.length}`)),
    open.length && !closed ? button(open.length === points.length ? "全部符合" : "其余符合", () => tap(task, open, { mark: "ok" })) : null),
  points.map((point) => line(task, point, said(task, point), { set, tap, closed })));
}

function line(task, point, one, { set, tap, closed }) {
  const pick = ([mark, words]) => el("button.pick", { type: "button", "aria-pressed": String(one?.mark === mark), class: `pick ${one?.mark === mark ? mark : ""}`, disabled: closed, onclick: () => tap(task, [point], { mark }) }, words);
  const remark = one?.mark === "problem" || one?.remark;
  return el("div.point", { "data-point": point.key }, el("p", {}, point.text, point.clause ? el("span.small", {}, `（${point.clause}）`) : null),
    point.standard ? el("details.small", {}, el("summary", {}, "检查标准"), point.standard) : null,
    el("div.picks", { role: "group", "aria-label": point.text }, MARKS.map(pick)),
    remark ? field("情况", one.remark, (value) => set(task, [point], { remark: value }), { rows: 2, must: one.mark === "problem", readonly: closed }) : null);
}
