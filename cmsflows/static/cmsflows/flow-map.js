/* The flow map leads into the form: a link to a block opens the block, shows it and focuses it. */

(() => {
  const NARROW = "(max-width: 799px)";

  document.addEventListener("click", (event) => {
    const href = event.target.closest("[data-cmsflows-map] a")?.getAttribute("href") ?? "";
    const block = document.getElementById(href.slice(1));
    if (!block) return;
    event.preventDefault();
    uncoverForm();
    showTabOf(block, () => arriveAt(block));
  });

  /* On a narrow screen the side panels lie over the form. */
  function uncoverForm() {
    if (!window.matchMedia(NARROW).matches) return;
    document.querySelector("[data-form-side-close-button]")?.click();
  }

  /* A tab takes a moment to show what is in it. */
  function showTabOf(block, then) {
    const panel = block.closest('[role="tabpanel"]');
    const tab = panel?.hidden && document.getElementById(panel.getAttribute("aria-labelledby"));
    if (!tab) {
      then();
      return;
    }
    new MutationObserver((_changes, observer) => {
      if (panel.hidden) return;
      observer.disconnect();
      then();
    }).observe(panel, { attributeFilter: ["hidden"] });
    tab.click();
  }

  function arriveAt(block) {
    const toggle = openWithAllAbove(block);
    block.scrollIntoView();
    toggle?.focus({ preventScroll: true });
  }

  function openWithAllAbove(panel) {
    const above = panel.parentElement.closest("[data-panel]");
    if (above) openWithAllAbove(above);
    const toggle = panel.querySelector("[data-panel-toggle]");
    if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
    return toggle;
  }
})();
