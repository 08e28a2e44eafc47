// The tables of the cards: what each service says of who is asking.
import { ask, element, NAMES, SERVICES } from "./services.js";

/** For each mechanism: a row a client, and where it asks; the phone asks through the first service. */
const ROWS = {
  preference: [["browser", "this browser", "/preference/theme"]],
  session: [
    ["browser", "this browser", "/session/who"],
    ["phone", "the phone", "/session/who"],
  ],
  token: [
    ["browser", "this browser", "/token/who"],
    ["phone", "the phone", "/token/who"],
    ["quick", "the phone, nothing looked up", "/token/quick"],
  ],
};
export const MECHANISMS = Object.keys(ROWS);

/** The card of a mechanism. */
export function card(mechanism) {
  return document.querySelector(`[data-mechanism=${mechanism}]`);
}

function row(mechanism, name) {
  return card(mechanism).querySelector(`[data-row=${name}]`);
}

/** Makes the tables. The phone is in none until it has logged in. */
export function drawVerdicts() {
  for (const mechanism of MECHANISMS) {
    const heads = SERVICES.map((service) => element("th", { text: NAMES[service], scope: "col" }));
    const rows = ROWS[mechanism].map(([name, client]) => {
      const cells = SERVICES.map((service) => element("td", { "data-service": service }));
      const made = element(
        "tr",
        { "data-row": name },
        element("th", { text: client, scope: "row" }),
        ...cells,
      );
      made.hidden = name !== "browser";
      return made;
    });
    card(mechanism)
      .querySelector(".verdicts")
      .replaceChildren(
        element("thead", {}, element("tr", {}, element("td"), ...heads)),
        element("tbody", {}, ...rows),
      );
  }
}

/** From now on the phone is asked, too. */
export function showPhone(mechanism) {
  for (const [name] of ROWS[mechanism]) row(mechanism, name).hidden = false;
}

/** Asks all three services who each row's client is, and shows what they say. */
export async function askAll(mechanism) {
  await Promise.all(
    ROWS[mechanism].map(async ([name, , path]) => {
      if (name === "browser") {
        await Promise.all(
          SERVICES.map(async (service) => show(mechanism, name, service, await ask(service, "GET", path))),
        );
      } else if (!row(mechanism, name).hidden) {
        const said = await ask("python", "POST", `/lab/phone/who?path=${path}`);
        for (const service of SERVICES) show(mechanism, name, service, said[service]);
      }
    }),
  );
}

function show(mechanism, name, service, said) {
  const cell = row(mechanism, name).querySelector(`[data-service=${service}]`);
  const isNobody = said.code === "credentials-required";
  const [who, more] = said.code === undefined ? verdict(said) : [isNobody ? "nobody" : said.code];
  cell.className = said.code === undefined ? "good" : isNobody ? "nobody" : "refused";
  cell.replaceChildren(who, ...(more === undefined ? [] : [" ", element("small", { text: more })]));
  // The page itself keeps to it.
  if (said.theme !== undefined) document.documentElement.dataset.theme = said.theme;
}

/** Who or what it is, and more of it. */
function verdict({ theme, subject, visits, role }) {
  if (theme !== undefined) return [theme];
  return [subject, role ?? `${visits} ${visits === 1 ? "visit" : "visits"}`];
}
