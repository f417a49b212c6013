// 掌上执法的脚本：由 phone.html 以模块载入，给带下列属性的元素加上本事；没有脚本时表单照常提交。
//
//   [data-scan]                  按钮：打开 [data-scan-dialog]（部件 scan）；识别后填 [data-scan-form] 的 [name=code] 并提交。
//                                底部导航的大圆钮也算；别的页面链到“…#scan”，打开页面就取景。
//                                放扫码的页面须在内容安全策略的 script-src 加 'wasm-unsafe-eval'。
//   form[data-position]          提交前定位，填 [name=latitude] [name=longitude] [name=accuracy]（米）；
//                                定不到时三者留空，[name=position_error] 填 denied、unavailable 或 timeout。
//   form[data-queue]             以 fetch 提交，请求头 Idempotency-Key 与隐藏域 idempotency_key 相同；随后跟随跳转或换上返回的页面；
//                                网络不通（或 502 503 504）存进本机队列，横幅 [data-offline] 显示条数，联网后自动重传，同一个键只成一行。
//                                按下按钮的时刻随后送到（请求头 Jingwei-Made-At、Jingwei-Sent-At），补传的按它登记；入队后现出表单里的 [data-kept]。
//   form[data-queue=quiet]       同上，但办成了留在原页，例如单独上传的照片。
//   其他 form[method=post]       要联网才能办：网络不通时原样留着，由 [data-no-network] 说明；断网时点链接也一样，不离开这一页。
//   [name=idempotency_key]       服务端没有给值的由脚本填上 UUID（任何表单）；服务端答复过（包括拒绝）的键不再用。
//   form[data-autosave="键"]     边填边存到本机；重开页面时恢复，没有得到答复的连同幂等号；办成或入队后清除，入队的表单锁住等结果。[data-saved] 显示存好的时刻。
//                                有 [name=version] 的，草稿记着是在哪一版上填的；与页面不是一版时现出 [data-draft-stale]，交出去由平台比对。
//   form[data-autosave-family="键:"]  打开时清除这一家的其他草稿，例如对旧内容签的名。
//   [data-autosave-done="键"]    在成功后的页面上放它来清除草稿；以“:”结尾的清除一家。
//   [data-take]                  按钮：把它的值（JSON，域名到值）填进页面的表单，例如两边不同时改用平台上的。
//   input[type=file][data-photo] 照片压到 500 kB 以内再传；放在 [data-shots] 里有缩略图；可以连拍几张。
//                                data-photo="now"：每张拍好即由所属的表单（form 属性所指，data-queue）单独上传。
//   canvas[data-signature]       签名板（部件 signature），写进同一 [data-signature-box] 里的隐藏域，值为 data:image/png；[data-signature-clear] 重签。
import { forgetDraft, keepAllNow, keepDraft } from "./phone/drafts.js";
import { startPhotos } from "./phone/photos.js";
import { fillPosition } from "./phone/position.js";
import { newKey, send, sendNow, startQueue } from "./phone/queue.js";
import { startScan } from "./phone/scan.js";
import { startSignature } from "./phone/signature.js";

const each = (selector, act) => document.querySelectorAll(selector).forEach(act);

// 给当前页面的元素加上本事；换上返回的页面后再来一遍（isAnswer）。
function start(isAnswer) {
  each("[name=idempotency_key]", (field) => (field.value = field.defaultValue || newKey()));
  each("form[data-autosave]", (form) => keepDraft(form, isAnswer));
  each("[data-autosave-done]", (mark) => forgetDraft(mark.dataset.autosaveDone));
  each("input[type=file][data-photo]", startPhotos);
  each("canvas[data-signature]", startSignature);
  each("form[method=post]", (form) => form.addEventListener("submit", (event) => submit(form, event)));
  each("a[href]", (link) => link.addEventListener("click", stayWithoutNetwork));
  each("[data-take]", (button) => button.addEventListener("click", () => takeTheirs(button)));
  startScan();
  startQueue(follow);
  showCarriedNotes();
}

async function submit(form, event) {
  event.preventDefault();
  if (form.dataset.busy) return;
  const at = Date.now();
  form.dataset.busy = "1";
  sayNoNetwork(false);
  each("[data-working]", (line) => (line.hidden = false));
  try {
    if ("position" in form.dataset) await fillPosition(form);
    if ("queue" in form.dataset) await send(form, event.submitter, at, form.dataset.queue === "quiet" ? stay : follow);
    else await sendNow(form, event.submitter, at, follow, () => sayNoNetwork(true));
  } finally {
    delete form.dataset.busy;
    each("[data-working]", (line) => (line.hidden = true));
  }
}

function sayNoNetwork(isOff) {
  each("[data-no-network]", (line) => (line.hidden = !isOff));
}

// 断网时点链接会换成浏览器的错误页，眼前填的就没有了。
function stayWithoutNetwork(event) {
  const link = event.currentTarget;
  if (navigator.onLine || "scan" in link.dataset || link.getAttribute("href").startsWith("#")) return;
  event.preventDefault();
  keepAllNow();
  sayNoNetwork(true);
}

function takeTheirs(button) {
  for (const [name, value] of Object.entries(JSON.parse(button.dataset.take))) {
    for (const field of document.getElementsByName(name)) {
      if (field.type === "radio") field.checked = field.value === value;
      else if (field.type === "checkbox") field.checked = Array.isArray(value) ? value.includes(field.value) : Boolean(value);
      else field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
  const sides = button.closest("[data-sides]");
  if (sides) sides.remove();
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
  start(true);
}

window.addEventListener("online", () => sayNoNetwork(false));
start(false);
