// Before anything is shown, so that nothing is shown in the wrong colours first.
(() => {
  "use strict";
  const theme = localStorage.getItem("caravan.theme");
  if (theme === "light" || theme === "dark") {
    document.documentElement.dataset.theme = theme;
  }
})();
