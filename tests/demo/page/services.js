// The three services, as this page reaches them.

export const SERVICES = ["python", "node", "c"];
export const NAMES = { python: "Python", node: "Node", c: "C" };

/** Where they are, which store they share, and whether the workbench is there. */
export const { origins, store, workbench } = await (await fetch("/lab/services")).json();

/** Asks a service, and gives the status and what its answer says. */
export async function ask(service, method, path) {
  const response = await fetch(origins[service] + path, { method, credentials: "include" });
  const text = await response.text();
  return { status: response.status, ...(text === "" ? {} : JSON.parse(text)) };
}

/** The service that is chosen for the next request. */
export function chosen() {
  return document.querySelector("input[name=service]:checked").value;
}

/** Makes an element with text, a class, and more attributes. */
export function element(tag, { text, className, ...attributes } = {}, ...children) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className !== undefined) made.className = className;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}
