// Shows what this browser found beside what the server found, line by line, and says whether they agree.

import { made } from "./ask.js";

const word = (words, code, status) => words[`${status} ${code}`] ?? words[status];

function showLine(line, { code, status, reasons }, words) {
  const tag = line.querySelector(".mine");
  const [text, kind] = word(words, code, status);
  tag.textContent = text;
  tag.className = `mine tag ${kind}`.trim();
  line.querySelector(".why-mine").replaceChildren(...reasons.map((reason) => made("li", reason)));
  line.querySelector(".told-mine").hidden = !reasons.length;
  const { server } = line.dataset;
  const differs = Boolean(server) && server !== status;
  line.classList.toggle("differs", differs);
  line.querySelector(".both").textContent = !server ? "" : differs ? "两边不一致" : "一致";
  if (status === "failed" || differs) line.querySelector("details").open = true;
  return differs;
}

// Codes on which the two disagree.
export function show(list, report) {
  const words = JSON.parse(list.dataset.words);
  return report.checks
    .filter((one) => showLine(list.querySelector(`[data-code="${one.code}"]`), one, words))
    .map((one) => one.code);
}
