/* Where the exits of a step lead: a chooser of steps for each. */

(() => {
  const { cmsflows } = window;
  const { make } = cmsflows;

  class ExitsBlock extends cmsflows.CarriedBlock {
    show() {
      const { texts } = cmsflows.editor;
      const [exits] = this.blockDef.args;
      this.choosers = exits.map(([name, label]) => {
        const chooser = new cmsflows.StepChooser({
          label: `${label} – ${texts.leadsTo}`,
          value: this.wired(name),
          empty: () => this.fallbackLabel(name),
          among: (steps) => steps,
          objection: (step) => this.objectionTo(step),
          onChange: (id) => this.wire(name, id),
        });
        chooser.name = name;
        this.body.append(
          make(
            "div",
            { class: "flow-exit" },
            make("span", { class: "flow-exit__name" }, `“${label}” ${texts.leadsTo}`),
            chooser.element,
          ),
        );
        return chooser;
      });
      this.gone(exits).forEach((name) => {
        const note = texts.exitKeeps.replace("%(exit)s", () => name);
        this.body.append(make("p", { class: "flow-rule__trouble" }, note));
      });
    }

    stored() {
      return this.value && typeof this.value === "object" && !Array.isArray(this.value)
        ? this.value
        : {};
    }

    wired(name) {
      const target = this.stored()[name];
      return typeof target === "string" ? target : "";
    }

    wire(name, id) {
      const { [name]: _former, ...others } = this.stored();
      this.keep(id ? { ...others, [name]: id } : others);
    }

    gone(exits) {
      return Object.keys(this.stored()).filter((name) => !exits.some(([each]) => each === name));
    }

    objectionTo(step) {
      const own = cmsflows.stepOf(this.element);
      return own && !cmsflows.isInReach(own, step) ? cmsflows.editor.texts.notReachable : "";
    }

    /** Where an exit leads by itself: to the nearest step in reach that is called so. */
    fallback(name) {
      const own = cmsflows.stepOf(this.element);
      const steps = cmsflows.stepsAround(this.element);
      for (let at = own; at; at = at.parent) {
        const found = steps.find((step) => step.parent === at.parent && isCalled(step, name));
        if (found) return found;
      }
      return null;
    }

    fallbackLabel(name) {
      const { texts } = cmsflows.editor;
      const found = this.fallback(name);
      if (!found) return texts.nearestNone;
      return texts.nearest.replace("%(step)s", () => cmsflows.titleOf(found));
    }

    follow() {
      this.choosers?.forEach((chooser) => chooser.follow());
      if (!this.element.contains(document.activeElement)) this.place();
    }

    leadsSomewhere({ name, value }) {
      if (!value) return Boolean(this.fallback(name));
      const step = cmsflows.stepsAround(this.element).find(({ id }) => id === value);
      return Boolean(step) && !this.objectionTo(step);
    }

    /** In sight once an exit leads nowhere; else behind the settings, where few look. */
    place() {
      const box = this.element.closest("[data-contentpath=exits]");
      const settings = box?.closest("[data-panel]")?.querySelector("[data-block-settings]");
      if (!settings) return;
      const isLoose = this.choosers?.some((chooser) => !this.leadsSomewhere(chooser));
      if (isLoose && settings.contains(box)) settings.before(box);
    }
  }

  function isCalled({ type, slug, id }, name) {
    return [type, id, slug, slug.replaceAll("-", "_")].includes(name);
  }

  window.telepath.register("cmsflows.ExitsBlock", cmsflows.definitionOf(ExitsBlock));
})();
