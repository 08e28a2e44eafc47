import { random, toBase64url } from "./bytes.js";
import { byId } from "./element.js";
import { isChecked, textOf, type Option } from "./settings.js";
import { counted } from "./words.js";

/** Which fields there are to be. */
export interface Wanted {
  readonly options: readonly Option[];
  readonly isDialect: boolean;
  readonly isKeyed: boolean;
}

/** Shows the fields that matter. */
export function showFields({ options, isDialect, isKeyed }: Wanted): void {
  for (const field of document.querySelectorAll<HTMLElement>("[data-option]")) {
    field.hidden = !options.includes(field.dataset["option"] as Option);
  }
  byId("options").hidden = options.length === 0;
  byId("key").hidden = !isKeyed;
  const form = textOf("key-form");
  for (const field of document.querySelectorAll<HTMLElement>("[data-key]")) {
    const words = field.dataset["key"]?.split(" ") ?? [];
    field.hidden =
      isDialect || (words.includes("text") && form !== "text") || (words.includes("named") && form === "jwk");
  }
  byId("key-secret-label").textContent =
    form === "jwk"
      ? "JWK or JWK Set, JSON"
      : isDialect
        ? "Secrets, one a line, in the framework's order"
        : "Secret";
  byId("key-help").textContent = isDialect ? "" : remark(textOf("key-secret"), form);
}

/** What of a secret's text is easily overlooked. */
function remark(secret: string, form: string): string {
  if (form !== "text" || secret === "") {
    return "";
  }
  const length = counted(new TextEncoder().encode(secret).length, "byte");
  if (secret !== secret.trim()) {
    return `${length}. White space at an end of it counts.`;
  }
  const other = /^([0-9a-f]{2}){16,}$/i.test(secret)
    ? "hex"
    : /^[\w-]{32,}$/.test(secret)
      ? "base64url"
      : undefined;
  return other === undefined
    ? `${length}.`
    : `${length}. It could be ${other} as well: that is never guessed.`;
}

/** What the buttons beside the key do. */
export function setUpKey(changed: () => void): void {
  byId("key-hide").addEventListener("change", () => {
    byId("key-secret").classList.toggle("concealed", isChecked("key-hide"));
  });
  byId("key-random").addEventListener("click", () => {
    fill("key-form", "base64url");
    fill(
      "key-secret",
      toBase64url(random(textOf("key-alg") === "HS512" ? 64 : textOf("key-alg") === "HS384" ? 48 : 32)),
    );
    changed();
  });
}

/** Puts a text into a control. */
export function fill(id: string, text: string): void {
  byId<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>(id).value = text;
}
