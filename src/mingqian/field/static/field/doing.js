// One press, one act: the button rests while it is stored, a failure is said beside it, the way up is tried at once.
import { el } from "./dom.js";
import { run } from "./sync.js";

const why = (error) =>
  error.name === "QuotaExceededError"
    ? "手机存储空间不够，没有存下。请先到有网络的地方上传，或在“本机”里导出后清理手机空间。"
    : `没有存下：${error.message}`;

// As the handler of a button.
export const doing = (work) => async (event) => {
  const pressed = event.currentTarget;
  pressed.disabled = true;
  pressed.parentElement?.querySelector(":scope > .failed")?.remove();
  try {
    await work();
    run({ attended: true });
  } catch (error) {
    pressed.after(el("p.failed", { role: "alert" }, why(error)));
  } finally {
    pressed.disabled = false;
  }
};
