// The projector's page. Keys change what is shown, never the draw; every few seconds it asks its own server,
// and nobody else, what has been fixed since.
import { halt, replay, still } from "./screen-reels.js";

const EVERY = 2500; // milliseconds between two questions
const SLOWEST = 20000;
const PATIENCE = 12; // unanswered questions until it stops asking

const scene = document.getElementById("scene");
const link = document.getElementById("link");
const help = document.getElementById("help");
const parts = (root) => new Map([...root.querySelectorAll("[data-part]")].map((one) => [one.dataset.part, one]));
const written = (root) => new Map([...parts(root)].map(([name, one]) => [name, one.outerHTML]));
const steps = () => [...scene.querySelectorAll("[data-step]")].map((one) => one.dataset.step);
const pages = () => [...scene.querySelectorAll("[data-reels] .page")];

let held = written(scene); // each part as the server last sent it: only what changed is put in its place
let pinned = scene.dataset.pinned || ""; // the step somebody chose; empty: follow the ceremony
let page = 0;
let played = "";
let etag = "";
let misses = 0;
let touched = true; // a key was pressed since the last question, so somebody is there
let stopped = false;

const live = () => steps()[Number(scene.dataset.now)];
const shown = () => pinned || live();

function say(words, bad = false) {
  if (link.textContent !== words) link.textContent = words;
  link.classList.toggle("bad", bad);
}

function draw() {
  for (const one of scene.querySelectorAll("[data-step]")) one.hidden = one.dataset.step !== shown();
  for (const one of scene.querySelectorAll("[data-to]")) {
    if (one.dataset.to === shown()) one.setAttribute("aria-current", "step");
    else one.removeAttribute("aria-current");
  }
  turnTo(page);
  const named = document.body.classList.contains("named");
  const asked = new URLSearchParams([...(pinned ? [["step", pinned]] : []), ...(named ? [["names", "1"]] : [])]);
  history.replaceState(null, "", location.pathname + (asked.size ? `?${asked}` : ""));
  if (!misses) follows();
}

function follows() {
  const away = pinned && pinned !== live();
  const names = steps();
  say(away ? `正在看第 ${names.indexOf(pinned) + 1} 步，现场进行到第 ${names.indexOf(live()) + 1} 步，按 End 回到现场`
    : "● 与服务器相连，画面自动跟随");
}

function turnTo(place) {
  const all = pages();
  page = Math.min(Math.max(place, 0), Math.max(all.length - 1, 0));
  all.forEach((one, number) => { one.hidden = number !== page; });
  const words = scene.querySelector("[data-page-words]");
  if (words && all.length > 1) words.textContent = `第 ${page + 1} 屏，共 ${all.length} 屏，↑ ↓ 换屏`;
  const sight = `${page}/${scene.dataset.state}`;
  if (all.length && shown() === "reveal" && scene.dataset.state === "computed" && played !== sight) play(sight);
}

function play(sight) {
  played = sight;
  if (pages()[page] && !still.matches) replay(pages()[page]);
}

function goTo(step) {
  if (!step) return;
  if (step !== shown()) halt();
  pinned = step === live() ? "" : step;
  draw();
}

const by = (count) => goTo(steps()[steps().indexOf(shown()) + count]);
const flip = (count) => { halt(); turnTo(page + count); };

const keys = {
  ArrowRight: () => by(1), PageDown: () => by(1), " ": () => by(1),
  ArrowLeft: () => by(-1), PageUp: () => by(-1), Home: () => goTo(steps()[0]), End: () => goTo(live()),
  ArrowDown: () => flip(1), ArrowUp: () => flip(-1),
  f: full, n: names, r: again, "?": () => (help.open ? help.close() : help.showModal()),
  Enter: () => { if (stopped) { misses = 0; ask(); } },
};
for (const digit of "123456") keys[digit] = () => goTo(steps()[Number(digit) - 1]);

function full() {
  const done = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  done.catch(() => say("浏览器不允许全屏，请按 F11", true));
}

function names() {
  document.body.classList.toggle("named");
  draw();
}

function again() {
  if (shown() !== "reveal") goTo("reveal");
  play(`${page}/${scene.dataset.state}`);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || (help.open && event.key !== "?")) return;
  // On a button or link, space and Enter do what they always do.
  if ([" ", "Enter"].includes(event.key) && event.target.closest("button, a")) return;
  const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act) return;
  event.preventDefault();
  touched = true;
  act();
});

document.addEventListener("click", (event) => {
  const one = event.target.closest("[data-key], [data-to]");
  if (!one || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  touched = true;
  if (one.dataset.to) goTo(one.dataset.to);
  else keys[one.dataset.key]();
});

async function ask() {
  stopped = false;
  try {
    if (!document.hidden) await listen();
    setTimeout(ask, EVERY);
  } catch (trouble) {
    misses += 1;
    stopped = trouble instanceof Ended || misses >= PATIENCE;
    if (!stopped) setTimeout(ask, Math.min(EVERY * 2 ** (misses - 1), SLOWEST));
    say((trouble instanceof Ended ? trouble.message : "○ 与服务器失去联系，画面停在最后收到的一步")
      + (stopped ? "；已停止询问，按 Enter 再试" : "，恢复后自动继续"), true);
  }
}

class Ended extends Error {}

async function listen() {
  const headers = { ...(etag && { "If-None-Match": etag }), ...(!touched && { "X-Mingqian-Unattended": "1" }) };
  const answer = await fetch(location.pathname, { headers, redirect: "manual", signal: AbortSignal.timeout(8000) });
  if (answer.type === "opaqueredirect") throw new Ended("登录已结束，请在操作台重新登录");
  if (answer.status === 403 || answer.status === 404) throw new Ended("这个账号不能再看这次抽取");
  if (answer.status !== 200 && answer.status !== 304) throw new Error(String(answer.status));
  touched = false;
  misses = 0;
  if (answer.status === 200) {
    etag = answer.headers.get("ETag") || "";
    take(new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("scene"));
  }
  follows();
}

function take(fresh) {
  const told = written(fresh);
  const here = parts(scene);
  const focused = document.activeElement?.dataset?.to;
  for (const [name, one] of parts(fresh)) {
    if (told.get(name) !== held.get(name)) here.get(name).replaceWith(document.adoptNode(one));
  }
  held = told;
  Object.assign(scene.dataset, fresh.dataset);
  draw();
  if (focused) scene.querySelector(`[data-to="${focused}"]`)?.focus();
}

document.getElementById("keys").hidden = false;
draw();
setTimeout(ask, EVERY);
