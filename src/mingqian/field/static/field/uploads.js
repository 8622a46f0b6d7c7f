// Media follow the record: created under the phone's own id, sent in pieces, resumed where the server stands.
import { hexDigest } from "../ui/hash.js";
import { CHUNK, piece, release } from "./media.js";
import { Refusal, STALE, call } from "./server.js";
import { all, change, get, settled } from "./store.js";

const TURNS = 3;
// What may be otherwise the next time: a busy or full server, a piece spoilt on the way. All else needs a person.
const SPOILT = new Set(["records.piece", "records.wrong_hash", "records.offset"]);
const again = ({ status, told }) => status >= 500 || [408, 423, 429].includes(status) || SPOILT.has(told.code);

// "" when everything is there, else why something waits; `moved` hears of every piece that came through.
export async function sendAll(attended, moved) {
  const receipts = new Map((await all("receipts")).map((one) => [one.id, one]));
  const settledIds = new Set((await all("actions")).filter((one) => one.kind === "evidence" && ["received", "held"].includes(receipts.get(one.id)?.state)).map((one) => one.body.media));
  let waits = "";
  for (const row of (await all("media")).filter((one) => one.state === "fixed" || one.state === "sending")) {
    if (!settledIds.has(row.id)) continue; // the record first
    waits = (await send(row, attended, moved)) || waits;
  }
  return waits;
}

async function send(row, attended, moved) {
  try {
    for (let turn = 0; turn < TURNS; turn += 1) {
      if (await carried(row, attended, moved)) return "";
    }
    return await told(row, "几次传完哈希都不符，稍后再传");
  } catch (error) {
    if (!(error instanceof Refusal) || error.told.code === STALE) throw error;
    return told(row, error.message, again(error) ? "fixed" : "refused");
  }
}

async function told(row, reason, state = "fixed") {
  await mark(row, { reason, state });
  return reason;
}

const mark = (row, changes) => {
  Object.assign(row, changes);
  return change(["media"], (on) => settled(on.media.put({ ...row })));
};

// True when the server holds the whole; false when it found another hash and wants all of it again.
async function carried(row, attended, moved) {
  const device = await get("kept", "device");
  const { id, stage, kind, name, type, size, sha256, captured_at, ended_at = null } = row;
  const json = { id, thing: `visit:${row.visit}`, stage, kind, name, type, size, sha256, captured_at, ended_at, device, series: null };
  let there = await call("POST", "/records/uploads/", { json, attended });
  await mark(row, { state: "sending", offset: there.offset, reason: "" });
  while (there.state !== "received" && there.offset < size) {
    const before = there.offset;
    there = await sent(row, before, attended);
    if (there.offset > before) moved();
    await mark(row, { offset: there.offset });
    if (there.again) return false;
  }
  if (there.state !== "received" || !there.receipt || (there.sha256 && there.sha256 !== sha256)) return false;
  await release({ ...row, offset: size, receipt: there.receipt, reason: "" });
  return true;
}

async function sent(row, offset, attended) {
  const whole = await piece(row, Math.floor(offset / CHUNK));
  const bytes = whole.subarray(offset % CHUNK);
  const headers = { "Upload-Offset": String(offset), "Upload-Checksum": `sha256 ${hexDigest("sha256", bytes)}` };
  try {
    return await call("PATCH", `/records/uploads/${row.id}/`, { bytes, headers, attended });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.status === 409 && Number.isSafeInteger(error.told.offset) && error.told.offset !== offset) return { offset: error.told.offset, state: "" };
    if (error.status === 422 && error.told.offset === 0) return { offset: 0, state: "", again: true };
    throw error;
  }
}
