/* One comparison of a condition: what to ask, how to compare, and with which value. */

(() => {
  const { cmsflows } = window;
  const { make, makeOption } = cmsflows;

  /** `comparison` may be unfinished: `{operand, op, value}`, any of them missing. */
  cmsflows.ComparisonRow = class {
    constructor({ comparison, onChange, onRemove, isOffered }) {
      Object.assign(this, { comparison: { ...comparison }, onChange, isOffered });
      const { texts } = cmsflows.editor;
      this.operand = make("select", {
        "aria-label": texts.what,
        onfocus: () => this.fillOperand(),
        onmousedown: () => this.fillOperand(),
        onchange: () => this.chooseOperand(),
      });
      this.how = make("select", {
        "aria-label": texts.chooseComparison,
        onchange: () => this.chooseHow(),
      });
      this.valueBox = make("span", { class: "flow-row__value" });
      this.hint = make("p", { class: "flow-row__hint", id: cmsflows.newId("hint") });
      this.remove = cmsflows.makeIconButton("bin", texts.remove, onRemove);
      this.element = make(
        "div",
        { class: "flow-row", role: "group" },
        this.operand,
        this.how,
        this.valueBox,
        this.remove,
        this.hint,
      );
    }

    /** Its number among its neighbours, by which a screen reader tells rows apart. */
    number(position) {
      const { texts } = cmsflows.editor;
      this.element.setAttribute("aria-label", texts.conditionNumber.replace("%(number)s", position));
      const label = texts.removeConditionNumber.replace("%(number)s", position);
      this.remove.setAttribute("aria-label", label);
      this.remove.title = label;
    }

    focus() {
      this.operand.focus();
    }

    /** Draws all of it anew; the row stands in the form by now. */
    draw() {
      this.followOperand();
      this.drawHow();
      this.drawValue();
      this.judge();
    }

    follow() {
      if (document.activeElement !== this.operand) this.followOperand();
      if (!this.valueBox.contains(document.activeElement)) this.drawValue();
      this.judge();
    }

    /** The comparison, or null while something of it is missing. */
    get() {
      const { operand, op, value } = this.comparison;
      if (!operand || !op) return null;
      if (!cmsflows.needsValue(op)) return { op, operand };
      return isNothing(value) ? null : { op, operand, value };
    }

    // What to ask.

    groups() {
      return cmsflows
        .catalogueAround(this.element)
        .map(({ label, asked }) => ({ label, asked: asked.filter(this.isOffered) }))
        .filter(({ asked }) => asked.length);
    }

    asked() {
      const { operand } = this.comparison;
      return operand ? cmsflows.askedBy(operand, this.element) : null;
    }

    fillOperand() {
      const groups = this.groups().map(({ label, asked }) =>
        make("optgroup", { label }, ...asked.map(optionOf)),
      );
      this.putOperand(groups);
    }

    followOperand() {
      const asked = this.asked();
      this.putOperand(asked && !asked.isGone ? [optionOf(asked)] : []);
    }

    putOperand(options) {
      const asked = this.asked();
      const chosen = asked ? JSON.stringify(asked.operand) : "";
      const isListed = options.some((each) =>
        [each, ...each.children].some(({ value }) => value === chosen),
      );
      this.operand.replaceChildren(
        ...(asked ? [] : [makeOption("", cmsflows.editor.texts.chooseOperand)]),
        ...(asked && !isListed ? [optionOf(asked)] : []),
        ...options,
      );
      this.operand.value = chosen;
    }

    chooseOperand() {
      const before = this.asked();
      this.comparison.operand = JSON.parse(this.operand.value);
      const now = this.asked();
      const fits = this.offeredHow().some((each) => this.isThis(each));
      if (!fits) this.takeHow(this.offeredHow()[0]);
      if (before?.kind !== now.kind || before?.choices || now.choices) {
        if (cmsflows.needsValue(this.comparison.op) && !this.isFixed()) delete this.comparison.value;
      }
      this.drawHow();
      this.drawValue();
      this.changed();
    }

    // How to compare.

    offeredHow() {
      return cmsflows.editor.comparisons[this.asked().kind];
    }

    isThis(each) {
      const { op, value } = this.comparison;
      return each.op === op && (!("value" in each) || each.value === value);
    }

    isFixed() {
      const chosen = this.asked() && this.offeredHow().find((each) => this.isThis(each));
      return Boolean(chosen && "value" in chosen);
    }

    takeHow({ op, ...fixed }) {
      const wasFixed = this.isFixed();
      this.comparison.op = op;
      if ("value" in fixed) this.comparison.value = fixed.value;
      else if (wasFixed || !cmsflows.needsValue(op)) delete this.comparison.value;
    }

    drawHow() {
      this.how.hidden = !this.comparison.operand;
      if (this.how.hidden) return;
      const offered = this.offeredHow();
      const chosen = offered.findIndex((each) => this.isThis(each));
      this.how.replaceChildren(...offered.map(({ label }, index) => makeOption(index, label)));
      if (chosen < 0) this.how.append(makeOption("other", this.otherHow()));
      this.how.value = chosen < 0 ? "other" : String(chosen);
    }

    /** A comparison that was stored and is not one of this kind. */
    otherHow() {
      const all = Object.values(cmsflows.editor.comparisons).flat();
      const named = all.find(({ op, value }) => op === this.comparison.op && value === undefined);
      return named?.label ?? this.comparison.op;
    }

    chooseHow() {
      if (this.how.value === "other") return;
      const wasList = Array.isArray(this.comparison.value);
      this.takeHow(this.offeredHow()[Number(this.how.value)]);
      if (wasList !== (this.comparison.op === "in") && !this.isFixed()) {
        const { value } = this.comparison;
        this.comparison.value = wasList ? value?.[0] : isNothing(value) ? [] : [value];
      }
      if (isNothing(this.comparison.value)) delete this.comparison.value;
      this.drawValue();
      this.changed();
    }

    // With which value.

    drawValue() {
      const { op } = this.comparison;
      const isAsked = this.comparison.operand && op && cmsflows.needsValue(op) && !this.isFixed();
      this.valueBox.replaceChildren(...(isAsked ? [this.makeValue(this.asked())] : []));
    }

    makeValue({ kind, choices }) {
      const { texts } = cmsflows.editor;
      const isList = this.comparison.op === "in";
      if (choices?.length && isList) return this.makeCheckboxes(choices);
      if (choices?.length) return this.makeSelect(choices, (value) => value);
      if (kind === "yes_no")
        return this.makeSelect(
          [
            ["true", texts.yes],
            ["false", texts.no],
          ],
          (value) => value === "true",
        );
      if (isList) return this.makeList(kind);
      return this.makeInput(kind);
    }

    makeInput(kind) {
      const type = { number: "number", date: "date" }[kind] ?? "text";
      const input = make("input", {
        type,
        step: type === "number" ? "any" : null,
        "aria-label": cmsflows.editor.texts.value,
        oninput: () => {
          const number = Number(input.value);
          this.take(type === "number" && input.value !== "" ? number : input.value);
        },
      });
      input.value = this.comparison.value ?? "";
      return input;
    }

    makeSelect(choices, read) {
      const { texts } = cmsflows.editor;
      const { value } = this.comparison;
      const known = choices.some(([each]) => each === String(value));
      const select = make(
        "select",
        { "aria-label": texts.value, onchange: () => this.take(read(select.value)) },
        ...(isNothing(value) ? [makeOption("", texts.chooseValue, { disabled: true })] : []),
        ...(!isNothing(value) && !known
          ? [makeOption(String(value), texts.fieldGone.replace("%(field)s", `“${value}”`))]
          : []),
        ...choices.map(([each, label]) => makeOption(each, label)),
      );
      select.value = isNothing(value) ? "" : String(value);
      if (!isNothing(value) && !known) select.setAttribute("aria-invalid", "true");
      return select;
    }

    makeCheckboxes(choices) {
      const ticked = [].concat(this.comparison.value ?? []).map(String);
      const gone = ticked.filter((value) => !choices.some(([each]) => each === value));
      const box = make("span", { class: "flow-row__choices", role: "group" });
      box.setAttribute("aria-label", cmsflows.editor.texts.value);
      const all = [...choices, ...gone.map((value) => [value, `“${value}”`])];
      all.forEach(([value, label]) => {
        const input = make("input", {
          type: "checkbox",
          value,
          onchange: () =>
            this.take([...box.querySelectorAll(":checked")].map((each) => each.value)),
        });
        input.checked = ticked.includes(value);
        box.append(make("label", {}, input, ` ${label}`));
      });
      return box;
    }

    makeList(kind) {
      const { texts } = cmsflows.editor;
      const input = make("input", {
        type: "text",
        "aria-label": texts.separated,
        placeholder: texts.separated,
        oninput: () => {
          const parts = input.value.split(",").map((part) => part.trim());
          const filled = parts.filter(Boolean);
          this.take(kind === "number" ? filled.map(numberOf) : filled);
        },
      });
      input.value = [].concat(this.comparison.value ?? []).join(", ");
      return input;
    }

    take(value) {
      this.comparison.value = value;
      this.changed();
    }

    changed() {
      this.judge();
      this.onChange();
    }

    /** Says what is unfinished, once something has been chosen at all. */
    judge() {
      const { texts } = cmsflows.editor;
      const asked = this.asked();
      const isUnfinished = asked && !this.get();
      this.element.classList.toggle("flow-row--unfinished", Boolean(isUnfinished));
      this.hint.textContent = isUnfinished ? texts.incomplete : "";
      this.hint.hidden = !isUnfinished;
      this.operand.toggleAttribute("aria-invalid", false);
      if (asked?.isGone) this.operand.setAttribute("aria-invalid", "true");
    }
  };

  function optionOf({ operand, label }) {
    return makeOption(JSON.stringify(operand), label);
  }

  function numberOf(text) {
    const number = Number(text);
    return Number.isNaN(number) ? text : number;
  }

  function isNothing(value) {
    return value == null || value === "" || (Array.isArray(value) && !value.length);
  }
})();
