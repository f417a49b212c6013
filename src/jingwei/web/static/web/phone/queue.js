// 离线队列：交不出去的表单存在本机 IndexedDB，连照片一起；联网后按先后重传。
// 每条有自己的幂等号，重传多少次服务端都只记一行。只重传当前账号的，换了人登录不会替别人交。
import { fill, forgetDraft, forgetKey, keepAllNow, putBack } from "./drafts.js";

const NAME = "jingwei";
const STORE = "outbox";
const RETRY_EVERY = 15000;
const GATEWAY_FAULTS = [502, 503, 504];

class Unreachable extends Error {}
class SignedOut extends Unreachable {}

// 返回一个新的幂等号（UUID 第四版）；Chromium 92 以前没有 randomUUID。
export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

// 提交表单，应答交给 follow；不通则入队。at 是按下按钮的时刻，联网补传时平台按它登记。
export async function send(form, button, at, follow) {
  const entry = entryOf(form, button, at);
  try {
    await take(form, await post(entry), follow);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    await outbox("readwrite", (store) => store.put(entry));
    freeze(form);
    forgetDraft(form.dataset.autosave);
    // 登录过期：存好了再去登录，回来接着传。
    if (error instanceof SignedOut) location.assign(document.body.dataset.signIn);
    else await showCount();
  }
}

// 提交要联网才能办的表单；不通则原样留在眼前，由 complain 说明。
export async function sendNow(form, button, at, follow, complain) {
  try {
    await take(form, await post(entryOf(form, button, at)), follow);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    delete form.dataset.busy;
    keepAllNow();
    if (error instanceof SignedOut) location.assign(document.body.dataset.signIn);
    else complain();
  }
}

function entryOf(form, button, at) {
  const fields = Array.from(new FormData(form).entries());
  if (button && button.name) fields.push([button.name, button.value]);
  const key = (fields.find(([name]) => name === "idempotency_key") || [])[1] || newKey();
  const url = new URL(form.getAttribute("action") || "", location.href).href;
  return { key, account: account(), at, url, fields, draft: form.dataset.autosave };
}

async function take(form, answer, follow) {
  if (answer.ok) {
    form.dataset.handedOver = "1";
    forgetDraft(form.dataset.autosave);
  } else forgetKey(form.dataset.autosave);
  await follow(answer);
}

// 已入队的表单不能再改：第一次也许已经送到，改了再交就对不上同一个键了。
function freeze(form) {
  form.dataset.handedOver = "1";
  Array.from(form.elements).forEach((field) => (field.disabled = true));
  form.querySelectorAll("[data-kept]").forEach((line) => (line.hidden = false));
}

let timer;

// 显示横幅并开始重传；页面换上后再调用一次，横幅是新的。
export function startQueue(follow) {
  const retry = () => flush(follow);
  const button = document.querySelector("[data-offline-retry]");
  if (button) button.addEventListener("click", () => flush(follow, true));
  window.removeEventListener("online", startQueue.retry);
  startQueue.retry = retry;
  window.addEventListener("online", retry);
  clearInterval(timer);
  timer = setInterval(retry, RETRY_EVERY);
  retry();
}

let flushing = false;

async function flush(follow, opened = false) {
  if (flushing) return;
  flushing = true;
  try {
    for (const entry of await waiting()) {
      // 服务端已经说不的，等人点“查看”才再问，问完换上那一页。
      if (entry.refused && !opened) continue;
      const answer = await post(entry);
      const isWatched = entry.refused || isOnPage(entry);
      if (answer.ok || isWatched) await outbox("readwrite", (store) => store.delete(entry.key));
      else await outbox("readwrite", (store) => store.put({ ...entry, refused: answer.status }));
      // 没被接受的内容放回草稿，重开那张表单可以接着改。
      if (isWatched && !answer.ok) putBack(entry.draft, entry.fields);
      if (answer.ok) forgetDraft(entry.draft);
      if (isWatched) return await follow(answer);
    }
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
  } finally {
    flushing = false;
    await showCount();
  }
}

// 发出一条；网络不通、网关不在、登录已过期都算没有送到。
async function post(entry) {
  const body = new FormData();
  for (const [name, value] of entry.fields) body.append(name, name === "csrfmiddlewaretoken" ? csrfToken(value) : value);
  let answer;
  try {
    answer = await fetch(entry.url, {
      method: "POST",
      body,
      credentials: "same-origin",
      // 两个时刻都按手机的钟；平台用的是两者之差，手机的钟不准也不要紧。
      headers: {
        "Idempotency-Key": entry.key,
        "Jingwei-Made-At": new Date(entry.at).toISOString(),
        "Jingwei-Sent-At": new Date().toISOString(),
      },
    });
  } catch (error) {
    throw new Unreachable(error.message);
  }
  if (GATEWAY_FAULTS.includes(answer.status)) throw new Unreachable(String(answer.status));
  if (leadsToSignIn(answer)) throw new SignedOut();
  return answer;
}

// 存着的这张表单还开在眼前：送到后要让人看见结果。
function isOnPage(entry) {
  const keys = Array.from(document.querySelectorAll("[name=idempotency_key]"), (field) => field.value);
  return keys.includes(entry.key) || formsOf(entry).length > 0;
}

function formsOf(entry) {
  return Array.from(document.querySelectorAll("form[data-autosave]")).filter((form) => form.dataset.autosave === entry.draft);
}

function leadsToSignIn(answer) {
  const path = document.body.dataset.signIn;
  return Boolean(path) && answer.redirected && new URL(answer.url).pathname === path;
}

// 登录后令牌会换，存着的表单用现在的。
function csrfToken(stored) {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return cookie ? cookie[1] : stored;
}

function account() {
  return document.body.dataset.account || "";
}

async function showCount() {
  const banner = document.querySelector("[data-offline]");
  if (!banner) return;
  const entries = await waiting();
  const refused = entries.filter((entry) => entry.refused).length;
  const pending = entries.length - refused;
  const words = [];
  if (pending) words.push(`网络不稳，${pending} 条记录待上传`);
  if (refused) words.push(`${refused} 条没有被接受`);
  banner.querySelector("[data-offline-text]").textContent = words.join("；");
  banner.querySelector("[data-offline-retry]").textContent = refused ? "查看" : "重试";
  banner.hidden = entries.length === 0;
  for (const entry of entries.filter((each) => !each.refused)) {
    for (const form of formsOf(entry)) {
      // 页面是后来打开的，还没有存着的内容：填上，让人看见等着的是什么。
      if (!form.dataset.handedOver) fill(form, entry.fields, Array.from(form.elements, (field) => field.name));
      freeze(form);
    }
  }
}

async function waiting() {
  const entries = await outbox("readonly", (store) => store.getAll());
  return entries.filter((entry) => entry.account === account()).sort((one, other) => one.at - other.at);
}

function outbox(mode, act) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "key" });
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const transaction = database.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      // 事务提交了才算存好，请求成功还不算。
      transaction.oncomplete = () => {
        database.close();
        resolve(request.result);
      };
      transaction.onabort = () => {
        database.close();
        reject(transaction.error);
      };
    };
  });
}
