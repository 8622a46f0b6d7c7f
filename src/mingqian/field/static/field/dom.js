// Elements without markup in strings: whatever a firm is called, it stays text.

// el("div.card", { onclick: act, hidden: true }, "words", el("b", {}, "…")); null and false are left out.
export function el(kind, traits = {}, ...inside) {
  const [tag, ...classes] = kind.split(".");
  const made = document.createElement(tag || "div");
  if (classes.length) made.className = classes.join(" ");
  for (const [name, value] of Object.entries(traits)) give(made, name, value);
  made.append(...inside.flat(Infinity).filter((one) => one !== null && one !== undefined && one !== false));
  return made;
}

function give(made, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
  else if (["value", "checked", "disabled", "hidden", "max", "selected"].includes(name)) made[name] = value;
  else made.setAttribute(name, value === true ? "" : value);
}

export const button = (words, onclick, kind = "", more = {}) =>
  el(`button.btn${kind ? `.btn-${kind}` : ""}`, { type: "button", onclick, ...more }, words);
export const go = (words, to, kind = "") => el(`a.btn${kind ? `.btn-${kind}` : ""}`, { href: `#/${to}` }, words);
export const tag = (words, kind = "") => el(`span.tag${kind ? `.${kind}` : ""}`, {}, words);
export const card = (...inside) => el("section.card.pad", {}, ...inside);
export const facts = (pairs) =>
  el("dl.facts", {}, pairs.filter(([, value]) => value).map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))));
export const notice = (kind, ...inside) => el(`div.notice-${kind}`, kind === "bad" ? { role: "alert" } : {}, ...inside);
export const errors = (list) =>
  list.length ? el("div.refusal", { role: "alert" }, el("h2", {}, "还不能定稿"), el("ul", {}, list.map((one) => el("li", {}, one)))) : null;

// Names of fields, counted anew for every drawing: the same page drawn twice is equal, node by node.
let fields = 0;
export const anew = () => { fields = 0; };
const nameOf = () => `f-${(fields += 1)}`;

// A labelled field; `tell` hears every keystroke.
export function field(label, value, tell, { rows = 0, hint = "", must = false, ...more } = {}) {
  const id = nameOf();
  const box = el(rows ? "textarea" : "input", { id, rows: rows || null, value, oninput: () => tell(box.value), autocomplete: "off", ...more });
  return el("div.field", {}, el("label", { for: id }, label, must ? el("span.must", {}, "（必填）") : null), hint ? el("p.small", {}, hint) : null, box);
}

// One of a few; options are [value, words].
export function choice(label, value, options, tell) {
  const id = nameOf();
  const box = el("select", { id, onchange: () => tell(box.value) },
    options.map(([one, words]) => el("option", { value: one, selected: one === value }, words)));
  return el("div.field", {}, el("label", { for: id }, label), box);
}

// A row that is ticked with the thumb.
export const tick = (words, checked, tell, more = {}) =>
  el("label.tick", {}, el("input", { type: "checkbox", checked, onchange: (event) => tell(event.target.checked), ...more }), el("span", {}, words));
