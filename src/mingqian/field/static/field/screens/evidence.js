// 取证: what the camera gives lies in the store at once, as a draft; 存证 binds it to the visit in one step.
import { act, fingerprint } from "../actions.js";
import { doing, tell, why } from "../doing.js";
import { button, card, choice, el, field, notice, tag } from "../dom.js";
import { glass } from "../glass.js";
import { bind, forget, keepTorn, piece, take } from "../media.js";
import * as recorder from "../recorder.js";
import { draft, keepDraft } from "../store.js";
import { MEDIA, STATES, hour, size, wire } from "../words.js";

const MOST_SHOWN = 8 * 1024 * 1024;
const USUAL = ["onsite/scene", "onsite/process", "evidence/document"]; // first choice for pictures, sound, papers
let running = null; // what is being recorded; a recording outlives a change of page
let news = "";

export async function evidence(page) {
  const { code, data: { row, bundle, media }, standing, refresh } = page;
  const form = await draft(code, "evidence");
  form.form ??= "original";
  form.task ??= row.tasks[0]?.code ?? "";
  const keep = (name) => (value) => keepDraft(code, "evidence", Object.assign(form, { [name]: value }));
  const waiting = media.filter((one) => one.state === "draft");
  // The list of what is recorded names its media: pictures and sound are never bound under one line of it.
  const drafts = waiting.filter((one) => one.medium === waiting[0].medium);
  const torn = media.filter((one) => one.state === "taking" && one.id !== running?.id);
  return [
    standing.withdrawn ? null : card(el("h2", {}, "拍照、录音、录像"), shutters(code, refresh), news ? el("p.small", { role: "status" }, news) : null),
    torn.map((one) => tornOne(one)),
    drafts.length ? fixing(page, drafts, form, keep) : null,
    waiting.length > drafts.length ? notice("info", `另有 ${waiting.length - drafts.length} 件${named(waiting.filter((one) => !drafts.includes(one)))}，这些存证后接着办。`) : null,
    kept(media.filter((one) => !["draft", "taking"].includes(one.state)), bundle),
    media.length || standing.withdrawn ? null : el("p.small", {}, "拍下即存入本机，并当场算出哈希；签字之后也能补充，随记录一起上传。"),
  ];
}

function shutters(code, refresh) {
  const files = (words, accept, capture, multiple) => el("label.btn.btn-main.file", {}, words,
    el("input.visually-hidden", { type: "file", accept, capture, multiple, "data-take": words, onchange: (event) => taken(code, [...event.target.files], refresh) }));
  return el("div.shutters", {}, files("拍照", "image/*", "environment", false), files("选文件", "image/*,audio/*,video/*,application/pdf", null, true),
    recording("audio", code, refresh) ?? files("录音", "audio/*", "microphone", false), recording("video", code, refresh) ?? files("录像", "video/*", "environment", false));
}

async function taken(code, files, refresh) {
  const refused = [];
  for (const [place, file] of files.entries()) {
    try {
      await take(code, file, { tell: (part) => { news = `正在存入 ${place + 1}/${files.length}：${Math.round(part * 100)}%`; } });
    } catch (error) {
      refused.push(`没有存下“${file.name}”：${why(error)}`);
    }
  }
  news = files.length > 1 ? `已存入 ${files.length - refused.length}/${files.length}` : "";
  tell(refused.join("\n"));
  refresh();
}

function recording(medium, code, refresh) {
  if (!recorder.able(medium)) return null;
  const name = medium === "audio" ? "录音" : "录像";
  if (running && running.medium !== medium) return button(name, () => {}, "", { disabled: true });
  if (!running) {
    return button(name, doing(async () => {
      const full = () => ended().then(() => tell(`${name}到了一个文件的上限，已自动停止并存下；要接着录，请再按“${name}”。`)).then(refresh);
      running = { medium, since: Date.now(), ...(await recorder.record(code, medium, full)) };
      refresh();
    }), "main");
  }
  return el("div", { "data-busy": "" }, tag(`${name}中，自 ${hour(running.since)}`, "bad"), button(`停止${name}`, doing(async () => {
    await ended();
    refresh();
  }), "danger"));
}

async function ended() {
  await running?.stop();
  running = null;
}

const tornOne = (one) =>
  notice("warn", el("p", {}, `上次没存完的${MEDIA[one.medium]}“${one.name}”：已存 ${size(one.size)}。`),
    one.chunks ? button("保留已存的部分", doing(() => keepTorn(one))) : null, " ", button("不要了", doing(() => forget(one)), "quiet"));

const named = (rows) => [...new Set(rows.map((one) => MEDIA[one.medium]))].join("、");

// One form for all that was just taken: fifty photographs are not fifty forms.
function fixing(page, drafts, form, keep) {
  const { code, data: { row, bundle }, refresh } = page;
  const fitting = bundle.kinds.filter((one) => one.media.includes(drafts[0].medium));
  const kinds = fitting.map((one) => [`${one.stage}/${one.kind}`, `${one.label}${one.must ? "（应录）" : ""}`]);
  if (!kinds.some(([value]) => value === form.kind)) form.kind = kinds.find(([value]) => USUAL.includes(value))?.[0] ?? kinds[0]?.[0];
  const both = (name) => (value) => keep(name)(value).then(refresh);
  return card(el("h2", {}, `待存证 ${drafts.length} 件${named(drafts)}`), el("ul.thumbs", {}, drafts.map((one) => draftOne(one))),
    choice("记录事项", form.kind, kinds, keep("kind")),
    row.tasks.length > 1 ? choice("所属事项", form.task, row.tasks.map((task) => [task.code, task.item]), keep("task")) : null,
    field("说明", form.caption ?? "", keep("caption"), { hint: "拍的是什么、在哪里；多件共用一句。" }),
    el("fieldset.field", {}, el("legend", {}, "原件或复制件"),
      ["original", "copy"].map((one) => el("label.radio", {}, el("input", { type: "radio", name: "form", checked: form.form === one, onchange: () => both("form")(one) }), one === "original" ? "原件、现场原始记录" : "复制件"))),
    form.form === "copy" ? copied(form, keep) : null,
    button(`存证（${drafts.length} 件）`, doing(() => fix(code, drafts, form, keep)), "main"));
}

const copied = (form, keep) => [
  field("为什么用复制件", form.copy_reason ?? "", keep("copy_reason"), { must: true, hint: "如：原件是企业留存的账册。" }),
  field("当事人见证人姓名", form.witness ?? "", keep("witness"), { must: true }),
  glass("当事人在此签名，确认与原件核对无异", form.strokes ?? [], keep("strokes")),
];

function draftOne(row) {
  const box = el("li", { "data-medium": row.id }, el("span", {}, `${MEDIA[row.medium]} ${size(row.size)}${row.torn ? "（不完整）" : ""}${row.placeless ? "（位置已抹去）" : ""}`), button("不要", doing(() => forget(row)), "quiet"));
  if (row.medium === "photo" && row.size < MOST_SHOWN) thumb(row).then((picture) => picture && box.prepend(picture)).catch(() => {});
  return box;
}

// The page's policy admits no blob: as a picture, so a small canvas shows it.
async function thumb(row) {
  const parts = await Promise.all(Array.from({ length: row.chunks }, (_, number) => piece(row, number)));
  const image = await createImageBitmap(new Blob(parts, { type: row.type }), { resizeHeight: 120 });
  const board = el("canvas.thumb", { width: image.width, height: image.height, role: "img", "aria-label": row.name });
  board.getContext("2d").drawImage(image, 0, 0);
  image.close();
  return board;
}

async function fix(code, drafts, form, keep) {
  const copy = form.form === "copy";
  if (copy && !(form.copy_reason?.trim() && form.witness?.trim() && form.strokes?.length)) throw new Error("复制件须写明原因，并由当事人签名见证");
  const [stage, kind] = form.kind.split("/");
  const { copy_reason, witness } = copy ? form : {};
  const said = { stage, kind, caption: form.caption?.trim() ?? "", task: form.task, form: form.form, copy_reason, witness };
  for (const row of drafts) await fixed(code, row, said, form);
  await keep("caption")("");
  if (copy) await keep("strokes")([]);
}

// Of a copy the firm's witness signs for what exactly was said about it.
async function fixed(code, row, said, form) {
  const action = await bind(code, row, said);
  if (said.form === "copy") await act(code, "signed", { role: "witness", name: wire(form.witness), strokes: form.strokes, paper: "", record: fingerprint(action.body) });
}

const kept = (media, bundle) => (media.length === 0 ? null :
  card(el("h2", {}, `已存证 ${media.length} 件`), el("ul.lines", {}, media.map((one) => el("li", {},
    el("div.pair", {}, el("span", {}, `${label(bundle, one)} · ${MEDIA[one.medium]} ${size(one.size)}`), tag(...STATES[one.state === "fixed" ? "waiting" : one.state] ?? STATES.fixed)),
    one.caption ? el("p", {}, one.caption) : null,
    el("p.small.mono", {}, one.receipt || `SHA-256 ${one.sha256.slice(0, 16)}…`))))));

const label = (bundle, row) => bundle.kinds.find((one) => one.kind === row.kind && one.stage === row.stage)?.label ?? "证据";
