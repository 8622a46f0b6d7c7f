// Up and down, whenever there is a way: the package, then the actions in their order, then the media.
//
// Nothing is dropped before a receipt that names our own hash. One tab at a time; who does not get the lock lets the
// other one work. What fails is tried again later and later, and says why.
import { wired } from "./actions.js";
import { note } from "./clock.js";
import { all, change, get, put, settled } from "./store.js";
import { call, SignedOut, Silent, Refusal, STALE } from "./server.js";
import * as uploads from "./uploads.js";

const MOST = 200;
const FRESH = 10 * 60 * 1000;
const SOON = 300;
const LONGEST = 5 * 60 * 1000;
export const sending = new Set();
let timer = 0;
let tries = 0;
let again = false;
let moved = false; // something came through since the last pass
let doubted = false; // something was not taken as it came: the visit may be another by now

export async function run({ attended = false, renew = false } = {}) {
  const work = () => pass(attended, renew);
  if (!navigator.locks) return work();
  return navigator.locks.request("mingqian-field-sync", { ifAvailable: true }, (lock) => {
    again ||= !lock; // whoever works now may have looked before this was made
    return lock ? work() : undefined;
  });
}

async function pass(attended, renew) {
  clearTimeout(timer);
  const state = await whole(attended, renew).catch((error) =>
    // The package brings the present token.
    error.told?.code === STALE && !renew ? whole(attended, true).catch(told) : told(error),
  );
  sending.clear();
  // A line that is cut again and again, and carries something each time, is not made to wait longer and longer.
  tries = state.state === "ok" || attended || moved ? 0 : tries + 1;
  moved = false;
  const wait = Math.min(LONGEST, 1000 * 2 ** Math.min(tries, 9)) * (0.75 + Math.random() / 2);
  // Somebody asked while this pass was busy failing: their wish is not made to wait.
  const next = again ? SOON : state.state === "ok" ? FRESH : wait;
  again = false;
  await put("kept", { ...state, at: Date.now(), next: Date.now() + next }, "sync");
  timer = setTimeout(() => run(), next);
}

async function whole(attended, renew) {
  for (;;) {
    again = false;
    await bring(attended, renew);
    const waits = await sendActions(attended);
    if (doubted) await bring(attended, true);
    doubted = false;
    const reason = waits || (await uploads.sendAll(attended, () => { moved = true; }));
    if (reason) return { state: "waiting", reason };
    if (!again) return { state: "ok", reason: "" };
  }
}

function told(error) {
  if (error instanceof SignedOut) return { state: "signed-out", reason: "登录已失效；记录都在本机，重新登录后继续上传" };
  if (error instanceof Silent) return { state: "offline", reason: "没有信号，连不上服务器" };
  if (error instanceof Refusal) return { state: "failed", reason: error.message };
  return { state: "failed", reason: `本机出错：${error.message}` };
}

// Down. A visit that is no longer named stays here, marked as gone.
async function bring(attended, renew) {
  const before = await get("kept", "package");
  if (before && !renew && Date.now() - (before.phone_at ?? 0) < FRESH) return;
  const bundle = await askFor(before, attended);
  await note(bundle.server_at);
  await change(["kept", "visits"], async (on) => {
    const named = new Set(bundle.visits.map((one) => one.code));
    for (const one of await settled(on.visits.getAll())) {
      if (!named.has(one.code) && !one.gone && one.person === bundle.person.code) await settled(on.visits.put({ ...one, gone: true }));
    }
    for (const one of bundle.visits) await settled(on.visits.put({ ...one, person: bundle.person.code, gone: false }));
    await settled(on.kept.put({ ...bundle, visits: [], phone_at: Date.now() }, "package"));
  });
}

// A phone that changes hands is another device to the server: numbers of one person never wait for another's.
async function askFor(before, attended) {
  const devices = (await get("kept", "devices")) ?? {};
  const device = (before && devices[before.person.code]) || crypto.randomUUID();
  const bundle = await call("GET", `/field/package/?device=${device}`, { attended });
  const own = devices[bundle.person.code] ?? (before && before.person.code !== bundle.person.code ? crypto.randomUUID() : device);
  await put("kept", { ...devices, [bundle.person.code]: own }, "devices");
  await put("kept", own, "device");
  return own === device ? bundle : call("GET", `/field/package/?device=${own}`, { attended });
}

// Actions of this person without a final answer, oldest first.
async function pending() {
  const person = (await get("kept", "package"))?.person.code;
  const done = new Set((await all("receipts")).map((one) => one.id));
  return (await all("actions")).filter((one) => one.person === person && !done.has(one.id));
}

// Up. "" when everything has its answer, else why something waits.
async function sendActions(attended) {
  const waits = new Map(); // visit → why the rest of it waits
  for (;;) {
    const some = (await pending()).filter((one) => !waits.has(one.visit)).slice(0, MOST);
    if (!some.length) return [...waits.values()][0] ?? "";
    some.forEach((one) => sending.add(one.id));
    const device = await get("kept", "device");
    const { actions } = await call("POST", "/field/actions/", { json: { device, actions: some.map(wired) }, attended });
    await change(["receipts"], async (on) => {
      for (const [place, one] of some.entries()) {
        const answer = answerTo(one, actions?.[place]);
        if (answer.state === "again") waits.set(one.visit, answer.reason || "前一条还没有到达，稍后再传");
        else {
          moved = true;
          doubted ||= answer.state !== "received";
          await settled(on.receipts.put({ ...answer, at: Date.now() }));
        }
      }
    });
    sending.clear();
  }
}

// The server's word counts only about the very action we sent.
function answerTo(action, line) {
  if (line?.id !== action.id) return { state: "again", reason: "服务器的回答对不上，稍后再传" };
  if (!["received", "held", "refused"].includes(line.state)) return { state: "again", reason: line.reason };
  if (line.state !== "refused" && line.sha256 !== action.sha256) return { state: "again", reason: "回执的哈希与本机不同，不予采信" };
  const { id, state, receipt = "", reason = "", clause = "", remedy = "" } = line;
  return { id, state, receipt, reason, clause, remedy };
}

// What was not taken is tried once more when a person says so.
export async function retry(id) {
  await change(["receipts"], (on) => settled(on.receipts.delete(id)));
  return run({ attended: true });
}

// There is news about the way up: what was waited for so far counts no more.
const anew = () => {
  tries = 0;
  return run();
};

export function start() {
  addEventListener("online", anew);
  document.addEventListener("visibilitychange", () => document.hidden || anew());
  return run({ renew: true });
}
