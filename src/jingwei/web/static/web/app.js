// 各页共用的一点脚本。没有它页面照样能办事，它只让手快一些。
//   [data-burger]          窄屏开合菜单（没有脚本时靠 #menu 锚点）
//   [data-theme-toggle]    切换深浅色，记在本机
//   [data-confirm]         提交或跳转前先问一句；[data-confirm-detail] 后果，[data-confirm-verb] 动作名，{count} 是所选条数
//   form[data-batch]       有勾选才出现 [data-batch-bar]；[data-pick-all] 选本页，[name=pick] 每行，[data-count] 显示条数，[data-pick-none] 取消
//   [data-jump="?…page="]  翻页处的“跳至”：里面的数字框改了就去那一页
//   [data-autosubmit]      改动即提交所在的表单
//   href="#…"              指到收起的一段时，把它打开，光标放进第一格
(function () {
  "use strict";

  const root = document.documentElement;
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));

  function remember(key, value) {
    try {
      localStorage.setItem(key, value);
    } catch (error) {
      // 浏览器禁用本机存储：只在本页有效。
    }
  }

  // ---- 菜单 ----
  function openMenu(menu, open) {
    menu.classList.toggle("is-open", open);
    all("[data-burger]").forEach((burger) => burger.setAttribute("aria-expanded", String(open)));
    if (open) menu.querySelector("a, summary").focus();
  }

  function startMenu() {
    const menu = document.getElementById("menu");
    if (!menu) return;
    all("[data-burger]").forEach((burger) => {
      burger.setAttribute("aria-expanded", "false");
      burger.addEventListener("click", (event) => {
        event.preventDefault();
        openMenu(menu, !menu.classList.contains("is-open"));
      });
      burger.addEventListener("keydown", (event) => {
        // 它是带按钮角色的链接，空格键也要能按。
        if (event.key === " ") {
          event.preventDefault();
          burger.click();
        }
      });
    });
    menu.querySelector(".jw-menu-close").addEventListener("click", () => openMenu(menu, false));
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.classList.contains("is-open")) return;
      openMenu(menu, false);
      document.querySelector("[data-burger]").focus();
    });
  }

  // ---- 深浅色 ----
  function startTheme() {
    all("[data-theme-toggle]").forEach((button) => {
      const show = () => button.setAttribute("aria-pressed", String(root.getAttribute("data-bs-theme") === "dark"));
      button.hidden = false;
      show();
      button.addEventListener("click", () => {
        const theme = root.getAttribute("data-bs-theme") === "dark" ? "light" : "dark";
        root.setAttribute("data-bs-theme", theme);
        remember("jw-theme", theme);
        show();
      });
    });
  }

  // ---- 确认 ----
  // 问过并答应的控件记在这里，重放它的点击时放行一次。
  const agreed = new WeakSet();

  function ask(control) {
    const dialog = document.querySelector("[data-confirm-dialog]");
    const form = control.form || control.closest("form");
    const count = form ? String(all("[name=pick]:checked", form).length) : "";
    const fill = (text) => (text || "").split("{count}").join(count);
    dialog.querySelector("[data-confirm-title]").textContent = fill(control.dataset.confirm);
    dialog.querySelector("[data-confirm-text]").textContent = fill(control.dataset.confirmDetail);
    dialog.querySelector("[data-confirm-yes]").textContent = control.dataset.confirmVerb || control.textContent.trim();
    dialog.returnValue = "";
    dialog.onclose = () => {
      if (dialog.returnValue !== "yes") return control.focus();
      agreed.add(control);
      control.click();
    };
    dialog.showModal();
  }

  function startConfirm() {
    document.addEventListener(
      "click",
      (event) => {
        const control = event.target.closest("[data-confirm]");
        if (!control || agreed.delete(control)) return;
        // 表单没填全时先让浏览器指出来，不问白问。
        if (control.form && !control.formNoValidate && !control.form.reportValidity()) return event.preventDefault();
        event.preventDefault();
        event.stopPropagation();
        ask(control);
      },
      true
    );
  }

  // ---- 勾选与批量栏 ----
  function showPicked(form) {
    const boxes = all("[name=pick]", form);
    const picked = boxes.filter((box) => box.checked);
    boxes.forEach((box) => {
      const row = box.closest("tr");
      if (row) row.classList.toggle("is-on", box.checked);
    });
    all("[data-batch-bar]", form).forEach((bar) => (bar.hidden = picked.length === 0));
    all("[data-count]", form).forEach((place) => (place.textContent = String(picked.length)));
    all("[data-pick-all]", form).forEach((box) => {
      box.checked = boxes.length > 0 && picked.length === boxes.length;
      box.indeterminate = picked.length > 0 && picked.length < boxes.length;
    });
  }

  function startBatch(form) {
    const pickAll = (checked) => {
      all("[name=pick]", form).forEach((box) => (box.checked = checked));
      showPicked(form);
    };
    form.addEventListener("change", (event) => {
      if (event.target.matches("[data-pick-all]")) pickAll(event.target.checked);
      else if (event.target.matches("[name=pick]")) showPicked(form);
    });
    all("[data-pick-none]", form).forEach((control) =>
      control.addEventListener("click", (event) => {
        event.preventDefault();
        pickAll(false);
      })
    );
    showPicked(form);
  }

  // ---- 跳至 ----
  function startJump(label) {
    const input = label.querySelector("input");
    const jump = () => input.reportValidity() && input.value && location.assign(label.dataset.jump + input.value);
    label.hidden = false;
    input.addEventListener("change", jump);
    input.addEventListener("keydown", (event) => {
      // 表格可能在批量表单里，回车不能把那张表单交了。
      if (event.key !== "Enter") return;
      event.preventDefault();
      jump();
    });
  }

  // ---- 页内链接打开收起的一段 ----
  function openTarget() {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (!target || target.tagName !== "DETAILS") return;
    target.open = true;
    const first = target.querySelector("input:not([type=hidden]), select, textarea");
    if (first) first.focus();
  }

  function startTargets() {
    openTarget();
    window.addEventListener("hashchange", openTarget);
    // 井号没有变时没有 hashchange：收起后再点同一个链接也要打开。
    document.addEventListener("click", (event) => {
      const link = event.target.closest('a[href^="#"]');
      if (link && link.hash === location.hash) openTarget();
    });
  }

  // ---- 防止连点提交两次 ----
  function startSubmitOnce() {
    document.addEventListener("submit", (event) => {
      const form = event.target;
      if (event.defaultPrevented || form.method !== "post") return;
      if (form.dataset.sent) return event.preventDefault();
      form.dataset.sent = "1";
      // 应答是下载时页面不换，过一会儿可以再提交。
      setTimeout(() => delete form.dataset.sent, 5000);
    });
  }

  startMenu();
  startTheme();
  startConfirm();
  all("form[data-batch]").forEach(startBatch);
  all("[data-jump]").forEach(startJump);
  all("[data-autosubmit]").forEach((control) => control.addEventListener("change", () => control.form.submit()));
  startTargets();
  startSubmitOnce();
})();
