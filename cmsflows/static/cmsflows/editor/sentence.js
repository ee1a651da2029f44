/* Says a condition as a sentence, as `cms/condition_texts.py` does, with the titles of now. */

(() => {
  const { cmsflows } = window;

  const GROUPS = ["and", "or", "not"];

  cmsflows.sayCondition = (condition, element) => say(condition, element, false);

  function say(condition, element, isInner) {
    const { texts } = cmsflows.editor;
    if (condition.op === "not")
      return texts.not.replace("%(condition)s", () => say(condition.condition, element, false));
    if (!GROUPS.includes(condition.op)) return sayComparison(condition, element);
    const parts = condition.conditions.map((each) => say(each, element, true));
    const joined = parts.join(` ${texts[condition.op]} `);
    return isInner && parts.length > 1 ? `(${joined})` : joined;
  }

  function sayComparison({ op, operand, value }, element) {
    const asked = cmsflows.askedBy(operand, element);
    const label = cmsflows.isAmbiguous(asked, element)
      ? `${asked.label} (${asked.step.title})`
      : asked.label;
    const { how, saysValue } = comparisonOf(asked.kind, op, value);
    if (!saysValue) return `${label} ${how}`;
    const values = Array.isArray(value) ? value : [value];
    return `${label} ${how} ${values.map((each) => sayValue(each, asked)).join(", ")}`;
  }

  const WITHOUT_VALUE = ["exists", "missing", "is_true"];

  /** How a comparison is said of a kind; one that does not fit is said as some other kind's. */
  function comparisonOf(kind, op, value) {
    const { comparisons } = cmsflows.editor;
    const candidates = [...comparisons[kind], ...Object.values(comparisons).flat()];
    const found = candidates.find(
      (each) => each.op === op && (!("value" in each) || each.value === value),
    );
    return {
      how: found?.label ?? op,
      saysValue: !WITHOUT_VALUE.includes(op) && !(found && "value" in found),
    };
  }

  cmsflows.needsValue = (op) => !WITHOUT_VALUE.includes(op);

  function sayValue(value, { kind, choices }) {
    const { texts } = cmsflows.editor;
    if (typeof value === "boolean") return value ? texts.yes : texts.no;
    if (kind === "date") return sayDay(value);
    const choice = choices?.find(([each]) => each === String(value));
    if (choice) return choice[1];
    return kind === "text" ? `“${value}”` : String(value);
  }

  function sayDay(value) {
    const day = new Date(`${value}T00:00`);
    if (Number.isNaN(day.getTime())) return String(value);
    return new Intl.DateTimeFormat(document.documentElement.lang || undefined, {
      dateStyle: "long",
    }).format(day);
  }
})();
