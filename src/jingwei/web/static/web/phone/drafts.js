// 草稿：边填边存到本机，重开页面时恢复。照片不存（交不出去时由队列存）。
// 存的是 {names, fields}：表单当时有哪些域，各填了什么。恢复时只动草稿里有的域，空草稿不会抹掉平台上的内容。
const PAUSE = 400;
const NOT_KEPT = ["csrfmiddlewaretoken", "code", "scan_id", "digest", "latitude", "longitude", "accuracy", "position_error"];

const PREFIX = "jw-draft:";
const nameOf = (key) => `${PREFIX}${document.body.dataset.account || ""}:${key}`;

// 恢复表单的草稿，然后每次停手就存一次。isAnswer：这一页是平台对刚才所交内容的答复，版本以它为准。
export function keepDraft(form, isAnswer) {
  const { autosave, autosaveFamily } = form.dataset;
  // 同一家的旧草稿是对别的内容签的名，不留。
  if (autosaveFamily) forgetDraft(autosaveFamily, autosave);
  restore(form, isAnswer);
  let timer;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => save(form), PAUSE);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
}

// 清除一份草稿；以“:”结尾的键清除这一家的（except 除外），键为空时什么也不做。
export function forgetDraft(key, except) {
  if (!key) return;
  if (!key.endsWith(":")) return localStorage.removeItem(nameOf(key));
  Object.keys(localStorage)
    .filter((name) => name.startsWith(nameOf(key)) && name !== nameOf(except || ""))
    .forEach((name) => localStorage.removeItem(name));
}

// 服务端答复过这个键：草稿留着改，键换新的。
export function forgetKey(key) {
  const kept = key && read(key);
  if (kept) write(key, { ...kept, fields: kept.fields.filter(([name]) => name !== "idempotency_key") });
}

// 把没被接受的内容放回草稿，不带用过的键。
export function putBack(key, fields) {
  const kept = fields.filter(([name, value]) => isKept(name, value) && name !== "idempotency_key");
  if (key) write(key, { names: kept.map(([name]) => name), fields: kept });
}

function isKept(name, value) {
  return typeof value === "string" && !NOT_KEPT.includes(name);
}

// 页面就要换掉时，把所有表单眼前的内容都存好。
export function keepAllNow() {
  document.querySelectorAll("form[data-autosave]").forEach(save);
}

// 把填过的值放进表单；names 之外的域不动。
export function fill(form, fields, names) {
  const values = new Map();
  for (const [name, value] of fields) values.set(name, [...(values.get(name) || []), value]);
  for (const field of Array.from(form.elements)) {
    if (!names.includes(field.name) || NOT_KEPT.includes(field.name) || field.type === "file") continue;
    const found = values.get(field.name) || [];
    if (field.type === "radio" || field.type === "checkbox") field.checked = found.includes(field.value);
    else if (found.length) field.value = found.shift();
  }
}

function save(form) {
  // 停手到存之间表单可能已经交出、换掉；锁住的表单读出来是空的，存下去就抹掉了填过的内容。
  if (!form.isConnected || form.dataset.busy || form.dataset.handedOver) return;
  const fields = Array.from(new FormData(form).entries()).filter(([name, value]) => isKept(name, value));
  const names = Array.from(form.elements, (field) => field.name).filter((name) => name && isKept(name, ""));
  const mark = document.querySelector("[data-saved]");
  try {
    write(form.dataset.autosave, { names: Array.from(new Set(names)), fields });
    if (mark) mark.textContent = `${new Date().toTimeString().slice(0, 5)} 已存本机`;
  } catch (error) {
    if (mark) mark.textContent = "本机存储已满，请尽快提交";
  }
}

function restore(form, isAnswer) {
  const kept = read(form.dataset.autosave);
  if (!kept) return;
  const version = form.querySelector("[name=version]");
  const onPage = version && version.value;
  fill(form, kept.fields, kept.names.filter((name) => !(isAnswer && name === "version")));
  // 草稿是在旧版上填的：带着旧版交出去，由平台列出两边的不同，不会盖掉别人的。
  const stale = document.querySelector("[data-draft-stale]");
  if (stale) stale.hidden = !version || version.value === onPage;
}

function read(key) {
  const text = localStorage.getItem(nameOf(key));
  if (!text) return null;
  const kept = JSON.parse(text);
  // 从前的草稿只有各域的值。
  return Array.isArray(kept) ? { names: kept.map(([name]) => name), fields: kept } : kept;
}

function write(key, kept) {
  localStorage.setItem(nameOf(key), JSON.stringify(kept));
}
