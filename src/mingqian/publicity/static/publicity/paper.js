// Is the file in the reader's hands the paper that was issued? Compared here, sent nowhere.

import { hexOf, Hasher } from "../ui/hash.js";

const box = document.getElementById("same");
const said = box.querySelector("[role=status]");

box.querySelector("input").addEventListener("change", async ({ target }) => {
  const [file] = target.files;
  if (!file) return;
  const hasher = new Hasher("sha256");
  for (let from = 0; from < file.size; from += 1 << 20) {
    hasher.update(new Uint8Array(await file.slice(from, from + (1 << 20)).arrayBuffer()));
  }
  const same = hexOf(hasher.digest()) === box.dataset.sha256;
  said.textContent = same ? "一致：这就是本机关制作的那份文件。" : "不一致：文件与本机关制作的不同，或者被改动过。";
  said.className = same ? "notice-ok" : "notice-bad";
  box.dataset.outcome = same ? "same" : "different";
});
