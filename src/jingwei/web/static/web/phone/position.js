// 定位：八秒内给出位置，否则写明为什么没有，由服务端按规则处理（须说明原因并拍照）。
const WAIT = 8000;
const ERRORS = { 1: "denied", 2: "unavailable", 3: "timeout" };

// 填好表单的位置域；总会完成，不抛错。
export async function fillPosition(form) {
  const set = (name, value) => {
    const field = form.querySelector(`[name=${name}]`);
    if (field) field.value = value;
  };
  ["latitude", "longitude", "accuracy", "position_error"].forEach((name) => set(name, ""));
  try {
    const { coords } = await locate();
    set("latitude", coords.latitude.toFixed(6));
    set("longitude", coords.longitude.toFixed(6));
    set("accuracy", Math.round(coords.accuracy));
  } catch (error) {
    set("position_error", ERRORS[error.code] || "unavailable");
  }
}

function locate() {
  return new Promise((resolve, reject) => {
    if (!navigator.geolocation) return reject(new Error("no geolocation"));
    // 用户不理会授权框时浏览器的 timeout 不起算，所以自己再数一遍。
    setTimeout(() => reject({ code: 3 }), WAIT + 500);
    navigator.geolocation.getCurrentPosition(resolve, reject, { enableHighAccuracy: true, timeout: WAIT, maximumAge: 30000 });
  });
}
