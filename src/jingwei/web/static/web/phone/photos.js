// 拍照：在手机上压到 500 kB 以内；压的同时去掉了照片里的位置等附加信息。
import { newKey } from "./queue.js";

const LIMIT = 500 * 1000;
const SIDES = [1920, 1440, 1080, 810];
const QUALITIES = [0.82, 0.7, 0.55];
const PAUSE = 100;

// 每次选好照片后压缩，与前几次的放在一起，并显示缩略图。
export function startPhotos(input) {
  const taken = [];
  input.addEventListener("change", async () => {
    const chosen = Array.from(input.files);
    input.disabled = true;
    try {
      for (const file of chosen) {
        const photo = await shrink(file);
        preview(input, photo);
        if (input.dataset.photo === "now") await upload(input, photo);
        else taken.push(photo);
      }
    } finally {
      input.disabled = false;
    }
    const all = new DataTransfer();
    taken.forEach((photo) => all.items.add(photo));
    input.files = all.files;
  });
}

// 由照片自己的表单（data-queue）立即上传这一张；断网时入队，照片格照样能再拍。
async function upload(input, photo) {
  const form = input.form;
  const one = new DataTransfer();
  one.items.add(photo);
  release(form);
  input.files = one.files;
  form.querySelector("[name=idempotency_key]").value = newKey();
  form.requestSubmit();
  while (form.dataset.busy) await new Promise((resolve) => setTimeout(resolve, PAUSE));
  release(form);
  form.querySelector("[name=idempotency_key]").value = newKey();
}

// 上一张已经入队，锁住的照片格放开。
function release(form) {
  delete form.dataset.handedOver;
  Array.from(form.elements).forEach((field) => (field.disabled = false));
}

// 返回 500 kB 以内的 JPEG；不是图片的原样返回，由服务端说明为什么不收。
async function shrink(file) {
  let picture;
  try {
    picture = await createImageBitmap(file);
  } catch (error) {
    return file;
  }
  const name = file.name.replace(/\.[^.]*$/, "") + ".jpg";
  let smallest;
  for (const side of SIDES) {
    const canvas = draw(picture, side);
    for (const quality of QUALITIES) {
      smallest = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
      if (smallest.size <= LIMIT) return new File([smallest], name, { type: "image/jpeg" });
    }
  }
  return new File([smallest], name, { type: "image/jpeg" });
}

function draw(picture, side) {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function preview(input, photo) {
  const shots = input.closest("[data-shots]");
  if (!shots) return;
  const image = document.createElement("img");
  image.alt = `${photo.name}，${Math.round(photo.size / 1000)} kB`;
  image.src = URL.createObjectURL(photo);
  image.onload = () => URL.revokeObjectURL(image.src);
  shots.insertBefore(image, input.closest("label"));
}
