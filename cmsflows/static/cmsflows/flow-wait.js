// Looks every few seconds whether a step that is under way is done, and goes on then.
//
// Until then the page stays as it is, so that whoever has it read aloud hears it to its end. Without
// scripts the browser loads it anew instead.
(() => {
  const place = document.querySelector("[data-flow-wait]");
  if (!place) return;

  const pause = place.dataset.flowWait * 1000;
  setTimeout(look, pause);

  async function look() {
    if (await isUnderWay()) setTimeout(look, pause);
    else location.replace(place.href);
  }

  // A step that is done leads elsewhere. Who cannot be reached may be reached the next time.
  async function isUnderWay() {
    try {
      const response = await fetch(place.href, { redirect: "manual" });
      if (response.status >= 500) return true;
      return response.ok && (await response.text()).includes("data-flow-wait");
    } catch {
      return true;
    }
  }
})();
