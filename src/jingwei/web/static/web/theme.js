// 深浅色在首次绘制前定下，免得闪一下；所以这一小段不推迟执行。
(function () {
  try {
    var theme = localStorage.getItem("jw-theme");
    if (theme) document.documentElement.setAttribute("data-bs-theme", theme);
  } catch (error) {
    // 浏览器禁用本机存储时用浅色。
  }
})();
