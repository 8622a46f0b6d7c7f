// The phone's own store. Actions are only ever added; what the server answered stands beside them.
//
// `strict` asks the browser to write through to the disk before it says done: a phone that dies keeps what was said.

const NAME = "mingqian-field";
export const news = new EventTarget();
const others = "BroadcastChannel" in globalThis ? new BroadcastChannel(NAME) : null;
let opening = null;

function shape(base) {
  base.createObjectStore("kept"); // package, device, clock, sync
  base.createObjectStore("visits", { keyPath: "code" });
  const actions = base.createObjectStore("actions", { keyPath: "n", autoIncrement: true });
  actions.createIndex("id", "id", { unique: true });
  actions.createIndex("visit", "visit");
  actions.createIndex("turn", ["visit", "device", "seq"], { unique: true });
  base.createObjectStore("receipts", { keyPath: "id" });
  base.createObjectStore("drafts");
  base.createObjectStore("media", { keyPath: "id" }).createIndex("visit", "visit");
  base.createObjectStore("chunks"); // [medium, number] → bytes
}

function opened() {
  opening ??= new Promise((good, bad) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => shape(asked.result);
    asked.onerror = () => bad(asked.error);
    asked.onsuccess = () => {
      asked.result.onversionchange = () => asked.result.close();
      good(asked.result);
    };
  });
  return opening;
}

export const settled = (request) =>
  new Promise((good, bad) => {
    request.onsuccess = () => good(request.result);
    request.onerror = () => bad(request.error);
  });

async function deal(names, mode, work) {
  const base = await opened();
  const one = base.transaction(names, mode, { durability: "strict" });
  const done = new Promise((good, bad) => {
    one.oncomplete = good;
    one.onabort = () => bad(one.error ?? new Error("没有写入"));
  });
  try {
    const result = await work(Object.fromEntries(names.map((name) => [name, one.objectStore(name)])));
    await done;
    return result;
  } catch (error) {
    try { one.abort(); } catch { /* it is over already */ }
    await done.catch(() => {});
    throw error;
  }
}

// Everything or nothing, and on the disk when the promise is kept. `work` may wait for nothing but these stores.
export async function change(names, work) {
  const result = await deal(names, "readwrite", work);
  news.dispatchEvent(new Event("change"));
  others?.postMessage("change");
  return result;
}
others?.addEventListener("message", () => {
  drafts.clear();
  news.dispatchEvent(new Event("change"));
});

export const look = (names, work) => deal(names, "readonly", work);
export const get = (name, key) => look([name], (on) => settled(on[name].get(key)));
export const all = (name) => look([name], (on) => settled(on[name].getAll()));
export const put = (name, value, key) =>
  change([name], (on) => settled(key === undefined ? on[name].put(value) : on[name].put(value, key)));

// Drafts: one object for each form of each visit, written at every keystroke. Whoever draws the form anew gets the
// same object, so a tap that falls into the drawing is not undone by it.
const drafts = new Map();

export async function draft(visit, form) {
  const key = `${visit}/${form}`;
  const stored = drafts.has(key) ? null : (await get("drafts", key)) ?? {};
  if (!drafts.has(key)) drafts.set(key, stored);
  return drafts.get(key);
}

export async function keepDraft(visit, form, value) {
  await deal(["drafts"], "readwrite", (on) => settled(on.drafts.put(value, `${visit}/${form}`)));
  others?.postMessage("draft");
}

// Inside the transaction that makes the draft final.
export function endDraft(on, visit, form) {
  drafts.delete(`${visit}/${form}`);
  return settled(on.drafts.delete(`${visit}/${form}`));
}
export const dropDraft = (visit, form) => change(["drafts"], (on) => endDraft(on, visit, form));

// One visit with all that this phone holds of it.
export const visit = (code) =>
  look(["visits", "actions", "receipts", "media", "kept"], async (on) => {
    const [row, actions, media, bundle] = await Promise.all([
      settled(on.visits.get(code)),
      settled(on.actions.index("visit").getAll(code)),
      settled(on.media.index("visit").getAll(code)),
      settled(on.kept.get("package")),
    ]);
    const answers = await Promise.all(actions.map((one) => settled(on.receipts.get(one.id))));
    return { row, media, bundle, actions: actions.map((one, place) => ({ ...one, answer: answers[place] ?? null })) };
  });
