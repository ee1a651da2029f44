/* What points into a duplicated step, from within it, points into the duplicate. */

(() => {
  const { cmsflows } = window;

  /**
   * The state of a duplicate. Wagtail has given new ids to all that stands in it; whatever carries
   * JSON in it speaks of the old ones still. Replacing text leaves numbers as they were written.
   */
  cmsflows.withOwnReferences = (state, duplicate) => {
    const renamed = [...pairs(state, duplicate)];
    return renamed.length ? rewritten(duplicate, renamed) : duplicate;
  };

  function* pairs(before, after) {
    if (Array.isArray(before)) {
      for (const index of before.keys()) yield* pairs(before[index], after[index]);
    } else if (isPlain(before)) {
      if (typeof before.id === "string" && before.id !== after.id) yield [before.id, after.id];
      for (const name of Object.keys(before)) yield* pairs(before[name], after[name]);
      if (typeof before.json === "string") yield* pairs(parsed(before.json), parsed(after.json));
    }
  }

  function rewritten(value, renamed, name = "") {
    if (Array.isArray(value)) return value.map((each) => rewritten(each, renamed));
    if (isPlain(value)) {
      return Object.fromEntries(
        Object.entries(value).map(([key, each]) => [key, rewritten(each, renamed, key)]),
      );
    }
    const isJson = typeof value === "string" && (name === "json" || name === "kept");
    return isJson ? renamed.reduce(replaced, value) : value;
  }

  /** A rich text is an object of its editor, which is handed on as it is. */
  function isPlain(value) {
    return value != null && Object.getPrototypeOf(value) === Object.prototype;
  }

  /** A step is named whole, or before the slash in the name of what stands inside it. */
  function replaced(json, [before, after]) {
    const [one, other] = [before, after].map((id) => JSON.stringify(id).slice(0, -1));
    return ['"', "/"].reduce((text, end) => text.replaceAll(one + end, other + end), json);
  }

  function parsed(json) {
    try {
      return JSON.parse(json);
    } catch {
      return null;
    }
  }
})();
