// Parts of a page that show what is so now: fetched again when something changed, every half minute anyway, and never while
// nobody looks. A place says where it is fetched from (data-live) and has an id; data-stream says what to listen to.
(() => {
  "use strict";
  const PAUSE = 1500;
  const ANYWAY = 30000;
  const WITHOUT_STREAM = 10000;
  let source = null;
  let timer = 0;
  let last = 0;
  let deaf = false;

  const places = () => document.querySelectorAll("[data-live][id]");

  // Whoever marks text, has a list open or types in a place keeps it as it is.
  const inUse = place => {
    const mark = document.getSelection();
    return (mark && !mark.isCollapsed && place.contains(mark.anchorNode))
      || (place.contains(document.activeElement) && document.activeElement.matches("input, select, textarea"));
  };

  const refresh = () => {
    timer = 0;
    last = Date.now();
    for (const place of places()) {
      if (!inUse(place)) {
        htmx.ajax("GET", place.dataset.live, {source: place, target: place, swap: "outerHTML"});
      }
    }
    listen();
    plan(deaf ? WITHOUT_STREAM : ANYWAY);
  };

  const plan = wait => {
    if (!document.hidden && places().length > 0) {
      clearTimeout(timer);
      timer = setTimeout(refresh, wait);
    }
  };

  const soon = () => plan(Math.max(0, last + PAUSE - Date.now()));

  const listen = () => {
    const place = document.querySelector("[data-stream]");
    if (!place || source || document.hidden) {
      return;
    }
    source = new EventSource(place.dataset.stream);
    source.addEventListener("changed", soon);
    source.addEventListener("open", () => {
      // What changed while nobody listened, or since the page was made, was not told.
      soon();
      deaf = false;
    });
    source.addEventListener("error", () => {
      deaf = true;
      if (source && source.readyState === EventSource.CLOSED) {
        // Refused: asked again with the next look.
        source = null;
        plan(WITHOUT_STREAM);
      } else {
        // The look says so if Caravan can't be reached at all.
        soon();
      }
    });
  };

  const rest = () => {
    clearTimeout(timer);
    if (source) {
      source.close();
      source = null;
    }
  };

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      rest();
    } else if (places().length > 0) {
      refresh();
      listen();
    }
  });
  addEventListener("pagehide", rest);

  if (places().length > 0) {
    last = Date.now();
    plan(ANYWAY);
    listen();
  }
})();
