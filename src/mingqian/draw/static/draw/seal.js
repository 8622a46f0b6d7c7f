// A party's secret: made on this device, kept on this device, handed in only at the reveal.
import { hexOf, textHash } from "../ui/hash.js";

const key = (box) => `mingqian/${box.dataset.draw}/${box.dataset.role}`;

const box = document.querySelector("[data-seal]");
if (box) {
  // One secret for one draw: opening the page again shows the same.
  let secret = localStorage.getItem(key(box));
  if (!secret) {
    secret = hexOf(crypto.getRandomValues(new Uint8Array(16)));
    localStorage.setItem(key(box), secret);
  }
  const commitment = textHash(box.dataset.suite, "commit", box.dataset.plan, box.dataset.role, secret);
  box.querySelector("[data-secret]").textContent = secret;
  box.querySelector("[data-commit]").textContent = commitment;
  box.querySelectorAll("[data-made], [data-keep]").forEach((one) => { one.hidden = false; });
  const field = document.querySelector("input[name=commitment]");
  if (field && !field.value) field.value = commitment;
}

const open = document.querySelector("[data-reveal]");
if (open) {
  const kept = localStorage.getItem(key(open));
  const field = open.querySelector("input[name=secret]");
  if (kept && field && !field.value) field.value = kept;
}
