// Small helpers that draw: they touch the page only where something changes.
// Where a value lies on its track, in per cent; the ends may be so far apart that their difference is no float.
export function place(value, low, high, log) {
  const along = log ? Math.log : (x) => x / Math.max(Math.abs(low), Math.abs(high));
  const inside = Math.min(Math.max(value, low), high);
  return (100 * (along(inside) - along(low))) / (along(high) - along(low) || 1);
}

// The nearest multiple of a power of ten that is fine enough for a hand.
export function rounded(value, fine) {
  const unit = 10 ** Math.floor(Math.log10(fine / 2));
  return Number((Math.round(value / unit) * unit).toPrecision(12));
}

export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function set(element, name, value) {
  if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
}

// A field that is wrong says so, and its message describes it.
export function mark(field, wrong, message) {
  set(field, "aria-invalid", wrong);
  if (wrong) set(field, "aria-describedby", message.id);
  else field.removeAttribute("aria-describedby");
}

export function add(parent, tag, className, role) {
  const element = document.createElement(tag);
  element.className = className;
  if (role) element.setAttribute("role", role);
  parent.append(element);
  return element;
}
