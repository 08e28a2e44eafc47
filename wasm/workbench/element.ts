/** What may stand in an element: other elements, and text, which is never read as HTML. */
export type Child = Node | string | undefined;

/** Makes an element. Attributes that are `undefined` or `false` are left out. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  return fill(document.createElement(tag), attributes, children);
}

/** Makes an element of a drawing. */
export function drawn<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

/** An element's attributes. */
export interface Attributes {
  readonly [name: string]: string | number | boolean | undefined;
}

function fill<E extends Element>(made: E, attributes: Attributes, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) {
      made.setAttribute(name, value === true ? "" : String(value));
    }
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** The element of the page that has this id. */
export function byId<E extends Element = HTMLElement>(id: string): E {
  const found = document.getElementById(id);
  if (found === null) {
    throw new Error(`the page has no #${id}`);
  }
  return found as unknown as E;
}

/** A section of a document elsewhere. */
export interface Link {
  readonly href: string;
  readonly title: string;
}

/** A section of an RFC. */
export function rfc(number: number, section: string): Link {
  return {
    href: `https://www.rfc-editor.org/rfc/rfc${number}#section-${section}`,
    title: `RFC ${number} § ${section}`,
  };
}

/** A section of the draft that replaces RFC 6265. */
export function rfc6265bis(section: string): Link {
  return {
    href: `https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis-22#section-${section}`,
    title: `RFC 6265bis § ${section}`,
  };
}

/** A link that says nothing of this page to whom it leads to. */
export function anchor(link: Link): HTMLAnchorElement {
  return element("a", { href: link.href, target: "_blank", rel: "noopener noreferrer" }, link.title);
}
