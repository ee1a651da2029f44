/* The arms of a branch, in order, each a condition and a step; and otherwise. */

(() => {
  const { cmsflows } = window;
  const { make, makeButton, makeIconButton } = cmsflows;

  class BranchBlock extends cmsflows.CarriedBlock {
    show() {
      const { texts } = cmsflows.editor;
      this.list = make("ol", { class: "flow-arms" });
      this.arms = [];
      (this.value.arms ?? []).forEach((arm) => this.append(arm));
      this.otherwise = this.chooserOf(this.value.otherwise, texts.otherwise, (id) => {
        this.keep({ ...this.value, otherwise: id });
        this.follow();
      });
      this.body.append(
        this.list,
        (this.add = makeButton(texts.addArm, () => this.addArm())),
        make(
          "div",
          { class: "flow-arm flow-arm--otherwise" },
          make("span", { class: "flow-arm__word" }, texts.otherwise),
          make("span", { class: "flow-arm__word" }, texts.then),
          this.otherwise.element,
        ),
      );
      this.number();
    }

    append(stored) {
      const { texts } = cmsflows.editor;
      const arm = { stored };
      arm.condition = new cmsflows.ConditionEditor({
        value: stored.when ?? {},
        label: texts.if,
        empty: texts.noConditionYet,
        pattern: "%(condition)s",
        onChange: (when) => this.change(arm, { when }),
        isOffered: ({ step }) => !this.isInside(step),
      });
      arm.chooser = this.chooserOf(stored.to, texts.then, (to) => this.change(arm, { to }));
      arm.up = makeIconButton("arrow-up", texts.moveUp, () => this.move(arm, -1));
      arm.down = makeIconButton("arrow-down", texts.moveDown, () => this.move(arm, 1));
      arm.remove = makeIconButton("bin", texts.remove, () => this.remove(arm));
      arm.element = make(
        "li",
        { class: "flow-arm" },
        make("span", { class: "flow-arm__word" }, texts.if),
        arm.condition.element,
        make("span", { class: "flow-arm__word" }, texts.then),
        arm.chooser.element,
        make("span", { class: "flow-arm__tools" }, arm.up, arm.down, arm.remove),
      );
      this.arms.push(arm);
      this.list.append(arm.element);
      return arm;
    }

    /** One of the steps of this group; no others can be taken. */
    chooserOf(value, label, onChange) {
      return new cmsflows.StepChooser({
        label,
        value,
        empty: () => cmsflows.editor.texts.chooseStep,
        among: (steps) => steps.filter(({ parent }) => parent && parent === this.group()),
        onChange,
      });
    }

    group() {
      return cmsflows.stepOf(this.element);
    }

    /** What is asked inside the group is not known when its way is chosen. */
    isInside(step) {
      const group = step && this.group();
      return Boolean(group) && cmsflows.isWithin(step, group);
    }

    addArm() {
      const arm = this.append({ when: {}, to: "" });
      this.write();
      this.follow();
      arm.condition.open(true);
    }

    change(arm, changes) {
      arm.stored = { ...arm.stored, ...changes };
      this.write();
    }

    move(arm, by) {
      const from = this.arms.indexOf(arm);
      this.arms.splice(from, 1);
      this.arms.splice(from + by, 0, arm);
      this.list.replaceChildren(...this.arms.map(({ element }) => element));
      this.write();
      (by < 0 ? [arm.up, arm.down] : [arm.down, arm.up]).find(({ disabled }) => !disabled)?.focus();
    }

    remove(arm) {
      const index = this.arms.indexOf(arm);
      this.arms.splice(index, 1);
      arm.element.remove();
      this.write();
      ((this.arms[index] ?? this.arms[index - 1])?.remove ?? this.add).focus();
    }

    write() {
      this.keep({ ...this.value, arms: this.arms.map(({ stored }) => stored) });
      this.number();
    }

    number() {
      const { texts } = cmsflows.editor;
      this.arms.forEach((arm, index) => {
        const label = (name) => texts[name].replace("%(number)s", index + 1);
        arm.element.setAttribute("aria-label", label("wayNumber"));
        arm.remove.setAttribute("aria-label", label("removeArm"));
        arm.remove.title = label("removeArm");
        arm.up.disabled = index === 0;
        arm.down.disabled = index === this.arms.length - 1;
      });
    }

    follow() {
      this.otherwise?.follow();
      this.arms?.forEach(({ condition, chooser }) => {
        condition.follow();
        chooser.follow();
      });
    }
  }

  window.telepath.register("cmsflows.BranchBlock", cmsflows.definitionOf(BranchBlock));
})();
