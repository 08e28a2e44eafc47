/** The longest token that any policy takes, in bytes: `limits::MAX_TOKEN` of the core. */
export const MAX_TOKEN = 65_536;

/**
 * How much of a token is handed over at most. What is cut off here was too long anyway, and stays
 * so: a character that does not fit has at most four bytes.
 */
export const TOKEN_ROOM: number = MAX_TOKEN + 4;

/** The longest header of a token, in bytes, decoded: `limits::MAX_HEADER` of the core. */
export const MAX_HEADER = 1_024;

/** Name and value of a cookie in bytes, together: `limits::MAX_COOKIE` of the core. */
export const MAX_COOKIE = 4_096;

/** How much of a cookie's value is handed over at most, as with tokens. */
export const COOKIE_ROOM: number = MAX_COOKIE + 4;

/** Room for any `Set-Cookie` header: name and value, Path and Domain, and all else that it can hold. */
export const SET_COOKIE_ROOM: number = MAX_COOKIE + 2 * 1_024 + 256;

/** The longest refresh token, in bytes: `limits::MAX_REFRESH_TOKEN` of the core. */
export const MAX_REFRESH_TOKEN = 142;

/** The longest CSRF token, in bytes: `limits::MAX_CSRF_TOKEN` of the core. */
export const MAX_CSRF_TOKEN = 214;

/** What a record has beside the application's bytes, at most: `limits::MAX_RECORD` less `MAX_DATA`. */
export const RECORD_ROOM = 128;
