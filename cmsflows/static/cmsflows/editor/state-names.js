/* Names of the state, ticked among those that the flow's steps and inputs leave. */

(() => {
  const { cmsflows } = window;
  const { make } = cmsflows;

  class StateNamesBlock extends cmsflows.CarriedBlock {
    show() {
      this.follow();
    }

    emptyState() {
      return { json: "[]", trouble: "" };
    }

    names() {
      return Array.isArray(this.value) ? this.value : [];
    }

    /** Names that nobody leaves any more stay listed for as long as they are ticked. */
    follow() {
      if (this.body.contains(document.activeElement)) return;
      const offered = cmsflows.stateNamesAround(this.element);
      const gone = this.names().filter((name) => !offered.some((each) => each.name === name));
      const all = [...offered, ...gone.map((name) => ({ name, label: goneLabel(name) }))];
      const { label } = this.blockDef.meta;
      this.body.replaceChildren(
        make(
          "div",
          { class: "flow-names", role: "group", "aria-label": label },
          ...all.map((each) => this.boxOf(each)),
        ),
        ...(all.length ? [] : [make("p", {}, cmsflows.editor.texts.noNames)]),
      );
    }

    boxOf({ name, label }) {
      const input = make("input", { type: "checkbox", value: name, onchange: () => this.tick() });
      input.checked = this.names().includes(name);
      return make("label", {}, input, ` ${label}`);
    }

    tick() {
      this.keep([...this.body.querySelectorAll(":checked")].map(({ value }) => value));
    }
  }

  function goneLabel(name) {
    return cmsflows.editor.texts.fieldGone.replace("%(field)s", () => `“${name}”`);
  }

  window.telepath.register("cmsflows.StateNamesBlock", cmsflows.definitionOf(StateNamesBlock));
})();
