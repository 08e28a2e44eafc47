// An API on Hono, in Node or on the edge: access tokens and refresh tokens in cookies, or in the
// Authorization header.
import { Hono } from "hono";
import { Key, RefreshTokens, Revocations, type Store } from "tokenseal";
import { guarded, type AuthVariables } from "tokenseal/hono";
import { Guard } from "tokenseal/web";

/** Checks a password, and says whose it is and what that one may do. */
export type CheckPassword = (
  name: string,
  password: string,
) => { subject: string; scope: string } | undefined;

export function api(
  key: Key,
  store: Store,
  checkPassword: CheckPassword,
): Hono<{ Variables: AuthVariables }> {
  const guard = new Guard(key, {
    tokens: new RefreshTokens(key, store),
    revocations: new Revocations(store),
  });

  const app = new Hono<{ Variables: AuthVariables }>();
  app.use(guarded(guard));

  app.post("/login", async (c) => {
    const { name, password } = await c.req.json<{ name: string; password: string }>();
    const user = checkPassword(name, password);
    if (user === undefined) {
      return c.json({ error: "wrong name or password" }, 403);
    }
    const { expiresIn } = await c.get("auth").issueTokens(user.subject, { scope: user.scope });
    return c.json({ expiresIn });
  });

  app.get("/reports", (c) => c.json({ reader: c.get("auth").require("reports:read") }));

  // POST /auth/refresh, /auth/logout and /auth/logout-all are the guard's.
  return app;
}
