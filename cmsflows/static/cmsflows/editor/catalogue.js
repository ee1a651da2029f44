/* What the conditions of a flow can ask for, given the steps and inputs that the form has now. */

(() => {
  const { cmsflows } = window;

  /** Groups of what can be asked: `[{label, asked: [{operand, label, kind, choices, step}]}]`. */
  cmsflows.catalogueAround = cmsflows.workedOut((steps) => {
    const { facts, texts } = cmsflows.editor;
    return [
      { label: texts.visitor, asked: facts.map((fact) => asked(fact, { fact: fact.name })) },
      { label: texts.inputs, asked: inputs().map((each) => asked(each, { state: each.name })) },
      ...steps.flatMap((step) => fieldsOf(step)),
      { label: texts.known, asked: statesOf(steps) },
    ].filter((group) => group.asked.length);
  });

  const byOperand = cmsflows.workedOut((steps) => {
    const groups = steps.length ? cmsflows.catalogueAround(steps[0].element) : [];
    return new Map(
      groups.flatMap(({ asked }) => asked).map((each) => [keyOf(each.operand), each]),
    );
  });

  const byLabel = cmsflows.workedOut((steps) => {
    const counts = new Map();
    const all = steps.length ? byOperand(steps[0].element).values() : [];
    for (const { step, label } of all) if (step) counts.set(label, (counts.get(label) ?? 0) + 1);
    return counts;
  });

  /** What an operand asks for, or what stands in for it where the flow no longer has it. */
  cmsflows.askedBy = (operand, element) =>
    byOperand(element).get(keyOf(operand)) ?? gone(operand, element);

  /** Do several steps ask for something of this label? */
  cmsflows.isAmbiguous = ({ step, label }, element) =>
    Boolean(step) && byLabel(element).get(label) > 1;

  function keyOf({ fact, state, step, field }) {
    return JSON.stringify([fact, state, step, field]);
  }

  /** The names that steps and inputs leave in the state: `[{name, label}]`. */
  cmsflows.stateNamesAround = (element) => {
    const names = new Map(inputs().map((each) => [each.name, each.label]));
    statesOf(cmsflows.stepsAround(element)).forEach(({ operand, label }) => {
      if (!names.has(operand.state)) names.set(operand.state, label);
    });
    return [...names].map(([name, label]) => ({ name, label }));
  };

  function gone(operand, element) {
    const { texts } = cmsflows.editor;
    const field = `“${operand.field ?? operand.state ?? operand.fact}”`;
    const hasStep =
      !operand.step || cmsflows.stepsAround(element).some(({ id }) => isStepOf(operand.step, id));
    const label = (hasStep ? texts.fieldGone : texts.stepGone).replace("%(field)s", field);
    return { operand, label, kind: "text", isGone: true };
  }

  /** Does an operand's step name this block, or what stands inside it when it is ready-made? */
  function isStepOf(nodeId, id) {
    return nodeId === id || nodeId.startsWith(`${id}/`);
  }

  function asked({ label, kind, choices }, operand, step) {
    return { operand, label, kind, choices, step };
  }

  function fieldsOf(step) {
    const type = cmsflows.editor.types[step.type] ?? {};
    const title = cmsflows.titleOf(step);
    const own = (type.fields ?? []).map((field) => ({
      ...asked(field, { step: step.id, field: field.name }, step),
      choices: field.choices ?? writtenChoices(step, field.choicesFrom),
    }));
    const inside = (type.inside ?? []).map((inner) => ({
      label: `${title}: ${inner.title}`,
      asked: (inner.fields ?? []).map((field) =>
        asked(field, { step: step.id + inner.id, field: field.name }, step),
      ),
    }));
    return [{ label: title, asked: [...own, ...writtenFields(step, type)] }, ...inside];
  }

  /** Fields that an editor puts into a form; one has its name once the page was saved. */
  function writtenFields(step, { fieldsFrom, kindsOfFields }) {
    if (!fieldsFrom) return [];
    const start = `${step.prefix}-value-options-${fieldsFrom}-`;
    return [...step.element.querySelectorAll(`[name^="${start}"][name$="-type"]`)]
      .filter(({ name }) => /^\d+-type$/.test(name.slice(start.length)))
      .filter((type) => !type.closest("[data-streamfield-child][aria-hidden]"))
      .map((type) => {
        const at = type.name.replace(/type$/, "value");
        const read = (name) =>
          step.element.querySelector(`[name="${at}-${name}"]`)?.value.trim() ?? "";
        const field = { name: read("name"), label: read("label"), kind: kindsOfFields[type.value] };
        const option = `${fieldsFrom}-${at.slice(start.length)}-choices`;
        const choices = writtenChoices(step, option);
        const offered = choices.length ? { choices } : {};
        return { ...asked(field, { step: step.id, field: field.name }, step), ...offered };
      })
      .filter(({ operand, kind }) => operand.field && kind);
  }

  function statesOf(steps) {
    const found = new Map();
    steps.forEach((step) => {
      const type = cmsflows.editor.types[step.type] ?? {};
      const prefix = step.name ? `${step.name}.` : "";
      const inside = (type.inside ?? []).flatMap((inner) => inner.provides ?? []);
      [...(type.provides ?? []), ...inside].forEach((each) => {
        const name = prefix + each.name;
        const label = step.name ? `${each.label} (${step.name})` : each.label;
        if (!found.has(name)) found.set(name, asked({ ...each, label }, { state: name }));
      });
    });
    return [...found.values()];
  }

  /** Answers that an editor writes: the items of a list, each with a label and maybe a value. */
  function writtenChoices({ element, prefix }, option) {
    if (!option) return undefined;
    const start = `${prefix}-value-options-${option}-`;
    const labels = [...element.querySelectorAll(`[name^="${start}"][name$="-value-label"]`)];
    return labels
      .filter((label) => !label.closest("[data-streamfield-child][aria-hidden]"))
      .map((label) => {
        const name = label.name.replace(/label$/, "value");
        const value = element.querySelector(`[name="${name}"]`)?.value.trim();
        return [value || label.value.trim(), label.value.trim()];
      })
      .filter(([value]) => value);
  }

  function inputs() {
    const blocks = document.querySelectorAll('input[name^="inputs-"][name$="-value-name"]');
    return [...blocks]
      .filter((field) => field.value && !field.closest("[data-streamfield-child][aria-hidden]"))
      .map((field) => {
        const read = (name) =>
          document.querySelector(`[name="${field.name.replace(/name$/, name)}"]`)?.value;
        const kind = cmsflows.editor.kinds[read("type")] ?? "text";
        return { name: field.value, label: read("label") || field.value, kind };
      });
  }
})();
