// The desk's page of a seat: shows the secret of this device, fills in the commitment, later the secret.
import { commitmentOf, inFours, kept, made } from "./secret.js";

const box = document.querySelector("[data-seal]");
if (box) {
  const secret = made(box);
  const commitment = commitmentOf(box, secret);
  box.querySelector("[data-secret]").textContent = inFours(secret);
  box.querySelector("[data-commit]").textContent = commitment;
  box.querySelectorAll("[data-made], [data-keep]").forEach((one) => { one.hidden = !secret; });
  const field = document.querySelector("input[name=commitment]");
  if (field && !field.value) field.value = commitment;
}

const open = document.querySelector("[data-reveal]");
if (open) {
  const secret = kept(open);
  const field = open.querySelector("input[name=secret]");
  if (secret && field && !field.value) field.value = secret;
}
