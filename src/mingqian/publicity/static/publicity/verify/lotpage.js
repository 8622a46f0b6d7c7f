// The page 企业查自己的签 of the portal.

import { attach, fromAddress } from "./mine.js";

const form = document.querySelector(".lot-form");
if (form?.dataset.files) {
  const url = new URL(form.dataset.files, location.href).href;
  const start = () => new Worker(new URL(form.dataset.worker, location.href), { type: "module" });
  attach(form, document.querySelector(".lot-told"), () => ({ url }), start);
  fromAddress(form);
}
