/* A condition: one sentence when closed, rows of drop-downs when open. */

(() => {
  const { cmsflows } = window;
  const { make, makeButton, makeOption } = cmsflows;

  const MAX_LEVELS = 9;

  const MODES = { allOf: "and", anyOf: "or", noneOf: "or", notAllOf: "and" };
  const NEGATED = ["noneOf", "notAllOf"];

  /** A group of rows and of groups again, joined in one of four ways. */
  class Group {
    constructor({ mode, parts }, level, editor) {
      Object.assign(this, { level, editor });
      const { texts } = cmsflows.editor;
      this.mode = make(
        "select",
        { "aria-label": texts.how, onchange: () => editor.changed() },
        ...Object.keys(MODES).map((each) => makeOption(each, texts[each])),
      );
      this.mode.value = mode;
      this.list = make("div", { class: "flow-group__parts" });
      this.add = makeButton(texts.addCondition, () => this.addRow());
      this.addGroup = makeButton(texts.addGroup, () => this.addInner(), {
        hidden: level >= MAX_LEVELS,
      });
      this.head = make("div", { class: "flow-group__head" }, this.mode);
      this.element = make(
        "div",
        { class: "flow-group", role: "group", "aria-label": texts.groupOf },
        this.head,
        this.list,
        make("div", { class: "flow-group__tools" }, this.add, this.addGroup),
      );
      this.parts = parts.map((part) => this.partOf(part));
    }

    partOf(part) {
      const made = part.parts
        ? new Group(part, this.level + 1, this.editor)
        : new cmsflows.ComparisonRow({
            comparison: part,
            isOffered: this.editor.isOffered,
            onChange: () => this.editor.changed(),
            onRemove: () => this.take(made),
          });
      if (part.parts) {
        const { texts } = cmsflows.editor;
        made.head.append(
          cmsflows.makeIconButton("bin", texts.removeGroup, () => this.take(made)),
        );
      }
      this.list.append(made.element);
      return made;
    }

    draw() {
      this.parts.forEach((part) => part.draw());
      this.numberParts();
    }

    follow() {
      this.parts.forEach((part) => part.follow());
    }

    focus() {
      (this.parts[0] ?? this.add).focus();
    }

    addRow() {
      const row = this.partOf({});
      this.parts.push(row);
      row.draw();
      this.numberParts();
      row.focus();
    }

    addInner() {
      const group = this.partOf({ mode: "anyOf", parts: [{}] });
      this.parts.push(group);
      group.draw();
      this.numberParts();
      group.focus();
    }

    take(part) {
      const index = this.parts.indexOf(part);
      this.parts.splice(index, 1);
      part.element.remove();
      this.numberParts();
      this.editor.changed();
      (this.parts[index] ?? this.parts[index - 1] ?? this.add).focus();
    }

    /** Rows are told apart by their numbers, groups by what is in them. */
    number() {}

    numberParts() {
      this.parts.forEach((part, index) => part.number(index + 1));
      // How one condition goes together with itself is no question, unless it is turned round.
      const isPlain = this.parts.length < 2 && !NEGATED.includes(this.mode.value);
      this.head.classList.toggle("flow-group__head--single", isPlain && this.level === 1);
    }

    get() {
      const conditions = this.parts.map((part) => part.get()).filter(Boolean);
      if (!conditions.length) return null;
      const { value } = this.mode;
      const joined = conditions.length > 1 ? { op: MODES[value], conditions } : conditions[0];
      return NEGATED.includes(value) ? { op: "not", condition: joined } : joined;
    }
  }

  /** The condition as groups and rows. */
  function partsOf(condition) {
    if (condition.op === "and" || condition.op === "or") {
      const mode = condition.op === "and" ? "allOf" : "anyOf";
      return { mode, parts: condition.conditions.map(partsOf) };
    }
    if (condition.op !== "not") return condition;
    const inner = partsOf(condition.condition);
    if (inner.mode === "allOf") return { mode: "notAllOf", parts: inner.parts };
    if (inner.mode === "anyOf") return { mode: "noneOf", parts: inner.parts };
    return { mode: "noneOf", parts: [inner] };
  }

  function rootOf(condition) {
    if (!Object.keys(condition).length) return { mode: "allOf", parts: [] };
    const root = partsOf(condition);
    return root.parts ? root : { mode: "allOf", parts: [root] };
  }

  /**
   * Edits one condition. `empty` is said where there is none, `pattern` has a place for it;
   * `onChange` is given each new one, and `isOffered` says what may be asked.
   */
  cmsflows.ConditionEditor = class {
    constructor({ value, label, empty, pattern, onChange, isOffered }) {
      Object.assign(this, { value, empty, pattern, onChange, isOffered });
      const { texts } = cmsflows.editor;
      const id = cmsflows.newId("builder");
      this.sentence = make("p", { class: "flow-condition__sentence", "aria-live": "polite" });
      this.toggle = makeButton("", () => this.open(!this.isOpen), {
        "aria-expanded": "false",
        "aria-controls": id,
      });
      this.clear = makeButton(texts.remove, () => this.empties(), {
        "aria-label": texts.removeCondition,
      });
      this.builder = make("div", { class: "flow-condition__builder", id, hidden: true });
      this.element = make(
        "div",
        { class: "flow-condition", role: "group", "aria-label": label },
        make(
          "div",
          { class: "flow-condition__line" },
          this.sentence,
          make("span", { class: "flow-condition__tools" }, this.toggle, this.clear),
        ),
        this.builder,
      );
      this.isOpen = false;
      this.say();
    }

    get isEmpty() {
      return !Object.keys(this.value).length;
    }

    open(isOpen) {
      const { texts } = cmsflows.editor;
      this.isOpen = isOpen;
      this.toggle.setAttribute("aria-expanded", String(isOpen));
      this.builder.hidden = !isOpen;
      this.builder.replaceChildren();
      if (isOpen) {
        this.group = new Group(rootOf(this.value), 1, this);
        this.builder.append(this.group.element);
        this.group.draw();
        if (this.isEmpty) this.group.addRow();
        else this.group.focus();
      }
      this.say();
      this.toggle.textContent = this.toggleLabel(texts);
    }

    toggleLabel(texts) {
      if (this.isOpen) return texts.close;
      return this.isEmpty ? texts.addCondition : texts.edit;
    }

    empties() {
      this.value = {};
      this.onChange(this.value);
      this.open(false);
      this.toggle.focus();
    }

    changed() {
      this.group.numberParts();
      this.value = this.group.get() ?? {};
      this.onChange(this.value);
      this.say();
    }

    follow() {
      this.say();
      if (this.isOpen) this.group.follow();
    }

    say() {
      const { texts } = cmsflows.editor;
      const said = this.isEmpty
        ? this.empty
        : this.pattern.replace("%(condition)s", () =>
            cmsflows.sayCondition(this.value, this.element),
          );
      if (this.sentence.textContent !== said) this.sentence.textContent = said;
      this.toggle.textContent = this.toggleLabel(texts);
      this.clear.hidden = this.isEmpty;
      this.element.classList.toggle("flow-condition--set", !this.isEmpty);
    }

    focus() {
      this.toggle.focus();
    }
  };

  /** "Show only when", on every step. */
  class ConditionBlock extends cmsflows.CarriedBlock {
    show() {
      this.editor = new cmsflows.ConditionEditor({
        value: this.value,
        label: this.blockDef.meta.label,
        empty: cmsflows.editor.texts.always,
        pattern: cmsflows.editor.texts.onlyWhen,
        onChange: (value) => this.keep(value),
        isOffered: ({ step }) => !this.isOwn(step),
      });
      this.body.append(this.editor.element);
    }

    /** What is asked in a step is not known before it. */
    isOwn(step) {
      const own = step && cmsflows.stepOf(this.element);
      return Boolean(own) && cmsflows.isWithin(step, own);
    }

    follow() {
      if (!this.state.trouble) this.editor.follow();
    }
  }

  window.telepath.register("cmsflows.ConditionBlock", cmsflows.definitionOf(ConditionBlock));
})();
