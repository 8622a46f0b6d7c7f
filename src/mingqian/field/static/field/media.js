// Photographs, sound and video into the phone's store: in pieces, hashed on the way, never whole in memory.
import { Hasher } from "../ui/hash.js";
import { act } from "./actions.js";
import { offset } from "./clock.js";
import { change, get, settled } from "./store.js";
import { stamp, wire } from "./words.js";

export const CHUNK = 1024 * 1024;

export const mediumOf = (type) =>
  type.startsWith("image/") ? "photo" : type.startsWith("audio/") ? "audio" : type.startsWith("video/") ? "video" : "text";

export const fresh = (visit, { name, type, at = Date.now() }) => ({
  id: crypto.randomUUID(), visit, name: name.slice(0, 120), type: type || "application/octet-stream", medium: mediumOf(type),
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

// A file as the camera or the gallery gives it.
export async function take(visit, file, tell = () => {}) {
  const row = fresh(visit, { name: file.name || "未命名", type: file.type, at: file.lastModified || Date.now() });
  const hasher = new Hasher("sha256");
  for (let at = 0; at < file.size; at += CHUNK) {
    const bytes = new Uint8Array(await file.slice(at, at + CHUNK).arrayBuffer());
    hasher.update(bytes);
    await append(row, bytes);
    tell(row.size / file.size);
  }
  if (!row.size) throw new Error("这个文件是空的");
  return seal(row, hasher);
}

// 存证: a medium and what is said about it become final together.
export function bind(visit, draft, { stage, kind, caption, task = "", form = "original", copy_reason = "", witness = "" }) {
  const row = { ...draft, stage, kind, caption, state: "fixed" };
  return act(visit, "evidence", {
    media: row.id, task, kind, stage, caption: wire(caption), form, copy_reason: wire(copy_reason), witness: wire(witness),
    sha256: row.sha256, size: row.size, captured_at: row.captured_at,
  }, { stores: ["media"], also: (on) => onlyDraft(on.media, row) });
}

// Bound once, however often it is pressed and in however many tabs.
async function onlyDraft(media, row) {
  if ((await settled(media.get(row.id)))?.state !== "draft") throw new Error("这些已经存证，不必再点");
  await settled(media.put(row));
}

export const piece = (id, number) => get("chunks", [id, number]);

// What a killed browser left half stored: hashed again from the disk, kept as far as it goes.
export async function keepTorn(row) {
  const hasher = new Hasher("sha256");
  for (let number = 0; number < row.chunks; number += 1) hasher.update(await piece(row.id, number));
  return seal({ ...row, torn: true }, hasher);
}

export const forget = (row) =>
  change(["chunks", "media"], async (on) => {
    await settled(on.chunks.delete(IDBKeyRange.bound([row.id, 0], [row.id, Infinity])));
    await settled(on.media.delete(row.id));
  });

// After the receipt only: the bytes go, the row stays and says where they are.
export const release = (row) =>
  change(["chunks", "media"], async (on) => {
    await settled(on.chunks.delete(IDBKeyRange.bound([row.id, 0], [row.id, Infinity])));
    await settled(on.media.put({ ...row, state: "received" }));
  });
