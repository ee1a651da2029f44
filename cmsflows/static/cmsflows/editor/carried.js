/* What blocks that carry JSON share: a hidden field, whose text changes only when somebody edits. */

(() => {
  const { cmsflows } = window;
  const { make } = cmsflows;

  /** Subclasses offer `show()`, which draws `this.value`, and `follow()`, after a change around. */
  cmsflows.CarriedBlock = class {
    constructor(definition, placeholder, prefix, state, error) {
      this.blockDef = definition;
      this.type = definition.name;
      this.prefix = prefix;
      this.input = make("input", { type: "hidden", name: prefix });
      this.errors = make("div", { class: "flow-rule__errors" });
      this.body = make("div", { class: "flow-rule__body" });
      const { helpText } = definition.meta;
      this.help = helpText ? [make("div", { class: "help" }, helpText)] : [];
      this.element = make(
        "div",
        { class: "flow-rule" },
        this.input,
        ...this.help,
        this.body,
        this.errors,
      );
      placeholder.replaceWith(this.element);
      this.setState(state);
      this.setError(error);
      // Once the form around it is whole; a block that has been taken away follows nothing.
      document.addEventListener(cmsflows.STEPS_CHANGED, () => {
        if (this.element.isConnected) this.follow();
      });
      setTimeout(() => this.element.isConnected && this.follow());
    }

    setState(state) {
      this.state = state ?? this.emptyState();
      this.input.value = this.state.json;
      this.value = parsed(this.state.json);
      this.body.replaceChildren();
      if (this.state.trouble) this.showTrouble();
      else this.show();
    }

    emptyState() {
      return { json: "{}", trouble: "" };
    }

    getState() {
      return this.state;
    }

    getValue() {
      return this.value;
    }

    getTextLabel() {
      return "";
    }

    /** Called by whoever edits: from here on the value is ours to write. */
    keep(value) {
      this.value = value;
      this.state = { ...this.state, json: JSON.stringify(value), trouble: "" };
      this.input.value = this.state.json;
      this.input.dispatchEvent(new Event("change", { bubbles: true }));
    }

    follow() {}

    /** The sentence says that it cannot be shown; it stays as it is until somebody begins anew. */
    showTrouble() {
      const anew = cmsflows.makeButton(cmsflows.editor.texts.beginAnew, () => {
        this.setState(this.emptyState());
        this.keep(this.value);
        this.focus();
      });
      this.body.append(
        make("p", { class: "flow-rule__trouble" }, cmsflows.makeIcon("warning"), this.state.trouble),
        anew,
      );
    }

    setError(error) {
      const messages = error?.messages ?? [];
      this.element.classList.toggle("w-field--error", messages.length > 0);
      this.errors.replaceChildren(
        ...messages.map((message) =>
          make("p", { class: "error-message" }, cmsflows.makeIcon("warning"), message),
        ),
      );
    }

    focus() {
      this.body.querySelector("button, select, input")?.focus();
    }
  };

  /** A definition for telepath whose blocks are of the given class. */
  cmsflows.definitionOf = (Block) =>
    class {
      constructor(name, ...args) {
        this.name = name;
        this.meta = args[args.length - 1];
        this.args = args.slice(0, -1);
      }

      render(placeholder, prefix, initialState, initialError) {
        return new Block(this, placeholder, prefix, initialState, initialError);
      }
    };

  function parsed(json) {
    try {
      return JSON.parse(json);
    } catch {
      return null;
    }
  }
})();
