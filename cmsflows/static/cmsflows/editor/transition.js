/* The rule of a group: what the chosen one is, and its options. */

(() => {
  const { cmsflows } = window;
  const { make, makeOption } = cmsflows;
  const { StructBlockDefinition } = window.wagtailStreamField.blocks;

  const OPTIONS = "options_";

  class TransitionBlockDefinition extends StructBlockDefinition {
    constructor(...args) {
      super(...args);
      this.collapsible = false;
    }

    render(placeholder, prefix, state, error) {
      const block = super.render(placeholder, prefix, state, error);
      accompany(block, this.meta.transitions, state);
      return block;
    }
  }

  function accompany(block, transitions, state) {
    const container = block.container[0];
    const select = container.querySelector("[data-contentpath=type] select");
    const words = make("p", { class: "flow-transition__words", "aria-live": "polite" });
    container.querySelector("[data-contentpath=type]").append(words);
    keepUnknown(select, state?.type);
    const show = () => {
      const chosen = transitions[select.value];
      words.replaceChildren(
        ...(chosen ? [cmsflows.makeIcon(chosen.icon), make("span", {}, chosen.description)] : []),
      );
      container.querySelectorAll(`:scope > [data-contentpath^=${OPTIONS}]`).forEach((box) => {
        box.hidden = box.dataset.contentpath !== OPTIONS + select.value;
      });
    };
    select.addEventListener("change", show);
    cmsflows.takeStrayErrors(block, (name) => (name === "options" ? OPTIONS + select.value : name));
    const setState = block.setState.bind(block);
    block.setState = (given) => {
      keepUnknown(select, given.type);
      setState(given);
      show();
    };
    show();
  }

  /** A rule that nobody has registered any more stays chosen until another is. */
  function keepUnknown(select, type) {
    const value = Array.isArray(type) ? type[0] : type;
    if (!value || [...select.options].some((option) => option.value === value)) return;
    const name = cmsflows.editor.texts.transitionGone.replace("%(name)s", () => value);
    select.append(makeOption(value, name));
    select.value = value;
  }

  window.telepath.register("cmsflows.TransitionBlock", TransitionBlockDefinition);
})();
