// Looks every few seconds whether a step that is under way is done, and goes on then.
//
// Until then the page stays as it is, save for how far the work is, so that whoever has it read aloud
// hears it to its end. Without scripts the browser loads it anew instead.
(() => {
  // The work is over, and only has to be taken up, which a look must not do.
  document.querySelector("[data-flow-go-on] [type=submit]")?.click();

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
      if (!response.ok) return false;
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      showProgress(page);
      return page.querySelector("[data-flow-wait]") !== null;
    } catch {
      return true;
    }
  }

  // What has not changed is left alone, and not read aloud again.
  function showProgress(page) {
    const shown = document.querySelector("[data-flow-progress]");
    const now = page.querySelector("[data-flow-progress]");
    if (!shown || !now) return;
    const [words, bar] = [shown.querySelector("p"), shown.querySelector("progress")];
    const [wordsNow, barNow] = [now.querySelector("p"), now.querySelector("progress")];
    if (words.textContent === wordsNow.textContent) return;
    words.textContent = wordsNow.textContent;
    bar.replaceWith(barNow);
  }
})();
