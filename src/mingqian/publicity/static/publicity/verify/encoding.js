// Canonical bytes (protocol §1): one value, one spelling. Everything else is refused.

const KEY = /^[A-Za-z][0-9A-Za-z_]{0,39}$/;
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f]/;
const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const DEEPEST = 32;
const MOST_VALUES = 16_000_000; // more would fill gigabytes of the reader's memory

export class Bad extends Error {}

// RFC 8785 restricted: integers, plain strings, keys in the order of their bytes.
export function jcs(value, depth = 1) {
  if (value === null || value === true || value === false) return String(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new Bad("有小数或超出范围的整数");
    return String(value);
  }
  if (typeof value === "string") {
    if (CONTROL.test(value) || LONE.test(value)) throw new Bad("文字里有控制字符");
    return `"${value.replace(/[\\"]/g, (mark) => `\\${mark}`)}"`;
  }
  if (depth > DEEPEST) throw new Bad("嵌套层数过多");
  if (Array.isArray(value)) return `[${value.map((one) => jcs(one, depth + 1)).join(",")}]`;
  const keys = Object.keys(value).sort();
  const wrong = keys.find((key) => !KEY.test(key));
  if (wrong !== undefined) throw new Bad(`字段名“${wrong.slice(0, 50)}”不合格式`);
  return `{${keys.map((key) => `"${key}":${jcs(value[key], depth + 1)}`).join(",")}}`;
}

// The value of canonical bytes. A second spelling of the same value (a blank, a doubled key, 1.0, an escape)
// is found by writing the value again and comparing.
export function parse(bytes) {
  let marks = 0; // a value follows each of , [ {
  for (const byte of bytes) if (byte === 0x2c || byte === 0x5b || byte === 0x7b) marks += 1;
  if (marks > MOST_VALUES) throw new Bad(`内容过多：超过 ${MOST_VALUES} 个值，不予读取`);
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Bad("不是正确的 UTF-8 文字；压缩包须先解开");
  }
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Bad(text.startsWith("\uFEFF") ? "开头多了 BOM，编辑器另存时会加上：请用公布的原文件" : "不是正确的 JSON");
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw new Bad("应是一个对象");
  if (jcs(value) !== text) throw new Bad("不是规范写法（RFC 8785）");
  return value;
}

// Python's and this program's equality of two documents: same canonical text.
export function same(one, other) {
  return jcs({ v: one ?? null }) === jcs({ v: other ?? null });
}
