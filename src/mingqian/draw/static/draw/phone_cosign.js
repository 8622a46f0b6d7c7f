// A witness's phone co-signs the log: only a tree in which it found, by its own hashing, the seal it checked.
import { Hasher, bytesOf, hexOf } from "../ui/hash.js";
import { cosign, makeKey, verifierKey } from "../ui/notes.js";

const KEY = "mingqian/cosigner";
const NODE = Uint8Array.of(1);
const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

// The phone's own key, for every draw it witnesses; it never leaves the phone.
function ownKey() {
  const kept = localStorage.getItem(KEY);
  if (kept) return fromHex(kept);
  const made = makeKey();
  localStorage.setItem(KEY, hexOf(made));
  return made;
}

// RFC 9162 §2.1.3.2: from the leaf upwards; the root, or nothing where the path does not fit the place.
function rootOver(suite, leaf, index, size, path) {
  const node = (one, other) => new Hasher(suite).update(NODE).update(one).update(other).digest();
  let place = index;
  let last = size - 1;
  let top = leaf;
  for (const beside of path.map(fromHex)) {
    if (last === 0) return "";
    if (place % 2 || place === last) {
      top = node(beside, top);
      while (place && place % 2 === 0) {
        place = Math.floor(place / 2);
        last = Math.floor(last / 2);
      }
    } else {
      top = node(top, beside);
    }
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? btoa(String.fromCharCode(...top)) : "";
}

async function whole(address) {
  const answer = await fetch(address, { cache: "no-store" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.text();
}

async function offer(box) {
  const [found, seal] = [JSON.parse(await whole(box.dataset.checkpointAt)), await whole(box.dataset.sealAt)];
  const [, size, root] = found.note.split("\n");
  const leaf = new Hasher(box.dataset.suite).update(Uint8Array.of(0)).update(bytesOf(seal)).digest();
  const holds = Number(size) === found.size && rootOver(box.dataset.suite, leaf, found.index, found.size, found.proof) === root;
  box.querySelector(holds ? "[data-cosign-good]" : "[data-cosign-bad]").hidden = false;
  if (!holds) return;
  const key = ownKey();
  box.querySelector("[data-cosign-key]").textContent = verifierKey(box.dataset.name, key);
  box.querySelector("form").addEventListener("submit", () => {
    const line = cosign(box.dataset.name, found.note, key, Math.floor(Date.now() / 1000));
    box.querySelector("input[name=note]").value = `${found.note}${line}\n`;
  });
}

const box = document.querySelector("[data-cosign]");
if (box) offer(box).then(() => { box.hidden = false; }).catch(() => {});
