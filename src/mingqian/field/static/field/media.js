// Photographs, sound and video into the phone's store: in pieces, hashed on the way, never whole in memory.
import { Hasher } from "../ui/hash.js";
import { act } from "./actions.js";
import { offset } from "./clock.js";
import { blanked, blanks } from "./position.js";
import { ENOUGH, TAKEN, typeOf } from "./sniffing.js";
import { change, get, settled } from "./store.js";
import { MEDIA, size, stamp, wire } from "./words.js";

export const CHUNK = 1024 * 1024;

export const mediumOf = (type) =>
  type.startsWith("image/") ? "photo" : type.startsWith("audio/") ? "audio" : type.startsWith("video/") ? "video" : "text";

export const fresh = (visit, { name, type, at = Date.now() }) => ({
  id: crypto.randomUUID(), visit, name: name.slice(0, 120), type, medium: mediumOf(type),
  size: 0, sha256: "", chunks: 0, captured_at: stamp(at + offset()), ended_at: null, state: "taking", offset: 0, receipt: "", reason: "",
});

// Bytes go to the disk before the row says that they are there; a killed browser leaves what it had.
export async function append(row, bytes) {
  await change(["chunks", "media"], async (on) => {
    await settled(on.chunks.put(bytes, [row.id, row.chunks]));
    row.chunks += 1;
    row.size += bytes.byteLength;
    await settled(on.media.put({ ...row }));
  });
}

export async function seal(row, hasher, state = "draft") {
  row.sha256 = hasher.hex();
  row.state = state;
  await change(["media"], (on) => settled(on.media.put({ ...row })));
  return row;
}

// No file is larger; a recording stops there by itself.
export const most = async () => (await get("kept", "package"))?.limits?.media ?? Infinity;

// What the desk would not take is refused before a byte of it lies on the phone: whoever holds it can still take another.
async function fitting(file, admitted) {
  const limit = await most();
  if (!file.size) throw new Error("这个文件是空的，请重新拍摄或录制");
  if (file.size > limit) throw new Error(`有 ${size(file.size)}，比上限 ${size(limit)} 多 ${size(file.size - limit)}；请分段录制，或剪短后再选`);
  const type = typeOf(file.type, new Uint8Array(await file.slice(0, ENOUGH).arrayBuffer()));
  if (!type) throw new Error(`不是照片、录音、录像或 PDF；${TAKEN}`);
  if (!admitted.includes(mediumOf(type))) throw new Error(`这里收${admitted.map((one) => MEDIA[one]).join("、")}，这个文件是${MEDIA[mediumOf(type)]}`);
  return type;
}

// A file as the camera or the gallery gives it: the whole of it, or nothing.
export async function take(visit, file, { admitted = Object.keys(MEDIA), tell = () => {} } = {}) {
  const type = await fitting(file, admitted);
  const overlays = await blanks(file, type);
  const row = { ...fresh(visit, { name: file.name || "未命名", type, at: file.lastModified || Date.now() }), placeless: overlays.length > 0 };
  const hasher = new Hasher("sha256");
  try {
    for (let at = 0; at < file.size; at += CHUNK) {
      const bytes = blanked(new Uint8Array(await file.slice(at, at + CHUNK).arrayBuffer()), at, overlays);
      hasher.update(bytes);
      await append(row, bytes);
      tell(row.size / file.size);
    }
    return await seal(row, hasher);
  } catch (error) {
    await forget(row); // the file itself is where it was; half of it would only fill the phone
    throw error;
  }
}

// 存证: a medium and what is said about it become final together.
export function bind(visit, draft, { stage, kind, caption, task = "", form = "original", copy_reason = "", witness = "" }) {
  const row = { ...draft, stage, kind, caption, task, form, copy_reason, witness, state: "fixed" };
  return act(visit, "evidence", said(row), { stores: ["media"], also: (on) => onlyDraft(on.media, row) });
}

const said = ({ id, stage, kind, caption, task = "", form = "original", copy_reason = "", witness = "", sha256, size: bytes, captured_at }) => ({
  media: id, task, kind, stage, caption: wire(caption), form, copy_reason: wire(copy_reason), witness: wire(witness),
  sha256, size: bytes, captured_at,
});

// What the desk does not take under one line of its list is said under another: the first is called off, the same bytes
// come under a new id, in one step.
export function rename(row, { stage, kind, label }) {
  const next = { ...row, id: crypto.randomUUID(), bytes: bytesOf(row), stage, kind, state: "fixed", offset: 0, receipt: "", reason: "" };
  return act(row.visit, "dropped", { media: row.id, why: wire(`改记为“${label}”`), instead: next.id }, {
    stores: ["media"],
    also: async (on, _, one) => {
      await onlyRefused(on.media, row);
      await settled(on.media.put(next));
      await one("evidence", said(next));
    },
  });
}

// 不传了: the desk is told why; the bytes go.
export const drop = (row, why) =>
  act(row.visit, "dropped", { media: row.id, why: wire(why), instead: "" }, {
    stores: ["media", "chunks"],
    also: async (on) => {
      await onlyRefused(on.media, row);
      await settled(on.chunks.delete(pieces(row)));
    },
  });

async function onlyRefused(media, row) {
  if ((await settled(media.get(row.id)))?.state !== "refused") throw new Error("这个附件已经另行办理，不必再点");
  await settled(media.delete(row.id));
}

// Bound once, however often it is pressed and in however many tabs.
async function onlyDraft(media, row) {
  if ((await settled(media.get(row.id)))?.state !== "draft") throw new Error("这些已经存证，不必再点");
  await settled(media.put(row));
}

// Bytes lie under the id they were taken under, whatever the medium is called by now.
const bytesOf = (row) => row.bytes ?? row.id;
const pieces = (row) => IDBKeyRange.bound([bytesOf(row), 0], [bytesOf(row), Infinity]);
export const piece = (row, number) => get("chunks", [bytesOf(row), number]);

// What a killed browser left half stored: hashed again from the disk, kept as far as it goes.
export async function keepTorn(row) {
  const hasher = new Hasher("sha256");
  for (let number = 0; number < row.chunks; number += 1) hasher.update(await piece(row, number));
  return seal({ ...row, torn: true }, hasher);
}

export const forget = (row) =>
  change(["chunks", "media"], async (on) => {
    await settled(on.chunks.delete(pieces(row)));
    await settled(on.media.delete(row.id));
  });

// After the receipt only: the bytes go, the row stays and says where they are.
export const release = (row) =>
  change(["chunks", "media"], async (on) => {
    await settled(on.chunks.delete(pieces(row)));
    await settled(on.media.put({ ...row, state: "received" }));
  });
