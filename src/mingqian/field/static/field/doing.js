// One press, one act: the button rests while it is stored, a failure stays in sight, the way up is tried at once.
import { el } from "./dom.js";
import { run } from "./sync.js";

export const why = (error) =>
  error.name === "QuotaExceededError"
    ? "手机存储空间不够，没有存下。请先到有网络的地方上传，或在“本机”里导出后清理手机空间。"
    : error.message;

// Above the four doors, until the next press or page: no redrawing takes it away.
export const tell = (words) =>
  document.querySelector("#told").replaceChildren(...(words ? [el("div", {}, words.split("\n").map((line) => el("p", {}, line))), el("button.link", { type: "button", onclick: () => tell("") }, "知道了")] : []));

// Something that a press, a code before the camera or a picture sets off.
export async function carry(work) {
  tell("");
  try {
    await work();
    run({ attended: true });
  } catch (error) {
    tell(why(error));
  }
}

// Longer than a drawing waits: the second tap of a hasty thumb finds the new page, not the old deed.
const REST = 500;

// As the handler of a button.
export const doing = (work) => async (event) => {
  const pressed = event.currentTarget;
  pressed.disabled = true;
  await carry(work);
  setTimeout(() => { pressed.disabled = false; }, REST);
};
