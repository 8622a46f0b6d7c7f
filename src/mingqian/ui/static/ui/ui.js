// Small improvements; every page works without them.
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    const box = document.querySelector("[data-hotkey=k]");
    if (box) { event.preventDefault(); box.focus(); box.select(); }
  }
  if (event.key === "Escape") {
    document.querySelectorAll("details.chip-why[open], details.clause-quote[open]").forEach((one) => { one.open = false; });
  }
});

// One explanation open at a time.
document.addEventListener("toggle", (event) => {
  if (!event.target.open || !event.target.matches("details.chip-why")) return;
  document.querySelectorAll("details.chip-why[open]").forEach((one) => { if (one !== event.target) one.open = false; });
}, true);

// The error summary is read first.
document.querySelector("[data-focus]")?.focus();

// On a phone the menu starts folded.
if (matchMedia("(max-width: 760px)").matches) {
  document.querySelector("details.side-fold")?.removeAttribute("open");
}

// Many rows of a sheet are ticked at once; ticked all, they are cleared.
document.querySelectorAll("[data-tick]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => {
    const boxes = [...button.closest("form").querySelectorAll("input[name=picked]")];
    const tick = !boxes.every((one) => one.checked);
    boxes.forEach((one) => { one.checked = tick; });
  });
});

// A form on its way is not sent twice; the server would refuse the second copy anyway.
document.addEventListener("submit", (event) => {
  const button = event.target.querySelector("button[type=submit]");
  if (event.target.method === "post" && button) setTimeout(() => { button.disabled = true; }, 0);
});
addEventListener("pageshow", () => document.querySelectorAll("button[disabled][type=submit]").forEach((one) => { one.disabled = false; }));
