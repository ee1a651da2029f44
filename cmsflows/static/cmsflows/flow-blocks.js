/* The blocks of a flow in the page editor, built on Wagtail's own. */

(() => {
  const { cmsflows } = window;
  const { StreamBlock, StreamBlockDefinition, StructBlockDefinition } =
    window.wagtailStreamField.blocks;

  /** A stream of steps, in which a duplicate refers to itself where the original did (B47). */
  class FlowStreamBlock extends StreamBlock {
    duplicateBlock(index, options) {
      const child = this.children[index];
      const state = cmsflows.withOwnReferences(child.getState(), child.getDuplicatedState());
      this.insert(state, index + 1, { animate: options?.animate, focus: true });
    }
  }

  /**
   * The stream of steps. The server leaves it out of its own child, the scaffold, where it would
   * pack itself for ever; here it takes that place.
   */
  class FlowStreamBlockDefinition extends StreamBlockDefinition {
    constructor(name, groupedChildBlockDefs, initialChildStates, meta) {
      super(name, groupedChildBlockDefs, initialChildStates, meta);
      cmsflows.editor = meta.editor;
      Object.values(this.childBlockDefsByName).forEach(improve);
      this.nestInScaffold();
      hideFromPicker(this, "unavailable");
    }

    render(placeholder, prefix, initialState, initialError) {
      return new FlowStreamBlock(this, placeholder, prefix, initialState, initialError);
    }

    nestInScaffold() {
      const scaffold = this.childBlockDefsByName.scaffold;
      scaffold.childBlockDefs.push(this);
      scaffold.childBlockDefsByName.steps = this;
    }
  }

  /** What guards a step; like the steps, it may hold what is no longer available. */
  class PreconditionsBlockDefinition extends StreamBlockDefinition {
    constructor(...args) {
      super(...args);
      hideFromPicker(this, "unavailable");
    }
  }

  function hideFromPicker(definition, type) {
    definition.groupedChildBlockDefs = definition.groupedChildBlockDefs
      .map(([label, definitions]) => [label, definitions.filter(({ name }) => name !== type)])
      .filter(([, definitions]) => definitions.length);
  }

  function improve(definition) {
    if (!(definition instanceof StructBlockDefinition)) return;
    const render = definition.render.bind(definition);
    definition.render = (...args) => {
      const block = render(...args);
      sayTitleOnce(block, definition.meta.label);
      cmsflows.takeStrayErrors(block);
      return block;
    };
  }

  /** A heading says type and title; where a step is titled like its type, once is enough. */
  function sayTitleOnce(block, label) {
    const title = block.getTextLabel.bind(block);
    block.getTextLabel = (options) => {
      const text = title(options);
      return text === label ? "" : text;
    };
  }

  /** A struct whose fields stand among those around it, with no panel of their own. */
  class PlainStructBlockDefinition extends StructBlockDefinition {
    constructor(...args) {
      super(...args);
      this.collapsible = false;
    }
  }

  /** A step that nobody can show: a sentence, and its JSON in a hidden field. */
  class UnavailableBlock {
    constructor(definition, placeholder, prefix, state, error) {
      this.type = definition.name;
      this.element = document.createElement("div");
      this.element.className = "help-block help-warning";
      this.element.innerHTML =
        '<svg class="icon icon-warning icon" aria-hidden="true"><use href="#icon-warning"></use></svg>';
      this.sentence = document.createElement("p");
      this.input = document.createElement("input");
      this.input.type = "hidden";
      this.input.name = prefix;
      this.element.append(this.sentence, this.input);
      placeholder.replaceWith(this.element);
      this.setState(state);
      this.setError(error);
    }

    setState(state) {
      this.state = state || { json: "null", title: "", message: "" };
      this.input.value = this.state.json;
      this.sentence.textContent = this.state.message;
    }

    getState() {
      return this.state;
    }

    getDuplicatedState() {
      return { ...this.state, json: withNewIds(this.state.json) };
    }

    getValue() {
      return this.state.json;
    }

    getTextLabel() {
      return this.state.title;
    }

    setError(error) {
      if (error?.messages) this.sentence.textContent = error.messages.join(" ");
    }

    focus() {}
  }

  class UnavailableBlockDefinition {
    constructor(name, meta) {
      this.name = name;
      this.meta = meta;
    }

    render(placeholder, prefix, initialState, initialError) {
      return new UnavailableBlock(this, placeholder, prefix, initialState, initialError);
    }
  }

  /**
   * The JSON of a step with new ids for what stands below it. Replacing text takes references
   * along, and leaves numbers as they were written.
   */
  function withNewIds(json) {
    return idsBelow(JSON.parse(json)).reduce(
      (text, id) => text.replaceAll(JSON.stringify(id), JSON.stringify(crypto.randomUUID())),
      json,
    );
  }

  function idsBelow(item) {
    const steps = item?.value?.steps;
    if (!Array.isArray(steps)) return [];
    return steps.flatMap((step) => [
      ...(typeof step?.id === "string" ? [step.id] : []),
      ...idsBelow(step),
    ]);
  }

  window.telepath.register("cmsflows.FlowStreamBlock", FlowStreamBlockDefinition);
  window.telepath.register("cmsflows.PreconditionsBlock", PreconditionsBlockDefinition);
  window.telepath.register("cmsflows.PlainStructBlock", PlainStructBlockDefinition);
  window.telepath.register("cmsflows.UnavailableBlock", UnavailableBlockDefinition);
})();
