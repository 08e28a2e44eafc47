import type { ServerResponse } from "node:http";

import type { Outgoing, Reply } from "./request.js";

/** Headers that belong to the body of before. */
const BODY_HEADERS = ["content-type", "content-length", "content-encoding", "etag", "last-modified"];

/** Answers with a reply, whatever has been prepared. */
export function send(response: ServerResponse, reply: Reply): void {
  prepare(response, reply);
  response.end(reply.body ?? undefined);
}

/** The headers of a response of Node. */
export function outgoingOf(response: ServerResponse): Outgoing {
  return {
    get: (name) => {
      const value = response.getHeader(name);
      return value === undefined ? null : Array.isArray(value) ? value.join(", ") : String(value);
    },
    set: (name, value) => {
      response.setHeader(name, value);
    },
    append: (name, value) => {
      response.appendHeader(name, value);
    },
  };
}

/**
 * Holds a response back from its first byte until the guard has left: what is written meanwhile waits.
 *
 * The methods stay replaced: others may have replaced them once more, and call these.
 *
 * @param leave - is given the status, and says what is to be answered instead
 * @param fail - is called when that fails
 */
export function hold(
  response: ServerResponse,
  leave: (status: number) => Reply | undefined | Promise<Reply | undefined>,
  fail: (error: unknown) => void,
): void {
  const { writeHead, write, end, flushHeaders } = response;
  const waiting: (() => unknown)[] = [];
  let phase: "open" | "leaving" | "left" | "replaced" = "open";

  function begin(): void {
    phase = "left";
    const leaving = attempt();
    if (leaving instanceof Promise) {
      phase = "leaving";
      // An error after this must not begin another answer.
      Object.defineProperty(response, "headersSent", { value: true, configurable: true });
      leaving.then(goOn).catch((error: unknown) => {
        open();
        clear(response);
        fail(error);
      });
    }
  }

  function attempt(): Reply | undefined | Promise<Reply | undefined> {
    try {
      return leave(response.statusCode);
    } catch (error) {
      clear(response);
      throw error;
    }
  }

  function goOn(reply: Reply | undefined): void {
    if (reply === undefined) {
      open();
      waiting.forEach((call) => call());
      if (!response.writableEnded) {
        response.emit("drain");
      }
      return;
    }
    open();
    prepare(response, reply);
    // It comes back for the head.
    Reflect.apply(end, response, [reply.body ?? undefined]);
    phase = "replaced";
  }

  function open(): void {
    phase = "left";
    Reflect.deleteProperty(response, "headersSent");
  }

  /** Does it now, or notes it and answers `meanwhile`. */
  function pass(call: () => unknown, meanwhile: unknown): unknown {
    if (phase === "open") {
      begin();
    }
    if (phase === "left") {
      return call();
    }
    if (phase === "leaving") {
      waiting.push(call);
    }
    return meanwhile;
  }

  Object.assign(response, {
    writeHead(...given: unknown[]) {
      if (phase !== "open") {
        return pass(() => Reflect.apply(writeHead, response, given) as unknown, response);
      }
      // The guard adds to the headers, which these would replace.
      takeHead(response, given);
      return pass(() => Reflect.apply(writeHead, response, [response.statusCode]) as unknown, response);
    },
    write(...given: unknown[]) {
      return pass(() => Reflect.apply(write, response, given) as unknown, false);
    },
    end(...given: unknown[]) {
      return pass(() => Reflect.apply(end, response, given) as unknown, response);
    },
    flushHeaders() {
      return pass(() => {
        Reflect.apply(flushHeaders, response, []);
      }, undefined);
    },
  });
}

function prepare(response: ServerResponse, { status, headers }: Reply): void {
  response.statusCode = status;
  response.statusMessage = "";
  clear(response);
  for (const [name, value] of headers) {
    if (name === "set-cookie") {
      response.appendHeader(name, value);
    } else {
      response.setHeader(name, value);
    }
  }
}

/** Nothing of the body of before is left. */
function clear(response: ServerResponse): void {
  for (const name of BODY_HEADERS) {
    response.removeHeader(name);
  }
}

/** Sets what the arguments of `writeHead` say: the status, its message if any, and headers if any. */
function takeHead(response: ServerResponse, [status, ...more]: unknown[]): void {
  response.statusCode = status as number;
  const [first, second] = more;
  if (typeof first === "string") {
    response.statusMessage = first;
  }
  const headers = typeof first === "string" ? second : (first ?? second);
  if (Array.isArray(headers)) {
    // Names and values in turn; or, as older ones have it, pairs.
    const flat = headers.flat() as string[];
    const names = flat.filter((_, index) => index % 2 === 0);
    names.forEach((name) => {
      response.removeHeader(name);
    });
    names.forEach((name, index) => {
      response.appendHeader(name, flat[index * 2 + 1] ?? "");
    });
  } else {
    for (const [name, value] of Object.entries(headers ?? {})) {
      if (value !== undefined) {
        response.setHeader(name, value as string);
      }
    }
  }
}
