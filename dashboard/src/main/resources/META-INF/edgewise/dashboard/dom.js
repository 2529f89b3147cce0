// Builds and updates the page. Text is only ever set as text, never as markup, so that a name cannot become a script.

const SVG = 'http://www.w3.org/2000/svg';

/** Makes an element: el('p.hint', {id: 'x'}, 'text', child). Attributes that are null or false are left out. */
export function el(spec, attributes = {}, ...children) {
  const [name, ...classes] = spec.split('.');
  const element = document.createElement(name || 'div');
  if (classes.length) element.className = classes.join(' ');
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (value !== null && value !== false) element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.filter(child => child !== null));
  return element;
}

/** A figure with what it is below it, and a bar between them where there is one. */
export function fact(name, label, ...bar) {
  return el(`div.fact.${name}`, {}, el('b'), ...bar, el('small', {}, label));
}

/** Sets what has changed and leaves the rest alone, so that nothing flickers and selections stay. */
export function text(element, value) {
  if (element.textContent !== value) element.textContent = value;
}

export function attribute(element, name, value) {
  if (value === null) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** The length of a bar, 0 to 1. */
export function fraction(element, value) {
  const percent = `${Math.round(Math.max(0, Math.min(1, value || 0)) * 1000) / 10}%`;
  if (element.style.getPropertyValue('--part') !== percent) element.style.setProperty('--part', percent);
}

/**
 * Makes the children of a list be those of the items, in their order. Items keep their element as long as they keep their key.
 * create(item) returns an element; update(element, item) brings it up to date.
 */
export function sync(list, items, key, create, update) {
  const known = new Map([...list.children].map(child => [child.dataset.key, child]));
  let at = list.firstElementChild;
  for (const item of items) {
    const id = key(item);
    let element = known.get(id);
    if (element) {
      known.delete(id);
    } else {
      element = create(item);
      element.dataset.key = id;
    }
    update(element, item);
    if (element === at) at = at.nextElementSibling;
    else list.insertBefore(element, at);
  }
  for (const gone of known.values()) gone.remove();
}

/** A small picture of numbers over time; what it shows is said in words beside it. */
export function sparkline() {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'spark');
  svg.setAttribute('viewBox', '0 0 60 20');
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('role', 'img');
  for (const name of ['area', 'line']) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('class', name);
    svg.append(path);
  }
  return svg;
}

/** What should have been, as a thin line of the same picture. */
export function drawGoal(svg, values, most) {
  let path = svg.children[2];
  if (!path) {
    path = document.createElementNS(SVG, 'path');
    path.setAttribute('class', 'goal');
    svg.append(path);
  }
  attribute(path, 'd', lineOf(values, most));
}

function lineOf(values, most) {
  const step = 60 / Math.max(1, values.length - 1);
  const points = values.map((value, i) => `${(i * step).toFixed(1)},${(18.5 - 17 * value / most).toFixed(1)}`);
  return points.length ? `M${points.join('L')}` : '';
}

export function draw(svg, values, words, most = Math.max(...values, 1e-9)) {
  const line = lineOf(values, most);
  attribute(svg.children[0], 'd', line && `${line}L60,20L0,20Z`);
  attribute(svg.children[1], 'd', line);
  attribute(svg, 'aria-label', words);
}
