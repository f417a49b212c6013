// 签名板：手指或笔画线，抬手即写入隐藏域；草稿里的签名画回来。

// 让画布可以签名；隐藏域在同一个 [data-signature-box] 里。
export function startSignature(canvas) {
  const box = canvas.closest("[data-signature-box]");
  const field = box.querySelector("input[type=hidden]");
  const pen = canvas.getContext("2d");
  const prepare = () => {
    const ratio = window.devicePixelRatio || 1;
    canvas.width = canvas.clientWidth * ratio;
    canvas.height = canvas.clientHeight * ratio;
    pen.scale(ratio, ratio);
    pen.lineWidth = 2.5;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = "#111";
    if (field.value) redraw();
  };
  const redraw = () => {
    const image = new Image();
    image.onload = () => pen.drawImage(image, 0, 0, canvas.clientWidth, canvas.clientHeight);
    image.src = field.value;
  };
  const put = (value) => {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  let isDown = false;
  canvas.addEventListener("pointerdown", (event) => {
    isDown = true;
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(event.offsetX, event.offsetY);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!isDown) return;
    pen.lineTo(event.offsetX, event.offsetY);
    pen.stroke();
  });
  const lift = () => {
    if (isDown) put(canvas.toDataURL("image/png"));
    isDown = false;
  };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  box.querySelector("[data-signature-clear]").addEventListener("click", () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    put("");
  });
  // 转屏后宽度变了，画布要重置，签名按原值画回。
  let width = canvas.clientWidth;
  window.addEventListener("resize", () => {
    if (canvas.isConnected && canvas.clientWidth !== width) {
      width = canvas.clientWidth;
      prepare();
    }
  });
  prepare();
}
