/** Tells whether all that is expected is there; `~` begins what a text has to hold. */
export function fits(expected, found) {
  if (Array.isArray(expected)) {
    return Array.isArray(found) && expected.every((each) => found.some((one) => fits(each, one)));
  }
  if (expected !== null && typeof expected === "object") {
    return found != null && Object.entries(expected).every(([key, value]) => fits(value, found[key]));
  }
  if (typeof expected === "string" && expected.startsWith("~")) {
    return typeof found === "string" && found.includes(expected.slice(1));
  }
  return expected === found;
}
