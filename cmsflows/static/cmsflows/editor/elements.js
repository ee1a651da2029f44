/* Makes elements, always with text as text. */

(() => {
  const { cmsflows } = window;

  let number = 0;

  cmsflows.newId = (name) => `cmsflows-${name}-${(number += 1)}`;

  /** An element with attributes, listeners (`onclick`) and children; texts become text nodes. */
  cmsflows.make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    Object.entries(attributes).forEach(([name, value]) => {
      if (typeof value === "function") element.addEventListener(name.slice(2), value);
      else if (value === true) element.setAttribute(name, "");
      else if (value !== false && value != null) element.setAttribute(name, value);
    });
    element.append(...children.filter((child) => child != null));
    return element;
  };

  cmsflows.makeIcon = (name) => {
    const icon = document.createElement("template");
    icon.innerHTML = '<svg class="icon" aria-hidden="true"><use></use></svg>';
    const svg = icon.content.firstElementChild;
    svg.classList.add(`icon-${name}`);
    svg.firstElementChild.setAttribute("href", `#icon-${name}`);
    return svg;
  };

  cmsflows.makeButton = (label, onclick, attributes = {}) =>
    cmsflows.make(
      "button",
      { type: "button", class: "button button-small button-secondary", onclick, ...attributes },
      label,
    );

  cmsflows.makeIconButton = (icon, label, onclick, attributes = {}) =>
    cmsflows.make(
      "button",
      {
        type: "button",
        class: "button button--icon text-replace flow-rule__tool",
        "aria-label": label,
        title: label,
        onclick,
        ...attributes,
      },
      cmsflows.makeIcon(icon),
    );

  /**
   * Errors of what a struct has no field for are shown as its own. `nameOf` answers the field that
   * goes by a name.
   */
  cmsflows.takeStrayErrors = (block, nameOf = (name) => name) => {
    const setError = block.setError.bind(block);
    block.setError = (error) => {
      if (!error?.blockErrors) {
        setError(error);
        return;
      }
      const messages = [...(error.messages ?? [])];
      const blockErrors = {};
      Object.entries(error.blockErrors).forEach(([name, each]) => {
        if (nameOf(name) in block.childBlocks) blockErrors[nameOf(name)] = each;
        else messages.push(...(each.messages ?? []));
      });
      setError({ ...(messages.length ? { messages } : {}), blockErrors });
    };
  };

  cmsflows.makeOption = (value, label, attributes = {}) =>
    cmsflows.make("option", { value, ...attributes }, label);
})();
