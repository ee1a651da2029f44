/* The steps of a flow as they stand in the unsaved form, and word of every change to them. */

(() => {
  const cmsflows = (window.cmsflows = window.cmsflows || {});

  const CHILDREN =
    ":scope > [data-streamfield-stream-container] > [data-streamfield-child]:not([aria-hidden])";
  const TELLING = /-value-(title|slug|name)$|-value-options-|^inputs-/;
  const PATIENCE = 60;

  cmsflows.STEPS_CHANGED = "cmsflows:steps-changed";

  const known = new WeakMap();
  const watched = new WeakSet();

  /** The outermost stream around an element: the flow it belongs to. */
  cmsflows.rootOf = (element) => {
    let root = null;
    for (let at = element.closest(".flow-steps"); at; at = at.parentElement.closest(".flow-steps"))
      root = at;
    return root;
  };

  /** Every step of the flow around an element, parents first, in reading order. */
  cmsflows.stepsAround = (element) => {
    const root = cmsflows.rootOf(element);
    if (!root) return [];
    watch(root);
    if (!known.has(root)) known.set(root, [...stepsIn(root, null)]);
    return known.get(root);
  };

  /** What is worked out of the steps of now, once for all who ask until they change. */
  cmsflows.workedOut = (work) => {
    const results = new WeakMap();
    return (element) => {
      const steps = cmsflows.stepsAround(element);
      if (!results.has(steps)) results.set(steps, work(steps));
      return results.get(steps);
    };
  };

  const byElement = cmsflows.workedOut(
    (steps) => new Map(steps.map((step) => [step.element, step])),
  );

  /** The step that an element is part of. */
  cmsflows.stepOf = (element) => {
    const steps = byElement(element);
    for (let at = element; at; at = at.parentElement) if (steps.has(at)) return steps.get(at);
    return null;
  };

  /** May an exit of one step lead to the other? To what stands beside it, or a group around it. */
  cmsflows.isInReach = (step, other) => {
    if (other === step) return false;
    for (let at = step; at; at = at.parent) if (other.parent === at.parent) return true;
    return false;
  };

  cmsflows.isWithin = (step, group) => {
    for (let at = step; at; at = at.parent) if (at === group) return true;
    return false;
  };

  cmsflows.titleOf = (step) => `${step.number} ${step.title}`;

  function* stepsIn(stream, parent) {
    let position = 0;
    for (const element of stream.querySelectorAll(CHILDREN)) {
      const step = stepAt(element, parent, (position += 1));
      yield step;
      const below = fieldOf(step, "steps-count")?.closest(".flow-steps");
      if (below) yield* stepsIn(below, step);
    }
  }

  function stepAt(element, parent, position) {
    const prefix = element.querySelector(":scope > input[name$='-deleted']").name.slice(0, -8);
    const read = (name) => element.querySelector(`:scope > input[name="${prefix}-${name}"]`).value;
    const step = { element, parent, prefix, id: read("id"), type: read("type") };
    step.number = parent ? `${parent.number}.${position}` : `${position}`;
    step.level = parent ? parent.level + 1 : 0;
    step.title = fieldOf(step, "title")?.value.trim() || headingOf(element) || text("unnamed");
    step.slug = fieldOf(step, "slug")?.value || slugged(step.title);
    step.name = fieldOf(step, "name")?.value.trim() || "";
    return step;
  }

  function fieldOf({ element, prefix }, name) {
    return element.querySelector(`[name="${prefix}-value-${name}"]`);
  }

  function headingOf(element) {
    return element.querySelector(".c-sf-block__title")?.textContent.trim();
  }

  function text(name) {
    return cmsflows.editor?.texts[name] ?? "";
  }

  function slugged(title) {
    return title.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  }

  function watch(root) {
    if (watched.has(root)) return;
    watched.add(root);
    new MutationObserver((changes) => {
      if (changes.some(isOfSteps)) changed(root);
    }).observe(root, { childList: true, subtree: true, attributeFilter: ["aria-hidden"] });
    document.addEventListener("input", (event) => {
      if (TELLING.test(event.target.name ?? "")) changed(root);
    });
    document.addEventListener("change", (event) => {
      if (TELLING.test(event.target.name ?? "")) changed(root);
    });
  }

  /* What rules show of the steps changes the form, too, and is no change to them. */
  function isOfSteps({ type, target }) {
    return type === "attributes"
      ? target.matches("[data-streamfield-child]")
      : target.matches(".flow-steps > [data-streamfield-stream-container]");
  }

  let waiting = null;

  function changed(root) {
    known.delete(root);
    clearTimeout(waiting);
    waiting = setTimeout(
      () => document.dispatchEvent(new CustomEvent(cmsflows.STEPS_CHANGED)),
      PATIENCE,
    );
  }
})();
