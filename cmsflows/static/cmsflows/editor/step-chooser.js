/* A select that lists the steps of the flow as they stand in the unsaved form, as a tree. */

(() => {
  const { cmsflows } = window;
  const { make, makeOption } = cmsflows;

  const INDENT = "\u00a0\u00a0\u00a0";

  /**
   * `empty()` says what choosing nothing means, `among(steps)` which steps are listed, and
   * `objection(step)` why one of them cannot be chosen.
   */
  cmsflows.StepChooser = class {
    constructor({ label, value, empty, among, objection, onChange }) {
      Object.assign(this, { value: value ?? "", empty, among, objection, onChange });
      this.select = make("select", {
        "aria-label": label,
        class: "flow-chooser",
        onfocus: () => this.fill(),
        onmousedown: () => this.fill(),
        onblur: () => this.sayChosen(),
        onchange: () => this.choose(),
      });
      this.warning = make("p", { class: "flow-rule__trouble", id: cmsflows.newId("warning") });
      this.element = make("div", { class: "flow-chooser__box" }, this.select, this.warning);
    }

    /** A long flow has many choosers: each lists all steps only when somebody comes to it. */
    fill() {
      if (!this.select.isConnected) return;
      const steps = this.steps();
      const outermost = Math.min(...steps.map(({ level }) => level));
      this.put(steps.map((step) => this.optionOf(step, outermost)));
    }

    /** Says the chosen step by its number and title of now. */
    follow() {
      if (document.activeElement === this.select) {
        this.fill();
        return;
      }
      this.sayChosen();
    }

    sayChosen() {
      if (!this.select.isConnected) return;
      const chosen = this.steps().find(({ id }) => id === this.value);
      this.put(chosen ? [this.optionOf(chosen, chosen.level)] : []);
    }

    put(options) {
      const { texts } = cmsflows.editor;
      const isGone = this.value && !cmsflows.stepsAround(this.select).some(this.isChosen, this);
      const chosen = options.find(({ value }) => value === this.value);
      const isMissing = this.value && !chosen;
      this.select.replaceChildren(
        makeOption("", this.empty()),
        ...(isMissing ? [makeOption(this.value, this.missingLabel(isGone))] : []),
        ...options,
      );
      this.select.value = this.value;
      const trouble = isGone ? texts.stepDeleted : this.troubleOf(chosen, isMissing);
      this.warning.textContent = trouble;
      this.warning.hidden = !trouble;
      if (trouble) {
        this.select.setAttribute("aria-invalid", "true");
        this.select.setAttribute("aria-describedby", this.warning.id);
      } else {
        this.select.removeAttribute("aria-invalid");
        this.select.removeAttribute("aria-describedby");
      }
    }

    isChosen({ id }) {
      return id === this.value;
    }

    troubleOf(option, isMissing) {
      return isMissing || option?.dataset.objection ? cmsflows.editor.texts.outOfReach : "";
    }

    missingLabel(isGone) {
      const { texts } = cmsflows.editor;
      if (isGone) return texts.deletedStep;
      const step = cmsflows.stepsAround(this.select).find(this.isChosen, this);
      return `${cmsflows.titleOf(step)} (${texts.notReachable})`;
    }

    steps() {
      return this.among(cmsflows.stepsAround(this.select));
    }

    optionOf(step, outermost) {
      const why = this.objection?.(step) ?? "";
      const indent = INDENT.repeat(step.level - outermost);
      const label = `${indent}${cmsflows.titleOf(step)}${why ? ` (${why})` : ""}`;
      // What is chosen already stays choosable, or the form would forget it.
      const disabled = Boolean(why) && step.id !== this.value;
      return makeOption(step.id, label, { disabled, "data-objection": why || null });
    }

    choose() {
      this.value = this.select.value;
      this.onChange(this.value);
      this.fill();
    }
  };
})();
