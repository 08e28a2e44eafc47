// What scripts of the page can see of its cookies, and what they can't.
import { held } from "./diagram.js";

export function showBrowser() {
  document.querySelector("#sees").textContent = document.cookie || "nothing";
  const seen = new Set(document.cookie.split("; ").map((pair) => pair.split("=", 1)[0]));
  const unseen = [...held].filter((name) => /^__(Host|Secure)-/.test(name) && !seen.has(name));
  document.querySelector("#unseen").textContent =
    unseen.length === 0 ? "" : `It holds, and no script can read: ${unseen.join(", ")} (HttpOnly).`;
}
