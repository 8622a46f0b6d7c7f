// The frame: which screen, the bar of what waits, and keeping up with the store without touching what is being written.
import * as clock from "./clock.js";
import { tell } from "./doing.js";
import { anew, button, el, notice, tag } from "./dom.js";
import { arrive } from "./screens/arrive.js";
import { checklist } from "./screens/checklist.js";
import { device } from "./screens/device.js";
import { evidence } from "./screens/evidence.js";
import { find } from "./screens/find.js";
import { outbox } from "./screens/outbox.js";
import { papers } from "./screens/papers.js";
import { record } from "./screens/record.js";
import { sheet } from "./screens/sheet.js";
import { sign } from "./screens/sign.js";
import { today } from "./screens/today.js";
import { standing } from "./standing.js";
import { all, get, news, visit } from "./store.js";
import { start } from "./sync.js";

const PAGES = { "": today, scan: find, outbox, device };
const PARTS = [["", "任务单", sheet], ["arrive", "到场", arrive], ["checklist", "检查表", checklist], ["evidence", "取证", evidence], ["record", "笔录", record], ["sign", "签字", sign], ["papers", "文书", papers]];
const QUIET = 200;
const [header, bar, main, footer] = ["header", "#bar", "main", "footer"].map((one) => document.querySelector(one));
let shown = "";
let turn = 0;

async function screen() {
  const [place, code, part = ""] = location.hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  if (place !== "visit") return (PAGES[place] ?? today)();
  const data = await visit(code);
  if (!data.row || !data.bundle) return { head: [el("h1", {}, "没有这次检查")], body: [notice("warn", "这部手机上没有这次检查，请回到“今天”重新取任务。")] };
  const one = standing(data, clock.now());
  const [, , draw] = PARTS.find(([name]) => name === part) ?? PARTS[0];
  const tabs = PARTS.map(([name, words]) => el("a", { href: `#/visit/${encodeURIComponent(code)}${name ? `/${name}` : ""}`, "aria-current": name === part ? "page" : null }, words));
  return {
    head: [el("p", {}, el("a", { href: "#/" }, "‹ 今天"), " ", tag(...one.stage)), el("h1", {}, data.row.subject.name)],
    body: [el("nav.tabs", { "aria-label": "这次检查" }, tabs), one.withdrawn && part ? notice("bad", "这次检查已撤回，不要再查；已记下的不会丢，照常上传。") : null, ...(await draw({ code, data, standing: one, refresh: () => render(true) }))],
  };
}

// A page is drawn anew when the store changes, but never under a pen, a keyboard or a running camera.
const busy = () => Boolean(document.querySelector("[data-busy]")) || Boolean(document.activeElement?.matches("main input:not([type=checkbox], [type=radio], [type=file]), main textarea, main select"));

async function render(force = false) {
  if (!force && shown === location.hash && busy()) return;
  const mine = (turn += 1);
  anew();
  const { head, body } = await screen();
  if (mine !== turn) return;
  const same = shown === location.hash && main.childElementCount > 0;
  const fresh = el("div", {}, body);
  if (same) keepOpen(fresh);
  // What looks the same stays as it is: no finger on its way down finds its button gone.
  if (force || !same || !alike(fresh, main)) main.replaceChildren(...fresh.childNodes);
  header.replaceChildren(...head);
  if (!same) scrollTo(0, 0);
  if (!same) main.querySelector(".tabs [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
  shown = location.hash;
  await frame();
}

function keepOpen(fresh) {
  const open = new Set([...main.querySelectorAll("details[open] > summary")].map((one) => one.textContent));
  fresh.querySelectorAll("details > summary").forEach((one) => { one.parentElement.open = open.has(one.textContent); });
}

const alike = (one, other) =>
  one.childNodes.length === other.childNodes.length && [...one.childNodes].every((node, place) => node.isEqualNode(other.childNodes[place]));

// What waits, in one line; and the four doors.
async function frame() {
  const [actions, receipts, media, sync] = await Promise.all([all("actions"), all("receipts"), all("media"), get("kept", "sync")]);
  const final = new Set(receipts.filter((one) => one.state !== "refused").map((one) => one.id));
  const records = actions.filter((one) => !final.has(one.id)).length;
  const files = media.filter((one) => one.state !== "received").length;
  const left = [records ? `${records} 条记录` : "", files ? `${files} 个附件` : ""].filter(Boolean).join("、");
  const quiet = !navigator.onLine || sync?.state === "offline";
  const words = [quiet ? "无信号" : sync?.state === "signed-out" ? "登录已失效" : "", left ? `还有 ${left}未上传` : quiet ? "照常检查，有信号再传" : ""].filter(Boolean).join(" · ");
  const link = sync?.state === "signed-out" && !quiet ? el("a", { href: "/login/?next=/field/" }, "去登录") : el("a", { href: "#/outbox" }, "上传箱");
  bar.replaceChildren(...[words ? el("p.sync", { role: "status" }, el("span", {}, words), link) : null, clock.trouble() ? el("p.sync.bad", { role: "alert" }, clock.trouble()) : null].filter(Boolean));
  const place = location.hash.replace(/^#\/?/, "").split("/")[0];
  footer.querySelectorAll("a").forEach((one) => one.toggleAttribute("data-here", one.getAttribute("href") === `#/${place}`));
  const badge = footer.querySelector("[data-waiting]");
  badge.hidden = !(records + files);
  badge.textContent = String(records + files);
}

let waiting = 0;
news.addEventListener("change", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => (busy() && shown === location.hash ? frame() : render()).catch(broken), QUIET);
});
addEventListener("hashchange", () => {
  tell("");
  render(true).catch(broken);
});
addEventListener("online", () => frame());
addEventListener("offline", () => frame());
// Off the field again: what came meanwhile may be shown.
document.addEventListener("focusout", () => setTimeout(() => news.dispatchEvent(new Event("change")), 0));

const broken = (error) => main.replaceChildren(notice("bad", `这一页出错（${error.message}）。记录都在本机，没有丢；请重新打开。`), button("重新打开", () => location.reload()));

// The shell lies on the phone after the first visit; a newer one waits until nobody is in the middle of a word.
async function shell() {
  if (!navigator.serviceWorker) return;
  const kept = await navigator.serviceWorker.register("/field/sw.js", { scope: "/field/" });
  const offer = (worker) => worker && navigator.serviceWorker.controller && bar.after(el("p.sync", {}, "新版本已就绪 ", button("换用", () => worker.postMessage("take over"), "quiet")));
  offer(kept.waiting);
  kept.addEventListener("updatefound", () => kept.installing?.addEventListener("statechange", (event) => event.target.state === "installed" && offer(event.target)));
  const had = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener("controllerchange", () => had && location.reload());
}

await clock.load().catch(broken);
await render(true).catch(broken);
document.documentElement.setAttribute("data-ready", "");
performance.mark("field-ready");
navigator.storage?.persist?.().catch(() => {});
shell().catch(() => {});
start().catch(broken);
