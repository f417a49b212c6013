// 草稿：边填边存到本机，重开页面时恢复。照片不存（交不出去时由队列存）。
const PAUSE = 400;
const NOT_KEPT = ["csrfmiddlewaretoken", "made_at", "latitude", "longitude", "accuracy", "position_error"];

const nameOf = (key) => `jw-draft:${document.body.dataset.account || ""}:${key}`;

// 恢复表单的草稿，然后每次停手就存一次。
export function keepDraft(form) {
  restore(form);
  let timer;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => save(form), PAUSE);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
}

// 清除一份草稿；键为空时什么也不做。
export function forgetDraft(key) {
  if (key) localStorage.removeItem(nameOf(key));
}

// 服务端答复过这个键：草稿留着改，键换新的。
export function forgetKey(key) {
  const kept = key && localStorage.getItem(nameOf(key));
  if (kept) localStorage.setItem(nameOf(key), JSON.stringify(JSON.parse(kept).filter(([name]) => name !== "idempotency_key")));
}

// 把没被接受的内容放回草稿，不带用过的键。
export function putBack(key, fields) {
  if (key) localStorage.setItem(nameOf(key), JSON.stringify(fields.filter(([name, value]) => isKept(name, value) && name !== "idempotency_key")));
}

function isKept(name, value) {
  return typeof value === "string" && !NOT_KEPT.includes(name);
}

// 页面就要换掉时，把所有表单眼前的内容都存好。
export function keepAllNow() {
  document.querySelectorAll("form[data-autosave]").forEach(save);
}

function save(form) {
  // 停手到存之间表单可能已经交出、换掉。
  if (!form.isConnected || form.dataset.busy) return;
  const kept = Array.from(new FormData(form).entries()).filter(([name, value]) => isKept(name, value));
  const mark = document.querySelector("[data-saved]");
  try {
    localStorage.setItem(nameOf(form.dataset.autosave), JSON.stringify(kept));
    if (mark) mark.textContent = `${new Date().toTimeString().slice(0, 5)} 已存本机`;
  } catch (error) {
    if (mark) mark.textContent = "本机存储已满，请尽快提交";
  }
}

function restore(form) {
  const kept = localStorage.getItem(nameOf(form.dataset.autosave));
  if (!kept) return;
  const values = new Map();
  for (const [name, value] of JSON.parse(kept)) values.set(name, [...(values.get(name) || []), value]);
  for (const field of Array.from(form.elements)) {
    if (!field.name || NOT_KEPT.includes(field.name) || field.type === "file") continue;
    const found = values.get(field.name) || [];
    if (field.type === "radio" || field.type === "checkbox") field.checked = found.includes(field.value);
    else if (found.length) field.value = found.shift();
  }
}
