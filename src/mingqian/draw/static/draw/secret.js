// A party's secret: made on this device, kept on this device, put into a form only when it is opened.
import { hexOf, textHash } from "../ui/hash.js";

// One secret for one draw and one party: opening the page again, or by a new link, finds the same.
const key = (box) => `mingqian/${box.dataset.draw}/${box.dataset.role}`;

export function kept(box) {
  try {
    return localStorage.getItem(key(box)) || "";
  } catch {
    return "";
  }
}

// The secret of this device, made if there is none; "" where the browser keeps nothing (private window).
export function made(box) {
  const before = kept(box);
  if (before) return before;
  const secret = hexOf(crypto.getRandomValues(new Uint8Array(16)));
  try {
    localStorage.setItem(key(box), secret);
  } catch {
    return "";
  }
  navigator.storage?.persist?.().catch(() => {});
  return kept(box) === secret ? secret : "";
}

export const commitmentOf = (box, secret) =>
  secret ? textHash(box.dataset.suite, "commit", box.dataset.plan, box.dataset.role, secret) : "";

// In fours, so that it can be copied by hand and read aloud; spaces are dropped again when it is typed.
export const inFours = (text) => text.replace(/(.{4})(?=.)/g, "$1 ");
export const plain = (text) => text.replace(/\s+/g, "");
