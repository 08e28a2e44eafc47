/** What a {@link Guard} wants to know of a request, whatever the framework. */
export interface Incoming {
  /** The method. */
  readonly method: string;
  /** The whole path as the browser sees it, without the query. */
  readonly path: string;
  /** Whether it came over TLS, as far as the server knows. */
  readonly secure: boolean;
  /**
   * A header, by its name in lower case; `undefined` or `null` when it is not there. Of several lines the
   * values are joined: those of `cookie` by `; `, others by `, `.
   */
  header(name: string): string | null | undefined;
  /** A field of the form in the body: asked for only where the CSRF token is nowhere else. */
  field(name: string): Promise<string | undefined> | string | undefined;
}

/** An answer that a {@link Guard} gives itself, instead of the application's. */
export interface Reply {
  /** The status. */
  readonly status: number;
  /** Names and values; `Set-Cookie` may be there several times. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The body; `null`: none. */
  readonly body: string | null;
}

/** The headers of the application's answer: those of a `Response`, or what does as they do. */
export interface Outgoing {
  /** The value, joined by `, ` if there are several; `null` when it is not there. */
  get(name: string): string | null;
  /** Sets it, instead of what is there. */
  set(name: string, value: string): void;
  /** Adds it to what is there. */
  append(name: string, value: string): void;
}

/** Whether it is the handshake of a WebSocket: other sites may make one, and read what comes. */
export function isWebSocket(incoming: Incoming): boolean {
  return incoming.method === "GET" && incoming.header("upgrade")?.toLowerCase() === "websocket";
}

/** A `Response` of an answer. */
export function responseOf({ status, headers, body }: Reply): Response {
  const response = new Response(body, { status });
  // A body that is a string would bring a type of its own.
  response.headers.delete("content-type");
  for (const [name, value] of headers) {
    response.headers.append(name, value);
  }
  return response;
}
