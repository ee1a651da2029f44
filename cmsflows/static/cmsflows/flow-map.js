/* The flow map leads into the form: a link to a block opens the block, shows it and focuses it. */

(() => {
  const NARROW = '(max-width: 799px)';

  const open = (panel) => {
    const toggle = panel.querySelector('[data-panel-toggle]');
    if (toggle?.getAttribute('aria-expanded') === 'false') toggle.click();
    return toggle;
  };

  const showTab = (element) => {
    const tab = element.closest('[role="tabpanel"][hidden]');
    if (tab) document.getElementById(tab.getAttribute('aria-labelledby'))?.click();
  };

  const openWithAllAbove = (panel) => {
    const above = panel.parentElement?.closest('[data-panel]');
    if (above) openWithAllAbove(above);
    return open(panel);
  };

  /* On a narrow screen the side panels lie over the form. */
  const uncover = () => {
    if (window.matchMedia(NARROW).matches) {
      document.querySelector('[data-form-side-close-button]')?.click();
    }
  };

  document.addEventListener('click', (event) => {
    const link = event.target.closest('[data-cmsflows-map] a');
    const href = link?.getAttribute('href') ?? '';
    const block = href.startsWith('#') && document.getElementById(href.slice(1));
    if (!block) return;
    event.preventDefault();
    uncover();
    showTab(block);
    const toggle = openWithAllAbove(block);
    block.scrollIntoView({ block: 'start' });
    toggle?.focus({ preventScroll: true });
  });
})();
