// What every page has: times in the reader's zone, the list of keys. Loaded from our own address only; no inline script.
(() => {
  "use strict";
  const format = new Intl.DateTimeFormat(undefined, {dateStyle: "medium", timeStyle: "short"});

  const times = root => {
    for (const time of root.querySelectorAll("time[datetime]:not([data-local])")) {
      const at = new Date(time.dateTime);
      if (!Number.isNaN(at.getTime())) {
        time.title = time.dateTime;
        time.textContent = format.format(at);
        time.dataset.local = "";
      }
    }
  };

  // A dialog, an open form and a field keep their keys to themselves.
  const typing = target => target instanceof Element
    && (target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]") !== null);

  // Whoever speaks to the computer, or comes upon a key by mistake, can do without single keys (WCAG 2.1.4).
  const KEYS = "caravan.keys";

  const keysCount = () => localStorage.getItem(KEYS) !== "off";

  const help = () => document.getElementById("help");

  const say = (kind, text, href) => {
    const place = document.getElementById("flash");
    const line = document.createElement("p");
    line.className = "flash " + kind;
    line.textContent = text;
    if (href) {
      const link = document.createElement("a");
      link.href = href;
      link.textContent = "Look at it";
      line.append(" ", link);
    }
    place.replaceChildren(line);
  };

  document.addEventListener("click", event => {
    if (event.target.closest("[data-help]")) {
      help().showModal();
    }
  });

  document.addEventListener("keydown", event => {
    if (event.key === "Escape" && typing(event.target)) {
      event.target.blur();
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form) {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (plain && event.key === "?" && keysCount() && !typing(event.target) && !document.querySelector("dialog[open]")) {
      event.preventDefault();
      help().showModal();
    }
  });

  // Rows of a list: j and k go from link to link; the browser does the rest.
  const row = step => {
    const links = [...document.querySelectorAll("table[data-rows] tbody tr")]
      .map(one => one.querySelector("a[href]")).filter(one => one !== null);
    const here = links.findIndex(one => one.closest("tr").contains(document.activeElement));
    const next = links[here < 0 ? (step > 0 ? 0 : links.length - 1) : here + step];
    next?.focus();
  };

  const PLAIN = {
    "j": () => row(1),
    "k": () => row(-1),
    "/": () => document.querySelector(".filters input:not([type=hidden]), .filters select")?.focus(),
  };

  document.addEventListener("keydown", event => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.defaultPrevented;
    if (!plain || !keysCount() || typing(event.target) || document.querySelector("dialog[open]") || document.getElementById("item")) {
      return;
    }
    if (/^[1-9]$/.test(event.key)) {
      document.querySelectorAll(".top nav a")[event.key - 1]?.click();
    } else if (PLAIN[event.key] && (event.key === "/" || document.querySelector("table[data-rows]"))) {
      event.preventDefault();
      PLAIN[event.key]();
    }
  });

  const theme = document.getElementById("theme");
  theme.value = localStorage.getItem("caravan.theme") ?? "";
  theme.addEventListener("change", () => {
    localStorage.setItem("caravan.theme", theme.value);
    if (theme.value) {
      document.documentElement.dataset.theme = theme.value;
    } else {
      delete document.documentElement.dataset.theme;
    }
  });

  const keys = document.getElementById("keys-count");
  keys.checked = keysCount();
  keys.addEventListener("change", () => localStorage.setItem(KEYS, keys.checked ? "on" : "off"));

  // The beginning of a file becomes the text of a field, as many whole lines as the page takes: no file is too large to be looked into.
  const MOST = 250000;
  for (const file of document.querySelectorAll("input[type=file][data-into]")) {
    file.closest("[hidden]")?.removeAttribute("hidden");
    file.addEventListener("change", async () => {
      const chosen = file.files[0];
      if (!chosen) {
        return;
      }
      const text = await chosen.slice(0, MOST).text();
      const end = chosen.size > MOST ? text.lastIndexOf("\n") + 1 : text.length;
      document.getElementById(file.dataset.into).value = text.slice(0, end);
      const format = document.getElementById(file.dataset.format);
      const is = chosen.name.toLowerCase().split(".").pop().replace("ndjson", "jsonl");
      if ([...format.options].some(one => one.value === is)) {
        format.value = is;
      }
    });
  }

  // What a person typed into a part of a form while that part was asked for anew stays; the reply knows nothing of it.
  const asked = new WeakMap();
  const fields = part => [...part.querySelectorAll("input[id], select[id], textarea[id]")];
  document.addEventListener("htmx:beforeRequest", ({detail}) => {
    if (detail.target.matches("[data-keeps]")) {
      asked.set(detail.xhr, new Map(fields(detail.target).map(field => [field.id, field.value])));
    }
  });
  document.addEventListener("htmx:beforeSwap", ({detail}) => {
    const before = asked.get(detail.xhr);
    if (before) {
      asked.set(detail.xhr, fields(document.getElementById(detail.target.id) ?? detail.target)
        .filter(field => before.has(field.id) && before.get(field.id) !== field.value)
        .map(field => ({id: field.id, value: field.value, from: field.selectionStart, to: field.selectionEnd})));
    }
  });
  document.addEventListener("htmx:afterSwap", ({detail}) => {
    for (const typed of asked.get(detail.xhr) ?? []) {
      const field = document.getElementById(typed.id);
      if (field && (field.localName !== "select" || [...field.options].some(one => one.value === typed.value))) {
        field.value = typed.value;
        if (typeof typed.from === "number" && field === document.activeElement) {
          field.setSelectionRange?.(typed.from, typed.to);
        }
      }
    }
    asked.delete(detail.xhr);
  });

  document.addEventListener("htmx:afterSettle", () => times(document));
  document.addEventListener("htmx:sendError", () => {
    if (document.querySelector("#flash [data-lost]")) {
      return;
    }
    say("trouble", "Caravan can't be reached, or its reply was lost. Load the page again to see what is so now.");
    document.querySelector("#flash p").dataset.lost = "";
  });
  document.addEventListener("htmx:afterOnLoad", () => document.querySelector("#flash [data-lost]")?.remove());
  document.addEventListener("htmx:responseError", event => say("trouble",
    event.detail.xhr.status === 403
      ? "You may not do this, or the page was open for too long: load it again."
      : "Caravan answered " + event.detail.xhr.status + ". Load the page again to see what is so now."));

  window.caravan = {times, typing, say, keysCount};
  times(document);
})();
