// 扫码：打开摄像头逐帧认码；三秒没有画面、没有权限或认不了码，都说清楚并指向拍照识别和手工输入。
import { getReader } from "./reader.js";

const WATCHDOG = 3000;
const BETWEEN_FRAMES = 120;
const FRAME_SIDE = 960;
const PHOTO_SIDE = 1600;

// 接好页面上的扫码按钮；页面没有取景框时什么也不做。
export function startScan() {
  const dialog = document.querySelector("[data-scan-dialog]");
  const form = document.querySelector("[data-scan-form]");
  if (!dialog || !form) return;
  const video = dialog.querySelector("video");
  const say = (text) => (dialog.querySelector("[data-scan-say]").textContent = text);
  let session = 0;

  const close = () => {
    session += 1;
    if (video.srcObject) video.srcObject.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
    if (dialog.open) dialog.close();
  };
  const take = (text) => {
    if (navigator.vibrate) navigator.vibrate(80);
    close();
    form.querySelector("[name=code]").value = text;
    form.requestSubmit();
  };

  const open = async () => {
    const mine = ++session;
    say("把企业码放进框里");
    dialog.showModal();
    const watchdog = setTimeout(() => {
      if (mine === session && video.readyState < 2) say("三秒没有画面，请用下面的拍照识别或手工输入");
    }, WATCHDOG);
    try {
      const [stream, read] = await Promise.all([openCamera(), getReader()]);
      if (mine !== session) return stream.getTracks().forEach((track) => track.stop());
      video.srcObject = stream;
      await video.play();
      clearTimeout(watchdog);
      await watch(read, () => mine === session);
    } catch (error) {
      if (mine === session) say(explain(error));
    }
  };

  const watch = async (read, isOpen) => {
    const canvas = document.createElement("canvas");
    while (isOpen()) {
      if (video.videoWidth) {
        const text = await read(paint(canvas, video, video.videoWidth, video.videoHeight, FRAME_SIDE));
        if (text && isOpen()) return take(text);
      }
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_FRAMES));
    }
  };

  const readPhoto = async (file) => {
    try {
      const [read, picture] = await Promise.all([getReader(), createImageBitmap(file)]);
      const canvas = document.createElement("canvas");
      const text = await read(paint(canvas, picture, picture.width, picture.height, PHOTO_SIDE));
      if (text) take(text);
      else say("照片里没有认出企业码，请正对着码重拍，或手工输入");
    } catch (error) {
      say("这张照片打不开或本机不能认码，请手工输入");
    }
  };

  document.querySelectorAll("[data-scan]").forEach((button) =>
    button.addEventListener("click", (event) => {
      event.preventDefault();
      open();
    })
  );
  if (location.hash === "#scan") {
    history.replaceState(null, "", location.pathname + location.search);
    open();
  }
  dialog.addEventListener("close", close);
  dialog.querySelector("[data-scan-close]").addEventListener("click", close);
  dialog.querySelector("[data-scan-photo]").addEventListener("change", (event) => {
    if (event.target.files.length) readPhoto(event.target.files[0]);
    event.target.value = "";
  });
  dialog.querySelector("[data-scan-type]").addEventListener("click", () => {
    close();
    form.querySelector("[name=code]").focus();
  });
}

function openCamera() {
  if (!navigator.mediaDevices) throw new Error("insecure");
  return navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
}

function paint(canvas, source, width, height, side) {
  const scale = Math.min(1, side / Math.max(width, height));
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d", { willReadFrequently: true }).drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function explain(error) {
  if (error.message === "insecure") return "此地址不是 HTTPS，浏览器不给用摄像头；请拍照识别或手工输入";
  if (error.name === "NotAllowedError") return "没有摄像头权限，请在系统设置中允许，或拍照识别、手工输入";
  if (error.name === "NotFoundError") return "没有找到摄像头，请拍照识别或手工输入";
  return "扫码没有启动，请用拍照识别或手工输入";
}
