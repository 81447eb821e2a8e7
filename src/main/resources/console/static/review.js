// The review page: keys, the next item held ready, claims kept while somebody is there. Without it everything works by
// links and forms.
(() => {
  "use strict";
  const KEEP_EVERY = 60_000;
  const UNSEEN = 250;
  const AWAY_AFTER = 15 * 60_000;
  const {typing, times, say, keysCount} = window.caravan;
  document.documentElement.classList.add("js");

  /** The next item, claimed and ready to be shown: {html, record, go, csrf}; of the item that asked for it. */
  let ready = null;
  let lastActive = Date.now();
  let shownAt = 0;

  const item = () => document.getElementById("item");

  const post = (url, body, headers = {}) => fetch(url, {
    method: "POST", body, credentials: "same-origin", keepalive: true, headers: {"HX-Request": "true", ...headers}});

  const form = fields => new URLSearchParams(fields);

  const letGo = held => post(held.go, form({_csrf: held.csrf})).catch(() => {});

  const parsed = html => new DOMParser().parseFromString(html, "text/html");

  const ask = async () => {
    const asking = item();
    if (!asking || !asking.dataset.ahead) {
      return;
    }
    const url = asking.dataset.ahead;
    try {
      const reply = await fetch(url, {credentials: "same-origin", headers: {"HX-Request": "true"}});
      if (reply.status !== 200) {
        return;
      }
      const html = await reply.text();
      const data = parsed(html).getElementById("item")?.dataset;
      if (!data || !data.record) {
        return;
      }
      const got = {html, url, record: data.record, go: data.go, keep: data.keep, csrf: data.csrf};
      if (item() && item().dataset.ahead === url) {
        ready = got;
        item().dataset.ready = "";
      } else if (!item() || item().dataset.record !== got.record) {
        letGo(got);
      }
    } catch {
      // Then the next item comes with the reply to a decision.
    }
  };

  const shown = () => {
    const now = item();
    shownAt = performance.now();
    if (now) {
      document.title = (now.dataset.title || "Review") + " · Caravan";
      times(now);
      const first = now.querySelector("[aria-invalid=true]") || now.querySelector("#edit input:not([type=hidden]), #edit textarea, #edit select");
      (first || now.querySelector("h1"))?.focus({preventScroll: !first});
      if (!first) {
        window.scrollTo(0, 0);
      }
    }
    if (ready && now && now.dataset.ahead !== ready.url) {
      if (now.dataset.record !== ready.record) {
        letGo(ready);
      }
      ready = null;
    }
    if (!ready) {
      ask();
    }
  };

  const showReady = () => {
    const next = ready;
    ready = null;
    const fresh = document.importNode(parsed(next.html).getElementById("item"), true);
    item().replaceWith(fresh);
    window.htmx.process(fresh);
    history.pushState({}, "", fresh.dataset.url);
    shown();
  };

  // A decision that nothing but a conflict can stop: the next item is shown at once, what came of it is told above.
  const decideAhead = async sent => {
    const url = sent.getAttribute("action");
    const body = form(new FormData(sent));
    showReady();
    try {
      const reply = await post(url, body, {"Ahead": "1"});
      const text = await reply.text();
      if (reply.status === 401) {
        location.assign("/login");
      } else if (reply.headers.get("Content-Type")?.startsWith("text/html") && [200, 409, 422].includes(reply.status)) {
        const line = parsed(text).querySelector("p.flash");
        document.getElementById("flash").replaceChildren(document.importNode(line, true));
      } else {
        say("trouble", body.get("name") + ": Caravan answered " + reply.status + ". It may not be decided.", url);
      }
    } catch {
      // A lost reply looks the same as a lost request.
      say("trouble", body.get("name") + ": Caravan can't be reached, or its reply was lost. It may not be decided.", url);
    }
  };

  const close = () => document.querySelectorAll("[data-ask].open").forEach(open => open.classList.remove("open"));

  const open = id => {
    close();
    const place = document.getElementById(id);
    place.classList.add("open");
    place.querySelector("textarea, select, input:not([type=hidden])").focus();
    place.scrollIntoView({block: "nearest"});
  };

  // Before htmx, which listens at the forms and links themselves.
  document.addEventListener("submit", event => {
    const sent = event.target;
    if (sent.closest("#item") && sent.dataset.moves === "" && ready) {
      event.preventDefault();
      event.stopPropagation();
      decideAhead(sent);
    }
  }, true);

  document.addEventListener("click", event => {
    const opener = event.target.closest("[data-opens]");
    if (opener) {
      event.preventDefault();
      open(opener.dataset.opens);
    }
    const skip = event.target.closest("[data-skips]");
    if (skip && ready && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      event.stopPropagation();
      letGo({go: item().dataset.go, csrf: item().dataset.csrf});
      showReady();
    }
  }, true);

  document.addEventListener("keydown", event => {
    lastActive = Date.now();
    if (event.key === "Escape" && document.querySelector("[data-ask].open")) {
      close();
      item().querySelector("h1").focus();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target) || !keysCount()
        || document.querySelector("dialog[open]")) {
      return;
    }
    if (event.key === "u" && document.querySelector("[data-ask].open")) {
      close();
      return;
    }
    const button = /^[a-z]$/.test(event.key) ? document.querySelector("[data-key=" + event.key + "]") : null;
    // A key pressed twice by mistake must not approve an item that nobody has seen.
    const unseen = event.key === "a" && performance.now() - shownAt < UNSEEN;
    if (button && !button.disabled && !unseen) {
      event.preventDefault();
      button.click();
    }
  });

  document.addEventListener("pointerdown", () => { lastActive = Date.now(); });

  setInterval(() => {
    const now = item();
    const here = document.visibilityState === "visible" && Date.now() - lastActive < AWAY_AFTER;
    if (!here || !now || !now.dataset.record) {
      return;
    }
    for (const held of [now.dataset, ready].filter(Boolean)) {
      post(held.keep, form({_csrf: held.csrf})).then(reply => {
        if (reply.status === 409 && held.record === item()?.dataset.record) {
          say("trouble", "Somebody else may have this item now: it was not kept for you. Load the page again.");
        }
      }).catch(() => {});
    }
  }, KEEP_EVERY);

  addEventListener("pagehide", () => {
    const now = item();
    for (const held of [now && now.dataset.record ? now.dataset : null, ready].filter(Boolean)) {
      navigator.sendBeacon(held.go, form({_csrf: held.csrf, quiet: "1"}));
    }
  });

  addEventListener("popstate", () => location.reload());

  document.addEventListener("htmx:afterSettle", event => {
    if (event.detail.target?.id === "item" || event.detail.elt?.id === "item") {
      shown();
    }
  });

  if (item()) {
    shown();
  }
})();
