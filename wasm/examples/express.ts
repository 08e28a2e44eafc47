// An application on Express: visitors have a cart, those who have logged in an account.
import express, { type Express } from "express";
import { Key, Sessions, type Store } from "tokenseal";
import { guarded, problems } from "tokenseal/express";
import { Guard } from "tokenseal/web";

/** Checks a password, and says whose it is. */
export type CheckPassword = (name: unknown, password: unknown) => string | undefined;

export function shop(key: Key, store: Store, checkPassword: CheckPassword): Express {
  const guard = new Guard(key, { sessions: new Sessions(key, store) });

  const app = express();
  app.use(express.json());
  app.use(guarded(guard));

  app.post("/cart", async ({ auth, body }, response) => {
    // Two requests at once both count.
    await auth.updateSession((data) => {
      data["items"] = [...((data["items"] as unknown[] | undefined) ?? []), body.item];
    });
    response.json({ items: auth.session["items"] });
  });

  app.post("/login", async ({ auth, body }, response) => {
    const subject = checkPassword(body.name, body.password);
    if (subject === undefined) {
      response.status(403).json({ error: "wrong name or password" });
      return;
    }
    await auth.startSession(subject);
    response.json({ items: auth.session["items"] ?? [] });
  });

  app.get("/account", ({ auth }, response) => {
    response.json({ subject: auth.require() });
  });

  // POST /auth/logout and /auth/logout-all are the guard's.
  app.use(problems);
  return app;
}
