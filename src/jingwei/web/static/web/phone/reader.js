// 认二维码：浏览器自带的能用就用它，不能用再取 zxing（点了扫码才取）。
let readerIsReady;

// 返回 read(图像) → 文字或空；图像是 canvas。取不到时抛错。
export async function getReader() {
  readerIsReady = readerIsReady || native().then((read) => read || polyfill());
  try {
    return await readerIsReady;
  } catch (error) {
    readerIsReady = undefined;
    throw error;
  }
}

async function native() {
  if (!("BarcodeDetector" in window)) return null;
  // 有的内嵌浏览器有这个类却不认任何码，所以先问它认哪些。
  const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
  if (!formats.includes("qr_code")) return null;
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  return async (canvas) => {
    const [found] = await detector.detect(canvas);
    return found ? found.rawValue : "";
  };
}

async function polyfill() {
  // zxing 用到 Chromium 93 才有的 Object.hasOwn。
  if (!Object.hasOwn) Object.hasOwn = (object, name) => Object.prototype.hasOwnProperty.call(object, name);
  const { reader, wasm } = document.body.dataset;
  await load(reader);
  await ZXingWASM.prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
  return async (canvas) => {
    const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const [found] = await ZXingWASM.readBarcodes(pixels, { formats: ["QRCode"], maxNumberOfSymbols: 1 });
    return found ? found.text : "";
  };
}

function load(url) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = resolve;
    script.onerror = () => reject(new Error(url));
    document.head.append(script);
  });
}
