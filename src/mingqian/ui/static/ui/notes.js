// Signed notes of C2SP: verifier keys, who signed a checkpoint, and a witness's own co-signature.

import { holds, publicKey, sign } from "./ed25519.js";
import { bytesOf, digest, hexOf } from "./hash.js";

const NAME = /^[^\s+]{1,200}$/;
const COSIGNATURE = 4;

const bare = (text) => {
  let raw;
  try {
    raw = atob(text);
  } catch {
    throw new Error("base64 写法不对");
  }
  if (btoa(raw) !== text) throw new Error("base64 写法不规范");
  return Uint8Array.from(raw, (mark) => mark.charCodeAt(0));
};
const armoured = (bytes) => btoa(String.fromCharCode(...bytes));
const idOf = (name, kind, key) => hexOf(digest("sha256", Uint8Array.of(...bytesOf(name), 10, kind, ...key))).slice(0, 8);

// name+id+base64(kind ‖ key): kind 1 signs a log, kind 4 co-signs one.
export function readKey(text) {
  const [, name, id, data] = /^([^+]*)\+([^+]*)\+(.*)$/.exec(text.trim()) ?? [];
  const raw = data ? bare(data) : new Uint8Array();
  if (!NAME.test(name ?? "") || raw.length !== 33 || ![1, COSIGNATURE].includes(raw[0])) throw new Error("公钥不合格式");
  const found = { name, id, kind: raw[0], key: raw.subarray(1) };
  if (idOf(name, found.kind, found.key) !== id) throw new Error("公钥的编号与内容不符，可能抄错");
  return found;
}

// Names of known keys whose signature holds, and of those for which one does not; others are passed over.
export function signers(lines, keys) {
  const cut = lines.includes("") ? lines.indexOf("") : lines.length;
  const text = lines.slice(0, cut).map((line) => `${line}\n`).join("");
  const good = new Set();
  const bad = new Set();
  for (const line of lines.slice(cut + 1)) {
    const parts = line.split(" ");
    if (parts.length !== 3 || parts[0] !== "—" || !NAME.test(parts[1])) throw new Error("签名行应写作“— 名称 base64”");
    const raw = bare(parts[2]);
    if (raw.length <= 4) throw new Error("签名行太短");
    const id = hexOf(raw.subarray(0, 4));
    for (const one of keys) {
      if (one.name === parts[1] && one.id === id) (over(one, text, raw.subarray(4)) ? good : bad).add(one.name);
    }
  }
  return { good: [...good], bad: [...bad] };
}

function over({ kind, key }, text, blob) {
  if (kind !== COSIGNATURE) return holds(key, bytesOf(text), blob);
  let time = 0n;
  for (const byte of blob.subarray(0, 8)) time = (time << 8n) | BigInt(byte);
  return holds(key, bytesOf(stamped(text, time)), blob.subarray(8));
}

const stamped = (text, time) => `cosignature/v1\ntime ${time}\n${text}`;

// A new secret of the phone's own; it never leaves it.
export const makeKey = () => crypto.getRandomValues(new Uint8Array(32));

// What the bureau puts on record before this phone's signatures count.
export function verifierKey(name, secret) {
  const key = publicKey(secret);
  return `${name}+${idOf(name, COSIGNATURE, key)}+${armoured(Uint8Array.of(COSIGNATURE, ...key))}`;
}

// The line that goes under the checkpoint: this name has seen this text at this time (seconds since 1970).
export function cosign(name, noteText, secret, seconds) {
  const text = `${noteText.split("\n\n")[0].replace(/\n$/, "")}\n`;
  const time = Uint8Array.from({ length: 8 }, (_, at) => Number((BigInt(seconds) >> BigInt(56 - 8 * at)) & 255n));
  const id = idOf(name, COSIGNATURE, publicKey(secret)).match(/../g).map((pair) => parseInt(pair, 16));
  return `— ${name} ${armoured(Uint8Array.of(...id, ...time, ...sign(secret, bytesOf(stamped(text, BigInt(seconds))))))}`;
}
