import type { ErrorCode } from "../index.js";

import { rfc, rfc6265bis, type Link } from "./element.js";

/** Why something was refused, for people. */
export interface Reason {
  readonly words: string;
  readonly link: Link | undefined;
}

const reasons: { readonly [code in ErrorCode]: readonly [words: string, link?: Link] } = {
  "malformed": [
    "The text breaks the rules of its format, so nobody may guess what it was meant to say.",
    rfc(7519, "7.2"),
  ],
  "limit": ["It is longer, deeper or has more members than the limits allow.", rfc(8259, "9")],
  "unsupported": [
    "The header asks for an extension. Whoever does not know it must refuse the token.",
    rfc(7515, "4.1.11"),
  ],
  "not-bearer": ["The Authorization header is empty or of another scheme than Bearer.", rfc(6750, "2.1")],
  "unknown-key": ["No key may be tried on a token with this kid.", rfc(7515, "4.1.4")],
  "algorithm-mismatch": [
    "The token names another algorithm than the key's. The algorithm belongs to the key, never to the token.",
    rfc(8725, "3.1"),
  ],
  "bad-signature": [
    "The tag is not the one that this key makes: the text was changed, or another key made it.",
    rfc(7515, "5.2"),
  ],
  "weak-key": ["The secret is too short for the algorithm, empty, or somebody's PEM file.", rfc(7518, "3.2")],
  "key-use": ["The JWK says that it is for something else.", rfc(7517, "4.3")],
  "expired": ["exp has passed.", rfc(7519, "4.1.4")],
  "not-yet-valid": ["Its time has not come.", rfc(7519, "4.1.5")],
  "wrong-type": [
    "typ of the header is not what is asked for: it may be a token for something else.",
    rfc(8725, "3.11"),
  ],
  "wrong-issuer": ["iss is not who was asked for.", rfc(7519, "4.1.1")],
  "wrong-subject": ["sub is not who was asked for.", rfc(7519, "4.1.2")],
  "wrong-audience": [
    "The token is meant for somebody else: aud names none of the audiences that were asked for, or none was asked for at all.",
    rfc(7519, "4.1.3"),
  ],
  "too-old": ["iat is longer ago than the greatest age.", rfc(7519, "4.1.6")],
  "wrong-id": ["jti is not what was asked for.", rfc(7519, "4.1.7")],
  "missing-claim": [
    "A claim is not there that is asked for. exp is always asked for, unless told otherwise.",
    rfc(7519, "4"),
  ],
  "cookie-insecure": [
    "SameSite=None and Partitioned need Secure, or browsers drop the cookie.",
    rfc6265bis("5.7"),
  ],
  "cookie-prefix": [
    "The attributes break the promise of the name's prefix, and browsers drop the cookie.",
    rfc6265bis("4.1.3"),
  ],
  "cookie-character": [
    "A character that may not stand in this part of a cookie, or an empty name.",
    rfc6265bis("4.1.1"),
  ],
  "cookie-too-large": ["Name and value are over 4,096 bytes together.", rfc6265bis("5.6")],
  "attribute-too-large": ["Path or Domain is over 1,024 bytes, and browsers ignore it.", rfc6265bis("5.6")],
  "cookie-expired": ["The value was sealed longer ago than is allowed.", rfc6265bis("4.1.2.2")],
  "cross-site": ["Another site made this request."],
  "revoked": ["It was denied, or all of its subject was ended."],
  "session-unknown": ["The store has no such session."],
  "session-ended": ["The session was ended, or goes on under another id."],
  "session-expired": ["The session has been idle for too long, or is too old."],
  "conflict": ["Other data are there than were loaded."],
  "refresh-unknown": ["The store has nothing of this refresh token.", rfc(6749, "6")],
  "refresh-ended": ["Its family was ended.", rfc(6749, "6")],
  "refresh-expired": ["Its family has been idle for too long, or is too old.", rfc(6749, "6")],
  "refresh-reused": ["It was replaced long ago: somebody has a copy.", rfc(9700, "4.14.2")],
  "wrong-client": ["It is another client's.", rfc(6749, "10.4")],
  "unknown-record": ["A record of the store is of no form that is known here."],
  "contention": ["Others kept changing the same record."],
  "store-unavailable": ["The store could not be asked."],
  "store-full": ["The store has no room."],
  "buffer-too-small": ["The buffer is too small."],
  "bad-argument": ["What was asked for is out of its range: no text could be right."],
};

/** Where reasons rest that are those of tokens above, when something else than a token is refused. */
const ofOthers: { readonly [code in ErrorCode]?: Link | undefined } = {
  "malformed": undefined,
  "limit": undefined,
  "unknown-key": undefined,
  "bad-signature": rfc(2104, "2"),
  "not-yet-valid": undefined,
};

/** Explains a reason for which a token, or something else, is refused. */
export function reasonOf(code: ErrorCode, isToken: boolean): Reason {
  const [words, link] = reasons[code];
  return { words, link: !isToken && code in ofOthers ? ofOthers[code] : link };
}
