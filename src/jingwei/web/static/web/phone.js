// 掌上执法的脚本：由 phone.html 以模块载入，给带下列属性的元素加上本事；没有脚本时表单照常提交。
//
//   [data-scan]                  按钮：打开 [data-scan-dialog]（部件 scan）；识别后填 [data-scan-form] 的 [name=code] 并提交。
//                                底部导航的大圆钮也算；别的页面链到“…#scan”，打开页面就取景。
//                                放扫码的页面须在内容安全策略的 script-src 加 'wasm-unsafe-eval'。
//   form[data-position]          提交前定位，填 [name=latitude] [name=longitude] [name=accuracy]（米）；
//                                定不到时三者留空，[name=position_error] 填 denied、unavailable 或 timeout。
//   form[data-queue]             以 fetch 提交，请求头 Idempotency-Key 与隐藏域 idempotency_key 相同；随后跟随跳转或换上返回的页面；
//                                网络不通（或 502 503 504）存进本机队列，横幅 [data-offline] 显示条数，联网后自动重传，同一个键只成一行。
//   form[data-queue=quiet]       同上，但办成了留在原页，例如单独上传的照片。
//   [name=idempotency_key]       服务端没有给值的由脚本填上 UUID（任何表单）；服务端答复过（包括拒绝）的键不再用。
//   [name=made_at]               提交那一刻的手机时间（ISO 8601，带时区），断网补传时由服务端采用或核对。
//   form[data-autosave="键"]     边填边存到本机；重开页面时恢复，没有得到答复的连同幂等号；办成或入队后清除，入队的表单锁住等结果。[data-saved] 显示存好的时刻。
//   [data-autosave-done="键"]    不走队列的表单，在成功后的页面上放它来清除草稿。
//   input[type=file][data-photo] 照片压到 500 kB 以内再传；放在 [data-shots] 里有缩略图；可以连拍几张。
//                                data-photo="now"：每张拍好即由所属的表单（form 属性所指，data-queue）单独上传。
//   canvas[data-signature]       签名板（部件 signature），写进同一 [data-signature-box] 里的隐藏域，值为 data:image/png；[data-signature-clear] 重签。
import { forgetDraft, keepAllNow, keepDraft } from "./phone/drafts.js";
import { startPhotos } from "./phone/photos.js";
import { fillPosition } from "./phone/position.js";
import { newKey, send, startQueue } from "./phone/queue.js";
import { startScan } from "./phone/scan.js";
import { startSignature } from "./phone/signature.js";

const each = (selector, act) => document.querySelectorAll(selector).forEach(act);

// 给当前页面的元素加上本事；换上返回的页面后再来一遍。
function start() {
  each("[name=idempotency_key]", (field) => (field.value = field.defaultValue || newKey()));
  each("form[data-autosave]", keepDraft);
  each("[data-autosave-done]", (mark) => forgetDraft(mark.dataset.autosaveDone));
  each("input[type=file][data-photo]", startPhotos);
  each("canvas[data-signature]", startSignature);
  each("form[data-queue], form[data-position]", (form) => form.addEventListener("submit", (event) => submit(form, event)));
  startScan();
  startQueue(follow);
  showCarriedNotes();
}

async function submit(form, event) {
  event.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = "1";
  each("[data-working]", (line) => (line.hidden = false));
  try {
    const madeAt = form.querySelector("[name=made_at]");
    if (madeAt) madeAt.value = new Date().toISOString();
    if ("position" in form.dataset) await fillPosition(form);
    if ("queue" in form.dataset) await send(form, event.submitter, form.dataset.queue === "quiet" ? stay : follow);
    else sendPlainly(form, event.submitter);
  } finally {
    delete form.dataset.busy;
    each("[data-working]", (line) => (line.hidden = true));
  }
}

// form.submit() 不带按钮的值，自己补上。
function sendPlainly(form, button) {
  if (button && button.name) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = button.name;
    field.value = button.value;
    form.append(field);
  }
  form.submit();
}

// 办成了就留在原页；没办成才换上返回的页面，眼前填的先存好。
async function stay(answer) {
  if (answer.ok) return;
  keepAllNow();
  await follow(answer);
}

// 应答若是跳转就真的过去；跳到的页面已被 fetch 取过一次，上面“办成了”的话带过去。
async function follow(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!answer.redirected) return show(page);
  const notes = Array.from(page.querySelectorAll(".jw-notes li"), (note) => [note.className, note.textContent]);
  sessionStorage.setItem("jw-notes", JSON.stringify(notes));
  location.assign(answer.url);
}

function showCarriedNotes() {
  const notes = JSON.parse(sessionStorage.getItem("jw-notes") || "[]");
  sessionStorage.removeItem("jw-notes");
  const main = document.getElementById("main");
  if (!main || !notes.length) return;
  const status = document.createElement("div");
  status.setAttribute("role", "status");
  const list = document.createElement("ul");
  list.className = "jw-notes";
  status.append(list);
  for (const [className, text] of notes) {
    const item = document.createElement("li");
    item.className = className;
    item.textContent = text;
    list.append(item);
  }
  main.prepend(status);
}

// 换上服务端返回的页面，例如门禁拒绝，不再请求一次。
function show(page) {
  document.title = page.title;
  document.head.querySelectorAll("link[rel=stylesheet]").forEach((link) => link.remove());
  document.head.append(...page.head.querySelectorAll("link[rel=stylesheet]"));
  document.body.replaceWith(document.adoptNode(page.body));
  window.scrollTo(0, 0);
  start();
}

start();
