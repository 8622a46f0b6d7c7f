// How the phone says dates, sizes and states.

const pad = (number) => String(number).padStart(2, "0");

export const day = (text) => {
  const [, year, month, date] = /^(\d+)-(\d+)-(\d+)/.exec(text ?? "") ?? [];
  return year ? `${+year}年${+month}月${+date}日` : "";
};
// The record says the hour of where the visit is, whatever zone somebody has set on the phone.
const EAST = 8;
const china = (ms) => new Date(ms + EAST * 3_600_000);
const iso = (ms) => (Number.isFinite(ms) ? china(ms).toISOString() : "");
export const dayOf = (ms) => iso(ms).slice(0, 10);
export const hour = (ms) => iso(ms).slice(11, 16);
export const moment = (ms) => `${day(dayOf(ms))} ${hour(ms)}`;
export const weekday = (ms) => `星期${"日一二三四五六"[china(ms).getUTCDay()]}`;

// RFC 3339, the second cut off.
export const stamp = (ms) => `${iso(ms).slice(0, 19)}+${pad(EAST)}:00`;

export function size(bytes) {
  if (bytes < 1024) return `${bytes} 字节`;
  const step = bytes < 1024 ** 2 ? 1 : bytes < 1024 ** 3 ? 2 : 3;
  return `${(bytes / 1024 ** step).toFixed(step === 1 ? 0 : 1)} ${["", "KB", "MB", "GB"][step]}`;
}

export function span(ms) {
  const minutes = Math.round(Math.abs(ms) / 60000);
  const parts = [[Math.floor(minutes / 1440), "天"], [Math.floor(minutes / 60) % 24, "小时"], [minutes % 60, "分钟"]];
  return parts.filter(([number]) => number).map(([number, unit]) => `${number} ${unit}`).slice(0, 2).join(" ") || "不到 1 分钟";
}

// Canonical strings hold no control characters: a line break travels as U+2028, in the one composed form.
export const wire = (text) => (text ?? "").normalize("NFC").replace(/\r\n?|\n/g, "\u2028").replace(/[\u0000-\u001f\u007f]/g, " ").trim();
export const plain = (text) => (text ?? "").replace(/\u2028/g, "\n");

// What is said when one comes, and what is asked before one goes (鄂州 二(三)2).
export const opening = (bundle) => bundle.texts.prompts.filter((one) => !one.last);
export const closing = (bundle) => bundle.texts.prompts.filter((one) => one.last);

export const KINDS = {
  accepted: "接受任务", lease: "记录权", scanned: "扫码入企", shown: "出示证件", told: "告知权利", answered: "检查表",
  evidence: "证据", recorded: "检查笔录", corrected: "笔录更正", signed: "签名", declined: "拒签", finished: "结束检查", left: "中断检查", dropped: "附件不传",
};
export const MARKS = [["ok", "符合"], ["problem", "不符合"], ["na", "不涉及"]];
export const MEDIA = { photo: "照片", audio: "录音", video: "录像", text: "文书" };

// What stands beside a record or a medium: at most five characters, and the colour.
export const STATES = {
  draft: ["草稿", ""], faulty: ["草稿有缺", "warn"], fixed: ["已定稿", "info"], waiting: ["待上传", "warn"], sending: ["上传中", "info"],
  received: ["已收到", "ok"], held: ["待处理", "warn"], refused: ["未收下", "bad"],
};
