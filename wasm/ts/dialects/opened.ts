import { textOf } from "../text.js";

/** What a framework's cookie held. */
export class Opened {
  /** The value, as the dialect defines it. */
  readonly value: Uint8Array;
  /**
   * When it was sealed, or with `Rails` when it expires, in Unix milliseconds; `undefined` where the
   * cookie does not say.
   */
  readonly time: number | undefined;
  /** Which of the secrets opened it: its place among those that were given. */
  readonly secret: number;
  /** Whether the value is a zlib stream (RFC 1950), which you inflate, with a limit. */
  readonly compressed: boolean;

  /** @internal */
  constructor(value: Uint8Array, time: number | undefined, secret: number, compressed: boolean) {
    this.value = value;
    this.time = time;
    this.secret = secret;
    this.compressed = compressed;
  }

  /**
   * The value as text.
   *
   * @throws {@link TokensealError} `malformed` when it is not UTF-8
   */
  get text(): string {
    return textOf(this.value);
  }
}
