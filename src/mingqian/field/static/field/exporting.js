// Everything that has not reached the server, as one tar file: a phone that never gets through still gives it up.
import { wired } from "./actions.js";
import { all, get } from "./store.js";
import { piece } from "./media.js";
import { dayOf, hour } from "./words.js";

const BLOCK = 512;

// One head of the ustar format; names are ours and short.
function head(name, size, seconds) {
  const bytes = new Uint8Array(BLOCK);
  const put = (text, at) => bytes.set(new TextEncoder().encode(text), at);
  const octal = (number, digits) => number.toString(8).padStart(digits, "0");
  put(name, 0);
  put(`${octal(0o600, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0${octal(size, 11)}\0${octal(seconds, 11)}\0`, 100);
  put("        0", 148);
  put("ustar\x0000", 257);
  put(`${octal(bytes.reduce((sum, one) => sum + one, 0), 6)}\0 `, 148);
  return bytes;
}

const padding = (size) => new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK);

export async function bundle() {
  const receipts = new Map((await all("receipts")).map((one) => [one.id, one]));
  const kept = (one) => ["received", "held"].includes(receipts.get(one.id)?.state);
  const actions = (await all("actions")).filter((one) => !kept(one));
  const media = (await all("media")).filter((one) => one.state !== "received");
  const seconds = Math.floor(Date.now() / 1000);
  const device = (await get("kept", "device")) ?? "";
  const told = { device, actions: actions.map((one) => ({ ...wired(one), answer: receipts.get(one.id) ?? null })), media };
  const text = new TextEncoder().encode(JSON.stringify(told, null, 1));
  const parts = [head("unsent.json", text.length, seconds), text, padding(text.length)];
  for (const row of media) {
    parts.push(head(`media/${row.id}`, row.size, seconds));
    for (let number = 0; number < row.chunks; number += 1) parts.push(new Blob([await piece(row, number)]));
    parts.push(padding(row.size));
  }
  return new Blob([...parts, new Uint8Array(2 * BLOCK)], { type: "application/x-tar" });
}

export async function save() {
  const now = Date.now();
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await bundle());
  link.download = `未上传-${dayOf(now)}-${hour(now).replace(":", "")}.tar`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
